"""A report whose line breaks were all lost, back to lines: where its own marks say that something begins."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, read_ordinal
from liwan_analysis.restoration.steps import Edit

__all__ = ["part_lines"]

_LONG = 3000
"""Characters; the longest paragraph of the reports at hand has about 1,500."""
_ADDRESS = re.compile(
    r"(?<![\u4e00-\u9fff、，])(?=(?:尊敬的)?各位代表[！：:，])|(?<=[^的、，])(?=(?:尊敬的)?各位代表[：:])|(?<=各位代表[：:])\s*"
)
"""各位代表！ opens a paragraph, and 各位代表： is a line of its own."""
_SECTION = re.compile(rf"(?<=[。！？；：”）\s])(?=[（(]([{ORDINAL_DIGITS}]{{1,3}})[）)][^，。；、])")
"""（一）着力扩大内需。 behind the end of a sentence."""
_CHAPTER = re.compile(rf"(?<=[。！？：”）\s])(?=([{ORDINAL_DIGITS}]{{1,2}})、(?![{ORDINAL_DIGITS}]、)[^，。；、]{{3}})")
"""二、2024年工作安排 behind the end of a sentence."""
_TAIL = (
    r"(?:回顾|成就|工作安排|重点工作任务|重点工作|主要工作|主要任务|重点任务|工作任务|目标任务|主要目标|主要考虑|重大举措|总体要求|"
    r"政策取向|总体部署|工作的建议)(?![和及与、的暨])"
)
_OPENER = r"(?=过去一年|过去的一年|过去五年|刚刚过去|(?:19|20)\d\d年[是，]|今年|一年来|五年来|“十.五”时期是|根据|做好)"
_CHAPTER_END = re.compile(
    rf"[{ORDINAL_DIGITS}]{{1,2}}、[^。！？；\s]{{2,40}}?(?:{_TAIL}|{_OPENER})|"
    rf"[{ORDINAL_DIGITS}]{{1,2}}、[^。！？；\s]{{2,45}}(?=\s)(?<!\d)"
)
"""一、2023年工作回顾|2023年是…: a heading has no mark at its end; its last words tell, or what follows, or a blank."""
_NAME = rf"(?:“?十[一二三四五六七八]五”?时期[^。，；\s]{{0,24}}?|(?:19|20)\d\d年[^。，；\s]{{0,6}}?){_TAIL}"
_BARE = re.compile(rf"(?<=[。！？])\s*(?={_NAME})")
_BARE_END = re.compile(rf"{_NAME}(?=\s|[“\u4e00-\u9fff])(?![是为：])")
"""“十四五”时期工作回顾|“十四五”时期是…: the same without a number."""
_ITEM = re.compile(r"(?<=。)\s*(?=——)|(?<=[。！？])[ \u3000]+(?=[\u4e00-\u9fff“（0-9—])")
"""——经济运行保持在合理区间。 after a sentence, and blanks that were indents."""
_ATTACHED = re.compile(r"(?<=[。！？”])\s*(?=附件\s*\d*[：:]?|名词解释|（?名词注释)|(?<=[。！？])\s*(?=相关报道)")
_ENTRY = re.compile(r"(?<=[。！？释：])\s*(?=(\d{1,3})[.．、]\D)")
"""12.“单一窗口”： in a list that counts from 1."""
_TITLE = re.compile(r"(?<=政府工作报告)\s*(?=[—（(]|(?:19|20)\d\d年\d{1,2}月)|(?<=会议上)\s*(?=[\u4e00-\u9fff])")
"""2024年政府工作报告|——2024年2月27日在…会议上|荔湾区区长…."""


def part_lines(text: str) -> list[Edit]:
    """Part lines that hold most of a report, where chapter, section, address, item or entry begins.

    >>> text = "一、2023年工作回顾过去一年，成绩来之不易。" + "建成园区。" * 600 + "（一）兴产业。（二）办实事。"
    >>> [edit[0] - len(text) for edit in part_lines(text) if edit.start > 20]
    [-14, -7]

    A paragraph that only ends in a full stop cannot be told from a sentence: it stays with the one before it.
    """
    edits: dict[tuple[int, int], str] = {}
    for match in re.finditer(r"[^\n]+", text):
        if len(match[0]) > _LONG:
            edits |= {(match.start() + a, match.start() + b): why for (a, b), why in _breaks(match[0]).items()}
    return [Edit(a, b, "\n", "part_lines", "inferred", why) for (a, b), why in sorted(edits.items())]


def _breaks(line: str) -> dict[tuple[int, int], str]:
    found: list[tuple[int, str]] = []
    for pattern, why in (
        (_ADDRESS, "an address opens a paragraph"),
        (_ITEM, "an item, or an indent, opens a paragraph"),
        (_ATTACHED, "an attachment begins"),
        (_TITLE, "title, meeting and speaker stand on lines of their own"),
    ):
        found += [(m.start(), why) for m in pattern.finditer(line)]
    found += [(at, "a section begins") for at in _counted(line, _SECTION, restarts=True)]
    chapters = _counted(line, _CHAPTER, restarts=False)
    if re.match(rf"\s*[{ORDINAL_DIGITS}]、", line):
        chapters.insert(0, 0)
    for at in chapters:
        end = _CHAPTER_END.match(line, at)
        found += [(at, "a chapter begins")] + ([(end.end(), "a chapter's heading ends")] if end else [])
    for match in _BARE.finditer(line):
        end = _BARE_END.match(line, match.end())
        found += [(match.end(), "a chapter begins"), (end.end(), "a chapter's heading ends")] if end else []
    glossary = re.search(r"名词解释|名词注释", line)
    if glossary:
        found += [(at, "an entry begins") for at in _counted(line, _ENTRY, restarts=False, start=glossary.start())]
    places: dict[tuple[int, int], str] = {}
    for at, why in sorted(found):
        begin, end_at = at, at
        while begin > 0 and line[begin - 1].isspace():
            begin -= 1
        while end_at < len(line) and line[end_at].isspace():
            end_at += 1
        if begin > 0 and end_at < len(line):
            places.setdefault((begin, end_at), why)
    return places


def _counted(line: str, pattern: re.Pattern[str], *, restarts: bool, start: int = 0) -> list[int]:
    """Where numbers stand that go up one by one, from the first that is met; （一） may begin again."""
    places: list[int] = []
    last = 0
    for match in pattern.finditer(line, start):
        number = int(match[1]) if match[1].isdigit() else read_ordinal(match[1]) or 0
        if number == last + 1 or (restarts and number == 1) or (not places and number <= 3):
            places.append(match.end())
            last = number
    return places
