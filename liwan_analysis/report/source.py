"""From a file to its text: what it is by its content, its encoding, and what its reader left out.

Nothing here knows what a report is; `load.py` does.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from liwan_analysis.report.formats import FormatText, Removed
from liwan_analysis.report.formats.docx import docx_text
from liwan_analysis.report.formats.html import page_text
from liwan_analysis.report.formats.kinds import binary_kind, refuse_table, text_kind
from liwan_analysis.report.formats.markup import html_part, markdown_text
from liwan_analysis.report.formats.pdf import pdf_text

__all__ = ["ReportError", "Source", "decode", "read_source"]

MAX_BYTES = 64 * 2**20
"""Larger files are refused: the longest real report is under 0.2 MB, with the pictures of a saved page or a
.docx some tens."""
MAX_CHARACTERS = 1_000_000
"""Longer texts are refused: the longest real report with its page has 40,000 characters; a year of 31 provinces
has 700,000."""
ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be"]
"""What Chinese pages are published in; charset-normalizer decides between them."""
GIVE = "give the path of a report (text, saved web page, .docx or .pdf)"
_HAN = re.compile(r"[\u3400-\u9fff]+")


class ReportError(ValueError):
    """A report cannot be read; the message is one line: which file, what is wrong, what to do."""

    def _render_traceback_(self) -> list[str]:
        """Show that line alone in a notebook, without the way to it through the package."""
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class Source:
    """Where a report came from: the path as given, the sha256 of its bytes, and how it was read.

    >>> removed = Removed("drop_page_furniture", "— 1 —", "…", 0, 1, 30)
    >>> source = Source("report.pdf", "02d6b94a", None, "pdf", (removed,))
    >>> source.format, source.removed[0].words
    ('pdf', '— 1 —')

    `format` is one of text, html, mhtml, markdown, docx, pdf; `encoding` is None where the format settles it
    (docx, pdf).
    `removed` holds what the format's reader left out of the text or changed, such as page numbers and deleted words.
    """

    path: str
    sha256: str
    encoding: str | None
    format: str
    removed: tuple[Removed, ...] = ()


def read_source(path: str | Path) -> tuple[str, Source]:
    """Read a file into text, with its `Source`.

    What a file is, its content says, never its name: text, saved web page (HTML, MHTML), Markdown, .docx, .pdf.
    Line ends become line feeds; a web page gives its visible text, one block element a line. Encodings are UTF-8,
    GB18030, Big5 and
    UTF-16. Raises `ReportError` for what is missing, empty, too large, of another kind or not Chinese.
    """
    path = Path(path)
    try:
        return _read_source(path)
    except MemoryError:
        raise ReportError(f"{path}: there is not enough memory to read it; save the report's text alone") from None


def _read_source(path: Path) -> tuple[str, Source]:
    data = _read_bytes(path)
    if not data.strip():
        raise ReportError(f"{path}: the file is empty; save the report's text into it")
    try:
        found, encoding, form = _read_format(data)
        _refuse_too_long(found.text)
        _refuse_other_languages(found.text)
    except ValueError as error:
        raise ReportError(f"{path}: {error}") from None
    return found.text, Source(str(path), hashlib.sha256(data).hexdigest(), encoding, form, found.removed)


def _read_bytes(path: Path) -> bytes:
    """Read a file whole; a pipe or a device is refused before it can block, a file that changes meanwhile after."""
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            raise ReportError(
                f"{path}: this is a folder; give the path of one report (text, saved web page, .docx, .pdf)"
            )
        if not stat.S_ISREG(before.st_mode):
            raise ReportError(f"{path}: this is a pipe, a socket or a device and no file; save the report into a file")
        if before.st_size > MAX_BYTES:
            size, limit = before.st_size / 2**20, MAX_BYTES // 2**20
            raise ReportError(f"{path}: {size:.0f} MB is more than {limit} MB; save the report's text alone")
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            data = file.read(MAX_BYTES + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise ReportError(f"{path}: no such file; {GIVE}") from None
    except OSError as error:
        raise ReportError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from None
    except ReportError:
        raise
    except ValueError:
        raise ReportError(f"{str(path)!r}: no path has such characters; {GIVE}") from None
    if len(data) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise ReportError(f"{path}: the file changed while it was read; wait until it is whole and try again")
    return data


def _read_format(data: bytes) -> tuple[FormatText, str | None, str]:
    """Give the text, its encoding and the format; raises ValueError for what cannot be read."""
    kind = binary_kind(data)
    if kind is not None:
        return (pdf_text(data) if kind == "pdf" else docx_text(data)), None, kind
    text, encoding = decode(data)
    kind = text_kind(text)
    if kind == "mhtml":
        page, charset = html_part(data)
        text, encoding = _decode_as(page, charset)
    if kind in ("html", "mhtml"):
        return FormatText(page_text(text)), encoding, kind
    refuse_table(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    return (markdown_text(text) if kind == "markdown" else FormatText(text)), encoding, kind


def _decode_as(page: bytes, charset: str | None) -> tuple[str, str]:
    """Decode by the charset that an envelope names; where that is unknown or wrong, as any other bytes."""
    try:
        return page.decode(charset or "utf-8"), charset or "utf_8"
    except (LookupError, UnicodeError):
        return decode(page)


def _refuse_too_long(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"{len(text):,} characters are more than one report has ({MAX_CHARACTERS:,}); give one report")


def _refuse_other_languages(text: str) -> None:
    n_han = sum(map(len, _HAN.findall(text)))
    is_mixed = n_han < 0.3 * len(text) and n_han < 0.3 * sum(map(str.isalpha, text))
    if n_han == 0 or is_mixed:
        raise ValueError(f"this is not Chinese text ({n_han} Chinese characters); give a report in Chinese")


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
            except UnicodeDecodeError as error:
                if error.reason == "unexpected end of data" and not data[: error.start].isascii():
                    raise ValueError(
                        "the file ends within a character, as if it had been cut off; get it again"
                    ) from None
        elif data.count(b"\x00") < 0.02 * len(data):
            raise ValueError("this is a binary file, not text; save the report as text or as a web page")
    best = from_bytes(data, cp_isolation=ENCODINGS).best()
    if best is None:
        raise ValueError("neither UTF-8, GB18030, Big5 nor UTF-16 text; save the report as UTF-8 text")
    return str(best).lstrip("\ufeff"), best.encoding
