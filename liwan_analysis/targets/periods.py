"""Periods: of which years a sentence tells, as the paragraphs of a report open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from liwan_analysis.quantities.times import plan_end

__all__ = ["read_periods"]

# The time that opens a paragraph: several years (过去五年, “十三五”时期), or one (一年来, 2023年)
PERIOD = re.compile(
    r"(?P<several>(?:[过这][去的]{0,2}|近)?(?<!第)[三四五]年(?:来|间|(?=，))|(?:过去的?|这)[三四五]年"
    r"|“(?P<plan>[一二三四五六七八九十]{1,3})五”(?:时期|以来|期间))"
    r"|(?P<one>[过刚去的]{2,6}一年|这一年|一年来|(?<![\d比较与自从由])20\d\d年(?!以来|\d)|去年|全年)"
)
SENTENCE, OPENED = re.compile("[^。！]*[。！]?"), re.compile("[^，；]*")
SALUTATION = 8
"""A first sentence that is shorter (各位代表！) opens no paragraph: the one behind it does."""


def read_periods(text: str) -> tuple[list[int], list[int | None]]:
    r"""Give from where on a text tells of several years that end when, and where of one year, which is None.

    >>> read_periods("一切都好。\n过去五年，新建道路50条。\n2030年，新建道路12条。\n")
    ([0, 6, 6, 20, 20], [None, None, 0, 0, None])

    A period is named where a paragraph opens (in its first sentence, behind 各位代表！) or at the head of a sentence,
    and holds until the next one; under a heading that names several years alone (过去五年工作回顾), a single year
    holds to the end of its paragraph only. Of two that start at one place the later holds; the end is 0
    where none is named.
    """
    starts: list[int] = []
    ends: list[int | None] = []
    at, end, chapter = 0, None, None
    for paragraph in text.splitlines(keepends=True):
        starts.append(at)
        ends.append(end)
        for start, opening in _openings(paragraph):
            for period in PERIOD.finditer(opening):
                end = _end_of(period)
            starts.append(at + start)
            ends.append(end)
        if _may_name(paragraph) and not re.search("[，。；]", paragraph) and PERIOD.search(paragraph):
            named = [_end_of(period) for period in PERIOD.finditer(paragraph)]
            end = chapter = end if None not in named else None
        elif end is None:
            end = chapter
        at += len(paragraph)
    return starts, ends


def _openings(paragraph: str) -> Iterator[tuple[int, str]]:
    """The words in which a paragraph may name a period, and where their sentences start."""
    is_first = True
    for sentence in SENTENCE.finditer(paragraph) if _may_name(paragraph) else ():
        opening = sentence if is_first else OPENED.match(paragraph, *sentence.span())
        if opening and _may_name(opening[0]):
            yield sentence.start(), opening[0]
        is_first = is_first and len(sentence[0]) < SALUTATION


def _may_name(words: str) -> bool:
    """Say whether words have a character without which no period is named."""
    return "年" in words or "五”" in words


def _end_of(period: re.Match[str]) -> int | None:
    """The last year of a five-year plan that is named, 0 for 过去五年, None for a single year."""
    if period["several"] is None:
        return None
    return plan_end(period["plan"]) or 0 if period["plan"] else 0
