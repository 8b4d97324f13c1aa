"""Characters with places, and the lines they stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median

__all__ = ["SMALL", "UNIT", "Char", "Line", "make_lines"]

SAME_ROW = 0.35
"""Baselines this near, in em, are one line; a small sign beside (PM₂.₅, m²) may stand `SUBSCRIPT_ROW` off."""
SUBSCRIPT_ROW = 0.7
SMALL = 0.85
"""A sub- or superscript is set at two thirds of the size, footnote numbers at up to four fifths."""
WORD_GAP = 0.2
"""A gap, in em, set for a space without its sign, as LibreOffice and Chrome do behind the number of a list;
within a number none is as wide. Asked between Latin letters, digits, marks and behind a point (1. 省委): with 1. and
5G joined to 1.5G a number would be invented. Between digits and ideographs typesetters leave such gaps themselves."""
CELL_GAP = 1.5
"""A gap between ideographs, in em, that parts two cells of a table; justified lines stretch by less."""
_NUMBER = r"[A-Za-z0-9Ⅰ-Ⅻ.,%:/+~\-℃％—～]+"
_ATOM = rf"(?:{_NUMBER}(?:、{_NUMBER})*(?:(?<=[+]).)?|……|.)"
UNIT = re.compile(rf"[“‘（《〈「『【(+＋￥$]*{_ATOM}(?:[“”‘’]+{_ATOM}|[，。、；：！？”’）》〉」』】),.!?;:%％])*")
"""What a typesetter keeps together: a number, a Latin word, a character with the marks around it. By Unicode's
older rules for line breaks, which WeasyPrint follows, a quotation mark also holds on to what stands on its other side
(融“五篇大文章”)."""


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


def make_lines(page: int, chars: list[Char]) -> list[Line]:
    """Put the characters of a page on lines, as they come; a sub- or superscript stays on the line beside it."""
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
    shows_space = last.text == "." or (last.text.isascii() and char.text.isascii())
    return gap > (WORD_GAP if shows_space else CELL_GAP)
