"""A sheet to draw on: a frame whose rows are named, spaced and, if there is no room for all of them, left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from liwan_analysis.figures.frame import HINTED, PAD, Frame
from liwan_analysis.figures.look import SMALLEST, Look
from liwan_analysis.figures.text import LINE, text_width, wrap

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

__all__ = ["WIDEST_PITCH", "Sheet", "check_columns", "draw_strokes", "numbered", "open_rows"]

NAMES_SHARE = 0.4
"""The most of a figure's width that the names of its rows take."""
WIDEST_PITCH = 3.6
"""The greatest distance between two rows, in ems: where there is more room it stays empty."""


def check_columns(table: pd.DataFrame, *columns: str, may_be_empty: bool = False) -> None:
    """Raise ValueError, naming them, for missing columns, and for a table without rows unless it may have none."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"the table has no column {', '.join(missing)}")
    if not (may_be_empty or len(table)):
        raise ValueError("the table is empty: there is nothing to draw")


def numbered(look: Look, table: pd.DataFrame, source: str, *columns: str) -> tuple[pd.DataFrame, str]:
    """Keep the rows that have a finite number in each of the columns; the source then says how many have none.

    Raises ValueError, naming the columns, where rows are there and none has.
    """
    numbers = table[list(columns)].apply(pd.to_numeric, errors="coerce").to_numpy(float, na_value=np.nan)
    has = np.isfinite(numbers).all(axis=1)
    if len(table) and not has.any():
        raise ValueError(f"no row has a number in {', '.join(columns)}: there is nothing to draw")
    said = [look.say("without_number", n=int((~has).sum()))] if not has.all() else []
    return table[has], "\n".join([*said, source] if source else said)


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
            free = max(room - HINTED * text_width(label, self.small) - 6, 0.25 * room)
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
    return ((72 * look.width - 2 * PAD) if len(rooms) == 1 else rooms[panel]) / HINTED


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
    the axes, all in ems; `above` is room over the first row, in rows. A name has up to `name_lines` lines. Where a
    given height has more room than needed the rows keep to `WIDEST_PITCH` unless they are to `fill` it. Where it has
    less the type shrinks to `SMALLEST`; beyond that the rows are left out that stand last in `importance` (their
    numbers, the most important first; as they come), and a line says how many. Raises ValueError where there is no
    room for a row.
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
        free = 72 * self.look.width - 2 * PAD - 5 - HINTED * self._widest(size) - gaps
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


def draw_strokes(axes: Axes, places: pd.Series, row: int, half: float, *, color: str, linewidth: float) -> Line2D:
    """Draw upright strokes in one row as one broken line: thousands stay small in a vector file."""
    x = np.repeat(places.to_numpy(float), 3)
    y = np.tile([row - half, row + half, np.nan], len(places))
    return axes.plot(x, y, color=color, linewidth=linewidth, solid_capstyle="butt")[0]
