"""Corpus: many reports in one store of tables, and panels over place and year made from it."""

from liwan_analysis.corpus.build import build_corpus
from liwan_analysis.corpus.concepts import find_concepts, load_concepts
from liwan_analysis.corpus.giveaway import give_away
from liwan_analysis.corpus.pace import Progress
from liwan_analysis.corpus.panels import (
    attention_panel,
    concept_panel,
    reuse_panel,
    reuse_passages,
    target_panel,
    wide,
)
from liwan_analysis.corpus.promises import track_promises
from liwan_analysis.corpus.store import Corpus, open_corpus

__all__ = [
    "Corpus",
    "Progress",
    "attention_panel",
    "build_corpus",
    "concept_panel",
    "find_concepts",
    "give_away",
    "load_concepts",
    "open_corpus",
    "reuse_panel",
    "reuse_passages",
    "target_panel",
    "track_promises",
    "wide",
]
