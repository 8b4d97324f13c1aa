"""From parts to the tables of the store: segments of up to 200 reports of one year, the same for the same reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from liwan_analysis.corpus.parts import is_staged, read_part
from liwan_analysis.corpus.schemas import FORMAT, OWN, ROWS, TABLES
from liwan_analysis.corpus.store import Corpus, report_rows

__all__ = ["Segment", "plan_segments", "write_segment"]

SEGMENT = 200
"""A segment has no more reports: so many are rewritten where one of their year is added."""
GROUP = 10
"""So many reports make a row group: no more of them are in memory at once."""


@dataclass(frozen=True)
class Segment:
    """Reports whose rows stand in the same files, in their order; the name says which reports they are."""

    name: str
    rows: tuple[dict[str, Any], ...]


def plan_segments(rows: Sequence[dict[str, Any]]) -> list[Segment]:
    """Divide the reports that were read, which are in order, into segments: by year, then 200 at a time."""
    by_year = sorted((row for row in rows if row["status"] == "ok"), key=_year)
    segments = []
    for year, group in groupby(by_year, key=_year):
        listed = list(group)
        for number, start in enumerate(range(0, len(listed), SEGMENT)):
            chosen = tuple(listed[start : start + SEGMENT])
            named = json.dumps([FORMAT, *([row[name] for name in (*OWN.names, "key")] for row in chosen)])
            digest = hashlib.sha256(named.encode()).hexdigest()[:16]
            segments.append(Segment(f"{year or 'none'}-{number:03d}-{digest}", chosen))
    return segments


def _year(row: dict[str, Any]) -> int:
    return row["year"] or 0


def write_segment(segment: Segment, store: Path, old: Corpus | None, *, texts: bool) -> None:
    """Write the files of a segment, one a table, from the parts of its reports, or from where they stand already."""
    names = [name for name in TABLES if texts or name != "texts"]
    missing = [name for name in names if not _file(store, name, segment).exists()]
    if not missing:
        return
    aside = {name: _file(store, name, segment).with_suffix(".part") for name in missing}
    for path in aside.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    try:
        for name, path in aside.items():
            writers[name] = pq.ParquetWriter(path, TABLES[name], compression="zstd")
        for tables in _read_groups(segment, store, old, missing):
            for name in missing:
                writers[name].write_table(tables[name], row_group_size=max(tables[name].num_rows, 1))
        for name, path in aside.items():
            writers.pop(name).close()
            path.replace(_file(store, name, segment))
    finally:
        for writer in writers.values():
            with suppress(OSError, pa.ArrowException):  # what cannot be finished is deleted
                writer.close()
        for path in aside.values():
            path.unlink(missing_ok=True)


def _file(store: Path, table: str, segment: Segment) -> Path:
    return store / table / f"{segment.name}.parquet"


def _read_groups(segment: Segment, store: Path, old: Corpus | None, names: list[str]) -> Iterator[dict[str, pa.Table]]:
    standing = _Standing(old)
    for start in range(0, len(segment.rows), GROUP):
        found: dict[str, list[pa.Table]] = {name: [] for name in names}
        for row in segment.rows[start : start + GROUP]:
            if is_staged(store, row["key"]):
                part = read_part(store, row["key"], names)
                pieces = {name: _flat(part[name], ROWS[name]) for name in names}
            else:
                pieces = {name: standing.rows_of(row["key"], name) for name in names}
            for name, piece in pieces.items():
                found[name].append(_owned(piece, row, TABLES[name]))
        yield {name: pa.concat_tables(pieces) for name, pieces in found.items()}


def _flat(column: pa.ChunkedArray, schema: pa.Schema) -> pa.Table:
    """The rows that stand nested in a part."""
    rows = pc.list_flatten(column.combine_chunks())
    rows = rows.combine_chunks() if isinstance(rows, pa.ChunkedArray) else rows
    return pa.Table.from_arrays(rows.flatten(), schema=schema)


def _owned(rows: pa.Table, report: dict[str, Any], schema: pa.Schema) -> pa.Table:
    """The rows with their report's id, place and year before them."""
    own = [pa.array([report[field.name]] * rows.num_rows, field.type) for field in OWN]
    return pa.Table.from_arrays([*own, *rows.columns], schema=schema)


class _Standing:
    """Rows of reports that stand in the store already, by their key."""

    def __init__(self, old: Corpus | None) -> None:
        self._old = old
        self._ids: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        if old is not None:
            listed = [row for row in report_rows(old) if row["status"] == "ok"]
            self._ids = {row["key"]: row["report_id"] for row in listed}
            self._homes = {row["key"]: segment.name for segment in plan_segments(listed) for row in segment.rows}

    def rows_of(self, key: str, table: str) -> pa.Table:
        assert self._old is not None
        path = self._old.folder / table / f"{self._homes[key]}.parquet"
        found = pq.read_table(path, filters=[("report_id", "=", self._ids[key])])
        return found.select(ROWS[table].names).cast(ROWS[table])
