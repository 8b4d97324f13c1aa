"""Figures: each draws one table, in house style, with text as text."""

from liwan_analysis.figures.all_figures import (
    attention_dumbbell,
    collocate_bars,
    dispersion_plot,
    frequency_bars,
    headline_table,
    keyness_intervals,
    ledger_changes,
    repair_map,
    section_lengths,
    stacked_counts,
    term_network,
    theme_heatmap,
    theme_numbers,
    word_cloud,
)

__all__ = [
    "attention_dumbbell",
    "collocate_bars",
    "dispersion_plot",
    "frequency_bars",
    "headline_table",
    "keyness_intervals",
    "ledger_changes",
    "repair_map",
    "section_lengths",
    "stacked_counts",
    "term_network",
    "theme_heatmap",
    "theme_numbers",
    "word_cloud",
]
