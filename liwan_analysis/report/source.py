"""From a file to its text: encodings and saved web pages.

Nothing here knows what a report is; `load.py` does.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from liwan_analysis.report.formats.html import page_text

__all__ = ["ReportError", "Source", "decode", "read_source"]

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused: the longest real report is under 0.2 MB."""
ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be"]
"""What Chinese pages are published in; charset-normalizer decides between them."""
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|div|p|table|span|br)\b[^>]*>", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")


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
