"""Terms: frequency, keyness, dispersion, collocates and concordance, as corpus linguists count them."""

from liwan_analysis.terms import measures
from liwan_analysis.terms.context import collocates, concordance, cooccurrence, ngrams
from liwan_analysis.terms.frequency import more_frequent_in, term_frequency
from liwan_analysis.terms.keyness import keyness
from liwan_analysis.terms.sensitivity import frequency_sensitivity, keyness_sensitivity
from liwan_analysis.terms.token_table import dispersion_positions, section_borders, segmented_text

__all__ = [
    "collocates",
    "concordance",
    "cooccurrence",
    "dispersion_positions",
    "frequency_sensitivity",
    "keyness",
    "keyness_sensitivity",
    "measures",
    "more_frequent_in",
    "ngrams",
    "section_borders",
    "segmented_text",
    "term_frequency",
]
