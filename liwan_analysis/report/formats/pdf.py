"""PDF: the characters of each page with their places, read by PDFium; `layout.py` joins them to paragraphs."""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from liwan_analysis.report.formats.layout import UNNAMED, Char, join_pages
from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["pdf_text"]

MAX_PAGES = 2_000
"""The longest report with its annexes has under 100 pages, a volume of budgets some hundred."""
MAX_CHARACTERS = 1_000_000
"""As for text: twenty-five times the longest report."""
MAX_SECONDS = 60
"""A report takes about a second; a drawing made to keep a reader busy is left after the page that passes this."""
_LOCK = threading.Lock()
"""PDFium is not safe in threads: one document at a time in a process."""


def pdf_text(data: bytes) -> FormatText:
    """Read a PDF; page numbers, running heads and rotated marks are left out and recorded.

    Raises ValueError, in one line, for what is encrypted, damaged, a scan without characters, or larger than any report.
    """
    with _LOCK, _document(data) as (raw, document):
        n_pages = raw.FPDF_GetPageCount(document)
        if n_pages > MAX_PAGES:
            raise ValueError(f"this PDF has {n_pages:,} pages, more than {MAX_PAGES:,}; save the report's pages alone")
        pages: list[list[Char]] = []
        notes: list[Removed] = []
        n_characters, began = 0, monotonic()
        for number in range(n_pages):
            with _page(raw, document, number) as page:
                if page is None:
                    notes.append(Removed("unread_page", "", "this page is damaged and was not read", 0, number + 1))
                    pages.append([])
                    continue
                pages.append(_turn(list(_characters(raw, page))))
                if not pages[-1] and raw.FPDFPage_CountObjects(page):
                    why = "this page is a picture without characters (a scan) and was not read"
                    notes.append(Removed("unread_page", "", why, 0, number + 1))
            n_characters += len(pages[-1])
            if n_characters > MAX_CHARACTERS or monotonic() - began > MAX_SECONDS:
                raise ValueError("this PDF is longer or slower to read than any report's; save the report's pages alone")
    if not n_characters:
        raise ValueError("this PDF is a scan, pictures without characters; recognise its text (OCR) or find the web page")
    return join_pages(pages, notes)


@contextmanager
def _document(data: bytes) -> Iterator[tuple[Any, Any]]:
    """Open a PDF and close it, whatever happens in between."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ValueError("this PDF is encrypted; open it with its password and print it to a new PDF") from None
        raise ValueError("this PDF is damaged; open it in a reader and print it to a new PDF") from None
    try:
        yield raw, document.raw
    finally:
        document.close()


@contextmanager
def _page(raw: Any, document: Any, number: int) -> Iterator[Any]:
    page = raw.FPDF_LoadPage(document, number)
    try:
        yield page or None
    finally:
        if page:
            raw.FPDF_ClosePage(page)


def _characters(raw: Any, page: Any) -> Iterator[Char]:
    """Give the characters of a page in the order PDFium reads them, those it adds itself (spaces, line ends) left out."""
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
        for i in range(min(raw.FPDFText_CountChars(text), MAX_CHARACTERS + 1)):
            if raw.FPDFText_IsGenerated(text, i) == 1:
                continue
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            raw.FPDFText_GetLooseCharBox(text, i, box)
            raw.FPDFText_GetMatrix(text, i, matrix)
            size = raw.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d)
            turn = math.degrees(math.atan2(matrix.b, matrix.a)) if math.isfinite(matrix.a + matrix.b) else 0.0
            numbers = (box.left, box.right, box.bottom, box.top, x.value, y.value, size)
            if all(math.isfinite(number) for number in numbers):
                yield Char(_letter(raw.FPDFText_GetUnicode(text, i)), *numbers, round(turn / 5) * 5 % 360)
    finally:
        raw.FPDFText_ClosePage(text)


def _letter(code: int) -> str:
    """Give a character, or `UNNAMED` where the font does not say which it is."""
    is_named = code not in (0, 0xFFFE, 0xFFFF) and code <= 0x10FFFF and not 0xD800 <= code < 0xE000
    return chr(code) if is_named else UNNAMED


def _turn(characters: list[Char]) -> list[Char]:
    """Turn a page that lies on its side so that most of its text runs from left to right."""
    if not characters:
        return characters
    turn = Counter(char.turn for char in characters).most_common(1)[0][0]
    return [char.turned(turn) for char in characters] if turn in (90, 180, 270) else characters
