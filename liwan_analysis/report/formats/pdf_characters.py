"""A program of its own: reads a PDF from standard input and writes its characters, a page a line, as JSON.

PDFium is C++ and takes whatever a file tells it: a form that draws itself keeps it busy for ever, a packed
stream grows to
gigabytes. In a process of its own it can be stopped, and given no more than so much memory. It imports nothing of the
package, so it starts in a tenth of a second.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

MAX_PAGES = 2_000
"""The longest report with its annexes has under 100 pages, a volume of budgets some hundred."""
MAX_CHARACTERS = 1_000_000
"""As for text: twenty-five times the longest report."""
MAX_MEMORY = 2 * 2**30
"""Address space of the process: a report takes 0.2 GB, most of it the program itself."""
UNNAMED = "\ufffd"
"""Stands for a character of which the font does not say which it is."""


def main() -> None:
    """Write a line for the document, then one for each page: its state and its characters."""
    _limit_memory()
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower() or "security" in str(error).lower()
        _write({"error": "encrypted" if is_locked else "damaged"})
        return
    try:
        n_pages = raw.FPDF_GetPageCount(document.raw)
        _write({"pages": n_pages})
        n_characters = 0
        for number in range(n_pages if n_pages <= MAX_PAGES else 0):
            state, characters = _read_page(raw, document.raw, number)
            n_characters += len(characters)
            if n_characters > MAX_CHARACTERS:
                _write({"error": "long"})
                return
            _write({"state": state, "characters": characters})
    finally:
        document.close()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    except (ImportError, ValueError, OSError):  # Windows and macOS have no such limit; that of time holds there too
        return


def _write(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")


def _read_page(raw: Any, document: Any, number: int) -> tuple[str, list[tuple[Any, ...]]]:
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return "damaged", []
    try:
        characters = list(_characters(raw, page))
        return ("picture" if not characters and raw.FPDFPage_CountObjects(page) else "read"), characters
    finally:
        raw.FPDF_ClosePage(page)


def _characters(raw: Any, page: Any) -> Iterator[tuple[Any, ...]]:
    """Give the characters of a page in the order PDFium reads them, without those it adds (spaces, line ends)."""
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
            numbers = (box.left, box.right, box.bottom, box.top, x.value, y.value, size)
            if all(abs(number) < 1e6 for number in numbers):
                yield (_letter(raw.FPDFText_GetUnicode(text, i)), *(round(n, 2) for n in numbers), _turn(matrix))
    finally:
        raw.FPDFText_ClosePage(text)


def _turn(matrix: Any) -> int:
    """How far a character is turned, in degrees, to the nearest five."""
    if not math.isfinite(matrix.a) or not math.isfinite(matrix.b):
        return 0
    return round(math.degrees(math.atan2(matrix.b, matrix.a)) / 5) * 5 % 360


def _letter(code: int) -> str:
    """Give a character; PDFium writes 2 for the hyphen at the end of a line, behind which a word may go on."""
    if code == 2:
        return "-"
    is_named = code not in (0, 0xFFFE, 0xFFFF) and code <= 0x10FFFF and not 0xD800 <= code < 0xE000
    return chr(code) if is_named else UNNAMED


if __name__ == "__main__":
    main()
