"""Figures of terms: frequency, keyness, dispersion, collocates, and the word cloud people ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import (
    COLOURS,
    CYCLE,
    FONT_PATH,
    PART_NAMES,
    bar_height,
    check_columns,
    colour_legend,
    draw_strokes,
    in_house_style,
    label_rows,
    open_canvas,
    open_figure,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["collocate_bars", "dispersion_plot", "frequency_bars", "keyness_intervals", "word_cloud"]


@in_house_style
def frequency_bars(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Relative frequency of terms as bars, with the dispersion DP of each beside it (0 even, 1 clumped)."""
    check_columns(table, "term", "n", "per_10k", "DP")
    figure = open_figure(title, source, height=bar_height(len(table)))
    left, right = figure.subplots(1, 2, width_ratios=[3, 1.3], sharey=True)
    rows = range(len(table))
    left.barh(rows, table["per_10k"], color=COLOURS["review"], height=0.7)
    for i, (rate, n) in enumerate(zip(table["per_10k"], table["n"], strict=True)):
        left.annotate(
            f"{rate:.1f} ({n})", (rate, i), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8
        )
    label_rows(left, list(table["term"]))
    left.margins(x=0.14)
    left.set_xlabel("词频 Frequency（每万词 per 10,000 tokens；次数 n）")
    right.hlines(rows, 0, table["DP"], color=COLOURS["faint"], linewidth=1.2)
    right.plot(table["DP"], rows, "o", color=COLOURS["plan"], markersize=5)
    right.set_xlim(0, 1)
    right.tick_params(axis="y", length=0)
    right.set_xlabel("分布 DP（0 均匀 even – 1 集中）")
    right.grid(axis="x")
    return figure


@in_house_style
def keyness_intervals(table: pd.DataFrame, *, target: str, reference: str, title: str, source: str = "") -> Figure:
    """Log Ratio with its 95 % interval, both directions in one figure; a hollow dot is no significant difference."""
    check_columns(
        table, "term", "n_target", "n_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "p_adjusted"
    )
    table = table.sort_values("log_ratio", ascending=False, kind="stable", ignore_index=True)
    figure, axes = open_canvas(title, source, height=bar_height(len(table)))
    colours = [COLOURS["plan"] if value > 0 else COLOURS["review"] for value in table["log_ratio"]]
    rows = range(len(table))
    axes.hlines(rows, table["log_ratio_low"], table["log_ratio_high"], color=colours, linewidth=1.6, alpha=0.55)
    inside = [colour if p < 0.05 else "white" for colour, p in zip(colours, table["p_adjusted"], strict=True)]
    axes.scatter(table["log_ratio"], rows, facecolor=inside, edgecolor=colours, s=26, zorder=3)
    axes.axvline(0, color="#555555", linewidth=0.9)
    label_rows(
        axes, [f"{t}  {a}:{b}" for t, a, b in zip(table["term"], table["n_target"], table["n_reference"], strict=True)]
    )
    axes.grid(axis="x")
    axes.set_xlabel("Log Ratio（线为 95% 区间 interval；空心 hollow：校正后 adjusted p ≥ 0.05）")
    for side, place, text in (("left", 0, f"← {reference}"), ("right", 1, f"{target} →")):
        axes.text(place, 1.005, text, ha=side, va="bottom", transform=axes.transAxes, fontsize=9, color="#555555")
    axes.set_ylabel(f"词 Term   {target} : {reference}")
    return figure


@in_house_style
def dispersion_plot(
    positions: pd.DataFrame, borders: pd.DataFrame, *, length: int, title: str, source: str = ""
) -> Figure:
    """Where in the report terms stand: one row a term, one stroke an occurrence, section borders in grey."""
    check_columns(positions, "term", "start", "part")
    check_columns(borders, "start", may_be_empty=True)
    terms = list(dict.fromkeys(positions["term"]))
    figure, axes = open_canvas(title, source, height=bar_height(len(terms), least=2.6, each=0.36))
    for border in borders["start"]:
        axes.axvline(border, color="#DDDDDD", linewidth=0.8, zorder=0)
    for row, term in enumerate(terms):
        for part, chosen in positions[positions["term"] == term].groupby("part"):
            draw_strokes(axes, chosen["start"], row, 0.36, color=COLOURS.get(part, COLOURS["front"]), linewidth=1.0)
    counts = positions["term"].value_counts()
    label_rows(axes, [f"{term}  ({counts[term]})" for term in terms])
    axes.set_xlim(0, 1.005 * length)
    axes.set_xlabel("在文中的位置（字；灰线为各部分开头） Place in the text (characters; grey: section borders)")
    found = [part for part in ("review", "plan", "front", "closing") if (positions["part"] == part).any()]
    names = {part: PART_NAMES[part] if part in ("review", "plan") else "其他 other" for part in found}
    colour_legend(axes, {name: COLOURS[part] for part, name in names.items()})
    return figure


@in_house_style
def collocate_bars(tables: Mapping[str, pd.DataFrame], *, title: str, source: str = "") -> Figure:
    """The strongest collocates of a few nodes, side by side, by logDice, with their counts."""
    for table in tables.values():
        check_columns(table, "collocate", "n", "log_dice", may_be_empty=True)
    n = max((len(table) for table in tables.values()), default=0)
    if not n:
        raise ValueError("no node has a collocate: there is nothing to draw")
    figure = open_figure(title, source, width=8.6, height=bar_height(n))
    all_axes = np.atleast_1d(figure.subplots(1, len(tables)))
    highest = max(table["log_dice"].max() for table in tables.values() if len(table))
    for axes, (node, table) in zip(all_axes, tables.items(), strict=True):
        axes.barh(range(len(table)), table["log_dice"], color=COLOURS["review"], height=0.68)
        for i, (score, count) in enumerate(zip(table["log_dice"], table["n"], strict=True)):
            axes.annotate(f"{count}", (score, i), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_yticks(range(len(table)), list(table["collocate"]))
        axes.set_ylim(n - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, highest * 1.12)
        axes.set_title(f"{node}", fontsize=10.5)
        axes.set_xlabel("logDice（同现次数 n）")
    return figure


@in_house_style
def word_cloud(frequencies: Mapping[str, float], *, title: str, source: str = "", seed: int = 20240227) -> Figure:
    """A seeded word cloud, its words drawn as text; its words and numbers belong in a table beside it."""
    from wordcloud import WordCloud

    if not frequencies:
        raise ValueError("no words were given: there is nothing to draw")
    width, height = 800, 400
    cloud = WordCloud(
        font_path=str(FONT_PATH),
        width=width,
        height=height,
        random_state=seed,
        prefer_horizontal=1.0,
        margin=4,
        relative_scaling=0.5,
        max_font_size=110,
    ).generate_from_frequencies(dict(frequencies))
    figure, axes = open_canvas(title, source, height=4.9)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_aspect("equal")
    points_a_pixel = 7.7 * 72 / width
    for (word, _), size, (row, column), _, _ in cloud.layout_:
        colour = CYCLE[sum(map(ord, word)) % 4]
        axes.text(column, row, word, fontsize=size * points_a_pixel, color=colour, ha="left", va="top", linespacing=1)
    axes.set_axis_off()
    return figure
