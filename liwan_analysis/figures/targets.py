"""Figures of targets: how hard they are, the headline ones, and their change against last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import HINTED, dot, patch
from liwan_analysis.figures.look import Language, Palette, Size, choose_look, ink_on
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import Sheet, check_columns, numbered, open_rows
from liwan_analysis.figures.text import show_value, text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ledger_changes", "stacked_counts"]

HARDNESS = ("hard", "plain", "soft")
CHANGE_TICKS = [0, 100, -50, 400, 50, -75, -25, 200, 900, -90, 1900, 25, 10, -10, 5, -5, 2]
"""Where the scale of changes may have a tick, in percent; the first that have room are shown."""
NARROW = 6.0
"""The width in inches below which the figures of a change stand under its indicator."""


@in_house_style
def stacked_counts(
    counts: pd.DataFrame,
    *,
    axis_title: str = "",
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Targets by section and hardness: one bar a row of the table, one colour a column (hard, plain, soft)."""
    check_columns(counts, *HARDNESS)
    look = choose_look(size, palette, language)
    counts, source = numbered(look, counts, source, *HARDNESS)
    sheet = open_rows(
        look,
        [look.section(str(name)) for name in counts.index],
        title=title,
        source=source,
        axis_titles=[axis_title or look.say("n_targets")],
        legend=[patch(look.colours[column], look.say(f"hardness.{column}")) for column in HARDNESS],
        pitch=2.2,
    )
    counts = sheet.keep(counts)
    (axes,) = sheet.axes
    left = np.zeros(len(counts))
    most = float(counts[list(HARDNESS)].sum(axis=1).max()) or 1.0
    for column in HARDNESS:
        values = counts[column].to_numpy(float)
        colour = look.colours[column]
        axes.barh(range(len(counts)), values, left=left, color=colour, height=0.7)
        for i, value in enumerate(values):
            if value and text_width(f"{value:.0f}", sheet.small) < value * sheet.rooms[0] / (1.03 * most):
                middle = (left[i] + value / 2, i)
                axes.text(*middle, f"{value:.0f}", ha="center", va="center", fontsize=sheet.small, color=ink_on(colour))
        left = left + values
    axes.set_xlim(0, 1.03 * most)
    sheet.space_ticks(0, integer=True)
    return sheet.figure


@in_house_style
def ledger_changes(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Change from last year's result to this year's target, in percent, one row an indicator that can be compared.

    The scale is that of ratios, so that doubling and halving are equally far from no change. Where not all have room
    the smallest changes are left out. A mark leads to the words it stands for where the table says where they are
    (actual_start, actual_end, target_start, target_end).
    """
    check_columns(table, "indicator", "change_pct", "actual", "target", "unit")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "change_pct")
    table = table.sort_values("change_pct", ascending=False, kind="stable", ignore_index=True)
    stated = [
        f"{show_value(actual)} → {show_value(target)} {unit}"
        for actual, target, unit in zip(table["actual"], table["target"], table["unit"], strict=True)
    ]
    narrow = look.width < NARROW
    names = list(table["indicator"])
    sheet = open_rows(
        look,
        [f"{name}\n{values}" for name, values in zip(names, stated, strict=True)] if narrow else names,
        title=title,
        source=source,
        axis_titles=[look.say("change")],
        legend=[
            dot(look.colours["review"], look.say("last_year_result")),
            dot(look.colours["plan"], look.say("this_year_target"), marker="D"),
        ],
        pitch=2.3,
        name_lines=4,
        importance=table["change_pct"].abs().sort_values(ascending=False, kind="stable").index.tolist(),
    )
    changes = [f"{change:+.1f}%" for change in table["change_pct"]]
    if not narrow:
        changes = [f"{change}   {values}" for change, values in zip(changes, stated, strict=True)]
    kept = sheet.keep(table)
    _draw_changes(sheet, kept, [changes[row] for row in sheet.kept])
    return sheet.figure


def _draw_changes(sheet: Sheet, table: pd.DataFrame, labels: list[str]) -> None:
    look, (axes,), room = sheet.look, sheet.axes, sheet.rooms[0]
    rows = np.arange(len(table))
    place = np.log2(1 + np.maximum(table["change_pct"].to_numpy(float), -95) / 100)
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.hlines(rows, 0, place, color=look.colours["faint"], linewidth=2)
    marks = (0.5 * sheet.size) ** 2
    last = axes.scatter(np.zeros(len(table)), rows, color=look.colours["review"], s=marks, zorder=3)
    last.set_urls(place_urls(table, "actual_"))
    now = axes.scatter(place, rows, color=look.colours["plan"], s=marks, marker="D", zorder=3)
    now.set_urls(place_urls(table, "target_"))
    for i, (at, label) in enumerate(zip(place, labels, strict=True)):
        side = 1 if at >= 0 else -1
        sheet.write(axes, at, i, label, side=side, xytext=(0.6 * sheet.size * side, 0))
    low, high = _limits(
        place, [HINTED * text_width(label, sheet.small) + 0.6 * sheet.size + 4 for label in labels], room
    )
    axes.set_xlim(low, high)
    shown: list[int] = []
    wide = text_width("+100%", look.small) * 1.2 * (high - low) / room
    for tick in CHANGE_TICKS:
        at = np.log2(1 + tick / 100)
        if low <= at <= high and all(abs(at - np.log2(1 + other / 100)) >= wide for other in shown):
            shown.append(tick)
    shown.sort()
    axes.set_xticks([np.log2(1 + tick / 100) for tick in shown], [f"{tick:+d}%" if tick else "0" for tick in shown])
    axes.grid(axis="x")


def _limits(places: np.ndarray, widths: list[float], room: float) -> tuple[float, float]:
    """Give the ends of a scale `room` points wide on which every label, that wide, has room beside its mark."""
    low, high = min(places.min(), 0.0) - 0.05, max(places.max(), 0.0) + 0.05
    for _ in range(40):  # each step gives the widest label a little more of the scale
        a_point = (high - low) / room
        ends = [at + (width if at >= 0 else -width) * a_point for at, width in zip(places, widths, strict=True)]
        new_low, new_high = min(low, *ends), max(high, *ends)
        if new_high - new_low < 1.001 * (high - low) or new_high - new_low > 8 * (places.max() - places.min() + 0.5):
            break
        low, high = new_low, new_high
    return float(low), float(high)
