"""Corpus: many reports in one store of tables, to be read by place and year."""

from liwan_analysis.corpus.build import build_corpus
from liwan_analysis.corpus.pace import Progress
from liwan_analysis.corpus.store import Corpus, open_corpus

__all__ = ["Corpus", "Progress", "build_corpus", "open_corpus"]
