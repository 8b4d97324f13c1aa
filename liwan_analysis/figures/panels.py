"""Panels: small axes with rows of their own, side by side where there is width, below one another in a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liwan_analysis.figures.frame import HINTED, Frame
from liwan_analysis.figures.look import SMALLEST, Look
from liwan_analysis.figures.sheet import WIDEST_PITCH
from liwan_analysis.figures.text import cut, text_width, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Panels", "open_panels"]

NARROWEST = 16
"""The least width of a panel, in ems."""


@dataclass(frozen=True)
class Panels:
    """The panels of a figure: `most` rows in each, `size` their type, `room` the width of one, in points."""

    figure: Figure
    axes: tuple[Axes, ...]
    most: int
    size: float
    room: float

    def write(self, axes: Axes, x: float, y: float, text: str) -> None:
        """Write a number behind a bar."""
        axes.annotate(text, (x, y), xytext=(3, 0), textcoords="offset points", va="center", fontsize=self.size)


def open_panels(
    look: Look, names: Mapping[str, Sequence[str]], *, title: str, source: str, axis_title: str, pitch: float = 2.0
) -> Panels:
    """Open a figure with one panel for each key of `names`, which stands above it, and a row for each of its names.

    All panels have as many rows as the longest; where a given height has no room for them the type shrinks, and beyond
    that the last rows are left out, with a line that says how many. Raises ValueError where no row has room.
    """
    most = max(map(len, names.values()))
    columns = max(1, min(len(names), int(72 * look.width / (NARROWEST * look.base))))
    if look.height is None:
        deep = -(-len(names) // columns)
    else:  # a given height is shared by fewer rows of panels
        columns = max(columns, -(-len(names) // max(1, int(look.height / 2.2))))
        deep = -(-len(names) // columns)
    column = (72 * look.width - 12 - 1.1 * look.base * (columns - 1)) / columns
    widest = min(max(text_width(name, look.base) for rows in names.values() for name in rows), 0.5 * column)
    room = column - HINTED * widest - 10
    said = wrap(axis_title, room / HINTED, look.base)
    frame = Frame(look, title, source)
    around = (1.9 + 1.12 * (said.count("\n") + 1)) * look.base + 1.3 * look.small + 16
    size, kept, height, tall = look.base, most, 0.0, 0.0
    if look.height is None:
        height = (frame.height() + deep * (around + pitch * size * (most + 0.3))) / 72
    else:
        height = look.height
        free = (72 * height - frame.height(1)) / deep - around
        size = min(max(free / (1.25 * (most + 0.3)), SMALLEST), look.base)
        kept = min(most, int(free / (1.25 * size) - 0.3))
        tall = free / (WIDEST_PITCH * size)
        if kept < 1:
            raise ValueError(f"a size of {look.width:g} by {height:g} inches has no room for a row; give a larger one")
    left_out = sum(max(len(rows) - kept, 0) for rows in names.values())
    figure = frame.open(height, left_out)
    grid = figure.subplots(deep, columns, squeeze=False).ravel()
    for axes, (name, rows) in zip(grid, names.items(), strict=False):
        shown = [cut(row, widest + 0.01, size) for row in rows[:kept]]
        axes.set_yticks(range(len(shown)), shown)
        axes.set_ylim(max(kept - 0.4, tall - 0.6), -0.6)
        axes.tick_params(axis="y", length=0, labelsize=size)
        axes.tick_params(axis="x", labelsize=look.small)
        axes.set_title(name, fontsize=1.1 * look.base, pad=0.5 * look.base)
        axes.set_xlabel(said, fontsize=look.base)
    for axes in grid[len(names) :]:
        axes.set_axis_off()
    return Panels(figure, tuple(grid[: len(names)]), kept, min(size, look.small), room)
