"""Where numbers stand in a text, and which of them are quantities."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from liwan_analysis.quantities.names import is_chinese_name, reason_against, shared_points
from liwan_analysis.quantities.numerals import (
    BEFORE,
    LONGER,
    UNKNOWN,
    Bound,
    Quantity,
    chinese_pattern,
    number_pattern,
    quantity_of,
)

__all__ = ["Mention", "find_mentions"]


COMPARING = ("低于", "高于", "超过")
GOAL = re.compile(r"的(?:预定|预期|既定|年初|全年|年度|增长|调控|控制|计划|规划)*目标")
"""Before a goal, or a number that is bounded behind, these set a result against it: 低于13%左右的预期目标."""

AHEAD = re.compile(
    r"(?P<word>至少|最少|最多|至多)[^\d，。；、：“”（）\n]{1,6}$|(?P<each>不低于|不少于|不超过|超过|高于|低于)每[人户年月日天亩吨]{1,4}$|(?<![节公合契条违简制履预])(?P<verb>大?约)(?:占|为|有|达|合|需)[^\d，。；、：\n]{0,4}$"
)
"""A bound word before the verb or 每: 至少降低30%, 约占40%, 不低于每年3300元; not in 节约, and not over a comma."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in the text: a quantity, or the reason why it is none (year, code, ordinal …)."""

    start: int
    end: int
    quantity: Quantity | None
    reason: str = ""


class _Names:
    """The quotes and titles of a text: numbers inside short ones are names."""

    def __init__(self, text: str) -> None:
        self.spans = sorted(
            (match.start(), match.end())
            for match in re.finditer(r"“[^“”，。；：\n]{1,20}”|‘[^‘’，。；：\n]{1,20}’|《[^《》\n]*》", text)
        )
        self.starts = [start for start, _ in self.spans]

    def holds(self, position: int) -> bool:
        at = bisect_right(self.starts, position) - 1
        return at >= 0 and position < self.spans[at][1]


def find_mentions(text: str) -> list[Mention]:
    """Find every number of a text in order: quantities, and what is none, with the reason.

    >>> [(m.quantity.quote if m.quantity else m.reason) for m in find_mentions("2023年建成5G基站近2万座，排名第3")]
    ['date', 'code', '近2万座', 'ordinal']

    Every digit lies in one of them. Chinese numerals appear where they measure (十件民生实事), and nowhere else.
    """
    names = _Names(text)
    mentions = [*_digit_mentions(text, names)]
    taken = sorted((m.start, m.end) for m in mentions)
    starts = [start for start, _ in taken]
    for mention in _chinese_mentions(text, names):
        at = bisect_right(starts, mention.end - 1) - 1
        if at < 0 or taken[at][1] <= mention.start:
            mentions.append(mention)
    mentions.sort(key=lambda m: m.start)
    floors = [0, *(mention.end for mention in mentions)]
    return [_bounded_ahead(text, mention, floor) for floor, mention in zip(floors, mentions, strict=False)]


def _bounded_ahead(text: str, mention: Mention, floor: int) -> Mention:
    """Bound a number by the word before its verb, where neither has a number of its own between: not before `floor`."""
    if mention.quantity is None or mention.quantity.bound != "exact":
        return mention
    match = AHEAD.search(text, max(floor, mention.start - 9), mention.start)
    if match is None:
        return mention
    word = match["word"] or match["each"] or match["verb"]
    return replace(mention, quantity=replace(mention.quantity, bound=cast(Bound, BEFORE[word]), bound_word=word))


def _digit_mentions(text: str, names: _Names) -> Iterator[Mention]:
    end = 0
    for run in re.finditer(r"\d", text):
        if run.start() < end:
            continue
        quantity, span, reason = None, (run.start(), run.start() + 1), ""
        found = reason_against(text, run.start(), end, is_named=names.holds(run.start()))
        if isinstance(found, tuple):
            reason, stop = found
            span = (run.start(), stop)
        else:
            quantity = _read_at(text, run.start(), end)
            span = (quantity.start, quantity.end)
        end = span[1]
        yield Mention(span[0], span[1], quantity, reason)


def _read_at(text: str, position: int, floor: int) -> Quantity:
    """Read the quantity whose digits begin at `position`, with its bound word and any unknown before it."""
    begin = position
    while begin > floor and text[begin - 1] in UNKNOWN:
        begin -= 1
    stop = begin - (text[begin - 1 : begin] == " ")
    for length in (3, 2, 1):
        word = text[max(stop - length, floor) : stop]
        if word in BEFORE and text[stop - 2 : stop] not in LONGER:
            begin = stop - len(word)
            break
    match = number_pattern().match(text, begin)
    assert match is not None
    if match["before3"] in COMPARING and (match["behind"] == "左右" or GOAL.match(text, match.end())):
        match = number_pattern().match(text, position)
        assert match is not None
        begin = position
    quote = match[0]
    try:
        quantity = quantity_of(match, begin, quote)
    except ValueError:
        match = number_pattern().match(text, begin, match.end("low_unit"))
        assert match is not None
        quantity = quantity_of(match, begin, match[0])
    points = shared_points(text, quantity.end) if quantity.unit in (None, "个") else ""
    if points:
        quantity = replace(quantity, unit=points, unit_base=points)
    if quantity.end < len(text) and text[quantity.end] in UNKNOWN:
        quantity = replace(quantity, value=math.nan, value_max=math.nan, value_base=math.nan, uncertain=True)
    return quantity


def _chinese_mentions(text: str, names: _Names) -> Iterator[Mention]:
    for match in chinese_pattern().finditer(text):
        if names.holds(match.start()) or is_chinese_name(text, match):
            continue
        try:
            quantity = quantity_of(match, match.start(), match[0])
        except ValueError:  # characters of numerals that are no numeral together (亿十)
            continue
        yield Mention(match.start(), match.end(), quantity)
