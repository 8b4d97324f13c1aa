"""Axes with years across, and the arrow that says to which side a target is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from liwan_analysis.figures.frame import Frame
from liwan_analysis.figures.look import Look
from liwan_analysis.figures.text import text_width, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_arrow", "open_years"]

SHAPE = 0.6
"""Height of axes with years to their width, where no height is given."""


def open_years(look: Look, frame: Frame, years: Sequence[int], axis_title: str) -> tuple[Figure, Axes]:
    """Open axes with years across, as many of them named as have room; what is measured stands above the axes."""
    width = 72 * look.width
    figure = frame.open(look.height or (SHAPE * width + frame.height()) / 72)
    axes = figure.subplots()
    step = int(np.ceil(1.5 * text_width("2026", look.small) * len(years) / (0.85 * width)))
    shown = list(years)[::-1][:: max(step, 1)][::-1]
    axes.set_xticks(shown, [f"{year}" for year in shown], fontsize=look.small)
    axes.set_xlim(min(years) - 0.5, max(years) + 0.5)
    axes.tick_params(axis="y", labelsize=look.small)
    axes.set_title(wrap(axis_title, 0.85 * width, look.base), fontsize=look.base, pad=0.5 * look.base)
    axes.grid(axis="y")
    return figure, axes


def draw_arrow(axes: Axes, start: tuple[float, float], points: tuple[float, float], colour: str) -> None:
    """Draw an arrow from a place, so many points long."""
    style = {"arrowstyle": "<-", "color": colour, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", start, xytext=points, textcoords="offset points", arrowprops=style)
