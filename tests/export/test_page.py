"""The reading page in a real browser: every number leads to its sentence, and nothing comes from elsewhere."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import OTHER_REPORTS
from lxml import html
from nbformat.v4 import new_code_cell, new_notebook, new_output

from liwan_analysis import (
    build_ledger,
    figures,
    find_achievements,
    find_quantities,
    find_ranks,
    find_targets,
    load_report,
    views,
)
from liwan_analysis.export.page import make_page
from liwan_analysis.figures.canvas import figure_bytes
from liwan_analysis.report import Report, parse_report

playwright = pytest.importorskip("playwright.sync_api")
SMALL = Path(__file__).resolve().parents[1] / "cases" / "small-report.txt"
ALL_REPORTS = [Path(__file__).resolve().parents[2] / "seeds" / "liwan-2024.txt", *OTHER_REPORTS]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(
    os.environ.get("AXE_CORE", Path(__file__).resolve().parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js")
)
NO_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)")
ROWS = "[...document.querySelectorAll('#tables tbody tr')]"
MARKS = "[...document.querySelectorAll('mark.evidence-mark')].map(mark => mark.textContent)"
TEXT = "document.getElementById('text').textContent"
VIOLATIONS = (
    "window.violations = []; document.addEventListener('securitypolicyviolation', e => violations.push(e.blockedURI))"
)
ODD = (
    "2031年某区政府工作报告\n各位代表：\n一、2030年工作回顾\n"
    "一年来，<script>alert(1)</script> & “引用”]]>，建设道路3条、<b>5公里</b>。\n"
    "二、2031年工作安排\n计划建设道路4条。\n"
)


def _tables(report: Report) -> dict[str, pd.DataFrame]:
    return {
        "quantities": find_quantities(report),
        "targets": find_targets(report),
        "achievements": find_achievements(report),
        "ranks": find_ranks(report),
        "ledger": build_ledger(report),
        "sections": report.sections,
        "glossary": report.glossary,
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def _open(browser: Any, path: Path, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.add_init_script(VIOLATIONS)
    page.goto(path.as_uri())
    return page


@NO_CHROMIUM
@pytest.mark.parametrize("path", ALL_REPORTS, ids=lambda path: path.stem)
def test_evidence_links_of_every_table_show_one_mark(browser: Any, path: Path, tmp_path: Path) -> None:
    report = load_report(path)
    made = tmp_path / "report.html"
    made.write_text(make_page(report, {}, tables=_tables(report)), "utf-8")
    page = _open(browser, made)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    assert page.evaluate(TEXT) == report.text
    rng = random.Random(path.stem)
    for table in page.query_selector_all("#tables table"):
        links = table.query_selector_all("a.evidence")
        for link in rng.sample(links, min(2, len(links))):
            start, end = (int(link.get_attribute(f"data-{edge}")) for edge in ("start", "end"))
            link.evaluate("link => { link.closest('details').open = true; link.click(); }")
            page.wait_for_function(f"wanted => {MARKS}.join('|') === wanted", arg=report.text[start:end])
    page.keyboard.press("Escape")
    assert page.evaluate(MARKS) == []
    assert page.evaluate(TEXT) == report.text
    assert page.evaluate("violations") == []
    assert requests == []
    page.context.close()


@pytest.fixture(scope="module")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    report = load_report(SMALL)
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(make_page(report, {}, tables=_tables(report), findings=["甲 < 乙"]), "utf-8")
    return path, report


def test_a_chapter_shows_what_is_missing_and_what_is_empty_in_words() -> None:
    report = parse_report(ODD)
    quantities = find_quantities(report)[["quote", "value", "year"]]
    shown = [quantities.assign(value=None), quantities.head(0)]
    outputs = [new_output("display_data", {"text/html": table._repr_html_()}) for table in shown]
    outputs.append(new_output("display_data", {"text/plain": repr(report)}))
    notebook = new_notebook(cells=[new_code_cell("look", outputs=outputs)])
    made = make_page(report, {"look": notebook}, findings=["增长5% / growth of 5%"], language="zh")
    page = html.document_fromstring(made)
    (cell,) = page.xpath("//div[@id='look-cell-0']")
    assert [row.text_content() for row in cell.xpath(".//tbody/tr/td[2]")] == ["—"] * len(quantities)
    assert cell.xpath(".//th[.='quote']/@title") == ["报告原文，自start至end"]
    assert [line.text_content() for line in cell.xpath("./p")] == ["此表没有任何一行。"]
    assert not cell.xpath("./pre"), "the head of the page has named the report already"
    assert page.xpath("//ol[@class='five']//span/@lang") == ["zh-Hans", "en"]


@NO_CHROMIUM
def test_marks_of_figures_lead_to_one_mark_in_the_text(browser: Any, report: Report, tmp_path: Path) -> None:
    ledger, targets = build_ledger(report), find_targets(report)
    pictures = {
        "ledger": figure_bytes(figures.ledger_changes(views.ledger_view(ledger)), "svg"),
        "headline_targets": figure_bytes(figures.headline_table(views.headline_view(targets, ledger)), "svg"),
    }
    shown = {name: {"image/png": "", "text/plain": name} for name in pictures}
    outputs = [new_output("display_data", data, metadata={"image/png": {"name": name}}) for name, data in shown.items()]
    notebook = new_notebook(cells=[new_code_cell("draw", outputs=outputs)])
    path = tmp_path / "report.html"
    path.write_text(make_page(report, {"figures": notebook}, pictures=pictures), "utf-8")
    page = _open(browser, path)
    links = page.query_selector_all("figure svg a")
    assert len(links) >= 2 * len(views.ledger_view(ledger)) + len(views.headline_view(targets, ledger))
    for link in links:
        start, end = map(int, str(link.get_attribute("href"))[3:].split("-"))
        link.dispatch_event("click")
        page.wait_for_function(f"wanted => {MARKS}.join('|') === wanted", arg=report.text[start:end])
    ids = set(html.document_fromstring(path.read_text("utf-8")).xpath("//@id"))
    assert {str(link.get_attribute("href"))[1:] for link in links} <= ids
    page.context.close()


@NO_CHROMIUM
def test_a_character_that_scripts_count_as_two_moves_no_mark(browser: Any, tmp_path: Path) -> None:
    report = parse_report(
        "某区政府工作报告\n一、2030年工作回顾\n𬒈石𠮷村建成公园3个，新建道路5条。\n二、2031年工作安排\n修路4条。\n"
    )
    path = tmp_path / "report.html"
    path.write_text(make_page(report, {}, tables=_tables(report)), "utf-8")
    page = _open(browser, path)
    for row in find_quantities(report).itertuples():
        page.evaluate(f"location.hash = '#t-{row.start}-{row.end}'")
        page.wait_for_function(f"wanted => {MARKS}.join('|') === wanted", arg=row.quote)
    page.fill("#query", "修路")
    page.locator("#hits a").first.click()
    page.wait_for_function(f"() => {MARKS}[0] === '修路'")
    page.context.close()


@NO_CHROMIUM
@pytest.mark.parametrize("width", [390, 1280])
def test_no_note_is_cut_at_an_edge(browser: Any, report: Report, tmp_path: Path, width: int) -> None:
    path = tmp_path / "report.html"
    path.write_text(make_page(report, {}), "utf-8")
    page = _open(browser, path, viewport={"width": width, "height": 800})
    over = page.evaluate("""() => [...document.querySelectorAll('#text a.n')].slice(0, 60).map((one) => {
      one.focus();
      const line = one.closest('[data-start]');
      return Math.max(0, line.scrollWidth - line.clientWidth);
    })""")
    assert set(over) == {0}
    page.context.close()


def test_repairs_of_punctuation_are_seen_when_asked_for(report: Report) -> None:
    page = html.document_fromstring(make_page(report, {}))
    notes = {mark.get("class"): mark.get("data-note") for mark in page.xpath("//article//span[@data-note]")}
    assert set(notes) == {"repair inferred", "repair inferred slight", "repair unknown"}
    for mark in page.xpath("//article//span[@class='repair inferred slight']"):
        assert not any(map(str.isalnum, mark.get("data-note").rpartition(" · ")[2]))


@NO_CHROMIUM
def test_a_deep_link_and_the_back_button(browser: Any, small_page: tuple[Path, Report]) -> None:
    path, report = small_page
    row = find_quantities(report).iloc[-1]
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#t-{row.start}-{row.end}")
    assert page.evaluate(MARKS) == [row.quote]
    page.wait_for_timeout(200)  # the browser's own way to an anchor must not end elsewhere
    is_seen = (
        "mark => { const box = mark.getBoundingClientRect(); return BAR <= box.top && box.bottom <= innerHeight; }"
    )
    bar = "document.getElementById('bar').getBoundingClientRect().bottom"
    assert page.locator("mark.evidence-mark").evaluate(is_seen.replace("BAR", bar))
    first = find_quantities(report).iloc[0]
    page.locator(f"a.n[href='#t-{first.start}-{first.end}']").click()
    page.wait_for_function(f"() => {MARKS}[0] === {first.quote!r}")
    page.go_back()
    page.wait_for_function(f"() => {MARKS}[0] === {row.quote!r}")
    page.close()


@NO_CHROMIUM
def test_a_click_on_a_heading_sorts_and_what_is_missing_stands_last(
    browser: Any, small_page: tuple[Path, Report]
) -> None:
    path, report = small_page
    page = _open(browser, path)
    page.evaluate("document.getElementById('table-quantities').open = true")
    head = page.locator("#table-quantities th", has_text="value").first
    column = page.evaluate(
        "[...document.querySelectorAll('#table-quantities th')].findIndex(th => th.textContent === 'value')"
    )
    cells = f"[...document.querySelectorAll('#table-quantities tbody tr')].map(row => row.cells[{column}].textContent)"
    wanted = sorted(find_quantities(report)["value"].dropna())
    for order, direction in ((wanted, "ascending"), (wanted[::-1], "descending")):
        head.locator("button").click()
        shown = [float(cell) for cell in page.evaluate(cells) if cell != "—"]
        assert shown == order
        assert head.get_attribute("aria-sort") == direction
    page.context.close()


@NO_CHROMIUM
def test_search_finds_places_and_rows(browser: Any, small_page: tuple[Path, Report]) -> None:
    path, report = small_page
    page = _open(browser, path)
    word = str(find_quantities(report)["indicator"].dropna().iloc[0])
    page.fill("#query", word)
    page.wait_for_selector("#hits li")
    assert page.locator("#hits li").count() == report.text.count(word)
    page.locator("#hits a").first.click()
    page.wait_for_function(f"() => {MARKS}[0] === {word!r}")
    assert page.evaluate(f"{ROWS}.every(row => row.hidden !== row.textContent.includes({word!r}))")
    page.context.close()


@NO_CHROMIUM
def test_a_quote_is_copied_with_its_source(browser: Any, small_page: tuple[Path, Report]) -> None:
    path, report = small_page
    row = find_quantities(report).iloc[0]
    page = _open(browser, path, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(f"location.hash = '#t-{row.start}-{row.end}'")
    page.wait_for_selector("#bar:not([hidden])")
    page.click("#copy")
    page.wait_for_function("() => document.getElementById('copied').textContent")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{row.quote}”（")
    assert report.source.sha256 in copied
    assert str(report.title) in copied
    page.context.close()


@NO_CHROMIUM
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_reaches_beyond_the_window(browser: Any, small_page: tuple[Path, Report], width: int) -> None:
    page = _open(browser, small_page[0], viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@NO_CHROMIUM
def test_without_scripts_all_is_there_and_links_are_anchors(browser: Any, small_page: tuple[Path, Report]) -> None:
    path, report = small_page
    page = _open(browser, path, java_script_enabled=False)
    shown = html.document_fromstring(path.read_text("utf-8"))
    assert "".join(shown.get_element_by_id("text").itertext()) == report.text
    links = set(shown.xpath("//a[@class='evidence']/@href")) | set(shown.xpath("//a/@href"))
    assert {link[1:] for link in links} <= set(shown.xpath("//@id"))
    assert not page.locator("#search").is_visible()
    page.context.close()


@NO_CHROMIUM
def test_it_prints(browser: Any, small_page: tuple[Path, Report], tmp_path: Path) -> None:
    import pypdfium2

    page = browser.new_page()
    page.goto(small_page[0].as_uri())
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as printed:
        text = "".join(one.get_textpage().get_text_range() for one in printed)
    assert "".join(small_page[1].text.split())[-30:] in "".join(text.split())
    page.close()


def test_the_page_shows_markup_in_a_report_as_text() -> None:
    report = parse_report(ODD)
    page = html.document_fromstring(make_page(report, {}, tables=_tables(report)))
    assert "".join(page.get_element_by_id("text").itertext()) == report.text
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//article//b")


@NO_CHROMIUM
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: npm install --prefix .venv/axe axe-core")
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(browser: Any, small_page: tuple[Path, Report], width: int) -> None:
    page = _open(browser, small_page[0], viewport={"width": width, "height": 800}, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
    page.context.close()
