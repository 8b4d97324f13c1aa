from . import corpus, export, figures, lexicons, quantities, report, restoration, targets, terms, themes, views, words
from .corpus import Corpus, build_corpus, open_corpus
from .export import Outputs, export_report
from .quantities import canonical_indicator, find_quantities, read_quantity
from .report import Report, ReportError, load_report, parse_report
from .restoration import Restoration, restore
from .targets import audit_numbers, build_ledger, find_achievements, find_ranks, find_targets
from .terms import (
    collocates,
    concordance,
    dispersion_positions,
    keyness,
    measures,
    ngrams,
    segmented_text,
    term_frequency,
)
from .themes import attention_shift, code_blocks, code_themes, load_themes, theme_attention, topics, uncoded_sentences
from .words import suggest_terms, tokenize

__all__ = [
    "Corpus",
    "Outputs",
    "Report",
    "ReportError",
    "Restoration",
    "attention_shift",
    "audit_numbers",
    "build_corpus",
    "build_ledger",
    "canonical_indicator",
    "code_blocks",
    "code_themes",
    "collocates",
    "concordance",
    "corpus",
    "dispersion_positions",
    "export",
    "export_report",
    "figures",
    "find_achievements",
    "find_quantities",
    "find_ranks",
    "find_targets",
    "keyness",
    "lexicons",
    "load_report",
    "load_themes",
    "measures",
    "ngrams",
    "open_corpus",
    "parse_report",
    "quantities",
    "read_quantity",
    "report",
    "restoration",
    "restore",
    "segmented_text",
    "suggest_terms",
    "targets",
    "term_frequency",
    "terms",
    "theme_attention",
    "themes",
    "tokenize",
    "topics",
    "uncoded_sentences",
    "views",
    "words",
]
