"""The word cloud people ask for, with words that keep out of each other's boxes and colours that mean something.

The layout is our own: that of the library wordcloud keeps words out of each other's strokes alone (of 90 words' boxes
25 to 96 pairs overlapped), and shrinks a word that has no room, so that words of one frequency differ in size. With
each box filled in a mask, a call a word, it has neither fault, but then the sizes are still ours to find, the words lie
scattered and not around the largest, and the code is as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import Frame, patch
from liwan_analysis.figures.look import SMALLEST, Language, Look, Palette, Size, choose_look
from liwan_analysis.figures.text import text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["word_cloud"]

SHAPE = 0.52
"""Height of a cloud to its width, where no height is given."""
POINTS = 4000
"""How many places along the spiral are tried for a word."""


@in_house_style
def word_cloud(
    frequencies: Mapping[str, float],
    *,
    groups: Mapping[str, str] | None = None,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """A word cloud, the most frequent words largest and in the middle; its numbers belong in a table beside it.

    `groups` gives the group of a word, which its colour shows: a part (the word's rate is higher there), or a theme;
    words without a group are grey, and without `groups` all words have one colour. The area of a word grows with its
    frequency; the box of a word holds no other word. Where not all words have room at the smallest type the least
    frequent are left out, and a line says how many. The same words give the same cloud.
    """
    if not frequencies:
        raise ValueError("no words were given: there is nothing to draw")
    frequencies = {word: float(often) for word, often in frequencies.items()}
    wrong = next((word for word, often in frequencies.items() if not 0 < often < inf), None)
    if wrong is not None:
        raise ValueError(f"the frequency of {wrong} is {frequencies[wrong]:g}: give each word a number above 0")
    look = choose_look(size, palette, language)
    ranked = sorted(frequencies.items(), key=lambda pair: (-pair[1], pair[0]))
    colours = _colours(look, groups or {}, [word for word, _ in ranked])
    legend = [patch(colour, label) for label, colour in colours.items()]
    frame = Frame(look, title, source, legend)
    width = 72 * look.width - 12
    height = SHAPE * width if look.height is None else 72 * look.height - frame.height(1)
    placed = _place(ranked, width, height)
    high = look.height or (height + frame.height(len(ranked) - len(placed))) / 72
    figure = frame.open(high, len(ranked) - len(placed))
    axes = figure.subplots()
    axes.set_xlim(-width / 2, width / 2)
    axes.set_ylim(-height / 2, height / 2)
    axes.set_axis_off()
    for word, (x, y, points) in placed.items():
        colour = colours[_label(look, (groups or {}).get(word), colours)] if groups else look.colours["review"]
        axes.text(x, y, word, fontsize=points, color=colour, ha="center", va="center")
    return figure


def _label(look: Look, group: str | None, colours: Mapping[str, str]) -> str:
    """Give the name of a word's group as the legend has it."""
    named = look.say("cloud.other")
    if group is not None:
        named = look.name("cloud", group) if group in ("review", "plan") else look.theme(group)
    return named if named in colours else look.say("cloud.other")


def _colours(look: Look, groups: Mapping[str, str], words: list[str]) -> dict[str, str]:
    """Give each group its colour: parts have their own, of others the eight largest have one, the rest are grey."""
    sizes: dict[str, int] = {}
    for word in words:
        if word in groups:
            sizes[groups[word]] = sizes.get(groups[word], 0) + 1
    others = sorted((group for group in sizes if group not in ("review", "plan")), key=lambda group: -sizes[group])
    named = {look.name("cloud", part): look.colours[part] for part in ("review", "plan") if part in sizes}
    named |= {look.theme(group): look.colours[f"group{n}"] for n, group in enumerate(others[:8], start=1)}
    if groups and (len(others) > 8 or any(word not in groups for word in words)):
        named[look.say("cloud.other")] = look.colours["plain"]
    return named


def _place(ranked: list[tuple[str, float]], width: float, height: float) -> dict[str, tuple[float, float, float]]:
    """Give each word its place and type size: the first size at which all have room, else those that have at the least.

    A word's area grows with its frequency, so its size with the square root; none is smaller than `SMALLEST`.
    """
    most = ranked[0][1]
    needed = sum(text_width(word) * frequency / most for word, frequency in ranked)
    largest = min(sqrt(0.8 * width * height / needed), 0.36 * height, 0.8 * width / text_width(ranked[0][0]))
    while True:
        sizes = [max(largest * sqrt(frequency / most), SMALLEST) for _, frequency in ranked]
        placed = _spiral([word for word, _ in ranked], sizes, width, height, to_the_end=largest <= SMALLEST)
        if placed is not None:
            return placed
        largest = max(0.93 * largest, SMALLEST)


def _spiral(
    words: list[str], sizes: list[float], width: float, height: float, *, to_the_end: bool
) -> dict[str, tuple[float, float, float]] | None:
    """Place words outward from the middle along a spiral, each where its box touches none before it.

    None as soon as a word has no room, unless the others are to be placed `to_the_end`.
    """
    turns = np.sqrt(np.arange(POINTS)) * 0.77  # steps of one length
    reach = turns / turns[-1] * 0.72
    spiral = np.stack([width * reach * np.cos(turns), height * reach * np.sin(turns)], axis=1)
    boxes = np.empty((0, 4))
    placed: dict[str, tuple[float, float, float]] = {}
    for word, points in zip(words, sizes, strict=True):
        half = np.array([text_width(word, points) / 2 + 0.1 * points + 1, 0.55 * points + 0.5])
        low, high = spiral - half, spiral + half
        free = (np.abs(spiral) + half <= [width / 2, height / 2]).all(axis=1)
        for left, lower, right, upper in boxes:
            free &= (high[:, 0] <= left) | (low[:, 0] >= right) | (high[:, 1] <= lower) | (low[:, 1] >= upper)
        if free.any():
            at = int(free.argmax())
            boxes = np.vstack([boxes, [*low[at], *high[at]]])
            placed[word] = (float(spiral[at, 0]), float(spiral[at, 1]), points)
        elif not to_the_end:
            return None
    return placed
