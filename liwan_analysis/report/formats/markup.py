"""Markdown and MHTML: text with marks around it, and a web page in an envelope."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import Message

from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["html_part", "markdown_text"]

MARKS = (
    (re.compile(r"^ {0,3}#{1,6}[ \t]+|[ \t]+#+[ \t]*$"), "the mark of a heading"),
    (re.compile(r"^ {0,3}(?:>[ \t]?)+"), "the mark of a quotation"),
    (re.compile(r"^[ \t]*[-*+][ \t]+(?=\S)"), "the mark of a list"),
    (
        re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t:|-]*$|^```.*$"),
        "a line drawn",
    ),
    (re.compile(r"\*\*|__(?=\S)|(?<=\S)__"), "the mark of bold type"),
    (re.compile(r"!?\[(?=[^\]\n]+\]\([^)\s]*\))|(?<=\S)\]\([^)\s]*\)"), "the mark of a link, with its address"),
)
"""What Markdown writes around words, each with its name; a number in front of a list (1.) is text and stays.

A dash counts as the mark of a list only before a space: -3% is a number.
"""


def markdown_text(text: str) -> FormatText:
    r"""Give the text of a Markdown file without its marks, each of which is recorded.

    >>> markdown_text("## 一、**过去一年**工作回顾\n\n增长[5.1%](http://a.b)").text
    '一、过去一年工作回顾\n\n增长5.1%'
    >>> [removed.words for removed in markdown_text("## 一、**过去一年**").removed]
    ['## ', '**', '**']
    """
    pieces: list[str] = []
    removed: list[Removed] = []
    length = 0
    for number, line in enumerate(text.split("\n"), 1):
        cut: list[tuple[int, int, str]] = []
        for pattern, name in MARKS:
            cut.extend((m.start(), m.end(), name) for m in pattern.finditer(line) if m.end() > m.start())
        kept, done = "", 0
        for start, end, name in sorted(cut):
            if start >= done:
                kept += line[done:start]
                removed.append(Removed("drop_markdown", line[start:end], name, length + len(kept), line=number))
                done = end
        kept += line[done:]
        pieces.append(kept)
        length += len(kept) + 1
    return FormatText("\n".join(pieces), tuple(removed))


def html_part(data: bytes) -> tuple[bytes, str | None]:
    r"""Give the web page in an MHTML file, undone from its transfer encoding, and the charset its envelope names.

    >>> head = b"Content-Type: multipart/related; boundary=b\n\n"
    >>> html_part(head + b"--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n")
    (b'<p>x</p>', None)

    The first part that is HTML is the page; pictures and style sheets are no text. Raises ValueError without one.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
            if isinstance(content, bytes) and content.strip():
                return content, _charset(part)
    except (RecursionError, LookupError, UnicodeError, TypeError, AttributeError):
        pass
    raise ValueError("this web archive (MHTML) holds no page that can be read; save the page as HTML")


def _charset(part: Message) -> str | None:
    charset = part.get_content_charset()
    return charset if charset is None or re.fullmatch(r"[\w.-]{1,40}", charset) else None
