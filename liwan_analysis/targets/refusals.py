"""Refusals: why a number that names a target's thing does not judge the target."""

from __future__ import annotations

import re
from dataclasses import dataclass

from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.quantities.records import Measure
from liwan_analysis.targets.candidates import Candidate
from liwan_analysis.targets.matching import KINDS, difference, has_same_unit

__all__ = ["Refusal", "is_change", "is_over_years", "measured_as", "refuse"]

# Growth against another year than the one before: 比2002年增长65.5%, 较“十三五”末
BASE = re.compile(r"[比较](?P<year>(?:19|20)\d\d)年[^，。；]*$|[比较]“[^”]+”[^，。；]*$")
# A total or a rate over several years, up to the number: 五年累计，…下降19.1%, 近三年累计
OVER_YEARS = re.compile(
    r"[二两三四五]年(?:累计|平均|来|间)[^。；]*$|“[^”]+五”(?:期间|时期|以来)[^。；]*$"
    r"|(?:^|[，、])(?:这|近|过去)?[二两三四五]年(?!前|以上|期|级|内|制)[^，]*$|前[二两三四五]年分别[^，]*$"
)
# A change that is stated in amounts: 比去年预算赤字减少500亿元, 比上年增加5232亿元
CHANGED = re.compile(r"比(?:上年|去年|上一年)[^，。；]*$")
NOMINAL = re.compile("名义|现价")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number of the next report that does not judge the target, and why.

    `is_footing` is True where it is the same thing on another footing (unit, base, horizon), which makes the target
    `not_comparable`; where it is False, the report is silent.
    """

    candidate: Candidate
    reason: str
    is_footing: bool


def measured_as(one: Candidate) -> Measure | None:
    """Say what a number measures; a percentage of an indicator that is known by its growth is a growth.

    居民消费价格涨幅控制在3% has no word of growth before its number, 提出8%左右的国内生产总值增长目标 only behind it.
    """
    statement = one.statement
    known = standard_indicator(one.canonical)
    is_rate = known is not None and (known.kind != "percent" or known.name == "居民消费价格")
    return "growth" if is_rate and statement.measure == "share" and one.unit == "%" else statement.measure


def is_change(one: Candidate) -> bool:
    """Say whether an amount is the change against the year before (比去年预算赤字减少500亿元)."""
    return one.unit != "%" and bool(CHANGED.search(one.before))


def is_over_years(one: Candidate) -> bool:
    """Say whether a number is an average, a total or a rate over several years."""
    return one.is_average or bool(OVER_YEARS.search(one.before))


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
    is_state = result.is_total or (result.statement.measure == "share" and measured_as(result) == "share")
    if OVER_YEARS.search(result.before) or (result.is_several and not is_state):
        return "a figure for several years", True
    return None


def _another_base(result: Candidate, goal: Candidate, year: int | None) -> Refused:
    base = BASE.search(result.before)
    if base and not (base["year"] and year and int(base["year"]) == year - 1):
        return f"measured against {base['year'] or 'an earlier plan'}, not against the year before", True
    if bool(NOMINAL.search(result.before)) != bool(NOMINAL.search(goal.before)):
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
    adds = difference(result, goal)
    return (adds, True) if adds.startswith("a total") else None
