"""Matching: which statement is about the same thing as which other, and whether the two are like with like.

It works on candidates: goals and results may be of one report, or of two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.targets.candidates import FIRM, Candidate
from liwan_analysis.targets.footing import is_change, is_over_years, other_base
from liwan_analysis.targets.pair_rules import PairRule
from liwan_analysis.targets.pairing import PAIR_RULES, same_thing

__all__ = ["KINDS", "Match", "best_match", "difference", "has_same_unit", "likeness", "match", "other_sort", "refusal"]

KINDS, PHASES = frozenset({"new", "renovate"}), frozenset({"start", "continue", "done"})
COUNTED_ALIKE = frozenset(row["word"] for row in read_table("ledger.csv") if row["role"] == "counted_alike")
SINGLED_OUT = re.compile(either("ledger.csv", "singled_out"))
# By how much a level moves, and not where it stands
MOVES = re.compile("(?:提高|增加|上调|降低|下调)$")
# The size by which the counted things are told apart: 改造5层以上老旧住宅12栋, 110千伏变电站5座
SORT = re.compile(
    r"(?P<size>\d[\d.]*[千百万亿]*(?:千伏|层|千瓦|兆瓦|吨|元|米|级)(?:以[上下])?)(?:[^\d，。；、]{2,10})$"
)
ADDS = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "adds")


@dataclass(frozen=True, slots=True)
class Match:
    """A goal with the result that is about the same thing, and the rule that says so."""

    result: Candidate
    goal: Candidate
    rule: PairRule


def match(results: Sequence[Candidate], goals: Sequence[Candidate]) -> list[Match]:
    """Pair each goal with the result that is about the same thing; a goal without one is left out.

    >>> from liwan_analysis.quantities import read_passage
    >>> from liwan_analysis.targets.candidates import read_candidates
    >>> was, will = "建成道路30条，新增公园5个。", "建成道路40条，新增绿地8公顷。"
    >>> results = list(read_candidates(was, read_passage(was, "review")))
    >>> goals = list(read_candidates(will, read_passage(will, "plan")))
    >>> [(m.result.statement.quantity.quote, m.goal.statement.quantity.quote) for m in match(results, goals)]
    [('30条', '40条')]

    A result that is certainly another goal's is not likely this one's.
    """
    alike: dict[tuple[str | None, str | None], list[Candidate]] = defaultdict(list)
    named: dict[str, list[Candidate]] = defaultdict(list)
    for one in results:
        alike[_counted(one)].append(one)
        named[one.canonical].append(one)
    may_pair = [(goal, [*alike[_counted(goal)], *named[goal.canonical]]) for goal in goals]
    found = [best for goal, near in may_pair if (best := best_match(goal, near))]
    found = [one for one in found if not _has_better(one, found)]
    taken = {id(one.result) for one in found if one.rule.certainty == "certain"}
    return [one for one in found if one.rule.certainty == "certain" or id(one.result) not in taken]


def _counted(one: Candidate) -> tuple[str | None, str | None]:
    """What two numbers have in common that are of one measure and in one unit: 个 and 家 count alike."""
    return one.statement.measure, "个" if one.unit in COUNTED_ALIKE else one.unit


def best_match(goal: Candidate, results: Iterable[Candidate]) -> Match | None:
    """Give the result that is most likely about the same thing as the goal, of two equals the first in its text."""
    rules = [(result, same_thing(result, goal)) for result in results if _may_pair(result, goal)]
    found = [Match(result, goal, rule) for result, rule in rules if rule and not refusal(result, goal, rule)]
    return max(found, key=likeness, default=None)


def _may_pair(result: Candidate, goal: Candidate) -> bool:
    """Say whether two numbers need to be looked at: most are refused for their measure or unit, whatever they count."""
    if result.statement.measure != goal.statement.measure:
        return result.canonical == goal.canonical
    return has_same_unit(goal, result)


def likeness(found: Match) -> tuple[int, ...]:
    """Rank a match among others of its goal: the greater, the more alike."""
    result, goal = found.result, found.goal
    return (
        int(goal.statement.measure == result.statement.measure),
        int(not result.is_average or goal.is_average),
        int(bool(goal.works & PHASES) and goal.works & PHASES == result.works & PHASES),
        int(not _has_other_span(result, goal)),
        -PAIR_RULES.index(found.rule),
        int(goal.unit == result.unit),
        int(goal.works == result.works),
        int(goal.statement.indicator.verb == result.statement.indicator.verb),
        int(not result.is_mark),
        -result.statement.place.start,
    )


def refusal(result: Candidate, goal: Candidate, rule: PairRule) -> str:
    """Say why two numbers that `rule` finds to be about the same thing are no pair for all that; "" where they are."""
    was, will = result.statement, goal.statement
    if was.measure != will.measure:
        return "" if rule is PAIR_RULES[0] else f"stated as {was.measure}, and the target as {will.measure}"
    ours, theirs = result.works & KINDS, goal.works & KINDS
    if will.measure == "level" and ours and theirs and not ours & theirs:
        return f"other work: {'+'.join(sorted(ours))}, not {'+'.join(sorted(theirs))}"
    if is_change(result) != is_change(goal):
        return "one of the two is a change against the year before"
    other = other_sort(result, goal)
    if other:
        return other
    if not has_same_unit(goal, result):
        units = [one.quantity.unit or "no unit" for one in (was, will)]
        return f"in {units[0]}, and the target in {units[1]}"
    return "a count that only repeats its name" if _is_slogan(result, goal) else ""


def other_sort(result: Candidate, goal: Candidate) -> str:
    """Say by what two numbers under one name are told apart: a size, or that one is of some only; "" by nothing."""
    if bool(SINGLED_OUT.search(result.behind)) != bool(SINGLED_OUT.search(goal.behind)):
        return "one of the two counts what others took up, not what is made"
    if _moves(result, goal) or _moves(goal, result):
        return "one of the two says by how much a level moves"
    ours, theirs = SORT.search(result.before), SORT.search(goal.before)
    if ours and theirs and ours["size"] != theirs["size"]:
        return f"of {ours['size']}, and the target of {theirs['size']}"
    return ""


def _moves(one: Candidate, other: Candidate) -> bool:
    """Say whether an amount says by how much a level moves that the other gives: 补助标准提高30元, 达到640元."""
    return one.kind == "money" and other.is_state and bool(MOVES.search(one.before))


def _has_other_span(result: Candidate, goal: Candidate) -> bool:
    """Say whether a result spans other years than its goal: several, or those since an earlier base."""
    is_longer = is_over_years(result) and not is_over_years(goal)
    return result.is_several or is_longer or other_base(result, result.statement.year) is not None


def _is_slogan(result: Candidate, goal: Candidate) -> bool:
    """Say whether a count is only repeated with its name: 十大工程 in characters, 10件民生实事."""
    was, will = result.statement.quantity, goal.statement.quantity
    return was.quote == will.quote and (not re.search(r"\d", was.quote) or goal.canonical.endswith("实事"))


def has_same_unit(goal: Candidate, result: Candidate) -> bool:
    """Say whether two candidates are counted or measured in the same unit; 个, 家, 项 count alike, 户 only firms.

    A number without a unit (1386万) does not say what it counts: it is the same as another's only where that one has
    none either, or where both name people (贫困人口减少1386万).
    """
    if goal.unit == result.unit:
        return True
    if goal.unit not in COUNTED_ALIKE or result.unit not in COUNTED_ALIKE:
        return False
    return goal.kind == result.kind or bool(FIRM.search(goal.core) and FIRM.search(result.core))


def _has_better(one: Match, others: Sequence[Match]) -> bool:
    """Say whether the same result has another target that speaks of the same work, while this one does not."""
    kinds = one.result.works & KINDS
    if one.goal.works & KINDS == kinds and (one.goal.works == one.result.works or not kinds):
        return False
    return any(other.result is one.result and other.goal.works == other.result.works for other in others)


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
    if (
        result.is_running
        and not goal.is_running
        and (will.indicator.verb in ADDS or "new" in goal.works - result.works)
    ):
        return "a running total (累计) in the review, an addition in the plan"
    if was.year is not None and will.year is not None and will.year - was.year not in (0, 1):
        return f"the target is for {will.year}, the result for {was.year}"
    base = other_base(result, was.year)
    if base and not other_base(goal, will.year):
        return f"the review measures against {base}, not against the year before"
    is_longer = is_over_years(result) and not is_over_years(goal)
    if is_longer or (result.is_several and not (result.is_total or result.is_state) and was.measure != "share"):
        return "the review gives a figure for several years"
    return ""
