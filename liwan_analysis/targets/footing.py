"""Footing: on what a number stands (which measure, against which year, over how many years), read from its words."""

from __future__ import annotations

import re

from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.quantities.records import Measure
from liwan_analysis.targets.candidates import Candidate

__all__ = ["is_change", "is_nominal", "is_over_years", "measured_as", "other_base", "tells_of_years"]

# Growth against another year than the one before: 比2002年增长65.5%, 较“十三五”末
BASE = re.compile(r"[比较](?P<year>(?:19|20)\d\d)年[^，。；]*$|[比较]“[^”]+”[^，。；]*$")
# A total or a rate over several years, up to the number: 五年累计，…下降19.1%, 近三年累计
OVER_YEARS = re.compile(
    r"[二两三四五]年(?:累计|平均|来|间)[^。；]*$|“[^”]+五”(?:期间|时期|以来)[^。；]*$"
    r"|(?:^|[，、])(?:这|近|过去)?(?:[二两三四五]|(?<!\d)[2-5])年(?!前|以上|期|级|内|制)[^，]*$|前[二两三四五]年分别[^，]*$"
)
# A change that is stated in amounts: 比去年预算赤字减少500亿元, 比上年增加5232亿元
CHANGED = re.compile(r"比(?:上年|去年|上一年)[^，。；]*$")
# A percentage that says itself that it is a part of a whole: 服务业增加值占比提高到51.2%
OF_WHOLE = re.compile("(?:占|比重|比例|强度)[^，。；]*$")
NOMINAL = re.compile("名义|现价")


def measured_as(one: Candidate) -> Measure | None:
    """Say what a number measures; a percentage of an indicator that is known by its growth is a growth.

    居民消费价格涨幅控制在3% has no word of growth before its number, 提出8%左右的国内生产总值增长目标 only behind it.
    服务业增加值占比 is a share, as it says.
    """
    statement = one.statement
    known = standard_indicator(one.canonical)
    is_rate = known is not None and (known.kind != "percent" or known.name == "居民消费价格")
    is_growth = is_rate and statement.measure == "share" and one.unit == "%" and not OF_WHOLE.search(one.before)
    return "growth" if is_growth else statement.measure


def is_change(one: Candidate) -> bool:
    """Say whether an amount is the change against the year before (比去年预算赤字减少500亿元)."""
    return one.unit != "%" and bool(CHANGED.search(one.before))


def is_nominal(one: Candidate) -> bool:
    """Say whether a number is stated at current prices (名义增长)."""
    return bool(NOMINAL.search(one.before))


def tells_of_years(one: Candidate) -> bool:
    """Say whether the words up to a number name several years (五年累计投入3406亿元)."""
    return bool(OVER_YEARS.search(one.before))


def is_over_years(one: Candidate) -> bool:
    """Say whether a number is an average, a total or a rate over several years."""
    return one.is_average or tells_of_years(one)


def other_base(one: Candidate, year: int | None) -> str | None:
    """Give the base of a growth up to `year` that is not the year before it (比2002年增长65.5%); None where it is."""
    base = BASE.search(one.before)
    if base is None or (base["year"] and year and int(base["year"]) == year - 1):
        return None
    return base["year"] or "an earlier plan"
