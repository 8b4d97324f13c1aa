"""How a number gets its name once its clause is read: from the phrase behind or before it, or from one before it."""

from __future__ import annotations

import re

from liwan_analysis.quantities.ahead import COUNTED, LIMITS, SIZED
from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.quantities.grammar import is_attribute, is_event, words_of
from liwan_analysis.quantities.nameless import deed_behind, named_before, producer_of, with_owner
from liwan_analysis.quantities.nouns import has_noun
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.series import Reading
from liwan_analysis.quantities.units import noun_of, unit_kind

__all__ = ["RATE", "name_reading"]

# A level that stands for things of it: 国家级企业3家、省级(50家); A级景区68家，其中5A级(2家)
LEVEL = re.compile(r"(?:(?:国家|[省市县区部])|\d?A)级")
OF_LEVEL = re.compile(r"^(?:新增|新认定|培育)?(?:国家|[省市县区部]|\d?A)级")

# What is a rate or a degree by its name: 完成率, 占比, 开放度
RATE = re.compile(r"[率比度]$|比重$|比例$|水平$")
# What picks things out by what they have: 收入80万元(以上)的村, 收入(低于)150万元的村, 住房面积(不足)13平方米的家庭
PICKS = (*LIMITS, "低于", "不足", "不到", "高于")
# What money is for: 筹措7亿元(实施就业惠民工程)
PURPOSE = re.compile(r"(?:用于|支持|实施|开展|促进|推进|加强)+(.{4,20})$")
# Who pays: 中央财政(安排5亿元)
PAYER = re.compile(r"(?:财政|中央|国家)$")
# Kinds of units of what is built and made anew
DONE = ("count", "household", "length", "area")


def name_reading(
    reading: Reading, quantity: Quantity, previous: Reading | None, before: Quantity | None, head: str
) -> None:
    """Name what is measured; the head of the chain goes before what cannot stand alone, or takes its place."""
    own, kind = reading.own, unit_kind(quantity.unit_base)
    if previous and LEVEL.fullmatch(own):
        own = reading.own = own + OF_LEVEL.sub("", previous.indicator)
    last = previous.indicator if previous else named_before(reading.ahead) if own.startswith("在") else ""
    if quantity.unit_base == "人口":
        reading.indicator, reading.rule = own + noun_of(quantity.unit_base), "indicator.people"
    elif reading.phrase:
        reading.is_modifier = bool(own) and is_attribute(own) and kind not in COUNTED
        of = own if reading.is_modifier and reading.behind.startswith("的") else ""
        is_whose = not is_attribute(own) and own.endswith(words_of("attribute"))  # 集体收入80万元以上的村
        is_picked = kind in ("money", "area") and quantity.bound_word in PICKS and reading.behind.startswith("的")
        name = own if is_whose and is_picked else reading.phrase + of
        reading.indicator, reading.rule = name, "indicator.behind"
    elif not own or (own in words_of("keep") and last) or _goes_on(own, quantity, before, reading):
        is_size = before is not None and kind in SIZED and unit_kind(before.unit_base) in COUNTED
        reading.indicator, reading.rule = _name_without_own(reading, quantity, last, head, is_size=is_size)
    elif is_attribute(own) and not standard_indicator(own) and (head or last or producer_of(reading.ahead, own)):
        whole = last if own in ("总量", "总额", "总值") and last else head or last or producer_of(reading.ahead, own)
        owner = re.sub(r"^(?:新增|净增)", "", whole)
        verb = "" if reading.verb in words_of("plain_verb") or own in ("总数", "总量") else reading.verb
        is_other = own[-1] in "率度" and bool(RATE.search(owner))  # one rate is no property of another
        reading.indicator, reading.rule = own if is_other else with_owner(owner, verb + own), "indicator.owner"
    else:
        paid = reading.verb if reading.verb in words_of("plain_verb") and PAYER.search(own) else ""
        if is_attribute(own) and len(reading.verb) == 2 and reading.verb not in words_of("plain_verb"):
            own = reading.verb + own
        reading.indicator, reading.rule = (
            re.sub(r"(?:为此)?[将拟已](?=投入$)|(?<=..)预期$", "", own) + paid,
            "indicator.before",
        )


def _goes_on(own: str, quantity: Quantity, before: Quantity | None, reading: Reading) -> bool:
    """棚户区改造600万套，(开工)580万套: work of which as much is done is that on what was named before."""
    if not is_event(own) or is_attribute(own) or unit_kind(quantity.unit_base) not in DONE:
        return False
    return before.unit_base == quantity.unit_base if before else bool(named_before(reading.ahead))


def _name_without_own(reading: Reading, quantity: Quantity, last: str, head: str, *, is_size: bool) -> tuple[str, str]:
    """Name a number that has no noun phrase of its own, and say how: by its verb, its unit, or what went before."""
    noun = noun_of(quantity.unit_base)
    kind = unit_kind(quantity.unit_base)
    who = reading.subject or head or last
    deed = deed_behind(reading.behind) if kind == "people" and not reading.subject and not reading.is_served else ""
    deed = deed or reading.deed
    if deed:
        return deed, "indicator.deed"
    if reading.verb in words_of("reached") and who:
        return who + reading.verb + noun, "indicator.reached"
    if kind == "medals":
        return noun, "indicator.unit"
    if last and is_size:
        return last + noun, "indicator.size"
    if reading.subject:
        return (reading.verb if reading.verb in words_of("keep") else "") + reading.subject, "indicator.subject"
    if last:
        return last, "indicator.carried"
    purpose = PURPOSE.match(reading.behind) if kind == "money" and reading.verb else None
    if purpose and has_noun(purpose[1]):
        return purpose[1], "indicator.purpose"
    back = named_before(reading.ahead) if kind not in ("duration", "age") else ""
    if back and reading.verb in words_of("reached"):
        return back + reading.verb + noun, "indicator.reached"
    if back:
        return back, "indicator.back"
    if noun:
        return noun, "indicator.unit"
    if kind == "money" and len(reading.verb) == 2:
        return reading.verb, "indicator.verb"
    return "", "indicator.none"
