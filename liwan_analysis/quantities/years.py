"""Which year a number is about, by the words of time before it and the part it stands in."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.case import Case
from liwan_analysis.quantities.rules import Rules
from liwan_analysis.quantities.times import most_years, plan_end

__all__ = ["YEAR", "is_told", "year_of"]

YEAR: Rules[Case, int] = Rules("year")
"""The rules on the year; 0 is none."""

# The year right before the number: (增加到)2007年13786元, 2020年的(15家)
OWN = re.compile(r"(?<![比较与同于—－\-–~至])((?:19|20)\d\d)年的?$")
# The year of what the number is compared with: 比2020年的15家(增加3家)
COMPARED = re.compile(r"(?:比|较|高于|低于)((?:19|20)\d\d)年[底末]?的$")
COMPARED_PLAN = re.compile(r"(?:比|较|高于|低于)“([^”]{1,3})五”末的$")
# ... and where only a part of it is told: 恢复到2019年的(95.6%), 相当于2019年同期的(95%)
PART_OF_YEAR = re.compile(r"(?:恢复[到至]|相当于|达到?|[是为])(?:19|20)\d\d年的$")
# Where a change of the sentence starts from: 从1997年的(7.4万亿元增加到2002年的10.2万亿元)
STARTED = re.compile(r"(?:从|由)((?:19|20)\d\d)年(?!起|开始|以来)")
YEAR_BEFORE = re.compile(r"(?:从|由)(?:上年|去年)[^，。；：]*$")
# What the review announces for the year that has begun: 今年中央财政预算……将达305亿元
ANNOUNCED = re.compile(r"^[^。；]*今年(?!以来|[初上])[^。；]*(?:将(?!近|军)|拟|要(?!求|闻|道|点|地)|力争|计划)")
# What was done already, right before a number of the plan: 已建成(5个), 取消了原先(336亿元), 2020年以来投资(5亿元)
TOLD = re.compile(
    r"(?:19|20)\d\d年以来[^，。；]{0,12}$|已经?(?!经|有|达|是|成为|批|出台)[^，。；的]{1,8}$"
    rf"|(?<![为除])(?<!形成)了(?![解不])(?:{either('status.csv', 'former')})?$"
)


def year_of(case: Case) -> tuple[int | None, str]:
    """Say which year a number is about, and by which rule; None in front, closing and glossary.

    The last word of time decides. Without one it is the year that the paragraph tells of, that of the chapter where it
    is on several years, or that of the part.
    """
    year, rule = YEAR.decide(case)
    return year or None, rule


def is_told(case: Case) -> bool:
    """Say whether the plan tells of something that was done already (已建成5个, 取消了336亿元)."""
    return case.part == "plan" and TOLD.search(case.segment) is not None


@YEAR.add(yes="养老金标准由20元提高到40元。", no="养老金标准提高到40元。")
def origin(case: Case) -> int | None:
    """从A到B: A is of the year before the period, or of the year that is written with it."""
    if not case.is_origin:
        return None
    own = OWN.search(case.before)
    started = STARTED.findall(case.before)
    if own or started:
        return int(own[1] if own else started[-1])
    years = case.years
    if case.part == "plan" and years.told is None:
        return years.review
    end = years.told or years.review
    if end and YEAR_BEFORE.search(case.segment):
        return end - 1
    written = int(case.time["year"]) if case.time and case.time["year"] else None
    if written and end and written < end:
        return written - 1
    return end - years.length if end else None


@YEAR.add(yes="企业2020年的15家都在。", no="产值是1997年的2.3倍。")
def own(case: Case) -> int | None:
    """The year that stands right before the number is its own, unless it is what the number is set against."""
    plan = COMPARED_PLAN.search(case.before)
    if plan:
        return plan_end(plan[1])
    match = OWN.search(case.before) or COMPARED.search(case.before)
    is_part = case.kind == "percent" and PART_OF_YEAR.search(case.before)
    return int(match[1]) if match and not is_part and case.quantity.unit not in ("倍", "番") else None


@YEAR.add(yes="review: 今年中央财政将安排资金305亿元。", no="review: 今年以来新增就业3万人。")
def announced(case: Case) -> int | None:
    """今年……将 in the review is of the year that has begun."""
    review, plan = case.years.review, case.years.plan
    is_ahead = case.part == "review" and review and plan and plan > review
    is_later = case.time is not None and not case.time["this"]
    return plan if is_ahead and not is_later and ANNOUNCED.match(case.before) else None


@YEAR.add(yes="review: 到2030年，产值达50亿元。", no="review: 2020年，产值达50亿元。")
def review(case: Case) -> int | None:
    """The review speaks of no later year than its own."""
    if case.part != "review" or case.years.review is None or case.time is None:
        return None
    year = _named(case)
    return case.years.review if year and year > case.years.review else None


@YEAR.add(yes="到2030年，产值达50亿元。", no="产值比2020年增长5%。")
def written(case: Case) -> int | None:
    """The last year that is written before the number; not one that it is compared with or counted from."""
    return _named(case) if case.time and case.time["year"] else None


@YEAR.add(yes="“十五五”期间投资50亿元。", no="落实“十五五”规划投资50亿元。")
def five_year_plan(case: Case) -> int | None:
    """“十五五”期间 is up to the last year of that plan."""
    return _named(case) if case.time and case.time["plan"] is not None else None


@YEAR.add(yes="力争未来三年出让土地32宗。", no="今年出让土地32宗。")
def span(case: Case) -> int | None:
    """未来三年, 三年内, 用三年时间: the last of these years, the year of the plan being the first."""
    time = case.time
    return _named(case) if time and (time["n"] or time["within"] or time["used"]) else None


@YEAR.add(yes="去年完成投资50亿元。", no="产值比去年增长5%。")
def last(case: Case) -> int | None:
    """去年 and 过去一年 are the year before that of the plan; 五年来, 过去五年, 五年累计 end with it."""
    return _named(case) if case.time and case.time["last"] else None


@YEAR.add(yes="明年安排资金200亿元。", no="今年安排资金200亿元。")
def next(case: Case) -> int | None:
    """明年 and 今明两年 end in the year behind that of the plan."""
    return _named(case) if case.time and case.time["next"] else None


@YEAR.add(yes="我们已取消审批事项15项。", no="取消审批事项15项。")
def told(case: Case) -> int | None:
    """What the plan says was done already (已, 了) is of the year of the review, or before it."""
    return case.years.review if is_told(case) and not case.time else None


@YEAR.add(yes="过去一年成绩很大。生产总值增长10.3%。", no="过去一年成绩很大。今年生产总值增长8%。")
def paragraph(case: Case) -> int | None:
    """A paragraph of the plan that opens with 过去一年 or 五年来 is about the year it tells of."""
    return case.years.told


@YEAR.add(
    yes="chapter: 生产总值年均增长5%左右。",
    no="生产总值增长5%左右。",
)
def chapter(case: Case) -> int | None:
    """A chapter on the five years ahead is about the last of them, where its sentence does not say 今年."""
    return case.years.chapter if case.part == "plan" and "今年" not in case.before else None


@YEAR.add(yes="新增公园5个。", no="去年新增公园5个。")
def part(case: Case) -> int | None:
    """Without a word of time the part decides: the year of the review or of the plan, and none elsewhere."""
    return {"review": case.years.review, "plan": case.years.plan}.get(case.part) or 0


def _named(case: Case) -> int | None:
    """Give the year that the word of time names; None for what only names the year of the part."""
    time, plan = case.time, case.years.plan
    if time is None:
        return None
    if time["year"]:
        return int(time["year"])
    if time["plan"] is not None:
        return plan_end(time[time.re.groupindex["plan"] - 1])
    if plan is None:
        return None
    number = time["n"] or time["within"] or time["used"]
    if number:
        most = most_years(number)
        return plan + most - 1 if most and case.part == "plan" else None
    if time["last"]:
        return plan - 1
    return plan + 1 if time["next"] else None
