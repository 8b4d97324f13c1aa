"""What passes between rooms: statements with their places, and the one way to lay records out as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

import pandas as pd
from pandas.api.extensions import ExtensionArray

from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.quantities.numerals import Quantity

__all__ = [
    "STATEMENT_COLUMNS",
    "Column",
    "Direction",
    "Hardness",
    "Indicator",
    "Measure",
    "Place",
    "Statement",
    "Status",
    "names_of",
    "to_table",
]

Measure = Literal["growth", "share", "level"]
Direction = Literal["up", "down"]
Status = Literal["actual", "target", "context"]
Hardness = Literal["hard", "soft", "plain"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: part, section, block and sentence, and its offsets in the report's text."""

    part: str
    section_id: str | None
    block_id: str | None
    sentence_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured: the noun phrase as read, and the verb that leads from it to the number."""

    name: str | None
    verb: str | None

    @property
    def id(self) -> str | None:
        """The standard name by lexicons/indicators.csv, None where it knows none.

        >>> Indicator("国内生产总值", None).id, Indicator("碧道", None).id
        ('地区生产总值', None)
        """
        standard = standard_indicator(self.name) if self.name else None
        return standard.name if standard else None


@dataclass(frozen=True, slots=True)
class Statement:
    """A number with what it measures and what it is in the report: a result, a target or a description.

    `rule` names the rules that decided, in order, joined by "; ". A goal without a number is a statement whose quantity
    has neither value nor bound, and which has no measure.
    """

    quantity: Quantity
    indicator: Indicator
    measure: Measure | None
    direction: Direction | None
    status: Status
    modality: str | None
    hardness: Hardness
    year: int | None
    place: Place
    is_headline: bool
    rule: str


class Column(NamedTuple):
    """A column of a table: its name, where in the record its values are, and its dtype, which is text unless named."""

    name: str
    path: str
    dtype: str = "str"


STATEMENT_COLUMNS = (
    Column("quote", "quantity.quote"),
    Column("value", "quantity.value", "float64"),
    Column("value_max", "quantity.value_max", "float64"),
    Column("unit", "quantity.unit"),
    Column("value_base", "quantity.value_base", "float64"),
    Column("unit_base", "quantity.unit_base"),
    Column("bound", "quantity.bound"),
    Column("bound_word", "quantity.bound_word"),
    Column("measure", "measure"),
    Column("direction", "direction"),
    Column("indicator", "indicator.name"),
    Column("indicator_id", "indicator.id"),
    Column("verb", "indicator.verb"),
    Column("status", "status"),
    Column("modality", "modality"),
    Column("hardness", "hardness"),
    Column("year", "year", "Int64"),
    Column("part", "place.part"),
    Column("section_id", "place.section_id"),
    Column("block_id", "place.block_id"),
    Column("sentence_id", "place.sentence_id", "int64"),
    Column("is_headline", "is_headline", "bool"),
    Column("uncertain", "quantity.uncertain", "bool"),
    Column("rule", "rule"),
    Column("start", "place.start", "int64"),
    Column("end", "place.end", "int64"),
)


def names_of(columns: Sequence[Column]) -> list[str]:
    """Give the names of columns, in order."""
    return [column.name for column in columns]


def to_table(records: Iterable[object], columns: Sequence[Column]) -> pd.DataFrame:
    """Lay records out as a table, one row a record; without a record it has all its columns and no row.

    >>> places = [Place("plan", "plan-01", "b009", 40, 2100, 2104)]
    >>> to_table(places, [Column("part", "part"), Column("start", "start", "int64")]).values.tolist()
    [['plan', 2100]]
    """
    rows = list(records)
    return pd.DataFrame(
        {column.name: _lay_out(list(map(attrgetter(column.path), rows)), column.dtype) for column in columns},
        columns=names_of(columns),
    )


def _lay_out(values: list[object], dtype: str) -> pd.Series | ExtensionArray:
    """Give a column; text as a bare array, which is made in half the time of a Series."""
    return pd.array(values, dtype="str") if dtype == "str" else pd.Series(values, dtype=dtype)
