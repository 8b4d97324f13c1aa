"""Text on a figure: how wide it is in the bundled font, where it is broken, and how a cell is written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import FONT_PATH

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

__all__ = ["LINE", "cut", "show_value", "text_width", "wrap"]

LINE = 1.12
"""The height of a line of several, in ems."""
_PIECES = re.compile(
    r"\n|[（《〈「『【]*[\u2e80-\uffee][、，；：。！？）》〉」』】”’…％]*[^\S\n]*|[^\s\u2e80-\uffee]+[、，；：。！？）》】]*[^\S\n]*|[^\S\n]+"
)


@cache
def _advance(character: str) -> float:
    """Give the width of a character in ems."""
    from matplotlib.ft2font import LoadFlags

    glyph = _font().load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return round(float(glyph.linearHoriAdvance) / 65536 / 100, 3)


@cache
def _font() -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(FONT_PATH))
    font.set_size(100, 72)
    return font


def text_width(text: str, size: float = 1.0) -> float:
    """Give the width of a text's longest line in the bundled font, in points at a font size; in ems at size 1.

    >>> text_width("政府工作报告"), text_width("政府工作报告", size=9.5), text_width("政府" + chr(10) + "工")
    (6.0, 57.0, 2.0)
    """
    return size * max(sum(map(_advance, line)) for line in text.split("\n"))


def wrap(text: str, width: float, size: float, *, most: int | None = None) -> str:
    """Break a text into lines of at most `width` points; with `most`, cut it with … behind that many lines.

    >>> wrap("全力以赴推动产业、城市高质量发展 in full", width=80, size=10).split(chr(10))
    ['全力以赴推动产', '业、城市高质量发', '展 in full']

    A line ends behind a space or a Chinese character, never before a closing mark. Nothing but spaces at the ends of
    lines is lost unless `most` is given; a word that is wider than a line is cut.
    """
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if piece == "\n" or (line and text_width((line + piece).rstrip(), size) > width):
            lines.append(line.rstrip())
            line = ""
        if piece != "\n":
            line += piece if line else piece.lstrip()
        while text_width(line.rstrip(), size) > width and len(line.rstrip()) > 1:
            fits = next((i for i in range(len(line) - 1, 1, -1) if text_width(line[:i], size) <= width), 1)
            lines.append(line[:fits])
            line = line[fits:]
    lines.append(line.rstrip())
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), width, size)]
    return "\n".join(lines)


def cut(text: str, width: float, size: float) -> str:
    """Cut a text with … where it is wider than `width` points.

    >>> cut("全力以赴推动产业", width=50, size=10), cut("产业", width=50, size=10)
    ('全力以赴…', '产业')
    """
    if text_width(text, size) <= width:
        return text
    fits = next((i for i in range(len(text) - 1, 0, -1) if text_width(text[:i] + "…", size) <= width), 1)
    return text[:fits].rstrip() + "…"


def show_value(value: object) -> str:
    """Write a cell as people read it, with every digit it has; what is missing is a dash.

    >>> [show_value(value) for value in (560.0, 62660.98, 4.8, 0.1 + 0.2, None)]
    ['560', '62660.98', '4.8', '0.3', '—']
    """
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return "—"
    if isinstance(value, float):
        return np.format_float_positional(round(value, 10), trim="-")  # past the tenth decimal lies only what sums add
    return str(value)
