"""Periods: of which years a sentence tells, as the paragraphs of a report open."""

from __future__ import annotations

import re

from liwan_analysis.quantities.times import plan_end

__all__ = ["read_periods"]

# The time that opens a paragraph: several years (过去五年, “十三五”时期), or one (一年来, 2023年)
PERIOD = re.compile(
    r"(?P<several>(?:[过这][去的]{0,2}|近)?(?<!第)[三四五]年(?:来|间|(?=，))|(?:过去的?|这)[三四五]年"
    r"|“(?P<plan>[一二三四五六七八九十]{1,3})五”(?:时期|以来|期间))"
    r"|(?P<one>[过刚去的]{2,6}一年|这一年|一年来|(?<![\d比较与自从由])20\d\d年(?!以来|\d)|去年|全年)"
)
SALUTATION = 8
"""A first sentence that is shorter (各位代表！) opens no paragraph: the one behind it does."""


def read_periods(text: str) -> tuple[list[int], list[int | None]]:
    """Give where each sentence starts, and the end of the several years it tells of; None where it tells of one year.

    A period is named where a paragraph opens (in its first sentence, behind 各位代表！) or at the head of a sentence,
    and holds until the next one; under a heading that names several years alone (过去五年工作回顾), a single year
    holds to the end of its paragraph only.
    """
    starts: list[int] = []
    ends: list[int | None] = []
    at, end, chapter = 0, None, None
    for paragraph in text.splitlines(keepends=True):
        is_first = True
        for sentence in re.findall(r"[^。！]*[。！]?", paragraph):
            opening = sentence if is_first else re.split("[，；]", sentence)[0]
            for period in PERIOD.finditer(opening):
                end = _end_of(period)
            starts.append(at)
            ends.append(end)
            at += len(sentence)
            is_first = is_first and len(sentence) < SALUTATION
        if not re.search("[，。；]", paragraph) and PERIOD.search(paragraph):
            named = [_end_of(period) for period in PERIOD.finditer(paragraph)]
            end = chapter = end if None not in named else None
        elif end is None:
            end = chapter
    return starts, ends


def _end_of(period: re.Match[str]) -> int | None:
    """The last year of a five-year plan that is named, 0 for 过去五年, None for a single year."""
    if period["several"] is None:
        return None
    return plan_end(period["plan"]) or 0 if period["plan"] else 0
