"""Heat maps: a matrix of shares or verdicts, with the number in each cell that has room for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from liwan_analysis.figures.look import SMALLEST, Look, ink_on
from liwan_analysis.figures.sheet import Sheet, open_rows
from liwan_analysis.figures.text import cut, text_width

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

__all__ = ["draw_heat", "open_matrix"]

FROM = 10
"""The least share whose number is written, in percent."""
NAMES_HIGH = 12.0
"""The most that upright column names take, in ems."""


def draw_heat(look: Look, shares: pd.DataFrame, *, title: str, source: str, axis_title: str) -> Figure:
    """Draw a matrix of shares in percent; what is missing is blank."""
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    sheet, columns = open_matrix(look, shares, title=title, source=source, axis_title=axis_title)
    (axes,) = sheet.axes
    shares = shares.iloc[list(sheet.kept), : len(columns)]
    colours = LinearSegmentedColormap.from_list("heat", ["#FFFFFF", look.colours["heat"]])
    places = np.arange(shares.shape[1]), np.arange(shares.shape[0])
    values = shares.fillna(0).to_numpy(float)
    axes.pcolormesh(*places, values, cmap=colours, vmin=0, vmax=100, edgecolors="white", linewidth=0.6)
    room = 0.98 * sheet.rooms[0] / len(columns)
    for row, column in zip(*np.nonzero(values >= FROM), strict=True):
        said = f"{values[row, column]:.0f}"
        if text_width(said, sheet.small) < room:
            ink = ink_on(to_hex(colours(values[row, column] / 100)))
            axes.text(column, row, said, ha="center", va="center", fontsize=sheet.small, color=ink)
    return sheet.figure


def open_matrix(
    look: Look,
    matrix: pd.DataFrame,
    *,
    title: str,
    source: str,
    axis_title: str,
    legend: Sequence[Artist] = (),
) -> tuple[Sheet, list[Any]]:
    """Open a sheet with the matrix' rows and columns named; give it and the columns that have room."""
    names = [str(name) for name in matrix.columns]
    rows = [str(name) for name in matrix.index]
    guess = 72 * look.width - 20 - min(max(text_width(name, look.base) for name in rows), 0.4 * 72 * look.width)
    most = int(guess / (1.2 * SMALLEST))
    left_out = max(len(names) - most, 0)
    names = names[:most]
    points = min(look.small, guess / len(names) / 1.15)
    upright = max(text_width(name, points) for name in names) > 0.92 * guess / len(names)
    shown = [cut(name, NAMES_HIGH * look.base, points) for name in names] if upright else names
    high = max(text_width(name, points) for name in shown) if upright else points
    said = "\n".join([look.say("columns_left_out", n=left_out), source] if left_out else [source]).strip("\n")
    sheet = open_rows(
        look,
        rows,
        title=title,
        source=said,
        axis_titles=[axis_title],
        legend=legend,
        pitch=2.1,
        name_lines=3,
        below=high / look.base - 1.0,
        fill=True,
    )
    (axes,) = sheet.axes
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(len(sheet.kept) - 0.5, -0.5)
    axes.set_xticks(range(len(names)), shown, rotation=90 if upright else 0, fontsize=points)
    axes.tick_params(axis="x", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return sheet, list(matrix.columns[:most])
