"""Quantities: every number the report states, what it measures, and what it is in the report."""

from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.quantities.numerals import Quantity, read_quantity
from liwan_analysis.quantities.table import (
    QUANTITY_COLUMNS,
    find_non_quantities,
    find_quantities,
    read_passage,
    read_statements,
)

__all__ = [
    "QUANTITY_COLUMNS",
    "Quantity",
    "canonical_indicator",
    "find_non_quantities",
    "find_quantities",
    "read_passage",
    "read_quantity",
    "read_statements",
]
