"""Tables of the page: each row that has a place leads to its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd
from lxml import html as lxml_html
from markupsafe import Markup

from liwan_analysis.export.sheets import column_meanings
from liwan_analysis.figures.text import show_value
from liwan_analysis.lexicons.messages import check_language
from liwan_analysis.lexicons.notes import COLUMNS, in_language

__all__ = ["HIDDEN", "FullTable", "address", "full_tables", "link_preview", "places_of", "report_column"]

MOST_ROWS = 1000
"""Tables of more rows (tokens, repairs) stand in the export's folder; the page names them."""
HIDDEN = {"value_base", "unit_base", "section_id", "block_id", "sentence_id", "verb"}
"""Columns that a reader of the page does without; they stand in the exported files."""
QUOTES = ("quote", "text", "term", "heading", "before", "indicator")
"""The column whose cells lead to the place, the first that is there."""
MISSING = {"NaN", "<NA>", "None", "NaT"}
"""What pandas shows where nothing stands; the page has a dash there, in every table."""
NUMBER = re.compile(r"[+\-−]?[\d,]+(\.\d+)?%?")


@dataclass(frozen=True)
class FullTable:
    """A table of the page: its name, its column names, its rows of cells as HTML, and the row ids."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Markup, ...], ...]


def places_of(table: pd.DataFrame) -> dict[str, str]:
    """Give the pairs of columns that hold places, by the start of their names, and the column whose cell leads there.

    >>> places_of(pd.DataFrame(columns=["quote", "start", "end", "other_quote", "other_start", "other_end"]))
    {'': 'quote', 'other_': 'other_quote'}
    """
    pairs = {}
    for column in map(str, table.columns):
        if column.endswith("start") and column[: -len("start")] + "end" in table.columns:
            prefix = column[: -len("start")]
            own = next((name for name in (f"{prefix}quote", prefix.rstrip("_")) if name in table.columns), None)
            pairs[prefix] = own or next((name for name in QUOTES if name in table.columns), column)
    return pairs


def report_column(table: pd.DataFrame, prefix: str) -> str | None:
    """Give the column that names the report of a place in a table of many reports; None in a table of one.

    >>> report_column(pd.DataFrame(columns=["result_report", "result_start", "result_end"]), "result_")
    'result_report'
    """
    return next((name for name in (f"{prefix}report", "report_id") if name in table.columns), None)


def address(start: Any, end: Any, report: object = None) -> str | None:
    """Give the address in the page of a place of the text; None where the place is missing."""
    if pd.isna(start) or pd.isna(end):
        return None
    named = f"{quote(report, safe='')}-" if isinstance(report, str) else ""
    return f"#t-{named}{int(start)}-{int(end)}"


def evidence(start: Any, end: Any, content: str) -> str:
    """Give a link to a place of the text; what is missing has none."""
    href = address(start, end)
    if href is None:
        return content
    return f'<a class="evidence" data-start="{int(start)}" data-end="{int(end)}" href="{href}">{content}</a>'


def full_tables(tables: Mapping[str, pd.DataFrame]) -> list[FullTable]:
    """Give the tables whose rows have places, as the page shows them: whole, each row with a link for each place."""
    shown = []
    for name, table in tables.items():
        pairs = places_of(table)
        if not pairs or not 0 < len(table) <= MOST_ROWS:
            continue
        places = {f"{prefix}{edge}" for prefix in pairs for edge in ("start", "end")}
        kept = set(pairs.values())
        columns = [
            column for column in map(str, table.columns)
            if column in kept or not (column in places or column in HIDDEN or column.endswith("_id"))
        ]  # fmt: skip
        rows = tuple(tuple(_cells(row, columns, pairs)) for row in table.to_dict("records"))
        shown.append(FullTable(name, tuple(columns), rows))
    return shown


def _cells(row: Mapping[Any, Any], columns: list[str], pairs: Mapping[str, str]) -> list[Markup]:
    leads = {column: prefix for prefix, column in pairs.items()}
    cells = []
    for column in columns:
        content = escape(show_value(row[column]))
        if column in leads:
            prefix = leads[column]
            content = evidence(row[f"{prefix}start"], row[f"{prefix}end"], content)
        cells.append(Markup(content))
    return cells


def link_preview(shown: str, tables: Mapping[str, pd.DataFrame], language: str = "both") -> Markup:
    """Give a table as a notebook shows it, with a link to the place of each row that can be told.

    What is shown is a part of a table that was kept for the export: some of its columns, some of its rows, under their
    own numbers. A heading says what its column means, in the chosen language, to a pointer on
    it. A row gets its link where every cell of text is the one that the kept table has under that number.

    >>> link_preview("<table><tbody><tr><th>0</th><td>NaN</td><td>-1.5</td></tr></tbody></table>", {})
    Markup('<table><tbody><tr><th scope="row">0</th><td>—</td><td class="number">-1.5</td></tr></tbody></table>')
    """
    root = lxml_html.fragment_fromstring(re.sub(r"<style scoped>.*?</style>", "", shown, flags=re.DOTALL))
    for element in root.iter():
        for name in ("style", "border"):
            element.attrib.pop(name, None)
    meanings = column_meanings(check_language(language))
    for table in root.iter("table"):
        _link_rows(table, tables)
        for head in table.findall(".//thead//th"):
            if name := head.text_content().strip():
                head.set("scope", "col")
                if name in meanings:
                    head.set("title", meanings[name])
            else:
                head.tag = "td"  # a heading that says nothing is none to a screen reader
        for head in table.iterfind(".//tbody//th"):
            head.set("scope", "row")
        notes = _columns_of_notes(table)
        for cell in table.iterfind(".//tbody//td"):
            said = cell.text_content()
            if cell.getparent().index(cell) in notes and cell.find("a") is None:
                cell.text = in_language(said, language)
            elif said in MISSING and cell.find("a") is None:
                cell.text = "—"
            elif NUMBER.fullmatch(said):
                cell.set("class", "number")
    return Markup(lxml_html.tostring(root, encoding="unicode"))


def _columns_of_notes(table: Any) -> set[int]:
    """Give the columns whose cells are notes, by their place in a row."""
    heads = table.findall("./thead/tr")
    return {at for at, head in enumerate(heads[0]) if head.text_content() in COLUMNS} if len(heads) == 1 else set()


def _link_rows(shown: Any, tables: Mapping[str, pd.DataFrame]) -> None:
    heads = shown.findall("./thead/tr")
    if len(heads) != 1:
        return
    names = [cell.text_content() for cell in heads[0]][1:]
    rows = [(row[0].text_content(), row[1:]) for row in shown.findall("./tbody/tr")]
    for table in tables.values():
        pairs = places_of(table)
        reports = {prefix: report_column(table, prefix) for prefix in pairs}
        if not pairs or not set(names) <= set(map(str, table.columns)):
            continue
        text = [name for name in names if table[name].map(lambda cell: isinstance(cell, str)).any()]
        by_label = {str(label): row for label, row in zip(table.index, table.to_dict("records"), strict=True)}
        if not text or not all(_is_row(by_label.get(label), names, cells, text) for label, cells in rows):
            continue
        for label, cells in rows:
            for prefix, column in pairs.items():
                target = cells[names.index(column)] if column in names else cells[0]
                row, named = by_label[label], reports[prefix]
                _wrap(target, row[f"{prefix}start"], row[f"{prefix}end"], row[named] if named else None)
        return


def _is_row(row: Mapping[Any, Any] | None, names: list[str], cells: Any, text: list[str]) -> bool:
    """Say whether the shown cells of text are those of the row; what is too long is shown cut, with … at its end."""
    if row is None:
        return False
    for name, cell in zip(names, cells, strict=True):
        if name in text and isinstance(row[name], str):
            said = cell.text_content()
            begins = said.endswith("...") and row[name].startswith(said[:-3])
            if said != row[name] and not begins:
                return False
    return True


def _wrap(cell: Any, start: Any, end: Any, report: object) -> None:
    href = address(start, end, report)
    if href is None or cell.find("a") is not None:
        return
    link = lxml_html.Element("a")
    link.set("class", "evidence")
    link.set("data-start", str(int(start)))
    link.set("data-end", str(int(end)))
    link.set("href", href)
    link.text = cell.text_content()
    for child in list(cell):
        cell.remove(child)
    cell.text = None
    cell.append(link)
