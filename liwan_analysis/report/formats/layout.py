"""From characters with places to paragraphs: lines, columns, what repeats on every page, where a paragraph starts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from statistics import median

from liwan_analysis.report.formats.pdf_characters import UNNAMED
from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["Char", "join_pages"]

SUPPLEMENT = dict(
    zip(
        "⺁⺋⺒⺝⺟⺠⺩⺰⺽⻀⻃⻄⻅⻆⻇⻈⻉⻋⻐⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂卩巳月母民王纟臼艹覀西见角角讠贝车钅長镸长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""Radicals with no ideograph in Unicode's own tables that look like one: fonts give ⻓ for 长 and ⻔ for 门."""
UNNAMED_OR_RADICAL = re.compile("[\ufffd\u2e80-\u2fdf]")
SAME_ROW = 0.35
"""Baselines this near, in em, are one line; a small sign beside (PM₂.₅, m²) may stand `SUBSCRIPT_ROW` off."""
SUBSCRIPT_ROW = 0.7
SMALL = 0.85
"""A sub- or superscript is set at two thirds of the size, footnote numbers at up to four fifths."""
WORD_GAP = 0.22
"""A gap between two Latin letters or digits that was left without a space sign; within a number none is as wide."""
CELL_GAP = 1.5
"""A gap between ideographs, in em, that parts two cells of a table; justified lines stretch by less."""
EDGE_LINES = 3
"""Running heads and page numbers are among the outermost lines of a page."""
INDENT = (1.2, 2.8)
"""Two characters, as Chinese paragraphs have it, more or less; what stands further in is centred."""
MIN_INDENTED = 0.02
PITCH = 1.4
LARGER = 1.15
"""A title is set larger than the text; where the size changes a paragraph starts, and a centred title may take two lines."""
ROOM = 0.15
"""A line ended early if what begins the next would have had room in it, with this much to spare, in em."""
BIG_BLOCK = 6
"""A column's edges are read from columns of at least this many lines."""
_NUMBER = r"[A-Za-z0-9Ⅰ-Ⅻ.,%:/+~\-℃％—～]+"
_ATOM = rf"(?:{_NUMBER}(?:、{_NUMBER})*(?:(?<=[+]).)?|……|.)"
UNIT = re.compile(rf"[“‘（《〈「『【(+＋￥$]*{_ATOM}(?:[“”‘’]+{_ATOM}|[，。、；：！？”’）》〉」』】),.!?;:%％])*")
"""What a typesetter keeps together: a number, a Latin word, a character with the marks around it. By Unicode's older rules
for line breaks, which WeasyPrint follows, a quotation mark also holds on to what stands on its other side (融“五篇大文章”)."""
NUMBERED = re.compile(r"（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|各位代表[！，：]")
FINAL_END = re.compile(r"[。！？：；][”’）]?$")
"""A full line that ends a sentence, and one that begins like a heading: a paragraph ends there, even if no place shows it."""
OPEN_END = re.compile(r"[，、“‘（《〈「『【(]$")
CLOSED_START = re.compile(r"[，。、；：！？”’）》〉」』】),.!?;%％]")
"""No paragraph ends, or starts, in these."""


@dataclass(frozen=True, slots=True)
class Char:
    """A character with its box, the point it is set at, its size and how far it is turned, in degrees."""

    text: str
    x0: float
    x1: float
    bottom: float
    top: float
    x: float
    y: float
    size: float
    turn: int = 0

    def turned(self, turn: int) -> Char:
        """Turn the page so that text that ran at `turn` degrees runs from left to right."""
        cosine, sine = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
        xs = sorted((a * cosine + b * sine) for a in (self.x0, self.x1) for b in (self.bottom, self.top))
        ys = sorted((b * cosine - a * sine) for a in (self.x0, self.x1) for b in (self.bottom, self.top))
        x, y = self.x * cosine + self.y * sine, self.y * cosine - self.x * sine
        return Char(self.text, xs[0], xs[-1], ys[0], ys[-1], x, y, self.size, (self.turn - turn) % 360)


@dataclass
class Line:
    """Characters on one baseline, from left to right."""

    page: int
    chars: list[Char]
    text: str = ""
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    ends: list[float] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    number: int = 0

    @property
    def is_centred(self) -> bool:
        """Say whether the line stands in the middle of its column, as a title does."""
        return abs((self.x0 - self.left) - (self.right - self.x1)) < self.size

    def unit_width(self) -> float:
        """Width of what a typesetter would have kept together at the head of this line."""
        match = UNIT.match(self.text)
        return self.ends[match.end() - 1] - self.x0 if match else 0.0


def join_pages(pages: list[list[Char]], notes: list[Removed]) -> FormatText:
    """Join the characters of a PDF's pages, in the order they are read, into paragraphs."""
    removed = list(notes)
    lines: list[list[Line]] = []
    for number, chars in enumerate(pages, 1):
        straight = [char for char in chars if char.turn == 0]
        crooked = "".join(char.text for char in chars if char.turn != 0).strip()
        if crooked:
            removed.append(Removed("drop_page_furniture", crooked, "turned across the page, as a watermark", 0, number))
        lines.append(_make_lines(number, straight))
    furniture = _find_furniture(lines)
    blocks = [block for page in lines for block in _find_blocks(page, furniture)]
    _set_edges(blocks)
    return _write(lines, blocks, furniture, removed)


def _make_lines(page: int, chars: list[Char]) -> list[Line]:
    rows: list[list[Char]] = []
    for char in chars:
        if rows and _same_row(rows[-1], char):
            rows[-1].append(char)
        else:
            rows.append([char])
    lines = [line for row in rows if (line := _make_line(page, row))]
    for number, line in enumerate(lines, 1):
        line.number = number
    return lines


def _same_row(row: list[Char], char: Char) -> bool:
    last, largest = row[-1], max(row[-3:], key=lambda c: c.size)
    size = max(largest.size, char.size, 1.0)
    off = min(abs(char.y - largest.y), abs(char.y - last.y)) / size
    if off < SAME_ROW:
        return True
    is_beside = -0.3 * size < char.x0 - last.x1 < size
    is_small = min(char.size, last.size) < SMALL * size or char.text.isspace()
    return is_beside and is_small and off < SUBSCRIPT_ROW


def _make_line(page: int, row: list[Char]) -> Line | None:
    row = sorted(row, key=lambda char: char.x0)
    while row and row[0].text.isspace():
        row = row[1:]
    while row and row[-1].text.isspace():
        row = row[:-1]
    if not row:
        return None
    size = median(char.size for char in row)
    baseline = median(char.y for char in row if char.size >= size * SMALL)
    line = Line(page, row, x0=row[0].x0, x1=row[-1].x1, y=baseline, size=max(size, 1.0))
    pieces: list[str] = []
    last: Char | None = None
    for char in row:
        if last is not None and _has_gap(last, char, line.size):
            pieces.append(" ")
            line.ends.append(char.x0)
        pieces.append(" " if char.text in "\r\n\t\x0b\x0c\u2028\u2029" else char.text)
        line.ends.append(char.x1)
        last = char
    line.text = "".join(pieces)
    return line


def _has_gap(last: Char, char: Char, size: float) -> bool:
    gap = (char.x0 - last.x1) / size
    if last.text.isspace() or char.text.isspace():
        return False
    are_latin = last.text.isascii() and char.text.isascii() and last.text.isalnum() and char.text.isalnum()
    return gap > (WORD_GAP if are_latin else CELL_GAP)


def _mask(text: str) -> str:
    """A running head with its numbers masked: — 1 — and — 12 — are one."""
    return re.sub(r"[0-9０-９]+|[〇一二三四五六七八九十百]+(?=[页頁])", "#", re.sub(r"\s", "", text))


def _find_furniture(pages: list[list[Line]]) -> set[int]:
    """Find what stands at the same height on half of the pages: running heads and page numbers; gives ids of lines."""
    places: dict[str, list[Line]] = {}
    for page in pages:
        by_height = sorted(page, key=lambda line: line.y)
        for line in {id(line): line for line in by_height[:EDGE_LINES] + by_height[-EDGE_LINES:]}.values():
            places.setdefault(_mask(line.text), []).append(line)
    n_written = sum(bool(page) for page in pages)
    enough = max(2, n_written // 2)
    found: set[int] = set()
    for lines in places.values():
        for line in lines:
            near = {other.page for other in lines if abs(other.y - line.y) <= 0.5 * line.size}
            if len(near) >= enough:
                found.add(id(line))
    return found


def _find_blocks(page: list[Line], furniture: set[int]) -> list[list[Line]]:
    """Part a page into columns: lines that go down below each other."""
    blocks: list[list[Line]] = []
    for line in page:
        if id(line) in furniture:
            continue
        last = blocks[-1][-1] if blocks else None
        goes_down = last is not None and line.y < last.y + 0.2 * line.size
        if goes_down and min(b.x0 for b in blocks[-1]) < line.x1 and line.x0 < max(b.x1 for b in blocks[-1]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _set_edges(blocks: list[list[Line]]) -> None:
    """Give each line the edges of its column: the leftmost edge that lines share, the right edge that full lines reach."""
    own = {id(block): _edges(block) for block in blocks if len(block) >= BIG_BLOCK}
    size = median(line.size for block in blocks for line in block) if blocks else 1.0
    widths = sorted(right - left for left, right in own.values())
    shared = [b for a, b in zip(widths, widths[1:], strict=False) if b - a < size] or widths[-1:]
    lefts = Counter(round(left) for left, _ in own.values())
    common = [float(edge) for edge, n in lefts.items() if n > 1]
    for block in blocks:
        if id(block) in own:
            left, right = own[id(block)]
            left = next((e for e in common if INDENT[0] * size <= left - e <= INDENT[1] * size), left)
            right = max(right, left + next((width for width in shared if width > right - left - size), 0.0))
        else:
            start = min(line.x0 for line in block)
            near = [edge for edge, _ in lefts.most_common() if start - 20 * size < edge <= start + size]
            left = float(near[0]) if near else start
            longest = max(line.x1 for line in block)
            right = max(longest, left + next((width for width in shared if width > longest - left - size), 0.0))
        for line in block:
            line.left, line.right = left, right


def _edges(block: list[Line]) -> tuple[float, float]:
    size = median(line.size for line in block)
    starts = sorted(line.x0 for line in block)
    left = next((a for a, b in zip(starts, starts[1:], strict=False) if b - a < 0.3 * size), starts[0])
    full = sorted(line.x1 for line in block if line.text[-1] not in "，。、；：！？”’）》") or [block[0].x1]
    return left, full[int(0.95 * (len(full) - 1))]


@dataclass(frozen=True)
class _Rules:
    """What the whole document shows: the distance and the size of its lines, and whether its paragraphs are indented."""

    pitch: float
    size: float
    indented: bool

    def starts(self, last: Line, line: Line, *, same_block: bool) -> bool:
        """Say whether a paragraph starts at `line`."""
        size = line.size
        if not 1 / LARGER < size / last.size < LARGER:
            return True
        scale = max(1.0, size / self.size)
        if same_block and last.y - line.y > PITCH * scale * max(self.pitch, 0.1):
            return True
        if scale > LARGER and last.is_centred and line.is_centred:
            return last.right - last.x1 + last.x0 - last.left > line.unit_width()
        indent = (line.x0 - line.left) / size
        if self.indented and INDENT[0] <= indent <= INDENT[1]:
            return True
        if indent > INDENT[1] and abs(line.x0 - last.x0) > size:
            return True
        if FINAL_END.search(last.text) and NUMBERED.match(line.text):
            return True
        room = last.right - last.x1 - ROOM * size
        is_torn = OPEN_END.search(last.text) or CLOSED_START.match(line.text)
        return room > line.unit_width() and not is_torn


def _find_rules(blocks: list[list[Line]]) -> _Rules:
    gaps: Counter[float] = Counter()
    indents = [(line.x0 - line.left) / line.size for block in blocks for line in block]
    for block in blocks:
        gaps.update(
            round(4 * (a.y - b.y)) / 4 for a, b in zip(block, block[1:], strict=False) if a.y - b.y > 0.2 * a.size
        )
    n_indented = sum(INDENT[0] <= indent <= INDENT[1] for indent in indents)
    pitch = max(gaps.items(), key=lambda item: (item[1], -item[0]))[0] if gaps else 0.0
    size = median(line.size for block in blocks for line in block) if blocks else 1.0
    return _Rules(pitch, size, n_indented >= MIN_INDENTED * len(indents))


def _write(
    pages: list[list[Line]], blocks: list[list[Line]], furniture: set[int], removed: list[Removed]
) -> FormatText:
    rules = _find_rules(blocks)
    first = {id(block[0]) for block in blocks}
    pieces: list[str] = []
    length = 0
    last: Line | None = None
    for line in (line for page in pages for line in page):
        if id(line) in furniture:
            why = "stands at the same height on half of the pages"
            removed.append(Removed("drop_page_furniture", line.text, why, length, line.page, line.number))
            continue
        if last is not None:
            starts = rules.starts(last, line, same_block=id(line) not in first)
            between = "\n" if starts else _between(last.text, line.text)
            pieces.append(between)
            length += len(between)
        text, changes = _name_characters(line.text)
        for at, before, after in changes:
            why = "the font names a radical for the ideograph" if before else "the font does not say which character"
            removed.append(Removed("name_character", before, why, length + at, line.page, line.number, after))
        pieces.append(text)
        length += len(text)
        last = line
    return FormatText("".join(pieces), tuple(replace(cut, at=min(cut.at, length)) for cut in removed))


def _between(before: str, after: str) -> str:
    """A space where a line broke between two Latin words of a phrase; nothing in Chinese, nothing within a number."""
    words = re.search(r"[A-Za-z]+ [A-Za-z]+$", before) or re.match(r"[A-Za-z]+ [A-Za-z]", after)
    return " " if words and before[-1].isalpha() and after[0].isalpha() and (before[-1] + after[0]).isascii() else ""


def _name_characters(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Put the ideograph for the sign of a radical, □ for what the font does not name, and list both.

    >>> _name_characters("⼈⺠政府")
    ('人民政府', [(0, '⼈', '人'), (1, '⺠', '民')])
    """
    changes: list[tuple[int, str, str]] = []

    def change(match: re.Match[str]) -> str:
        if match[0] == UNNAMED:
            changes.append((match.start(), "", "□"))
            return "□"
        after = SUPPLEMENT.get(match[0]) or unicodedata.normalize("NFKC", match[0])
        if after != match[0]:
            changes.append((match.start(), match[0], after))
        return after

    return UNNAMED_OR_RADICAL.sub(change, text), changes
