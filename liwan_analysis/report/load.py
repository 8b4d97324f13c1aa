"""From a file to a `Report`: read, restore, take page furniture away, find the structure, place the repairs."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import re
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from liwan_analysis.report.model import TABLES, Report
from liwan_analysis.report.page import DATE, PLACE, PUBLISHED, Kept, Page
from liwan_analysis.report.source import ReportError, Source, read_source
from liwan_analysis.report.structure import Structure, find_structure

if TYPE_CHECKING:
    from liwan_analysis.restoration.steps import Restoration, Step

__all__ = ["PREPARED_VARIABLE", "load_report", "seed_path"]

PREPARED_VARIABLE = "LIWAN_ANALYSIS_PREPARED"
"""`liwan-analysis run` loads a report once and tells its notebooks by this variable where it left it for them."""


def seed_path() -> Path:
    """Give the path of the report that comes with the package: 荔湾区, February 2024."""
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "seeds", here.parent / "seeds"):
        if folder.is_dir():
            return folder / "liwan-2024.txt"
    raise ReportError("seeds: the folder with the report is missing; install the package again")


def load_report(path: str | Path | None = None) -> Report:
    """Load a report: read, restore, take page furniture away, find its structure.

    >>> load_report()
    <Report 2024年政府工作报告 · 广州市荔湾区 · ... characters · sha256 02d6b94a>

    `path` is a text file or a saved web page in UTF-8, GB18030, Big5 or UTF-16; without one, the report in seeds/.
    Nothing is guessed: what a report does not have is None or an empty table, with a sentence in `notes`.
    Raises `ReportError`, in one line, for what is missing, empty, binary, not Chinese, or a page that is no report.
    """
    raw, source = read_source(seed_path() if path is None else path)
    prepared = os.environ.get(PREPARED_VARIABLE)
    if prepared:
        known: Report = pickle.loads(Path(prepared).read_bytes())
        if known.source.sha256 == source.sha256:
            return replace(known, source=source)
    return _read_report(raw, source)


def _read_report(raw: str, source: Source) -> Report:
    from liwan_analysis.restoration.rules import restore, simplify_page

    restoration = restore(raw)
    if not restoration.steps:
        restoration = simplify_page(raw)
    page = Page(restoration.text)
    if source.format in ("html", "mhtml") and not page.looks_like_report:
        raise ReportError(
            f"{source.path}: this page holds no work report (no title, no 各位代表, no 一、…); save its own page"
        )
    kept = page.keep()
    text = "\n".join(kept.paragraphs)
    if not text:
        raise ReportError(f"{source.path}: nothing but page furniture was found; give the page with the report's text")
    meeting = " ".join(kept.meeting)
    delivered = _read_date(DATE.search(meeting))
    title_years = [int(year) for year in re.findall(r"((?:19|20)\d\d)年", kept.title or "")]
    found = find_structure(text, max(title_years) if title_years else (delivered.year if delivered else None))
    repairs = _place_repairs(restoration, kept)
    details = {
        "title": kept.title,
        "place": _find_place(meeting, kept, text),
        "speaker": kept.speaker,
        "delivered": delivered,
        "published": _read_date(PUBLISHED.search(page.text[: kept.body_start])),
        "review_year": found.review_year,
        "plan_year": found.plan_year,
    }
    notes = [f"{_LABELS[name]} was not found." for name, value in details.items() if value is None] + found.notes
    n_unknown = int((repairs["certainty"] == "unknown").sum())
    if n_unknown:
        notes.append(f"{n_unknown} place(s) could not be restored and show as □; see repairs.")
    tables = _make_tables(text, found) | {"repairs": repairs}
    return Report(
        text=text,
        source=source,
        notes=tuple(notes),
        problems=found.problems,
        headline=found.headline,
        _tables=tables,
        **details,  # type: ignore[arg-type]
    )


_LABELS = {
    "title": "The title",
    "place": "The place",
    "speaker": "The speaker",
    "delivered": "The date of delivery",
    "published": "The date of publication",
    "review_year": "The year looked back on",
    "plan_year": "The year planned for",
}


def _find_place(meeting: str, kept: Kept, text: str) -> str | None:
    joined = re.sub(r"\s", "", meeting)
    match = PLACE.search(joined)
    if match:
        return "全国" if match[2] and not match[1] else match[1] or None
    match = re.search(r"我代表([\u4e00-\u9fff]{2,20}?)(?:人民政府|，|向)", text[:600])
    if match and match[1] == "国务院":
        return "全国"
    if match and len(match[1]) > 2 and match[1][-1] in "省市区县州旗":
        return match[1]
    match = re.match(
        r"(?:(?:19|20)\d\d年)?([\u4e00-\u9fff]{2,15}?[省市区县州旗])(?:(?:19|20)\d\d年)?(?:人民)?政府工作报告",
        kept.title or "",
    )
    return match[1] if match else None


def _read_date(match: re.Match[str] | None) -> dt.date | None:
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _place_repairs(restoration: Restoration, kept: Kept) -> pd.DataFrame:
    """Give each step its place in the report's text; steps in lines that were taken out go with those lines."""
    to_raw = _RawOffsets(restoration.steps)
    page_starts = [piece.page_start for piece in kept.pieces]
    rows: list[tuple[object, ...]] = []
    for step in restoration.steps:
        page_start = restoration.locate(step.raw_start)
        at = bisect_right(page_starts, page_start) - 1
        if at < 0 or page_start > kept.pieces[at].page_end:
            continue
        start = kept.pieces[at].start + page_start - kept.pieces[at].page_start
        end = min(start + len(step.after), kept.length)
        content = (step.before, step.after, step.certainty, step.evidence)
        rows.append((step.rule, step.raw_start, step.raw_end, *content, start, end))
    for removal in kept.removed:
        raw = (to_raw(removal.page_start), to_raw(removal.page_end))
        rows.append((removal.rule, *raw, removal.before, "", "certain", removal.evidence, removal.start, removal.start))
    table = pd.DataFrame(rows, columns=TABLES["repairs"])
    return table.sort_values(["raw_start", "raw_end"], kind="stable", ignore_index=True)


class _RawOffsets:
    """From an offset in the restored page back to the raw text."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.page_ends: list[int] = [0]
        self.raw_ends: list[int] = [0]
        shift = 0
        for step in steps:
            shift += len(step.after) - (step.raw_end - step.raw_start)
            self.page_ends.append(step.raw_end + shift)
            self.raw_ends.append(step.raw_end)

    def __call__(self, page_offset: int) -> int:
        at = bisect_right(self.page_ends, page_offset) - 1
        return self.raw_ends[at] + page_offset - self.page_ends[at]


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
