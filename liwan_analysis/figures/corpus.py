"""Figures of many reports: lines over years, places against themes, targets and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import Frame, dot
from liwan_analysis.figures.heat import draw_heat, open_matrix
from liwan_analysis.figures.look import Language, Look, Palette, Size, choose_look, ink_on
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import check_columns, open_rows
from liwan_analysis.figures.text import text_width, wrap
from liwan_analysis.lexicons.messages import tell

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "attention_lines",
    "growth_targets",
    "measure_ranks",
    "promise_ribbon",
    "reuse_lines",
    "silence_bars",
    "theme_places",
    "verdict_map",
]

MOST_LINES = 8
"""How many lines have a colour of their own."""
SHAPE = 0.6
"""Height of axes with years to their width, where no height is given."""
VERDICTS = ("met", "exceeded", "missed", "about", "restated", "not_reported", "not_comparable", "pending")
VERDICT_ROLES = {"met": "met", "exceeded": "met", "missed": "missed", "about": "soft", "restated": "soft"}
"""The colours of verdicts; what cannot be judged has that of `open`."""


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
    wide = table.pivot(index="year", columns="place", values="share_reused").sort_index() * 100
    return _lines(look, wide, title, source, look.say("share_reused"))


def _lines(look: Look, wide: pd.DataFrame, title: str, source: str, axis_title: str) -> Figure:
    """Draw a line for each column; the eight with the highest means are named, the others are grey."""
    ranked = wide.mean().sort_values(ascending=False, kind="stable").index
    colours = {name: look.colours[f"group{n}"] for n, name in enumerate(ranked[:MOST_LINES], start=1)}
    legend = [dot(colour, str(name)) for name, colour in colours.items()]
    if len(ranked) > MOST_LINES:
        legend.append(dot(look.colours["faint"], look.say("other_lines", n=len(ranked) - MOST_LINES)))
    figure, axes = _open_years(look, Frame(look, title, source, legend), [int(year) for year in wide.index], axis_title)
    for name in reversed(ranked):
        own = colours.get(name, look.colours["faint"])
        axes.plot(wide.index, wide[name], "o-", color=own, linewidth=0.16 * look.base, markersize=0.4 * look.base)
    axes.set_ylim(bottom=0)
    return figure


def _open_years(look: Look, frame: Frame, years: Sequence[int], axis_title: str) -> tuple[Figure, Axes]:
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
            _arrow(axes, (target.value, row), (1.6 * side * sheet.size, 0), colour)
    axes.margins(x=0.12)
    axes.grid(axis="x")
    return sheet.figure


def _arrow(axes: Axes, start: tuple[float, float], points: tuple[float, float], colour: str) -> None:
    """Draw an arrow from a place, so many points long."""
    style = {"arrowstyle": "<-", "color": colour, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", start, xytext=points, textcoords="offset points", arrowprops=style)


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


@in_house_style
def promise_ribbon(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """One indicator over the years: the target with its range or the side it leaves open, the result as a dot.

    The dot has the colour of the verdict; where there is no result there is no dot. Target and dot lead to their words
    in the reports where the table says where they stand (target_report, target_start, target_end and those of result).
    """
    check_columns(table, "target_year", "target", "target_max", "bound", "result", "verdict")
    look = choose_look(size, palette, language)
    found = [verdict for verdict in VERDICTS if (table["verdict"] == verdict).any()]
    legend = [dot(look.colours["plan"], look.say("target_mark"), marker="s")]
    legend += [dot(_verdict_colour(look, verdict), look.name("verdict", verdict)) for verdict in found]
    years = sorted({int(year) for year in table["target_year"]})
    span = list(range(years[0], years[-1] + 1))
    figure, axes = _open_years(look, Frame(look, title, source, legend), span, look.say("target_and_result"))
    wide = 0.32
    promised, told = place_urls(table, "target_"), place_urls(table, "result_")
    for row, to_target, to_result in zip(table.itertuples(), promised, told, strict=True):
        year, colour = row.target_year, look.colours["plan"]
        if pd.notna(row.target_max):
            axes.fill_between([year - wide, year + wide], row.target, row.target_max, color=colour, alpha=0.35, lw=0)
        level = axes.hlines(row.target, year - wide, year + wide, color=colour, linewidth=0.25 * look.base)
        level.set_urls([to_target])
        if side := {"at_least": 1, "over": 1, "at_most": -1}.get(row.bound, 0):
            _arrow(axes, (year, row.target), (0, 1.5 * side * look.base), colour)
        if pd.notna(row.result):
            own = _verdict_colour(look, row.verdict)
            mark, edge = 0.6 * look.base, "white"
            dots = axes.plot([year], [row.result], "o", color=own, markersize=mark, markeredgecolor=edge, zorder=4)
            dots[0].set_url(to_result)
    axes.margins(y=0.15)
    return figure


@in_house_style
def silence_bars(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """The share (0 to 1) of each theme's targets that the next report does not mention, with the number of targets."""
    check_columns(table, "theme", "n_followed", "share_silent")
    look = choose_look(size, palette, language)
    table = table.sort_values(["share_silent", "n_followed"], ascending=False, kind="stable", ignore_index=True)
    sheet = open_rows(
        look,
        [look.theme(theme) for theme in table["theme"]],
        title=title,
        source=source,
        axis_titles=[look.say("silent_share")],
    )
    table = sheet.keep(table)
    shares = (100 * table["share_silent"]).tolist()
    rows = np.arange(len(table))
    sheet.axes[0].barh(rows, shares, height=0.7, color=look.colours["plan"])
    labels = [f"{share:.0f}  ({n})" for share, n in zip(shares, table["n_followed"], strict=True)]
    sheet.label_bars(0, shares, rows.tolist(), labels)
    return sheet.figure


@in_house_style
def verdict_map(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """What became of each target: rows are indicators, columns the years of the targets, a cell the verdict.

    Cells have the verdict's colour and sign, so that they can be told apart in grey.
    """
    check_columns(table, "indicator", "target_year", "verdict")
    look = choose_look(size, palette, language)
    wide = table.pivot(index="indicator", columns="target_year", values="verdict")
    wide = wide.loc[list(dict.fromkeys(table["indicator"]))].rename(columns=lambda year: f"{int(year)}")
    found = [verdict for verdict in VERDICTS if (table["verdict"] == verdict).any()]
    signs = {verdict: tell(f"figure.sign.{verdict}", "en") for verdict in found}
    legend = [
        dot(_verdict_colour(look, verdict), f"{signs[verdict]} {look.name('verdict', verdict)}", marker="s")
        for verdict in found
    ]
    sheet, columns = open_matrix(
        look, wide, title=title, source=source, axis_title=look.say("target_year"), legend=legend
    )
    (axes,) = sheet.axes
    wide = wide.iloc[list(sheet.kept)][columns]
    for row, column in zip(*np.nonzero(wide.notna().to_numpy()), strict=True):
        verdict = wide.iat[row, column]
        colour = _verdict_colour(look, verdict)
        axes.barh(row, 0.94, left=column - 0.47, height=0.9, color=colour)
        ink = ink_on(colour)
        axes.text(column, row, signs[verdict], color=ink, fontsize=sheet.small, ha="center", va="center")
    return sheet.figure


def _verdict_colour(look: Look, verdict: str) -> str:
    return look.colours[VERDICT_ROLES.get(verdict, "open")]
