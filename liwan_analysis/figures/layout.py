"""The layout of a figure: title and legend above, source below, and between them axes with room for their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.layout_engine import LayoutEngine

from liwan_analysis.figures.frame import HINTED, PAD

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = ["HouseLayout"]

EDGE = PAD / 72
DPI = 100.0
ROUNDS = 4
"""How often axes are placed at most: each time the room that labels need is measured where the last round has put them,
until it is what it was."""


@contextmanager
def _measuring(figure: Figure) -> Iterator[Any]:
    """Measure at one resolution with one renderer, whatever the file is to be, so that every format shows the same."""
    canvas, dpi = figure.canvas, figure.dpi
    figure.dpi = DPI
    try:
        with matplotlib.rc_context({"text.hinting": "none"}):
            yield FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi


def _spread(
    ratios: Sequence[float], before: Sequence[float], after: Sequence[float], low: float, high: float, gap: float
) -> list[tuple[float, float]]:
    """Lay spans with the given ratios between `low` and `high`, each with the room it needs before and after it."""
    free = high - low - sum(before) - sum(after) - gap * (len(ratios) - 1)
    unit = max(free, 0.02 * (high - low)) / sum(ratios)
    spans, at = [], low
    for ratio, head, tail in zip(ratios, before, after, strict=True):
        spans.append((at + head, at + head + ratio * unit))
        at += head + ratio * unit + tail + gap
    return spans


class HouseLayout(LayoutEngine):
    """Place title, legends, axes and source so that nothing is clipped, anew each time the figure is drawn.

    The place of everything follows from what the figure holds, not from how often it was drawn or to which format.
    `gap` is the distance between bands and between axes, in inches. Axes outside the figure's grid are left alone.
    """

    _adjust_compatible = False
    _colorbar_gridspec = True

    def __init__(self, title: Text, source: Text, gap: float) -> None:
        super().__init__()
        self._title, self._source, self._gap = title, source, gap

    def set(self) -> None:
        """Nothing can be set: give the figure another layout engine instead."""

    def execute(self, fig: Figure) -> None:
        """Lay the figure out."""
        with _measuring(fig) as renderer:
            low, high = self._place_bands(fig, renderer)
            grid = [axes for axes in fig.axes if axes.get_subplotspec() is not None]
            room = dict.fromkeys(grid, (0.0, 0.0, 0.0, 0.0))
            for _ in range(ROUNDS if grid else 0):
                self._place_axes(fig, room, low, high)
                before, room = room, {axes: _overhang(axes, renderer) for axes in grid}
                if room == before:
                    break
            for axes in grid:
                _keep_inside(axes, fig, renderer)

    def _place_bands(self, fig: Figure, renderer: Any) -> tuple[float, float]:
        """Place title, legends and source; give the lower and upper end of what is left, in inches."""
        width, height = fig.get_size_inches()
        high, low = height - EDGE, EDGE
        if self._title.get_text():
            self._title.set_y(high / height)
            high -= self._title.get_window_extent(renderer).height / DPI + self._gap
        for legend in fig.legends:
            legend.set_bbox_to_anchor((EDGE / width, high / height), transform=fig.transFigure)
            high -= legend.get_window_extent(renderer).height / DPI + 0.6 * self._gap
        if self._source.get_text():
            self._source.set_y(low / height)
            low += self._source.get_window_extent(renderer).height / DPI + self._gap
        return low, high

    def _place_axes(
        self, fig: Figure, room: dict[Axes, tuple[float, float, float, float]], low: float, high: float
    ) -> None:
        width, height = fig.get_size_inches()
        specs = {axes: spec for axes in room if (spec := axes.get_subplotspec()) is not None}
        grid = next(iter(specs.values())).get_gridspec()
        columns = [[room[axes] for axes in room if specs[axes].colspan.start == n] for n in range(grid.ncols)]
        rows = [[room[axes] for axes in room if specs[axes].rowspan.start == n] for n in range(grid.nrows)]
        across = _spread(
            _ratios(grid.get_width_ratios(), grid.ncols),
            [max((one[0] for one in column), default=0.0) for column in columns],
            [max((one[2] for one in column), default=0.0) for column in columns],
            EDGE,
            width - EDGE,
            1.5 * self._gap,
        )
        down = _spread(
            _ratios(grid.get_height_ratios(), grid.nrows),
            [max((one[3] for one in row), default=0.0) for row in rows],
            [max((one[1] for one in row), default=0.0) for row in rows],
            height - high,
            height - low,
            self._gap,
        )
        for axes, spec in specs.items():
            left, right = across[spec.colspan.start][0], across[spec.colspan.stop - 1][1]
            top, bottom = down[spec.rowspan.start][0], down[spec.rowspan.stop - 1][1]
            place = (left / width, (height - bottom) / height, (right - left) / width, (bottom - top) / height)
            axes._set_position(place)  # type: ignore[attr-defined]  # the public one takes the axes out of the layout


def _ratios(given: Any, n: int) -> list[float]:
    return [float(ratio) for ratio in given] if given is not None else [1.0] * n


def _overhang(axes: Axes, renderer: Any) -> tuple[float, float, float, float]:
    """Measure how far labels stand out of the axes: left, bottom, right and top, in inches."""
    box = axes.get_tightbbox(renderer, for_layout_only=True)
    if box is None:
        return 0.0, 0.0, 0.0, 0.0
    inside = axes.bbox
    across = HINTED / DPI
    left, right = max(inside.x0 - box.x0, 0.0) * across, max(box.x1 - inside.x1, 0.0) * across
    return left, max(inside.y0 - box.y0, 0.0) / DPI, right, max(box.y1 - inside.y1, 0.0) / DPI


def _keep_inside(axes: Axes, fig: Figure, renderer: Any) -> None:
    """Move an axis title that would leave the figure; it is centred under its axis where it can be."""
    for axis, start, size in ((axes.xaxis, "x0", "width"), (axes.yaxis, "y0", "height")):
        label = axis.label
        if not label.get_text() or label.get_horizontalalignment() != "center":
            continue
        move = label.set_x if size == "width" else label.set_y
        move(0.5)
        box, inside, whole = label.get_window_extent(renderer), axes.bbox, fig.bbox
        half, pad = HINTED * getattr(box, size) / 2, EDGE * DPI
        middle = getattr(inside, start) + getattr(inside, size) / 2
        kept = min(max(middle, pad + half), getattr(whole, size) - pad - half)
        move((kept - getattr(inside, start)) / getattr(inside, size))
