"""Tables as files: CSV that spreadsheets read, and one workbook that explains its columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from liwan_analysis.export.handover import flat
from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.messages import Language, check_language, tell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["column_meanings", "csv_bytes", "table_notes", "workbook_bytes"]

WIDEST, ARROW = 60, 3
"""The widest column of the workbook, in letters; wider text is wrapped. The arrow that filters a column takes three."""
LOOKED_AT = 200
"""So many rows of a column say how wide it is."""
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: pd.DataFrame) -> bytes:
    r"""Give a table as CSV in UTF-8 with a BOM; text that a spreadsheet would run as a formula is made text.

    >>> csv_bytes(pd.DataFrame({"term": ["=1+1", "发展"], "change": [-0.5, 2.0]})).decode("utf-8-sig")
    "term,change\r\n'=1+1,-0.5\r\n发展,2.0\r\n"
    """
    buffer = io.StringIO(newline="")
    flat(table).map(_as_text).to_csv(buffer, index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _as_text(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_MARKS):
        return "'" + value
    return value


def column_meanings(language: Language = "en") -> dict[str, str]:
    """Give what each column of the exported tables means, from lexicons/columns.csv; in both languages Chinese first.

    >>> column_meanings("both")["n"]
    '出现次数 / number of occurrences'
    """
    chosen = {"en": ["meaning"], "zh": ["meaning_zh"], "both": ["meaning_zh", "meaning"]}[check_language(language)]
    return {row["column"]: " / ".join(row[one] for one in chosen) for row in read_table("columns.csv")}


def table_notes(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """List what tables carry beside their cells: what was counted (note), N, the stop list, the floor.

    >>> words = pd.DataFrame({"term": ["发展"], "n": [3]})
    >>> words.attrs = {"note": "Stop words are left out.", "n_tokens": 9871}
    >>> table_notes({"words": words})
       table       key                     value
    0  words      note  Stop words are left out.
    1  words  n_tokens                      9871
    """
    rows = [
        (name, key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, table in tables.items()
        for key, value in table.attrs.items()
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["table", "key", "value"])


def workbook_bytes(tables: dict[str, pd.DataFrame], language: Language = "both") -> bytes:
    """Give tables as one XLSX workbook: a first sheet that explains tables and columns, then a sheet for each table.

    Text is always written as text, never as a formula. The same tables give the same bytes.
    """
    from xlsxwriter import Workbook

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    buffer = io.BytesIO()
    with Workbook(buffer, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1), "title": "liwan_analysis"})
        head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, table in {"columns": _legend(tables, language), **tables}.items():
            cells = flat(table).astype(object)
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            columns = [cells[column].tolist() for column in cells.columns]
            for at, values in enumerate(columns):
                _write_column(sheet, at, values)
            for at, (column, values) in enumerate(zip(cells.columns, columns, strict=True)):
                sheet.write_string(0, at, str(column), head)
                # not by autofit, which takes a Chinese character for half as wide as it is
                widest = max(map(_width, values[:LOOKED_AT]), default=0)
                wanted = max(widest + 1, _width(column) + ARROW)
                sheet.set_column(at, at, min(wanted, WIDEST), wrap if widest > WIDEST else None)
            if len(cells):
                sheet.autofilter(0, 0, len(cells), max(len(cells.columns) - 1, 0))
    return buffer.getvalue()


def _write_column(sheet: Worksheet, at: int, values: list[Any]) -> None:
    """Write a column below its head, a cell as what it is: text, number, yes or no; what is missing leaves it empty.

    Cell by cell, since the writer of pandas takes as long again to look up the style of each.
    """
    for row, value in enumerate(values, start=1):
        if isinstance(value, bool):
            sheet.write_boolean(row, at, value)
        elif isinstance(value, (int, float)) and math.isfinite(value):
            sheet.write_number(row, at, value)
        elif value is not None and not pd.isna(value) and value != "":
            sheet.write_string(row, at, str(value))


def _legend(tables: dict[str, pd.DataFrame], language: Language) -> pd.DataFrame:
    """Explain every column in a language; a row without a column is about the whole table."""
    meanings, notes = column_meanings(language), table_notes(tables)
    of_section = tell("figure.section_column", language, joint=" / ")
    rows: list[tuple[str, str | None, str]] = []
    for name, table in tables.items():
        rows += [
            (name, None, f"{key}: {value}") for _, key, value in notes[notes["table"] == name].itertuples(index=False)
        ]
        rows += [(name, str(column), meanings.get(str(column), of_section)) for column in flat(table).columns]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"], dtype=object)


def _width(value: object) -> int:
    """Measure a cell in letters; a Chinese character is as wide as two."""
    return 0 if value is None or value is pd.NA else sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value))
