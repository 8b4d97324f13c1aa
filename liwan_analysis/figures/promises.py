"""Figures of promises: targets and results over years, what became of each target, and how much is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import Frame, dot
from liwan_analysis.figures.heat import open_matrix
from liwan_analysis.figures.look import Language, Look, Palette, Size, choose_look, ink_on
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import check_columns, numbered, open_rows
from liwan_analysis.figures.years import draw_arrow, open_years
from liwan_analysis.lexicons.messages import tell

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["promise_ribbon", "silence_bars", "verdict_map"]

VERDICTS = ("met", "exceeded", "missed", "about", "restated", "not_reported", "not_comparable", "pending")
VERDICT_ROLES = {"met": "met", "exceeded": "met", "missed": "missed", "about": "soft", "restated": "soft"}
"""The colours of verdicts; what cannot be judged has that of `open`."""


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
    table, source = numbered(look, table, source, "target_year", "target")
    found = [verdict for verdict in VERDICTS if (table["verdict"] == verdict).any()]
    legend = [dot(look.colours["plan"], look.say("target_mark"), marker="s")]
    legend += [dot(_verdict_colour(look, verdict), look.name("verdict", verdict)) for verdict in found]
    years = sorted({int(year) for year in table["target_year"]})
    span = list(range(years[0], years[-1] + 1))
    figure, axes = open_years(look, Frame(look, title, source, legend), span, look.say("target_and_result"))
    wide = 0.32
    promised, told = place_urls(table, "target_"), place_urls(table, "result_")
    for row, to_target, to_result in zip(table.itertuples(), promised, told, strict=True):
        year, colour = row.target_year, look.colours["plan"]
        if pd.notna(row.target_max):
            axes.fill_between([year - wide, year + wide], row.target, row.target_max, color=colour, alpha=0.35, lw=0)
        level = axes.hlines(row.target, year - wide, year + wide, color=colour, linewidth=0.25 * look.base)
        level.set_urls([to_target])
        if side := {"at_least": 1, "over": 1, "at_most": -1}.get(row.bound, 0):
            draw_arrow(axes, (year, row.target), (0, 1.5 * side * look.base), colour)
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
    table, source = numbered(look, table, source, "share_silent")
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
    table, source = numbered(look, table, source, "target_year")
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
