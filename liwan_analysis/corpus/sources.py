"""Where reports come from: a folder, a list of files, a table; one `Job` for each report, read by whoever takes it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from liwan_analysis.corpus.names import Known, place_of_cells, read_names, read_year
from liwan_analysis.corpus.tables import EXCEL_LIMIT, TableRow, read_rows, table_kind
from liwan_analysis.corpus.version import reading_version
from liwan_analysis.report.source import ReportError, read_source

__all__ = ["ROW_GROUP", "Job", "list_jobs"]

ROW_GROUP = 16
"""So many rows of a table are copied, and read again, at once."""
_ROWS = pa.schema([("text", pa.string())])
_SKIPPED = {"__MACOSX", "Thumbs.db", "desktop.ini"}

NOTHING = Known()


@dataclass(frozen=True)
class Job:
    """A report to be read: its name in the store, where its text is, and what is known before.

    `path` is a file with one report, or, where `row` is given, the Parquet file with the copied rows of a table. `key`
    is the same for the same input read by the same code. `problem` says why there is nothing to be read.
    """

    name: str
    path: str
    key: str
    sha256: str | None = None
    row: int | None = None
    known: Known = NOTHING
    is_cut: bool = False
    notes: tuple[str, ...] = ()
    problem: str | None = None


def list_jobs(source: str | Path | Sequence[str | Path], store: Path, is_there: Callable[[str], bool]) -> Iterator[Job]:
    """List the reports of a source in a fixed order: a folder with all below it, a list of paths, a table, one file.

    Rows of tables whose key `is_there` does not know are copied into the store on the way, in row groups of 16: no more
    of a table is in memory at once. Nothing of the store itself is a source. Raises `ReportError`, in one line, where
    the source is missing or a table that was named cannot be read at all.
    """
    for number, (path, name, is_named) in enumerate(_list_files(source, store)):
        kind = table_kind(path)
        if kind is None and is_named and path.suffix.lower() in (".csv", ".tsv", ".jsonl"):
            kind = "jsonl" if path.suffix.lower() == ".jsonl" else "csv"
        if kind is None:
            yield _job_of_file(path, name)
            continue
        copied = _Copy(store / "staged" / "rows" / f"{number:05d}.parquet")
        try:
            for row in read_rows(path, kind):
                yield _job_of_row(row, name, copied, is_there)
        except ReportError as error:
            if is_named:
                raise
            yield _unread(path, name, str(error).partition(": ")[2])
        finally:
            copied.close()


def _list_files(source: str | Path | Sequence[str | Path], store: Path) -> Iterator[tuple[Path, str, bool]]:
    """Give each file with its name in the store, which names no machine, and whether the reader named it."""
    if isinstance(source, (str, Path)):
        top = Path(source)
        if not top.exists():
            raise ReportError(
                f"{top}: no such file or folder; give a folder of reports, or a table with one in each row"
            )
        if is_store(top):
            raise ReportError(f"{top}: this is a store and no source; open it with open_corpus")
        if top.is_dir():
            for path in _walk(top, store):
                yield path, path.relative_to(top).as_posix(), False
        else:
            yield top, top.name, True
        return
    paths = sorted(dict.fromkeys(Path(path) for path in source))
    if not paths:
        raise ReportError("the list of reports is empty; give the path of one at least")
    common = Path(os.path.commonpath([path.absolute().parent for path in paths]))
    for path in paths:
        yield path, path.absolute().relative_to(common).as_posix(), True


def _walk(top: Path, store: Path) -> Iterator[Path]:
    own = store.resolve()
    for folder, folders, names in os.walk(top):
        here = Path(folder)
        inside = [here / name for name in sorted(folders) if not _is_skipped(name)]
        folders[:] = [path.name for path in inside if path.resolve() != own and not is_store(path)]
        yield from (here / name for name in sorted(names) if not _is_skipped(name))


def is_store(folder: Path) -> bool:
    """Say whether a folder is a store, finished or not: its tables are no reports to be read."""
    is_finished = (folder / "reports.parquet").exists() and (folder / "sentences").is_dir()
    return is_finished or ((folder / ".lock").exists() and (folder / "staged").is_dir())


def _is_skipped(name: str) -> bool:
    """What systems and Office leave beside people's files."""
    return name.startswith((".", "~$")) or name in _SKIPPED


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps([reading_version(), *parts], ensure_ascii=False).encode()).hexdigest()


def _job_of_file(path: Path, name: str) -> Job:
    if not path.is_file():
        return _unread(path, name)
    known = read_names(name)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return _unread(path, name)
    return Job(name, str(path.absolute()), _key(digest, *_parts(known)), digest, known=known)


def _unread(path: Path, name: str, problem: str | None = None) -> Job:
    """A file that cannot even be opened, with the reason that a person is given who reads it alone."""
    if problem is None:
        try:
            read_source(path)
            problem = "the file could not be read when the reports were listed; try again"
        except ReportError as error:
            problem = str(error).removeprefix(f"{path}: ")
    return Job(name, str(path.absolute()), _key("unread", name, problem), problem=problem)


def _parts(known: Known) -> tuple[object, ...]:
    return known.place, known.place_from, known.year, known.year_from


class _Copy:
    """The rows of a table that are to be read, copied into Parquet in row groups; there is no file without a row."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.n = 0
        self._texts: list[str] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, text: str) -> int:
        self._texts.append(text)
        self.n += 1
        if len(self._texts) == ROW_GROUP:
            self._write()
        return self.n - 1

    def _write(self) -> None:
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self.path, _ROWS, compression="zstd")
        self._writer.write_table(pa.table({"text": self._texts}, schema=_ROWS))
        self._texts = []

    def close(self) -> None:
        if self._texts:
            self._write()
        if self._writer is not None:
            self._writer.close()


def _job_of_row(row: TableRow, table: str, copied: _Copy, is_there: Callable[[str], bool]) -> Job:
    name = f"{table}, row {row.number}"
    path = str(copied.path.absolute())
    if row.problem or not row.text.strip():
        problem = row.problem or "the text is empty; fill the cell, or delete the row"
        return Job(name, path, _key("unread", name, problem), problem=problem)
    known, notes = _known_of_cells(row.cells)
    known = known.or_else(read_names(row.cells.get("file", "").replace("\\", "/"))).or_else(read_names(table))
    is_cut = len(row.text) == EXCEL_LIMIT
    if is_cut:
        notes.append("The text has exactly 32,767 characters, as many as an Excel cell holds: its end is cut off.")
    digest = hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest()
    key = _key("row", digest, *_parts(known), notes)
    number = None if is_there(key) else copied.add(row.text.encode("utf-8", "replace").decode())
    return Job(name, path, key, digest, row=number, known=known, is_cut=is_cut, notes=tuple(notes))


def _known_of_cells(cells: dict[str, str]) -> tuple[Known, list[str]]:
    place, year = place_of_cells(cells), read_year(cells.get("year", ""))
    if cells.get("year") and year is None:
        return Known(place, "table" if place else None), [f"The year of the table, {cells['year'][:20]}, is no year."]
    year = year or read_year(cells.get("title", ""))
    return Known(place, "table" if place else None, year, "table" if year else None), []


def pending(jobs: Iterable[Job], is_there: Callable[[str], bool]) -> list[Job]:
    """Give the jobs whose report is not there yet, each once."""
    wanted = {job.key: job for job in reversed(list(jobs)) if job.problem is None and not is_there(job.key)}
    return list(reversed(wanted.values()))
