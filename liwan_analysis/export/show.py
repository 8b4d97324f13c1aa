"""What a notebook shows of a report or a store beyond its tables: the page in a frame, quotes in their sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pandas as pd

from liwan_analysis.corpus import Corpus
from liwan_analysis.export.corpus_page import make_corpus_pages
from liwan_analysis.export.evidence import address, places_of
from liwan_analysis.export.files import folder_of, read_manifest, write_aside
from liwan_analysis.export.manifest import note_by_hand
from liwan_analysis.export.page import make_page, tables_of
from liwan_analysis.export.subject import subject_of
from liwan_analysis.report.model import Report

if TYPE_CHECKING:
    from IPython.display import IFrame

__all__ = ["Quotes", "show_page", "show_quotes"]

BY = "show_page"


def show_page(of: Report | Corpus, *, height: int = 700, language: str = "both") -> IFrame:
    """Show the page of a report or a store in a notebook: the text with its numbers, and the tables that lead into it.

    It is the page of the export in exports/ID beside the notebooks, where a run has left one; else a page without
    chapters is written there. The frame's address is relative, so that a notebook with it can be given away. Raises
    OSError where the folder cannot be written.

    >>> import contextlib, tempfile
    >>> from liwan_analysis import load_report
    >>> with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
    ...     show_page(load_report())
    <page exports/liwan-2024/report.html>
    """
    subject = subject_of(of)
    folder = folder_of(subject, _exports())
    name = "report.html" if isinstance(of, Report) else "corpus.html"
    manifest = read_manifest(folder) or {}
    if name not in manifest.get("outputs", {}) or not (folder / name).exists():
        if isinstance(of, Report):
            page = make_page(of, {}, tables=tables_of(of), language=language)
            write_aside(folder / name, page.encode("utf-8"))
            written = [name]
        else:
            written = make_corpus_pages(of, folder, {}, language=language)
        note_by_hand(
            folder, subject, BY, {"LANGUAGE": language}, {path: (folder / path).read_bytes() for path in written}
        )
    return _frame(_relative(folder / name), height)


def _exports() -> Path:
    here = Path.cwd()
    return (here.parent if here.name == "notebooks" else here) / "exports"


def _relative(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()


def _frame(address: str, height: int) -> IFrame:
    from IPython.display import IFrame

    class Page(IFrame):
        """A frame that a notebook without pictures, too, shows alike each time."""

        def __repr__(self) -> str:
            return f"<page {self.src}>"

    return Page(address, "100%", height)


@dataclass(frozen=True)
class Quotes:
    """Quotes in their sentences; a row: what is measured, words before the quote, quote, words behind, its place."""

    rows: tuple[tuple[str, str, str, str, int, int], ...]
    n_left_out: int = 0
    page: str | None = None
    """The address of the report's page, into which the places lead; None where there is none beside the notebook."""

    def __len__(self) -> int:
        """Give the number of quotes shown."""
        return len(self.rows)

    def __repr__(self) -> str:
        """Give a line a quote, the quote between 【 and 】."""
        lines = [
            f"{start}–{end} {name} {before}【{said}】{after}" for name, before, said, after, start, end in self.rows
        ]
        return "\n".join([*lines, *self._rest()])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><td>{escape(name)}</td><td style="text-align:left">{escape(before)}'
            f"<mark><strong>{escape(said)}</strong></mark>{escape(after)}</td><td>{self._place(start, end)}</td></tr>"
            for name, before, said, after, start, end in self.rows
        )
        rest = "".join(f"<p>{escape(line)}</p>" for line in self._rest())
        heads = "".join(f"<th>{name}</th>" for name in ("indicator", "sentence", "place"))
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{rest}"

    def _place(self, start: int, end: int) -> str:
        if self.page is None:
            return f"{start}–{end}"
        return f'<a href="{escape(quote(self.page))}{address(start, end)}">{start}–{end}</a>'

    def _rest(self) -> list[str]:
        return [f"… and {self.n_left_out:,} more"] if self.n_left_out else []


def show_quotes(report: Report, table: pd.DataFrame, *, most: int = 20) -> Quotes:
    r"""Show each quote of a table in its sentence, the quote emphasised; a row with two places gives two.

    >>> from liwan_analysis import find_quantities, parse_report
    >>> report = parse_report("一、2030年工作回顾\n一年来，新增就业3万人。建成公园12个。\n")
    >>> show_quotes(report, find_quantities(report), most=1)
    20–23 新增就业 一年来，新增就业【3万人】。
    … and 1 more

    `table` is any that has places: the columns start and end, or actual_start, target_start and their ends. The first
    `most` quotes are shown, and how many more there are. In a notebook each place leads into the report's page where
    `show_page` or a run has left one. Raises ValueError for a table without places.
    """
    if not places_of(table):
        raise ValueError("the table has no places: give one with the columns start and end, such as find_targets gives")
    found = list(_in_sentences(report, table))
    page = folder_of(report, _exports()) / "report.html"
    return Quotes(tuple(found[:most]), max(len(found) - most, 0), _relative(page) if page.exists() else None)


def _in_sentences(report: Report, table: pd.DataFrame) -> Iterator[tuple[str, str, str, str, int, int]]:
    sentences = report.sentences
    begins = sentences["start"].to_numpy()
    ends = sentences["end"].to_numpy()
    for row in table.to_dict("records"):
        named = row.get("indicator", row.get("term"))
        for prefix in places_of(table):
            if pd.isna(row[f"{prefix}start"]) or pd.isna(row[f"{prefix}end"]):
                continue
            start, end = int(row[f"{prefix}start"]), int(row[f"{prefix}end"])
            at = max(int(begins.searchsorted(start, side="right")) - 1, 0)
            before = report.text[min(int(begins[at]), start) : start]
            after = report.text[end : max(int(ends[at]), end)]
            name = named if isinstance(named, str) else "—"
            yield (
                name,
                before.replace("\n", " "),
                report.text[start:end].replace("\n", " "),
                after.replace("\n", " "),
                start,
                end,
            )
