"""A table of quantities that a reader has corrected, read back into statements."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, cast, get_args

import pandas as pd

from liwan_analysis.quantities.numerals import Bound, Quantity
from liwan_analysis.quantities.records import Direction, Hardness, Indicator, Measure, Place, Statement, Status
from liwan_analysis.quantities.table import QUANTITY_COLUMNS, read_statements
from liwan_analysis.quantities.units import multiply_out
from liwan_analysis.report.model import Report

__all__ = ["statements_of"]

NEEDED = ("quote", "status", "hardness", "part", "sentence_id", "is_headline", "uncertain", "start", "end")
"""What no row can do without; the rest may be missing, as in a goal without a number."""


def statements_of(report: Report, quantities: pd.DataFrame | None = None) -> tuple[Statement, ...]:
    """Give the statements of a report: as read, or as a reader has corrected them in a table of `find_quantities`.

    >>> from liwan_analysis.quantities import find_quantities
    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> mine = find_quantities(report)
    >>> mine.loc[0, ["value", "indicator"]] = [1300, "GDP"]
    >>> first = statements_of(report, mine)[0]
    >>> first.quantity.value, first.quantity.value_base, first.indicator.name
    (1300.0, 130000000000.0, 'GDP')

    Rows may be changed, left out and added, in any order; so may a table that was written to CSV and read again.
    `value_base` and `unit_base` follow from `value` and `unit`, and `indicator_id` from `indicator`. Raises ValueError
    in one line for a missing column, for what a column cannot hold, and for a quote that does not stand at its place in
    this report.
    """
    if quantities is None:
        return read_statements(report)
    missing = [name for name in QUANTITY_COLUMNS if name not in quantities.columns]
    if missing:
        raise ValueError(f"quantities lacks {', '.join(missing)}: hand in a table with the columns of find_quantities")
    return tuple(sorted(_read_rows(report, quantities), key=lambda statement: statement.place.start))


def _read_rows(report: Report, quantities: pd.DataFrame) -> Iterator[Statement]:
    as_read = {statement.place.start: statement for statement in read_statements(report)}
    for label, row in zip(quantities.index, quantities[QUANTITY_COLUMNS].itertuples(index=False), strict=True):
        try:
            statement = _read_row(row)
            _check(report, statement, row, as_read.get(statement.place.start))
        except ValueError as error:
            raise ValueError(f"quantities, row {label}: {error}") from None
        yield statement


def _read_row(row: Any) -> Statement:
    """Read one row, as `itertuples` gives it."""
    for name in NEEDED:
        if pd.isna(getattr(row, name)):
            raise ValueError(f"{name} is missing")
    start, end = _whole(row, "start"), _whole(row, "end")
    value, unit = _number(row, "value"), _text(row, "unit")
    value_base, unit_base = multiply_out(value, unit)
    quantity = Quantity(
        quote=str(row.quote),
        start=start,
        end=end,
        value=value,
        value_max=_number(row, "value_max"),
        unit=unit,
        value_base=value_base,
        unit_base=unit_base,
        bound=cast(Bound | None, _choice(row, "bound", get_args(Bound))),
        bound_word=_text(row, "bound_word"),
        uncertain=bool(row.uncertain),
    )
    return Statement(
        quantity=quantity,
        indicator=Indicator(_text(row, "indicator"), _text(row, "verb")),
        measure=cast(Measure | None, _choice(row, "measure", get_args(Measure))),
        direction=cast(Direction | None, _choice(row, "direction", get_args(Direction))),
        status=cast(Status, _choice(row, "status", get_args(Status))),
        modality=_text(row, "modality"),
        hardness=cast(Hardness, _choice(row, "hardness", get_args(Hardness))),
        year=None if pd.isna(row.year) else _whole(row, "year"),
        place=Place(
            str(row.part), _text(row, "section_id"), _text(row, "block_id"), _whole(row, "sentence_id"), start, end
        ),
        is_headline=bool(row.is_headline),
        rule=_text(row, "rule") or "",
    )


def _check(report: Report, statement: Statement, row: Any, as_read: Statement | None) -> None:
    """A quote stands where the row says; what follows from another column would be lost if it was corrected alone."""
    quantity, indicator = statement.quantity, statement.indicator
    start, end = quantity.start, quantity.end
    if report.text[start:end] != quantity.quote:
        raise ValueError(
            f"{quantity.quote!r} does not stand at {start} to {end} of this report; "
            "hand in the table of this report, with quote, start and end as they were"
        )
    if as_read is None:
        return
    if as_read.indicator.name == indicator.name and _text(row, "indicator_id") != indicator.id:
        raise ValueError(
            f"indicator_id {row.indicator_id!r} is not that of {indicator.name!r}; "
            "correct indicator, or give that name a row in lexicons/indicators.csv"
        )
    base, unit_base = _number(row, "value_base"), _text(row, "unit_base")
    is_untouched = as_read.quantity.unit == quantity.unit and _is_same(as_read.quantity.value, quantity.value)
    if is_untouched and not (_is_same(base, quantity.value_base) and unit_base == quantity.unit_base):
        raise ValueError(
            f"value_base {base:g} {unit_base or ''} is not {quantity.value:g} {quantity.unit or ''} multiplied out; "
            "correct value and unit, the other two follow"
        )


def _is_same(one: float, other: float) -> bool:
    return math.isclose(one, other) or (math.isnan(one) and math.isnan(other))


def _text(row: Any, name: str) -> str | None:
    cell = getattr(row, name)
    return None if pd.isna(cell) else str(cell)


def _number(row: Any, name: str) -> float:
    cell = getattr(row, name)
    try:
        return math.nan if pd.isna(cell) else float(cell)
    except ValueError:
        raise ValueError(f"{name} is {cell!r}, not a number") from None


def _whole(row: Any, name: str) -> int:
    number = _number(row, name)
    if not number.is_integer():
        raise ValueError(f"{name} is {number:g}, not a whole number")
    return int(number)


def _choice(row: Any, name: str, choices: tuple[str, ...]) -> str | None:
    cell = _text(row, name)
    if cell is not None and cell not in choices:
        raise ValueError(f"{name} is {cell!r}, none of {', '.join(choices)}")
    return cell
