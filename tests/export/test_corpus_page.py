"""The page of a store in a real browser: every quote leads to its report, and big tables stay quick."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_page import AXE, MARKS, NO_CHROMIUM, TEXT, _open, browser

from liwan_analysis import build_corpus, figures, open_corpus, track_promises
from liwan_analysis.corpus import Corpus
from liwan_analysis.export import corpus_page
from liwan_analysis.export.corpus_page import make_corpus_page, make_corpus_pages
from liwan_analysis.export.packed import pack_table
from liwan_analysis.export.subject import seed_store
from liwan_analysis.figures.canvas import figure_bytes

__all__ = ["browser"]

REVIEWED = (
    "{before}年某区政府工作报告\n各位代表：\n一、{last}年工作回顾\n"
    "一年来，新建道路{n}条，𬒈石<script>alert(1)</script> & “引用”]]>公园3个，地区生产总值增长{n}%。\n"
    "二、{before}年工作安排\n地区生产总值增长{n}%左右，计划新建道路4条。\n"
)
ROWS = "[...document.querySelectorAll('#table-quantities tbody tr')]"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("reports")
    for name, year in (("海珠区", 2030), ("海珠区", 2031), ("甲%&乙", 2032)):
        text = REVIEWED.format(before=year, last=year - 1, n=year - 2025)
        (folder / f"{name}-{year}.txt").write_text(text, "utf-8")
    return build_corpus(folder, folder / "store")


@pytest.fixture(scope="module")
def made(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "corpus.html"
    path.write_text(make_corpus_page(corpus, {}), "utf-8")
    return path


def _ready(browser: Any, path: Path, at: str = "", **options: Any) -> Any:
    page = _open(browser, path, **options)
    if at:
        page.goto(path.as_uri() + at)
    page.wait_for_selector("html.ready")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.wait_for_function("() => document.querySelectorAll('#table-quantities tbody tr').length")
    return page


def _places(corpus: Corpus) -> list[tuple[str, int, int]]:
    places = corpus.table("quantities")[["report_id", "start", "end"]]
    return list(places.itertuples(index=False, name=None))


@NO_CHROMIUM
def test_every_quote_opens_its_report_with_one_mark(browser: Any, made: Path, corpus: Corpus) -> None:
    page = _ready(browser, made)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    texts = {report_id: corpus.report(report_id).text for report_id, _, _ in _places(corpus)}
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = 0
    for link in page.query_selector_all("#tables a.evidence"):
        match = re.fullmatch(r"#t-(.+)-(\d+)-(\d+)", link.get_attribute("href"))
        if not match:
            continue
        report_id = page.evaluate("decodeURIComponent", match[1])
        wanted = texts[report_id][int(match[2]) : int(match[3])]
        assert wanted == link.text_content() or link.text_content() not in texts[report_id]
        link.evaluate("link => link.click()")
        page.wait_for_function(
            f"([id, wanted]) => {MARKS}.join('|') === wanted && document.getElementById('text').dataset.report === id",
            arg=[report_id, wanted],
        )
        assert page.evaluate(TEXT) == texts[report_id]
        found += 1
    assert found >= len(_places(corpus))
    assert page.evaluate("violations") == []
    assert requests == []
    page.context.close()


@NO_CHROMIUM
def test_a_promise_leads_to_both_reports(browser: Any, made: Path, corpus: Corpus) -> None:
    promises = track_promises(corpus)
    kept = promises[promises["result_report"].notna()].iloc[0]
    page = _ready(browser, made)
    for side in ("target", "result"):
        name = page.evaluate("encodeURIComponent", kept[f"{side}_report"])
        href = f"#t-{name}-{kept[f'{side}_start']}-{kept[f'{side}_end']}"
        page.locator(f"#table-promises a[href='{href}']").first.evaluate("link => link.click()")
        page.wait_for_function(
            "id => document.querySelectorAll('mark.evidence-mark').length === 1 "
            "&& document.getElementById('text').dataset.report === id",
            arg=kept[f"{side}_report"],
        )
    page.context.close()


@NO_CHROMIUM
def test_deep_link_back_and_the_way_to_the_row(browser: Any, made: Path, corpus: Corpus) -> None:
    report_id, start, end = _places(corpus)[-1]
    text = corpus.report(report_id).text
    page = _ready(browser, made)
    name = page.evaluate("encodeURIComponent", report_id)
    page.context.close()
    page = _ready(browser, made, f"#t-{name}-{start}-{end}")
    assert page.evaluate(MARKS) == [text[start:end]]
    assert page.locator("mark.evidence-mark").evaluate("mark => mark.getBoundingClientRect().top < innerHeight")
    page.locator("#rows a", has_text="quantities").click()
    page.wait_for_selector("#table-quantities tr.here")
    assert text[start:end] in page.locator("tr.here").inner_text()
    page.go_back()
    page.wait_for_function(f"() => {MARKS}.length === 1")
    page.context.close()


@NO_CHROMIUM
def test_sort_and_search_go_over_all_rows(browser: Any, made: Path, corpus: Corpus) -> None:
    table = corpus.table("quantities")
    page = _ready(browser, made)
    page.evaluate("document.getElementById('table-quantities').open = true")
    names = page.locator("#table-quantities th").all_inner_texts()
    cells = f"{ROWS}.map(row => row.cells[{names.index('value')}].textContent)"
    button = page.locator("#table-quantities th button", has_text=re.compile("^value$"))
    wanted = sorted(table["value"].dropna())
    for order in (wanted, wanted[::-1]):
        button.click()
        shown = page.evaluate(cells)
        assert [float(cell) for cell in shown if cell != "—"] == order
        assert all(cell == "—" for cell in shown[len(order) :])
    page.fill("#query", "左右")
    holding = int(table.astype(str).apply(lambda row: row.str.contains("左右").any(), axis=1).sum())
    page.wait_for_function(f"n => {ROWS}.length === n", arg=holding)
    assert all("左右" in text for text in page.evaluate(f"{ROWS}.map(row => row.textContent)"))
    page.context.close()


@NO_CHROMIUM
def test_a_window_of_rows_grows(browser: Any, corpus: Corpus, tmp_path: Path) -> None:
    table = pd.DataFrame({"term": [f"词{n:04d}" for n in range(250)], "n": range(250)})
    path = tmp_path / "corpus.html"
    path.write_text(make_corpus_page(corpus, {}, tables={"words": table}), "utf-8")
    page = _ready(browser, path)
    page.evaluate("document.getElementById('table-words').open = true")
    rows = page.locator("#table-words tbody tr")
    assert rows.count() == 50
    page.locator("#table-words .more").click()
    assert rows.count() == 250
    assert not page.locator("#table-words .more").is_visible()
    page.context.close()


@NO_CHROMIUM
def test_a_quote_is_copied_with_its_report(browser: Any, made: Path, corpus: Corpus) -> None:
    report_id, start, end = _places(corpus)[0]
    page = _ready(browser, made, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(
        "([id, s, e]) => { location.hash = `#t-${encodeURIComponent(id)}-${s}-${e}`; }", [report_id, start, end]
    )
    page.wait_for_selector("#bar:not([hidden])")
    page.click("#copy")
    page.wait_for_function("() => document.getElementById('copied').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    report = corpus.report(report_id)
    assert copied.startswith(f"“{report.text[start:end]}”（")
    assert report.source.sha256 in copied
    page.context.close()


@NO_CHROMIUM
def test_a_store_without_texts_says_so(browser: Any, tmp_path: Path) -> None:
    store = open_corpus(seed_store())
    promises = track_promises(store)
    growth = promises[(promises["indicator"] == "地区生产总值") & (promises["measure"] == "growth")]
    picture = figure_bytes(figures.promise_ribbon(growth), "svg")
    assert b"#t-" in picture
    path = tmp_path / "corpus.html"
    path.write_text(make_corpus_page(store, {}, pictures={"growth": picture}, language="en"), "utf-8")
    page = _ready(browser, path)
    assert "The texts of the reports are not in this page" in page.locator("header").inner_text()
    assert page.locator("a[href^='#t-']").count() == 0
    assert page.locator("#report").count() == 0
    shown = page.locator("#table-promises").text_content()
    assert growth["target_quote"].iloc[0] in shown
    page.context.close()


@NO_CHROMIUM
def test_of_many_reports_each_has_a_page(
    browser: Any, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_page, "MOST_TEXTS", 2)
    written = make_corpus_pages(corpus, tmp_path, {})
    ids = corpus.reports["report_id"].tolist()
    assert written == ["corpus.html", *(f"reports/{report_id}.html" for report_id in ids)]
    page = _ready(browser, tmp_path / "corpus.html")
    link = page.locator("#table-promises a.evidence").first
    quote = link.text_content()
    link.evaluate("link => link.click()")
    page.wait_for_url("**/reports/*.html#t-*")
    assert page.evaluate(MARKS) == [quote]
    page.click("header a[href='../corpus.html']")
    page.wait_for_url("**/corpus.html")
    page.context.close()


@NO_CHROMIUM
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_window_and_axe_finds_nothing_serious(browser: Any, made: Path, width: int) -> None:
    page = _ready(browser, made, viewport={"width": width, "height": 800}, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if AXE.exists():
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run()")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
    page.context.close()


def test_packed_cells_are_those_of_the_table(corpus: Corpus) -> None:
    rng = random.Random(1)
    table = corpus.table("quantities")
    packed = pack_table("quantities", table)
    for column in packed["columns"]:
        shown = [column["cells"][code] for code in column["codes"]]
        assert [cell == "—" for cell in shown] == table[column["name"]].isna().tolist()
    quotes = next(column for column in packed["columns"] if column["name"] == "quote")
    for row in rng.sample(range(len(table)), 5):
        assert quotes["cells"][quotes["codes"][row]] == table["quote"].iloc[row]


def test_the_same_store_gives_the_same_page(corpus: Corpus) -> None:
    assert make_corpus_page(corpus, {}) == make_corpus_page(corpus, {})
