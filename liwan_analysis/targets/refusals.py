"""Refusals: why a number that names a target's thing does not judge the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liwan_analysis.targets.candidates import Candidate
from liwan_analysis.targets.footing import is_change, is_nominal, measured_as, other_base, tells_of_years
from liwan_analysis.targets.matching import KINDS, difference, has_same_unit, other_sort

__all__ = ["NEAREST", "Refusal", "nearest", "refuse"]

NEAREST = 5
"""So many refused numbers are kept beside a target."""
ALIKE = 0.5
"""Names that share this part of their pairs of characters are near enough to be looked at."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number of the next report that does not judge the target, and why.

    `is_footing` is True where it is the same thing on another footing (unit, base, horizon), which makes the target
    `not_comparable`; where it is False, the report is silent.
    """

    candidate: Candidate
    reason: str
    is_footing: bool


def refuse(result: Candidate, goal: Candidate, year: int | None) -> tuple[str, bool] | None:
    """Say why a result does not judge a goal for `year`, and whether it is only on another footing; None if it does."""
    for check in (_another_year, _several_years, _another_base, _another_measure, _another_work):
        refused = check(result, goal, year)
        if refused:
            return refused
    return None


Refused = tuple[str, bool] | None


def _another_year(result: Candidate, goal: Candidate, year: int | None) -> Refused:
    told = result.statement.year
    return (f"said of {told}, not of {year}", False) if told != year else None


def _several_years(result: Candidate, goal: Candidate, year: int | None) -> Refused:
    if result.is_average:
        return "an average of several years", True
    is_state = (
        result.is_total or result.is_state or (result.statement.measure == "share" and measured_as(result) == "share")
    )
    if tells_of_years(result) or (result.is_several and not is_state):
        return "a figure for several years", True
    return None


def _another_base(result: Candidate, goal: Candidate, year: int | None) -> Refused:
    base = other_base(result, year)
    if base:
        return f"measured against {base}, not against the year before", True
    if is_nominal(result) != is_nominal(goal):
        return "at current prices in one of the two reports only", True
    return None


def _another_measure(result: Candidate, goal: Candidate, year: int | None) -> Refused:
    ours, theirs = measured_as(goal), measured_as(result)
    if ours != theirs:
        return f"the target is stated as {ours}, the result as {theirs}", True
    if is_change(result) != is_change(goal):
        return "one of the two is a change against the year before", False
    if not has_same_unit(goal, result):
        units = [one.statement.quantity.unit or "no unit" for one in (goal, result)]
        return f"the target is in {units[0]}, the result in {units[1]}", True
    return None


def _another_work(result: Candidate, goal: Candidate, year: int | None) -> Refused:
    ours, theirs = result.works & KINDS, goal.works & KINDS
    if goal.statement.measure != "level":
        return None
    if ours and theirs and not ours & theirs:
        return f"other work: {'+'.join(sorted(ours))}, not {'+'.join(sorted(theirs))}", False
    other = other_sort(result, goal)
    if other:
        return other, False
    adds = difference(result, goal)
    return (adds, True) if adds.startswith(("a total", "a running total")) else None


def nearest(name: str, results: Sequence[Candidate]) -> tuple[Refusal, ...]:
    """The numbers whose names look most like the one that was searched for."""
    scored = [(_alike(name, one.canonical), -one.statement.place.start, one) for one in results]
    near = sorted((row for row in scored if row[0] >= ALIKE), key=lambda row: row[:2], reverse=True)
    return tuple(Refusal(one, "another thing", is_footing=False) for _, _, one in near[:NEAREST])


def _alike(name: str, other: str) -> float:
    ours, theirs = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (name, other))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
