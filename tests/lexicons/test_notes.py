"""Notes in the reader's language: a Chinese reader finds no English sentence, an English reader no Chinese one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from conftest import OTHER_REPORTS
from lxml import html

import liwan_analysis as lw
from liwan_analysis import terms
from liwan_analysis.export.outputs import Outputs
from liwan_analysis.export.page import make_page, tables_of
from liwan_analysis.export.sheets import table_notes
from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.notes import COLUMNS, in_language, with_notes_in

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ENGLISH = re.compile(r"[A-Za-z]{2,} (?:[A-Za-z]+ )*[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+[，。；：]")


def _said(tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Give what tables say of themselves and of their rows."""
    yield from (value for table in tables.values() for value in table.attrs.values() if isinstance(value, str))
    for table in tables.values():
        for column in COLUMNS & set(table.columns):
            yield from table[column].dropna()


def _tables_of_terms() -> dict[str, pd.DataFrame]:
    report = lw.load_report()
    tokens = lw.tokenize(report)
    frequency = lw.term_frequency(tokens)
    key = lw.keyness(tokens, "plan", "review")
    return {
        "tokens": tokens,
        "frequency": frequency,
        "by part": lw.term_frequency(tokens, by="part", keep_stop=True, glossary=True),
        "keyness": key,
        "against the rest": lw.keyness(tokens, "plan"),
        "collocates": lw.collocates(tokens, "产业"),
        "once": lw.collocates(tokens, frequency.query("n == 1").term.iloc[0], min_n=1),
        "bigrams": lw.ngrams(tokens, 2),
        "concordance": lw.concordance(report, "产业"),
        "places": lw.dispersion_positions(tokens, ["产业"]),
        "borders": terms.section_borders(tokens),
        "candidates": lw.suggest_terms(report),
        "stable": terms.keyness_sensitivity({"one": key, "two": key}),
        "frequent": terms.frequency_sensitivity({"one": frequency, "two": frequency}),
    }


def _tables_of_store() -> dict[str, pd.DataFrame]:
    corpus = lw.open_corpus(SEEDS / "guowuyuan-2006-2012.store")
    panels = (lw.attention_panel, lw.concept_panel, lw.reuse_panel, lw.target_panel)
    return {
        "reports": corpus.reports,
        "promises": lw.track_promises(corpus),
        "tolerant": lw.track_promises(corpus, tolerance=0.5),
        **{panel.__name__: panel(corpus) for panel in panels},
    }


@pytest.mark.parametrize("make", [_tables_of_terms, _tables_of_store])
def test_what_tables_say_has_its_chinese(make: object) -> None:
    said = set(_said(make()))  # type: ignore[operator]
    assert said
    left = [note for note in said if ENGLISH.search(in_language(note, "zh"))]
    assert not left


def test_what_reports_say_has_its_chinese() -> None:
    for path in [None, *OTHER_REPORTS]:
        report = lw.load_report(path)
        notes = [*report.notes, *_said({"ledger": lw.build_ledger(report), "repairs": report.repairs})]
        assert not [note for note in notes if ENGLISH.search(in_language(note, "zh"))]
        assert not [note for note in report.notes if re.search(r"\(s\)|\b1 (?:places|times)\b", note)]


def test_each_field_of_a_note_stands_in_both_languages() -> None:
    for row in read_table("notes.csv"):
        english, chinese = ({field for _, field, _, _ in Formatter().parse(row[one]) if field} for one in ("en", "zh"))
        assert english == chinese, row["en"]


@pytest.mark.parametrize(("language", "other"), [("zh", ENGLISH), ("en", CHINESE)])
def test_a_page_in_one_language_has_no_sentence_of_the_other(language: str, other: re.Pattern[str]) -> None:
    report = lw.load_report()
    page = html.fromstring(make_page(report, {}, tables=tables_of(report), language=language))
    for quoted in page.xpath("//article|//script|//style|//head|//a[@class='evidence']"):
        quoted.drop_tree()
    told = [text for text in page.xpath("//text() | //@aria-label | //@alt | //@title") if text.strip()]
    assert len(told) > 1000
    sentences = {re.sub(r"named .+? in the plan", "", text) for text in told}  # names of the report's own
    assert not [text for text in sentences if other.search(text) and text not in report.text]


def test_the_workbook_and_the_notebook_tell_notes_in_the_chosen_language() -> None:
    out = Outputs(lw.load_report(), "04_targets", {"LANGUAGE": "zh"})
    ledger = out.table("ledger", lw.build_ledger(out.report))  # type: ignore[arg-type]
    frequency = lw.term_frequency(lw.tokenize(out.report))  # type: ignore[arg-type]
    assert not [note for note in ledger["note"].dropna() if ENGLISH.search(note)]
    assert out.table("terms", frequency).attrs == frequency.attrs, "what notes are made of stays as it is"
    assert not [note for note in table_notes(out._tables)["value"] if ENGLISH.search(note)]
    assert [out.note(note) for note in out.report.notes] == ["有1处无法复原，以□标出；见 repairs 表。"]
    twice = with_notes_in(with_notes_in(lw.build_ledger(lw.load_report()), "both"), "both")
    assert not [note for note in twice["note"].dropna() if note.count(" / ") != 1]


def test_a_note_that_is_not_known_stays_as_it_is() -> None:
    assert in_language("The moon was full.", "zh") == "The moon was full."
    assert in_language("No plan was found. The moon was full.", "both") == "No plan was found. The moon was full."
