"""The tables of a store: their columns, and what stands in them when there is no row."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from liwan_analysis.quantities.records import STATEMENT_COLUMNS, Column
from liwan_analysis.targets.ledger import PAIR_COLUMNS

__all__ = ["FORMAT", "OWN", "REPORTS", "ROWS", "TABLES", "to_frame"]

FORMAT = 1
"""What the store looks like; a store of another format is refused."""
_TYPES = {
    "str": pa.string(), "float64": pa.float64(), "Int64": pa.int64(), "int64": pa.int64(), "bool": pa.bool_(),
    "date": pa.date32(),
}  # fmt: skip


def _schema(columns: Iterable[tuple[str, str]]) -> pa.Schema:
    return pa.schema([
        pa.field(name, _TYPES[dtype], nullable=dtype not in ("int64", "bool")) for name, dtype in columns
    ])  # fmt: skip


def _of(columns: Iterable[Column]) -> list[tuple[str, str]]:
    """The columns of one report's table; its `year`, which a number speaks of, makes room for that of the report."""
    return [("stated_year" if column.name == "year" else column.name, column.dtype) for column in columns]


_PLACE = [("block_id", "str"), ("section_id", "str"), ("part", "str")]
_SPAN = [("start", "int64"), ("end", "int64")]

ROWS: dict[str, pa.Schema] = {
    "texts": _schema([("text", "str"), ("raw", "str"), ("encoding", "str"), ("removed", "str")]),
    "sentences": _schema([
        ("sentence_id", "int64"), *_PLACE, ("is_heading", "bool"), *_SPAN, ("theme", "str"), ("cap_major", "Int64"),
        ("themes", "str"),
    ]),
    "terms": _schema([("part", "str"), ("term", "str"), ("pos", "str"), ("n", "int64"), ("is_stop", "bool"),
                      ("is_term", "bool")]),
    "quantities": _schema(_of(STATEMENT_COLUMNS)),
    "targets": _schema(_of(STATEMENT_COLUMNS)),
    "ledger": _schema(_of(PAIR_COLUMNS)),
    "attention": _schema([
        ("theme", "str"), ("theme_en", "str"), ("cap_major", "int64"), ("part", "str"), ("n_sentences", "int64"),
        ("share", "float64"), ("share_low", "float64"), ("share_high", "float64"),
    ]),
}  # fmt: skip
"""What one report gives to each table."""

OWN = _schema([("report_id", "str"), ("place", "str"), ("year", "Int64")])
"""What stands first in each row of the store: which report it is from."""

TABLES = {name: pa.schema([*OWN, *schema]) for name, schema in ROWS.items()}
"""The tables of a store, beside `reports`."""

REPORTS = _schema([
    ("report_id", "str"), ("place", "str"), ("level", "str"), ("year", "Int64"), ("title", "str"),
    ("delivered", "date"), ("source", "str"), ("format", "str"), ("sha256", "str"), ("n_characters", "Int64"),
    ("n_sentences", "Int64"), ("n_tokens", "Int64"), ("status", "str"), ("reason", "str"), ("notes", "str"),
    ("place_from", "str"), ("year_from", "str"), ("is_cut", "bool"), ("key", "str"),
])  # fmt: skip
"""One row a report, failed ones among them."""


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Give a table as pandas has it; whole numbers stay whole where some are missing.

    >>> to_frame(pa.table({"year": pa.array([2019, None], pa.int64())}))["year"].dtype
    Int64Dtype()
    """
    frame: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
    gaps = [f.name for f in table.schema if pa.types.is_integer(f.type) and f.nullable]
    return frame.astype(dict.fromkeys(gaps, "Int64"))
