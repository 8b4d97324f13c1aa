"""report.html: one self-contained page with the findings, figures and tables of all notebooks."""

from __future__ import annotations

import base64
import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from liwan_analysis.report.model import Report

__all__ = ["make_page"]

IN_JUPYTER = "jupyter"
"""The tag of cells that speak to a reader of the notebook alone."""

STYLE = """
:root { color-scheme: light; --ink: #222; --faint: #666; --line: #ddd; --accent: #0072B2; }
* { box-sizing: border-box; }
body { font: 16px/1.65 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif;
  color: var(--ink); max-width: 52rem; margin: 0 auto; padding: 1rem 1.2rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.55rem; line-height: 1.3; margin: 3rem 0 .6rem; border-top: 3px solid var(--accent);
  padding-top: .8rem; }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 2.2rem 0 .5rem; }
h3 { font-size: 1.02rem; }
header h1 { border: 0; margin-top: 1rem; }
a { color: var(--accent); }
.meta, figcaption, footer, summary { color: var(--faint); font-size: .86rem; }
figure { margin: 1.2rem 0; }
figure img { max-width: 100%; height: auto; display: block; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .84rem; width: max-content; border: 0; overflow-wrap: normal; }
th, td { padding: .25rem .6rem; border: 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; min-width: 2.5rem; }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
td { max-width: 22rem; }
pre { background: #f6f6f6; padding: .6rem .8rem; overflow-x: auto; font-size: .82rem; white-space: pre-wrap; }
nav ol { padding-left: 1.3rem; } nav ol ol { font-size: .92rem; }
@media print {
  body { max-width: none; font-size: 10.5pt; padding: 0; } details { display: none; }
  .table { overflow: visible; } table { width: auto; font-size: 8pt; } th { white-space: normal; }
  h1 { break-before: page; } header h1 { break-before: auto; } h2, h3 { break-after: avoid; }
  figure, table { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def make_page(report: Report, notebooks: dict[str, NotebookNode]) -> str:
    """Put the notebooks as run together into one HTML page; nothing in it is fetched from anywhere."""
    bodies, contents = [], []
    for name, notebook in notebooks.items():
        body, headings = _notebook_body(name, notebook)
        bodies.append(body)
        contents.append(_contents(headings))
    title = html.escape(f"{report.place or ''} {report.title or report.report_id}".strip())
    facts = [
        ("讲话 Speaker", report.speaker),
        ("日期 Delivered", report.delivered),
        ("发布 Published", report.published),
        ("字数 Characters", f"{len(report.text):,}"),
        ("sha256", report.source.sha256),
    ]
    meta = " · ".join(f"{label}: {html.escape(str(value))}" for label, value in facts if value is not None)
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in report.notes)
    return (
        f'<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{STYLE}</style></head>\n"
        f'<body><header><h1>{title}</h1><p class="meta">{meta}</p>'
        + (f'<ul class="meta">{notes}</ul>' if notes else "")
        + f'</header>\n<nav aria-label="Contents"><ol>{"".join(contents)}</ol></nav>\n<main>{"".join(bodies)}</main>\n'
        "<footer>Made with liwan_analysis. Tables and figures also stand beside this page, in tables/ and figures/."
        "</footer></body></html>\n"
    )


def _contents(headings: list[tuple[int, str, str]]) -> str:
    first, rest = headings[0], [heading for heading in headings[1:] if heading[0] == 2]
    items = "".join(f'<li><a href="#{anchor}">{text}</a></li>' for _, text, anchor in rest)
    return f'<li><a href="#{first[2]}">{first[1]}</a><ol>{items}</ol></li>'


def _notebook_body(name: str, notebook: NotebookNode) -> tuple[str, list[tuple[int, str, str]]]:
    from nbconvert.filters import markdown2html

    headings: list[tuple[int, str, str]] = []

    def anchor(match: re.Match[str]) -> str:
        level, inner = int(match[1]), re.sub(r"<a class=\"anchor-link\".*?</a>", "", match[2])
        identifier = f"{name}-{len(headings) + 1}"
        headings.append((level, re.sub(r"<[^>]+>", "", inner), identifier))
        return f'<h{level} id="{identifier}">{inner}</h{level}>'

    pieces = []
    for cell in notebook.cells:
        if IN_JUPYTER in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown":
            prose = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="#\1-1"', markdown2html(cell.source))
            pieces.append(re.sub(r"<h([1-6])[^>]*>(.*?)</h\1>", anchor, prose, flags=re.DOTALL))
        elif cell.cell_type == "code":
            shown = "".join(_output(output) for output in cell.outputs)
            pieces.append(shown)
            pieces.append(
                f"<details><summary>代码 Code</summary><pre>{html.escape(cell.source)}</pre></details>" if shown else ""
            )
    if not headings:
        headings.append((1, name, name))
    return f"<section>{''.join(pieces)}</section>\n", headings


def _output(output: NotebookNode) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        image = data["image/png"]
        encoded = image.replace("\n", "") if isinstance(image, str) else base64.b64encode(image).decode()
        alt = html.escape(output.metadata.get("image/png", {}).get("alt", ""), quote=True)
        return f'<figure><img alt="{alt}" src="data:image/png;base64,{encoded}"><figcaption>{alt}</figcaption></figure>'
    if "text/html" in data:
        table = re.sub(r"<style scoped>.*?</style>", "", data["text/html"], flags=re.DOTALL)
        return f'<div class="table">{table}</div>'
    text = data.get("text/plain") or output.get("text", "")
    return f"<pre>{html.escape(text)}</pre>" if text else ""
