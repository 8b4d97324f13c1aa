"""Figures of many reports: lines over years, places against themes, growth targets, and what the measures rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import Frame, dot
from liwan_analysis.figures.heat import draw_heat
from liwan_analysis.figures.look import Language, Look, Palette, Size, choose_look
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import check_columns, numbered, open_rows
from liwan_analysis.figures.years import draw_arrow, open_years

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "attention_lines",
    "growth_targets",
    "measure_ranks",
    "reuse_lines",
    "theme_places",
]

MOST_LINES = 8
"""How many lines have a colour of their own."""


@in_house_style
def attention_lines(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Each theme's share of attention over the years, a line a theme; those with most on average have a colour."""
    check_columns(table, "year", "theme", "share")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "year", "share")
    wide = table.pivot(index="year", columns="theme", values="share").sort_index() * 100
    return _lines(look, wide.rename(columns=look.theme), title, source, look.say("attention_share"))


@in_house_style
def reuse_lines(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """The share of a report that stood in the one of the year before, a line a place."""
    check_columns(table, "year", "share_reused", "place")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "year", "share_reused")
    wide = table.pivot(index="year", columns="place", values="share_reused").sort_index() * 100
    return _lines(look, wide, title, source, look.say("share_reused"))


def _lines(look: Look, wide: pd.DataFrame, title: str, source: str, axis_title: str) -> Figure:
    """Draw a line for each column; the eight with the highest means are named, the others are grey."""
    ranked = wide.mean().sort_values(ascending=False, kind="stable").index
    colours = {name: look.colours[f"group{n}"] for n, name in enumerate(ranked[:MOST_LINES], start=1)}
    legend = [dot(colour, str(name)) for name, colour in colours.items()]
    if len(ranked) > MOST_LINES:
        legend.append(dot(look.colours["faint"], look.say("other_lines", n=len(ranked) - MOST_LINES)))
    figure, axes = open_years(look, Frame(look, title, source, legend), [int(year) for year in wide.index], axis_title)
    for name in reversed(ranked):
        own = colours.get(name, look.colours["faint"])
        axes.plot(wide.index, wide[name], "o-", color=own, linewidth=0.16 * look.base, markersize=0.4 * look.base)
    axes.set_ylim(bottom=0)
    return figure


@in_house_style
def theme_places(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Places against themes: rows are themes, columns places, a cell the share (0 to 1) of the place's attention."""
    check_columns(table, "place", "theme", "share")
    look = choose_look(size, palette, language, width=9.0)
    table, source = numbered(look, table, source, "share")
    shares = 100 * table.pivot(index="theme", columns="place", values="share")
    shares = shares.loc[shares.mean(axis=1).sort_values(ascending=False, kind="stable").index]
    shares = shares[list(dict.fromkeys(table["place"]))].rename(index=look.theme)
    return draw_heat(look, shares, title=title, source=source, axis_title=look.say("place_shares"))


@in_house_style
def growth_targets(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Growth targets of places, a row a place and year: a dot, a line for a range, an arrow for a bound to one side."""
    check_columns(table, "place", "year", "value", "value_max", "bound", "hardness")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "value")
    found = [hardness for hardness in ("hard", "plain", "soft") if (table["hardness"] == hardness).any()]
    years = table["year"].astype(str) if len(set(table["year"])) > 1 else [""] * len(table)
    sheet = open_rows(
        look,
        [f"{place} {year}".strip() for place, year in zip(table["place"], years, strict=True)],
        title=title,
        source=source,
        axis_titles=[look.say("growth_target")],
        legend=[dot(look.colours[hardness], look.say(f"hardness.{hardness}")) for hardness in found],
    )
    (axes,) = sheet.axes
    drawn = sheet.keep(table)
    places = place_urls(drawn, "target_" if "target_start" in drawn.columns else "")
    for row, target in enumerate(drawn.itertuples()):
        colour = look.colour(target.hardness, otherwise="plain")
        dots = axes.plot([target.value], [row], "o", color=colour, markersize=0.5 * sheet.size)
        dots[0].set_url(places[row])
        if pd.notna(target.value_max):
            axes.plot([target.value, target.value_max], [row, row], "o-", color=colour, markersize=0.5 * sheet.size)
        elif side := {"at_least": 1, "over": 1, "at_most": -1}.get(target.bound, 0):
            draw_arrow(axes, (target.value, row), (1.6 * side * sheet.size, 0), colour)
    axes.margins(x=0.12)
    axes.grid(axis="x")
    return sheet.figure


@in_house_style
def measure_ranks(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """The rank that each measure gives a place (or report), a row a place: what hangs on the choice of the measure."""
    check_columns(table, "place", "measure", "rank")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "rank")
    wide = table.pivot(index="place", columns="measure", values="rank")
    wide = wide[list(dict.fromkeys(table["measure"]))]
    wide = wide.loc[wide.mean(axis=1).sort_values(kind="stable").index]
    colours = [look.colours[f"group{n % 8 + 1}"] for n in range(wide.shape[1])]
    markers = "oDs^vP*X"
    sheet = open_rows(
        look,
        [str(place) for place in wide.index],
        title=title,
        source=source,
        axis_titles=[look.say("rank")],
        legend=[
            dot(colour, look.name("measure", measure), marker=markers[n % 8])
            for n, (measure, colour) in enumerate(zip(wide.columns, colours, strict=True))
        ],
    )
    wide = wide.iloc[list(sheet.kept)]
    (axes,) = sheet.axes
    rows = np.arange(len(wide))
    axes.hlines(rows, wide.min(axis=1), wide.max(axis=1), color=look.colours["faint"], linewidth=1.2)
    for n, measure in enumerate(wide.columns):
        axes.scatter(wide[measure], rows, color=colours[n], marker=markers[n % 8], s=(0.5 * sheet.size) ** 2, zorder=3)
    axes.grid(axis="x")
    sheet.space_ticks(0, integer=True)
    return sheet.figure
