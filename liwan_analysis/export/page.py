"""report.html: findings on one side, the report on the other; from any number one click to its sentence.

The template is page.html.j2, its style page.css, its script page.js. Nothing is fetched from anywhere: the page's own
policy forbids it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from liwan_analysis.export.chapters import find_shown, lang_of, make_chapter
from liwan_analysis.export.evidence import full_tables, places_of
from liwan_analysis.export.reading import text_html
from liwan_analysis.export.sheets import column_meanings
from liwan_analysis.export.wording import shown_in
from liwan_analysis.lexicons.messages import check_language, tell
from liwan_analysis.lexicons.notes import in_language
from liwan_analysis.quantities import find_quantities
from liwan_analysis.targets import build_ledger, find_achievements, find_ranks, find_targets
from liwan_analysis.themes import code_themes

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from liwan_analysis.report.model import Report

__all__ = ["make_page", "render_page", "tables_of"]

HERE = Path(__file__).parent
LANGUAGE_TAGS = {"both": "zh-Hans", "zh": "zh-Hans", "en": "en"}


def make_page(
    report: Report,
    notebooks: Mapping[str, NotebookNode],
    *,
    tables: Mapping[str, pd.DataFrame] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    findings: Sequence[str] = (),
    language: str = "both",
    index: str | None = None,
) -> str:
    """Put findings and report together into one HTML page; nothing in it is fetched from anywhere.

    `notebooks` are the notebooks as run, `tables` what they kept for the export, `pictures` their figures as SVG, by
    name; a figure without one is shown as the notebook shows it. `index` is the address of the page
    that lists this one among others. The same input gives the same page.
    """
    tables = dict(tables or {})
    chapters = [
        make_chapter(name, notebook, tables, pictures or {}, notebooks, language)
        for name, notebook in notebooks.items()
    ]
    shown = full_tables({name: shown_in(table, language) for name, table in tables.items()})
    quantities = find_quantities(report)
    places = {*_anchors([*tables.values(), quantities]), *_led_to(pictures or {})}
    text, _ = text_html(report, quantities, places, language)
    facts = [
        ("speaker", report.speaker),
        ("delivered", report.delivered),
        ("published", report.published),
        ("characters", f"{len(report.text):,}"),
    ]
    return render_page(
        "page.html.j2",
        ("text.js", "page.js"),
        language,
        title=f"{report.place or ''} {report.title or report.report_id}".strip(),
        report_title=report.title or report.report_id,
        place=report.place or "",
        date=report.delivered or "",
        sha256=report.source.sha256,
        facts=[
            *((tell(f"page.fact.{key}", language), value) for key, value in facts if value is not None),
            ("sha256", report.source.sha256),
        ],
        notes=[in_language(note, language) for note in report.notes],
        index=index,
        findings=[find_shown(finding, chapters) for finding in findings[:5]],
        chapters=chapters,
        tables=shown,
        meanings=column_meanings(check_language(language)),
        text=text,
    )


def tables_of(report: Report) -> dict[str, pd.DataFrame]:
    """Give the tables of a page without notebooks: numbers, targets, results, ledger, ranks and themes by sentence.

    >>> from liwan_analysis.report import load_report
    >>> list(tables_of(load_report()))
    ['targets', 'ledger', 'achievements', 'ranks', 'themes', 'quantities']
    """
    coded = code_themes(report)
    sentences = report.sentences[["sentence_id", "text"]]
    themes = coded[coded["is_primary"]].merge(sentences, on="sentence_id", how="left")
    return {
        "targets": find_targets(report),
        "ledger": build_ledger(report),
        "achievements": find_achievements(report),
        "ranks": find_ranks(report),
        "themes": themes[["theme", "text", "part", "start", "end"]],
        "quantities": find_quantities(report),
    }


def render_page(template: str, scripts: Sequence[str], language: str, **values: Any) -> str:
    """Fill a template, with the style, scripts of these names as one, and a policy that allows these alone."""
    style = (HERE / "page.css").read_text("utf-8")
    script = "\n".join((HERE / name).read_text("utf-8") for name in scripts)
    pages = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return pages.get_template(template).render(
        lang=LANGUAGE_TAGS[language],
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        say=lambda key, **values: tell(f"page.{key}", language, **values),
        lang_of=lambda text: Markup(lang_of(text)),
        **values,
    )


def _policy(style: str, script: str) -> str:
    """Forbid all but what stands in the page: its one style, its one script, pictures in it."""
    hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _anchors(tables: Sequence[pd.DataFrame]) -> Iterator[tuple[int, int]]:
    """Give every place that a table of the page may lead to; tables too long for the page lead nowhere."""
    for table in tables:
        if len(table) > 1000:
            continue
        for prefix in places_of(table):
            places = table[[f"{prefix}start", f"{prefix}end"]].dropna().astype("int64")
            yield from places.itertuples(index=False, name=None)


def _led_to(pictures: Mapping[str, bytes]) -> Iterator[tuple[int, int]]:
    """Give every place that a mark of a figure leads to."""
    for picture in pictures.values():
        for start, end in re.findall(rb'href="#t-(\d+)-(\d+)"', picture):
            yield int(start), int(end)
