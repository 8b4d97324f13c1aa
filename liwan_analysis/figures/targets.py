"""Figures of targets: how hard they are, the headline ones, and their change against last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import (
    COLOURS,
    bar_height,
    check_columns,
    in_house_style,
    label_rows,
    open_canvas,
    show_value,
    text_width,
    wrap_text,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["headline_table", "ledger_changes", "stacked_counts"]

HARDNESS_NAMES = {"hard": "硬 hard", "plain": "平 plain", "soft": "软 soft"}
HEADLINE_NAMES = {
    "indicator": "指标 Indicator",
    "target": "目标 Target",
    "wording": "措辞 Wording",
    "hardness": "硬度 Hardness",
    "last_year": "上年 Last year",
}


@in_house_style
def stacked_counts(counts: pd.DataFrame, *, title: str, axis_title: str, source: str = "") -> Figure:
    """Targets by section and hardness: one bar a row of the table, one colour a column (hard, plain, soft)."""
    check_columns(counts, *HARDNESS_NAMES)
    figure, axes = open_canvas(title, source, height=bar_height(len(counts), each=0.34))
    left = np.zeros(len(counts))
    for column in HARDNESS_NAMES:
        values = counts[column].to_numpy(float)
        axes.barh(
            range(len(counts)), values, left=left, color=COLOURS[column], height=0.7, label=HARDNESS_NAMES[column]
        )
        for i, value in enumerate(values):
            if value:
                axes.text(left[i] + value / 2, i, f"{value:.0f}", ha="center", va="center", fontsize=8, color="white")
        left = left + values
    label_rows(axes, [str(name) for name in counts.index])
    axes.set_xlabel(axis_title)
    axes.legend(loc="lower right")
    return figure


@in_house_style
def headline_table(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """The headline targets as a readable table: indicator, what is promised, bound, wording, last year's result."""
    check_columns(table, *HEADLINE_NAMES)
    table = table[list(HEADLINE_NAMES)].rename(columns=HEADLINE_NAMES)
    columns = list(table.columns)
    wrapped = [
        [
            wrap_text(show_value(value), 2.2 if name == columns[1] else 1.6)
            for name, value in zip(columns, row, strict=True)
        ]
        for row in table.itertuples(index=False)
    ]
    heights = [max(cell.count("\n") + 1 for cell in row) for row in wrapped]
    figure, axes = open_canvas(title, source, width=8.6, height=1.3 + 0.3 * sum(heights) + 0.3)
    axes.set_axis_off()
    weights = np.array(
        [
            max(text_width(name), *(max(map(text_width, row[i].split("\n"))) for row in wrapped))
            for i, name in enumerate(columns)
        ],
        float,
    )
    edges = np.concatenate([[0.0], np.cumsum((weights + 3) / (weights + 3).sum())])
    axes.set_xlim(0, 1)
    axes.set_ylim(sum(heights) + 1.2, 0)
    for i, name in enumerate(columns):
        axes.text(edges[i], 0.5, name, va="center", fontsize=9, color="#666666")
    axes.axhline(1.0, color="#555555", linewidth=1.0)
    y = 1.1
    for row, height in zip(wrapped, heights, strict=True):
        for i, cell in enumerate(row):
            axes.text(edges[i], y + height / 2, cell, va="center", fontsize=9.5, linespacing=1.25, color=COLOURS["ink"])
        y += height
        axes.axhline(y, color="#DDDDDD", linewidth=0.6)
    return figure


CHANGE_TICKS = [-90, -75, -50, -25, 0, 50, 100, 200, 400, 900, 1900]


@in_house_style
def ledger_changes(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Change from last year's result to this year's target, in percent, one row an indicator that can be compared.

    The scale is that of ratios, so that doubling and halving are equally far from no change.
    """
    check_columns(table, "indicator", "change_pct", "actual", "target", "unit")
    table = table.sort_values("change_pct", ascending=False, kind="stable", ignore_index=True)
    figure, axes = open_canvas(title, source, height=bar_height(len(table), each=0.34))
    rows = np.arange(len(table))
    place = np.log2(1 + np.maximum(table["change_pct"].to_numpy(float), -95) / 100)
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.hlines(rows, 0, place, color=COLOURS["faint"], linewidth=2)
    axes.scatter(np.zeros(len(table)), rows, color=COLOURS["review"], s=26, zorder=3, label="上年结果 last year")
    axes.scatter(place, rows, color=COLOURS["plan"], s=30, zorder=3, label="今年目标 target")
    for i, row in enumerate(table.itertuples()):
        side = 1 if row.change_pct >= 0 else -1
        axes.annotate(
            f"{row.change_pct:+.1f}%   {show_value(row.actual)} → {show_value(row.target)} {row.unit}",
            (place[i], i),
            xytext=(8 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8,
        )
    low, high = min(place.min(), 0.0), max(place.max(), 0.0)
    room = 0.6 * max(high - low, 0.2)
    axes.set_xlim(low - (room if low < 0 else 0.1), high + room)
    shown = [tick for tick in CHANGE_TICKS if low - 0.2 <= np.log2(1 + tick / 100) <= high + 0.2]
    axes.set_xticks([np.log2(1 + tick / 100) for tick in shown], [f"{tick:+d}%" if tick else "0" for tick in shown])
    label_rows(axes, list(table["indicator"]))
    axes.grid(axis="x")
    axes.set_xlabel("与上年结果相比 Change against last year's result（%，比例尺度 ratio scale）")
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.02), ncols=2, borderaxespad=0)
    return figure
