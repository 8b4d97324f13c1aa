"""Figures of themes: attention, where themes live, and who gets numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import dot, patch
from liwan_analysis.figures.heat import draw_heat
from liwan_analysis.figures.look import Language, Palette, Size, choose_look
from liwan_analysis.figures.sheet import check_columns, numbered, open_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["attention_dumbbell", "theme_heatmap", "theme_numbers"]

MARKERS = ("o", "D")


@in_house_style
def attention_dumbbell(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Each theme's share of attention in two parts (review and plan, or two reports), with bootstrap intervals.

    The interval of a part's largest share is shaded: a theme whose interval reaches into it is not told apart from the
    largest.
    """
    check_columns(table, "theme", "theme_en", "part", "share", "share_low", "share_high")
    look = choose_look(size, palette, language)
    twice = table[table.duplicated(["theme", "part"])]
    if len(twice):
        raise ValueError(
            f"{twice['theme'].iloc[0]} has several rows in {twice['part'].iloc[0]}: give one a theme and part"
        )
    table, source = numbered(look, table, source, "share")
    wide = table.pivot(index=["theme", "theme_en"], columns="part", values=["share", "share_low", "share_high"])
    parts = sorted(table["part"].unique(), key=lambda part: (part == "plan", part != "review"))
    wide = wide.astype(float).replace([np.inf, -np.inf], np.nan)
    wide["share"] = wide["share"].fillna(0.0)  # a theme that one part lacks; without an interval no line is drawn
    wide = wide[(wide["share"] > 0).any(axis=1)].sort_values(("share", parts[-1]), ascending=False, kind="stable")
    check_columns(wide)
    colours = [look.colour(part, otherwise=("review", "plan")[n % 2]) for n, part in enumerate(parts)]
    legend = [
        dot(colour, look.name("part", part), marker=marker)
        for part, colour, marker in zip(parts, colours, MARKERS, strict=False)
    ]
    sheet = open_rows(
        look,
        [look.theme(theme, english) for theme, english in wide.index],
        title=title,
        source=source,
        axis_titles=[look.say("attention")],
        legend=[*legend, patch("#E4E4E4", look.say("largest_interval"))],
        pitch=2.6,
        lines=1.4,
        name_lines=3,
    )
    wide = wide.iloc[list(sheet.kept)]
    (axes,) = sheet.axes
    for number, (part, colour) in enumerate(zip(parts, colours, strict=True)):
        rows = np.arange(len(wide)) + (0.34 * number - 0.17 if len(parts) > 1 else 0)
        low, high, share = (100 * wide[(name, part)] for name in ("share_low", "share_high", "share"))
        first = share.to_numpy().argmax()
        if high.iloc[first] > low.iloc[first]:
            axes.axvspan(low.iloc[first], high.iloc[first], color=colour, alpha=0.1, linewidth=0, zorder=0)
        axes.hlines(rows, low, high, color=colour, alpha=0.7, linewidth=0.18 * sheet.size)
        axes.scatter(share, rows, color=colour, s=(0.5 * sheet.size) ** 2, zorder=3, marker=MARKERS[number % 2])
    axes.set_xlim(left=0)
    axes.grid(axis="x")
    return sheet.figure


@in_house_style
def theme_heatmap(
    counts: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Where each theme lives: rows are themes, columns sections, a cell the share of the section's sentences."""
    if counts.empty:  # its columns are the sections of the report, whatever they are called
        raise ValueError("the table is empty: there is nothing to draw")
    look = choose_look(size, palette, language, width=9.0)
    counts, source = numbered(look, counts, source, *counts.columns)
    shares = 100 * counts / counts.sum(axis=0).replace(0, np.nan)
    return draw_heat(
        look,
        shares.set_axis([look.theme(str(theme)) for theme in counts.index]).set_axis(
            [look.section(str(section)) for section in counts.columns], axis=1
        ),
        title=title,
        source=source,
        axis_title=look.say("section_shares"),
    )


@in_house_style
def theme_numbers(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Two bars a theme: its sentences in the plan, and its targets with a number: who gets words, who gets numbers."""
    check_columns(table, "theme", "n_sentences", "n_targets")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "n_sentences", "n_targets")
    table = table.sort_values(["n_targets", "n_sentences"], ascending=False, kind="stable", ignore_index=True)
    sheet = open_rows(
        look,
        [look.theme(theme) for theme in table["theme"]],
        title=title,
        source=source,
        axis_titles=[look.say("count")],
        legend=[
            patch(look.colours["faint"], look.say("plan_sentences")),
            patch(look.colours["plan"], look.say("number_targets")),
        ],
        pitch=2.6,
        lines=2.2,
        name_lines=3,
    )
    table = sheet.keep(table)
    rows = np.arange(len(table))
    lower, upper = table["n_sentences"].tolist(), table["n_targets"].tolist()
    for shift, values, colour in ((-0.21, lower, look.colours["faint"]), (0.21, upper, look.colours["plan"])):
        sheet.axes[0].barh(rows + shift, values, height=0.38, color=colour)
    places = [*(rows - 0.21), *(rows + 0.21)]
    sheet.label_bars(0, [*lower, *upper], places, [f"{n}" for n in [*lower, *upper]])
    sheet.space_ticks(0, integer=True)
    return sheet.figure
