"""report.html: one self-contained page with the findings, figures and tables of all notebooks (page.html.j2)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from liwan_analysis.lexicons.messages import tell

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from liwan_analysis.report.model import Report

__all__ = ["make_page"]

IN_JUPYTER = "jupyter"
"""The tag of cells that speak to a reader of the notebook alone."""


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter and the place that the contents lead to."""

    level: int
    text: Markup
    anchor: str


@dataclass(frozen=True)
class Shown:
    """What a code cell shows: a figure (PNG in base64, with a description), a table (HTML), a finding or plain text."""

    kind: Literal["figure", "table", "finding", "text"]
    content: str
    alt: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: prose as HTML, or source and what it shows."""

    prose: str = ""
    source: str = ""
    shown: tuple[Shown, ...] = ()


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
        return f'<h{level} id="{anchor}">{inner}</h{level}>'


def make_page(report: Report, notebooks: dict[str, NotebookNode], language: str = "both") -> str:
    """Put the notebooks as run together into one HTML page, its own words in `language`; nothing in it is fetched."""
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    facts = {
        "speaker": report.speaker,
        "delivered": report.delivered,
        "published": report.published,
        "characters": f"{len(report.text):,}",
        "sha256": report.source.sha256,
    }
    words = {key: tell(f"page.{key}", language) for key in ("contents", "code", "footer", *facts)}
    return pages.get_template("page.html.j2").render(
        title=f"{report.place or ''} {report.title or report.report_id}".strip(),
        facts=[(words[key], value) for key, value in facts.items() if value is not None],
        notes=report.notes,
        words=words,
        page_language="en" if language == "en" else "zh-Hans",
        chapters=[_make_chapter(name, notebook) for name, notebook in notebooks.items()],
    )


def _make_chapter(name: str, notebook: NotebookNode) -> Chapter:
    from nbconvert.filters import markdown2html

    chapter = Chapter(name)
    for cell in notebook.cells:
        if IN_JUPYTER in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            prose = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="#\1-1"', markdown2html(cell.source))
            prose = re.sub(r"<h([1-6])[^>]*>(.*?)</h\1>", chapter.anchor, prose, flags=re.DOTALL)
            chapter.cells.append(Cell(prose=Markup(prose)))
        elif cell.cell_type == "code":
            shown = tuple(one for one in map(_read_output, cell.outputs) if one.content)
            chapter.cells.append(Cell(source=cell.source, shown=shown))
    if not chapter.headings:
        chapter.headings.append(Heading(1, Markup.escape(name), name))
    return chapter


def _read_output(output: NotebookNode) -> Shown:
    data = output.get("data", {})
    if "image/png" in data:
        image = data["image/png"]
        encoded = image.replace("\n", "") if isinstance(image, str) else base64.b64encode(image).decode()
        return Shown("figure", encoded, output.metadata.get("image/png", {}).get("alt", ""))
    if "text/html" in data:
        return Shown("table", Markup(re.sub(r"<style scoped>.*?</style>", "", data["text/html"], flags=re.DOTALL)))
    if "text/markdown" in data:
        sentences = data["text/markdown"].replace("**", "").split("\n\n")
        return Shown("finding", Markup("<br>").join(map(escape, sentences)))
    return Shown("text", data.get("text/plain") or output.get("text", ""))
