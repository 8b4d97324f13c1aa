"""Candidates: statements with what matching looks at, read from the text around their numbers."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.quantities.records import Statement
from liwan_analysis.quantities.units import unit_kind

__all__ = ["ENDING", "WORKS", "Candidate", "is_particular", "read_candidates"]


def _either(*roles: str) -> str:
    return either("ledger.csv", *roles)


ENDING = re.compile(rf"(?:{_either('ending')})$")
WORKS = {work: re.compile(_either(work)) for work in ("new", "renovate", "done", "start", "continue")}
GENERIC = re.compile(
    rf"^(?:{_either('generic_opening')})*(?:{_either('generic')})$|{_either('generic_anywhere')}|^(?:{_either('generic_first')})"
)
TOTAL = re.compile(rf"(?:{_either('total')})(?:[\d.]+[^\d，。；、]{{1,4}}、)*$")
"""Between the word and the number may stand others of the row: 达到12个、30公里."""
# A mark that is passed, and no result to compare with: 迈上万亿台阶, 突破
THRESHOLD = re.compile(r"(?:迈上|跨过|跨越|跨上)[^，。；]*$|(?:突破|超过?)$")
# A figure for one year out of several: 年均, 五年来
AVERAGE = re.compile(r"(?:年均|每年)[^，。；]{0,4}$|[三四五]年(?:来|累计)[^，。；]*$")
# The time that opens a paragraph: several years (过去五年, “十三五”时期), or one (一年来, 2023年)
PERIOD = re.compile(
    r"(?P<several>(?:[过这][去的]{0,2}|近)?(?<!第)[三四五]年(?:来|间|(?=，))|过去的?[三四五]年"
    r"|“[一二三四五六七八九十]{1,3}五”(?:时期|以来|期间))"
    r"|(?P<one>[过刚去的]{2,6}一年|这一年|一年来|(?<!\d)20\d\d年(?!以来)|去年|全年)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement with what matching looks at.

    That is its standard name, its kind of unit, the work done, and whether the number is a total (达到), a mark that
    was passed (突破), a running total (累计), a yearly average, or a figure for several years.
    """

    statement: Statement
    canonical: str
    kind: str
    works: frozenset[str]
    is_total: bool
    is_mark: bool
    is_running: bool
    is_average: bool
    is_several: bool


def is_particular(statement: Statement) -> bool:
    """Say whether a name tells one thing from another (not 重点项目, 大类)."""
    name = statement.indicator.name
    return (
        name is not None and not GENERIC.search(name) and statement.quantity.unit_base not in ("大", "大类", "类", "级")
    )


def read_candidates(text: str, statements: Iterable[Statement]) -> Iterator[Candidate]:
    """Give statements what matching looks at; those without an indicator or a value are left out.

    >>> from liwan_analysis.quantities import read_passage
    >>> text = "累计建成道路30条，改造道路20条。"
    >>> found = read_candidates(text, read_passage(text, "review"))
    >>> [(one.canonical, sorted(one.works), one.is_running) for one in found]
    [('道路', ['done'], True), ('道路', ['renovate'], False)]
    """
    starts, are_several = _periods(text)
    for statement in statements:
        quantity, name = statement.quantity, statement.indicator.name
        if name is None or quantity.uncertain or math.isnan(quantity.value):
            continue
        clause = re.split(r"[，。；：\n]", text[max(0, quantity.start - 40) : quantity.start])[-1]
        behind = re.split(r"[，。；：\n]", text[quantity.end : quantity.end + 30])[0]
        words = clause + behind + name
        yield Candidate(
            statement,
            canonical=canonical_indicator(name),
            kind=unit_kind(quantity.unit_base),
            works=frozenset(work for work, pattern in WORKS.items() if pattern.search(words)),
            is_total=bool(TOTAL.search(clause)),
            is_mark=bool(THRESHOLD.search(clause)) or quantity.bound == "over",
            is_running="累计" in clause,
            is_average=bool(AVERAGE.search(clause)),
            is_several=are_several[bisect_right(starts, quantity.start) - 1],
        )


def _periods(text: str) -> tuple[list[int], list[bool]]:
    """Give where each paragraph starts, and whether the last period named in an opening sentence was several years."""
    starts, are_several, at, several = [], [], 0, False
    for paragraph in text.splitlines(keepends=True):
        for period in PERIOD.finditer(re.split("[。！]", paragraph)[0]):
            several = period.lastgroup == "several"
        starts.append(at)
        are_several.append(several)
        at += len(paragraph)
    return starts, are_several
