"""Tables with a report in each row, as people have them: CSV, TSV, JSONL, XLSX, Parquet, read a piece at a time."""

from __future__ import annotations

import codecs
import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from liwan_analysis.report.formats.kinds import refuse_table
from liwan_analysis.report.source import ReportError, decode

__all__ = ["EXCEL_LIMIT", "TableRow", "read_rows", "table_kind"]

EXCEL_LIMIT = 32_767
"""An Excel cell holds no more characters; a text of exactly that length is cut."""
ALIASES = {
    "text": ("doc", "text", "content", "full_text", "正文", "内容", "全文"),
    "province": ("prov", "province", "省份", "省"),
    "city": ("city", "城市", "地级市"),
    "county": ("county", "区县"),
    "place": ("place", "地区", "地名"),
    "year": ("year", "年份", "年度"),
    "file": ("file", "文件"),
    "title": ("title", "标题"),
}
"""What a column is called in the tables that are sold and scraped."""
MAX_UNPACKED = 2**30
_NAMES = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
_HEAD = 65_536
_BATCH = 16


@dataclass(frozen=True)
class TableRow:
    """A row that holds a report: its number from 1 below the header, its text, the other known cells.

    Where the row cannot be read, `problem` says why.
    """

    number: int
    text: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    problem: str | None = None


def table_kind(path: Path) -> str | None:
    """Give csv, jsonl, xlsx or parquet for a table of reports, by its content; None for any other file.

    >>> from liwan_analysis.report import seed_path
    >>> table_kind(seed_path()) is None
    True
    """
    try:
        if not path.is_file():  # a pipe would be waited for
            return None
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                return "xlsx" if any(name.startswith("xl/") for name in archive.namelist()) else None
        except (OSError, zipfile.BadZipFile):
            return None
    text = _decode_head(head)
    try:
        refuse_table(text)
    except ValueError:
        return "jsonl" if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) else "csv"
    return None


def _decode_head(head: bytes) -> str:
    """Decode the first bytes of a file; where none of the usual encodings fits, it is no table."""
    for encoding in ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return ""


def read_rows(path: Path, kind: str) -> Iterator[TableRow]:
    """Read a table row by row; a row that cannot be read is one `TableRow` with a `problem`, and the rest goes on.

    Raises `ReportError`, in one line, where the table as a whole cannot be read, or has no column with a text.
    """
    try:
        yield from {"csv": _csv, "jsonl": _jsonl, "xlsx": _xlsx, "parquet": _parquet}[kind](path)
    except (OSError, pa.ArrowException, zipfile.BadZipFile) as error:
        raise ReportError(f"{path.name}: the table cannot be read ({_first_line(error)}); save it again") from None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _columns(path: Path, header: Sequence[object]) -> list[str | None]:
    """Give for each column what it holds, the first of a kind only; raise where none holds the text."""
    found: list[str | None] = []
    for name in header:
        known = _NAMES.get(str(name).strip("\ufeff \t\r\n").lower())
        found.append(None if known in found else known)
    if "text" not in found:
        shown = ", ".join(str(name)[:20] for name in header[:8])
        raise ReportError(
            f"{path.name}: no column holds the text of the reports (columns {shown}); "
            f"call it one of {', '.join(ALIASES['text'])}"
        )
    return found


def _row(number: int, columns: Sequence[str | None], values: Iterable[object]) -> TableRow:
    cells = {name: _cell(value) for name, value in zip(columns, values, strict=False) if name}
    return TableRow(number, cells.pop("text", ""), {name: cell.strip() for name, cell in cells.items()})


def _cell(value: object) -> str:
    """A cell as text; Excel and pandas give years as 2019.0."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _open_text(path: Path) -> TextIO:
    """Open a table in its encoding: that of its mark, else UTF-8 where all of it is, else GB18030, else by looks."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return path.open(encoding="utf-16", newline="", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        with path.open(encoding=encoding, newline="") as text:
            try:
                while text.read(2**20):
                    pass
            except UnicodeDecodeError:
                continue
        return path.open(encoding=encoding, newline="")
    try:
        encoding = decode(head)[1]
    except ValueError as error:
        raise ReportError(f"{path.name}: {error}") from None
    return path.open(encoding=encoding, newline="", errors="replace")


def _csv(path: Path) -> Iterator[TableRow]:
    with _open_text(path) as file:
        lines = _Lines(file)
        header = next(iter(lines), "")
        mark = max(",\t;|", key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))
        columns = _columns(path, next(csv.reader([header], delimiter=mark), []))
        number, is_broken = 0, False
        while not lines.ended:
            values, problem = _record(lines, mark)
            if values == []:
                continue
            while values and len(values) > len(columns) and not values[-1].strip():
                values.pop()
            if values is None or len(values) != len(columns):
                if not is_broken:  # what follows a broken row, up to the next whole one, is its rest
                    number += 1
                    yield TableRow(number, problem=problem or f"{len(values or [])} cells where the header has "
                                   f"{len(columns)}; put a text with line breaks in quotation marks")  # fmt: skip
                is_broken = True
                continue
            number, is_broken = number + 1, False
            yield _row(number, columns, values)


class _Lines:
    """The lines of a file, of which the last can be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._last, self._again = "", False
        self.ended = False
        self.n = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if not self._again:
            self._last = self._file.readline(2**20)
        self._again = False
        self.n += 1
        if not self._last:
            self.ended = True
            raise StopIteration
        return self._last.replace("\0", "")

    def again(self) -> None:
        self._again = True
        self.ended = False


def _record(lines: _Lines, mark: str) -> tuple[list[str] | None, str | None]:
    """Read one record; where a quotation mark is not closed, the line at which that shows begins the next one."""
    before = lines.n
    try:
        return next(csv.reader(lines, delimiter=mark, strict=True), []), None
    except csv.Error as error:
        if "field larger" in str(error):
            return None, "a cell is longer than 131,072 characters, which no report is; close its quotation mark"
        if not lines.ended and lines.n > before + 1:
            lines.again()
        return None, "a quotation mark is not closed, or stands unescaped in a text; write it twice"


def _jsonl(path: Path) -> Iterator[TableRow]:
    with _open_text(path) as file:
        start = file.read(1)
        file.seek(0)
        if start == "[":
            yield from _json_list(path, file)
            return
        number = 0
        while line := file.readline(2**22):
            if line.strip():
                number += 1
                yield _json_row(path, number, line)


def _json_list(path: Path, file: TextIO) -> Iterator[TableRow]:
    if path.stat().st_size > MAX_UNPACKED // 4:
        raise ReportError(f"{path.name}: a JSON list of this size is not read; save it as JSONL, one object a line")
    try:
        records = json.load(file)
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{path.name}: no JSON ({_first_line(error)}); save it as JSONL, one object a line") from None
    for number, record in enumerate(records, start=1):
        yield _json_row(path, number, record)


def _json_row(path: Path, number: int, line: Any) -> TableRow:
    try:
        record = json.loads(line) if isinstance(line, str) else line
    except (ValueError, RecursionError):
        return TableRow(number, problem="the line is no JSON object; write one object a line")
    if not isinstance(record, dict):
        return TableRow(number, problem="the line is no JSON object; write one object a line")
    try:
        return _row(number, _columns(path, list(record)), record.values())
    except ReportError as error:
        return TableRow(number, problem=str(error).partition(": ")[2])


def _xlsx(path: Path) -> Iterator[TableRow]:
    from python_calamine import CalamineError, CalamineWorkbook

    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise ReportError(f"{path.name}: more than 1 GB when unpacked; save the table as CSV UTF-8")
    try:
        book = CalamineWorkbook.from_path(str(path))
        number, refused = 0, None
        for name in book.sheet_names:
            rows = iter(book.get_sheet_by_name(name).iter_rows())
            header = next(rows, [])
            try:
                columns = _columns(path, header)
            except ReportError as error:
                refused = refused or error
                continue
            for values in rows:
                number += 1
                if any(value != "" for value in values):
                    yield _row(number, columns, values)
    except CalamineError as error:
        raise ReportError(f"{path.name}: the workbook cannot be read ({_first_line(error)}); save it again") from None
    if refused and not number:
        raise refused


def _parquet(path: Path) -> Iterator[TableRow]:
    with pq.ParquetFile(path) as file:
        known = [name for name in file.schema_arrow.names if name.strip().lower() in _NAMES]
        columns = _columns(path, known or file.schema_arrow.names)
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=known):
            for record in batch.to_pylist():
                number += 1
                yield _row(number, columns, [record[name] for name in known])
