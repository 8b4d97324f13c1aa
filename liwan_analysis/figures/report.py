"""Figures of the report itself: how long its sections are, and where it was repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from liwan_analysis.figures.canvas import (
    COLOURS,
    PART_NAMES,
    bar_height,
    check_columns,
    colour_legend,
    draw_strokes,
    in_house_style,
    label_rows,
    open_canvas,
    part_legend,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["repair_map", "section_lengths"]

CERTAINTY_NAMES = {"certain": "确定 certain", "inferred": "推断 inferred", "unknown": "未知 unknown"}


@in_house_style
def section_lengths(sections: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Bars of section lengths in characters, review and plan in their colours."""
    check_columns(sections, "section_id", "part", "heading", "start", "end")
    figure, axes = open_canvas(title, source, height=bar_height(len(sections)))
    lengths = sections["end"] - sections["start"]
    axes.barh(range(len(sections)), lengths, color=[COLOURS[part] for part in sections["part"]], height=0.7)
    names = [f"{heading[:16]}{'…' if len(heading) > 16 else ''}" for heading in sections["heading"]]
    label_rows(axes, names)
    for i, length in enumerate(lengths):
        axes.annotate(f"{length:,}", (length, i), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_xlabel("字数 Characters")
    axes.margins(x=0.08)
    part_legend(axes, list(dict.fromkeys(sections["part"])))
    return figure


@in_house_style
def repair_map(repairs: pd.DataFrame, parts: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Where in the report the repairs lie: one row a kind of step, one stroke a step, parts as bands."""
    check_columns(repairs, "rule", "certainty", "start")
    check_columns(parts, "part", "start", "end")
    rules = list(repairs["rule"].value_counts().index)
    figure, axes = open_canvas(title, source, height=bar_height(len(rules), least=2.8, each=0.42))
    for number, part in enumerate(parts.itertuples()):
        axes.axvspan(part.start, part.end, color="#F3F3F3" if number % 2 else "white", zorder=0)
        if part.end - part.start > 0.03 * parts["end"].max():
            axes.text(
                (part.start + part.end) / 2,
                -0.75,
                PART_NAMES[part.part],
                ha="center",
                va="bottom",
                fontsize=8,
                color="#555555",
            )
    for row, rule in enumerate(rules):
        for certainty in CERTAINTY_NAMES:
            chosen = repairs[(repairs["rule"] == rule) & (repairs["certainty"] == certainty)]
            if len(chosen):
                wide = 2.2 if certainty == "unknown" else 0.5
                draw_strokes(axes, chosen["start"], row, 0.32, color=COLOURS[certainty], linewidth=wide)
    counts = repairs["rule"].value_counts()
    label_rows(axes, [f"{rule}  ({counts[rule]:,})" for rule in rules])
    axes.set_ylim(len(rules) - 0.4, -0.8)
    length = parts["end"].max()
    axes.set_xlim(-0.01 * length, 1.01 * length)  # what was taken out stands at the very ends
    axes.set_xlabel("在文中的位置（字） Place in the text (characters)")
    colour_legend(
        axes,
        {name: COLOURS[key] for key, name in CERTAINTY_NAMES.items() if (repairs["certainty"] == key).any()},
        above=1.09,
    )
    return figure
