"""What notebooks write: pictures, tables, and files that are whole or not there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from matplotlib.figure import Figure

from liwan_analysis import figures
from liwan_analysis.export.outputs import FOLDER_VARIABLE, Outputs, csv_bytes, write_aside
from liwan_analysis.export.run import column_meanings, workbook_bytes
from liwan_analysis.report import Report

TERMS = ["=1+1", "+2", "-x", "@a", "发展"]
TABLE = pd.DataFrame({"term": TERMS, "n": [-1, 2, 3, 4, 5], "share": [0.5, None, 0.1, 0.2, 0.3]})
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _lengths(report: Report) -> tuple[pd.DataFrame, str]:
    return report.sections, "两个部分的长度 Section lengths"


def test_csv_opens_in_a_spreadsheet_without_formulas() -> None:
    content = csv_bytes(TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(content))
    assert back["term"].tolist() == ["'=1+1", "'+2", "'-x", "'@a", "发展"]
    assert back["n"].tolist() == TABLE["n"].tolist()


def test_workbook_holds_text_as_text_and_explains_its_columns() -> None:
    content = workbook_bytes({"words": TABLE})
    assert content == workbook_bytes({"words": TABLE})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [etree.fromstring(archive.read(name)) for name in sorted(archive.namelist()) if "worksheets/" in name]
        strings = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    assert len(sheets) == 2
    assert not any(sheet.findall(f".//{SHEET}f") for sheet in sheets)
    texts = [element.text for element in strings.iter(f"{SHEET}t")]
    assert {*TERMS, "meaning"} <= set(texts)
    assert column_meanings()["n"] in texts


def test_a_figure_is_written_in_three_formats_and_described(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    out = Outputs(report, "notebook")
    table, title = _lengths(report)
    picture = out.figure("lengths", figures.section_lengths, table, title=title, alt="bars")
    assert not isinstance(picture, str)
    data, metadata = picture._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == "bars"
    out.table("words", TABLE)
    out.finding("one sentence")
    out.write()
    svg = (tmp_path / "figures" / "lengths.svg").read_text("utf-8")
    pdf = (tmp_path / "figures" / "lengths.pdf").read_bytes()
    assert "全力拼经济稳增长" in svg
    assert "<text" in svg
    assert b"/FontFile2" in pdf
    assert b"CreationDate" not in pdf
    assert (tmp_path / "figures" / "lengths.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "tables" / "words.csv").read_bytes() == csv_bytes(TABLE)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    out.write()
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_an_empty_table_gives_a_sentence_and_no_figure(report: Report) -> None:
    out = Outputs(report, "notebook")
    shown = out.figure("lengths", figures.section_lengths, report.sections.head(0), title="x", alt="y")
    assert shown == "No figure lengths: the report has nothing to draw here."


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.csv"
    write_aside(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write_aside(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


def test_every_figure_needs_a_title(report: Report) -> None:
    with pytest.raises(ValueError, match="title"):
        figures.section_lengths(report.sections, title=" ")


def test_drawing_changes_no_setting_of_matplotlib(report: Report) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    table, title = _lengths(report)
    assert isinstance(figures.section_lengths(table, title=title), Figure)
    assert dict(mpl.rcParams) == before
