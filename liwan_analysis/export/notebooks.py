"""Run the notebooks on a report, side by side, in a kernel for each core."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from liwan_analysis.export.choices import OWN, defaults_of
from liwan_analysis.export.kernels import Kernels, private_folder, ready_kernels
from liwan_analysis.report.source import ReportError

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

__all__ = ["NotebookError", "find_notebooks", "in_language", "names_in", "prepare", "read_notebook", "run_notebooks"]

CELL_SECONDS = 600


class NotebookError(ReportError):
    """A notebook failed; the message names it, the cell and the error in one line."""


def find_notebooks(of: Literal["report", "store"] = "report") -> list[Path]:
    """Give the project's notebooks on one report, or on a store of many, in order.

    >>> [path.stem for path in find_notebooks("store")]
    ['06_many_reports', '07_promises']
    """
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "notebooks", here.parent / "notebooks"):
        if folder.is_dir():
            paths = sorted(folder.glob("[0-9]*.ipynb"))
            return [path for path in paths if ("STORE" in OWN.get(path.stem, {})) == (of == "store")]
    raise ReportError("notebooks: the folder is missing; install the package again")


def prepare(notebook: NotebookNode, name: str, choices: Mapping[str, Any]) -> NotebookNode:
    """Give a copy of a notebook with every choice set: those given, else the default, never what was saved in it.

    For another report than that in seeds/, a prose cell tagged `seed` gives way to the text in its metadata `other`, or
    goes where there is none. Prose is given in the chosen language.
    """
    prepared = copy.deepcopy(notebook)
    chosen = {key: choices.get(key, default) for key, default in defaults_of(name).items()}
    cells = []
    for cell in prepared.cells:
        tags = cell.metadata.get("tags", [])
        if "parameters" in tags:
            lines = [f"{key} = {_literal(value)}" for key, value in chosen.items()]
            cell.source = "\n".join(["import liwan_analysis as lw", "", *lines, "lw.check_choices(globals())"])
        if cell.cell_type == "markdown":
            if "seed" in tags and (chosen["REPORT"] or chosen.get("STORE")):
                cell.source = cell.metadata.get("other", "")
            cell.source = in_language(cell.source, chosen["LANGUAGE"])
        if cell.source.strip():
            cells.append(cell)
    prepared.cells = cells
    return prepared


def _literal(value: object) -> str:
    """Write a value as it stands in Python, with double quotes."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def in_language(prose: str, language: str) -> str:
    r"""Give what prose says in a language: its English paragraphs, the Chinese ones, or both.

    >>> in_language("# What is it?\n这是什么？\n\nA file.\n\n一个文件。", "en")
    '# What is it?\n\nA file.'
    >>> in_language("# What is it?\n这是什么？\n\nA file.\n\n一个文件。", "zh")
    '# 这是什么？\n\n一个文件。'

    A paragraph with more Chinese characters than Latin letters is Chinese. The line below a heading is the heading in
    Chinese.
    """
    if language == "both":
        return prose
    kept = []
    for paragraph in prose.split("\n\n"):
        heading = re.fullmatch(r"(#+ )(.+)\n(.+)", paragraph)
        if heading:
            kept.append(heading[1] + heading[2 if language == "en" else 3].strip("*"))
        elif _is_chinese(paragraph) == (language == "zh"):
            kept.append(paragraph)
    return "\n\n".join(kept)


def _is_chinese(paragraph: str) -> bool:
    return len(re.findall(r"[\u3400-\u9fff]", paragraph)) > len(
        re.findall(r"[A-Za-z]", re.sub(r"`.*?`", "", paragraph))
    )


def names_in(notebook: NotebookNode) -> set[str]:
    """Give the names of the figures, tables and texts that a notebook writes."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return set(re.findall(r"""out\.(?:figure|table|text)\(\s*["'](\w+)["']""", code))


def run_notebooks(
    paths: list[Path],
    choices: Mapping[str, Any],
    reports: Path,
    folder: Path,
    *,
    workers: int | None = None,
    on_cell: Callable[[str, int, int], None] | None = None,
    kernels: Kernels | None = None,
) -> dict[str, NotebookNode]:
    """Run notebooks, `workers` at a time (the machine's cores); they write their figures and tables below `folder`.

    `choices` names files as they are found from `reports`. `on_cell(name, done, total)` is called after each cell, with
    how many of all cells are done. `kernels` are those of `ready_kernels` for as many workers, where there are any yet;
    they are ended. Gives the notebooks as run, by name, without anything that tells of the clock or the machine. Raises
    `NotebookError` when a cell fails; the other notebooks are stopped.
    """
    waiting = sorted(paths, key=lambda path: path.stat().st_size)  # the one with most to show is run first
    prepared = {path: prepare(read_notebook(path), path.stem, choices) for path in paths}
    total = sum(cell.cell_type == "code" for notebook in prepared.values() for cell in notebook.cells)
    done: list[str] = []
    stop: list[Callable[[], object]] = []
    side_by_side = min(workers or os.cpu_count() or 1, len(paths))

    def count(name: str) -> None:
        done.append(name)
        if on_cell:
            on_cell(name, len(done), total)

    async def work(source: Kernels, sockets: Path) -> None:
        """Run one notebook after another in one kernel, so that libraries and report are loaded once a kernel."""
        kernel = source.start(reports, folder, sockets)
        while waiting:
            path = waiting.pop()
            # a stop that came while libraries were loaded is heard before anything is opened
            await asyncio.sleep(0)
            await _run_one(path, prepared[path], kernel, count)

    async def work_side_by_side(source: Kernels, private: Path) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # nbclient complains of being stopped
        together = asyncio.gather(*(work(source, private / f"{n}") for n in range(side_by_side)))
        stop.append(lambda: loop.call_soon_threadsafe(together.cancel))
        await together

    # in a thread of its own, since nbclient takes the signals of the main one for itself
    with ExitStack() as held:
        source = kernels or held.enter_context(ready_kernels(None, side_by_side))
        held.callback(source.end)  # before anything that they write to is cleared away
        private = held.enter_context(private_folder())
        thread = held.enter_context(ThreadPoolExecutor(max_workers=1))
        try:
            thread.submit(lambda: asyncio.run(work_side_by_side(source, private))).result()
        except KeyboardInterrupt:
            waiting.clear()
            with contextlib.suppress(RuntimeError):  # the loop has just ended
                for act in stop:
                    act()
            raise
    return {path.stem: _without_traces(prepared[path]) for path in paths}


async def _run_one(
    path: Path, notebook: NotebookNode, kernel: AsyncKernelManager, count: Callable[[str], None]
) -> None:
    """Run a notebook in a kernel in which no name is left of those before it; its outputs go into `notebook`."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    async def clear(**_: object) -> None:
        await runner.kc.execute("get_ipython().reset()", silent=True, reply=True)

    runner: Any = NotebookClient(
        notebook,
        km=kernel,
        timeout=CELL_SECONDS,
        record_timing=False,
        startup_timeout=CELL_SECONDS,
        on_notebook_start=clear,
        on_cell_executed=lambda **_: count(path.stem),
    )
    try:
        await runner.async_execute()
    except CellExecutionError as error:
        raise NotebookError(
            f"{path.name}: a cell failed with {error.ename}: {error.evalue.splitlines()[0] if error.evalue else ''}"
        ) from None
    except (RuntimeError, TimeoutError):  # it has died, before its first cell or in one
        raise NotebookError(
            f"{path.name}: the kernel stopped before the notebook was done; run it in JupyterLab to see why"
        ) from None
    finally:
        if runner.kc is not None:
            runner.kc.stop_channels()


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook from its file."""
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
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what a cell printed at a stretch: a kernel sends it in pieces, parted by its clock."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if joined and output.output_type == "stream" and joined[-1].get("name") == output.name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined
