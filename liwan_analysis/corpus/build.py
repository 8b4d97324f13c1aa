"""Build a store: list the reports, read those that are not there yet, make the tables."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from liwan_analysis.corpus.commit import REFUSED, commit
from liwan_analysis.corpus.engine import read_all
from liwan_analysis.corpus.pace import Progress
from liwan_analysis.corpus.parts import is_staged
from liwan_analysis.corpus.sources import list_jobs, pending
from liwan_analysis.corpus.store import Contents, Corpus, open_corpus, report_rows
from liwan_analysis.corpus.version import reading_version
from liwan_analysis.report.source import ReportError

__all__ = ["build_corpus"]


def build_corpus(
    source: str | Path | Sequence[str | Path],
    store: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    texts: bool | None = None,
    keep_both: bool = False,
    drop_gone: bool = False,
    retry: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Corpus:
    """Read many reports into a store, or add to one what is new.

    >>> from tempfile import TemporaryDirectory
    >>> from liwan_analysis.report import seed_path
    >>> with TemporaryDirectory() as folder:
    ...     corpus = build_corpus([seed_path()], f"{folder}/store")
    ...     corpus.reports[["place", "place_from", "year", "status"]].values.tolist()
    [['广州市荔湾区', 'text', 2024, 'ok']]

    `source` is a folder (with all below it), a list of files, or a table with a report in each row: CSV, TSV, JSONL,
    XLSX, Parquet. Place and year are taken from the table, else from names of files and folders, else from the text;
    `place_from` and `year_from` say which. A report that cannot be read is a row with status `failed` and a `reason`;
    the rest goes on. Two reports of one place and year are both left out, by name, unless `keep_both`.

    What is in the store and was read by the same code and lexicons is not read again; what was interrupted goes on
    where it stopped; failed ones are tried again with `retry`. Reports that are no longer in the source stay, unless
    `drop_gone`. `texts=False` makes a store of numbers, names and offsets only. From 20 reports on, `workers` processes
    read them (default: the machine's cores), or the Dask cluster at `scheduler` (such as tls://host:8786), whose
    workers must see `source` and `store` under the same paths. The store has the same bytes either way.
    `on_progress` is told how many reports are done.

    Raises `ReportError`, in one line, where the source or the store cannot be used, OSError where the store cannot be
    written; it is then as it was before.
    """
    folder = Path(store)
    if workers is not None and workers < 1:
        raise ReportError(f"workers is {workers}; give 1 or more")
    with _locked(folder):
        old = open_corpus(folder) if (folder / "reports.parquet").exists() else None
        if old and texts is not None and texts != old.has_texts:
            kind = "without texts" if texts else "with texts"
            raise ReportError(f"{folder}: this store was made {kind}; build another in a new folder")
        has_texts = old.has_texts if old else texts is not False
        _clear_leftovers(folder)
        there = {row["key"] for row in report_rows(old) if _is_settled(row["reason"], retry=retry)} if old else set()

        def is_there(key: str) -> bool:
            return key in there or (not retry and is_staged(folder, key))

        jobs = list(list_jobs(source, folder, is_there))
        if not jobs:
            raise ReportError(f"{source}: there is no file in the folder; put reports into it")
        wanted = pending(jobs, is_there)
        ended = read_all(
            wanted, folder, n_there=len(jobs) - len(wanted), texts=has_texts, workers=workers, scheduler=scheduler,
            on_progress=on_progress,
        )  # fmt: skip
        contents = Contents(has_texts, (), reading_version())
        commit(jobs, ended, folder, old, contents, keep_both=keep_both, drop_gone=drop_gone)
        return open_corpus(folder)


def _is_settled(reason: str | None, *, retry: bool) -> bool:
    """What was read is there, and what failed too; what was only left out waits as a part beside the tables."""
    return reason is None or not (retry or reason.startswith(REFUSED))


def _clear_leftovers(folder: Path) -> None:
    """Delete what a build that was killed left half-written."""
    shutil.rmtree(folder / "staged" / "rows", ignore_errors=True)
    for path in folder.rglob("*.part"):
        path.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the store for one build at a time; the lock goes with the process, however that ends."""
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder}: this is a file; give the folder of a store, or a new one")
    is_new = not folder.exists()
    if (
        not is_new
        and any(folder.iterdir())
        and not any((folder / name).exists() for name in (".lock", "reports.parquet"))
    ):
        raise ReportError(f"{folder}: the folder holds other files and no store; give a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)
        if is_new and {path.name for path in folder.iterdir()} <= {".lock"}:
            shutil.rmtree(folder)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are not told apart
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ReportError(f"{folder}: another build of this store is running; wait for its end") from None
