"""The parts of a report: which chapters look back, which ahead, and what is attached.

Chapters are found by their headings: numbered (一、2023年工作回顾), or named without a number (“十四五”时期工作回顾).
Where there are none, a sentence may stand in their place (首先，报告去年的工作), and at last the paragraph in which the
aims of the year begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from liwan_analysis.lexicons.numerals import YEAR_DIGITS, read_ordinal
from liwan_analysis.report.lines import ATTACHMENT, CHAPTER, GLOSSARY, SECTION, is_bare_heading
from liwan_analysis.report.sentences import ADDRESS, split_sentences

__all__ = [
    "Attachment",
    "Chapter",
    "Head",
    "Line",
    "find_heads",
    "make_chapters",
    "part_at",
    "part_attachments",
    "read_lines",
    "years_in",
]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年|((?:一九|二[〇○零])[〇○零一二三四五六七八九]{2})年")
LOOKING_BACK = re.compile(r"回顾|成就|成绩|总结|取得|迈上|发展历程|过去|去年")
LOOKING_AHEAD = re.compile(
    r"工作安排|工作任务|重点工作|主要工作|工作重点|总体要求|目标任务|主要目标|主要考虑|重大举措|今后|未来|今年|努力|奋力|全力"
)
_SPOKEN = re.compile(
    r"^(?:各位代表[！，：])?(?:首先|下面|其次|接下来|现在|第[一二]),?，?(?:由?我)?(?:向?(?:大会|各位代表))?(?:作?(?:报告|汇报)|讲|谈|就)"
    r"[^。；]{0,40}(?:工作|情况|任务|安排|意见|建议|打算)[^。；]{0,12}[。：]"
)
"""首先，报告去年的工作。 下面，我报告2025年工作安排。"""
_AIMS = (
    r"(?:今年|明年|新的一年|{year}年)[^。；]{{0,60}}?(?:总体要求|总的要求|总要求|总体思路|指导思想|工作思路|基本思路|"
    r"预期目标|主要目标|奋斗目标|工作重点|重点工作|主要任务)"
)
"""今年政府工作总的要求是, 2026年经济社会发展主要预期目标: with these words a plan begins."""


@dataclass(frozen=True)
class Line:
    """A paragraph, and where it begins in the report's text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Chapter:
    """A part under a heading such as 一、2023年工作回顾."""

    part: str
    heading: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Head:
    """Where a chapter begins; `words` say what it is about, `heading` is None where no line of its own names it."""

    line: Line
    words: str
    heading: str | None


@dataclass(frozen=True)
class Attachment:
    """What stands behind the report under a heading of its own."""

    lines: list[Line]
    is_glossary: bool


def years_in(text: str) -> list[int]:
    """Give the years that a text names, in digits or as reports before 2000 write them.

    >>> years_in("一、一九九七年工作回顾和1998年工作安排")
    [1997, 1998]
    """
    return [int(digits or numerals.translate(YEAR_DIGITS)) for digits, numerals in _YEAR.findall(text)]


def read_lines(text: str) -> list[Line]:
    """Give the paragraphs that hold anything."""
    return list(_read_lines(text))


def _read_lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield Line(start, line)
        start += len(line) + 1


def part_at(chapters: list[Chapter], position: int) -> str:
    """Give the part that a place in the text belongs to."""
    return next((chapter.part for chapter in chapters if chapter.start <= position < chapter.end), "front")


def part_attachments(lines: list[Line]) -> tuple[list[Line], list[Attachment]]:
    """Part what is attached (名词解释, 民生实事) from the report."""
    begins: list[int] = []
    for i, line in enumerate(lines):
        is_glossary = len(line.text) < 30 and bool(GLOSSARY.match(line.text))
        follows_mark = bool(begins) and begins[-1] == i - 1 and bool(ATTACHMENT.match(lines[i - 1].text))
        if i > 0 and (is_glossary or ATTACHMENT.match(line.text)) and not follows_mark:
            begins.append(i)
    if not begins:
        return lines, []
    ends = [*begins[1:], len(lines)]
    pieces = [lines[a:b] for a, b in zip(begins, ends, strict=True)]
    return lines[: begins[0]], [
        Attachment(piece, any(len(line.text) < 30 and GLOSSARY.match(line.text) for line in piece[:2]))
        for piece in pieces
    ]


def find_heads(lines: list[Line]) -> list[Head]:
    """Find where chapters begin, by headings with numbers and without, else by sentences that announce them."""
    numbered = _numbered_heads(lines)
    bare = [Head(line, line.text, line.text) for line in lines if is_bare_heading(line.text)]
    looks = {_looks_ahead(head.words) for head in bare}
    is_frame = len(looks) == 2 and (not numbered or bare[0].line.start < numbered[0].line.start)
    heads = numbered + bare if is_frame or not numbered else numbered
    if heads:
        return sorted(heads, key=lambda head: head.line.start)
    return [head for line in lines if (head := _spoken_head(line))]


def _numbered_heads(lines: list[Line]) -> list[Head]:
    """一、 to the last number; one heading may be missing, and a text that was cut may begin at 二、."""
    found: list[Head] = []
    last = 0
    for line in lines:
        match = CHAPTER.match(line.text)
        number = (read_ordinal(match[1] or match[3]) or 0) if match else 0
        if match and (number in (last + 1, last + 2) or (last == 0 and number == 3)):
            words = (match[2] or match[4]).strip()
            found.append(Head(line, words, words))
            last = number
    return found


def _spoken_head(line: Line) -> Head | None:
    match = _SPOKEN.match(line.text)
    if not match or not (LOOKING_BACK.search(match[0]) or LOOKING_AHEAD.search(match[0]) or years_in(match[0])):
        return None
    if _looks_ahead(match[0]) is None or (LOOKING_BACK.search(match[0]) and LOOKING_AHEAD.search(match[0])):
        return None
    return Head(line, match[0].rstrip("。："), line.text.rstrip("。：") if match.end() == len(line.text) else None)


def _looks_ahead(words: str) -> bool | None:
    if LOOKING_AHEAD.search(words) and not re.search(r"回顾|成就|总结", words):
        return True
    return False if LOOKING_BACK.search(words) else None


def make_chapters(
    lines: list[Line], heads: list[Head], end: int, plan_year: int | None
) -> tuple[list[Chapter], list[str]]:
    """Part the body into front, chapters and closing; with what could not be found, in sentences."""
    if not lines:
        return [], []
    notes: list[str] = []
    if not heads:
        notes.append("No chapters (一、…) were found, so review and plan cannot be told apart.")
        heads = _heads_by_aims(lines, plan_year)
        if not heads:
            return [Chapter("front", None, lines[0].start, end)], notes
        notes = ["No chapters (一、…) were found; the plan is taken to begin where the aims of the year are named."]
    chapters: list[Chapter] = []
    if heads[0].line.start > lines[0].start:
        chapters.append(Chapter("front", None, lines[0].start, heads[0].line.start - 1))
    closing = _find_closing(lines, heads[-1].line.start)
    ends = [head.line.start - 1 for head in heads[1:]] + [closing.start - 1 if closing else end]
    part = "review"
    for head, chapter_end in zip(heads, ends, strict=True):
        part = _part_of(head.words, plan_year, part, is_first=head is heads[0])
        chapters.append(Chapter(part, head.heading, head.line.start, chapter_end))
    chapters = _split_mixed(chapters, lines, plan_year)
    if closing:
        chapters.append(Chapter("closing", None, closing.start, end))
    else:
        notes.append("No closing address (各位代表！…) was found.")
    parts = {chapter.part for chapter in chapters}
    return chapters, notes + [f"No {part} was found." for part in ("review", "plan") if part not in parts]


def _part_of(words: str, plan_year: int | None, before: str, *, is_first: bool) -> str:
    """Say whether a chapter looks back or ahead: by its years first, then by its words, then by its place."""
    years = years_in(words)
    if plan_year and years and max(years) >= plan_year:
        return "plan"
    if (plan_year and years) or (LOOKING_BACK.search(words) and not LOOKING_AHEAD.search(words)):
        return "review"
    if is_first:
        return "review" if LOOKING_BACK.search(words) or not LOOKING_AHEAD.search(words) else "plan"
    return "plan" if before == "plan" or LOOKING_AHEAD.search(words) or not LOOKING_BACK.search(words) else "review"


def _split_mixed(chapters: list[Chapter], lines: list[Line], plan_year: int | None) -> list[Chapter]:
    """Part a first chapter that does both (1998年工作回顾和1999年工作的总体要求) where the aims of the year begin."""
    first = next((chapter for chapter in chapters if chapter.part != "front"), None)
    if first is None or first.part != "plan" or not first.heading or not LOOKING_BACK.search(first.heading):
        return chapters
    inside = [line for line in lines if first.start < line.start < first.end]
    at = next((line.start for line in inside[1:] if _names_aims(line, plan_year)), None)
    if at is None:
        return chapters
    back, ahead = replace(first, part="review", end=at - 1), replace(first, heading=None, start=at)
    return [piece for chapter in chapters for piece in ((back, ahead) if chapter is first else (chapter,))]


def _names_aims(line: Line, plan_year: int | None) -> bool:
    pattern = _AIMS.format(year=plan_year or r"(?:19|20)\d\d")
    return bool(re.search(pattern, line.text[:200]))


def _heads_by_aims(lines: list[Line], plan_year: int | None) -> list[Head]:
    """Without any heading: the plan begins in the first paragraph that names the year's aims, the review before it."""
    at = next(
        (i for i, line in enumerate(lines) if i > 0 and len(line.text) > 30 and _names_aims(line, plan_year)), None
    )
    if at is None:
        return []
    heads = [Head(lines[at], "今年的主要任务", None)]
    first = next((i for i, line in enumerate(lines[:at]) if len(line.text) > 30 and not _is_front(line)), None)
    if first is not None:
        heads.insert(0, Head(lines[first], "过去的工作", None))
    return heads


def _is_front(line: Line) -> bool:
    return (
        bool(ADDRESS.fullmatch(line.text))
        or "我代表" in line.text[:20]
        or (len(split_sentences(line.text)) == 1 and "人民代表大会" in line.text)
    )


def _find_closing(lines: list[Line], after: int) -> Line | None:
    """The last address opens the closing, where no section and at most three paragraphs follow it."""
    for i in range(len(lines) - 1, max(len(lines) - 5, -1), -1):
        if lines[i].start > after and ADDRESS.match(lines[i].text):
            return lines[i]
        if SECTION.match(lines[i].text):
            return None
    return None
