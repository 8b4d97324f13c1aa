"""Run the notebooks on a report, side by side, in a kernel for each core."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.export.outputs import FOLDER_VARIABLE
from liwan_analysis.report.source import ReportError

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

__all__ = ["NotebookError", "find_notebooks", "prepare", "run_notebooks"]

CELL_SECONDS = 600
LOAD_FIRST = "__import__('liwan_analysis.figures'), __import__('matplotlib.backends.backend_pdf')"
"""What a kernel does as it starts: load what most notebooks need, leaving no name behind."""


class NotebookError(ReportError):
    """A notebook failed; the message names it, the cell and the error in one line."""


def find_notebooks() -> list[Path]:
    """Give the project's notebooks in order."""
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "notebooks", here.parent / "notebooks"):
        if folder.is_dir():
            return sorted(folder.glob("[0-9]*.ipynb"))
    raise ReportError("notebooks: the folder is missing; install the package again")


def prepare(notebook: NotebookNode, report_name: str | None) -> NotebookNode:
    """Give a copy of a notebook for another report: its parameter set, prose that is true of the seed alone replaced.

    A prose cell tagged `seed` gives way to the text in its metadata `other`, or goes where there is none.
    """
    prepared = copy.deepcopy(notebook)
    if report_name is None:
        return prepared
    from papermill.parameterize import parameterize_notebook

    prepared.metadata["papermill"] = type(prepared)()
    cells = []
    for cell in prepared.cells:
        cell.metadata.setdefault("tags", [])
        if cell.cell_type == "markdown" and "seed" in cell.metadata["tags"]:
            if not cell.metadata.get("other"):
                continue
            cell.source = cell.metadata["other"]
        cells.append(cell)
    prepared.cells = cells
    parameterized: NotebookNode = parameterize_notebook(prepared, {"REPORT": report_name})
    return parameterized


def run_notebooks(
    paths: list[Path], report_path: Path | None, folder: Path, *, workers: int, on_cell: Callable[[str, int, int], None]
) -> dict[str, NotebookNode]:
    """Run notebooks on a report, `workers` at a time; they write their figures and tables below `folder`.

    `on_cell(name, done, total)` is called after each cell. Gives the notebooks as run, by name, without anything that
    tells of the clock or the machine. Raises `NotebookError` when a cell fails; the other notebooks are stopped.
    """
    waiting = sorted(paths, key=lambda path: path.stat().st_size)  # the one with most to show is run first
    done: dict[str, NotebookNode] = {}
    stop: list[Callable[[], object]] = []

    async def work() -> None:
        """Run one notebook after another in one kernel, so that libraries and report are loaded once a kernel."""
        kernel = await _start_kernel(report_path, folder)
        try:
            while waiting:
                path = waiting.pop()
                notebook = prepare(_read_notebook(path), report_path.name if report_path else None)
                # a stop that came while libraries were loaded is heard before anything is opened
                await asyncio.sleep(0)
                await _run_one(path, notebook, kernel, on_cell)
                done[path.stem] = _without_traces(notebook)
        finally:
            await kernel.shutdown_kernel(now=True)

    async def work_side_by_side() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # nbclient complains of being stopped
        side_by_side = asyncio.gather(*(work() for _ in range(min(workers, len(paths)))))
        stop.append(lambda: loop.call_soon_threadsafe(side_by_side.cancel))
        await side_by_side

    # in a thread of its own, since nbclient takes the signals of the main one for itself
    with ThreadPoolExecutor(max_workers=1) as thread:
        try:
            thread.submit(lambda: asyncio.run(work_side_by_side())).result()
        except KeyboardInterrupt:
            waiting.clear()
            with contextlib.suppress(RuntimeError):  # the loop has just ended
                for act in stop:
                    act()
            raise
    return {path.stem: done[path.stem] for path in paths}


async def _start_kernel(report_path: Path | None, folder: Path) -> AsyncKernelManager:
    from jupyter_client.manager import AsyncKernelManager

    kernel = AsyncKernelManager(kernel_name="python3")
    await kernel.start_kernel(
        extra_arguments=[
            "--HistoryManager.enabled=False",
            "--IPKernelApp.log_level=40",
            f"--IPKernelApp.exec_lines={LOAD_FIRST}",
        ],
        cwd=str(report_path.parent if report_path else folder),
        env={**os.environ, FOLDER_VARIABLE: str(folder), "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return kernel


async def _run_one(
    path: Path, notebook: NotebookNode, kernel: AsyncKernelManager, on_cell: Callable[[str, int, int], None]
) -> None:
    """Run a notebook in a kernel in which no name is left of those before it; its outputs go into `notebook`."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    cells = count(1)

    async def clear(**_: object) -> None:
        await runner.kc.execute("get_ipython().reset()", silent=True, reply=True)

    runner: Any = NotebookClient(
        notebook,
        km=kernel,
        timeout=CELL_SECONDS,
        record_timing=False,
        startup_timeout=CELL_SECONDS,
        on_notebook_start=clear,
        on_cell_executed=lambda **_: on_cell(path.stem, next(cells), total),
    )
    try:
        await runner.async_execute()
    except CellExecutionError as error:
        raise NotebookError(
            f"{path.name}: a cell failed with {error.ename}: {error.evalue.splitlines()[0] if error.evalue else ''}"
        ) from None
    except (DeadKernelError, TimeoutError):
        raise NotebookError(
            f"{path.name}: the kernel stopped before the notebook was done; run it in JupyterLab to see why"
        ) from None
    finally:
        if runner.kc is not None:
            runner.kc.stop_channels()


def _read_notebook(path: Path) -> NotebookNode:
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run and machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        kept = {key: value for key, value in cell.metadata.items() if key in ("tags", "other")}
        cell.metadata = kept
    return notebook
