"""A sheet to draw on: a figure with title, source and legend, and rows that are named, spaced and, if need be, left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from liwan_analysis.figures.look import SMALLEST, Look
from liwan_analysis.figures.text import LINE, text_width, wrap

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["WIDEST_PITCH", "Frame", "Sheet", "check_columns", "dot", "draw_strokes", "open_rows", "patch"]

NAMES_SHARE = 0.4
"""The most of a figure's width that the names of its rows take."""
PAD = 5.0
"""What stays free at every edge, in points."""
WIDEST_PITCH = 3.6
"""The greatest distance between two rows, in ems: where there is more room it stays empty."""


def check_columns(table: pd.DataFrame, *columns: str, may_be_empty: bool = False) -> None:
    """Raise ValueError, naming them, for missing columns, and for a table without rows unless it may have none."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"the table has no column {', '.join(missing)}")
    if not (may_be_empty or len(table)):
        raise ValueError("the table is empty: there is nothing to draw")


def patch(colour: str, label: str) -> Artist:
    """Give an entry of a legend: a patch of colour."""
    from matplotlib.patches import Patch

    return Patch(color=colour, label=label)


def dot(colour: str, label: str, *, marker: str = "o", hollow: bool = False) -> Artist:
    """Give an entry of a legend: a mark."""
    from matplotlib.lines import Line2D

    face = "white" if hollow else colour
    return Line2D([], [], linestyle="", marker=marker, color=colour, markerfacecolor=face, label=label)


@dataclass(frozen=True)
class Frame:
    """What stands around the axes: title, source, legend, and a line that says what was left out."""

    look: Look
    title: str
    source: str
    legend: Sequence[Artist] = ()

    @property
    def room(self) -> float:
        """The width between the edges, in points."""
        return 72 * self.look.width - 12

    @property
    def gap(self) -> float:
        """The distance between title, legend, axes and source, in points."""
        return 0.75 * self.look.base

    def height(self, n_left_out: int = 0) -> float:
        """Give the height that all of it takes, in points."""
        look = self.look
        high = 2 * PAD
        if self.title.strip():
            high += (self._title().count("\n") + 1) * LINE * 1.22 * look.base + self.gap
        if self.legend:
            high += self._legend_lines() * 1.45 * look.small + 0.6 * self.gap
        if source := self._source(n_left_out):
            high += (source.count("\n") + 1) * LINE * self._source_size + self.gap
        return high

    def open(self, height: float, n_left_out: int = 0) -> Figure:
        """Open the figure, `height` inches high."""
        from matplotlib.figure import Figure

        from liwan_analysis.figures.layout import HouseLayout

        look = self.look
        figure = Figure(figsize=(look.width, height))
        figure.set_label(" ".join(self.title.split("\n")))  # the title in one line, for those who read figures by name
        edge = PAD / 72 / look.width
        title = figure.suptitle(self._title(), x=edge, ha="left", fontsize=1.22 * look.base, color=look.colours["ink"])
        source = figure.supxlabel(
            self._source(n_left_out), x=edge, ha="left", fontsize=self._source_size, color="#666666"
        )
        figure.set_layout_engine(HouseLayout(title, source, self.gap / 72))
        if self.legend:
            figure.legend(
                list(self.legend),
                self._labels(),
                loc="upper left",
                ncols=self._legend_columns(),
                fontsize=look.small,
                borderaxespad=0,
                borderpad=0.1,
                handlelength=1.2,
                columnspacing=1.4,
                markerscale=0.6 * look.small / 6,
            )
        return figure

    @property
    def _source_size(self) -> float:
        return max(0.78 * self.look.base, SMALLEST)

    def _title(self) -> str:
        return wrap(self.title.strip(), self.room, 1.22 * self.look.base)

    def _source(self, n_left_out: int) -> str:
        said = [self.look.say("left_out", n=n_left_out)] if n_left_out else []
        return wrap("\n".join([*said, self.source] if self.source else said), self.room, self._source_size)

    def _labels(self) -> list[str]:
        room = self.room - 3.6 * self.look.small
        return [wrap(str(entry.get_label()), room, self.look.small) for entry in self.legend]

    def _legend_lines(self) -> int:
        n_lines = [label.count("\n") + 1 for label in self._labels()]
        rows = -(-len(n_lines) // self._legend_columns())
        return max(sum(n_lines[at : at + rows]) for at in range(0, len(n_lines), rows))

    def _legend_columns(self) -> int:
        widths = [text_width(label, self.look.small) for label in self._labels()]
        for n in range(len(widths), 1, -1):
            rows = -(-len(widths) // n)
            columns = [max(widths[at : at + rows]) for at in range(0, len(widths), rows)]
            if sum(columns) + len(columns) * 3.6 * self.look.small <= self.room:
                return n
        return 1


@dataclass(frozen=True)
class Sheet:
    """A figure whose rows are named: its axes, which rows of the table it has room for, and the size of their type.

    `pitch` is the distance between two rows and `rooms` the width of each of the axes, in points.
    """

    figure: Figure
    axes: tuple[Axes, ...]
    look: Look
    kept: Sequence[int]
    size: float
    pitch: float
    rooms: tuple[float, ...]

    def keep(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give the rows that are drawn."""
        return table.iloc[list(self.kept)].reset_index(drop=True)

    @property
    def small(self) -> float:
        """The size of the type beside marks and in bars."""
        return min(self.look.small, self.size)

    def write(self, axes: Axes, x: float, y: float, text: str, *, side: int = 1, **options: Any) -> None:
        """Write beside a mark at (x, y): at its right, with side=-1 at its left."""
        place = {"xytext": (3 * side, 0), "textcoords": "offset points", "va": "center", "fontsize": self.small}
        axes.annotate(text, (x, y), ha="left" if side > 0 else "right", **{**place, **options})

    def label_bars(self, panel: int, values: Sequence[float], rows: Sequence[float], labels: Sequence[str]) -> None:
        """Write beside each bar what it stands for, and leave room for it."""
        axes, room = self.axes[panel], self.rooms[panel]
        most = max([*values, 0.0])
        for value, row, label in zip(values, rows, labels, strict=True):
            self.write(axes, value, row, label)
            free = max(room - text_width(label, self.small) - 6, 0.25 * room)
            most = max(most, value * room / free)
        axes.set_xlim(0, 1.02 * most or 1)

    def title_axis(self, panel: int, text: str) -> None:
        """Name the x axis of one of the axes, in lines that are no wider than what stands above them."""
        title = wrap(text, _title_room(self.rooms, panel, self.look), self.look.base)
        self.axes[panel].set_xlabel(title, fontsize=self.look.base)

    def space_ticks(self, panel: int, widest: str = "0000", **options: Any) -> None:
        """Put as many ticks on the x axis as can be read; `widest` is as wide as the widest of their labels."""
        from matplotlib.ticker import MaxNLocator

        n = int(self.rooms[panel] / (text_width(widest, self.look.small) + 1.2 * self.look.small))
        steps = [1, 2, 2.5, 5, 10]
        self.axes[panel].xaxis.set_major_locator(MaxNLocator(min(max(n, 1), 9), steps=steps, **options))


def _title_room(rooms: Sequence[float], panel: int, look: Look) -> float:
    return 72 * look.width - 14 if len(rooms) == 1 else rooms[panel]


def open_rows(
    look: Look,
    names: Sequence[str],
    *,
    title: str,
    source: str,
    axis_titles: Sequence[str] = ("",),
    legend: Sequence[Artist] = (),
    panels: Sequence[float] = (1,),
    pitch: float = 2.0,
    lines: float = 1.0,
    above: float = 0.0,
    below: float = 0.0,
    fill: bool = False,
    name_lines: int = 2,
    importance: Sequence[int] | None = None,
) -> Sheet:
    """Open a sheet with a row for each name, the first at the top, on axes side by side with widths as `panels`.

    `pitch` is the distance between rows that is aimed at, `lines` what a row needs at least, `below` more room under
    the axes, all in ems; `above` is room over the first row, in rows. A name has up to `name_lines` lines. Where a given
    height has more room than needed the rows keep to `WIDEST_PITCH` unless they are to `fill` it. Where it has less the
    type shrinks to `SMALLEST`; beyond that the rows are left out that stand last in `importance` (their numbers, the
    most important first; as they come), and a line says how many. Raises ValueError where there is no room for a row.
    """
    frame = Frame(look, title, source, legend)
    rooms_at = _Rooms(look, names, axis_titles, panels, lines, name_lines)
    foot, margin = rooms_at.foot() + below * look.base, above + 0.2
    kept = list(range(len(names)))
    if look.height is None:
        size = look.base
        step = max(pitch, rooms_at.needed(size)) * size
        free = step * max(len(names) + margin, 3)
        height = (frame.height() + foot + free) / 72
    else:
        height = look.height
        free = 72 * height - foot - frame.height()
        size, n_rows = _fit(rooms_at, free, len(names), margin)
        if n_rows < len(names):
            free = 72 * height - foot - frame.height(len(names))
            n_rows = int(free / (rooms_at.needed(size) * size) - margin)
        if n_rows < 1:
            raise ValueError(
                f"a size of {look.width:g} by {look.height:g} inches has no room for a row; "
                "give a larger one, or a shorter title and source"
            )
        kept = sorted((kept if importance is None else list(importance))[:n_rows])
        step = free / (len(kept) + margin)
        step = step if fill else min(step, WIDEST_PITCH * size)
    figure = frame.open(height, len(names) - len(kept))
    grid = figure.subplots(1, len(panels), width_ratios=panels, sharey=True, squeeze=False)
    sheet = Sheet(figure, tuple(grid[0]), look, kept, size, step, rooms_at.rooms(size))
    shown = rooms_at.names(size)
    sheet.axes[0].set_yticks(range(len(kept)), [shown[row] for row in kept])
    sheet.axes[0].set_ylim(free / step - 0.6 - above, -0.6 - above)
    for number, axes in enumerate(sheet.axes):
        axes.tick_params(axis="y", length=0, labelsize=size)
        axes.tick_params(axis="x", labelsize=look.small)
        sheet.space_ticks(number)
        if axis_titles[number]:
            sheet.title_axis(number, axis_titles[number])
    return sheet


def _fit(rooms_at: _Rooms, free: float, n: int, above: float) -> tuple[float, int]:
    """Find the largest type at which all rows have room, else the smallest and how many do."""
    size = rooms_at.look.base
    while size > SMALLEST and rooms_at.needed(size) * size * (n + above) > free:
        size = max(size - 0.25, SMALLEST)
    fits = int(free / (rooms_at.needed(size) * size) - above + 1e-9)
    return size, min(n, fits)


@dataclass(frozen=True)
class _Rooms:
    """How much room names, axes and axis titles have across, at a size of type."""

    look: Look
    given: Sequence[str]
    axis_titles: Sequence[str]
    panels: Sequence[float]
    lines: float
    name_lines: int

    def _widest(self, size: float) -> float:
        return min(max(text_width(name, size) for name in self.given), NAMES_SHARE * 72 * self.look.width)

    def names(self, size: float) -> list[str]:
        """Give the names as they are drawn: in lines where they are long, and cut where that is not enough."""
        return [wrap(name, self._widest(size) + 0.01, size, most=self.name_lines) for name in self.given]

    def needed(self, size: float) -> float:
        """Give the least distance between two rows, in ems."""
        n_lines = max(name.count("\n") + 1 for name in self.names(size))
        return max(LINE * n_lines + 0.12, self.lines)

    def rooms(self, size: float) -> tuple[float, ...]:
        gaps = 1.1 * self.look.base * (len(self.panels) - 1)
        free = 72 * self.look.width - 20 - self._widest(size) - gaps
        return tuple(free * panel / sum(self.panels) for panel in self.panels)

    def foot(self) -> float:
        """Give the height of tick labels and axis titles, in points."""
        rooms = self.rooms(self.look.base)
        wrapped = [
            wrap(text, _title_room(rooms, number, self.look), self.look.base)
            for number, text in enumerate(self.axis_titles)
        ]
        n_lines = max(text.count("\n") + 1 if text else 0 for text in wrapped)
        return 9 + 1.3 * self.look.small + (n_lines * LINE + 0.2) * self.look.base


def draw_strokes(axes: Axes, places: pd.Series, row: int, half: float, *, color: str, linewidth: float) -> None:
    """Draw upright strokes in one row as one broken line: thousands stay small in a vector file."""
    x = np.repeat(places.to_numpy(float), 3)
    y = np.tile([row - half, row + half, np.nan], len(places))
    axes.plot(x, y, color=color, linewidth=linewidth, solid_capstyle="butt")
