"""The headline targets as a table that is drawn: every cell whole, in lines as wide as its column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import Frame
from liwan_analysis.figures.look import SMALLEST, Language, Palette, Size, choose_look
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import check_columns
from liwan_analysis.figures.text import LINE, show_value, text_width, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["headline_table"]

COLUMNS = ("indicator", "target", "wording", "hardness", "last_year")
LARGER = 1.4
"""How much larger the type is at most where a given height has room for it."""
BETWEEN = 1.2
"""The room between two columns, in ems."""


@in_house_style
def headline_table(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """The headline targets as a readable table: indicator, what is promised, wording, hardness, last year's result.

    An indicator leads to its target in the text where the table has start and end.
    """
    check_columns(table, *COLUMNS)
    look = choose_look(size, palette, language, width=8.6)
    cells = [[look.say(f"headline.{column}") for column in COLUMNS]]
    for row in table[list(COLUMNS)].itertuples(index=False):
        shown = [show_value(value) for value in row]
        cells.append([*shown[:3], look.name("hardness", shown[3]), shown[4]])
    frame = Frame(look, title, source)
    type_size, kept = look.base, len(table)
    if look.height is not None:
        type_size *= LARGER
        while type_size > SMALLEST and _Grid(cells, frame.room, type_size).height() > 72 * look.height - frame.height():
            type_size = max(type_size - 0.25, SMALLEST)
        while kept and _Grid(cells[: kept + 1], frame.room, type_size).height() > 72 * look.height - frame.height(
            len(table) - kept
        ):
            kept -= 1
        if not kept:
            raise ValueError(
                f"a size of {look.width:g} by {look.height:g} inches has no room for a row; give a larger one"
            )
    grid = _Grid(cells[: kept + 1], frame.room, type_size)
    left_out = len(table) - kept
    high = look.height or (grid.height() + frame.height(left_out)) / 72
    figure = frame.open(high, left_out)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0, frame.room)
    axes.set_ylim(72 * high - frame.height(left_out), 0)
    y = 0.0
    places = [None, *place_urls(table)]
    for number, row in enumerate(grid.lines()):
        height = grid.row_height(row)
        colour = look.colours["ink"] if number else "#666666"
        for cell, x in zip(row, grid.edges(), strict=True):
            said = axes.text(x, y + height / 2, cell, va="center", fontsize=type_size, color=colour, linespacing=1.2)
            said.set_url(places[number] if x == 0 else None)
        y += height
        axes.axhline(y, color="#DDDDDD" if number else "#555555", linewidth=0.6 if number else 1.0)
    return figure


@dataclass(frozen=True)
class _Grid:
    """Cells in columns that share a width in points, at a size of type."""

    cells: list[list[str]]
    room: float
    size: float

    def widths(self) -> list[float]:
        """Give each column what it needs for one line a cell; where that is too much the widest give way."""
        halves = [(*name.split(), name[: len(name) // 2 + 2]) for name in self.cells[0]]  # a heading has two lines
        head = [max(text_width(part, self.size) for part in parts) for parts in halves]
        needed = [
            max(least, *(text_width(row[n], self.size) for row in self.cells[1:])) for n, least in enumerate(head)
        ]
        free = self.room - BETWEEN * self.size * (len(COLUMNS) - 1)
        limit = max(needed)
        while sum(min(width, limit) for width in needed) > free:
            limit *= 0.98
        shared = [min(width, limit) for width in needed]
        return [width + (free - sum(shared)) / len(shared) for width in shared]

    def edges(self) -> list[float]:
        """Give where each column begins."""
        edges = [0.0]
        for width in self.widths()[:-1]:
            edges.append(edges[-1] + width + BETWEEN * self.size)
        return edges

    def lines(self) -> list[list[str]]:
        """Give the cells, broken into lines."""
        widths = self.widths()
        return [
            [wrap(cell, width + 0.01, self.size) for cell, width in zip(row, widths, strict=True)] for row in self.cells
        ]

    def row_height(self, row: list[str]) -> float:
        return (1.08 * LINE * max(cell.count("\n") + 1 for cell in row) + 0.6) * self.size

    def height(self) -> float:
        return sum(map(self.row_height, self.lines())) + 2
