"""Figures of themes: attention, where themes live, who gets numbers, and terms that occur together."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import (
    COLOURS,
    CYCLE,
    PART_NAMES,
    bar_height,
    check_columns,
    in_house_style,
    label_rows,
    open_canvas,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["attention_dumbbell", "term_network", "theme_heatmap", "theme_numbers"]


@in_house_style
def attention_dumbbell(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Each theme's share of attention in two parts (review and plan, or two reports), with bootstrap intervals."""
    check_columns(table, "theme", "theme_en", "part", "share", "share_low", "share_high")
    wide = table.pivot(index=["theme", "theme_en"], columns="part", values=["share", "share_low", "share_high"])
    parts = sorted(table["part"].unique(), key=lambda part: (part == "plan", part != "review"))
    wide["share"] = wide["share"].fillna(0.0)  # a theme that one part lacks; without an interval no line is drawn
    wide = wide[(wide["share"] > 0).any(axis=1)].sort_values(("share", parts[-1]), ascending=False, kind="stable")
    check_columns(wide)
    figure, axes = open_canvas(title, source, height=bar_height(len(wide), each=0.36))
    for number, part in enumerate(parts):
        colour = COLOURS.get(part, COLOURS["review" if number == 0 else "plan"])
        rows = np.arange(len(wide)) + (0.26 * number - 0.13 if len(parts) > 1 else 0)
        low, high, share = (100 * wide[(name, part)] for name in ("share_low", "share_high", "share"))
        axes.hlines(rows, low, high, color=colour, alpha=0.45, linewidth=2)
        axes.scatter(share, rows, color=colour, s=28, zorder=3, label=PART_NAMES.get(part, part))
    label_rows(axes, [fill(f"{theme}  {english}", 48, subsequent_indent="    ") for theme, english in wide.index])
    axes.set_xlim(left=0)
    axes.grid(axis="x")
    axes.set_xlabel("注意力份额 Attention share（%）")
    axes.legend(loc="lower right")
    return figure


@in_house_style
def theme_heatmap(counts: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Where each theme lives: rows are themes, columns sections, a cell the share of the section's sentences."""
    if counts.empty:  # its columns are the sections of the report, whatever they are called
        raise ValueError("the table is empty: there is nothing to draw")
    shares = 100 * counts / counts.sum(axis=0).replace(0, np.nan)
    figure, axes = open_canvas(title, source, width=9.0, height=bar_height(len(counts), each=0.33) + 0.5)
    places = np.arange(counts.shape[1]), np.arange(counts.shape[0])
    image = axes.pcolormesh(
        *places, shares.fillna(0).to_numpy(float), cmap="Blues", vmin=0, vmax=100, edgecolors="white", linewidth=0.6
    )
    label_rows(axes, list(counts.index))
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xticks(
        range(counts.shape[1]), list(counts.columns), rotation=90 if counts.shape[1] > 12 else 45, ha="center"
    )
    for row in range(len(counts)):
        for column in range(counts.shape[1]):
            share = shares.iat[row, column]
            if share >= 10:
                axes.text(
                    column,
                    row,
                    f"{share:.0f}",
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color="white" if share > 55 else COLOURS["ink"],
                )
    axes.set_xlabel("节 Section")
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.colorbar(image, ax=axes, shrink=0.7, pad=0.01, label="占该节句子 % of the section's sentences")
    return figure


@in_house_style
def theme_numbers(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Themes by attention in the plan (x) and by targets with a number (y): who gets words, who gets numbers."""
    check_columns(table, "theme", "n_sentences", "n_targets")
    table = table.sort_values(["n_targets", "n_sentences"], ascending=False, kind="stable", ignore_index=True)
    figure, axes = open_canvas(title, source, height=bar_height(len(table), each=0.36))
    rows = np.arange(len(table))
    axes.barh(
        rows - 0.19,
        table["n_sentences"],
        height=0.36,
        color=COLOURS["faint"],
        label="计划中的句子 sentences in the plan",
    )
    axes.barh(
        rows + 0.19, table["n_targets"], height=0.36, color=COLOURS["plan"], label="有数字的目标 targets with a number"
    )
    for i, (a, b) in enumerate(zip(table["n_sentences"], table["n_targets"], strict=True)):
        axes.annotate(f"{a}", (a, i - 0.19), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7.5)
        axes.annotate(f"{b}", (b, i + 0.19), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7.5)
    label_rows(axes, list(table["theme"]))
    axes.set_xlabel("个数 Count")
    axes.legend(loc="lower right")
    return figure


@in_house_style
def term_network(nodes: pd.DataFrame, edges: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Terms that occur together: place and colour by community, size by frequency, lines by logDice."""
    check_columns(nodes, "term", "x", "y", "n", "community")
    check_columns(edges, "source", "target", "log_dice", may_be_empty=True)
    figure, axes = open_canvas(title, source, width=8.6, height=6.6)
    place = nodes.set_index("term")[["x", "y"]]
    strongest = edges["log_dice"].max() if len(edges) else 1.0
    for edge in edges.itertuples():
        a, b = place.loc[edge.source], place.loc[edge.target]
        axes.plot(
            [a.x, b.x], [a.y, b.y], color=COLOURS["faint"], linewidth=0.4 + 1.6 * edge.log_dice / strongest, zorder=1
        )
    sizes = 60 + 900 * nodes["n"] / nodes["n"].max()
    axes.scatter(
        nodes["x"],
        nodes["y"],
        s=sizes,
        color=[CYCLE[c % len(CYCLE)] for c in nodes["community"]],
        alpha=0.85,
        zorder=2,
        linewidths=0,
    )
    for node in nodes.itertuples():
        box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.72, "linewidth": 0}
        axes.annotate(node.term, (node.x, node.y), ha="center", va="center", fontsize=8.5, zorder=3, bbox=box)
    axes.set_axis_off()
    axes.margins(0.08)
    return figure
