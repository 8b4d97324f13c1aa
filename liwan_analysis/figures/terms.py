"""Figures of terms: frequency, keyness, dispersion and collocates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import dot, patch
from liwan_analysis.figures.look import Language, Palette, Size, choose_look
from liwan_analysis.figures.panels import open_panels
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import check_columns, draw_strokes, numbered, open_rows
from liwan_analysis.figures.text import text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["collocate_bars", "dispersion_plot", "frequency_bars", "keyness_intervals"]


@in_house_style
def frequency_bars(
    table: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Relative frequency of terms as bars, with the dispersion DP of each beside it (0 even, 1 clumped)."""
    check_columns(table, "term", "n", "per_10k", "DP")
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "per_10k")
    sheet = open_rows(
        look,
        list(table["term"]),
        title=title,
        source=source,
        axis_titles=[look.say("frequency"), look.say("dispersion")],
        panels=(3, 1.3) if look.width > 5 else (2, 1.2),
    )
    table = sheet.keep(table)
    left, right = sheet.axes
    rows = range(len(table))
    left.barh(rows, table["per_10k"], color=look.colours["review"], height=0.7)
    labels = [f"{rate:.1f} ({n})" for rate, n in zip(table["per_10k"], table["n"], strict=True)]
    sheet.label_bars(0, table["per_10k"].tolist(), rows, labels)
    right.hlines(rows, 0, table["DP"], color=look.colours["faint"], linewidth=1.2)
    right.plot(table["DP"], rows, "o", color=look.colours["plan"], markersize=0.5 * sheet.size)
    right.set_xlim(0, 1)
    right.grid(axis="x")
    return sheet.figure


@in_house_style
def keyness_intervals(
    table: pd.DataFrame,
    *,
    target: str,
    reference: str,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Log Ratio with its 95 % interval, both directions in one figure; a hollow dot is no significant difference.

    Behind each term stands how often target and reference have it. Where not all have room the terms nearest to no
    difference are left out.
    """
    columns = ("log_ratio", "log_ratio_low", "log_ratio_high", "p_adjusted")
    check_columns(table, "term", "n_target", "n_reference", *columns)
    look = choose_look(size, palette, language)
    table, source = numbered(look, table, source, "log_ratio")
    table = table.sort_values("log_ratio", ascending=False, kind="stable", ignore_index=True)
    sides = {"target": ("part", target), "reference": ("part", reference)}
    sheet = open_rows(
        look,
        [f"{t}  {a}:{b}" for t, a, b in zip(table["term"], table["n_target"], table["n_reference"], strict=True)],
        title=title,
        source=source,
        axis_titles=[look.say("log_ratio", **sides)],
        legend=[
            patch(look.colours["plan"], look.say("more_in", side=sides["target"])),
            patch(look.colours["review"], look.say("more_in", side=sides["reference"])),
            dot("#555555", look.say("not_significant"), hollow=True),
        ],
        importance=table["log_ratio"].abs().sort_values(ascending=False, kind="stable").index.tolist(),
    )
    table = sheet.keep(table)
    (axes,) = sheet.axes
    colours = [look.colours["plan"] if value > 0 else look.colours["review"] for value in table["log_ratio"]]
    rows = range(len(table))
    axes.hlines(rows, table["log_ratio_low"], table["log_ratio_high"], color=colours, linewidth=1.6, alpha=0.55)
    inside = [colour if p < 0.05 else "white" for colour, p in zip(colours, table["p_adjusted"], strict=True)]
    axes.scatter(table["log_ratio"], rows, facecolor=inside, edgecolor=colours, s=(0.55 * sheet.size) ** 2, zorder=3)
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.grid(axis="x")
    return sheet.figure


@in_house_style
def dispersion_plot(
    positions: pd.DataFrame,
    borders: pd.DataFrame,
    *,
    length: int,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Where in the report terms stand: one row a term, one stroke an occurrence, section borders in grey.

    The strokes of a term in a part lead to the first of them in the text.
    """
    check_columns(positions, "term", "start", "part")
    check_columns(borders, "start", may_be_empty=True)
    look = choose_look(size, palette, language)
    positions, source = numbered(look, positions, source, "start")
    counts = positions["term"].value_counts()
    terms = list(dict.fromkeys(positions["term"]))
    named = {look.name("part", part): part for part in ("review", "plan") if (positions["part"] == part).any()}
    if not positions["part"].isin(["review", "plan"]).all():
        named[look.say("part.other")] = "front"
    sheet = open_rows(
        look,
        [f"{term}  ({counts[term]})" for term in terms],
        title=title,
        source=source,
        axis_titles=[look.say("place_and_borders")],
        legend=[patch(look.colour(part), name) for name, part in named.items()],
        pitch=2.5,
    )
    (axes,) = sheet.axes
    for border in borders["start"]:
        axes.axvline(border, color="#DDDDDD", linewidth=0.8, zorder=0)
    for row, term in enumerate(terms[at] for at in sheet.kept):
        for part, chosen in positions[positions["term"] == term].groupby("part"):
            strokes = draw_strokes(axes, chosen["start"], row, 0.36, color=look.colour(part), linewidth=1.0)
            strokes.set_url(place_urls(chosen.head(1))[0])
    axes.set_xlim(0, 1.005 * length)
    sheet.space_ticks(0, f"{length}")
    return sheet.figure


@in_house_style
def collocate_bars(
    tables: Mapping[str, pd.DataFrame],
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """The strongest collocates of a few nodes, by logDice, with their counts: side by side, or below one another."""
    for table in tables.values():
        check_columns(table, "collocate", "n", "log_dice", may_be_empty=True)
    if not any(map(len, tables.values())):
        raise ValueError("no node has a collocate: there is nothing to draw")
    look = choose_look(size, palette, language, width=8.6)
    kept = {}
    for node, table in tables.items():
        kept[node], source = numbered(look, table, source, "log_dice")
    tables = kept
    highest = max(table["log_dice"].max() for table in tables.values() if len(table))
    names = {node: list(table["collocate"]) for node, table in tables.items()}
    panels = open_panels(look, names, title=title, source=source, axis_title=look.say("log_dice"))
    for axes, table in zip(panels.axes, tables.values(), strict=True):
        table = table.head(panels.most)
        axes.barh(range(len(table)), table["log_dice"], color=look.colours["review"], height=0.68)
        for i, (score, count) in enumerate(zip(table["log_dice"], table["n"], strict=True)):
            panels.write(axes, score, i, f"{count}")
        widest = max((text_width(f"{count}", panels.size) for count in table["n"]), default=0)
        axes.set_xlim(0, highest * panels.room / max(panels.room - widest - 6, 0.3 * panels.room))
    return panels.figure
