"""Formats: a report gives the same text from every kind of file, and what is no report is named in one line."""

from __future__ import annotations

import base64
import difflib
import re
import zipfile
from html import escape
from pathlib import Path

import make_files
import pytest
from conftest import REPORTS
from make_files import W, paragraph, run
from make_pdf import one_page

from liwan_analysis.report import ReportError, load_report
from liwan_analysis.report.source import read_source

LONG = REPORTS / "hebei-2026.txt"
SMALL = [
    "2025年某县政府工作报告",
    "各位代表：",
    "现在，我代表县人民政府，向大会报告工作，请予审议。",
    "一、2024年工作回顾",
    "过去一年，地区生产总值增长5.1%，粮食产量10.6亿斤，细颗粒物（PM2.5）浓度下降3%—5%，“专精特新”企业达120家，"
    "城镇新增就业1.3万人以上，“一带一路”沿线进出口增长12.5%，居民人均可支配收入增长5.4%，好于预期。",
    "二、2025年工作安排",
    "今年经济社会发展主要预期目标是：地区生产总值增长5%左右，规模以上工业增加值增长6.5%，力争更好。",
    "（一）发展产业，做强实体经济。建成3个园区，5G基站达到2026个，R&D经费投入强度提高到2.8%。",
    "各位代表！让我们团结奋斗！",
]


def read(path: Path) -> str:
    return read_source(path)[0]


def count_wrong(expected: str, found: str) -> int:
    """Characters that are missing, added or other than they should be, wherever lines end."""
    a, b = expected.replace("\n", ""), found.replace("\n", "")
    changes = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if a != b else []
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in changes if kind != "equal")


@pytest.fixture(scope="session")
def paragraphs() -> list[str]:
    """A report's own text, without what stands around it on its page: another one, or else that of the package."""
    return load_report(LONG if LONG.exists() else None).text.split("\n")


@pytest.mark.parametrize("layout", make_files.LAYOUTS)
@pytest.mark.parametrize("maker", make_files.MAKERS)
def test_a_printed_report_reads_as_its_text(maker: str, layout: str, paragraphs: list[str], tmp_path: Path) -> None:
    make, is_there = make_files.MAKERS[maker]
    if not is_there():
        pytest.skip(f"{maker} is not installed")
    path = make(tmp_path, paragraphs, layout=layout)
    text, source = read_source(path)
    assert source.format == "pdf"
    assert count_wrong("\n".join(paragraphs), text) <= 0.0002 * sum(map(len, paragraphs))
    found = text.split("\n")
    assert sum(line not in found for line in paragraphs) <= max(1, 0.01 * len(paragraphs))
    assert {cut.rule for cut in source.removed} == {"drop_page_furniture"}
    assert all(re.search(r"\d|某省政府工作报告", cut.words) for cut in source.removed)
    if maker == "libreoffice":
        assert read(path.with_suffix(".docx")) == "\n".join(paragraphs)


def test_what_stands_behind_a_number_of_a_list_and_at_the_end_of_a_line_is_kept(tmp_path: Path) -> None:
    gap = b"BT /F 12 Tf 72 700 Td (1.) Tj 13 0 Td (5G, 5.1%) Tj -13 -20 Td (A-) Tj 0 -20 Td (B) Tj ET"
    to_unicode = b"<</Length 200>>\nstream\nbegincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n"
    to_unicode += b"2 beginbfchar <41> <58a8> <42> <8352> endbfchar\nendcmap\nendstream"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    path = tmp_path / "report.pdf"
    path.write_bytes(one_page(gap, font=font, more=(to_unicode,)))
    assert read(path).replace("\n", "") == "1. 5G, 5.1%墨-荒"


@pytest.mark.skipif(not LONG.exists(), reason="no other reports in ../shared/reports")
def test_the_quantities_of_a_pdf_are_those_of_the_text(paragraphs: list[str], tmp_path: Path) -> None:
    import liwan_analysis as lw

    pytest.importorskip("reportlab")
    plain = tmp_path / "report.txt"
    plain.write_text("\n".join(paragraphs), "utf-8")
    printed = make_files.by_reportlab(tmp_path, paragraphs, layout="indented")
    document = make_files.report_docx(tmp_path / "report.docx", paragraphs)
    expected = lw.find_quantities(load_report(plain))
    for path in (printed, document):
        found = lw.find_quantities(load_report(path))
        assert found.equals(expected), path.name


def test_a_word_document_reads_as_with_all_changes_accepted(tmp_path: Path) -> None:
    text_box = f"<w:pict><w:txbxContent>{paragraph(run('文本框'))}</w:txbxContent></w:pict>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        paragraph(run("地区生产总值增长"), "<w:ins>" + run("5.5%") + "</w:ins>", "<w:del>" + run("6%").replace("w:t", "w:delText") + "</w:del>", run("左右。"))
        + paragraph(run("粮食"), f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run('10.6')}</w:sdtContent></w:sdt>", run("亿斤。"))
        + f"<w:sdt><w:sdtContent>{paragraph(run('整段控件'))}</w:sdtContent></w:sdt>"
        + paragraph("<w:moveFrom>" + run("移走") + "</w:moveFrom>", run("留下"), "<w:moveTo>" + run("移来") + "</w:moveTo>")
        + paragraph(run("前半"), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("后半"))
        + paragraph(run("隐", "<w:vanish/>"), run("显"), "<w:hyperlink>" + run("链接") + "</w:hyperlink>")
        + paragraph("<w:r><w:ruby><w:rt>" + run("hàn") + "</w:rt><w:rubyBase>" + run("汉") + "</w:rubyBase></w:ruby></w:r>", run("字"))
        + paragraph('<w:r><w:t>页</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>行</w:t></w:r>', '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + paragraph(f"<w:r><mc:AlternateContent {mc}><mc:Choice>{text_box}</mc:Choice><mc:Fallback>{text_box}</mc:Fallback></mc:AlternateContent></w:r>", run("图旁"))
        + paragraph(run("一、回顾"), run("3"), properties='<w:pStyle w:val="T"/>')
    )  # fmt: skip
    path = make_files.write_docx(
        tmp_path / "any name.txt",
        body,
        styles='<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>',
        footnotes=f'<w:footnote w:id="2">{paragraph(run("名词解释"))}</w:footnote>',
        header1=paragraph(run("内部")),
    )
    text, source = read_source(path)
    assert (source.format, source.encoding) == ("docx", None)
    assert text.split("\n") == [
        *("地区生产总值增长5.5%左右。", "粮食10.6亿斤。", "整段控件", "留下移来", "前半后半", "显链接", "汉字"),
        *("页", "下\t行", "图旁", "文本框"),
    ]
    left_out = {cut.words: (cut.rule, text[cut.at : cut.at + 2]) for cut in source.removed}
    assert left_out == {
        "6%": ("leave_out_deletion", "左右"),
        "移走": ("leave_out_deletion", "留下"),
        "隐": ("leave_out_hidden", "显链"),
        "hàn": ("leave_out_reading", "汉字"),
        "名词解释": ("leave_out_note", "\n图"),
        "一、回顾3": ("leave_out_contents", ""),
        "内部": ("leave_out_header", ""),
    }


def level(number: int, form: str, label: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
    )


def listed(text: str, number: int, at: int = 0) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text), properties=numbers)


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    chinese = level(0, "chineseCounting", "%1、") + level(1, "chineseCountingThousand", "（%2）")
    chinese += level(2, "decimal", "%3．") + level(3, "decimal", "%1.%4", more="<w:isLgl/>")
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{chinese}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{level(0, "ideographDigital", "第%1条", 9)}{level(1, "bullet", "·")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="H1a"><w:basedOn w:val="H1"/></w:style>'
    )
    heading = paragraph(run("回顾"), properties='<w:pStyle w:val="H1"/>')
    body = (
        heading + listed("甲", 1, 1) + listed("乙", 1, 1) + listed("细", 1, 2) + listed("细", 1, 2)
        + paragraph(run("安排"), properties='<w:pStyle w:val="H1a"/>') + listed("丙", 1, 1) + listed("细", 1, 2) + listed("法", 1, 3)
        + "".join(listed(f"{n}", 2) for n in "天地玄") + listed("点", 2, 1)
        + listed("5G基站", 3) + listed("建设", 3) + listed("重来", 4) + listed("继续", 4) + listed("", 3)
        + paragraph(run("无号"), properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + "".join(paragraph(run("长"), properties='<w:pStyle w:val="H1"/>') for _ in range(19))
    )  # fmt: skip
    path = make_files.write_docx(tmp_path / "x.docx", body, styles=styles, numbering=numbering)
    lines = read(path).split("\n")
    assert lines[:9] == [
        "一、回顾",
        "（一）甲",
        "（二）乙",
        "1．细",
        "2．细",
        "二、安排",
        "（一）丙",
        "1．细",
        "2.1 法",
    ]
    assert lines[9:13] == ["第九条天", "第一〇条地", "第一一条玄", "点"]
    assert lines[13:18] == ["1. 5G基站", "2. 建设", "7. 重来", "8. 继续", "无号"]
    assert (lines[18], lines[25], lines[-1]) == ("三、长", "十、长", "二十一、长")


def test_a_table_of_a_document_reads_row_by_row(tmp_path: Path) -> None:
    def cell(*texts: str) -> str:
        return f"<w:tc><w:tcPr/>{''.join(paragraph(run(text)) for text in texts)}</w:tc>"

    rows = f"<w:tr>{cell('指标')}{cell('目标')}</w:tr><w:tr>{cell('生产总值')}{cell('5%左右')}</w:tr>"
    layout = f"<w:tbl><w:tr>{cell('一段', '二段')}{cell('旁')}</w:tr></w:tbl>"
    path = make_files.write_docx(tmp_path / "x.docx", f"{paragraph(run('前'))}<w:tbl><w:tblPr/>{rows}</w:tbl>{layout}")
    assert read(path) == "前\n指标\t目标\n生产总值\t5%左右\n一段\n二段\n旁"


def test_radicals_become_ideographs_and_what_a_font_leaves_unnamed_is_a_box(tmp_path: Path) -> None:
    to_unicode = (
        b"<</Length 300>>\nstream\nbegincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"5 beginbfchar <41> <2f08> <42> <2ea0> <43> <653f> <44> <5e9c> <45> <fffd> endbfchar\nendcmap\nendstream"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    page = one_page(b"BT /F 12 Tf 72 700 Td (ABCDE) Tj ET", font=font, more=(to_unicode,))
    path = tmp_path / "report.pdf"
    path.write_bytes(page)
    text, source = read_source(path)
    assert text == "人民政府□"
    assert [(cut.words, cut.after, cut.at, cut.page) for cut in source.removed] == [
        *(("⼈", "人", 0, 1), ("⺠", "民", 1, 1), ("", "□", 4, 1)),
    ]


def test_a_web_archive_gives_its_page(tmp_path: Path) -> None:
    page = "<!doctype html><html><body>" + "".join(f"<p>{escape(text)}</p>" for text in SMALL) + "</body></html>"
    archive = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.example/\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(page.encode("gb18030"))
        + b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    )
    path = tmp_path / "report.html"
    path.write_bytes(archive)
    text, source = read_source(path)
    assert text == "\n".join(SMALL)
    assert (source.format, source.encoding) == ("mhtml", "gb18030")


def test_markdown_loses_its_marks_and_nothing_else(tmp_path: Path) -> None:
    text = "# 2025年某县政府工作报告\n\n## 一、**2024年**工作回顾\n\n> 增长[5.1%](https://x.example)，下降\n-3%\n\n- 建成3个园区\n1. 5G基站\n"
    path = tmp_path / "report.docx"
    path.write_text(text, "utf-8")
    found, source = read_source(path)
    assert source.format == "markdown"
    assert found == "2025年某县政府工作报告\n\n一、2024年工作回顾\n\n增长5.1%，下降\n-3%\n\n建成3个园区\n1. 5G基站\n"
    rebuilt = found
    for cut in reversed(source.removed):
        rebuilt = rebuilt[: cut.at] + cut.words + rebuilt[cut.at :]
    assert rebuilt == text


def zipped(tmp_path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return (tmp_path / "x.zip").read_bytes()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
NO_REPORT = {
    "doc": (OLE + "WordDocument".encode("utf-16-le"), r"\.doc, \.wps.*save it as \.docx"),
    "encrypted docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted.*password"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), r"\.xls.*liwan-analysis corpus"),
    "old wps": (OLE, r"save it as \.docx"),
    "rtf": (rb"{\rtf1\ansi\deff0 x}", r"RTF.*save it as \.docx"),
    "xlsx": (("xl/workbook.xml",), r"\.xlsx.*liwan-analysis corpus"),
    "odt": (("mimetype", "META-INF/manifest.xml", "content.xml"), r"OpenDocument.*save it as \.docx"),
    "ofd": (("OFD.xml",), "OFD.*PDF or text"),
    "zip": (("a.txt",), "zip archive; unpack"),
    "parquet": (b"PAR1" + bytes(50), "Parquet.*liwan-analysis corpus"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "gzip": (b"\x1f\x8b" + bytes(50), "archive"),
    "csv": ("\ufeffprovince,year,doc\n某省,2026,各位代表：\n".encode(), "table of reports.*province, year, doc.*liwan-analysis corpus"),
    "tsv": ("年份\t省份\t正文\n2026\t某省\t各位代表\n".encode("gb18030"), "table of reports.*liwan-analysis corpus"),
    "jsonl": ('{"title": "报告", "content": "各位代表", "year": 2026}\n{}\n'.encode(), "table of reports.*corpus"),
    "json": ('[\n  {\n    "file": "某省2019.txt",\n    "全文": "各位代表"\n  }\n]'.encode(), "table of reports.*corpus"),
    "xml": ("<?xml version='1.0'?><r>各位代表</r>".encode(), "XML"),
    "scan": (one_page(b"0 0 m 9 9 l S"), "scan"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_REPORT)
def test_what_is_no_report_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    content, expected = NO_REPORT[name]
    path = tmp_path / "report.txt"
    path.write_bytes(content if isinstance(content, bytes) else zipped(tmp_path, *content))
    with pytest.raises(ReportError, match=expected) as caught:
        read_source(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert ";" in message


def test_the_table_of_provinces_is_no_report() -> None:
    path = REPORTS.parent / "corpora" / "province.csv"
    if not path.exists():
        pytest.skip("no tables in ../shared/corpora")
    with pytest.raises(ReportError, match="liwan-analysis corpus"):
        load_report(path)


def test_a_text_with_commas_in_its_first_line_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("省,市,县三级政府工作报告,全文如下\n各位代表：\n", "utf-8")
    assert read(path).startswith("省,市")


def test_word_xml_of_other_namespaces_reads_the_same(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    path = make_files.write_docx(tmp_path / "x.docx", paragraph(run("严格格式")))
    assert read(path) == "严格格式"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(W[9:-1].encode(), strict.encode()))
    assert read(path) == "严格格式"
