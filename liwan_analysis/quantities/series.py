"""Rows of numbers behind 分别, each with the thing it belongs to; and what is read about one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.quantities.grammar import phrase_before, words_of
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.units import unit_kind

__all__ = ["Reading", "distribute", "split_series"]


# Rules by which a number has its name from another one
CARRIED = ("indicator.carried", "indicator.shared")


# Two numbers behind 城乡居民收入 are those of the towns and of the country
BOTH = ("城镇居民", "农村居民")
BOTH_INCOMES = re.compile(r"城乡居民[^、和]*(?:收入|消费支出)$")
# What a rate is per unit of holds for all of a list: 单位国内生产总值(能耗和二氧化碳排放)
PER_UNIT = re.compile(r"单位[^、和]{0,6}?(?:生产总值|GDP|增加值)")
SPENT_PER_UNIT = re.compile(r"能耗|水耗|电耗|用水|二氧化碳|碳排放")
# What things of a list share besides the names of lexicons/indicators.csv: 小学、初中(公用经费)
SHARED = re.compile(
    r"的.{2,3}$|(?<=..)(?:人均.{2,6}|..率|排放(?:总?量|强度)?|(?:生均)?公用经费|(?:平均|年均)*浓度|(?:财政)?补助(?:标准)?)$"
)


@dataclass(slots=True)
class Reading:
    """What was read about one quantity: its indicator, the verb that leads to it, the change it states.

    `rule` is how the indicator was found. Numbers behind may still give it another name (`_look_ahead`).
    """

    indicator: str = ""
    verb: str = ""
    change: str = ""
    reaches: bool = False
    of_whole: bool = False
    behind: str = ""
    own: str = ""
    subject: str = ""
    phrase: str = ""
    rate: str = ""
    deed: str = ""
    is_modifier: bool = False
    is_served: bool = False
    ahead: str = ""
    rule: str = ""


def distribute(text: str, quantities: Sequence[Quantity], readings: Sequence[Reading]) -> None:
    """Give each number of a row the thing it belongs to, where there are as many things as numbers.

    The things stand in front (东盟、欧盟进出口分别增长16.7%、40.2%), or each has its own number before the row
    (游客4亿人次、旅客9亿人次，分别增长6.7%、8%); a row that goes on from another has the same things
    (分别从15家、8家增加到38家、20家).
    """
    before: list[str] = []
    for first, last in _rows(text, quantities):
        size = last - first + 1
        lead = text[max(0, quantities[first].start - 14) : quantities[first].start]
        is_told = bool(re.search(r"分别[^，。；、]{0,10}$", lead))
        is_carried = readings[first].rule in CARRIED
        items = split_series(readings[first].indicator, size) if is_told or not is_carried else before
        if is_told and is_carried and len(items) != size:
            items = _told_before(readings[:first], size)
        if is_carried and not is_told and not before and first >= size:
            items = _named_before(quantities, readings, first, size) if text[quantities[first].end] in "和、" else items
        before = []
        if len(items) == size and (is_told or _is_row(readings[first : last + 1])):
            for reading, item in zip(readings[first : last + 1], items, strict=True):
                reading.indicator, reading.rule = item, "indicator.series"
            before = items


def _told_before(readings: Sequence[Reading], size: int) -> list[str]:
    """The names of the last numbers, where there are as many as in the row; one for all where it was one for them too.

    人均可支配收入达到6.8万元、4.2万元，分别增长(5.1%和7.3%)
    """
    last = [reading.indicator for reading in readings[-size:]]
    if len(last) == size and len(set(last)) == 1 and all(reading.rule in CARRIED for reading in readings[1 - size :]):
        return last
    return list(dict.fromkeys(reading.indicator for reading in readings))[-size:]


def _named_before(quantities: Sequence[Quantity], readings: Sequence[Reading], first: int, size: int) -> list[str]:
    """城镇居民收入17175元，农村居民收入5153元，实际增长(9.8%和8.5%): each goes with one of the amounts before."""
    own = readings[first - size : first]
    units = {quantity.unit for quantity in quantities[first - size : first]}
    is_each = len(units) == 1 and units != {quantities[first].unit} and bool(readings[first].change)
    names = [reading.indicator for reading in own]
    return names if is_each and len(set(names)) == size and all(reading.own for reading in own) else []


def _rows(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Give the first and the last of each row of numbers that stand side by side."""
    first = 0
    while first < len(quantities):
        last = first
        while last + 1 < len(quantities) and _goes_on(text, quantities[last], quantities[last + 1]):
            last += 1
        if last > first:
            yield first, last
        first = last + 1


def _goes_on(text: str, here: Quantity, there: Quantity) -> bool:
    """Say whether two numbers stand side by side in a row; over a comma only those of one kind: 31.8%，(22个项目)."""
    between = text[here.end : there.start]
    return between in ("、", "和") or (between == "，" and unit_kind(here.unit_base) == unit_kind(there.unit_base))


def _is_row(readings: Sequence[Reading]) -> bool:
    """Say whether the numbers behind the first have no words of their own, so that all belong to what stands before."""
    return all(reading.rule in CARRIED for reading in readings[1:])


def split_series(phrase: str, size: int = 0) -> list[str]:
    """Split a list of things that share what is measured of them; into `size` by 、 alone where 和 makes too many.

    >>> split_series("东盟、欧盟进出口"), split_series("城镇和农村居民人均可支配收入")
    (['东盟进出口', '欧盟进出口'], ['城镇居民人均可支配收入', '农村居民人均可支配收入'])
    >>> split_series("单位生产总值能耗和二氧化碳排放"), split_series("城乡居民收入", 2)
    (['单位生产总值能耗', '单位生产总值二氧化碳排放'], ['城镇居民收入', '农村居民收入'])
    """
    told = re.match(r"(.+?)分别(.+)", phrase)
    if told:
        shared = phrase_before(told[2])[0]
        shared = "" if shared in words_of("keep") else shared
        return [item + shared for item in split_series(told[1], size)]
    if size == len(BOTH) and BOTH_INCOMES.search(phrase):
        return [phrase.replace("城乡居民", one, 1) for one in BOTH]
    items = re.split(r"、|和(?!谐)|与|及", phrase)
    if size and len(items) > size == phrase.count("、") + 1:
        items = phrase.split("、")
    per = PER_UNIT.match(items[0])
    if per:
        items = [items[0], *(per[0] + item if SPENT_PER_UNIT.match(item) else item for item in items[1:])]
    if len(items) > 1 and all(len(item) == 1 for item in items[:-1]):
        return [item + items[-1][1:] for item in items[:-1]] + items[-1:]
    suffix = "".join(re.findall(r"(?:增加值)?占.{2,14}的?比重$", items[-1]))
    suffix = suffix or next((name for name in _measured() if items[-1].endswith(name) and items[-1] != name), "")
    suffix = suffix or "".join(SHARED.findall(items[-1]))
    if suffix.startswith("居民") and items[-1].endswith("常住" + suffix):  # 城镇、农村(常住)居民人均可支配收入
        suffix = "常住" + suffix
    if not suffix or any(item.endswith((suffix[-1], *_measured())) for item in items[:-1]):
        return items
    return [_join(item, suffix) for item in items[:-1]] + items[-1:]


def _join(item: str, suffix: str) -> str:
    """城镇居民 and 居民人均可支配收入 share 居民, which stands once."""
    shared = next((n for n in range(min(len(item), len(suffix)), 0, -1) if item.endswith(suffix[:n])), 0)
    return item + suffix[shared:]


@cache
def _measured() -> tuple[str, ...]:
    names = {name for row in read_table("indicators.csv") for name in (row["canonical"], row["variant"])}
    names |= set(words_of("attribute"))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
