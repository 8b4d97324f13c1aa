"""What a notebook gives: figures and tables, shown in place and written to files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from liwan_analysis.figures.canvas import FORMATS, figure_bytes
from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.messages import Language, check_language, tell

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from liwan_analysis.report.model import Report

__all__ = [
    "Outputs",
    "Picture",
    "column_meanings",
    "csv_bytes",
    "read_handover",
    "table_notes",
    "workbook_bytes",
    "write_aside",
]

FOLDER_VARIABLE = "LIWAN_ANALYSIS_EXPORT"
"""`liwan-analysis run` tells the notebooks by this variable where to write; no other variable is read."""

WIDEST, PIXELS = 60, 7
"""The widest column of the workbook, in letters; wider text is wrapped. A letter is 7 pixels wide."""
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Picture:
    """A figure as a notebook shows it: a PNG with a description for those who cannot see it."""

    name: str
    title: str
    alt: str
    png: bytes = field(repr=False)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        described = {"alt": self.alt, "name": self.name}
        return {"image/png": self.png, "text/plain": f"{self.title}\n{self.alt}"}, {"image/png": described}


class Outputs:
    """Collects a notebook's figures, tables and findings; `write` puts them into the export folder.

    >>> from liwan_analysis import load_report
    >>> out = Outputs(load_report(), "02_term_frequency")
    >>> out.table("words", pd.DataFrame({"term": ["发展"], "n": [3]}))
      term  n
    0   发展  3

    Names are file names: figures/NAME.png, .svg, .pdf and tables/NAME.csv.
    """

    def __init__(self, report: Report, notebook: str) -> None:
        self.report = report
        self.notebook = notebook
        self._figures: dict[str, tuple[Figure, Picture]] = {}
        self._tables: dict[str, pd.DataFrame] = {}
        self._texts: dict[str, str] = {}
        self._findings: list[str] = []

    def figure(
        self, name: str, draw: Callable[..., Figure], table: Sized, *rest: Any, alt: str, **options: Any
    ) -> Picture | str:
        """Draw a figure from a table, keep it for the export, and give it back as a picture.

        `draw` is one of `liwan_analysis.figures`, `alt` says in words what the figure shows. Where the table is empty
        there is no figure, and a sentence says so.
        """
        if not len(table):
            return f"No figure {name}: the report has nothing to draw here."
        figure = draw(table, *rest, **options)
        heading = re.sub(r"(?<=[!-~])\n", " ", figure.get_suptitle()).replace("\n", "")
        picture = Picture(name, heading, alt, figure_bytes(figure, "png", dpi=110))
        self._figures[name] = (figure, picture)
        return picture

    def table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Keep a table for the export and give it back."""
        self._tables[name] = table
        return table

    def text(self, name: str, content: str) -> str:
        """Keep a text for the export, for tools that read text: texts/NAME.txt; say how many lines it has."""
        self._texts[name] = content
        return f"texts/{name}.txt: {len(content.splitlines()):,} lines"

    def finding(self, sentence: str) -> str:
        """Keep a sentence for the summary that ends a run, and give it back."""
        self._findings.append(sentence)
        return sentence

    @property
    def folder(self) -> Path:
        """Where `write` writes: as `run` says, else exports/<report-id>/ beside the notebooks."""
        told = os.environ.get(FOLDER_VARIABLE)
        if told:
            return Path(told)
        here = Path.cwd()
        return (here.parent if here.name == "notebooks" else here) / "exports" / self.report.report_id

    def write(self) -> str:
        """Write every figure and table, each aside first and then renamed; say what was written.

        Raises OSError where the folder cannot be written.
        """
        folder = self.folder
        for name, (figure, _) in self._figures.items():
            for file_format in FORMATS:
                write_aside(folder / "figures" / f"{name}.{file_format}", figure_bytes(figure, file_format))
        for name, table in self._tables.items():
            write_aside(folder / "tables" / f"{name}.csv", csv_bytes(table))
        for name, content in self._texts.items():
            write_aside(folder / "texts" / f"{name}.txt", content.encode("utf-8"))
        if os.environ.get(FOLDER_VARIABLE):
            self._hand_over(folder)
        n_figures, n_tables = len(self._figures), len(self._tables)
        return f"{n_figures} figures and {n_tables} tables written to exports/{self.report.report_id}"

    def _hand_over(self, folder: Path) -> None:
        """Leave for `run` what the files alone do not say: findings, and the tables with their types and attrs."""
        told = {"findings": self._findings, "tables": {name: _as_json(table) for name, table in self._tables.items()}}
        content = json.dumps(told, ensure_ascii=False, default=str).encode("utf-8")
        write_aside(folder / "handover" / f"{self.notebook}.json", content)


def _as_json(table: pd.DataFrame) -> dict[str, Any]:
    cells = _flat(table).astype(object)
    return {**cells.where(cells.notna(), None).to_dict(orient="split", index=False), "attrs": table.attrs}


def read_handover(path: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Give the tables and findings that a notebook left for `run`: each cell as it was, what is missing as None."""
    told = json.loads(path.read_text("utf-8"))
    tables = {}
    for name, one in told["tables"].items():
        tables[name] = pd.DataFrame(one["data"], columns=one["columns"], dtype=object)
        tables[name].attrs = one["attrs"]
    return tables, told["findings"]


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Make an index that says something a column; a mere count of rows is left out of what is written."""
    return table.reset_index() if table.index.name or isinstance(table.index, pd.MultiIndex) else table


def csv_bytes(table: pd.DataFrame) -> bytes:
    r"""Give a table as CSV in UTF-8 with a BOM; text that a spreadsheet would run as a formula is made text.

    >>> csv_bytes(pd.DataFrame({"term": ["=1+1", "发展"], "change": [-0.5, 2.0]})).decode("utf-8-sig")
    "term,change\r\n'=1+1,-0.5\r\n发展,2.0\r\n"
    """
    buffer = io.StringIO(newline="")
    _flat(table).map(_as_text).to_csv(buffer, index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
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
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        writer.book.set_properties({"created": dt.datetime(2000, 1, 1), "title": "liwan_analysis"})
        head = writer.book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        wrap = writer.book.add_format({"text_wrap": True, "valign": "top"})
        for name, table in {"columns": _legend(tables, language), **tables}.items():
            cells = _flat(table)
            sheet = writer.book.add_worksheet(name[:31])
            cells.to_excel(writer, sheet_name=name[:31], index=False, header=False, startrow=1, freeze_panes=(1, 0))
            for at, column in enumerate(cells.columns):
                sheet.write_string(0, at, str(column), head)
                # autofit takes a Chinese character for half as wide as it is: the width it may not go below is ours
                widest = max(map(_width, cells[column].head(200)), default=0)
                sheet.set_column(at, at, min(widest + 1, WIDEST), wrap if widest > WIDEST else None)
            if len(cells):
                sheet.autofilter(0, 0, len(cells), max(len(cells.columns) - 1, 0))
            sheet.autofit(WIDEST * PIXELS)
    return buffer.getvalue()


def _legend(tables: dict[str, pd.DataFrame], language: Language) -> pd.DataFrame:
    """Explain every column in a language; a row without a column is about the whole table."""
    meanings, notes = column_meanings(language), table_notes(tables)
    of_section = tell("figure.section_column", language, joint=" / ")
    rows: list[tuple[str, str | None, str]] = []
    for name, table in tables.items():
        rows += [
            (name, None, f"{key}: {value}") for _, key, value in notes[notes["table"] == name].itertuples(index=False)
        ]
        rows += [(name, str(column), meanings.get(str(column), of_section)) for column in _flat(table).columns]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"], dtype=object)


def _width(value: object) -> int:
    """Measure a cell in letters; a Chinese character is as wide as two."""
    return 0 if value is None or value is pd.NA else sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value))


def write_aside(path: Path, content: bytes) -> None:
    """Write a file so that at every moment either the old or the whole new one stands there.

    Raises OSError, leaving nothing behind, where the disk is full or the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
