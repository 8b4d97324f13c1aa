"""What a file is, by its first bytes and never by its name; for what is no report, the line that says what to do."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from io import BytesIO

__all__ = ["binary_kind", "refuse_table", "text_kind"]

CORPUS = "for reports in a table use `liwan-analysis corpus FILE`"
SAVE_AS_DOCX = "open it in Word or WPS and save it as .docx"
SAVE_TEXT = "save the report's text as .txt, .docx or a web page"

SIGNATURES = (
    (b"{\\rtf", "an RTF document", SAVE_AS_DOCX),
    (b"PAR1", "a Parquet table", CORPUS),
    (b"\x89PNG", "a picture (PNG)", SAVE_TEXT),
    (b"\xff\xd8\xff", "a picture (JPEG)", SAVE_TEXT),
    (b"GIF8", "a picture (GIF)", SAVE_TEXT),
    (b"II*\x00", "a picture (TIFF)", SAVE_TEXT),
    (b"MM\x00*", "a picture (TIFF)", SAVE_TEXT),
    (b"Rar!\x1a", "an archive (RAR)", "unpack it and give the report in it"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", "unpack it and give the report in it"),
    (b"\x1f\x8b", "an archive (gzip)", "unpack it and give the report in it"),
)
"""First bytes that settle what a file is, what to call it, and what to do with it."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = (
    ("EncryptedPackage", "an encrypted Office document", "open it with its password and save it without one"),
    ("WordDocument", "a Word 97 or WPS document (.doc, .wps)", SAVE_AS_DOCX),
    ("Workbook", "an Excel 97 workbook (.xls)", "save it as .xlsx; " + CORPUS),
    ("PowerPoint Document", "a PowerPoint file (.ppt)", SAVE_TEXT),
)
"""An OLE container (Word 97 to 2003, old Kingsoft .wps) names its streams in UTF-16; the names tell what it holds."""

ZIP_MEMBERS = (
    ("xl/", "an Excel workbook (.xlsx)", CORPUS),
    ("ppt/", "a PowerPoint file (.pptx)", SAVE_TEXT),
    ("OFD.xml", "an OFD document", "open it in its reader and save it as PDF or text"),
    ("META-INF/manifest.xml", "an OpenDocument file (.odt)", "open it in LibreOffice or Word and save it as .docx"),
)
"""A zip is a container of many things; the names of its members tell which."""

_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|div|p|table|span|br)\b[^>]*>", re.IGNORECASE)
_MHTML = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
TEXT_COLUMNS = {"doc", "text", "content", "full_text", "正文", "内容", "全文"}
PLACE_COLUMNS = {
    *("year", "年份", "年度", "prov", "province", "省份", "省", "city", "城市", "地级市", "county", "区县", "place"),
    *("地区", "地名", "file", "文件", "title", "标题", "url", "source_url", "publish_date"),
}
"""Column names of the tables of reports that are sold and scraped; one of each kind makes a table of reports."""


def binary_kind(data: bytes) -> str | None:
    r"""Give "pdf" or "docx" for what can be read, None for text.

    >>> binary_kind(b"%PDF-1.7 ..."), binary_kind("政府工作报告".encode())
    ('pdf', None)
    >>> binary_kind(b"{\\rtf1\\ansi ...")
    Traceback (most recent call last):
    ValueError: this is an RTF document; open it in Word or WPS and save it as .docx

    Raises ValueError, in one line, for what is known and is no report.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for signature, name, advice in SIGNATURES:
        if data.startswith(signature):
            raise ValueError(f"this is {name}; {advice}")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise ValueError(f"this is a picture (WebP); {SAVE_TEXT}")
    if data.startswith(OLE):
        for stream, name, advice in OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise ValueError(f"this is {name}; {advice}")
        raise ValueError(f"this is an Office document of before 2007; {SAVE_AS_DOCX}")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    return None


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise ValueError(f"this is a damaged zip or .docx file; {SAVE_AS_DOCX}") from None
    if any(name.lstrip("/").startswith("word/") for name in names):
        return "docx"
    for member, name, advice in ZIP_MEMBERS:
        if any(known.startswith(member) for known in names):
            raise ValueError(f"this is {name}; {advice}")
    raise ValueError("this is a zip archive; unpack it and give the report in it")


def text_kind(text: str) -> str:
    r"""Say what a decoded file is: "html", "mhtml", "markdown" or "text".

    >>> text_kind("<!doctype html><p>各位代表：</p>")
    'html'
    >>> text_kind("# 政府工作报告\n\n## 一、过去一年工作回顾\n\n各位代表：")
    'markdown'

    Markdown is told by two headings that begin with `#`: one such line may stand in any text.
    """
    head = text[:65536]
    if _MHTML.match(head.lstrip("\ufeff").replace("\r\n", "\n")):
        return "mhtml"
    if _HTML.search(head):
        return "html"
    if re.match(r"\s*<\?xml\b", head):
        raise ValueError(f"this is an XML file; {SAVE_AS_DOCX}")
    return "markdown" if len(_ATX_HEADING.findall(head)) >= 2 else "text"


def refuse_table(text: str) -> None:
    r"""Refuse a table of reports (CSV, TSV, JSONL), which one report's commands would read as one long report.

    >>> refuse_table("province,year,doc\n河北省,2026,各位代表……")
    Traceback (most recent call last):
    ValueError: this is a table of reports (columns province, year, doc); for reports in a table use ...
    """
    first = text.lstrip("\ufeff \t\r\n[")[:65536].split("\n", 1)[0].strip()
    columns = _json_columns(first, text) if first.startswith("{") else _csv_columns(first)
    known = {name.strip().lower() for name in columns}
    if known & TEXT_COLUMNS and known & PLACE_COLUMNS:
        shown = ", ".join(name.strip()[:20] for name in columns[:6])
        raise ValueError(f"this is a table of reports (columns {shown}); {CORPUS}")


def _csv_columns(line: str) -> list[str]:
    """Fields of a header, by the separator that gives most of them."""
    if len(line) > 1000:
        return []
    return max((next(csv.reader([line], delimiter=mark), []) for mark in ",\t;|"), key=len)


def _json_columns(line: str, text: str) -> list[str]:
    """Keys of the first record: of a line of JSONL, or of the first object where it runs over several lines."""
    try:
        first = json.loads(line.rstrip(","))
    except (ValueError, RecursionError):
        keys = re.findall(r'"([^"\\\n]{1,30})"\s*:', text[:65536])
        return list(dict.fromkeys(keys))
    return [str(key) for key in first] if isinstance(first, dict) else []
