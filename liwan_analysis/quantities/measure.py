"""What kind of number a quantity is, a level, a share or a rate of growth, and which way it goes."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.case import Case
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.records import Direction, Measure
from liwan_analysis.quantities.rules import Rules

__all__ = ["MEASURE", "measure_of", "measure_of_goal"]

GROWTH = either("status.csv", "growth")
GROWTH_NOUN = re.compile(rf"^的?(?:预期)?(?:{GROWTH})|^的[^，。；、的]{{0,10}}(?:{GROWTH})(?:预期)?目标")
GROWTH_HEAD = re.compile(rf"(?:{either('status.csv', 'growth_head')})$")
# A rate by its name, and what leads from it to the number: 涨幅控制在(3%), 经济增长预期目标为(7%), 年均增长保持在(6.5%)
GROWTH_NAMED = re.compile(
    rf"(?:{either('status.csv', 'growth_head')}|增长(?:预期)?目标|增长预期|增长(?=保持|稳定|维持|[均都]|为$))"
    r"(?:预期|目标)*(?:[均都]|分别)?(?:控制|保持|稳定|维持|回落|达到?|预计|确定)?[在为到至于是]?$"
)
# A rate by its name that moves from one number to another: 涨幅从5.4%回落到(2.6%)
GROWTH_MOVED = re.compile(rf"(?:{either('status.csv', 'growth_head')})(?:从|由)[^，。；]{{2,20}}[到至]$")
# A change that stands behind 转为 or 减为 does not say how far it goes: 转为下降(1.2%), 减为增长1.2%和(1.8%)
CHANGED = re.compile(r"(?:(?P<up>增长|上升|上涨|提高|增加)|(?P<down>下降|降低|减少|回落))(?:[\d.]+[％%][、和])*$")

# What a goal without a number says of itself: (主要污染物排放量)继续下降, (投资)增速保持在全国平均水平以上
GOAL_CHANGE = re.compile(
    r"(?P<up>增长|增速|增幅|涨幅|增加|提高|提升|上升|上涨|增收)|(?P<down>下降|降低|减少|降幅|回落)"
)

FALLS = frozenset(words_of("down"))

MEASURE: Rules[Case, tuple[Measure, Direction | None]] = Rules("measure")


def measure_of(case: Case) -> tuple[Measure, Direction | None, str]:
    """Say whether a number is a growth rate, a share or a level, which way it goes, and which rule says so.

    A rate of change is growth (增长4.8%, 翻一番), also in percentage points; a percentage or a fraction that is reached
    is a share (提高到95%); everything else is a level. The direction is that of the verb, where there is one.
    """
    (measure, direction), rule = MEASURE.decide(case)
    return measure, direction, rule


def measure_of_goal(clause: str) -> tuple[Measure | None, Direction | None]:
    """Say what a goal without a number promises to change, and which way; the first word of change in it decides.

    >>> measure_of_goal("主要污染物排放量继续下降"), measure_of_goal("居民收入增长与经济增长同步")
    (('growth', 'down'), ('growth', 'up'))
    >>> measure_of_goal("国际收支基本平衡")
    (None, None)
    """
    match = GOAL_CHANGE.search(clause)
    return ("growth", "up" if match["up"] else "down") if match else (None, None)


def _direction(case: Case) -> Direction | None:
    """The verb tells it, behind its thing (贫困人口减少1000万) or before it (减少贫困人口1000万)."""
    change, verb = case.reading.change, case.reading.verb
    if change in ("up", "down"):
        return "up" if change == "up" else "down"
    return "down" if verb in FALLS else "up" if verb == "增加" else None


def _is_ratio(case: Case) -> bool:
    """A percentage, or a fraction without a unit (三分之一)."""
    quantity = case.quantity
    is_fraction = quantity.unit_base is None and 0 < quantity.value_base <= 1 and "." not in quantity.quote
    return case.kind == "percent" or is_fraction


@MEASURE.add(yes="实现5%的增长。", no="实现增加值5亿元。")
def growth_behind(case: Case) -> tuple[Measure, Direction | None] | None:
    """The noun behind the number says that it is a rate (5%的增长速度, 8%左右的增长目标)."""
    if GROWTH_NOUN.match(case.reading.behind) and case.kind in ("percent", "times"):
        return "growth", _direction(case) or "up"
    return None


@MEASURE.add(yes="产值翻一番。", no="产值为前年的2倍。")
def multiple(case: Case) -> tuple[Measure, Direction | None] | None:
    """翻一番 and 增长2倍 are rates without a percent sign."""
    if case.quantity.unit == "番" or (case.kind == "times" and _direction(case)):
        return "growth", _direction(case) or "up"
    return None


@MEASURE.add(yes="居民消费价格涨幅控制在3%。", no="城镇登记失业率控制在4.6%。")
def growth_named(case: Case) -> tuple[Measure, Direction | None] | None:
    """涨幅控制在3% and 经济增长预期目标为7% name a rate of change, though the number is one that is reached."""
    if case.kind not in ("percent", "points"):
        return None
    named = GROWTH_NAMED.search(case.clause) or GROWTH_MOVED.search(case.segment)
    return ("growth", "down" if "降幅" in named[0] else "up") if named else None


@MEASURE.add(yes="产值增长5%。", no="森林覆盖率提高到5%。")
def change(case: Case) -> tuple[Measure, Direction | None] | None:
    """增长 in front of a percentage, without 到 behind it: by so much, not to so much; 转为下降1.2% too."""
    if case.kind != "points" and not _is_ratio(case):
        return None
    changed = CHANGED.search(case.segment)
    if changed:
        return "growth", _direction(case) or ("up" if changed["up"] else "down")
    is_cut = case.reading.verb in FALLS and not case.reading.indicator.endswith("率")  # 降低用电成本10%
    is_change = (case.reading.change or is_cut) and not case.reading.reaches
    return ("growth", _direction(case)) if is_change else None


@MEASURE.add(yes="人口自然增长率降到6.45‰。", no="办结率达95%。")
def growth_noun(case: Case) -> tuple[Measure, Direction | None] | None:
    """An indicator that is itself a rate of change (涨幅, 增速)."""
    name = case.reading.indicator
    if GROWTH_HEAD.search(name) and case.kind in ("percent", "points"):
        return "growth", _direction(case) or ("down" if name.endswith("降幅") else "up")
    return None


@MEASURE.add(yes="办结率达95%。", no="办结案件95件。")
def ratio(case: Case) -> tuple[Measure, Direction | None] | None:
    """A percentage or a fraction that is no rate of change is a part of a whole."""
    return ("share", _direction(case)) if _is_ratio(case) else None


@MEASURE.add(yes="新增公园5个。", no="产值增长5%。")
def level(case: Case) -> tuple[Measure, Direction | None] | None:
    """It is neither a rate nor a part of a whole: it says how much there is."""
    return "level", _direction(case)
