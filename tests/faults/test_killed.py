"""A run and a build that are killed at moments nobody chose, and what else goes wrong around them."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from make_reports import digests, write_small

import liwan_analysis.corpus.engine as engine
from liwan_analysis.corpus import Progress, build_corpus, open_corpus
from liwan_analysis.report import ReportError, load_report

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "cases" / "small-report.txt"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
SECONDS = 120

RUN = """
import sys
from pathlib import Path
from liwan_analysis import cli
cli._leave_out_grammars()
from liwan_analysis.export import notebooks, run
from liwan_analysis.report import load_report
notebooks.LOAD_FIRST = "None"
run.find_notebooks = lambda: [Path(sys.argv[3])]
run.export_report(load_report(sys.argv[1]), sys.argv[2], workers=1)
"""
BUILD = """
import sys
from liwan_analysis.corpus import build_corpus, engine
engine.MANY = int(sys.argv[3])
build_corpus(sys.argv[1], sys.argv[2], workers=1)
"""


@pytest.fixture(scope="module")
def few_cells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook of two cells that write into the export."""
    cells = [
        "from liwan_analysis.export.outputs import Outputs\\nimport liwan_analysis as lw, pandas as pd\\n"
        "out = Outputs(lw.load_report(REPORT), '01_the_report', {'LANGUAGE': 'en'})",
        "out.table('words', pd.DataFrame({'term': ['发展'], 'n': [3]}))\\nout.write()",
    ]
    cell = {"cell_type": "code", "execution_count": None, "outputs": [], "metadata": {}}
    notebook = {
        "cells": [
            cell | {"id": f"cell-{at}", "source": source.replace("\\n", "\n"), "metadata": {}}
            for at, source in enumerate(["REPORT = None", *cells])
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    notebook["cells"][0]["metadata"] = {"tags": ["parameters"]}  # type: ignore[index]
    path = tmp_path_factory.mktemp("few-cells") / "01_the_report.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def _start(script: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE)


def _finish(script: str, *arguments: object) -> float:
    began = time.monotonic()
    process = _start(script, *arguments)
    _, message = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, message.decode()
    return time.monotonic() - began


def _kill(script: str, after: float, *arguments: object) -> None:
    process = _start(script, *arguments)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate(timeout=SECONDS)


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment(few_cells: Path, tmp_path: Path, n_seeds: int) -> None:
    """The earlier export or the whole new one stands there; the next run clears what was left and gives the same."""
    target = tmp_path / "exports" / "small-report"
    seconds = _finish(RUN, SMALL, target, few_cells)
    whole = digests(target)
    assert {"manifest.json", "report.html", "tables/words.csv"} <= set(whole)
    draw = random.Random(2026)
    for _ in range(n_seeds):
        if draw.random() < 0.3:
            shutil.rmtree(target, ignore_errors=True)
        was_there = target.exists()
        _kill(RUN, draw.uniform(0.2, 1.0) * seconds, SMALL, target, few_cells)
        if was_there or target.exists():
            assert digests(target) == whole
        left = [path for path in target.parent.iterdir() if path.name != target.name]
        assert all(path.name.startswith(".small-report.") for path in left)
    until = time.monotonic() + 10
    while time.monotonic() < until and _kernels(tmp_path):
        time.sleep(0.2)  # a kernel ends by itself within a second or two when its run is gone
    seconds = _finish(RUN, SMALL, target, few_cells)
    assert digests(target) == whole
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def _kernels(folder: Path) -> list[str]:
    import psutil

    found = []
    for process in psutil.process_iter(["cwd"]):
        if str(process.info["cwd"] or "").startswith(str(folder)):
            found.append(process.info["cwd"])
    return found


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_moment(few: Path, tmp_path: Path, n_seeds: int) -> None:
    """By a plain loop, and once with a worker: the store opens as it was, and the last build has it whole."""
    store, before = tmp_path / "store", tmp_path / "before"
    reports = Path(shutil.copytree(few, tmp_path / "reports"))
    last = sorted(reports.rglob("*.txt"))[-1]
    aside = last.rename(tmp_path / last.name)
    _finish(BUILD, reports, before, 1000)
    aside.rename(last)
    shutil.copytree(before, store)
    seconds = _finish(BUILD, reports, store, 1000)
    whole = digests(store)
    draw = random.Random(2026)
    for at in range(n_seeds):
        shutil.rmtree(store)
        shutil.copytree(before, store)
        _kill(BUILD, draw.uniform(0.4, 1.0) * seconds, reports, store, 1 if at == 0 else 1000)
        assert len(open_corpus(store).reports) in (3, 4)
        rows = (store / "reports.parquet").read_bytes()
        assert rows == (before / "reports.parquet").read_bytes() or len(open_corpus(store).reports) == 4
    _finish(BUILD, reports, store, 1000)
    assert digests(store) == whole


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler with one worker, and its process."""
    where = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    host = ["--host", "127.0.0.1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": ENVIRONMENT, "cwd": tmp_path}
    scheduler = subprocess.Popen([*dask, "scheduler", *host, "--port", "0", "--scheduler-file", str(where)], **quiet)  # type: ignore[call-overload]
    options = ["--scheduler-file", str(where), "--nthreads", "1", "--no-nanny", "--death-timeout", "5"]
    worker = subprocess.Popen([*dask, "worker", *host, *options], **quiet)  # type: ignore[call-overload]
    until = time.monotonic() + 60
    while not where.exists() and time.monotonic() < until:
        time.sleep(0.1)
    yield json.loads(where.read_text("utf-8"))["address"], scheduler
    for process in (worker, scheduler):
        process.kill()
        process.wait(30)


@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_goes_away_is_said_in_one_line(
    lonely: tuple[str, subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, scheduler = lonely
    write_small(tmp_path / "reports", 24)

    def stop(progress: Progress) -> None:
        if progress.done:
            scheduler.kill()

    began = time.monotonic()
    with pytest.raises(ReportError, match=r"gave up a batch .* goes on from here") as raised:
        build_corpus(tmp_path / "reports", tmp_path / "store", scheduler=address, on_progress=stop)
    assert len(str(raised.value).splitlines()) == 1
    assert time.monotonic() - began < SECONDS
    monkeypatch.setattr(engine, "MANY", 1000)
    assert set(build_corpus(tmp_path / "reports", tmp_path / "store").reports["status"]) == {"ok"}
    assert not (tmp_path / "store" / "staged").exists()


def test_what_changes_or_cannot_be_read_among_many_costs_itself_alone(few: Path, tmp_path: Path) -> None:
    reports = Path(shutil.copytree(few, tmp_path / "reports"))
    changed = sorted(reports.rglob("*.txt"))[0]
    (reports / "gone.txt").symlink_to(tmp_path / "nothing")
    (reports / "null.txt").write_bytes(bytes(999))
    content = changed.read_bytes()

    def change(progress: Progress) -> None:
        changed.write_bytes(content + "各位代表。\n".encode())

    corpus = build_corpus(reports, tmp_path / "store", on_progress=change)
    reasons = corpus.reports.set_index("source")["reason"].dropna()
    assert set(reasons.index) == {"gone.txt", "null.txt", changed.relative_to(reports).as_posix()}
    assert "changed after the reports were listed" in reasons[changed.relative_to(reports).as_posix()]
    again = build_corpus(reports, tmp_path / "store").reports.set_index("source")["status"]
    assert again[again == "failed"].index.tolist() == ["gone.txt", "null.txt"]


def test_a_folder_that_cannot_be_written_is_said_in_one_line(few: Path, tmp_path: Path) -> None:
    from liwan_analysis.export.run import export_report

    places = [Path("/proc/exports")]
    if os.getuid():  # who is root may write anywhere else
        (tmp_path / "locked").mkdir(mode=0o555)
        places.append(tmp_path / "locked" / "exports")
    for place in places:
        with pytest.raises(ReportError, match=r"cannot be written \(.*\), and nothing was changed"):
            export_report(load_report(SMALL), place)
        with pytest.raises((ReportError, OSError)):
            build_corpus(few, place)
        assert not place.exists()


def test_a_large_input_under_little_memory_is_refused_in_one_line(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body>" + f"<p>{SMALL.read_text('utf-8')}</p>" * 8000, "utf-8")
    script = "import sys; from liwan_analysis.cli import main; sys.exit(main(['run', sys.argv[1]]))"
    limit = 2**29

    done = subprocess.run(
        [sys.executable, "-c", script, str(page)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        env=ENVIRONMENT | {"OPENBLAS_NUM_THREADS": "1"}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "not enough memory" in done.stderr or "characters are more" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [page.name]


def test_a_clock_that_is_set_back_changes_nothing(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = Path(shutil.copytree(few, tmp_path / "reports"))
    corpus = build_corpus(reports, tmp_path / "usual")
    clock = iter(range(2**31, 0, -3600))
    monkeypatch.setattr(time, "time", lambda: next(clock))
    for path in reports.rglob("*.txt"):
        os.utime(path, (2**32, 2**32))  # files of a day to come
    assert build_corpus(reports, tmp_path / "back").reports.equals(corpus.reports)
    assert digests(tmp_path / "back") == digests(tmp_path / "usual")
