"""Names that a number takes from the one behind it: 投入3亿元(改造47条道路), 104条、(73公里道路)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liwan_analysis.quantities.grammar import is_attribute, is_event, strip_links, words_of
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.series import Reading
from liwan_analysis.quantities.units import noun_of, unit_kind

__all__ = ["BREAK", "COUNTED", "LIMITS", "REACH", "SIZED", "look_ahead"]

BREAK = re.compile(r"[，。；：！？\n…]")
# Kinds of units (lexicons/units.csv): what is counted has a thing, what is sized belongs to one
COUNTED = ("count", "people", "household", "place")
SIZED = ("length", "area", "money")
# What picks things out, and stands in the name of what is counted next: (亿元以上)项目
LIMITS = ("以上", "以下", "及以上", "及以下")
LIMIT = re.compile(r"^.{1,8}以[上下](?=..)")
# Between numbers that share the noun behind the last: 104条(、)73公里道路, 2个(千亿级、)11个百亿级产业集群
CLASS = re.compile(r"^[五百千万亿]+级")
SHARING = re.compile(r"(?P<class>[五百千万亿]+级)?[、和](?:最[长高多])?")
# A length in the name of the rate behind it: 公交站点500米(覆盖率超过)99%
REACH = re.compile(r"^[^，。；、的]{0,6}覆盖率")


def look_ahead(text: str, quantities: Sequence[Quantity], readings: list[Reading]) -> None:
    """Name what takes its name from the number behind it (投入3亿元改造47条道路; 104条、73公里道路)."""
    for i in range(len(quantities) - 2, -1, -1):
        here, there = quantities[i], quantities[i + 1]
        this, that = readings[i], readings[i + 1]
        between = text[here.end : there.start]
        kind, next_kind = unit_kind(here.unit_base), unit_kind(there.unit_base)
        if not between and kind == "duration" and this.indicator:
            that.indicator, that.rule = (
                (this.indicator, "indicator.carried") if this.own else (that.indicator, that.rule)
            )
        elif not between and kind != "medals":
            _name_adjacent(here, there, this, that)
        elif SHARING.fullmatch(between) and not this.own and not this.phrase and not this.change:
            own_class = SHARING.split(between)[1]
            name = own_class + CLASS.sub("", that.indicator) if own_class else that.indicator
            this.indicator, this.rule = name, "indicator.shared"
            if next_kind in SIZED and kind in COUNTED:
                that.indicator += noun_of(there.unit_base)
        elif (
            kind == "money"
            and this.own in words_of("spent")
            and not this.phrase
            and not re.search(r"[，。；：]", between)
        ):
            this.indicator, this.rule = that.indicator.removesuffix(this.own) + this.own, "indicator.spent"
        elif (
            kind == "money"
            and not this.phrase
            and (
                this.verb in words_of("spent")
                or this.own in words_of("spent")
                or (this.verb in words_of("plain_verb") and not BREAK.search(between))
            )
            and not _has_name(this)
        ):
            spent = this.own or this.verb
            this.indicator, this.rule = that.indicator.removesuffix(spent) + spent, "indicator.spent"
        elif kind == "duration" and not this.indicator and not BREAK.search(between):
            this.indicator, this.rule = that.indicator, "indicator.next"
        elif between == "的" and (kind not in COUNTED or here.bound_word in LIMITS):
            name = that.indicator + this.own if this.own and is_attribute(this.own) else this.own or that.indicator
            this.indicator, this.rule, this.is_modifier = name, "indicator.modifier", True
        elif (
            this.phrase
            and strip_links(between)[0] == this.phrase
            and kind not in COUNTED
            and (here.bound != "exact" or REACH.match(between))  # 500米覆盖率超过99%
        ):
            name = ("" if is_event(this.own) else this.own) + here.quote + this.phrase
            _rename(readings, i + 1, that.indicator, name, "indicator.threshold")
            is_work = is_event(this.own) and not is_attribute(this.own)
            is_named = this.own and not is_work and kind != "age"
            this.indicator, this.rule = this.own if is_named else this.phrase, "indicator.modifier"
            this.is_modifier = True
        elif (
            this.phrase
            and between == this.phrase + "共"
            and next_kind in SIZED
            and (not that.phrase or is_event(that.phrase))
        ):
            this.indicator = this.phrase + that.phrase
            _rename(readings, i + 1, that.indicator, this.indicator + noun_of(there.unit_base), "indicator.size")


def _name_adjacent(here: Quantity, there: Quantity, this: Reading, that: Reading) -> None:
    """Name a number that another one follows at once: 3条12公里道路, 3000公里油气管线."""
    if this.own and not that.phrase:  # 道路24条38公里: both are of what stands before
        return
    next_kind = unit_kind(there.unit_base)
    is_name = next_kind in COUNTED or there.unit == "番"
    name = that.indicator if is_name else there.quote + that.phrase
    name = LIMIT.sub("", name) if here.bound_word in LIMITS and is_name else name
    this.indicator, this.rule = name, "indicator.next"
    that.is_modifier = next_kind not in COUNTED


def _has_name(reading: Reading) -> bool:
    return bool(reading.indicator) and reading.indicator not in (*words_of("spent"), reading.verb)


def _rename(readings: list[Reading], first: int, old: str, new: str, rule: str) -> None:
    """Give a reading another name, and those behind it that carry the old one on."""
    readings[first].indicator, readings[first].rule = new, rule
    for reading in readings[first + 1 :]:
        if reading.rule == "indicator.next":  # a limit of its own: 亿元以上项目72个，其中(10亿元以上)23个
            continue
        if reading.own or reading.phrase or reading.indicator != old:
            break
        reading.indicator = new
