"""The report on its page: what is title, speaker and text, and what is furniture around it.

A line is cut only if it looks like furniture itself (`lines.is_furniture`) and stands before the report begins or
behind its end. What looks like text is kept wherever it stands: losing a paragraph is worse than keeping a byline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from liwan_analysis.report.lines import (
    ATTACHMENT,
    CHAPTER,
    FURNITURE,
    GLOSSARY,
    MEETING,
    SECTION,
    SPEAKER,
    TITLE,
    is_bare_heading,
    is_furniture,
    is_notice,
    is_placeholder,
    is_prose,
)
from liwan_analysis.report.sentences import ADDRESS

__all__ = ["Kept", "Page", "Piece", "Removal"]

SPACE = re.compile(r"[^\S\n]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_REST_OF_MEETING = re.compile(r"^[\u4e00-\u9fff]{0,20}人民代表大会.*(?:会议|上)$")
"""——2026年1月26日在广东省第十四届 / 人民代表大会第五次会议上."""
_SHORT_REST = 600
"""Characters of text behind the last address, at most, for what follows to be the foot of the page."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the restored page that stands in the report's text."""

    page_start: int
    page_end: int
    start: int


@dataclass(frozen=True)
class Removal:
    """A stretch of the restored page that was taken out, and where in the report's text it would stand."""

    rule: str
    page_start: int
    page_end: int
    start: int
    before: str
    evidence: str


@dataclass
class Kept:
    """What of a page is the report, and what was taken out; `n_han_cut` counts the Chinese characters of the latter."""

    title: str | None = None
    speaker: str | None = None
    meeting: list[str] = field(default_factory=list)
    body_start: int = 0
    paragraphs: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    length: int = 0
    n_han_cut: int = 0


class Page:
    """A restored page, line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[tuple[int, int]] = []
        for match in re.finditer(r"[^\n]+", text):
            content = match[0].strip()
            if content:
                start = match.start() + match[0].index(content)
                self.lines.append((start, start + len(content)))

    def line(self, i: int) -> str:
        """Give the line without the white space around it."""
        return self.text[slice(*self.lines[i])]

    @property
    def looks_like_report(self) -> bool:
        """Say whether anything of a report is there: a title, an address, a chapter heading."""
        return any(
            TITLE.match(self.line(i)) or ADDRESS.match(self.line(i)) or CHAPTER.match(self.line(i))
            for i in range(len(self.lines))
        )

    def keep(self) -> Kept:
        """Part the report from what surrounds it on its page."""
        kept = Kept()
        n = len(self.lines)
        begin = self._find_beginning()
        title = self._find_title(begin)
        kept.body_start = self.lines[begin][0] if begin < n else len(self.text)
        foot = self._find_foot(begin)
        seen_name = False
        for i in range(n):
            line = self.line(i)
            if i < begin:
                known, seen_name = self._read_front(kept, i, is_title=i == title, seen_name=seen_name)
                is_cut = not known and is_furniture(line)
            else:
                is_cut = is_placeholder(line) or (i in foot)
            if is_cut:
                self._remove(kept, i)
            else:
                self._add(kept, i)
        return kept

    def _find_beginning(self) -> int:
        """The first line of the report's own text; title, meeting and speaker stand before it, among menus."""
        title = self._find_title(len(self.lines))
        for i in range(len(self.lines)):
            line = self.line(i)
            if ADDRESS.match(line) or CHAPTER.match(line) or SECTION.match(line) or is_bare_heading(line):
                return i
            if is_prose(line) and not MEETING.search(line) and (title is None or i > title or len(line) > 200):
                return i
        return title + 1 if title is not None else len(self.lines)

    def _read_front(self, kept: Kept, i: int, *, is_title: bool, seen_name: bool) -> tuple[bool, bool]:
        """Take title, meeting and speaker from a line; say whether it is one, and whether a name is to follow."""
        line = self.line(i)
        is_meeting = line not in kept.meeting and bool(
            MEETING.search(line)
            or (kept.meeting and not re.search(r"会议|大会", kept.meeting[-1]) and _REST_OF_MEETING.match(line))
        )
        speaker = None if kept.speaker else SPEAKER.search(line)
        if is_title:
            kept.title = SPACE.sub("", line.strip("—- "))
        elif is_meeting or speaker:
            if is_meeting:
                kept.meeting.append(line)
            if speaker:
                kept.speaker = re.sub(r"\s", "", speaker[2] or "") or None
                seen_name = kept.speaker is None
        elif seen_name and re.fullmatch(r"[\u4e00-\u9fff·\s]{2,8}", line):
            kept.speaker, seen_name = re.sub(r"\s", "", line), False
        else:
            return False, seen_name
        return True, seen_name

    def _find_title(self, stop: int) -> int | None:
        candidates = [
            i
            for i in range(stop)
            if len(self.line(i)) <= 40 and TITLE.match(self.line(i)) and not self._in_breadcrumb(i)
        ]
        if not candidates:
            return None
        return max(candidates, key=lambda i: (bool(re.search(r"(?:19|20)\d\d年", self.line(i))), -i))

    def _in_breadcrumb(self, i: int) -> bool:
        return any(0 <= j < len(self.lines) and re.fullmatch(r"[>＞»/|]+", self.line(j)) for j in (i - 1, i + 1))

    def _find_foot(self, begin: int) -> set[int]:
        """The lines behind the report's end that look like furniture."""
        n = len(self.lines)
        last = n - 1
        while last >= begin and is_furniture(self.line(last)):
            last -= 1
        foot = set(range(last + 1, n))
        closing = self._find_last_paragraph(begin, last)
        if closing is None:
            return foot
        in_attachment = False
        for i in range(closing + 1, last + 1):
            line = self.line(i)
            if ATTACHMENT.match(line) or (len(line) < 30 and GLOSSARY.match(line)):
                in_attachment = True
            if not in_attachment and is_furniture(line):
                foot.add(i)
        return foot

    def _find_last_paragraph(self, begin: int, last: int) -> int | None:
        """The last paragraph of the closing address, if what follows it is short or attached."""
        at = next((i for i in range(last, begin, -1) if ADDRESS.match(self.line(i))), None)
        if at is None:
            return None
        while at + 1 <= last and is_prose(self.line(at + 1)):
            at += 1
        rest = 0
        for i in range(at + 1, last + 1):
            line = self.line(i)
            if ATTACHMENT.match(line) or (len(line) < 30 and GLOSSARY.match(line)):
                break
            rest += 0 if is_furniture(line) else len(line)
        return at if rest <= _SHORT_REST else None

    def _add(self, kept: Kept, i: int) -> None:
        start, end = self.lines[i]
        words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", self.text[start:end])]
        if kept.paragraphs:
            kept.length += 1
        content = ""
        for k, (a, b) in enumerate(words):
            if k:
                content += " "
            kept.pieces.append(Piece(a, b, kept.length + len(content)))
            content += self.text[a:b]
        kept.length += len(content)
        kept.paragraphs.append(content)

    def _remove(self, kept: Kept, i: int) -> None:
        start, end = self.lines[i]
        line = self.line(i)
        known = FURNITURE.search(line) or (kept.title and TITLE.match(line)) or MEETING.search(line)
        if (known and end - start <= 80) or is_notice(line):
            rule, before, evidence = "remove_furniture", line, "part of the page around the report"
        else:
            rule, before = "remove_foreign_line", f"({end - start} characters)"
            evidence = "stands outside the report; its words are not shown"
        kept.removed.append(Removal(rule, start, end, kept.length, before, evidence))
        kept.n_han_cut += len(_HAN.findall(line))
