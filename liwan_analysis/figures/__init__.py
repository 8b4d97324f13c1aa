"""Figures: each draws one table, in house style, with text as text.

Every function takes the table first and requires a title, which says the finding; `source` is the footnote. Each gives
a matplotlib Figure that stands alone: no pyplot, no global state. Numbers are drawn as the table has them.
"""

from liwan_analysis.figures.report import repair_map, section_lengths
from liwan_analysis.figures.targets import headline_table, ledger_changes, stacked_counts
from liwan_analysis.figures.terms import collocate_bars, dispersion_plot, frequency_bars, keyness_intervals, word_cloud
from liwan_analysis.figures.themes import attention_dumbbell, term_network, theme_heatmap, theme_numbers

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
