"""The figures of a report as the notebooks draw them, and what can be measured of a figure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from liwan_analysis import figures, targets, terms, views
from liwan_analysis.report import load_report
from liwan_analysis.terms import collocates, dispersion_positions, keyness, term_frequency
from liwan_analysis.themes import code_themes, theme_attention, topics
from liwan_analysis.words import tokenize

Drawing = tuple[Callable[..., Figure], tuple[Any, ...], dict[str, Any]]


@cache
def drawings(path: Path | None) -> dict[str, Drawing]:
    """Give for each figure of a report the function, its tables and what else it takes."""
    report = load_report(path)
    tokens = tokenize(report)
    frequency = term_frequency(tokens)
    key = keyness(tokens, target="plan", reference="review")
    coded = code_themes(report)
    promised = targets.find_targets(report)
    numbered = promised.dropna(subset="value")
    ledger = targets.build_ledger(report)
    length = int(tokens.loc[tokens["part"] != "glossary", "end"].max())
    rates = pd.crosstab(tokens["token"], tokens["part"], normalize="columns")
    groups = {term: "plan" if rates["plan"][term] > rates["review"][term] else "review" for term in frequency["term"]}
    cloud = dict(zip(frequency["term"].head(90), frequency["per_10k"].head(90), strict=True))
    hardness = views.with_headings(targets.count_hardness(numbered), report)[["hard", "plain", "soft"]]
    attention = theme_attention(coded[coded["part"].isin(["review", "plan"])], n_samples=200)
    shown = pd.concat([key[key["log_ratio"] > 0].head(14), key[key["log_ratio"] < 0].head(14)])
    sides = {"target": "plan", "reference": "review"}
    company = {node: collocates(tokens, node).head(10) for node in ("产业", "城市", "服务")}
    made: dict[str, Drawing] = {
        "repair_map": (figures.repair_map, (report.repairs, report.parts), {}),
        "section_lengths": (figures.section_lengths, (report.sections,), {}),
        "term_frequency": (figures.frequency_bars, (frequency.head(20),), {}),
        "term_dispersion": (
            figures.dispersion_plot,
            (dispersion_positions(tokens, frequency["term"].head(12)), terms.section_borders(tokens)),
            {"length": length},
        ),
        "keyness": (figures.keyness_intervals, (shown,), sides),
        "collocates": (figures.collocate_bars, ({node: table for node, table in company.items() if len(table)},), {}),
        "word_cloud": (figures.word_cloud, (cloud,), {"groups": groups}),
        "theme_attention": (figures.attention_dumbbell, (attention,), {}),
        "themes_by_section": (figures.theme_heatmap, (views.themes_by_section(coded),), {}),
        "themes_and_numbers": (figures.theme_numbers, (views.themes_and_targets(coded, numbered),), {}),
        "term_network": (figures.term_network, topics.term_network(tokens), {}),
        "headline_targets": (figures.headline_table, (views.headline_view(promised, ledger),), {}),
        "ledger": (figures.ledger_changes, (views.ledger_view(ledger),), {}),
        "hardness_by_section": (figures.stacked_counts, (hardness,), {}),
    }
    return {name: drawing for name, drawing in made.items() if len(drawing[1][0])}


def texts(figure: Figure) -> list[Text]:
    """Give every text that a figure shows; ticks outside the axes' limits are not shown."""
    found = [text for text in figure.findobj(Text) if isinstance(text, Text)]
    hidden = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                out = not low - 1e-9 <= tick.get_loc() <= high + 1e-9
                hidden |= {id(label) for label in (tick.label1, tick.label2) if out or not label.get_visible()}
            hidden.add(id(axis.offsetText))
            if not axes.axison:
                hidden |= {id(text) for text in axis.findobj(Text)}
    return [text for text in found if text.get_visible() and text.get_text().strip() and id(text) not in hidden]


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Give each text with the box that it takes up on the figure, in pixels."""
    figure.draw_without_rendering()
    return [(text.get_text(), text.get_window_extent()) for text in texts(figure)]


def clipped(figure: Figure) -> list[str]:
    """Give the texts that reach out of the figure."""
    width, height = figure.bbox.width, figure.bbox.height
    return [
        text for text, box in boxes(figure) if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]  # fmt: skip


def overlapping(figure: Figure, slack: float = 0.12) -> list[tuple[str, str]]:
    """Give the pairs of texts whose boxes share more than the blank edge of a line (`slack` of its height)."""
    found = boxes(figure)
    pairs = []
    for number, (text, box) in enumerate(found):
        for other, another in found[:number]:
            wide = min(box.x1, another.x1) - max(box.x0, another.x0)
            high = min(box.y1, another.y1) - max(box.y0, another.y0)
            lines = min(box.height / (text.count("\n") + 1), another.height / (other.count("\n") + 1))
            if wide > 1 and high > slack * lines:
                pairs.append((other, text))
    return pairs
