"""Tables and texts of many reports as data in a page: packed, so that a browser opens them at once.

A table is packed by column. A column is the list of its different cells as they are shown, in order, and for each row
the number of its cell in that list: to sort is to compare whole numbers, to search is to look at each cell once.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from liwan_analysis.export.evidence import HIDDEN, places_of, report_column
from liwan_analysis.figures.text import show_value

__all__ = ["PackedText", "pack", "pack_table", "pack_texts"]

MISSING = "—"


@dataclass(frozen=True)
class PackedText:
    """A text of a report in a page: the report's id, and the text packed."""

    report_id: str
    data: str


def pack(content: object) -> str:
    """Give what JSON can hold as base64 of gzip, without clock: the same content gives the same characters.

    >>> json.loads(gzip.decompress(base64.b64decode(pack({"n": 1}))))
    {'n': 1}
    """
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.b64encode(gzip.compress(said, 6, mtime=0)).decode("ascii")


def _shown_columns(table: pd.DataFrame) -> list[str]:
    """Give the columns that the page shows: without offsets, keys, and what only a program reads.

    A place leads from the column of its quote, also where another column would be shown instead of it.
    """
    pairs = places_of(table)
    places = {f"{prefix}{edge}" for prefix in pairs for edge in ("start", "end")}
    kept = set(pairs.values()) | {"report_id"}
    return [
        column for column in map(str, table.columns)
        if column in kept or not (column in places or column in HIDDEN or column.endswith("_id"))
    ]  # fmt: skip


def pack_table(name: str, table: pd.DataFrame) -> dict[str, Any]:
    """Give a table as the page's script reads it: columns of cells and codes, and links from a column to places.

    >>> packed = pack_table("t", pd.DataFrame({"quote": ["约5%", "3个"], "value": [5.0, 3.0], "start": 1, "end": 4}))
    >>> packed["columns"][1]
    {'name': 'value', 'cells': ['3', '5'], 'codes': [1, 0]}
    >>> packed["links"]
    [{'column': 0, 'report': None, 'start': [1, 1], 'end': [4, 4]}]
    """
    columns = _shown_columns(table)
    links = []
    for prefix, column in places_of(table).items():
        named = report_column(table, prefix)
        if named and named not in columns:
            columns.append(named)
        links.append(
            {
                "column": columns.index(column) if column in columns else 0,
                "report": columns.index(named) if named else None,
                "start": _offsets(table[f"{prefix}start"]),
                "end": _offsets(table[f"{prefix}end"]),
            }
        )
    return {
        "name": name,
        "n": len(table),
        "columns": [{"name": column, **_cells(table[column])} for column in columns],
        "links": links,
    }


def _offsets(places: pd.Series) -> list[int]:
    """Give offsets as whole numbers, -1 where there is none."""
    offsets: list[int] = places.astype("Float64").fillna(-1).astype("int64").tolist()
    return offsets


def _cells(column: pd.Series) -> dict[str, list[Any]]:
    """Give the different cells of a column in order, as they are shown, and each row's number in them."""
    codes, found = pd.factorize(column.astype(object), use_na_sentinel=True)
    values = [*found, None] if (codes < 0).any() else list(found)
    codes = np.where(codes < 0, len(found), codes)
    order = sorted(range(len(values)), key=lambda at: _rank(values[at]))
    places = np.empty(len(values), dtype="int64")
    shown: list[str] = []
    numbers: dict[Hashable, int] = {}
    for at in order:
        said = MISSING if values[at] is None else show_value(values[at])
        if said not in numbers:
            numbers[said] = len(shown)
            shown.append(said)
        places[at] = numbers[said]
    return {"cells": shown, "codes": places[codes].tolist()}


def _rank(value: Any) -> tuple[int, float, bytes]:
    """Order cells: numbers by size, then words (common characters by sound, as in GB 2312), what is missing last."""
    if value is None or value == MISSING:
        return (2, 0.0, b"")
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return (0, float(value), b"")
    return (1, 0.0, str(value).encode("gb18030"))


def pack_texts(texts: Mapping[str, Mapping[str, Any]]) -> list[PackedText]:
    """Pack each report's text and headings by itself, so that one is opened without the others."""
    return [PackedText(report_id, pack(content)) for report_id, content in texts.items()]
