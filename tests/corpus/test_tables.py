"""Tables as people have them: the same rows from each format, and one bad row costs one row."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from make_reports import SMALL, vary

from liwan_analysis.corpus import build_corpus
from liwan_analysis.corpus.names import place_of_cells, read_names
from liwan_analysis.corpus.tables import EXCEL_LIMIT, TableRow, read_rows, table_kind
from liwan_analysis.report import ReportError

CASES = json.loads((Path(__file__).parents[1] / "cases" / "corpus_sources.json").read_text("utf-8"))
TEXT = SMALL.read_text("utf-8")
HEADER = ["year", "province", "doc"]
ROWS = [[2019 + number, "浙江", vary(TEXT, number)] for number in range(3)]


def _csv(mark: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([HEADER, *ROWS])
    return out.getvalue()


def _write(kind: str, folder: Path) -> Path:
    path = folder / f"table.{kind.partition('-')[0]}"
    if kind == "xlsx":
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([HEADER, *ROWS]):
                sheet.write_row(number, 0, row)
    elif kind == "parquet":
        pq.write_table(pa.table(dict(zip(HEADER, map(list, zip(*ROWS, strict=True)), strict=True))), path)
    elif kind == "jsonl":
        lines = [json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS]
        path.write_text("\n".join(lines), "utf-8")
    elif kind == "json":
        path.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]), "utf-8")
    else:
        encoding = {"csv-gb18030": "gb18030", "csv-bom": "utf-8-sig", "csv-utf16": "utf-16"}.get(kind, "utf-8")
        path.write_bytes(_csv("\t" if kind == "tsv" else ",").encode(encoding))
    return path


FORMATS = ["csv", "csv-bom", "csv-gb18030", "csv-utf16", "tsv", "jsonl", "json", "xlsx", "parquet"]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_rows(kind: str, tmp_path: Path) -> None:
    path = _write(kind, tmp_path)
    found = table_kind(path)
    assert found == {"tsv": "csv", "json": "jsonl"}.get(kind, kind.partition("-")[0])
    rows = list(read_rows(path, found))
    assert [row.problem for row in rows] == [None] * 3
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.cells for row in rows] == [{"year": str(year), "province": "浙江"} for year, _, _ in ROWS]
    assert [row.text.replace("\r\n", "\n") for row in rows] == [text for _, _, text in ROWS]


@pytest.mark.parametrize("case", CASES["names"], ids=lambda case: case["label"])
def test_place_and_year_from_names(case: dict[str, str | int | None]) -> None:
    known = read_names(str(case["text"]))
    assert [known.place, known.year] == case["expected"], case["why"]


@pytest.mark.parametrize("case", CASES["cells"], ids=lambda case: case["label"])
def test_place_from_cells(case: dict[str, dict[str, str]]) -> None:
    assert place_of_cells(case["text"]) == case["expected"], case["why"]


@pytest.mark.parametrize("case", CASES["broken"], ids=lambda case: case["label"])
def test_a_broken_row_costs_one_row(case: dict[str, list[str]], tmp_path: Path) -> None:
    path = tmp_path / f"table.{case['kind']}"
    path.write_text("\n".join(case["text"]), "utf-8")
    rows = list(read_rows(path, str(case["kind"])))
    assert ["failed" if row.problem else row.text for row in rows] == case["expected"], case["why"]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def test_a_cell_that_excel_cut_is_reported(tmp_path: Path) -> None:
    text = (TEXT + "\n" + "我们坚持稳中求进。" * 4000)[:EXCEL_LIMIT]
    with (tmp_path / "cut.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, [2019, "浙江", text], [2020, "浙江", TEXT]])
    reports = build_corpus(tmp_path / "cut.csv", tmp_path / "store").reports
    assert reports["is_cut"].tolist() == [True, False]
    assert "32,767" in reports["notes"][0]
    assert "32,767" not in reports["notes"][1]


def test_a_table_without_texts_is_refused_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("year,province\n2019,浙江\n", "utf-8")
    with pytest.raises(ReportError, match=r"no column holds the text .*year, province") as caught:
        build_corpus(tmp_path / "table.csv", tmp_path / "store")
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "store").exists()


def test_a_row_says_where_its_place_and_year_are_from(tmp_path: Path) -> None:
    with (tmp_path / "浙江省.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [["", f"reports/杭州市{2019 + n}.txt", text] for n, (_, _, text) in enumerate(ROWS)]
        csv.writer(file).writerows([["year", "file", "doc"], *rows])
    reports = build_corpus(tmp_path / "浙江省.csv", tmp_path / "store").reports
    assert reports["report_id"].tolist() == ["杭州市-2019", "杭州市-2020", "杭州市-2021"]
    assert set(reports["place_from"]) == set(reports["year_from"]) == {"file name"}
    assert all("but the title says 青山县" in note for note in reports["notes"])


def test_rows_are_read_in_pieces(tmp_path: Path) -> None:
    """A table larger than what may be in memory is read as it goes: the first row is there before the last is read."""
    path = tmp_path / "table.csv"
    path.write_text("year,doc\n" + "\n".join(f"2019,第{n}份" for n in range(5)) + "\n", "utf-8")
    rows = read_rows(path, "csv")
    assert next(rows) == TableRow(1, "第0份", {"year": "2019"})
    assert sum(1 for _ in rows) == 4
