"""Rows of numbers behind 分别, each with the thing it belongs to; and what is read about one number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.numerals import Quantity

__all__ = ["Reading", "distribute", "split_series"]


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
    is_modifier: bool = False
    rule: str = ""


def distribute(text: str, quantities: Sequence[Quantity], readings: Sequence[Reading]) -> None:
    """Give each number of a row behind 分别 the thing it belongs to, where there are as many things as numbers."""
    first = 0
    while first < len(quantities):
        last = first
        while last + 1 < len(quantities) and text[quantities[last].end : quantities[last + 1].start] in (
            "、",
            "和",
            "，",
        ):
            last += 1
        before = text[max(0, quantities[first].start - 14) : quantities[first].start]
        if last > first and re.search(r"分别[^，。；、]{0,10}$", before):
            items = split_series(readings[first].indicator)
            if len(items) == last - first + 1:
                for reading, item in zip(readings[first : last + 1], items, strict=True):
                    reading.indicator, reading.rule = item, "indicator.series"
        first = last + 1


def split_series(phrase: str) -> list[str]:
    """Split a list of things that share what is measured of them.

    >>> split_series("东盟、欧盟进出口"), split_series("城镇和农村居民人均可支配收入")
    (['东盟进出口', '欧盟进出口'], ['城镇居民人均可支配收入', '农村居民人均可支配收入'])
    """
    items = re.split(r"、|和(?!谐)|与|及", phrase)
    suffix = next((name for name in _measured() if items[-1].endswith(name) and items[-1] != name), "")
    if not suffix or any(item.endswith(name) for item in items[:-1] for name in _measured()):
        return items
    return [_join(item, suffix) for item in items[:-1]] + items[-1:]


def _join(item: str, suffix: str) -> str:
    """城镇居民 and 居民人均可支配收入 share 居民, which stands once."""
    shared = next((n for n in range(min(len(item), len(suffix)), 0, -1) if item.endswith(suffix[:n])), 0)
    return item + suffix[shared:]


@cache
def _measured() -> tuple[str, ...]:
    names = {name for row in read_table("indicators.csv") for name in (row["canonical"], row["variant"])}
    names = names - set(words_of("own_thing")) | set(words_of("attribute"))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
