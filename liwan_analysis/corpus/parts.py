"""One report, read and laid out as a part of the store; a part is whole or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from liwan_analysis.corpus.names import level_of
from liwan_analysis.corpus.schemas import REPORTS, ROWS
from liwan_analysis.corpus.sources import ROW_GROUP, Job
from liwan_analysis.quantities.records import STATEMENT_COLUMNS, Column
from liwan_analysis.quantities.table import read_statements
from liwan_analysis.report.formats import Removed
from liwan_analysis.report.load import read_report
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError, Source, read_source
from liwan_analysis.report.years import find_place
from liwan_analysis.targets.goals import read_targets
from liwan_analysis.targets.ledger import PAIR_COLUMNS, pairs_of
from liwan_analysis.themes import code_themes, theme_attention
from liwan_analysis.words.tokens import count_words

__all__ = ["PART", "failed_row", "is_staged", "read_part", "read_removed", "stage"]

PART = pa.schema([*REPORTS, *(pa.field(name, pa.list_(pa.struct(list(schema)))) for name, schema in ROWS.items())])
"""A part: the row of `reports`, and beside it the rows that the report gives to each table."""

KILLED = "it ended the process that read it, twice (out of memory, or a crash in a library); save it as text, try again"


def part_path(store: Path, key: str) -> Path:
    """Give the place of a report's part while the store is being built."""
    return store / "staged" / key[:2] / f"{key}.arrow"


def is_staged(store: Path, key: str) -> bool:
    """Say whether a report's part is there, which is to say whole."""
    return part_path(store, key).exists()


def stage(job: Job, store: Path, *, texts: bool) -> str:
    """Read a report, write its part aside, put it in its place; give its status, ok or failed.

    Whatever is wrong with the report is the part's `reason`. What is wrong with the store (no room, no permission) is
    raised as OSError, and leaves nothing behind. A mark beside the part says how often its reading has begun: a report
    that ended the process that read it twice is not tried a third time.
    """
    mark = part_path(store, job.key).with_suffix(".try")
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        with mark.open("ab") as file:
            n_tried = file.tell()
            file.write(b".")
        row, tables = (failed_row(job, KILLED), {}) if n_tried > 1 else _read(job, texts=texts)
        _write(job, store, row, tables)
    finally:
        mark.unlink(missing_ok=True)
    return str(row["status"])


def _write(job: Job, store: Path, row: dict[str, Any], tables: dict[str, pa.Table]) -> None:
    columns = [pa.array([row[field.name]], field.type) for field in REPORTS]
    for name, schema in ROWS.items():
        rows = tables.get(name, schema.empty_table())
        cells = [column.combine_chunks() for column in rows.columns]
        nested = pa.StructArray.from_arrays(cells, fields=list(schema))
        columns.append(pa.ListArray.from_arrays(pa.array([0, rows.num_rows], pa.int32()), nested))
    _aside(pa.Table.from_arrays(columns, schema=PART), part_path(store, job.key), _write_arrow)


def write_aside(table: pa.Table, path: Path) -> None:
    """Write a Parquet file under another name, then rename it: at its place it is whole or not there."""
    _aside(table, path, partial(pq.write_table, compression="zstd"))


def _write_arrow(table: pa.Table, path: Path) -> None:
    """Write what is soon read again and then gone; Parquet is smaller, and takes four times as long."""
    with pa.ipc.new_file(path, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as file:
        file.write_table(table)


def _aside(table: pa.Table, path: Path, write: Callable[[pa.Table, Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        write(table, aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def read_part(store: Path, key: str, columns: Sequence[str]) -> pa.Table:
    """Read some columns of a part that is there."""
    numbers = [PART.get_field_index(name) for name in columns]
    with pa.OSFile(str(part_path(store, key))) as file:
        options = pa.ipc.IpcReadOptions(included_fields=numbers)
        return pa.ipc.open_file(file, options=options).read_all()


def failed_row(job: Job, reason: str) -> dict[str, Any]:
    """The row of `reports` for a report that could not be read."""
    row = dict.fromkeys(REPORTS.names) | {"status": "failed", "reason": reason, "notes": "\n".join(job.notes)}
    known = job.known
    return row | {
        "place": known.place, "level": level_of(known.place), "year": known.year, "source": job.name, "key": job.key,
        "sha256": job.sha256, "is_cut": job.is_cut, "place_from": known.place_from, "year_from": known.year_from,
    }  # fmt: skip


def _read(job: Job, *, texts: bool) -> tuple[dict[str, Any], dict[str, pa.Table]]:
    try:
        raw, source = _source_of(job)
        report = read_report(raw, source, job.known.place, job.known.year)
        tables = _tables(report)
        if texts:
            tables["texts"] = _text_row(report, raw)
        return _row(job, report, tables), tables
    except ReportError as error:
        return failed_row(job, str(error).removeprefix(f"{job.name}: ")), {}
    except OSError as error:
        return failed_row(job, f"it cannot be read ({error.strerror}); check the file and its permissions"), {}
    except MemoryError:
        return failed_row(job, "there was not enough memory to read it; try it on its own, on a larger machine"), {}
    except Exception as error:  # one report is never the end of the rest: its reason is kept, and the rest goes on
        what = (str(error).splitlines() or [""])[0][:200]
        return failed_row(job, f"a mistake of this program ({type(error).__name__}: {what}); please report it"), {}


def _source_of(job: Job) -> tuple[str, Source]:
    if job.row is not None:
        text = _row_group(job.path, job.row // ROW_GROUP)[job.row % ROW_GROUP]
        raw = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
        return raw, Source(job.name, job.sha256 or "", "utf_8", "text")
    try:
        raw, source = read_source(job.path)
    except ReportError as error:
        raise ReportError(str(error).removeprefix(f"{job.path}: ")) from None
    if source.sha256 != job.sha256:
        raise ReportError("the file changed after the reports were listed; build again")
    return raw, replace(source, path=job.name)


@lru_cache(maxsize=1)
def _row_group(path: str, number: int) -> list[str]:
    with pq.ParquetFile(path) as file:
        return list(file.read_row_group(number)["text"].to_pylist())


def _tables(report: Report) -> dict[str, pa.Table]:
    coded = code_themes(report)
    return {
        "sentences": _sentences(report, coded),
        "terms": _terms(report),
        "quantities": _records(read_statements(report), STATEMENT_COLUMNS, ROWS["quantities"]),
        "targets": _records(read_targets(report), STATEMENT_COLUMNS, ROWS["targets"]),
        "ledger": _records(pairs_of(report), PAIR_COLUMNS, ROWS["ledger"]),
        "attention": pa.Table.from_pandas(theme_attention(coded), ROWS["attention"], preserve_index=False),
    }


def _sentences(report: Report, coded: pd.DataFrame) -> pa.Table:
    """Places and coding: the predominant theme, its topic, and all themes parted by |."""
    primary: dict[int, tuple[str, int]] = {}
    themes: dict[int, list[str]] = {}
    columns = (coded[name].tolist() for name in ("sentence_id", "theme", "cap_major", "is_primary"))
    for number, theme, topic, is_primary in zip(*columns, strict=True):
        themes.setdefault(number, []).append(theme)
        if is_primary:
            primary[number] = theme, topic
    sentences = report.sentences
    numbers = sentences["sentence_id"].tolist()
    first = [primary.get(number, (None, None)) for number in numbers]
    said: dict[str, list[Any]] = {
        "theme": [theme for theme, _ in first],
        "cap_major": [topic for _, topic in first],
        "themes": ["|".join(themes[number]) if number in themes else None for number in numbers],
    }
    return _arrow([said[name] if name in said else sentences[name].tolist() for name in ROWS["sentences"].names],
                  ROWS["sentences"])  # fmt: skip


def _terms(report: Report) -> pa.Table:
    rows = list(zip(*count_words(report), strict=True))
    return _arrow(rows, ROWS["terms"]) if rows else ROWS["terms"].empty_table()


def _records(records: Sequence[object], columns: Sequence[Column], schema: pa.Schema) -> pa.Table:
    return _arrow([list(map(attrgetter(column.path), records)) for column in columns], schema)


def _arrow(columns: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Lay columns out as a table of the store; what is NaN is missing."""
    cells = [pa.array(cells, field.type, from_pandas=True) for cells, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(cells, schema=schema)


def _text_row(report: Report, raw: str) -> pa.Table:
    removed = json.dumps([asdict(one) for one in report.source.removed], ensure_ascii=False)
    row = {"text": report.text, "raw": raw, "encoding": report.source.encoding, "removed": removed}
    return pa.Table.from_pylist([row], schema=ROWS["texts"])


def read_removed(cell: str) -> tuple[Removed, ...]:
    """Read back what a format's reader left out of the text."""
    return tuple(Removed(**one) for one in json.loads(cell))


def _row(job: Job, report: Report, tables: dict[str, pa.Table]) -> dict[str, Any]:
    known = job.known
    return failed_row(job, "") | {
        "place": report.place, "level": level_of(report.place), "year": report.plan_year, "title": report.title,
        "delivered": report.delivered, "format": "table" if job.row is not None else report.source.format,
        "n_characters": len(report.text), "n_sentences": tables["sentences"].num_rows,
        "n_tokens": sum(tables["terms"]["n"].to_pylist()), "status": "ok", "reason": None,
        "notes": "\n".join(_notes(job, report)),
        "place_from": known.place_from or (report.place and "text"),
        "year_from": known.year_from or (report.plan_year and "text"),
    }  # fmt: skip


def _notes(job: Job, report: Report) -> list[str]:
    """The report's own notes, with where its place and year are from, and what the text says otherwise."""
    known = job.known
    notes = list(job.notes)
    for note in report.notes:
        origin = known.year_from if note.startswith("The year planned for") else known.place_from
        notes.append(note.replace("is taken from the reader.", f"is taken from the {origin}."))
    said = find_place(report.title, [], report.text, "")
    if known.place and said and said.value != known.place:
        notes.append(f"The {known.place_from} says {known.place}, but {said.origin} says {said.value}.")
    if known.year and report.title and _differs(report.title, known.year):
        notes.append(f"The {known.year_from} says {known.year}, but the title is {report.title}.")
    return notes


def _differs(title: str, year: int) -> bool:
    from liwan_analysis.report.chapters import years_in

    years = years_in(title)
    return bool(years) and year not in years
