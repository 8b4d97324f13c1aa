"""Lines as somebody else's program left them, back to one paragraph a line.

Hard line breaks, breaks lost, and pieces of a sentence on lines of their own because they were links. What is done is
a list of edits, as in `restoration`, so that the steps replay from the file to the text. A text whose paragraphs
stand on lines of their own comes back as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles

from liwan_analysis.report.lines import (
    CHAPTER,
    ENTRY,
    FURNITURE,
    MEETING,
    SPEAKER,
    TITLE,
    ends_sentence,
    is_bare_heading,
    is_prose,
    is_structural,
)
from liwan_analysis.report.parting import part_lines
from liwan_analysis.report.sentences import ADDRESS, FINAL, is_heading, split_sentences, style_of
from liwan_analysis.report.spacing import close_spaces, drop_invisible, narrow_digits
from liwan_analysis.restoration.steps import Edit, Restoration, Step, apply_edits, compose

__all__ = ["LAYOUT_RULES", "join_lines", "lay_out"]

_CANNOT_OPEN = "，。、；：？！”’）》」』】%％‰℃"
"""No line begins with one of these: what stands before it belongs to it."""
_OPENING = {"”": "“", "’": "‘", "）": "（", "》": "《", "」": "「", "』": "『", "】": "【"}
_CANNOT_END = "，、《“（‘「『【〈—的"
"""No paragraph ends with one of these, nor does a heading: 今年经济社会发展的 / 主要预期目标."""
_SUBSCRIPT = re.compile(r"^[A-Za-z0-9.]{1,6}$")
"""PM / 2.5 / ）浓度, 货币M / 2 / 供应量: what was set small stands alone."""
_PREDICATE = re.compile(r"^(?:是|为)[：:]|^的")
"""主要预期目标 / 是：地区生产总值…: a subject was a link, and its verb begins the next line."""
_REST_OF_MEETING = re.compile(r"^(?!第[一二三四五六七八九十]+届)[\u4e00-\u9fff]{0,20}?上(?:\s.*)?$")
_MIN_WIDTH, _MAX_WIDTH = 12, 100
_MIN_LINES = 8
_ENOUGH = 2000
"""Characters of a paragraph that tell whether it goes on."""


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    shown: str
    is_indented: bool
    follows_blank: bool


@dataclass(frozen=True)
class _Style:
    """How a page sets its paragraphs: the width of hard-broken lines (0 for none), blank lines and indents between.

    `full` is the length from which a line counts as full; `is_wide` says that Chinese characters count twice.
    """

    width: int = 0
    full: int = 0
    is_wide: bool = False
    has_blanks: bool = False
    has_indents: bool = False

    def is_full(self, line: _Line) -> bool:
        """Say whether a line reaches the width at which lines were broken."""
        return _measure(line.shown, self.is_wide) >= self.full


def lay_out(raw: str, restoration: Restoration) -> Restoration:
    r"""Go on from restored text: close spaces, narrow digits, join lines and part them; the steps start from `raw`.

    >>> from liwan_analysis.restoration import restore
    >>> raw = "各位代表：\n今年广义货币M\n2\n供应量增长８ ％。"
    >>> lay_out(raw, restore(raw)).text
    '各位代表：\n今年广义货币M2供应量增长8％。'
    """
    text = restoration.text
    edits = [Edit(s.raw_start, s.raw_end, s.after, s.rule, s.certainty, s.evidence) for s in restoration.steps]
    n_before = len(edits)
    for rule in LAYOUT_RULES.values():
        found = rule(text)
        if found:
            edits = compose(edits, text, found)
            text = apply_edits(text, found)
    if text == restoration.text and len(edits) == n_before:
        return restoration
    return Restoration(
        text,
        tuple(Step(e.rule, e.start, e.end, raw[e.start : e.end], e.after, e.certainty, e.evidence) for e in edits),
    )


def join_lines(text: str) -> list[Edit]:
    r"""Join what a line break parts inside a sentence.

    >>> [edit[:3] for edit in join_lines("各位代表：\n实现了“\n十三五\n”良好开局。")]
    [(10, 11, ''), (14, 15, '')]

    Only what stands behind the beginning of the report's text is looked at: menus have short lines by nature.
    """
    lines = _read_lines(text)
    edits = [_edit(a, b, "a word of the title was broken") for a, b in _title_pieces(lines)]
    edits += [_edit(a, b, "the name of the meeting was broken") for a, b in _meeting_pieces(lines)]
    first = next((i for i, line in enumerate(lines) if _begins(line.text)), len(lines))
    body = lines[first:]
    style = _style_of(body)
    joined = ""
    for i in range(1, len(body)):
        before = replace(body[i - 1], text=joined + body[i - 1].text)
        evidence = _why_joined(before, body[i], style)
        if evidence:
            edits.append(_edit(body[i - 1], body[i], evidence))
        joined = before.text[-_ENOUGH:] if evidence else ""
    return edits


def _read_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    last = 0
    for match in re.finditer(r"[^\n]+", text):
        content = match[0].strip()
        if content:
            start = match.start() + match[0].index(content)
            follows_blank = text.count("\n", last, match.start()) > 1
            lines.append(
                _Line(start, start + len(content), content, match[0].rstrip(), start > match.start(), follows_blank)
            )
            last = match.end()
    return lines


def _begins(line: str) -> bool:
    return bool(ADDRESS.match(line) or CHAPTER.match(line) or (is_prose(line) and not MEETING.search(line)))


def _title_pieces(lines: list[_Line]) -> list[tuple[_Line, _Line]]:
    """政府工作报 / 告."""
    return [
        (a, b)
        for a, b in pairwise(lines[:60])
        if len(b.text) <= 2 and not TITLE.match(a.text) and len(a.text) <= 40 and TITLE.match(a.text + b.text)
    ]


def _meeting_pieces(lines: list[_Line]) -> list[tuple[_Line, _Line]]:
    """——2026年1月26日在广东省第十四届 / 人民代表大会第五次会议上; 第十七届… may well have a line of its own."""
    return [(a, b) for a, b in pairwise(lines[:60]) if MEETING.search(a.text) and _goes_on_meeting(a.text, b.text)]


def _goes_on_meeting(before: str, line: str) -> bool:
    if not before.endswith(("上", "会议", "）")) and _REST_OF_MEETING.match(line):
        return bool(re.search(r"人民代表大会.*会议上", before + line))
    is_cut = len(line) <= 12 and not SPEAKER.search(before) and not SPEAKER.search(line)
    return is_cut and " " in before and bool(SPEAKER.search(before + line))


def _style_of(body: list[_Line]) -> _Style:
    both = (_hard_style(body, is_wide=is_wide) for is_wide in (False, True))
    hard = min((style for style in both if style), key=lambda style: style.width - style.full, default=None)
    indented = sum(line.is_indented for line in body)
    has_indents = 0.02 * len(body) < indented < 0.7 * len(body)
    if hard:
        behind = [b for a, b in pairwise(body) if hard.is_full(a)]
        n_blank = sum(line.follows_blank for line in body)
        has_blanks = n_blank > 0 and sum(line.follows_blank for line in behind) < len(behind) / 2
        return replace(hard, has_blanks=has_blanks, has_indents=has_indents)
    behind = [b for a, b in pairwise(body) if len(a.text) >= 20 and ends_sentence(a.text) and len(b.text) >= 20]
    has_blanks = len(behind) > 2 and sum(line.follows_blank for line in behind) > 0.6 * len(behind)
    return _Style(has_blanks=has_blanks, has_indents=has_indents)


def _hard_style(body: list[_Line], *, is_wide: bool) -> _Style | None:
    """The width at which all lines were broken; None where they were not.

    A line counts as full from the length that 19 in 20 of those reach that do not end a sentence.
    """
    if len(body) < _MIN_LINES:
        return None
    sizes = [_measure(line.shown, is_wide) for line in body]
    width = round(quantiles(sizes, n=50)[-2])
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or max(sizes) > 2 * width + 10:
        return None
    full = [line.text for line, size in zip(body, sizes, strict=True) if size >= width - 3]
    n_unfinished = sum(not ends_sentence(text) for text in full)
    if sum(map(len, full)) <= 0.5 * sum(len(line.text) for line in body) or n_unfinished <= 0.6 * len(full):
        return None
    unfinished = [
        size
        for line, size in zip(body, sizes, strict=True)
        if not (ends_sentence(line.text) or is_structural(line.text))
    ]
    return _Style(width, max(round(quantiles(unfinished, n=20)[0]), width - 4), is_wide)


def _measure(text: str, is_wide: bool) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore")) if is_wide else len(text)


def _why_joined(before: _Line, line: _Line, style: _Style) -> str | None:
    """Say in words why a line goes on with the line before it; None where it opens a paragraph of its own."""
    if ADDRESS.fullmatch(before.text):
        return None
    if before.text[-1] in _CANNOT_END:
        return f"no paragraph ends with {before.text[-1]}"
    if line.text[0] in _CANNOT_OPEN and _is_open(before.text, line.text[0]):
        return f"no paragraph begins with {line.text[0]}"
    if _is_page(line.text):
        return None
    if _SUBSCRIPT.match(line.text) and before.text[-1] not in FINAL:
        return "a line was broken inside a sentence"
    last = before.shown.strip()
    if _SUBSCRIPT.match(last) and len(before.text) > len(last):
        return "a line was broken inside a sentence"
    if _PREDICATE.match(line.text) and not ends_sentence(before.text):
        return "a line was broken between a subject and its verb"
    return _why_by_style(before, line, style)


def _is_open(text: str, mark: str) -> bool:
    """A closing mark goes back to an opening one; 》》点击图片进入专题《《 opens with an ornament."""
    opening = _OPENING.get(mark)
    return opening is None or text.count(opening) > text.count(mark)


def _why_by_style(before: _Line, line: _Line, style: _Style) -> str | None:
    if style.width and _goes_on_hard(before, line, style):
        return f"all lines are broken at {style.width} characters"
    if _opens(line.text) or ends_sentence(before.text) or _is_heading(before.text):
        return None
    if style.has_blanks and not line.follows_blank and not style.width:
        return "paragraphs are parted by blank lines, and none stands here"
    if len(before.text) >= 60 and "。" in before.text and re.search(r"[\u4e00-\u9fff0-9]$", before.text):
        return "a paragraph of several sentences does not end inside one"
    return None


def _goes_on_hard(before: _Line, line: _Line, style: _Style) -> bool:
    """A full line goes on, unless a blank line, an indent, or a sentence's end before a heading tells otherwise."""
    if (style.has_blanks and line.follows_blank) or not style.is_full(before) or _is_heading(before.text):
        return False
    if style.has_indents or style.has_blanks:
        return not (style.has_indents and line.is_indented)
    return not ends_sentence(before.text) or not (_opens(line.text) or _begins_with_heading(line.text))


def _begins_with_heading(text: str) -> bool:
    """大力提振消费。 at the beginning of a line, behind the end of a sentence, names a paragraph."""
    first = text[: split_sentences(text)[0][1]]
    return first != text and (is_heading(first, is_alone=False) or style_of(first) is not None)


def _opens(line: str) -> bool:
    entry = ENTRY.match(line)
    return is_structural(line) or bool(entry and entry[1] and re.match(r"\d+[.．、]\D", line)) or _is_page(line)


def _is_page(line: str) -> bool:
    return len(line) <= 16 and bool(FURNITURE.match(line)) and not line.startswith("公有领域")


def _is_heading(line: str) -> bool:
    return bool(CHAPTER.match(line) or TITLE.match(line) or MEETING.search(line) or is_bare_heading(line)) or _is_page(
        line
    )


def _edit(before: _Line, line: _Line, evidence: str) -> Edit:
    certainty = "inferred" if evidence.startswith(("all lines", "paragraphs", "a paragraph")) else "certain"
    return Edit(before.end, line.start, "", "join_lines", certainty, evidence)


LAYOUT_RULES = {rule.__name__: rule for rule in (drop_invisible, part_lines, narrow_digits, close_spaces, join_lines)}
"""Every rule that a step of the layout can name, in the order in which they are tried."""
