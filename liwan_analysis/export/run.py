"""Everything `run` writes for one report, made aside and put in place whole."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.export.files import carry_over, check_target, put_in_place, read_manifest, write_aside
from liwan_analysis.export.handover import read_handover
from liwan_analysis.export.manifest import manifest_bytes, note_by_hand
from liwan_analysis.export.notebooks import find_notebooks, names_in, read_notebook, run_notebooks
from liwan_analysis.export.outputs import csv_bytes, table_notes, workbook_bytes
from liwan_analysis.export.subject import is_seed
from liwan_analysis.lexicons.messages import check_language
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError
from liwan_analysis.report.years import year_of_path

if TYPE_CHECKING:
    import pandas as pd
    from nbformat import NotebookNode

__all__ = ["Export", "export_report"]

READ = {"review", "plan"}
TOLD = re.compile(r"The (place|year planned for), (.+), is taken from the reader\.")


@dataclass(frozen=True)
class Export:
    """What was written: the folder, its files, and the findings the notebooks gave."""

    folder: Path
    files: list[str]
    findings: list[str]


def export_report(
    report: Report,
    folder: str | Path,
    *,
    other: Report | None = None,
    language: str = "both",
    only: Collection[str] = (),
    workers: int | None = None,
    on_cell: Callable[[str, int, int], None] | None = None,
) -> Export:
    """Run every notebook on a report and write figures, tables, notebooks, report.html and manifest.json to `folder`.

    The folder is made aside and renamed when it is whole; an earlier export stays until then, and what a reader keeps
    in it stays at all. The same report gives the same bytes. `other` is a second report for 05_two_reports; `language`
    (both, zh or en) that of titles, findings, prose and page. With `only`, the names of figures and tables, these alone
    are written, beside what is there. `workers` is how many notebooks run at once (the machine's cores);
    `on_cell(name, done, total)` hears of progress.

    Raises `ReportError` in one line where the report has neither review nor plan, where there is no figure or table of
    a name, where the folder cannot be written or holds something else, or where a notebook fails.
    """
    target = Path(folder)
    check_target(report, target)
    if not READ & set(report.parts["part"]):
        raise ReportError(
            f"{Path(report.source.path).name}: no review of the past year (工作回顾) and no plan for the year "
            "(工作安排) was found, and the notebooks read these; what there is can be read in Python with load_report"
        )
    paths = _choose(find_notebooks(), only)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent)).resolve()
    except OSError as error:
        raise ReportError(f"{target}: cannot be written ({error.strerror}); choose another folder with --out") from None
    try:
        reports = staging / "handover" / "reports"
        reports.mkdir(parents=True)
        choices = {"REPORT": _copy_source(report, reports), **_told(report), "LANGUAGE": language}
        if other:
            choices["OTHER"] = _copy_source(other, reports / "other", always=True)
        notebooks = run_notebooks(
            paths,
            choices,
            reports,
            staging,
            workers=workers or os.cpu_count() or 1,
            on_cell=on_cell or (lambda name, done, total: None),
        )
        tables, findings = _take_handover(staging)
        if only:
            return Export(target, _write_some(report, staging, target, only, choices), findings)
        _finish(report, staging, notebooks, tables, findings, language)
        made = _files(staging)
        sums = {path: hashlib.sha256((staging / path).read_bytes()).hexdigest() for path in made}
        write_aside(staging / "manifest.json", manifest_bytes(report, _as_told(choices), sums, other=other))
        carry_over(target, staging, (read_manifest(target) or {}).get("outputs", {}))
        staging.chmod(0o755)
        put_in_place(staging, target)
    except OSError as error:
        raise ReportError(f"{target}: cannot be written ({error.strerror}); nothing was changed there") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Export(target, sorted([*made, "manifest.json"]), findings)


def _choose(paths: list[Path], only: Collection[str]) -> list[Path]:
    """Choose the notebooks that make what is wanted; all of them where nothing is named."""
    names = {path: names_in(read_notebook(path)) for path in paths}
    known = set().union(*names.values())
    for name in only:
        if name not in known:
            raise ReportError(f"--only: there is no figure or table {name!r}; there are {', '.join(sorted(known))}")
    return [path for path in paths if not only or names[path] & set(only)]


def _told(report: Report) -> dict[str, Any]:
    """Give the place and year that the reader of a report knew, as the report's notes say."""
    told = {match[1]: match[2] for match in map(TOLD.fullmatch, report.notes) if match}
    year = told.get("year planned for")
    return {"PLACE": told.get("place"), "YEAR": int(year) if year else None}


def _copy_source(report: Report, folder: Path, *, always: bool = False) -> str | None:
    """Put a copy of a report's file where the notebooks find it; give its path from there, None for that in seeds/."""
    source = Path(report.source.path).resolve()
    if is_seed(report) and not always:
        return None
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ReportError(f"{source.name}: cannot be read again ({error.strerror}); the notebooks need it") from None
    if hashlib.sha256(content).hexdigest() != report.source.sha256:
        raise ReportError(f"{source.name}: has changed since it was loaded; load it again")
    copy = folder / source.name
    if year_of_path(report.source.path) != year_of_path(source.name):  # the folder's name tells the year
        copy = folder / source.parent.name / source.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(content)
    return copy.relative_to(folder.parent if always else folder).as_posix()


def _take_handover(staging: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Take what the notebooks left for `run`, and clear it away."""
    tables: dict[str, pd.DataFrame] = {}
    findings: list[str] = []
    for path in sorted((staging / "handover").glob("*.json")):
        more, found = read_handover(path)
        tables |= more
        findings += found
    shutil.rmtree(staging / "handover", ignore_errors=True)
    return tables, findings


def _finish(
    report: Report,
    staging: Path,
    notebooks: Mapping[str, NotebookNode],
    tables: Mapping[str, pd.DataFrame],
    findings: list[str],
    language: str,
) -> None:
    """Add workbook, notebooks and page to what the notebooks wrote."""
    import nbformat

    from liwan_analysis.export.page import make_page

    if tables:
        write_aside(staging / "tables" / "notes.csv", csv_bytes(table_notes(dict(tables))))
        write_aside(
            staging / "tables" / f"{report.report_id}.xlsx", workbook_bytes(dict(tables), check_language(language))
        )
    for name, notebook in notebooks.items():
        written = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
        write_aside(staging / "notebooks" / f"{name}.ipynb", written.encode("utf-8"))
    pictures = {path.stem: path.read_bytes() for path in sorted((staging / "figures").glob("*.svg"))}
    page = make_page(report, notebooks, tables=tables, pictures=pictures, findings=findings, language=language)
    write_aside(staging / "report.html", page.encode("utf-8"))


def _write_some(
    report: Report, staging: Path, target: Path, only: Collection[str], choices: Mapping[str, Any]
) -> list[str]:
    """Write the wanted figures and tables alone into a folder, and enter them in its manifest."""
    files = {path: (staging / path).read_bytes() for path in _files(staging) if Path(path).stem in only}
    for path, content in files.items():
        write_aside(target / path, content)
    note_by_hand(target, report, "run --only", _as_told(choices), files)
    return sorted(files)


def _as_told(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Give the choices that the manifest does not name otherwise."""
    return {name: value for name, value in choices.items() if name not in ("REPORT", "OTHER")}


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
