"""Everything `corpus` writes for a store of many reports: panels, figures, notebooks as run, page and manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.corpus import Corpus
from liwan_analysis.export.files import check_target
from liwan_analysis.export.notebooks import find_notebooks, run_notebooks
from liwan_analysis.export.staging import Export, Made, write_export
from liwan_analysis.export.subject import seed_store, subject_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["export_corpus"]


def export_corpus(
    corpus: Corpus,
    folder: str | Path,
    *,
    concepts: str | Path | None = None,
    language: str = "both",
    workers: int | None = None,
    on_cell: Callable[[str, int, int], None] | None = None,
) -> Export:
    """Run the notebooks on many reports; write figures, panels, notebooks, corpus.html and manifest.json to `folder`.

    As `export_report` does for one report: made aside, put in place whole; the same store gives the same bytes.
    `concepts` is a CSV with the columns concept and term, in place of those of the package. Raises `ReportError` in one
    line where the folder cannot be written or holds something else, or where a notebook fails.
    """
    target, subject = Path(folder), subject_of(corpus)
    check_target(subject, target)

    def run(staging: Path) -> tuple[Mapping[str, NotebookNode], Mapping[str, Any]]:
        sources = staging / "handover" / "sources"
        sources.mkdir(parents=True)
        choices = {"LANGUAGE": language, **_sources(corpus, concepts, sources)}
        paths = find_notebooks("store")
        return run_notebooks(paths, choices, sources, staging, workers=workers, on_cell=on_cell), choices

    def make_pages(made: Made, staging: Path) -> None:
        from liwan_analysis.export.corpus_page import make_corpus_pages

        make_corpus_pages(
            corpus,
            staging,
            made.notebooks,
            tables=made.tables,
            pictures=made.pictures,
            findings=made.findings,
            language=language,
        )

    return write_export(subject, target, run, make_pages, language=language)


def _sources(corpus: Corpus, concepts: str | Path | None, folder: Path) -> dict[str, str | None]:
    """Let the notebooks find the store, and the concepts, under names that say nothing of the machine."""
    chosen: dict[str, str | None] = {"STORE": None, "CONCEPTS": None}
    if corpus.folder.resolve() != seed_store().resolve():
        (folder / corpus.folder.name).symlink_to(corpus.folder.resolve(), target_is_directory=True)
        chosen["STORE"] = corpus.folder.name
    if concepts is not None:
        (folder / Path(concepts).name).write_bytes(Path(concepts).read_bytes())
        chosen["CONCEPTS"] = Path(concepts).name
    return chosen
