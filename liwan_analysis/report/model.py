"""The report: its text, what is known about it, and its tables, every row with its place in the text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from liwan_analysis.report.source import Source

__all__ = ["TABLES", "Report"]

TABLES = {
    "parts": ["part", "heading", "start", "end"],
    "sections": ["section_id", "part", "number", "heading", "start", "end"],
    "blocks": ["block_id", "part", "section_id", "heading", "start", "end"],
    "sentences": ["sentence_id", "block_id", "section_id", "part", "is_heading", "start", "end", "text"],
    "glossary": ["number", "term", "definition", "start", "end"],
    "repairs": ["rule", "raw_start", "raw_end", "before", "after", "certainty", "evidence", "start", "end"],
}


@dataclass(frozen=True)
class Report:
    """A report as it can be read: restored text, what is known about it, and tables with places.

    `text` is simplified characters with full-width punctuation, a paragraph a line, from the title to the end of the
    glossary. In every table `start` and `end` are half-open offsets into it, in characters. A table that is taken from
    a report is a copy: writing into it changes nothing here. What the report does not state is None; `notes` says in
    plain sentences what could not be found or settled.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> report.place, report.speaker, report.plan_year, len(report.glossary)
    ('广州市荔湾区', '谭明鹤', 2024, 24)
    """

    text: str
    title: str | None
    place: str | None
    speaker: str | None
    delivered: dt.date | None
    published: dt.date | None
    review_year: int | None
    plan_year: int | None
    source: Source
    notes: tuple[str, ...]
    problems: tuple[int, int] | None
    headline: tuple[int, int] | None
    _tables: dict[str, pd.DataFrame] = field(repr=False, compare=False)

    @property
    def parts(self) -> pd.DataFrame:
        """The chapters, each with its part and heading."""
        return self._tables["parts"].copy()

    @property
    def sections(self) -> pd.DataFrame:
        """The numbered sections （一）…."""
        return self._tables["sections"].copy()

    @property
    def blocks(self) -> pd.DataFrame:
        """Run-in headings with what follows them; together they cover the text."""
        return self._tables["blocks"].copy()

    @property
    def sentences(self) -> pd.DataFrame:
        """The sentences, and the lines that are headings (`is_heading`); joined back they give the text."""
        return self._tables["sentences"].copy()

    @property
    def glossary(self) -> pd.DataFrame:
        """The terms explained in 名词解释."""
        return self._tables["glossary"].copy()

    @property
    def repairs(self) -> pd.DataFrame:
        """Every step from the file to the text: what was there, what stands there now, how sure that is and why."""
        return self._tables["repairs"].copy()

    @property
    def report_id(self) -> str:
        """A name for folders: the stem of the source file."""
        return re.sub(r"[^\w.-]+", "-", Path(self.source.path).stem).strip("-.") or "report"

    def quote(self, start: int, end: int) -> str:
        """Give the text between two offsets."""
        return self.text[start:end]

    def __repr__(self) -> str:
        """Show title, place, length and the first digits of the sha256."""
        return (
            f"<Report {self.title or 'without a title'} · {self.place or 'place not stated'} · "
            f"{len(self.text):,} characters · sha256 {self.source.sha256[:8]}>"
        )
