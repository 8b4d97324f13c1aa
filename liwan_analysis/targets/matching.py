"""Matching: which statement is about the same thing as which other, and whether the two are like with like.

It works on statements with the text they stand in: goals and results may be of one report, or of two.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.quantities.records import Statement
from liwan_analysis.quantities.units import unit_kind

__all__ = [
    "Candidate",
    "best_match",
    "difference",
    "has_same_unit",
    "is_particular",
    "match",
    "read_candidates",
]


def _either(*roles: str) -> str:
    return either("ledger.csv", *roles)


ENDING = re.compile(rf"(?:{_either('ending')})$")
WORKS = {work: re.compile(_either(work)) for work in ("new", "renovate", "done", "start", "continue")}
KINDS, PHASES = frozenset({"new", "renovate"}), frozenset({"start", "continue", "done"})
COUNTED_ALIKE = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "counted_alike")
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
ADDS = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "adds")


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


def match(results: Sequence[Candidate], goals: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Pair each goal with the result that is about the same thing; a goal without one is left out.

    >>> from liwan_analysis.quantities import read_passage
    >>> was, will = "建成道路30条，新增公园5个。", "建成道路40条，新增绿地8公顷。"
    >>> results = list(read_candidates(was, read_passage(was, "review")))
    >>> goals = list(read_candidates(will, read_passage(will, "plan")))
    >>> [(result.statement.quantity.quote, goal.statement.quantity.quote) for result, goal in match(results, goals)]
    [('30条', '40条')]
    """
    pairs = [(best_match(goal, results), goal) for goal in goals]
    return [(result, goal) for result, goal in pairs if result and not _has_better(result, goal, pairs)]


def best_match(goal: Candidate, results: Iterable[Candidate]) -> Candidate | None:
    """Give the result that is most likely about the same thing as the goal, of two equals the first in its text."""
    best: tuple[tuple[int, ...], Candidate] | None = None
    for result in results:
        fit = _fit(goal, result)
        is_alike = goal.statement.measure == result.statement.measure
        is_same = is_alike and has_same_unit(goal, result)
        if not fit or (not is_same and (fit < 2 or is_alike)):
            continue
        ours, theirs = result.works & KINDS, goal.works & KINDS
        if is_same and goal.statement.measure == "level" and ours and theirs and not ours & theirs:
            continue
        score = (
            int(is_same),
            int(not result.is_average or goal.is_average),
            int(not result.is_several),
            fit,
            int(goal.statement.quantity.unit_base == result.statement.quantity.unit_base),
            int(goal.works == result.works),
            int(not result.is_mark),
            -result.statement.place.start,
        )
        if best is None or score > best[0]:
            best = (score, result)
    return best[1] if best else None


def _fit(goal: Candidate, result: Candidate) -> int:
    """Score how well two candidates are the same thing: 0 not at all, 2 one name, 1 one name but for its ending."""
    if goal.canonical == result.canonical:
        return 2
    core, other = ENDING.sub("", goal.canonical), ENDING.sub("", result.canonical)
    return 1 if core == other and len(core) >= 4 else 0


def has_same_unit(goal: Candidate, result: Candidate) -> bool:
    """Say whether two candidates are counted or measured in the same unit; 个, 家, 项 count alike.

    A number without a unit (1386万) does not say what it counts: it is not taken to be the same as another's.
    """
    ours, theirs = goal.statement.quantity.unit_base, result.statement.quantity.unit_base
    if ours is None or theirs is None or goal.kind != result.kind:
        return False
    return ours == theirs or (ours in COUNTED_ALIKE and theirs in COUNTED_ALIKE)


def _has_better(result: Candidate, goal: Candidate, pairs: Sequence[tuple[Candidate | None, Candidate]]) -> bool:
    """Say whether the same result has another target that speaks of the same work, while this one does not."""
    kinds = result.works & KINDS
    if goal.works & KINDS == kinds and (goal.works == result.works or not kinds):
        return False
    return any(other is result and twin.works == result.works for other, twin in pairs)


def difference(result: Candidate, goal: Candidate) -> str:
    """Say why a result and a goal are not like with like; "" where they are."""
    was, will = result.statement, goal.statement
    if was.measure != will.measure:
        return f"last year is stated as {was.measure}, this year as {will.measure}"
    for aspect in (KINDS, PHASES):
        ours, theirs = result.works & aspect, goal.works & aspect
        if ours and theirs and ours != theirs:
            return f"not the same work: {'+'.join(sorted(ours))} in the review, {'+'.join(sorted(theirs))} in the plan"
    if result.is_average and not goal.is_average:
        return "the review gives an average of several years"
    if result.is_total != goal.is_total and (was.indicator.verb in ADDS or will.indicator.verb in ADDS):
        total, added = ("review", "plan") if result.is_total else ("plan", "review")
        return f"a total in the {total}, an addition in the {added}"
    if was.year is not None and will.year is not None and will.year - was.year not in (0, 1):
        return f"the target is for {will.year}, the result for {was.year}"
    if result.is_several and not result.is_total and was.measure != "share":
        return "the review gives a figure for several years"
    return ""
