"""From a file to its text: encodings and saved web pages.

Nothing here knows what a report is; `report.py` does.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from lxml import html as lxml_html

__all__ = ["ReportError", "Source", "decode", "page_text", "read_source"]

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused: the longest real report is under 0.2 MB."""

ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be"]
"""What Chinese pages are published in; charset-normalizer decides between them."""

_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|div|p|table|span|br)\b[^>]*>", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_BLOCK_TAG = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|"
    "nav|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_SILENT_TAGS = ("script", "style", "noscript", "template", "iframe", "svg", "select", "button")


class ReportError(ValueError):
    """A report cannot be read; the message is one line: which file, what is wrong, what to do."""


@dataclass(frozen=True)
class Source:
    """Where a report came from: the path as given, the sha256 of its bytes, and how it was read."""

    path: str
    sha256: str
    encoding: str
    is_html: bool


def read_source(path: str | Path) -> tuple[str, Source]:
    """Read a file into text, with its `Source`.

    Line ends become line feeds; a saved web page gives its visible text, one block element a line. Encodings are UTF-8,
    GB18030, Big5 and UTF-16. Raises `ReportError` for what is missing, empty, too large, binary or not Chinese.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise ReportError(f"{path}: this is a folder; give the path of one report (text or saved web page)")
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise ReportError(f"{path}: {size / 2**20:.0f} MB is more than {limit} MB; save the report's text alone")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReportError(f"{path}: no such file; give the path of a report (text or saved web page)") from None
    except OSError as error:
        raise ReportError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from None
    if not data.strip():
        raise ReportError(f"{path}: the file is empty; save the report's text into it")
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise ReportError(f"{path}: {error}") from None
    is_html = bool(_HTML.search(text[:65536]))
    if is_html:
        text = page_text(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    _refuse_other_languages(path, text)
    return text, Source(str(path), hashlib.sha256(data).hexdigest(), encoding, is_html)


def _refuse_other_languages(path: Path, text: str) -> None:
    n_han = len(_HAN.findall(text))
    n_letters = sum(character.isalpha() for character in text)
    if n_han == 0 or n_han < 0.3 * n_letters:
        raise ReportError(f"{path}: this is not Chinese text ({n_han} Chinese characters); give a report in Chinese")


def decode(data: bytes) -> tuple[str, str]:
    """Decode bytes into text and the name of their encoding.

    >>> decode("政府工作报告".encode("gb18030") * 20)[1]
    'gb18030'

    UTF-8 is tried first, as it cannot be met by chance; between the others charset-normalizer decides. Raises
    ValueError for bytes that are no text in any of `ENCODINGS`.
    """
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        if b"\x00" not in data:
            try:
                return data.decode("utf-8-sig"), "utf_8"
            except UnicodeDecodeError:
                pass
        elif data.count(b"\x00") < 0.02 * len(data):
            raise ValueError("this is a binary file, not text; save the report as text or as a web page")
    best = from_bytes(data, cp_isolation=ENCODINGS).best()
    if best is None:
        raise ValueError("neither UTF-8, GB18030, Big5 nor UTF-16 text; save the report as UTF-8 text")
    return str(best).lstrip("\ufeff"), best.encoding


def page_text(page: str) -> str:
    r"""Give the visible text of a web page, one block element a line.

    >>> page_text("<html><body><p>细颗粒物（PM<sub>2.5</sub>）</p><script>x</script><p>下降</p></body></html>")
    '细颗粒物（PM2.5）\n下降'
    """
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    tree = lxml_html.document_fromstring(page)
    pieces: list[str] = []
    _collect_text(tree, pieces)
    lines = (re.sub(r"[ \t\r\n]+", " ", line).strip(" ") for line in "".join(pieces).split("\x00"))
    return "\n".join(line for line in lines if line)


def _collect_text(element: lxml_html.HtmlElement, pieces: list[str]) -> None:
    """Append the text below `element`; a NUL, which no page can hold, marks the border of a block."""
    events = [(element, True)]
    while events:
        node, entering = events.pop()
        is_silent = not isinstance(node.tag, str) or node.tag in _SILENT_TAGS
        is_block = isinstance(node.tag, str) and _BLOCK_TAG.fullmatch(node.tag) is not None
        if entering:
            if is_block:
                pieces.append("\x00")
            events.append((node, False))
            if not is_silent:
                pieces.append(node.text or "")
                events.extend((child, True) for child in reversed(node))
        else:
            if is_block:
                pieces.append("\x00")
            if node is not element:
                pieces.append(node.tail or "")
