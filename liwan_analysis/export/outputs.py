"""What a notebook gives: figures and tables, shown in place and written to files."""

from __future__ import annotations

import csv
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

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from liwan_analysis.report.model import Report

__all__ = ["Outputs", "Picture", "csv_bytes", "write_aside"]

FOLDER_VARIABLE = "LIWAN_ANALYSIS_EXPORT"
"""`liwan-analysis run` tells the notebooks by this variable where to write."""

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
        """Leave for `run` what the files alone do not say: titles, descriptions, findings, typed tables."""
        told = {
            "figures": {name: {"title": p.title, "alt": p.alt} for name, (_, p) in self._figures.items()},
            "tables": list(self._tables),
            "findings": self._findings,
        }
        write_aside(folder / "handover" / f"{self.notebook}.json", json.dumps(told, ensure_ascii=False).encode())
        for name, table in self._tables.items():
            buffer = io.BytesIO()
            table.to_pickle(buffer)
            write_aside(folder / "handover" / f"{name}.pkl", buffer.getvalue())


def csv_bytes(table: pd.DataFrame) -> bytes:
    r"""Give a table as CSV in UTF-8 with a BOM; text that a spreadsheet would run as a formula is made text.

    >>> csv_bytes(pd.DataFrame({"term": ["=1+1", "发展"], "change": [-0.5, 2.0]})).decode("utf-8-sig")
    "term,change\r\n'=1+1,-0.5\r\n发展,2.0\r\n"
    """
    buffer = io.StringIO(newline="")
    flat = table.reset_index() if table.index.name or isinstance(table.index, pd.MultiIndex) else table
    flat.map(_as_text).to_csv(buffer, index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _as_text(value: object) -> object:
    if isinstance(value, str) and value.startswith(FORMULA_MARKS):
        return "'" + value
    return value


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
