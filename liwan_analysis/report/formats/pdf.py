"""PDF: the characters of each page with their places, read by PDFium; `layout.py` joins them to paragraphs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from liwan_analysis.report.formats import pdf_characters
from liwan_analysis.report.formats.layout import join_pages
from liwan_analysis.report.formats.print_lines import Char
from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["pdf_text"]

MAX_SECONDS = 20
"""A report takes about a second; what is made to keep a reader busy would take for ever."""
ADVICE = {
    "encrypted": "this PDF is encrypted; open it with its password and print it to a new PDF",
    "damaged": "this PDF is damaged; open it in a reader and print it to a new PDF",
    "long": f"this PDF has more than {pdf_characters.MAX_CHARACTERS:,} characters; save the report's pages alone",
    "slow": f"this PDF takes more than {MAX_SECONDS} s to read, far longer than any report; print it to a new PDF",
    "stopped": "this PDF stops its reader (damaged, or more than 2 GB to unpack); open it and print it to a new PDF",
    "scan": "this PDF is a scan, pictures without characters; recognise its text (OCR) or find the report's web page",
}
UNREAD = {
    "picture": "this page is a picture without characters (a scan) and was not read",
    "damaged": "this page is damaged and was not read",
}


def pdf_text(data: bytes) -> FormatText:
    """Read a PDF; page numbers, running heads and rotated marks are left out and recorded.

    Raises ValueError, in one line, for what is encrypted, damaged, a scan without characters, or larger than
    any report.
    """
    lines = _read_characters(data)
    n_pages = next(lines)["pages"]
    if n_pages > pdf_characters.MAX_PAGES:
        limit = pdf_characters.MAX_PAGES
        raise ValueError(f"this PDF has {n_pages:,} pages, more than {limit:,}; save the report's pages alone")
    pages: list[list[Char]] = []
    unread: list[Removed] = []
    for number, line in enumerate(lines, 1):
        pages.append(_turn([Char(*values) for values in line["characters"]]))
        if line["state"] in UNREAD:
            unread.append(Removed("unread_page", "", UNREAD[line["state"]], 0, number))
    if not any(pages):
        is_scan = any(cut.why == UNREAD["picture"] for cut in unread)
        raise ValueError(ADVICE["scan" if is_scan else "damaged"])
    return join_pages(pages, unread)


def _read_characters(data: bytes) -> Iterator[dict[str, Any]]:
    """Run the reader in a process of its own, within time and memory; -P keeps its folder's html.py off the path."""
    command = [sys.executable, "-P", pdf_characters.__file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ValueError(ADVICE["slow"]) from None
    if done.returncode:
        raise ValueError(ADVICE["stopped"])
    for line in done.stdout.splitlines():
        record = json.loads(line)
        if "error" in record:
            raise ValueError(ADVICE[record["error"]])
        yield record


def _turn(characters: list[Char]) -> list[Char]:
    """Turn a page that lies on its side so that most of its text runs from left to right."""
    if not characters:
        return characters
    turn = Counter(char.turn for char in characters).most_common(1)[0][0]
    return [char.turned(turn) for char in characters] if turn in (90, 180, 270) else characters
