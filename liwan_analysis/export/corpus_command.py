"""The command `liwan-analysis corpus`: a store, then what the notebooks make of it, and a summary."""

from __future__ import annotations

import argparse
from pathlib import Path

from liwan_analysis.corpus import Corpus, load_concepts
from liwan_analysis.corpus.command import run_corpus, summary
from liwan_analysis.export.many import export_corpus
from liwan_analysis.export.progress import cell_bar
from liwan_analysis.export.subject import subject_of

__all__ = ["run_corpus_command"]


def run_corpus_command(arguments: argparse.Namespace) -> int:
    """Build the store, say what came of it, run the notebooks on it; give the exit status."""
    if arguments.concepts:
        load_concepts(arguments.concepts)
    corpus = run_corpus(arguments)
    print("\n".join(summary(corpus, arguments.language)))
    if arguments.store_only or not _can_be_shown(corpus):
        return 0
    with cell_bar() as on_cell:
        export = export_corpus(
            corpus,
            Path(arguments.out) / subject_of(corpus).report_id,
            concepts=arguments.concepts,
            language=arguments.language,
            workers=arguments.workers,
            on_cell=on_cell,
        )
    for finding in export.findings:
        print(f"  · {finding}")
    languages = ("zh", "en") if arguments.language == "both" else (arguments.language,)
    print(f"{export.folder}: {export.told(languages)}")
    return 0


def _can_be_shown(corpus: Corpus) -> bool:
    """Say whether the notebooks have what they need: a report that was read, and the texts."""
    return corpus.has_texts and bool((corpus.reports["status"] == "ok").any())
