"""The ledger: what last year reached beside what this year promises, like with like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.canonical import OPENING
from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.quantities.numerals import Bound
from liwan_analysis.quantities.records import Column, Measure, Statement, names_of, to_table
from liwan_analysis.report.model import Report
from liwan_analysis.targets.candidates import Candidate, is_particular, one_by_one, read_candidates
from liwan_analysis.targets.matching import Match, difference, has_same_unit, match
from liwan_analysis.targets.pair_rules import Certainty

__all__ = ["LEDGER_COLUMNS", "PAIR_COLUMNS", "Pair", "build_ledger", "pairs_of", "read_pairs", "read_sides"]

REAL = re.compile(rf"(?:{either('ledger.csv', 'constant_prices')})$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A result of the review and a target of the plan side by side, with what lies between them.

    `is_computed` says that the report's own figures imply one half, which is not stated.
    """

    indicator: str
    measure: Measure | None
    unit: str | None
    actual: float
    actual_unit: str | None
    target: float
    bound: Bound | None
    change: float
    change_pct: float
    comparable: bool
    note: str | None
    is_computed: bool
    rule: str
    certainty: Certainty
    result: Statement
    goal: Statement


PAIR_COLUMNS = (
    Column("indicator", "indicator"),
    Column("measure", "measure"),
    Column("unit", "unit"),
    Column("actual", "actual", "float64"),
    Column("actual_unit", "actual_unit"),
    Column("target", "target", "float64"),
    Column("bound", "bound"),
    Column("change", "change", "float64"),
    Column("change_pct", "change_pct", "float64"),
    Column("comparable", "comparable", "bool"),
    Column("note", "note"),
    Column("is_computed", "is_computed", "bool"),
    Column("rule", "rule"),
    Column("certainty", "certainty"),
    Column("hardness", "goal.hardness"),
    Column("modality", "goal.modality"),
    Column("is_headline", "goal.is_headline", "bool"),
    Column("actual_quote", "result.quantity.quote"),
    Column("target_quote", "goal.quantity.quote"),
    Column("actual_year", "result.year", "Int64"),
    Column("target_year", "goal.year", "Int64"),
    Column("actual_section_id", "result.place.section_id"),
    Column("target_section_id", "goal.place.section_id"),
    Column("actual_start", "result.place.start", "int64"),
    Column("actual_end", "result.place.end", "int64"),
    Column("target_start", "goal.place.start", "int64"),
    Column("target_end", "goal.place.end", "int64"),
)
LEDGER_COLUMNS = names_of(PAIR_COLUMNS)


def build_ledger(report: Report, quantities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set side by side what review and plan both measure: one row an indicator and target.

    >>> from liwan_analysis.report import load_report
    >>> ledger = build_ledger(load_report())
    >>> ledger.loc[ledger["indicator"] == "固定资产投资", ["actual", "target", "comparable"]].values.tolist()[0]
    [540.3, 560.0, True]

    `change` is target − actual in `unit` (percentage points where both are rates), `change_pct` the change of a level
    in percent. Where the two cannot be compared (a growth rate against a level, 新增 against 新建或改建), `comparable`
    is False, `note` says why, and there is no change. Where the report's own figures imply the missing half, an extra
    row gives it with `is_computed`. Names are matched by lexicons/indicators.csv. `quantities` is a corrected table of
    `find_quantities`.
    """
    return to_table(pairs_of(report, quantities), PAIR_COLUMNS)


def pairs_of(report: Report, quantities: pd.DataFrame | None = None) -> list[Pair]:
    """Give what review and plan both measure as pairs of statements, as `build_ledger` lays them out."""
    return read_pairs(*read_sides(report, statements_of(report, quantities)))


def read_sides(report: Report, statements: Sequence[Statement]) -> tuple[list[Candidate], list[Candidate]]:
    """Give the results and the goals that the ledger sets side by side, each in the order of the text."""
    told = [one for one in statements if one.status in ("actual", "target") and one.place.part in ("review", "plan")]
    named = [one for one in told if is_particular(one) or one.quantity.unit_base == "元"]
    candidates = [each for one in read_candidates(report.text, named) for each in one_by_one(one)]
    reviewed = [one for one in candidates if _stands(one, "actual", "review")]
    looked_back = [one for one in candidates if _looks_back(one, report)]
    results = _without_repeats([*reviewed, *looked_back])
    first = sorted(candidates, key=lambda one: not one.statement.is_headline)
    goals = _without_repeats(one for one in first if _stands(one, "target", "plan") and not _is_no_goal(one, report))
    return results, goals


def read_pairs(results: Sequence[Candidate], goals: Sequence[Candidate]) -> list[Pair]:
    """Pair goals with results, and compute what the report leaves out; `build_ledger` lays it out as a table."""
    pairs: dict[tuple[object, ...], Pair] = {}
    for found in match(results, goals):
        for pair in (_pair(found), *_implied(found, results, goals)):
            pairs.setdefault((pair.indicator, pair.measure, pair.goal.place.start, pair.is_computed), pair)
    return list(pairs.values())


def _stands(one: Candidate, status: str, part: str) -> bool:
    return one.statement.status == status and one.statement.place.part == part


def _looks_back(one: Candidate, report: Report) -> bool:
    """Say whether the plan tells a result of the year before by its name: 去年，城镇新增就业1168万人."""
    is_of_year = one.statement.year == report.review_year and one.statement.year is not None
    return _stands(one, "actual", "plan") and is_of_year and not one.is_several and one.is_named


def _is_no_goal(one: Candidate, report: Report) -> bool:
    """Say whether a number of the plan is an average of years to come (年均增长6.5%左右), or told of years gone by."""
    return (one.is_average and one.statement.year != report.plan_year) or one.is_over


def _without_repeats(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Keep the first of those that say the same, and give what is left in the order of the text."""
    kept: dict[tuple[object, ...], Candidate] = {}
    for one in candidates:
        quantity = one.statement.quantity
        kept.setdefault((one.canonical, one.statement.measure, quantity.value_base, quantity.unit_base), one)
    return sorted(kept.values(), key=lambda one: one.statement.place.start)


def _pair(found: Match) -> Pair:
    result, goal = found.result, found.goal
    was, will = result.statement.quantity, goal.statement.quantity
    note = difference(result, goal)
    comparable = not note
    names = [one.statement.indicator.name or str(one.statement.indicator.verb) for one in (result, goal)]
    if comparable and OPENING.sub("", names[0]) != OPENING.sub("", names[1]):
        note = f"named {names[0]} in the review, {names[1]} in the plan"
    if comparable and result.is_running and not goal.is_running:
        note = "; ".join(filter(None, [note, "a running total (累计) in the review"]))
    named = goal if goal.statement.indicator.name else result
    in_base = has_same_unit(goal, result) and was.unit != will.unit
    before, after = (was.value_base, will.value_base) if in_base else (was.value, will.value)
    change = after - before if comparable else math.nan
    return Pair(
        indicator=result.canonical if goal.is_amount and not result.is_amount else named.canonical,
        measure=goal.statement.measure,
        unit=will.unit_base if in_base else will.unit,
        actual=before,
        actual_unit=was.unit_base if in_base else was.unit,
        target=after,
        bound=will.bound,
        change=round(change, 6),
        change_pct=round(change / before * 100, 4) if goal.statement.measure == "level" and before else math.nan,
        comparable=comparable,
        note=note or None,
        is_computed=False,
        rule=found.rule.name,
        certainty=found.rule.certainty,
        result=result.statement,
        goal=goal.statement,
    )


def _implied(found: Match, results: Sequence[Candidate], goals: Sequence[Candidate]) -> Iterator[Pair]:
    """Compute the half that the report leaves out: a level from level and growth, a growth from two levels."""
    goal = found.goal
    known = [one for one in results if one.canonical == goal.canonical]
    stated = {one.statement.measure for one in goals if one.canonical == goal.canonical}
    levels = [
        one for one in known if one.statement.measure == "level" and not one.is_mark and one.statement.direction is None
    ]
    growth = next((one.statement for one in known if one.statement.measure == "growth"), None)
    if not levels or not goal.is_named or goal.statement.direction == "down":
        return
    level, target = levels[0].statement.quantity, goal.statement.quantity
    if goal.statement.measure == "growth" and "level" not in stated:
        after = level.value * (1 + target.value / 100)
        yield _computed(levels[0].statement, found, "level", level.value, after, level.unit)
        return
    is_same = has_same_unit(goal, levels[0]) and level.unit == target.unit
    if goal.statement.measure == "level" and "growth" not in stated and growth and is_same and level.value:
        after = (target.value / level.value - 1) * 100
        yield _computed(growth, found, "growth", growth.quantity.value, after, "%")


def _computed(result: Statement, found: Match, measure: Measure, before: float, after: float, unit: str | None) -> Pair:
    goal = found.goal
    change = after - before
    other = "level and growth" if measure == "level" else "the two levels"
    caution = "; growth of this indicator is stated at constant prices" if REAL.search(goal.canonical) else ""
    return Pair(
        indicator=goal.canonical,
        measure=measure,
        unit=unit,
        actual=before,
        actual_unit=unit,
        target=round(after, 4),
        bound=goal.statement.quantity.bound,
        change=round(change, 4),
        change_pct=round(change / before * 100, 4) if measure == "level" and before else math.nan,
        comparable=True,
        note=f"the target is computed from {other}, not stated{caution}",
        is_computed=True,
        rule=found.rule.name,
        certainty=found.rule.certainty,
        result=result,
        goal=goal.statement,
    )
