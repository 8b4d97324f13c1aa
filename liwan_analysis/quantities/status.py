"""What a quantity is in the report: a level, a share or a rate of growth; a result, a target or a description."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.records import Direction, Measure, Status
from liwan_analysis.quantities.rules import Case, Rules

__all__ = ["measure_of", "status_of"]


def _either(*roles: str) -> str:
    return either("status.csv", *roles)


TOTAL = re.compile(rf"(?:{_either('size')})$")
THRESHOLD = re.compile(rf"^的?(?:{_either('threshold_opening')})*(?:{_either('threshold')})")
NATION = re.compile(_either("people"))
FACT = re.compile(rf"(?:{_either('fact_near')})$|(?:{_either('fact')})[^，。；]{{0,6}}$")
BACKDROP = re.compile(rf"^(?:{_either('backdrop')})")
# Where a change starts from: 从2020年的15家 (增加到38家)
ORIGIN = re.compile(r"(?:从|由)(?:(?:19|20)\d\d年的?)?[^，。；、\d]{0,8}$")
# Behind a number of the review that was a goal: 4%左右、主要污染物排放总量减少2%的目标, 8%的预定目标
OLD_TARGET = re.compile(
    r"^(?:[、和][^，。；：]{0,24})?的(?:预定|预期|既定|年初|全年|年度|增长|调控|控制|计划|规划)*目标"
)
GROWTH_NOUN = re.compile(rf"^的?(?:预期)?(?:{_either('growth')})")
GROWTH_HEAD = re.compile(rf"(?:{_either('growth_head')})$")


MEASURE: Rules[tuple[Measure, Direction | None]] = Rules("measure")
STATUS: Rules[Status] = Rules("status")


def measure_of(case: Case) -> tuple[Measure, Direction | None, str]:
    """Say whether a number is a growth rate, a share or a level, which way it goes, and which rule says so.

    A rate of change is growth (增长4.8%, 翻一番), also in percentage points; a percentage or a fraction that is reached
    is a share (提高到95%); everything else is a level. The direction is that of the verb, where there is one.
    """
    (measure, direction), rule = MEASURE.decide(case)
    return measure, direction, rule


def status_of(case: Case) -> tuple[Status, str]:
    """Say what a quantity is, and by which rule: `actual` (a result), `target` (a commitment) or `context`.

    Sizes and ages in front of what they describe, durations, thresholds (亿元以上项目) and starting points
    (从15家增加到38家) describe; what is left is a result in the review and a commitment in the plan.
    """
    return STATUS.decide(case)


def _direction(case: Case) -> Direction | None:
    return "up" if case.reading.change == "up" else "down" if case.reading.change == "down" else None


def _is_ratio(case: Case) -> bool:
    """A percentage, or a fraction without a unit (三分之一)."""
    quantity = case.quantity
    is_fraction = quantity.unit_base is None and 0 < quantity.value_base <= 1 and "." not in quantity.quote
    return case.kind == "percent" or is_fraction


@MEASURE.add("实现5%的增长。")
def growth_behind(case: Case) -> tuple[Measure, Direction | None] | None:
    """The noun behind the number says that it is a rate."""
    if GROWTH_NOUN.match(case.reading.behind) and case.kind in ("percent", "times"):
        return "growth", _direction(case) or "up"
    return None


@MEASURE.add("产值翻一番。")
def multiple(case: Case) -> tuple[Measure, Direction | None] | None:
    """翻一番 and 增长2倍 are rates without a percent sign."""
    if case.quantity.unit == "番" or (case.kind == "times" and _direction(case)):
        return "growth", _direction(case) or "up"
    return None


@MEASURE.add("产值增长5%。")
def change(case: Case) -> tuple[Measure, Direction | None] | None:
    """增长 in front of a percentage, without 到 behind it: by so much, not to so much."""
    is_rate = case.kind == "points" or _is_ratio(case)
    if is_rate and case.reading.change and not case.reading.reaches:
        return "growth", _direction(case)
    return None


@MEASURE.add("人口自然增长率降到6.45‰。")
def growth_noun(case: Case) -> tuple[Measure, Direction | None] | None:
    """An indicator that is itself a rate of change (涨幅, 增速)."""
    name = case.reading.indicator
    if GROWTH_HEAD.search(name) and case.kind in ("percent", "points"):
        return "growth", _direction(case) or ("down" if name.endswith("降幅") else "up")
    return None


@MEASURE.add("办结率达95%。")
def ratio(case: Case) -> tuple[Measure, Direction | None] | None:
    """Any other percentage or fraction is a part of a whole."""
    return ("share", _direction(case)) if _is_ratio(case) else None


@MEASURE.add("新增公园5个。")
def level(case: Case) -> tuple[Measure, Direction | None] | None:
    """Everything else is how much there is."""
    return "level", _direction(case)


@STATUS.add("新增公园5个。")
def elsewhere(case: Case) -> Status | None:
    """Only review and plan report and promise."""
    return "context" if case.part not in ("review", "plan") else None


@STATUS.add("连续3年增长。")
def streak(case: Case) -> Status | None:
    """连续三年 says for how long it has been so."""
    return "context" if case.clause.endswith("连续") else None


@STATUS.add("团结14亿中国人民。")
def nation(case: Case) -> Status | None:
    """14亿中国人民 names the people."""
    return "context" if NATION.match(case.reading.phrase) else None


@STATUS.add("关闭了17年的市场重新开业。")
def duration(case: Case) -> Status | None:
    """A duration or an age describes, unless it is lengthened or reached; 长达2600年 describes too."""
    is_time = case.kind in ("duration", "age")
    is_reached = case.reading.reaches and not case.clause.endswith("长达")
    return "context" if is_time and not case.reading.change and not is_reached else None


@STATUS.add("建成5000吨级码头。")
def grade(case: Case) -> Status | None:
    """A grade says of what class a thing is."""
    return "context" if case.quantity.unit_base in ("级", "吨级") else None


@STATUS.add("重点抓好8个方面工作。")
def aspects(case: Case) -> Status | None:
    """重点抓好8个方面 counts the points of the speech."""
    return "context" if case.reading.phrase.startswith("方面") else None


@STATUS.add("建成100兆瓦储能电站。")
def size(case: Case) -> Status | None:
    """A size in front of a thing says which thing (百兆瓦级电站, 8英寸晶圆)."""
    quantity, reading = case.quantity, case.reading
    is_size = case.kind in ("power", "energy") or quantity.unit_base == "英寸" or quantity.quote[0] in "百千"
    is_own = len(reading.own) > 2 or case.kind in ("count", "people", "money", "household")
    return "context" if is_size and reading.phrase and not is_own else None


@STATUS.add("总投资50亿元的项目。")
def total(case: Case) -> Status | None:
    """What projects cost or cover in all is no result of the year and no promise for it."""
    return "context" if TOTAL.search(case.clause.rstrip("约超近达为")) else None


@STATUS.add("面积5平方公里的园区。")
def modifier(case: Case) -> Status | None:
    """A number with 的 in front of a noun describes it."""
    return "context" if case.reading.is_modifier and case.reading.behind.startswith("的") else None


@STATUS.add("新增亿元以上项目48个。")
def threshold(case: Case) -> Status | None:
    """亿元以上 in front of a kind of thing picks it out."""
    is_bound = case.quantity.bound in ("at_least", "over", "at_most")
    is_threshold = case.kind in ("money", "age") and is_bound and THRESHOLD.match(case.reading.behind)
    return "context" if is_threshold else None


@STATUS.add("企业从15家增加到38家。")
def origin(case: Case) -> Status | None:
    """从15家 is where a change starts."""
    leads_on = re.match(r".{0,3}(?:到|至|增|提|升|降|跃|缩|下|扩)", case.reading.behind or "到")
    return "context" if ORIGIN.search(case.clause) and leads_on else None


@STATUS.add("增长7.8%，略低于8%的预定目标。")
def old_target(case: Case) -> Status | None:
    """A goal that the review looks back on (低于8%的预定目标) is neither reached nor promised by its number."""
    return "context" if case.part == "review" and OLD_TARGET.match(case.after) else None


@STATUS.add("今年中央财政将安排资金305亿元。")
def announced(case: Case) -> Status | None:
    """What the review says of the year that has begun is no result yet."""
    is_ahead = case.year is not None and case.review_year is not None and case.year > case.review_year
    return "target" if case.part == "review" and is_ahead else None


@STATUS.add("新增公园5个。")
def review(case: Case) -> Status | None:
    """What is left of the review are its results."""
    return "actual" if case.part == "review" else None


@STATUS.add("去年完成投资50亿元。")
def past_year(case: Case) -> Status | None:
    """A year that is over cannot be promised any more."""
    is_past = case.year is not None and case.review_year is not None and case.year <= case.review_year
    return "actual" if is_past else None


@STATUS.add("全区现有企业50家。")
def fact(case: Case) -> Status | None:
    """已, 现有, 拥有: the plan says what there is."""
    return "context" if FACT.search(case.clause) else None


@STATUS.add("依托50亿元基金。")
def backdrop(case: Case) -> Status | None:
    """聚焦, 依托, 立足: what a measure stands on."""
    is_backdrop = BACKDROP.match(case.segment) and case.kind not in ("count", "percent")
    return "context" if is_backdrop else None


@STATUS.add("新增公园5个。")
def plan(case: Case) -> Status | None:
    """What is left of the plan is promised."""
    return "target"
