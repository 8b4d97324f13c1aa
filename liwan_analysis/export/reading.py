"""The report's side of the page: the whole text, with its headings, its numbers and its uncertain repairs marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
from markupsafe import Markup

from liwan_analysis.lexicons.messages import tell
from liwan_analysis.report.model import Report

__all__ = ["Contents", "place_name", "text_html"]

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """A heading of the report, and the place that leads to it."""

    level: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of the text with the tag that goes around it."""

    start: int
    end: int
    opening: str
    closing: str


def text_html(
    report: Report, quantities: pd.DataFrame, anchors: Iterable[Place], language: str
) -> tuple[Markup, list[Contents]]:
    """Give the report as HTML, a paragraph a line, and its headings.

    The text content of the HTML is `report.text`, character by character. Numbers of `quantities` are links to
    themselves, with a class by status and a note that says how they were read; repairs that are not certain have a
    note, too, and those of punctuation alone are `slight`: seen when they are asked for. Each of
    `anchors` has an element with the id `t-START-END` where it begins.
    """
    layers = [_numbers(quantities, language), _repairs(report, language)]
    ids: dict[int, list[str]] = {}
    for start, end in sorted(set(anchors)):
        ids.setdefault(start, []).append(f"t-{start}-{end}")
    writer = _Writer(report.text, layers, ids)
    headings = {
        int(start): level
        for level, table in ((3, report.sections), (2, report.parts.dropna(subset="heading")))
        for start in table["start"]
    }
    title_end = report.text.find(report.title) + len(report.title) if report.title else 0
    pieces, contents, at = [], [], 0
    for line in report.text.split("\n"):
        end = at + len(line)
        level = headings.get(at)
        if level and len(line) > 60:  # a section that begins with a sentence is no heading
            level = None
        tag = f"h{level}" if level else "p"
        is_title = ' class="title"' if not level and at < title_end else ""
        pieces.append(f'<{tag}{is_title} data-start="{at}">{writer.write(at, end)}</{tag}>')
        if level:
            contents.append(Contents(level, line, at, end))
        at = end + 1
    return Markup("\n".join(pieces)), contents


class _Writer:
    """Writes stretches of the text with the tags of all layers, the first layer outside."""

    def __init__(self, text: str, layers: Sequence[Sequence[_Span]], ids: dict[int, list[str]]) -> None:
        self._text = text
        self._layers = layers
        self._ids = ids
        self._anchored = sorted(ids)
        self._next = [0] * len(layers)

    def write(self, start: int, end: int, depth: int = 0) -> str:
        """Write a stretch; what a tag would tear is tagged as far as it lies inside."""
        if depth == len(self._layers):
            return self._plain(start, end)
        pieces, at = [], start
        for span in self._layers[depth]:
            if span.end <= at:
                continue
            if span.start >= end:
                break
            begin, stop = max(span.start, at), min(span.end, end)
            pieces += [self.write(at, begin, depth + 1), span.opening, self.write(begin, stop, depth + 1), span.closing]
            at = stop
        return "".join([*pieces, self.write(at, end, depth + 1)])

    def _plain(self, start: int, end: int) -> str:
        pieces, at = [], start
        for place in self._anchored[bisect_left(self._anchored, start) : bisect_left(self._anchored, end)]:
            pieces.append(escape(self._text[at:place]))
            pieces += [f'<span id="{name}"></span>' for name in self._ids[place]]
            at = place
        return "".join([*pieces, escape(self._text[at:end])])


def _numbers(quantities: pd.DataFrame, language: str) -> list[_Span]:
    spans, at = [], 0
    for row in quantities.sort_values(["start", "end"]).itertuples():
        if row.start < at:
            continue
        at = row.end
        said = [
            tell(f"page.status.{row.status}", language),
            row.indicator,
            " ".join(word for word in (row.bound, row.bound_word) if isinstance(word, str)),
            row.modality,
            None if pd.isna(row.year) else str(row.year),
            row.rule,
        ]
        note = escape(" · ".join(word for word in said if isinstance(word, str) and word))
        opening = f'<a class="n {row.status}" href="#t-{row.start}-{row.end}" data-note="{note}">'
        spans.append(_Span(int(row.start), int(row.end), opening, "</a>"))
    return spans


def _repairs(report: Report, language: str) -> list[_Span]:
    spans, at = [], 0
    repairs = report.repairs
    for row in repairs[repairs["certainty"] != "certain"].sort_values(["start", "end"]).itertuples():
        if row.start < at or row.end == row.start:
            continue
        at = row.end
        note = escape(f"{tell(f'page.repair.{row.certainty}', language)} · {row.rule} · {row.before} → {row.after}")
        slight = "" if any(map(str.isalnum, row.before + row.after)) or row.certainty == "unknown" else " slight"
        opening = f'<span class="repair {row.certainty}{slight}" data-note="{note}">'
        spans.append(_Span(int(row.start), int(row.end), opening, "</span>"))
    return spans


def place_name(report: Report, start: int) -> str:
    """Say where in the report an offset stands, as one would cite it: chapter, section.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> place_name(report, int(report.sections["start"][0]) + 60)
    '2023年工作回顾 › 全力拼经济稳增长，经济发展动能持续增强'
    """
    names = []
    for table in (report.parts, report.sections):
        inside = table[(table["start"] <= start) & (start < table["end"])].dropna(subset="heading")
        names += inside["heading"].tail(1).tolist()
    return " › ".join(names)
