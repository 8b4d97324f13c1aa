"""Kernels of a run: copies of one process, or where a system has none, a process each; what has ended is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liwan_analysis.export import kernels
from liwan_analysis.export.notebooks import NotebookError, run_notebooks

CELLS = Path(__file__).parents[1] / "cases" / "failing.ipynb"


def _notebook(path: Path, *sources: str) -> Path:
    notebook = json.loads(CELLS.read_text("utf-8"))
    notebook["cells"] = [notebook["cells"][1] | {"id": f"c{n}", "source": one} for n, one in enumerate(sources)]
    path.write_text(json.dumps(notebook), "utf-8")
    return path


@pytest.mark.parametrize("can_copy", [True, False])
def test_notebooks_are_run_in_processes_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_copy: bool
) -> None:
    if can_copy and not kernels.CAN_COPY:
        pytest.skip("this system has no copies of processes that are sound")
    monkeypatch.setattr(kernels, "CAN_COPY", can_copy)
    paths = [
        _notebook(tmp_path / f"{name}.ipynb", "x = 1", "import os\nprint(x, sorted(os.listdir()))") for name in "ab"
    ]
    (tmp_path / "reports").mkdir()
    done = run_notebooks(paths, {}, tmp_path / "reports", tmp_path, workers=2)
    assert [done[name].cells[1].outputs[0].text for name in "ab"] == ["1 []\n", "1 []\n"]


@pytest.mark.skipif(not kernels.CAN_COPY, reason="this system has no copies of processes that are sound")
def test_what_is_copied_has_no_threads(tmp_path: Path) -> None:
    """Python warns of copying what has, and from 3.12 on would rather not."""
    source = "import psutil\nprint(psutil.Process().parent().num_threads())"
    done = run_notebooks([_notebook(tmp_path / "one.ipynb", source)], {}, tmp_path, tmp_path, workers=1)
    assert done["one"].cells[0].outputs[0].text == "1\n"


def test_a_kernel_that_ends_by_itself_is_named_in_one_line(tmp_path: Path) -> None:
    paths = [
        _notebook(tmp_path / "long.ipynb", "import time\ntime.sleep(60)  # it is the other one that ends"),
        _notebook(tmp_path / "dead.ipynb", "import os\nos._exit(1)"),
    ]
    with pytest.raises(NotebookError, match=r"^dead\.ipynb: the kernel stopped before the notebook was done"):
        run_notebooks(paths, {}, tmp_path, tmp_path, workers=2)
