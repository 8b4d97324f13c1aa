"""What a format's reader gives: the text of the file, and what of the file is not in it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FormatText", "Removed"]


@dataclass(frozen=True)
class Removed:
    """Words of the file that are not in its text, or stand there changed.

    >>> Removed("drop_page_furniture", "— 12 —", "stands at the same height on most pages", at=830, page=12, line=31)
    Removed(rule='drop_page_furniture', words='— 12 —', why='stands at the same height on most pages', ...)

    `at` is the offset in the text that was read, where `words` would stand; `after` is what stands there
    instead. `page`
    counts from 1 in a PDF and is None elsewhere; `line` is the line on that page, or the paragraph of a document.
    """

    rule: str
    words: str
    why: str
    at: int
    page: int | None = None
    line: int | None = None
    after: str = ""


@dataclass(frozen=True)
class FormatText:
    """The text of a file, one paragraph a line, and what was left out of it or changed."""

    text: str
    removed: tuple[Removed, ...] = ()
