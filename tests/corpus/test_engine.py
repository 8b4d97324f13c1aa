"""Who reads makes no difference: a loop, one worker, two, a cluster that is there; nor does who dies meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from make_reports import digests

import liwan_analysis.corpus.engine as engine
from liwan_analysis.corpus import Progress, build_corpus, open_corpus
from liwan_analysis.report import ReportError

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def by_loop(source: Path) -> dict[str, str]:
    """The bytes that a plain loop gives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MANY", 1000)
        told: list[Progress] = []
        corpus = build_corpus(source, source.parent / "loop", on_progress=told.append)
    assert [(one.done, one.total) for one in told] == [(n, 20) for n in range(21)]
    assert told[0].seconds_left is None
    assert told[-1].seconds_left == 0
    return digests(corpus.folder)


@pytest.mark.parametrize("workers", [1, 2])
def test_worker_processes_give_the_same_bytes(
    source: Path, by_loop: dict[str, str], workers: int, tmp_path: Path
) -> None:
    told: list[Progress] = []
    build_corpus(source, tmp_path / "store", workers=workers, on_progress=told.append)
    assert digests(tmp_path / "store") == by_loop
    done = [one.done for one in told]
    assert done == sorted(set(done))
    assert [done[0], done[-1]] == [0, 20]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A scheduler and two workers on loopback, as someone else would have started them."""
    where = tmp_path / "scheduler.json"
    dask_ = [sys.executable, "-m", "dask"]
    host = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [
        [*dask_, "scheduler", *host, "--port", "0", "--scheduler-file", str(where)],
        [*dask_, "worker", *host, "--scheduler-file", str(where), "--nworkers", "2", "--nthreads", "1"],
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    processes = [subprocess.Popen(command, env=ENVIRONMENT, cwd=tmp_path, **quiet) for command in commands]  # type: ignore[call-overload]
    until = time.monotonic() + 60
    while not where.exists() and time.monotonic() < until:
        time.sleep(0.1)
    yield json.loads(where.read_text("utf-8"))["address"]
    for process in reversed(processes):
        process.terminate()
        process.wait(30)


def test_a_cluster_that_is_there_gives_the_same_bytes(
    source: Path, by_loop: dict[str, str], scheduler: str, tmp_path: Path
) -> None:
    build_corpus(source, tmp_path / "store", scheduler=scheduler)
    assert digests(tmp_path / "store") == by_loop


def test_no_scheduler_is_said_in_one_line(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no scheduler answers there") as caught:
        build_corpus(source, tmp_path / "store", scheduler="nonsense")
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "store").exists()


DEADLY = """
import os
from pathlib import Path
from liwan_analysis.corpus import parts

read = parts._read

def deadly(job, *, texts):
    mark = Path(r"{folder}") / Path(job.name).stem
    if "always" in job.name or ("once" in job.name and not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), 9)
    return read(job, texts=texts)

def dask_setup(worker):
    parts._read = deadly
"""


@pytest.mark.filterwarnings("default")
def test_a_worker_that_dies_costs_one_report(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One report ends its process every time, another only once: the first fails, all others are read."""
    many = Path(shutil.copytree(few, tmp_path / "reports"))
    text = next(many.rglob("*.txt")).read_text("utf-8")
    (many / "always-2020.txt").write_text(text, "utf-8")
    (many / "once-2021.txt").write_text(text, "utf-8")
    (tmp_path / "marks").mkdir()
    (tmp_path / "preload.py").write_text(DEADLY.format(folder=tmp_path / "marks"), "utf-8")
    monkeypatch.setattr(engine, "MANY", 1)
    told: list[Progress] = []
    with dask.config.set({"distributed.worker.preload": [str(tmp_path / "preload.py")]}):
        corpus = build_corpus(many, tmp_path / "store", workers=1, on_progress=told.append)
    assert len(list((tmp_path / "marks").iterdir())) == 2
    failed = corpus.reports[corpus.reports["status"] == "failed"]
    assert failed["source"].tolist() == ["always-2020.txt"]
    assert "ended the process" in failed["reason"].iloc[0]
    assert len(corpus.reports) == 6
    done = [one.done for one in told]
    assert done == sorted(set(done))
    assert done[-1] == 6
    assert not (corpus.folder / "staged").exists()


def test_a_report_that_ends_the_build_itself_is_given_up_after_two(few: Path, tmp_path: Path) -> None:
    """In the plain loop it ends the build; the third one fails it and has all others."""
    script = tmp_path / "script.py"
    name = sorted(few.rglob("*.txt"))[1].stem
    script.write_text(LOOP.format(name=name), "utf-8")
    command = [sys.executable, str(script), str(few), str(tmp_path / "store")]
    codes = [subprocess.run(command, env=ENVIRONMENT, check=False).returncode for _ in range(3)]
    assert codes == [-9, -9, 0]
    reports = open_corpus(tmp_path / "store").reports
    assert sorted(reports["status"]) == ["failed", "ok", "ok", "ok"]
    assert reports.loc[reports["status"] == "failed", "reason"].str.contains("ended the process").all()


LOOP = """
import os, sys
import liwan_analysis as lw
from liwan_analysis.corpus import parts

read = parts._read
parts._read = lambda job, *, texts: os.kill(os.getpid(), 9) if job.name == "2026/{name}.txt" else read(job, texts=texts)
lw.build_corpus(sys.argv[1], sys.argv[2])
"""


SCRIPT = """
import sys
import liwan_analysis as lw
print(lw.build_corpus(sys.argv[1], sys.argv[2], workers=2))
"""


def test_a_build_that_is_killed_goes_on_where_it_stopped(
    source: Path, by_loop: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script without a guard for its main part is killed while workers read; the next build reads the rest."""
    script, store = tmp_path / "script.py", tmp_path / "store"
    script.write_text(SCRIPT, "utf-8")
    process = subprocess.Popen([sys.executable, str(script), str(source), str(store)], env=ENVIRONMENT)
    until = time.monotonic() + 60
    while len(_parts(store)) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    before = 0
    while before != (before := len(_parts(store))):  # workers end by themselves when the build is gone
        time.sleep(1.5)
    assert 3 <= before < 20
    read: list[str] = []
    stage = engine.stage
    monkeypatch.setattr(engine, "MANY", 1000)
    monkeypatch.setattr(engine, "stage", lambda job, *a, **k: read.append(job.name) or stage(job, *a, **k))
    told: list[Progress] = []
    build_corpus(source, store, on_progress=told.append)
    assert told[0].done == before
    assert len(read) == 20 - before
    assert digests(store) == by_loop


def _parts(store: Path) -> list[Path]:
    return list(store.glob("staged/*/*.arrow"))
