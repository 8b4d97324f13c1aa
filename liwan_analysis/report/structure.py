"""How a report is built: parts, chapters, sections, blocks, sentences and glossary, each with its place.

Everything here reads one string, a paragraph a line, and gives spans of it; nothing is changed. Where something is not
there, its table is empty and `notes` says so.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import pairwise

from liwan_analysis.lexicons.numerals import read_ordinal
from liwan_analysis.report.chapters import (
    LOOKING_BACK,
    Chapter,
    Line,
    find_heads,
    make_chapters,
    part_at,
    part_attachments,
    read_lines,
    years_in,
)
from liwan_analysis.report.glossary import Entry, find_entries
from liwan_analysis.report.lines import SECTION
from liwan_analysis.report.passages import find_headline, find_problems
from liwan_analysis.report.sentences import ADDRESS, headings_of, split_sentences
from liwan_analysis.report.years import Clue, find_plan_year

__all__ = ["Block", "Section", "Sentence", "Structure", "find_structure"]

ASIDE = re.compile(
    r"^(?:此外|与此同时|同时，我们|(?:在)?(?:充分)?(?:看到|肯定)成绩|我们也清醒|(?:上述|这些)成绩|[一二三四五]年来|过去[一二三四五]?年)"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a heading line; `start` and `end` are offsets into the report's text."""

    start: int
    end: int
    is_heading: bool = False


@dataclass(frozen=True)
class Section:
    """A numbered section （一）…; `number` is the one the text gives, `section_id` runs through its part."""

    section_id: str
    part: str
    number: int
    heading: str
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A run-in heading and what follows it, or a paragraph without one."""

    block_id: str
    part: str
    section_id: str | None
    heading: str | None
    start: int
    end: int


@dataclass
class Structure:
    """All that was found in one text; `year` is the year planned for, with where it was found."""

    chapters: list[Chapter] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    glossary: list[Entry] = field(default_factory=list)
    problems: tuple[int, int] | None = None
    headline: tuple[int, int] | None = None
    review_year: int | None = None
    year: Clue | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def plan_year(self) -> int | None:
        """The year planned for."""
        return int(self.year.value) if self.year else None


def find_structure(
    text: str,
    year: int | None = None,
    *,
    title: str | None = None,
    delivered: dt.date | None = None,
    path: str = "",
) -> Structure:
    """Find parts, sections, blocks, sentences and glossary of a report's text (a paragraph a line).

    `year` is the year planned for, where the reader knows it; else it is found in `title`, `delivered`, the text and
    the file's `path`, see `years`.
    """
    found = Structure()
    lines = read_lines(text)
    body, attached = part_attachments(lines)
    heads = find_heads(body)
    found.year = Clue(str(year), "the reader") if year else find_plan_year(title, delivered, heads, body, path)
    body_end = attached[0].lines[0].start - 1 if attached else len(text)
    found.chapters, found.notes = make_chapters(body, heads, body_end, found.plan_year)
    for k, piece in enumerate(attached):
        end = attached[k + 1].lines[0].start - 1 if k + 1 < len(attached) else len(text)
        first = piece.lines[0]
        looks_back = any(LOOKING_BACK.search(line.text) for line in piece.lines[:2])
        part = "glossary" if piece.is_glossary else "review" if looks_back else "plan"
        found.chapters.append(Chapter(part, first.text, first.start, end))
        if piece.is_glossary:
            found.glossary += find_entries(text, piece.lines)
    found.review_year = _review_year(found)
    _find_sections(found, lines)
    _find_blocks(found, lines)
    found.problems = find_problems(found.chapters, lines)
    found.headline = find_headline(found.chapters, body, found.plan_year)
    found.notes += [
        note
        for note, is_missing in (
            ("No glossary (名词解释) was found.", not any(chapter.part == "glossary" for chapter in found.chapters)),
            ("No paragraph on problems (困难和问题) was found in the review.", found.problems is None),
            ("No paragraph of headline targets (主要预期目标) was found in the plan.", found.headline is None),
        )
        if is_missing
    ]
    return found


def _review_year(found: Structure) -> int | None:
    """The last year that a chapter of the review names, before the year planned for; else the year before that."""
    review = [chapter for chapter in found.chapters if chapter.part == "review"]
    if not review:
        return None
    limit = found.plan_year or 9999
    named = [year for chapter in review for year in years_in(chapter.heading or "") if year < limit]
    return max(named, default=found.plan_year - 1 if found.plan_year else None)


def _find_sections(found: Structure, lines: list[Line]) -> None:
    counters: dict[str, int] = {}
    for chapter in found.chapters:
        if chapter.part not in ("review", "plan"):
            continue
        inside = [line for line in lines if chapter.start <= line.start < chapter.end]
        heads = [i for i, line in enumerate(inside) if SECTION.match(line.text)]
        gaps = [b - a for a, b in pairwise(heads)]
        for k, i in enumerate(heads):
            limit = heads[k + 1] if k + 1 < len(heads) else len(inside)
            if k + 1 == len(heads) and gaps and max(gaps) == 1:
                limit = i + 1
            stop = next(
                (j for j in range(i + 1, limit) if ADDRESS.match(inside[j].text) or ASIDE.match(inside[j].text)), limit
            )
            counters[chapter.part] = counters.get(chapter.part, 0) + 1
            match = SECTION.match(inside[i].text)
            assert match is not None
            first = split_sentences(inside[i].text)[0]
            heading = inside[i].text[match.end() : first[1]].rstrip("。")
            found.sections.append(
                Section(
                    f"{chapter.part}-{counters[chapter.part]:02d}",
                    chapter.part,
                    read_ordinal(match[1]) or counters[chapter.part],
                    heading,
                    inside[i].start,
                    inside[stop - 1].end,
                )
            )


def _find_blocks(found: Structure, lines: list[Line]) -> None:
    """Cut every line into sentences, and gather them into blocks under their run-in headings."""
    entries = {entry.start: entry for entry in found.glossary}
    sections = {section.start: section for section in found.sections}
    headings = {chapter.start for chapter in found.chapters if chapter.heading}
    section: Section | None = None
    open_heading = False
    for line in lines:
        part = part_at(found.chapters, line.start)
        if line.start in sections:
            section = sections[line.start]
        elif section and line.start >= section.end:
            section = None
        spans = [(line.start + a, line.start + b) for a, b in split_sentences(line.text)]
        is_only = section is not None and section.start == line.start and section.end == line.end
        if part == "glossary":
            starts = {line.start: entries[line.start].term if line.start in entries else None}
            marks = {line.start} if line.start in headings else set()
        elif line.start in headings or part == "front":
            starts = {line.start: line.text if line.start in headings else None}
            marks = {line.start} if line.start in headings else set()
        else:
            is_section = section is not None and section.start == line.start
            opens = section.heading if section and is_section else _subheading(line, part)
            found_here = headings_of(line.text, opens, shares_paragraph=is_only)
            starts = {line.start + at: heading for at, heading in found_here.items()}
            marks = {a for a, b in spans if _is_all(line.text[a - line.start : b - line.start], starts.get(a))}
        if open_heading and starts.get(line.start) is None and found.blocks:
            starts.pop(line.start, None)
        _open_blocks(found, starts, part, section, line)
        found.sentences.extend(Sentence(a, b, a in marks) for a, b in spans)
        open_heading = bool(marks) and max(marks) == spans[-1][0] and line.start not in headings


def _subheading(line: Line, part: str) -> str | None:
    """A line of a chapter that names what follows, without number and mark: 五年来，外交工作开创新局面."""
    is_name = (
        4 <= len(line.text) <= 45 and re.search(r"[\u4e00-\u9fff”]$", line.text) and not re.search(r"\d", line.text)
    )
    return line.text if is_name and not ADDRESS.match(line.text) else None


def _is_all(sentence: str, heading: str | None) -> bool:
    """Say whether a sentence is a heading and nothing else."""
    return heading is not None and sentence.rstrip("。：；").endswith(heading)


def _open_blocks(
    found: Structure, starts: dict[int, str | None], part: str, section: Section | None, line: Line
) -> None:
    for a, heading in sorted(starts.items()):
        found.blocks.append(
            Block(f"b{len(found.blocks) + 1:03d}", part, section.section_id if section else None, heading, a, line.end)
        )
        if len(found.blocks) > 1 and found.blocks[-2].end > a:
            before = found.blocks[-2]
            found.blocks[-2] = Block(before.block_id, before.part, before.section_id, before.heading, before.start, a)
    if not starts and found.blocks:
        before = found.blocks[-1]
        found.blocks[-1] = Block(
            before.block_id, before.part, before.section_id, before.heading, before.start, line.end
        )
