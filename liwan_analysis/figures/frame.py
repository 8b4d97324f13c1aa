"""The frame of a figure: title, legend and source in lines that fit its width, and how much height they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from liwan_analysis.figures.look import SMALLEST, Look
from liwan_analysis.figures.text import LINE, text_width, wrap

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

__all__ = ["HINTED", "PAD", "Frame", "dot", "patch"]

_Entry = TypeVar("_Entry", int, float)
HINTED = 1.06
"""How much wider text may be where it is drawn with hints, as on screens, than it is measured."""
PAD = 5.0
"""What stays free at every edge, in points."""


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
        return (72 * self.look.width - 2 * PAD) / HINTED

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
        return max(sum(column) for column in _columns(n_lines, self._legend_columns()))

    def _legend_columns(self) -> int:
        widths = [text_width(label, self.look.small) for label in self._labels()]
        for n in range(len(widths), 1, -1):
            across = sum(max(column) for column in _columns(widths, n))
            if across + n * 3.6 * self.look.small <= self.room:
                return n
        return 1


def _columns(entries: Sequence[_Entry], n: int) -> list[Sequence[_Entry]]:
    """Part the entries of a legend into columns as matplotlib does: the first are the longer ones."""
    least, longer = divmod(len(entries), n)
    starts = [least * at + min(at, longer) for at in range(n + 1)]
    return [entries[start:end] for start, end in pairwise(starts)]
