"""The page in a notebook, and quotes in their sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from liwan_analysis import build_ledger, find_quantities, load_report, open_corpus
from liwan_analysis.export import show_page, show_quotes
from liwan_analysis.export.files import check_target
from liwan_analysis.export.subject import seed_store
from liwan_analysis.report import Report, parse_report

SMALL = Path(__file__).resolve().parents[1] / "cases" / "small-report.txt"


def test_the_page_stands_beside_the_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = load_report(SMALL)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    frame = show_page(report)
    assert frame.src == f"../exports/{report.report_id}/report.html"
    page = tmp_path / "exports" / report.report_id / "report.html"
    first = page.read_bytes()
    assert "table-quantities" in first.decode()
    assert repr(show_page(report)) == repr(frame)
    assert page.read_bytes() == first
    assert frame._repr_html_().strip().startswith("<iframe")
    check_target(report, page.parent)  # a run can write there


def test_the_page_of_a_run_is_shown_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = load_report(SMALL)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "exports" / report.report_id
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("as run", "utf-8")
    described = {"report": {"sha256": report.source.sha256}, "outputs": {"report.html": "0"}}
    (folder / "manifest.json").write_text(json.dumps(described), "utf-8")
    assert show_page(report).src == f"exports/{report.report_id}/report.html"
    assert (folder / "report.html").read_text("utf-8") == "as run"


def test_the_page_of_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    frame = show_page(open_corpus(seed_store()))
    assert frame.src == "exports/guowuyuan-2006-2012/corpus.html"
    assert (tmp_path / frame.src).exists()


def test_quotes_stand_in_their_sentences(report: Report) -> None:
    table = find_quantities(report)
    shown = show_quotes(report, table, most=len(table))
    assert len(shown) == len(table)
    for (_, before, quote, after, start, end), row in zip(shown.rows, table.itertuples(), strict=True):
        assert (quote, start, end) == (report.text[start:end], row.start, row.end)
        assert before + quote + after in report.text.replace("\n", " ")
    assert repr(show_quotes(report, table, most=3)).endswith(f"… and {len(table) - 3:,} more")


def test_a_place_leads_into_the_page_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = load_report(SMALL)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    quantities = find_quantities(report)
    assert "<a " not in show_quotes(report, quantities)._repr_html_(), "a link to no page leads nowhere"
    page = show_page(report).src
    shown = show_quotes(report, quantities)
    assert [link.get("href") for link in html.fragments_fromstring(shown._repr_html_())[0].iter("a")] == [
        f"{page}#t-{row.start}-{row.end}" for row in quantities.head(len(shown)).itertuples()
    ]


def test_a_row_of_the_ledger_shows_both_quotes(report: Report) -> None:
    ledger = build_ledger(report).head(1)
    page = show_quotes(report, ledger)._repr_html_()
    for quote in (ledger["actual_quote"][0], ledger["target_quote"][0]):
        assert f"<strong>{quote}</strong>" in page


def test_markup_in_a_sentence_is_text() -> None:
    report = parse_report(
        "某区政府工作报告\n一、2030年工作回顾\n<b>建设</b>道路5公里 & 绿道。\n二、2031年工作安排\n建路4条。\n"
    )
    page = show_quotes(report, find_quantities(report))._repr_html_()
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_a_table_without_places_is_refused(report: Report) -> None:
    with pytest.raises(ValueError, match="no places"):
        show_quotes(report, pd.DataFrame({"term": ["发展"]}))
