"""How a report is built: parts, chapters, sections, blocks, sentences and glossary, each with its place.

Everything here reads one string, a paragraph a line, and gives spans of it; nothing is changed. Where something is not
there, its table is empty and `notes` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, read_ordinal
from liwan_analysis.report.sentences import ADDRESS, headings_of, split_sentences

__all__ = ["Block", "Chapter", "Entry", "Section", "Sentence", "Structure", "find_structure"]

CHAPTER = re.compile(rf"^([{ORDINAL_DIGITS}]{{1,3}})、\s*([^。！？；]{{2,45}})$")
SECTION = re.compile(rf"^[（(]([{ORDINAL_DIGITS}]{{1,3}})[）)]\s*")
GLOSSARY = re.compile(
    r"^(?:附件?\d*[：:]?)?(?:《?政府工作报告》?|报告|有关|部分|相关|名词)*(?:名词解释|名词注释|用语说明|注释)"
)
ATTACHMENT = re.compile(r"^附件?\s*\d*\s*[：:]?$")
ENTRY = re.compile(r"^(?:[〔\[（(]?(\d{1,3})[〕\]）)]?)\s*[.．、:：]?\s*(?=\D)")
ASIDE = re.compile(
    r"^(?:此外|与此同时|同时，我们|(?:在)?(?:充分)?(?:看到|肯定)成绩|我们也清醒|(?:上述|这些)成绩|[一二三四五]年来|过去[一二三四五]?年)"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
LOOKING_BACK = re.compile(r"回顾|成就|成绩|总结|取得|迈上|发展历程|过去")
LOOKING_AHEAD = re.compile(
    r"工作安排|工作任务|重点工作|主要工作|工作重点|总体要求|目标任务|主要目标|主要考虑|重大举措|今后|未来|今年|努力|奋力|全力"
)
PROBLEMS = re.compile(r"(?:成绩|同时|清醒|认识|看到|面临|存在).{0,30}(?:问题|困难|挑战|不足|短板|差距)")
HEADLINE = re.compile(r"(?:主要)?(?:预期|发展|工作)?目标(?:任务)?(?:建议)?(?:为|是)?[：:]|主要预期目标(?:为|是|如下)?")


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a heading line; `start` and `end` are offsets into the report's text."""

    start: int
    end: int
    is_heading: bool = False


@dataclass(frozen=True)
class Chapter:
    """A part under a heading such as 一、2023年工作回顾."""

    part: str
    heading: str | None
    start: int
    end: int


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


@dataclass(frozen=True)
class Entry:
    """A term explained in the glossary."""

    number: int
    term: str
    definition: str
    start: int
    end: int


@dataclass
class Structure:
    """All that was found in one text."""

    chapters: list[Chapter] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    glossary: list[Entry] = field(default_factory=list)
    problems: tuple[int, int] | None = None
    headline: tuple[int, int] | None = None
    review_year: int | None = None
    plan_year: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield _Line(start, line)
        start += len(line) + 1


def find_structure(text: str, title_year: int | None = None) -> Structure:
    """Find parts, sections, blocks, sentences and glossary of a report's text (a paragraph a line).

    `title_year` is the year of the title or of the meeting: the year that is planned for.
    """
    found = Structure()
    lines = list(_lines(text))
    body, glossary_lines = _part_glossary(lines)
    _find_chapters(found, body, len(text) if not glossary_lines else glossary_lines[0].start - 1, title_year)
    if glossary_lines:
        found.chapters.append(Chapter("glossary", glossary_lines[0].text, glossary_lines[0].start, len(text)))
        found.glossary = list(_find_entries(text, glossary_lines))
    else:
        found.notes.append("No glossary (名词解释) was found.")
    _find_sections(found, lines)
    _find_blocks(found, lines)
    found.problems = _find_problems(found, lines)
    if found.problems is None:
        found.notes.append("No paragraph on problems (困难和问题) was found in the review.")
    found.headline = _find_headline(found, lines)
    if found.headline is None:
        found.notes.append("No paragraph of headline targets (主要预期目标) was found in the plan.")
    return found


def _part_glossary(lines: list[_Line]) -> tuple[list[_Line], list[_Line]]:
    for i, line in enumerate(lines):
        if i > 0 and len(line.text) < 30 and GLOSSARY.match(line.text):
            begin = i - 1 if ATTACHMENT.match(lines[i - 1].text) else i
            return lines[:begin], lines[begin:]
    return lines, []


def _find_entries(text: str, lines: list[_Line]) -> Iterator[Entry]:
    expected = 1
    open_entry: tuple[int, int, int] | None = None
    for line in lines:
        match = ENTRY.match(line.text)
        if match and int(match[1]) == expected:
            if open_entry:
                yield _read_entry(text, *open_entry)
            open_entry = (expected, line.start, line.end)
            expected += 1
        elif open_entry:
            open_entry = (open_entry[0], open_entry[1], line.end)
    if open_entry:
        yield _read_entry(text, *open_entry)


def _read_entry(text: str, number: int, start: int, end: int) -> Entry:
    content = text[start:end]
    match = ENTRY.match(content)
    content = content[match.end() :] if match else content
    term, mark, definition = (
        re.split(r"(：|:|——|，是指|是指|指)", content, maxsplit=1)
        if re.search(r"：|:|——|指", content)
        else (content, "", "")
    )
    if mark.endswith("指"):
        definition = mark.lstrip("，") + definition
    return Entry(number, term.strip(" 【】[]"), definition.strip(), start, end)


def _find_chapters(found: Structure, lines: list[_Line], end: int, title_year: int | None) -> None:
    """Part the body into front, chapters and closing, and decide which chapters look back and which ahead."""
    heads = _chapter_lines(lines)
    found.plan_year = title_year or _plan_year([heading for _, heading in heads])
    if not lines:
        return
    if not heads:
        found.chapters.append(Chapter("front", None, lines[0].start, end))
        found.notes.append("No chapters (一、…) were found, so review and plan cannot be told apart.")
        return
    if heads[0][0].start > lines[0].start:
        found.chapters.append(Chapter("front", None, lines[0].start, heads[0][0].start - 1))
    closing = _find_closing(lines, heads[-1][0].start)
    last_end = closing.start - 1 if closing else end
    ends = [head.start - 1 for head, _ in heads[1:]] + [last_end]
    part = "review"
    for (head, heading), chapter_end in zip(heads, ends, strict=True):
        part = _part_of(heading, found.plan_year, part, is_first=head is heads[0][0])
        found.chapters.append(Chapter(part, heading, head.start, chapter_end))
    if closing:
        found.chapters.append(Chapter("closing", None, closing.start, end))
    else:
        found.notes.append("No closing address (各位代表！…) was found.")
    parts = [chapter.part for chapter in found.chapters]
    found.notes.extend(f"No {part} was found." for part in ("review", "plan") if part not in parts)
    back = [int(y) for c in found.chapters if c.part == "review" and c.heading for y in YEAR.findall(c.heading)]
    if "review" in parts:
        found.review_year = max(back) if back else (found.plan_year - 1 if found.plan_year else None)
    if found.plan_year is None:
        found.notes.append("The year that is planned for is stated neither in the title nor in a heading.")


def _plan_year(headings: list[str]) -> int | None:
    """Read the year planned for from chapter headings: that of a plan, or the year after one looked back on."""
    years = [
        int(year) + (1 if LOOKING_BACK.search(heading) and not LOOKING_AHEAD.search(heading) else 0)
        for heading in headings
        for year in YEAR.findall(heading)
    ]
    return max(years, default=None)


def _chapter_lines(lines: list[_Line]) -> list[tuple[_Line, str]]:
    heads: list[tuple[_Line, str]] = []
    for line in lines:
        match = CHAPTER.match(line.text)
        if match and read_ordinal(match[1]) == len(heads) + 1:
            heads.append((line, match[2].strip()))
    return heads


def _part_of(heading: str, plan_year: int | None, before: str, *, is_first: bool) -> str:
    """Say whether a chapter looks back or ahead: by its years first, then by its words, then by its place."""
    years = [int(year) for year in YEAR.findall(heading)]
    if plan_year and years and max(years) >= plan_year:
        return "plan"
    if (plan_year and years) or (LOOKING_BACK.search(heading) and not LOOKING_AHEAD.search(heading)):
        return "review"
    if is_first:
        return "review" if LOOKING_BACK.search(heading) or not LOOKING_AHEAD.search(heading) else "plan"
    return "plan" if before == "plan" or LOOKING_AHEAD.search(heading) or not LOOKING_BACK.search(heading) else "review"


def _find_closing(lines: list[_Line], after: int) -> _Line | None:
    """The last address opens the closing, where no section and at most three paragraphs follow it."""
    for i in range(len(lines) - 1, max(len(lines) - 5, -1), -1):
        if lines[i].start > after and ADDRESS.match(lines[i].text):
            return lines[i]
        if SECTION.match(lines[i].text):
            return None
    return None


def _part_at(found: Structure, position: int) -> str:
    return next((c.part for c in found.chapters if c.start <= position < c.end), "front")


def _find_sections(found: Structure, lines: list[_Line]) -> None:
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


def _find_blocks(found: Structure, lines: list[_Line]) -> None:
    """Cut every line into sentences, and gather them into blocks under their run-in headings."""
    entries = {entry.start: entry for entry in found.glossary}
    sections = {section.start: section for section in found.sections}
    headings = {chapter.start for chapter in found.chapters if chapter.heading}
    section: Section | None = None
    open_heading = False
    for line in lines:
        part = _part_at(found, line.start)
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
            opens = section.heading if section and section.start == line.start else None
            found_here = headings_of(line.text, opens, shares_paragraph=is_only)
            starts = {line.start + at: heading for at, heading in found_here.items()}
            marks = {at for at, heading in starts.items() if heading is not None}
        if open_heading and starts.get(line.start) is None and found.blocks:
            starts.pop(line.start, None)
        _open_blocks(found, starts, part, section, line)
        found.sentences.extend(Sentence(a, b, a in marks) for a, b in spans)
        open_heading = bool(marks) and max(marks) == spans[-1][0] and line.start not in headings


def _open_blocks(
    found: Structure, starts: dict[int, str | None], part: str, section: Section | None, line: _Line
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


def _find_problems(found: Structure, lines: list[_Line]) -> tuple[int, int] | None:
    """Give the paragraph that names problems: the last of the review that opens with them."""
    naming = [line for line in lines if _part_at(found, line.start) == "review" and PROBLEMS.search(line.text[:60])]
    return (naming[-1].start, naming[-1].end) if naming else None


def _find_headline(found: Structure, lines: list[_Line]) -> tuple[int, int] | None:
    """The stretch that states the year's headline targets: from the sentence that names them to the paragraph's end."""
    best: tuple[int, int, int] | None = None
    for line in lines:
        if _part_at(found, line.start) != "plan":
            continue
        for a, _ in split_sentences(line.text):
            sentence = line.text[a:]
            match = HEADLINE.search(sentence[:90])
            if not match or ("预期目标" not in sentence[:90] and "主要目标" not in sentence[:90]):
                continue
            opening = sentence[: match.end()]
            score = (
                2 * ("预期目标" in opening)
                + ("：" in opening)
                + ("今年" in opening or str(found.plan_year) in opening)
                - 3 * ("五”时期" in opening)
            )
            score += min(len(re.findall(r"\d", sentence)), 3)
            if best is None or score > best[0]:
                best = (score, line.start + a, line.end)
            break
    return best[1:] if best and best[0] > 1 else None
