"""Figures: each draws one table, in house style, with text as text.

Every function takes the table first, then by name a title that says the finding (it may be empty), the source for the
footnote, and the looks: `size` ("one-column", "two-column", "slide" or inches), `palette` ("colour-blind", "grey" or
roles with colours) and `language` ("both", "zh", "en"). Each gives a matplotlib Figure that stands alone: no pyplot, no
global state. Numbers are drawn as the table has them.
"""

from liwan_analysis.figures.cloud import word_cloud
from liwan_analysis.figures.corpus import attention_lines, growth_targets, measure_ranks, reuse_lines, theme_places
from liwan_analysis.figures.drawn_table import headline_table
from liwan_analysis.figures.network import term_network
from liwan_analysis.figures.promises import promise_ribbon, silence_bars, verdict_map
from liwan_analysis.figures.report import repair_map, section_lengths
from liwan_analysis.figures.targets import ledger_changes, stacked_counts
from liwan_analysis.figures.terms import collocate_bars, dispersion_plot, frequency_bars, keyness_intervals
from liwan_analysis.figures.themes import attention_dumbbell, theme_heatmap, theme_numbers

__all__ = [
    "attention_dumbbell",
    "attention_lines",
    "collocate_bars",
    "dispersion_plot",
    "frequency_bars",
    "growth_targets",
    "headline_table",
    "keyness_intervals",
    "ledger_changes",
    "measure_ranks",
    "promise_ribbon",
    "repair_map",
    "reuse_lines",
    "section_lengths",
    "silence_bars",
    "stacked_counts",
    "term_network",
    "theme_heatmap",
    "theme_numbers",
    "theme_places",
    "verdict_map",
    "word_cloud",
]
