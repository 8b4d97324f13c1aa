"""Everything `run` writes for one report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.export.files import check_target, write_aside
from liwan_analysis.export.notebooks import find_notebooks, run_notebooks
from liwan_analysis.export.staging import Export, Made, choose_notebooks, write_export
from liwan_analysis.export.subject import is_seed
from liwan_analysis.quantities import find_quantities
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError
from liwan_analysis.report.years import year_of_path

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from liwan_analysis.export.kernels import Kernels

__all__ = ["export_report"]

READ = {"review", "plan"}
TOLD = re.compile(r"The (place|year planned for), (.+), is taken from the reader\.")


def export_report(
    report: Report,
    folder: str | Path,
    *,
    other: Report | None = None,
    language: str = "both",
    only: Collection[str] = (),
    workers: int | None = None,
    on_cell: Callable[[str, int, int], None] | None = None,
    kernels: Kernels | None = None,
) -> Export:
    """Run every notebook on a report and write figures, tables, notebooks, report.html and manifest.json to `folder`.

    The folder is made aside and renamed when it is whole; an earlier export stays until then, and what a reader keeps
    in it stays at all. The same report gives the same bytes. `other` is a second report for 05_two_reports; `language`
    (both, zh or en) that of titles, findings, prose and page. With `only`, the names of figures and tables, these alone
    are written, beside what is there. `workers` is how many notebooks run at once (the machine's cores);
    `on_cell(name, done, total)` hears of progress. `kernels` are those of `ready_kernels`, for as many workers, where
    they were started before the report was read.

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
    paths = choose_notebooks(find_notebooks(), only)
    # both for the page: now is the time, while the kernels load what notebooks need
    from liwan_analysis.export.page import make_page

    find_quantities(report)

    def run(staging: Path) -> tuple[Mapping[str, NotebookNode], Mapping[str, Any]]:
        reports = staging / "handover" / "reports"
        reports.mkdir(parents=True)
        choices = {"REPORT": _copy_source(report, reports), **_told(report), "LANGUAGE": language}
        if other:
            choices["OTHER"] = _copy_source(other, reports / "other", always=True)
        notebooks = run_notebooks(paths, choices, reports, staging, workers=workers, on_cell=on_cell, kernels=kernels)
        return notebooks, choices

    def make_pages(made: Made, staging: Path) -> None:
        page = make_page(
            report,
            made.notebooks,
            tables=made.tables,
            pictures=made.pictures,
            findings=made.findings,
            language=language,
        )
        write_aside(staging / "report.html", page.encode("utf-8"))

    return write_export(report, target, run, make_pages, language=language, only=only, other=other)


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
