"""corpus.html: a store of many reports in one page; from a promise one click to either report.

Its tables are data, drawn a window of rows at a time by corpus.js; the texts are packed in it, each opened when it is
asked for. The style and the policy are those of report.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from markupsafe import Markup

from liwan_analysis.corpus import Corpus, attention_panel, target_panel, track_promises
from liwan_analysis.export.chapters import find_shown, make_chapter
from liwan_analysis.export.files import write_aside
from liwan_analysis.export.packed import pack, pack_table, pack_texts
from liwan_analysis.export.page import make_page, render_page, tables_of
from liwan_analysis.export.pictures import without_links
from liwan_analysis.export.subject import subject_of, title_in
from liwan_analysis.export.wording import shown_in

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["MOST_TEXTS", "make_corpus_page", "make_corpus_pages"]

MOST_TEXTS = 300
"""Of more reports the texts stand in pages of their own."""
REPORT_COLUMNS = [
    "report_id", "place", "level", "year", "title", "delivered", "n_characters", "n_sentences", "status", "reason",
    "sha256",
]  # fmt: skip
STATUSES = ("actual", "target", "context")
LONGEST_HEADING = 60
Texts = Literal["inside", "beside", "none"]


def make_corpus_page(
    corpus: Corpus,
    notebooks: Mapping[str, NotebookNode],
    *,
    tables: Mapping[str, pd.DataFrame] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    findings: Sequence[str] = (),
    language: str = "both",
) -> str:
    """Put findings, tables and texts of a store together into one HTML page; nothing in it is fetched from anywhere.

    `notebooks` are the notebooks as run, `tables` what they kept for the export (a table of the page of the same name
    gives way to it), `pictures` their figures as SVG, by name. A place leads to `#t-REPORT_ID-START-END`. Without the
    texts (in a store without them, or of more than `MOST_TEXTS` reports) numbers and quotes stand there, and the page
    says so. The same input gives the same page.
    """
    texts: Texts = "inside" if corpus.has_texts and _n_read(corpus) <= MOST_TEXTS else "none"
    return _make(corpus, notebooks, tables or {}, pictures or {}, findings, language, texts)


def make_corpus_pages(
    corpus: Corpus,
    folder: str | Path,
    notebooks: Mapping[str, NotebookNode],
    *,
    tables: Mapping[str, pd.DataFrame] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    findings: Sequence[str] = (),
    language: str = "both",
) -> list[str]:
    """Write corpus.html to a folder; of more than `MOST_TEXTS` reports with texts, also a reading page each.

    Gives the paths of what was written, within the folder: corpus.html, reports/REPORT_ID.html. Raises OSError where
    the folder cannot be written.
    """
    many = corpus.has_texts and _n_read(corpus) > MOST_TEXTS
    texts: Texts = "beside" if many else "inside" if corpus.has_texts else "none"
    page = _make(corpus, notebooks, tables or {}, pictures or {}, findings, language, texts)
    write_aside(Path(folder) / "corpus.html", page.encode("utf-8"))
    written = ["corpus.html"]
    for report_id in _read_ids(corpus) if many else []:
        report = corpus.report(report_id)
        one = make_page(report, {}, tables=tables_of(report), language=language, index="../corpus.html")
        written.append(f"reports/{report_id}.html")
        write_aside(Path(folder) / written[-1], one.encode("utf-8"))
    return written


def _make(
    corpus: Corpus,
    notebooks: Mapping[str, NotebookNode],
    tables: Mapping[str, pd.DataFrame],
    pictures: Mapping[str, bytes],
    findings: Sequence[str],
    language: str,
    texts: Texts,
) -> str:
    if texts == "none":
        pictures = {name: without_links(picture) for name, picture in pictures.items()}
    linked = tables if texts != "none" else {}
    chapters = [
        make_chapter(name, notebook, linked, pictures, notebooks, language) for name, notebook in notebooks.items()
    ]
    shown = {name: table for name, table in (_own_tables(corpus) | dict(tables)).items() if len(table)}
    shown = {name: shown_in(table, language).dropna(axis="columns", how="all") for name, table in shown.items()}
    subject = subject_of(corpus)
    return render_page(
        "corpus.html.j2",
        ("text.js", "corpus.js") if texts == "inside" else ("corpus.js",),
        language,
        title=title_in(subject, language),
        name=subject.report_id,
        sha256=subject.source.sha256,
        findings=[find_shown(finding, chapters) for finding in findings[:5]],
        chapters=chapters,
        tables=[(name, len(table), pack(pack_table(name, table))) for name, table in shown.items()],
        texts=texts,
        packed=pack_texts(_texts(corpus)) if texts == "inside" else [],
        notes=Markup(pack({status: _status(status, language) for status in STATUSES})),
    )


def _status(status: str, language: str) -> str:
    from liwan_analysis.lexicons.messages import tell

    return tell(f"page.status.{status}", language)


def _read_ids(corpus: Corpus) -> list[str]:
    reports = corpus.reports
    ids: list[str] = reports.loc[reports["status"] == "ok", "report_id"].tolist()
    return ids


def _n_read(corpus: Corpus) -> int:
    return len(_read_ids(corpus))


def _own_tables(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Give the tables that every page of a store has: reports and promises first."""
    return {
        "reports": corpus.reports[REPORT_COLUMNS],
        "promises": track_promises(corpus),
        "growth_targets": target_panel(corpus),
        "attention": attention_panel(corpus).drop(columns=["level", "cap_major"]),
        **{name: corpus.table(name) for name in ("ledger", "targets", "quantities")},
    }


def _texts(corpus: Corpus) -> dict[str, dict[str, Any]]:
    """Give each report's text and its headings: where a line begins that is one, and whether it opens a part."""
    headings = corpus.sql(
        "select report_id, start, section_id from sentences where is_heading order by report_id, start"
    )
    starts = {report_id: _levels(rows) for report_id, rows in headings.groupby("report_id")}
    texts = corpus.sql("select report_id, text from texts order by report_id")
    return {
        row.report_id: {"text": row.text, "headings": _lines(row.text, starts.get(row.report_id, {}))}
        for row in texts.itertuples()
    }


def _levels(headings: pd.DataFrame) -> dict[int, int]:
    return {
        int(start): 2 if pd.isna(section) else 3
        for start, section in zip(headings["start"], headings["section_id"], strict=True)
    }


def _lines(text: str, levels: Mapping[int, int]) -> list[tuple[int, int]]:
    """Keep the headings that are lines, and no longer than headings are."""
    return [
        (at, levels[at]) for at, line in _with_starts(text.split("\n")) if at in levels and len(line) <= LONGEST_HEADING
    ]


def _with_starts(lines: Iterable[str]) -> Iterable[tuple[int, str]]:
    at = 0
    for line in lines:
        yield at, line
        at += len(line) + 1
