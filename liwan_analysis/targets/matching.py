"""Matching: which statement is about the same thing as which other, and whether the two are like with like.

It works on candidates: goals and results may be of one report, or of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.targets.candidates import ENDING, Candidate

__all__ = ["best_match", "difference", "has_same_unit", "match"]

KINDS, PHASES = frozenset({"new", "renovate"}), frozenset({"start", "continue", "done"})
COUNTED_ALIKE = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "counted_alike")
ADDS = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "adds")


def match(results: Sequence[Candidate], goals: Sequence[Candidate]) -> list[tuple[Candidate, Candidate]]:
    """Pair each goal with the result that is about the same thing; a goal without one is left out.

    >>> from liwan_analysis.quantities import read_passage
    >>> from liwan_analysis.targets.candidates import read_candidates
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
