"""report.html: findings on one side, the report on the other; from any number one click to its sentence.

The template is page.html.j2, its style page.css, its script page.js. Nothing is fetched from anywhere: the page's own
policy forbids it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from liwan_analysis.export.evidence import full_tables, link_preview, places_of
from liwan_analysis.export.pictures import inline_svg
from liwan_analysis.export.reading import text_html
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.quantities import find_quantities

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from liwan_analysis.report.model import Report

__all__ = ["make_page"]

HERE = Path(__file__).parent
IN_JUPYTER = "jupyter"
"""The tag of cells that speak to a reader of the notebook alone."""
HAN = re.compile(r"[\u4e00-\u9fff]")
LANGUAGE_TAGS = {"both": "zh-Hans", "zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter and the place that the contents lead to."""

    level: int
    text: Markup
    anchor: str


@dataclass(frozen=True)
class Shown:
    """What a code cell shows: a figure with a description, a table (HTML), a finding or plain text."""

    kind: Literal["figure", "table", "finding", "text"]
    content: str
    alt: str = ""
    title: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: prose as HTML, or source and what it shows."""

    anchor: str
    prose: str = ""
    source: str = ""
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A finding, and the place of the page that shows it; None where nothing does."""

    text: str
    anchor: str | None


@dataclass
class Chapter:
    """A notebook as a chapter of the page."""

    name: str
    headings: list[Heading] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def anchor(self, match: re.Match[str]) -> str:
        """Note a heading for the contents, and give it the anchor they lead to."""
        level, inner = int(match[1]), re.sub(r"<a class=\"anchor-link\".*?</a>", "", match[2])
        anchor = f"{self.name}-{len(self.headings) + 1}"
        self.headings.append(Heading(level, Markup(re.sub(r"<[^>]+>", "", inner)), anchor))
        return f'<h{level} id="{anchor}"{_lang(inner)}>{inner}</h{level}>'


def make_page(
    report: Report,
    notebooks: Mapping[str, NotebookNode],
    *,
    tables: Mapping[str, pd.DataFrame] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    findings: Sequence[str] = (),
    language: str = "both",
) -> str:
    """Put findings and report together into one HTML page; nothing in it is fetched from anywhere.

    `notebooks` are the notebooks as run, `tables` what they kept for the export, `pictures` their figures as SVG, by
    name; a figure without one is shown as the notebook shows it. The same input gives the same page.
    """
    tables = dict(tables or {})
    chapters = [_make_chapter(name, notebook, tables, pictures or {}) for name, notebook in notebooks.items()]
    shown = full_tables(tables)
    quantities = find_quantities(report)
    text, _ = text_html(report, quantities, _anchors([*tables.values(), quantities]), language)
    style, script = ((HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    facts = [
        ("speaker", report.speaker),
        ("delivered", report.delivered),
        ("published", report.published),
        ("characters", f"{len(report.text):,}"),
    ]
    pages = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return pages.get_template("page.html.j2").render(
        lang=LANGUAGE_TAGS[language],
        caption_lang="en",
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        say=lambda key, **values: tell(f"page.{key}", language, **values),
        lang_of=lambda text: Markup(_lang(text)),
        title=f"{report.place or ''} {report.title or report.report_id}".strip(),
        report_title=report.title or report.report_id,
        place=report.place or "",
        date=report.delivered or "",
        sha256=report.source.sha256,
        facts=[
            *((tell(f"page.fact.{key}", language), value) for key, value in facts if value is not None),
            ("sha256", report.source.sha256),
        ],
        notes=report.notes,
        findings=[_find(finding, chapters) for finding in findings[:5]],
        chapters=chapters,
        tables=shown,
        text=text,
    )


def _policy(style: str, script: str) -> str:
    """Forbid all but what stands in the page: its one style, its one script, pictures in it."""
    hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _lang(text: str) -> str:
    """Say which language a piece of prose is in: Chinese where a third of its letters are Chinese characters."""
    plain = re.sub(r"<[^>]+>|[\W\d_]", "", text)
    return f' lang="{"zh-Hans" if 3 * len(HAN.findall(plain)) > len(plain) else "en"}"' if plain else ""


def _anchors(tables: Sequence[pd.DataFrame]) -> Iterator[tuple[int, int]]:
    """Give every place that a table of the page may lead to; tables too long for the page lead nowhere."""
    for table in tables:
        if len(table) > 1000:
            continue
        for prefix in places_of(table):
            places = table[[f"{prefix}start", f"{prefix}end"]].dropna().astype("int64")
            yield from places.itertuples(index=False, name=None)


def _find(finding: str, chapters: Sequence[Chapter]) -> Finding:
    """Find what shows a finding: a figure of that title, else a cell that says it."""
    cells = [cell for chapter in chapters for cell in chapter.cells]
    title = "".join(finding.split())
    for cell in cells:
        if any("".join(shown.title.split()) == title for shown in cell.shown):
            return Finding(finding, cell.anchor)
    first = str(escape(finding.splitlines()[0]))
    said = next((cell for cell in cells if any(first in shown.content for shown in cell.shown)), None)
    return Finding(finding, said.anchor if said else None)


def _make_chapter(
    name: str, notebook: NotebookNode, tables: Mapping[str, pd.DataFrame], pictures: Mapping[str, bytes]
) -> Chapter:
    from nbconvert.filters import markdown2html

    chapter = Chapter(name)
    for number, cell in enumerate(notebook.cells):
        if IN_JUPYTER in cell.metadata.get("tags", []):
            continue
        anchor = f"{name}-cell-{number}"
        if cell.cell_type == "markdown":
            prose = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="#\1-1"', markdown2html(cell.source))
            prose = re.sub(r"<h([1-6])[^>]*>(.*?)</h\1>", chapter.anchor, prose, flags=re.DOTALL)
            prose = re.sub(r"<(p|li)>(.*?)(?=</\1>)", lambda m: f"<{m[1]}{_lang(m[2])}>{m[2]}", prose, flags=re.DOTALL)
            chapter.cells.append(Cell(anchor, prose=Markup(prose)))
        elif cell.cell_type == "code":
            shown = tuple(_read_output(output, tables, pictures) for output in cell.outputs)
            chapter.cells.append(Cell(anchor, source=cell.source, shown=tuple(one for one in shown if one.content)))
    if not chapter.headings:
        chapter.headings.append(Heading(1, Markup.escape(name), name))
    return chapter


def _read_output(output: Any, tables: Mapping[str, pd.DataFrame], pictures: Mapping[str, bytes]) -> Shown:
    data = output.get("data", {})
    if "image/png" in data:
        about = output.metadata.get("image/png", {})
        name, alt = about.get("name", ""), about.get("alt", "")
        title = data.get("text/plain", "").split("\n")[0]
        if name in pictures:
            return Shown("figure", inline_svg(pictures[name], f"fig-{name}", alt), alt, title)
        image = data["image/png"]
        encoded = image.replace("\n", "") if isinstance(image, str) else base64.b64encode(image).decode()
        return Shown("figure", Markup('<img alt="{}" src="data:image/png;base64,{}">').format(alt, encoded), alt, title)
    if "text/markdown" in data:
        sentences = data["text/markdown"].replace("**", "").split("\n\n")
        return Shown("finding", Markup("<br>").join(map(escape, sentences)))
    if "text/html" in data:
        return Shown("table", link_preview(data["text/html"], tables))
    return Shown("text", data.get("text/plain") or output.get("text", ""))
