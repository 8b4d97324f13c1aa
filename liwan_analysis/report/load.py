"""From a file to a `Report`: read, restore, take page furniture away, find the structure, place the repairs."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

import pandas as pd

from liwan_analysis.report.layout import lay_out
from liwan_analysis.report.lines import PUBLISHED
from liwan_analysis.report.model import TABLES, Report
from liwan_analysis.report.page import Kept, Page
from liwan_analysis.report.readable import count_han, refuse_unreadable
from liwan_analysis.report.repairs import place_repairs
from liwan_analysis.report.source import ReportError, Source, read_source
from liwan_analysis.report.structure import Structure, find_structure
from liwan_analysis.report.years import Clue, find_place, read_date, year_of_path

__all__ = ["load_report", "parse_report", "read_report", "seed_path"]


def seed_path() -> Path:
    """Give the path of the report that comes with the package: 荔湾区, February 2024."""
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "seeds", here.parent / "seeds"):
        if folder.is_dir():
            return folder / "liwan-2024.txt"
    raise ReportError("seeds: the folder with the report is missing; install the package again")


def load_report(path: str | Path | None = None, place: str | None = None, year: int | None = None) -> Report:
    """Load a report: read, restore, take page furniture away, find its structure.

    >>> load_report()
    <Report 2024年政府工作报告 · 广州市荔湾区 · ... characters · sha256 02d6b94a>

    `path` is a text file or a saved web page in UTF-8, GB18030, Big5 or UTF-16; without one, the report in seeds/.
    `place` and `year` (the year planned for) are what the reader knows: they stand above what the file says.
    Nothing is guessed: what a report does not have is None or an empty table, with a sentence in `notes`.
    Raises `ReportError`, in one line, for what is missing, empty, binary, not Chinese, or a page that is no report.
    """
    raw, source = read_source(seed_path() if path is None else path)
    return read_report(raw, source, place, year)


def parse_report(text: str, place: str | None = None, year: int | None = None) -> Report:
    r"""Read a report from text in memory, as `load_report` does from a file.

    >>> report = parse_report("2025年某县政府工作报告\n各位代表：\n一、2024年工作回顾\n增长5%。", place="某县")
    >>> report.place, report.plan_year, list(report.parts["part"])
    ('某县', 2025, ['front', 'review'])

    Raises `ReportError` for text that is no Chinese report.
    """
    raw = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not re.search(r"[\u3400-\u9fff]", raw):
        raise ReportError("text: there are no Chinese characters in it; give a report in Chinese")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return read_report(raw, Source("text", digest, "utf_8", "text"), place, year)


@lru_cache(maxsize=4)  # a report cannot change: notebooks that share a process share it
def read_report(raw: str, source: Source, place: str | None, year: int | None) -> Report:
    """Read a report from its text and where that came from; `place` and `year` as in `load_report`."""
    from liwan_analysis.restoration.rules import restore, simplify_page

    restoration = restore(raw)
    if not restoration.steps:
        restoration = simplify_page(raw)
    refuse_unreadable(restoration, source.path)
    restoration = lay_out(raw, restoration)
    page = Page(restoration.text)
    if source.format in ("html", "mhtml") and not page.looks_like_report:
        raise ReportError(
            f"{source.path}: this page holds no work report (no title, no 各位代表, no 一、…); save its own page"
        )
    kept = page.keep()
    text = "\n".join(kept.paragraphs)
    if not text:
        raise ReportError(f"{source.path}: nothing but page furniture was found; give the page with the report's text")
    delivered = read_date(" ".join(kept.meeting))
    found = find_structure(text, year, title=kept.title, delivered=delivered, path=source.path)
    where = Clue(place, "the reader") if place else find_place(kept.title, kept.meeting, text, source.path)
    details = {
        "title": kept.title,
        "place": where.value if where else None,
        "speaker": kept.speaker,
        "delivered": delivered,
        "published": _read_published(page.text[: kept.body_start]),
        "review_year": found.review_year,
        "plan_year": found.plan_year,
    }
    repairs = place_repairs(restoration, kept, source.removed)
    notes = [f"{_LABELS[name]} was not found." for name, value in details.items() if value is None] + found.notes
    notes += _notes_on_origin(where, found.year, source.path) + _notes_on_losses(repairs, kept, text)
    return Report(
        text=text,
        source=source,
        notes=tuple(notes),
        problems=found.problems,
        headline=found.headline,
        _tables=_make_tables(text, found) | {"repairs": repairs},
        **details,  # type: ignore[arg-type]
    )


def _notes_on_origin(place: Clue | None, year: Clue | None, path: str) -> list[str]:
    """Say where place and year come from, and where the file's name says otherwise."""
    notes = []
    if year and year.origin != "the title":
        notes.append(f"The year planned for, {year.value}, is taken from {year.origin}.")
    if place and place.origin != "the meeting":
        notes.append(f"The place, {place.value}, is taken from {place.origin}.")
    in_name = year_of_path(path)
    if year and in_name and str(in_name) != year.value:
        notes.append(f"The file's name says {in_name}, but {year.origin} says {year.value}.")
    return notes


def _notes_on_losses(repairs: pd.DataFrame, kept: Kept, text: str) -> list[str]:
    notes = []
    n_unknown = int((repairs["certainty"] == "unknown").sum())
    if n_unknown:
        notes.append(
            f"{n_unknown} {'place' if n_unknown == 1 else 'places'} could not be restored and"
            f" {'shows' if n_unknown == 1 else 'show'} as □; see repairs."
        )
    n_han = kept.n_han_cut + count_han(text)
    if kept.n_han_cut > n_han / 10:
        share = kept.n_han_cut / n_han
        notes.append(
            f"{share:.0%} of the Chinese characters ({kept.n_han_cut:,} of {n_han:,}) were taken out as part of the "
            "page around the report; see repairs."
        )
    return notes


def _read_published(front: str) -> dt.date | None:
    match = PUBLISHED.search(front)
    return read_date(match[0]) if match else None


_LABELS = {
    "title": "The title",
    "place": "The place",
    "speaker": "The speaker",
    "delivered": "The date of delivery",
    "published": "The date of publication",
    "review_year": "The year looked back on",
    "plan_year": "The year planned for",
}


def _make_tables(text: str, found: Structure) -> dict[str, pd.DataFrame]:
    parts = pd.DataFrame([(c.part, c.heading, c.start, c.end) for c in found.chapters], columns=TABLES["parts"])
    sections = pd.DataFrame(
        [(s.section_id, s.part, s.number, s.heading, s.start, s.end) for s in found.sections],
        columns=TABLES["sections"],
    )
    blocks = pd.DataFrame(
        [(b.block_id, b.part, b.section_id, b.heading, b.start, b.end) for b in found.blocks], columns=TABLES["blocks"]
    )
    glossary = pd.DataFrame(
        [(e.number, e.term, e.definition, e.start, e.end) for e in found.glossary], columns=TABLES["glossary"]
    )
    block_starts = [block.start for block in found.blocks]
    rows = []
    for number, sentence in enumerate(found.sentences):
        block = found.blocks[bisect_right(block_starts, sentence.start) - 1]
        content = text[sentence.start : sentence.end]
        rows.append(
            (
                number,
                block.block_id,
                block.section_id,
                block.part,
                sentence.is_heading,
                sentence.start,
                sentence.end,
                content,
            )
        )
    sentences = pd.DataFrame(rows, columns=TABLES["sentences"])
    return {"parts": parts, "sections": sections, "blocks": blocks, "sentences": sentences, "glossary": glossary}
