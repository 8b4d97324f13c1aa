"""The report on its page: what is title, speaker and text, and what is furniture around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from liwan_analysis.report.sentences import ADDRESS, FINAL
from liwan_analysis.report.structure import ATTACHMENT, CHAPTER, ENTRY, GLOSSARY

__all__ = ["DATE", "PLACE", "PUBLISHED", "Kept", "Page", "Piece", "Removal"]

TITLE = re.compile(
    r"^[—\-\s]*(?:(?:19|20)\d\d年)?[\u4e00-\u9fff]{0,14}(?:(?:19|20)\d\d年)?[\u4e00-\u9fff]{0,4}政府工作报告(?:[（(].{1,20}[）)])?$"
)
MEETING = re.compile(
    r"(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日.{0,40}(?:在|会议|大会|上))|^第[一二三四五六七八九十]+届.{0,12}人民代表大会.*(?:会议|上)|^[（(](?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]$"
)
SPEAKER = re.compile(
    r"(?:^|\s|上)([\u4e00-\u9fff]{0,16}(?:省长|市长|区长|县长|州长|旗长|盟长|主席|总理|镇长|乡长|行政长官))[\s\u3000]*((?:[\u4e00-\u9fff·][\s\u3000]*){2,6})?$"
)
FURNITURE = re.compile(
    r"发布(?:时间|日期)|发文|来源|浏览|点击|访问量|阅读|打印|字体|字号|下载|全屏|收藏|加大|还原|减小|分享|首页|扫一扫|相关报道|"
    r"当前位置|责任编辑|编辑[：:]|作者[：:]|关闭|上一篇|下一篇|时间[：:]|日期[：:]|索引号|主题词|政府信息公开|政府工作报告|摄$|"
    r"Public domain|公有领域|^(?:false|true)$|^[\W_]+$|^(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
DATE = re.compile(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
PUBLISHED = re.compile(r"(?:时间|日期)[：:]?\s*" + DATE.pattern)
PLACE = re.compile(r"(?:在|^)([\u4e00-\u9fff]{0,20}?)第[一二三四五六七八九十]+届(全国)?人民代表大会")
SUBSCRIPT = re.compile(r"^[A-Za-z0-9.]{1,6}$")
SPACE = re.compile(r"[^\S\n]+")


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
    """What of a page is the report, and what was taken out."""

    title: str | None = None
    speaker: str | None = None
    meeting: list[str] = field(default_factory=list)
    body_start: int = 0
    paragraphs: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    length: int = 0


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
        first = next((i for i in range(n) if ADDRESS.match(self.line(i))), None)
        if first is None:
            first = next((i for i in range(n) if CHAPTER.match(self.line(i))), None)
        title = self._find_title(first if first is not None else min(n, 40))
        if first is None:
            first = title + 1 if title is not None else 0
        last = self._find_end(first)
        kept.body_start = self.lines[first][0] if first < n else len(self.text)
        seen_name = False
        for i in range(n):
            line = self.line(i)
            if i < first:
                is_meeting = bool(MEETING.search(line)) and line not in kept.meeting
                speaker = None if kept.speaker else SPEAKER.search(line)
                if i == title:
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
                    self._remove(kept, i)
                    continue
                self._add(kept, i)
            elif i <= last:
                joined = i > first and self._is_broken(i)
                self._add(kept, i, joined=joined)
            else:
                self._remove(kept, i)
        return kept

    def _is_broken(self, i: int) -> bool:
        """A subscript on a line of its own (PM / 2.5 / ）浓度) belongs to the paragraph it was cut from."""
        here, before = self.line(i), self.line(i - 1)
        if SUBSCRIPT.match(here):
            return before[-1] not in FINAL
        return bool(SUBSCRIPT.match(before)) and i >= 2 and self.line(i - 2)[-1] not in FINAL

    def _find_title(self, stop: int) -> int | None:
        candidates = [i for i in range(stop) if len(self.line(i)) <= 40 and TITLE.match(self.line(i))]
        if not candidates:
            return None
        return max(
            candidates,
            key=lambda i: (bool(re.search(r"(?:19|20)\d\d年", self.line(i))), not self._in_breadcrumb(i), -i),
        )

    def _in_breadcrumb(self, i: int) -> bool:
        return any(0 <= j < len(self.lines) and re.fullmatch(r"[>＞»/|]+", self.line(j)) for j in (i - 1, i + 1))

    def _find_end(self, first: int) -> int:
        """The last line of the report: behind it only page furniture is left."""
        n = len(self.lines)
        addresses = [i for i in range(first, n) if ADDRESS.match(self.line(i))]
        last = addresses[-1] if addresses else first
        chapters = [i for i in range(first, n) if CHAPTER.match(self.line(i))]
        if chapters:
            last = max(last, chapters[-1])
        heading_only = True
        for i in range(last, n):
            line = self.line(i)
            if GLOSSARY.match(line) and len(line) < 30:
                return self._find_glossary_end(i)
            if ATTACHMENT.match(line) and i + 1 < n and GLOSSARY.match(self.line(i + 1)):
                return self._find_glossary_end(i + 1)
            if self._is_prose(line):
                last, heading_only = i, False
            elif not heading_only and not self._goes_on(i):
                break
        return last

    def _is_prose(self, line: str) -> bool:
        return bool(ADDRESS.match(line)) or (
            line.rstrip("”’）)】 ")[-1:] in "。！？；：" and not FURNITURE.search(line[:12])
        )

    def _goes_on(self, i: int) -> bool:
        """Without an address at the end, headings stand between paragraphs: prose must follow soon."""
        return not any(ADDRESS.match(self.line(j)) for j in range(max(i - 3, 0), i)) and any(
            len(self.line(j)) > 40 and self._is_prose(self.line(j)) for j in range(i + 1, min(i + 3, len(self.lines)))
        )

    def _find_glossary_end(self, heading: int) -> int:
        last = heading
        for i in range(heading + 1, len(self.lines)):
            line = self.line(i)
            if ENTRY.match(line) or self._is_prose(line):
                last = i
            else:
                break
        return last

    def _add(self, kept: Kept, i: int, *, joined: bool = False) -> None:
        start, end = self.lines[i]
        words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", self.text[start:end])]
        if joined:
            evidence = "a line was broken inside a sentence"
            kept.removed.append(Removal("join_lines", self.lines[i - 1][1], start, kept.length, "\n", evidence))
        elif kept.paragraphs:
            kept.length += 1
        content = ""
        for k, (a, b) in enumerate(words):
            if k:
                content += " "
            kept.pieces.append(Piece(a, b, kept.length + len(content)))
            content += self.text[a:b]
        kept.length += len(content)
        if joined:
            kept.paragraphs[-1] += content
        else:
            kept.paragraphs.append(content)

    def _remove(self, kept: Kept, i: int) -> None:
        start, end = self.lines[i]
        known = (
            FURNITURE.search(self.line(i)) or (kept.title and TITLE.match(self.line(i))) or MEETING.search(self.line(i))
        )
        if known and end - start <= 80:
            rule, before, evidence = "remove_furniture", self.line(i), "part of the page around the report"
        else:
            rule, before = "remove_foreign_line", f"({end - start} characters)"
            evidence = "stands outside the report; its words are not shown"
        kept.removed.append(Removal(rule, start, end, kept.length, before, evidence))
