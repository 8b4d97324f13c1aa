"""Everything `run` writes for one report, made aside and put in place whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from liwan_analysis.export.notebooks import find_notebooks, run_notebooks
from liwan_analysis.export.outputs import csv_bytes, read_handover, table_notes, workbook_bytes, write_aside
from liwan_analysis.report.load import seed_path
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError

if TYPE_CHECKING:
    import pandas as pd
    from nbformat import NotebookNode

__all__ = ["Export", "export_report"]

COMPARED = {"review": "review of the past year (工作回顾)", "plan": "plan for the year (工作安排)"}
BY_NOTEBOOKS = {"figures", "tables", "texts"}
BY_RUN = {"notebooks", "report.html", "manifest.json"}
LIBRARIES = ("jieba", "matplotlib", "numpy", "opencc", "pandas", "pypinyin", "scikit-learn", "scipy", "wordcloud")


class Export:
    """What was written: the folder, its files, and the findings the notebooks gave."""

    def __init__(self, folder: Path, files: list[str], findings: list[str]) -> None:
        self.folder = folder
        self.files = files
        self.findings = findings


def export_report(
    report: Report,
    folder: str | Path,
    *,
    workers: int | None = None,
    on_cell: Callable[[str, int, int], None] | None = None,
) -> Export:
    """Run every notebook on a report and write figures, tables, notebooks, report.html and manifest.json to `folder`.

    The folder is made aside and renamed when it is whole; an earlier export stays until then. The same report gives the
    same bytes. `workers` is how many notebooks run at once (the machine's cores), `on_cell(name, done, total)` hears of
    progress. Raises `ReportError` in one line where the report has no review or no plan, where the folder cannot be
    written, or where a notebook fails.
    """
    target = Path(folder)
    if target.is_symlink():
        raise ReportError(f"{target}: this is a symbolic link; remove it or choose another folder with --out")
    if target.exists() and not (target.is_dir() and _only_ours(target)):
        raise ReportError(f"{target}: holds files that are no export; choose another folder with --out")
    missing = [name for part, name in COMPARED.items() if part not in set(report.parts["part"])]
    if missing:
        raise ReportError(
            f"{Path(report.source.path).name}: no {' and no '.join(missing)} was found, and the notebooks compare "
            "the two; what there is can be read in Python with load_report"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent)).resolve()
    except OSError as error:
        raise ReportError(f"{target}: cannot be written ({error.strerror}); choose another folder with --out") from None
    try:
        notebooks = run_notebooks(
            find_notebooks(),
            _copy_source(report, staging / "handover" / "report"),
            staging,
            workers=workers or os.cpu_count() or 1,
            on_cell=on_cell or (lambda name, done, total: None),
        )
        findings = _finish(report, staging, notebooks)
        files = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
        staging.chmod(0o755)
        _put_in_place(staging, target)
    except OSError as error:
        raise ReportError(f"{target}: cannot be written ({error.strerror}); nothing was changed there") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Export(target, files, findings)


def _copy_source(report: Report, folder: Path) -> Path | None:
    """Put a copy of the report's file where the notebooks find it by its name alone; None for the report in seeds/."""
    source = Path(report.source.path).resolve()
    folder.mkdir(parents=True)
    if source == seed_path().resolve():
        return None
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ReportError(f"{source.name}: cannot be read again ({error.strerror}); the notebooks need it") from None
    if hashlib.sha256(content).hexdigest() != report.source.sha256:
        raise ReportError(f"{source.name}: has changed since it was loaded; load it again")
    (folder / source.name).write_bytes(content)
    return folder / source.name


def _only_ours(target: Path) -> bool:
    """Say whether a folder holds an export and nothing else; notebooks in JupyterLab write three folders of it."""
    names = {path.name for path in target.iterdir()}
    return names <= BY_NOTEBOOKS or ("manifest.json" in names and names <= BY_NOTEBOOKS | BY_RUN)


def _put_in_place(staging: Path, target: Path) -> None:
    """Swap the new folder in; where another run does the same, the later one stays."""
    for _ in range(20):
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            with contextlib.suppress(FileNotFoundError):
                target.rename(old / "old")
            try:
                staging.rename(target)
                return
            except OSError:
                if not target.exists():
                    if (old / "old").exists():
                        (old / "old").rename(target)
                    raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
    raise ReportError(f"{target}: other runs keep writing there; choose another folder with --out")


def _finish(report: Report, staging: Path, notebooks: dict[str, NotebookNode]) -> list[str]:
    """Add workbook, notebooks, page and manifest to what the notebooks wrote."""
    import nbformat

    from liwan_analysis.export.page import make_page

    tables: dict[str, pd.DataFrame] = {}
    findings: list[str] = []
    for path in sorted((staging / "handover").glob("*.json")):
        more, found = read_handover(path)
        tables |= more
        findings += found
    shutil.rmtree(staging / "handover", ignore_errors=True)
    if tables:
        write_aside(staging / "tables" / "notes.csv", csv_bytes(table_notes(tables)))
        write_aside(staging / "tables" / f"{report.report_id}.xlsx", workbook_bytes(tables))
    for name, notebook in notebooks.items():
        written = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
        write_aside(staging / "notebooks" / f"{name}.ipynb", written.encode("utf-8"))
    pictures = {path.stem: path.read_bytes() for path in sorted((staging / "figures").glob("*.svg"))}
    page = make_page(report, notebooks, tables=tables, pictures=pictures, findings=findings)
    write_aside(staging / "report.html", page.encode("utf-8"))
    write_aside(staging / "manifest.json", _manifest(report, staging))
    return findings


def _manifest(report: Report, staging: Path) -> bytes:
    outputs = {
        path.relative_to(staging).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(staging.rglob("*"))
        if path.is_file()
    }
    content = {
        "report": {
            "id": report.report_id,
            "title": report.title,
            "place": report.place,
            "delivered": str(report.delivered) if report.delivered else None,
            "published": str(report.published) if report.published else None,
            "file": Path(report.source.path).name,
            "sha256": report.source.sha256,
        },
        "versions": {
            "liwan-analysis": metadata.version("liwan-analysis"),
            **{name: metadata.version(name) for name in LIBRARIES},
        },
        "outputs": outputs,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
