"""What notebooks write: pictures, tables, and files that are whole or not there."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from matplotlib.figure import Figure

from liwan_analysis import figures
from liwan_analysis.export.files import write_aside
from liwan_analysis.export.handover import read_handover
from liwan_analysis.export.outputs import FOLDER_VARIABLE, Outputs
from liwan_analysis.export.sheets import column_meanings, csv_bytes, table_notes, workbook_bytes
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


def _read_workbook(content: bytes) -> dict[str, dict[str, object]]:
    """Give the cells of each sheet by their place: text, numbers and booleans; what is empty is not there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
    texts = ["".join(item.itertext()) for item in parts["xl/sharedStrings.xml"].iter(f"{SHEET}si")]
    read = {"s": lambda value: texts[int(value)], "b": lambda value: value == "1", None: float, "n": float}
    sheets = {}
    for number, name in enumerate((tag.get("name") for tag in parts["xl/workbook.xml"].iter(f"{SHEET}sheet")), start=1):
        sheet = parts[f"xl/worksheets/sheet{number}.xml"]
        assert not sheet.findall(f".//{SHEET}f")
        assert sheet.find(f".//{SHEET}pane").get("topLeftCell") == "A2"
        cells = ((cell.get("r"), cell.get("t"), cell.findtext(f"{SHEET}v")) for cell in sheet.iter(f"{SHEET}c"))
        sheets[name] = {at: read[kind](value) for at, kind, value in cells if value is not None}
    return sheets


def test_workbook_holds_text_as_text_and_explains_its_columns() -> None:
    words = TABLE.assign(is_stop=[True, False, True, False, True])
    words.attrs = {"note": "Stop words are left out.", "n_tokens": 9871}
    content = workbook_bytes({"words": words})
    assert content == workbook_bytes({"words": words})
    sheets = _read_workbook(content)
    assert list(sheets) == ["columns", "words"]
    assert [sheets["words"][f"A{row}"] for row in range(2, 7)] == TERMS
    assert [sheets["words"][f"B{row}"] for row in range(1, 7)] == ["n", -1, 2, 3, 4, 5]
    assert [sheets["words"].get(f"C{row}") for row in range(2, 7)] == [0.5, None, 0.1, 0.2, 0.3]
    assert [sheets["words"][f"D{row}"] for row in range(2, 7)] == [True, False, True, False, True]
    legend = sheets["columns"]
    assert [legend.get(f"B{row}") for row in range(2, 8)] == [None, None, "term", "n", "share", "is_stop"]
    assert [legend[f"C{row}"] for row in (2, 3)] == ["note: Stop words are left out.", "n_tokens: 9871"]
    assert legend["C5"] == column_meanings("both")["n"]
    for language in ("zh", "en"):
        alone = _read_workbook(workbook_bytes({"words": words}, language))["columns"]
        assert alone["C5"] == column_meanings(language)["n"]


def test_every_column_has_a_meaning_in_both_languages() -> None:
    chinese, english = column_meanings("zh"), column_meanings("en")
    assert chinese.keys() == english.keys()
    assert [name for name, meaning in chinese.items() if not re.search("[\u4e00-\u9fff]", meaning)] == []
    assert [name for name, meaning in english.items() if not re.search("[a-z]", meaning)] == []


def test_columns_of_the_workbook_are_as_wide_as_what_they_hold() -> None:
    quote = "全力拼经济稳增长，" * 20
    content = workbook_bytes({"quotes": pd.DataFrame({"term": ["经济社会发展总体要求"], "quote": [quote], "n": [1]})})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
    term, long, n = (float(column.get("width")) for column in sheet.iter(f"{SHEET}col"))
    assert 20 < term < 30
    assert 58 < long < 62
    assert 2 < n < 10
    wrapped = [column.get("style") for column in sheet.iter(f"{SHEET}col")]
    assert wrapped[1] is not None
    assert wrapped[0] is wrapped[2] is None


def test_what_is_handed_over_comes_back_as_it_was(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text that looks like a number stays text, the last bit of a float is kept, and missing is missing."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    mixed = pd.DataFrame(
        {
            "text": pd.Series(["01", None, "", "NaN", "真"], dtype="str"),
            "value": [0.1 + 0.2, float("nan"), -1e-9, 3.0, 1e300],
            "n": pd.Series([1, None, 3, 2**53 + 1, 5], dtype="Int64"),
            "agrees": pd.Series([True, None, False, True, False], dtype=object),
            2024: range(5),
        }
    )
    mixed.attrs = {"note": "五个", "n_tokens": {"review": 1, "plan": 2}, "dispersion_over": None}
    sections = mixed.set_index("text")[["n"]]
    out = Outputs(report, "notebook")
    out.table("mixed", mixed)
    out.table("sections", sections)
    out.table("empty", mixed.head(0))
    out.finding("one sentence")
    out.write()
    assert [path.name for path in (tmp_path / "handover").iterdir()] == ["notebook.json"]
    tables, findings = read_handover(tmp_path / "handover" / "notebook.json")
    assert findings == ["one sentence"]
    assert list(tables) == ["mixed", "sections", "empty"]
    back = tables["mixed"]
    assert back.columns.tolist() == mixed.columns.tolist()
    assert tables["empty"].columns.tolist() == mixed.columns.tolist()
    assert tables["sections"].columns.tolist() == ["text", "n"]
    assert back["text"].tolist() == ["01", None, "", "NaN", "真"]
    assert back["value"].tolist() == [0.1 + 0.2, None, -1e-9, 3.0, 1e300]
    assert back["n"].tolist() == [1, None, 3, 2**53 + 1, 5]
    assert back["agrees"].tolist() == [True, None, False, True, False]
    assert back.attrs == mixed.attrs
    originals = {"mixed": mixed, "sections": sections, "empty": mixed.head(0)}
    assert workbook_bytes(tables) == workbook_bytes(originals)
    assert table_notes(tables).to_numpy().tolist()[:2] == [
        ["mixed", "note", "五个"],
        ["mixed", "n_tokens", '{"review": 1, "plan": 2}'],
    ]


def test_a_figure_is_written_in_three_formats_and_described(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    out = Outputs(report, "notebook")
    table, title = _lengths(report)
    picture = out.figure("section_lengths", figures.section_lengths, table, title=title)
    assert not isinstance(picture, str)
    data, metadata = picture._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"].startswith("各节字数的条形图，回顾与计划各用一色。 Bars of the length")
    out.table("words", TABLE)
    out.finding("one sentence")
    out.write()
    svg = (tmp_path / "figures" / "section_lengths.svg").read_text("utf-8")
    pdf = (tmp_path / "figures" / "section_lengths.pdf").read_bytes()
    assert "全力拼经济稳增长" in svg
    assert "<text" in svg
    assert b"/FontFile2" in pdf
    assert b"CreationDate" not in pdf
    assert (tmp_path / "figures" / "section_lengths.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "tables" / "words.csv").read_bytes() == csv_bytes(TABLE)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    out.write()
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_an_empty_table_gives_a_sentence_and_no_figure(report: Report) -> None:
    out = Outputs(report, "notebook", {"LANGUAGE": "en"})
    shown = out.figure("lengths", figures.section_lengths, report.sections.head(0), title="x")
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


def test_drawing_changes_no_setting_of_matplotlib(report: Report) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    table, title = _lengths(report)
    assert isinstance(figures.section_lengths(table, title=title), Figure)
    assert dict(mpl.rcParams) == before
