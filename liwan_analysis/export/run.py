"""Everything `run` writes for one report, made aside and put in place whole."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from liwan_analysis.export.notebooks import PREPARED_NAME, find_notebooks, run_notebooks
from liwan_analysis.export.outputs import write_aside
from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.report.load import seed_path
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Export", "column_meanings", "export_report", "workbook_bytes"]

COMPARED = {"review": "review of the past year (工作回顾)", "plan": "plan for the year (工作安排)"}
BY_NOTEBOOKS = {"figures", "tables", "texts"}
BY_RUN = {"notebooks", "report.html", "manifest.json"}
SECTION_COLUMN = "number of sentences in this section"
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
    source = Path(report.source.path).resolve()
    missing = [name for part, name in COMPARED.items() if part not in set(report.parts["part"])]
    if missing:
        raise ReportError(
            f"{source.name}: no {' and no '.join(missing)} was found, and the notebooks compare the two; "
            "what there is can be read in Python with load_report"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent)).resolve()
    except OSError as error:
        raise ReportError(f"{target}: cannot be written ({error.strerror}); choose another folder with --out") from None
    try:
        handover = staging / "handover"
        handover.mkdir()
        (handover / PREPARED_NAME).write_bytes(pickle.dumps(report))
        notebooks = run_notebooks(
            find_notebooks(),
            None if source == seed_path().resolve() else Path(shutil.copyfile(source, handover / source.name)),
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

    handover = staging / "handover"
    told = {
        name: json.loads((handover / f"{name}.json").read_text("utf-8"))
        for name in notebooks
        if (handover / f"{name}.json").exists()
    }
    tables = {
        name: pickle.loads((handover / f"{name}.pkl").read_bytes()) for one in told.values() for name in one["tables"]
    }
    shutil.rmtree(handover, ignore_errors=True)
    if tables:
        write_aside(staging / "tables" / f"{report.report_id}.xlsx", workbook_bytes(tables))
    for name, notebook in notebooks.items():
        written = nbformat.writes(notebook) + "\n"  # type: ignore[no-untyped-call]
        write_aside(staging / "notebooks" / f"{name}.ipynb", written.encode("utf-8"))
    write_aside(staging / "report.html", make_page(report, notebooks).encode("utf-8"))
    write_aside(staging / "manifest.json", _manifest(report, staging))
    return [finding for one in told.values() for finding in one["findings"]]


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


def column_meanings() -> dict[str, str]:
    """Give what each column of the exported tables means, from lexicons/columns.csv."""
    return {row["column"]: row["meaning"] for row in read_table("columns.csv")}


def workbook_bytes(tables: dict[str, pd.DataFrame]) -> bytes:
    """Give tables as one XLSX workbook: a first sheet that explains every column, then a sheet for each table.

    Text is always written as text, never as a formula. The same tables give the same bytes.
    """
    import xlsxwriter

    meanings = column_meanings()
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    )
    workbook.set_properties({"created": dt.datetime(2000, 1, 1), "title": "liwan_analysis"})
    head = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    legend = pd.DataFrame(
        [
            (name, column, meanings.get(str(column), SECTION_COLUMN))
            for name, table in tables.items()
            for column in _flat(table).columns
        ],
        columns=["table", "column", "meaning"],
    )
    for name, table in {"columns": legend, **{name: _flat(table) for name, table in tables.items()}}.items():
        sheet = workbook.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(table.columns):
            values = table[column].tolist()
            widest = max([_width(str(column)), *(_width(_text(value)) for value in values[:200])])
            sheet.set_column(at, at, min(max(widest + 2, 8), 60), wrap if widest > 60 else None)
            sheet.write_string(0, at, str(column), head)
            for row, value in enumerate(values, start=1):
                _write_cell(sheet, row, at, value)
        if len(table):
            sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
    workbook.close()
    return buffer.getvalue()


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index() if table.index.name or isinstance(table.index, pd.MultiIndex) else table


def _write_cell(sheet: object, row: int, column: int, value: object) -> None:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)  # type: ignore[attr-defined]
    else:
        sheet.write_string(row, column, str(value))  # type: ignore[attr-defined]


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA else str(value)


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
