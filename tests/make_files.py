"""Makers of the files that people have: .docx by hand, PDF by LibreOffice, Chromium, WeasyPrint and ReportLab."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from html import escape
from pathlib import Path

FONT = Path(__file__).resolve().parents[1] / "liwan_analysis" / "figures" / "fonts" / "NotoSansSC-subset.ttf"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {"document": "document.main", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
PARTS |= {"header1": "header", "footer1": "footer", "comments": "comments"}
LAYOUTS = ("indented", "plain", "columns")


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """Write a .docx from the XML inside w:body and, by name (styles, numbering, footnotes, header1), of other parts."""
    documents = {"document": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    documents |= {name: f"<w:{_root(name)} {W}>{xml}</w:{_root(name)}>" for name, xml in parts.items()}
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{PARTS[name]}+xml"/>' for name in documents
    )
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for i, name in enumerate(parts)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        )
        office = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{office}</Relationships>')
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        for name, xml in documents.items():
            archive.writestr(f"word/{name}.xml", '<?xml version="1.0" encoding="UTF-8"?>' + xml)
    return path


def _root(name: str) -> str:
    return {"header1": "hdr", "footer1": "ftr"}.get(name, name)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def report_docx(path: Path, paragraphs: list[str], *, layout: str = "indented") -> Path:
    """Write paragraphs as a typist would: a centred title, page numbers, indented or not, in one column or two."""
    face = '<w:rFonts w:ascii="Noto Sans SC" w:hAnsi="Noto Sans SC" w:eastAsia="Noto Sans SC"/>'
    indent = '<w:spacing w:after="200"/>' if layout == "plain" else '<w:ind w:firstLine="640"/>'
    lines = [paragraph(run(paragraphs[0], f'{face}<w:sz w:val="44"/>'), properties='<w:jc w:val="center"/>')]
    for text in paragraphs[1:]:
        flush = text.startswith("各位代表") and len(text) < 8
        properties = ("" if flush else indent) + '<w:jc w:val="left"/>'
        lines.append(paragraph(run(text, f'{face}<w:sz w:val="32"/>'), properties=properties))
    columns = '<w:cols w:num="2" w:space="720"/>' if layout == "columns" else ""
    section = (
        f'<w:sectPr><w:footerReference xmlns:r="{OFFICE}" w:type="default" r:id="r0"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1600" w:bottom="1440" w:left="1600"/>{columns}'
        "</w:sectPr>"
    )
    field = run("— ") + '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>' + run(" —")
    footer = paragraph(field, properties='<w:jc w:val="center"/>')
    return write_docx(path, "".join(lines) + section, footer1=footer)


def report_html(paragraphs: list[str], *, layout: str) -> str:
    """The same as a web page with rules for print."""
    style = {"indented": "text-indent:2em;margin:0", "plain": "margin:0 0 1em", "columns": "text-indent:2em;margin:0"}
    columns = "column-count:2;column-gap:2em" if layout == "columns" else ""
    title, *rest = paragraphs
    return (
        f"<!doctype html><html lang='zh'><meta charset='utf-8'><style>@font-face{{font-family:N;src:url('{FONT.as_uri()}')}}"
        "@page{size:A4;margin:2.5cm;@top-center{content:'某省政府工作报告'}@bottom-center{content:'第 ' counter(page) ' 页'}}"
        f"body{{font:12pt/1.6 N;{columns}}} h1{{font-size:20pt;text-align:center}} p{{{style[layout]}}}</style>"
        f"<h1>{escape(title)}</h1>" + "".join(f"<p>{escape(text)}</p>" for text in rest) + "</html>"
    )


def fonts(folder: Path) -> dict[str, str]:
    """Variables under which programs find the font of the package: a bare machine has none for Chinese."""
    config = folder / "fonts.conf"
    config.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><dir>{FONT.parent}</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    return os.environ | {"FONTCONFIG_FILE": str(config), "HOME": str(folder)}


def by_libreoffice(folder: Path, paragraphs: list[str], *, layout: str) -> Path:
    source = report_docx(folder / f"libreoffice-{layout}.docx", paragraphs, layout=layout)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", folder, source], check=True, capture_output=True, env=fonts(folder), timeout=180
    )
    return source.with_suffix(".pdf")


def by_chromium(folder: Path, paragraphs: list[str], *, layout: str) -> Path:
    page, target = folder / f"chromium-{layout}.html", folder / f"chromium-{layout}.pdf"
    page.write_text(report_html(paragraphs, layout=layout), "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'chromium'}"]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", page.as_uri()],
        check=True,
        capture_output=True,
        env=fonts(folder),
        timeout=180,
    )
    return target


def by_weasyprint(folder: Path, paragraphs: list[str], *, layout: str) -> Path:
    import weasyprint

    target = folder / f"weasyprint-{layout}.pdf"
    weasyprint.HTML(string=report_html(paragraphs, layout=layout)).write_pdf(target)
    return target


def by_reportlab(folder: Path, paragraphs: list[str], *, layout: str) -> Path:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    pdfmetrics.registerFont(TTFont("N", str(FONT)))
    indent, after = (0, 12) if layout == "plain" else (24, 0)
    body = ParagraphStyle(
        "body", fontName="N", fontSize=12, leading=20, firstLineIndent=indent, spaceAfter=after, wordWrap="CJK"
    )
    title = ParagraphStyle("title", parent=body, fontSize=20, leading=30, alignment=1, firstLineIndent=0, spaceAfter=12)
    target = folder / f"reportlab-{layout}.pdf"
    document = BaseDocTemplate(str(target), pagesize=A4)
    n = 2 if layout == "columns" else 1
    width = (A4[0] - 120 - 20 * (n - 1)) / n
    frames = [Frame(60 + k * (width + 20), 60, width, A4[1] - 120) for k in range(n)]

    def number(canvas: object, document: BaseDocTemplate) -> None:
        canvas.setFont("N", 9)
        canvas.drawCentredString(A4[0] / 2, 30, f"- {document.page} -")

    document.addPageTemplates(PageTemplate(frames=frames, onPage=number))
    document.build([Paragraph(escape(text), body if i else title) for i, text in enumerate(paragraphs)])
    return target


MAKERS = {
    "libreoffice": (by_libreoffice, lambda: shutil.which("soffice")),
    "chromium": (by_chromium, lambda: shutil.which("chromium")),
    "weasyprint": (by_weasyprint, lambda: _has("weasyprint")),
    "reportlab": (by_reportlab, lambda: _has("reportlab")),
}


def _has(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None
