"""An export: made aside by the notebooks, finished with workbook, page and manifest, put in place whole."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.export.aside import folder_aside, recover
from liwan_analysis.export.files import carry_over, put_in_place, read_manifest, write_aside
from liwan_analysis.export.handover import read_handover
from liwan_analysis.export.manifest import manifest_bytes, note_by_hand
from liwan_analysis.export.notebooks import names_in, read_notebook
from liwan_analysis.export.sheets import csv_bytes, table_notes, workbook_bytes
from liwan_analysis.export.subject import Subject
from liwan_analysis.lexicons.messages import check_language, tell
from liwan_analysis.report.source import ReportError

if TYPE_CHECKING:
    import pandas as pd
    from nbformat import NotebookNode

__all__ = ["Export", "Made", "choose_notebooks", "write_export"]

Notebooks = Mapping[str, "NotebookNode"]
KINDS = ("figures", "tables", "notebooks")
PAGES = ("report.html", "corpus.html")


@dataclass(frozen=True)
class Export:
    """What was written: the folder, its files, and the findings the notebooks gave."""

    folder: Path
    files: list[str]
    findings: list[str]

    def told(self, languages: Sequence[str]) -> str:
        """Say how many files were written of each kind, and which to open first; one language after the other."""
        kinds = {kind: sum(name.startswith(f"{kind}/") for name in self.files) for kind in KINDS}
        pages = [page for page in PAGES if page in self.files]
        said = []
        for language in languages:
            parts = [tell("summary.files", language, n=n, kind=kind) for kind, n in kinds.items() if n]
            parts += [tell("summary.start_with", language, file=page) for page in pages]
            said.append(("，" if language == "zh" else ", ").join(parts))
        return " / ".join(said)


@dataclass(frozen=True)
class Made:
    """What the notebooks made: themselves as run, their tables, their figures as SVG by name, and their findings."""

    notebooks: Notebooks
    tables: dict[str, pd.DataFrame]
    pictures: dict[str, bytes]
    findings: list[str]


def write_export(
    subject: Subject,
    target: Path,
    run: Callable[[Path], tuple[Notebooks, Mapping[str, Any]]],
    make_pages: Callable[[Made, Path], None],
    *,
    language: str,
    only: Collection[str] = (),
    other: Subject | None = None,
) -> Export:
    """Make an export aside and put it in place; an earlier one, and what a reader keeps in it, stays until then.

    `run(staging)` runs the notebooks and gives them with the choices they were given, `make_pages(made, staging)`
    writes the page. Raises `ReportError` in one line where the folder cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target)
        with folder_aside(target.parent, target.name) as staging:
            notebooks, choices = run(staging)
            told = {name: choice for name, choice in choices.items() if name not in ("REPORT", "OTHER", "STORE")}
            made = _take(staging, notebooks)
            if only:
                return Export(target, _write_some(subject, staging, target, only, told), made.findings)
            _write_tables_and_notebooks(subject, staging, made, language)
            make_pages(made, staging)
            files = _files(staging)
            sums = {path: hashlib.sha256((staging / path).read_bytes()).hexdigest() for path in files}
            write_aside(staging / "manifest.json", manifest_bytes(subject, told, sums, other=other))
            carry_over(target, staging, (read_manifest(target) or {}).get("outputs", {}))
            staging.chmod(0o755)
            put_in_place(staging, target)
    except OSError as error:
        raise ReportError(
            f"{target}: cannot be written ({error.strerror}), and nothing was changed; make room, or choose another "
            "folder with --out"
        ) from None
    return Export(target, sorted([*files, "manifest.json"]), made.findings)


def choose_notebooks(paths: list[Path], only: Collection[str]) -> list[Path]:
    """Choose the notebooks that make what is wanted; all of them where nothing is named."""
    names = {path: names_in(read_notebook(path)) for path in paths}
    known = set().union(*names.values())
    for name in only:
        if name not in known:
            raise ReportError(f"--only: there is no figure or table {name!r}; there are {', '.join(sorted(known))}")
    return [path for path in paths if not only or names[path] & set(only)]


def _take(staging: Path, notebooks: Notebooks) -> Made:
    """Take what the notebooks left beside their files, and clear it away."""
    tables: dict[str, pd.DataFrame] = {}
    findings: list[str] = []
    for path in sorted((staging / "handover").glob("*.json")):
        more, found = read_handover(path)
        tables |= more
        findings += found
    shutil.rmtree(staging / "handover", ignore_errors=True)
    pictures = {path.stem: path.read_bytes() for path in sorted((staging / "figures").glob("*.svg"))}
    return Made(notebooks, tables, pictures, findings)


def _write_tables_and_notebooks(subject: Subject, staging: Path, made: Made, language: str) -> None:
    """Add notes, workbook and notebooks as run to what the notebooks wrote."""
    import nbformat

    if made.tables:
        write_aside(staging / "tables" / "notes.csv", csv_bytes(table_notes(made.tables)))
        workbook = workbook_bytes(made.tables, check_language(language))
        write_aside(staging / "tables" / f"{subject.report_id}.xlsx", workbook)
    for name, notebook in made.notebooks.items():
        written = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
        write_aside(staging / "notebooks" / f"{name}.ipynb", written.encode("utf-8"))


def _write_some(
    subject: Subject, staging: Path, target: Path, only: Collection[str], choices: Mapping[str, Any]
) -> list[str]:
    """Write the wanted figures and tables into a copy of the folder, enter them in its manifest, put it in place."""
    files = {path: (staging / path).read_bytes() for path in _files(staging) if Path(path).stem in only}
    whole = staging / "whole"
    whole.mkdir(mode=0o755)
    carry_over(target, whole, ())
    with contextlib.suppress(FileNotFoundError):
        shutil.copy2(target / "manifest.json", whole)
    for path, content in files.items():
        write_aside(whole / path, content)
    note_by_hand(whole, subject, "run --only", choices, files)
    put_in_place(whole, target)
    return sorted(files)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
