"""Chapters of a page: notebooks as run, their prose, figures, tables and findings."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup, escape

from liwan_analysis.export.evidence import link_preview
from liwan_analysis.export.pictures import inline_svg

if TYPE_CHECKING:
    import pandas as pd
    from nbformat import NotebookNode

__all__ = ["Chapter", "Finding", "find_shown", "lang_of", "make_chapter"]

IN_JUPYTER = "jupyter"
"""The tag of cells that speak to a reader of the notebook alone."""
SUBJECT = re.compile(r"<(Report|Corpus) .*>")
"""How a notebook shows the report or the store that it reads; the head of the page has said so already."""
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter and the place that the contents lead to."""

    level: int
    text: Markup
    anchor: str


@dataclass(frozen=True)
class Shown:
    """What a code cell shows: a figure with a description, a table (HTML), one without rows, a finding, plain text."""

    kind: Literal["figure", "table", "empty", "finding", "text"]
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
    """A finding, and the place of the page that shows it; None where nothing does.

    >>> Finding("增长5% / growth of 5%", None).lines
    ('增长5%', 'growth of 5%')
    """

    text: str
    anchor: str | None

    @property
    def lines(self) -> tuple[str, ...]:
        """The finding in each language that it is told in: the export puts them into one line."""
        return tuple(self.text.split(" / "))


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
        return f'<h{level} id="{anchor}"{lang_of(inner)}>{inner}</h{level}>'


def make_chapter(
    name: str,
    notebook: NotebookNode,
    tables: Mapping[str, pd.DataFrame],
    pictures: Mapping[str, bytes],
    beside: Collection[str],
    language: str = "both",
) -> Chapter:
    """Make a chapter of a notebook as run; its rows may be of `tables`, its figures are `pictures` (SVG) by name.

    A link to a notebook leads to its chapter where that is `beside` it on the page, else it is no link.
    """
    from nbconvert.filters import markdown2html

    chapter = Chapter(name)
    for number, cell in enumerate(notebook.cells):
        if IN_JUPYTER in cell.metadata.get("tags", []):
            continue
        anchor = f"{name}-cell-{number}"
        if cell.cell_type == "markdown":
            prose = re.sub(
                r'<a href="(\d\d_\w+)\.ipynb">(.*?)</a>',
                lambda m: f'<a href="#{m[1]}-1">{m[2]}</a>' if m[1] in beside else m[2],
                markdown2html(cell.source),
            )
            prose = re.sub(r"<h([1-6])[^>]*>(.*?)</h\1>", chapter.anchor, prose, flags=re.DOTALL)
            prose = re.sub(
                r"<(p|li)>(.*?)(?=</\1>)", lambda m: f"<{m[1]}{lang_of(m[2])}>{m[2]}", prose, flags=re.DOTALL
            )
            chapter.cells.append(Cell(anchor, prose=Markup(prose)))
        elif cell.cell_type == "code":
            shown = tuple(_read_output(output, tables, pictures, language) for output in cell.outputs)
            chapter.cells.append(Cell(anchor, source=cell.source, shown=tuple(one for one in shown if one.content)))
    if not chapter.headings:
        chapter.headings.append(Heading(1, Markup.escape(name), name))
    return chapter


def _read_output(
    output: Any, tables: Mapping[str, pd.DataFrame], pictures: Mapping[str, bytes], language: str
) -> Shown:
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
        shown = link_preview(data["text/html"], tables, language)
        return Shown("table" if "<td" in shown.partition("<tbody>")[2] else "empty", shown)
    said = data.get("text/plain") or output.get("text", "")
    return Shown("text", "" if SUBJECT.fullmatch(said) else said)


def find_shown(finding: str, chapters: Sequence[Chapter]) -> Finding:
    """Find what shows a finding: a figure of that title, else a cell that says it."""
    cells = [cell for chapter in chapters for cell in chapter.cells]
    title = "".join(finding.split())
    for cell in cells:
        if any("".join(shown.title.split()) == title for shown in cell.shown):
            return Finding(finding, cell.anchor)
    first = str(escape(finding.splitlines()[0]))
    said = next((cell for cell in cells if any(first in shown.content for shown in cell.shown)), None)
    return Finding(finding, said.anchor if said else None)


def lang_of(text: str) -> str:
    """Say which language a piece of prose is in: Chinese where a third of its letters are Chinese characters."""
    plain = re.sub(r"<[^>]+>|[\W\d_]", "", text)
    return f' lang="{"zh-Hans" if 3 * len(HAN.findall(plain)) > len(plain) else "en"}"' if plain else ""
