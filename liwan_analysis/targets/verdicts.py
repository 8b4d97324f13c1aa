"""Verdicts: was a target kept, judged by its own bound on the figure that the next report gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.quantities.records import Statement

__all__ = ["VERDICTS", "Better", "Judgement", "Verdict", "better_of", "is_near", "judge"]

Verdict = Literal["met", "missed", "exceeded", "about", "restated", "not_reported", "not_comparable", "pending"]
Better = Literal["more", "less"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
AMPLY = 0.1
"""A target is exceeded where it is passed on the good side by more than this part of its size."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the gap (result less target, in the target's unit and direction), and what a reader should know."""

    verdict: Verdict
    gap: float
    note: str = ""


def better_of(goal: Statement) -> Better | None:
    """Say whether more or less of the number itself is better; None where lexicons/indicators.csv says neither.

    A fall that is promised is a number of its own: of 能耗下降3.4% more is better, since less energy is. What the
    lexicon does not know is built, added or reached, and more of it is better.
    """
    known = standard_indicator(goal.indicator.name or "")
    better = known.better if known else "more"
    if goal.direction != "down" or better is None:
        return better
    return "less" if known and better == "more" else "more"


def judge(goal: Statement, result: Statement, *, is_ceiling: bool = False, tolerance: float | None = None) -> Judgement:
    """Judge a result by the bound of its target; both are in one kind of unit.

    >>> from liwan_analysis.quantities import read_passage
    >>> (goal,) = read_passage("城镇新增就业900万人以上。", "plan")
    >>> (result,) = read_passage("城镇新增就业1102万人。", "review")
    >>> judge(goal, result)
    Judgement(verdict='exceeded', gap=202.0, note='')

    以上 and 不低于 ask for no less, 以内 and 控制在 (`is_ceiling`) for no more, a range for what lies in it, an exact
    number for no less where more is better and for no more where less is. 左右 asks for nothing that could be judged:
    the verdict is `about`, unless `tolerance` says how far off is near enough: in percentage points for what is in
    percent, in percent of the target for the rest. Of a range the gap is to its nearer end, 0 inside.
    """
    better, value = better_of(goal), _in_terms_of(goal, result)
    low, high = _asked(goal, better, is_ceiling)
    is_range = goal.quantity.bound == "range"
    gap = value - (min(max(value, low), high) if is_range else goal.quantity.value)
    gap = round(gap, 6) + 0.0  # never -0.0
    if goal.quantity.bound == "about" or (math.isinf(low) and math.isinf(high)):
        return _near(goal, gap, better, tolerance)
    passed, edge = _passed(value, low, high, better)
    if passed > AMPLY * abs(edge) + ROUNDING:
        return Judgement("exceeded", gap)
    is_met = low - ROUNDING <= value <= high + ROUNDING or (is_range and passed > 0)
    if goal.quantity.bound == "over" and result.quantity.bound == "exact" and math.isclose(value, low):
        is_met = False
    return Judgement("met" if is_met else "missed", gap)


def _passed(value: float, low: float, high: float, better: Better | None) -> tuple[float, float]:
    """How far a result lies beyond what was asked on the good side, and beyond which number; a ceiling is only kept."""
    if better == "more" and not math.isinf(low):
        edge = low if math.isinf(high) else high
        return value - edge, edge
    if better == "less" and not math.isinf(low) and not math.isinf(high):
        return low - value, low
    return 0.0, 0.0


def _in_terms_of(goal: Statement, result: Statement) -> float:
    """The result in the unit of the target, and negative where it went the other way (a rise where a fall was due)."""
    was, will = result.quantity, goal.quantity
    value = was.value
    if was.unit != will.unit and will.value and not math.isnan(will.value_base):
        value = was.value_base * will.value / will.value_base
    opposite = {goal.direction, result.direction} == {"up", "down"}
    return -value if opposite else value


def _asked(goal: Statement, better: Better | None, is_ceiling: bool) -> tuple[float, float]:
    """The least and the most that the target allows; both infinite where it does not say."""
    quantity = goal.quantity
    if quantity.bound == "range":
        return quantity.value, quantity.value_max
    if quantity.bound in ("at_least", "over"):
        return quantity.value, math.inf
    if quantity.bound == "at_most" or is_ceiling or better == "less":
        return -math.inf, quantity.value
    return (quantity.value, math.inf) if better == "more" else (-math.inf, math.inf)


def _near(goal: Statement, gap: float, better: Better | None, tolerance: float | None) -> Judgement:
    """Judge what is promised about: by the reader's tolerance, or not at all."""
    if tolerance is None:
        note = (
            "" if goal.quantity.bound == "about" else "neither more nor less of it is better by lexicons/indicators.csv"
        )
        return Judgement("about", gap, note)
    near = is_near(gap, goal.quantity.value, goal.quantity.unit, better, tolerance)
    return Judgement("met" if near else "missed", gap, f"within a tolerance of {tolerance:g}")


def is_near(gap: float, target: float, unit: str | None, better: str | None, tolerance: float) -> bool:
    """Say whether a result is near enough: it may fall short by `tolerance` points, or by so many percent of an amount.

    >>> is_near(-0.3, 8.0, "%", "more", 0.5), is_near(-60.0, 1000.0, "万人", "more", 5)
    (True, False)
    """
    allowed = tolerance if unit in ("%", "％", "个百分点") else abs(target) * tolerance / 100
    short = -gap if better == "more" else gap if better == "less" else abs(gap)
    return short <= allowed + ROUNDING
