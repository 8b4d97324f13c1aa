"""From lines to paragraphs: columns, what repeats on every page, where a paragraph starts."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median

from liwan_analysis.report.formats.pdf_characters import UNNAMED
from liwan_analysis.report.formats.print_lines import Char, Line, make_lines
from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["join_pages"]

SUPPLEMENT = dict(
    zip(
        "⺁⺋⺒⺝⺟⺠⺩⺰⺽⻀⻃⻄⻅⻆⻇⻈⻉⻋⻐⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂卩巳月母民王纟臼艹覀西见角角讠贝车钅長镸长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""Radicals with no ideograph in Unicode's own tables that look like one: fonts give ⻓ for 长 and ⻔ for 门."""
UNNAMED_OR_RADICAL = re.compile("[\ufffd\u2e80-\u2fdf]")
EDGE_LINES = 3
"""Running heads and page numbers are among the outermost lines of a page."""
INDENT = (1.2, 2.8)
"""Two characters, as Chinese paragraphs have it, more or less; what stands further in is centred."""
MIN_INDENTED = 0.02
PITCH = 1.4
LARGER = 1.15
"""A title is set larger than the text; where the size changes a paragraph starts, and a centred title may take
two lines."""
ROOM = 0.15
"""A line ended early if what begins the next would have had room in it, with this much to spare, in em."""
BIG_BLOCK = 6
"""A column's edges are read from columns of at least this many lines."""
PAGE_NUMBER = re.compile(r"[-—–－] ?\d{1,4} ?[-—–－]|第 ?\d{1,4} ?页(?:[，,/ ]*共 ?\d{1,4} ?页)?")
"""A page number by its looks, where no second page shows it: - 1 -, 第1页共1页. Bare digits may be of the text."""
NUMBERED = re.compile(r"（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|各位代表[！，：]")
FINAL_END = re.compile(r"[。！？：；][”’）]?$")
"""A full line that ends a sentence, and one that begins like a heading: a paragraph ends there, even if no
place shows it."""
RUN_IN = re.compile(r"——|[\u4e00-\u9fff“”]{4,20}。")
"""How a paragraph begins that no indent shows and no sentence within one: with a dash, or with its heading run in
(扎实推进乡村全面振兴。). Asked at the head of a page or column, where no gap shows either."""
ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}[是要、]")
"""Paragraphs that count on from the one before: 一是…, 二是…; within a paragraph such clauses follow each other too."""
OPEN_END = re.compile(r"[，、“‘（《〈「『【(]$")
CLOSED_START = re.compile(r"[，。、；：！？”’）》〉」』】),.!?;%％]")
"""No paragraph ends, or starts, in these."""


def join_pages(pages: list[list[Char]], notes: list[Removed]) -> FormatText:
    """Join the characters of a PDF's pages, in the order they are read, into paragraphs."""
    removed = list(notes)
    lines: list[list[Line]] = []
    for number, chars in enumerate(pages, 1):
        straight = [char for char in chars if char.turn == 0]
        crooked = "".join(char.text for char in chars if char.turn != 0).strip()
        if crooked:
            removed.append(Removed("drop_page_furniture", crooked, "turned across the page, as a watermark", 0, number))
        lines.append(make_lines(number, straight))
    furniture = _find_furniture(lines)
    blocks = [block for page in lines for block in _find_blocks(page, furniture)]
    _set_edges(blocks)
    return _write(lines, blocks, furniture, removed)


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
            if len(near) >= enough or PAGE_NUMBER.fullmatch(line.text):
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
    """Give each line the edges of its column: the leftmost that lines share, the right one that full lines reach."""
    own = {id(block): _edges(block) for block in blocks if len(block) >= BIG_BLOCK}
    size = median(line.size for block in blocks for line in block) if blocks else 1.0
    widths = sorted(right - left for left, right in own.values())
    shared = [b for a, b in itertools.pairwise(widths) if b - a < size] or widths[-1:]
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
    left = next((a for a, b in itertools.pairwise(starts) if b - a < 0.3 * size), starts[0])
    full = sorted(line.x1 for line in block if line.text[-1] not in "，。、；：！？”’）》") or [block[0].x1]
    return left, full[int(0.95 * (len(full) - 1))]


@dataclass(frozen=True)
class _Rules:
    """What the whole document shows: distance and size of its lines, and whether its paragraphs are indented."""

    pitch: float
    size: float
    indented: bool

    def starts(self, last: Line, line: Line, head: Line, *, same_block: bool) -> bool:
        """Say whether a paragraph starts at `line`; that before it starts at `head`."""
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
        is_unseen = not (same_block or self.indented)
        if FINAL_END.search(last.text) and (NUMBERED.match(line.text) or (is_unseen and _goes_on(head, line))):
            return True
        room = last.right - last.x1 - ROOM * size
        is_torn = OPEN_END.search(last.text) or CLOSED_START.match(line.text)
        return room > line.unit_width() and not is_torn


def _goes_on(head: Line, line: Line) -> bool:
    """Say whether a line begins a paragraph as paragraphs begin, or as the one before it that starts at `head`."""
    counts_on = ORDINAL.match(head.text) and ORDINAL.match(line.text)
    return bool(counts_on or RUN_IN.match(line.text))


def _find_rules(blocks: list[list[Line]]) -> _Rules:
    gaps: Counter[float] = Counter()
    indents = [(line.x0 - line.left) / line.size for block in blocks for line in block]
    for block in blocks:
        gaps.update(round(4 * (a.y - b.y)) / 4 for a, b in itertools.pairwise(block) if a.y - b.y > 0.2 * a.size)
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
    head: Line | None = None
    for line in (line for page in pages for line in page):
        if id(line) in furniture:
            why = "stands at the same height on half of the pages"
            removed.append(Removed("drop_page_furniture", line.text, why, length, line.page, line.number))
            continue
        if last is None or head is None:
            head = line
        else:
            starts = rules.starts(last, line, head, same_block=id(line) not in first)
            between = "\n" if starts else _between(last.text, line.text)
            pieces.append(between)
            length += len(between)
            head = line if starts else head
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
