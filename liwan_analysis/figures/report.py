"""Figures of the report itself: how long its sections are, and where it was repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import patch
from liwan_analysis.figures.look import Language, Palette, Size, choose_look
from liwan_analysis.figures.places import place_urls
from liwan_analysis.figures.sheet import check_columns, draw_strokes, numbered, open_rows
from liwan_analysis.figures.text import text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["repair_map", "section_lengths"]

CERTAINTIES = ("certain", "inferred", "unknown")


@in_house_style
def section_lengths(
    sections: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Bars of section lengths in characters, review and plan in their colours."""
    check_columns(sections, "section_id", "part", "heading", "start", "end")
    look = choose_look(size, palette, language)
    sections, source = numbered(look, sections, source, "start", "end")
    sheet = open_rows(
        look,
        [f"{heading[:16]}{'…' if len(heading) > 16 else ''}" for heading in sections["heading"]],
        title=title,
        source=source,
        axis_titles=[look.say("characters")],
        legend=[patch(look.colour(part), look.name("part", part)) for part in dict.fromkeys(sections["part"])],
    )
    table = sheet.keep(sections)
    lengths = (table["end"] - table["start"]).tolist()
    rows = range(len(table))
    bars = sheet.axes[0].barh(rows, lengths, color=[look.colour(part) for part in table["part"]], height=0.7)
    for bar, url in zip(bars, place_urls(table), strict=True):
        bar.set_url(url)
    sheet.label_bars(0, lengths, rows, [f"{length:,}" for length in lengths])
    return sheet.figure


@in_house_style
def repair_map(
    repairs: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Where in the report the repairs lie: one row a kind of step, one stroke a step, parts as bands."""
    check_columns(repairs, "rule", "certainty", "start")
    check_columns(parts, "part", "start", "end")
    look = choose_look(size, palette, language)
    repairs, source = numbered(look, repairs, source, "start")
    parts, source = numbered(look, parts, source, "start", "end")
    counts = repairs["rule"].value_counts()
    found = [certainty for certainty in CERTAINTIES if (repairs["certainty"] == certainty).any()]
    sheet = open_rows(
        look,
        [f"{look.name('rule', rule)}  ({n:,})" for rule, n in counts.items()],
        title=title,
        source=source,
        axis_titles=[look.say("place_in_text")],
        legend=[patch(look.colours[certainty], look.name("certainty", certainty)) for certainty in found],
        pitch=2.6,
        above=0.7,
    )
    (axes,) = sheet.axes
    length = parts["end"].max()
    axes.set_xlim(-0.01 * length, 1.01 * length)  # what was taken out stands at the very ends
    for number, part in enumerate(parts.itertuples()):
        axes.axvspan(part.start, part.end, color="#F3F3F3" if number % 2 else "white", zorder=0)
        name = look.name("part", part.part)
        if text_width(name, sheet.small) < 0.95 * sheet.rooms[0] * (part.end - part.start) / (1.02 * length):
            middle = (part.start + part.end) / 2
            axes.text(middle, -0.85, name, ha="center", va="center", fontsize=sheet.small, color="#555555")
    for row, rule in enumerate(counts.index[sheet.kept]):
        for certainty in found:
            chosen = repairs[(repairs["rule"] == rule) & (repairs["certainty"] == certainty)]
            if len(chosen):
                wide = 2.2 if certainty == "unknown" else 0.5
                draw_strokes(axes, chosen["start"], row, 0.32, color=look.colours[certainty], linewidth=wide)
    sheet.space_ticks(0, f"{length}")
    return sheet.figure
