"""What a quantity measures: the noun phrase around it, by a small grammar of clauses.

A sentence is read from number to number. The phrase stands behind the number (5个项目), before it (项目5个), or is
carried on from the number before (产值3亿元、增长5%); the words that open and close phrases are in
lexicons/grammar.csv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from liwan_analysis.quantities.ahead import BREAK, COUNTED, SIZED, look_ahead
from liwan_analysis.quantities.behind import phrase_after
from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.quantities.grammar import (
    SHARE,
    is_attribute,
    phrase_before,
    strip_attribute,
    strip_links,
    subject_of,
    words_of,
)
from liwan_analysis.quantities.nameless import (
    deed_behind,
    lasting_thing,
    named_before,
    producer_of,
    rate_behind,
    streak_of,
    with_owner,
)
from liwan_analysis.quantities.nouns import has_noun
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.series import Reading, distribute
from liwan_analysis.quantities.units import noun_of, unit_kind

__all__ = ["Reading", "read_indicators"]

# What is a rate or a degree by its name: 完成率, 占比, 开放度
RATE = re.compile(r"[率比度]$|比重$|比例$|水平$")
# What was raised before it is said by how much: 提高养老金水平，年均增长(10%)
RAISED = re.compile(r"(?:.*?(?:继续|再次|大幅|进一步|年))?(?:提高|增加)([^，。；、了]{4,24})$")
# What something is a multiple of: 是1950年到1997年投入总和的(1.7倍)
SET_AGAINST = re.compile(r"(?:是|为|相当于|超过)[^，。；]{2,24}的$")
# What money is for: 筹措7亿元(实施就业惠民工程)
PURPOSE = re.compile(r"(?:用于|支持|实施|开展|促进|推进|加强)+(.{4,20})$")
# Who pays: 中央财政(安排5亿元)
PAYER = re.compile(r"(?:财政|中央|国家)$")
# The place among others between a thing and its number: 高速公路里程全国第四、(突破1万公里)
PLACED = re.compile(
    r"(?<=..)(?:[均都]?(?:位居|位列|稳居|居|列))?(?:全[国省市区球]|世界|[东中西]部|东北)[^，。；、]{0,6}"
    r"(?:[第前][一二三四五六七八九十\d]+位?|前列|首位|前茅)、$"
)
# Who is to have something done for them: 对五保供养对象等(8600多万名困难群众发放补贴)
SERVED = re.compile(r"[对向为给].*等$")
# How long it takes, begun before the clause: 用3年(时间将充电桩增加到43万个)
TIME_TAKEN = re.compile(r"^(?:左右)?的?时间")
# A rate of change as a noun: 经济增长预期目标为 (7%)
GROWTH = re.compile(r"增(?:长|速)(?:的?预期)?(?:目标)?$")


def read_indicators(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> list[Reading]:
    """Read the indicators of the quantities of one sentence `text[start:end]`, in order.

    Each reading has the noun phrase, the verb that leads to it, and the change (up, down) the number states.
    """
    readings: list[Reading] = []
    head, is_thing = "", False
    floor = start
    for i, quantity in enumerate(quantities):
        ceiling = quantities[i + 1].start if i + 1 < len(quantities) else end
        reading = _read_one(text, floor, quantity, ceiling, is_first=not readings)
        previous = readings[-1] if readings else None
        if previous:
            _inherit(reading, previous, quantity, quantities[i - 1], text)
        _name(reading, quantity, previous, quantities[i - 1] if i else None, head)
        if previous and not reading.verb and text[quantities[i - 1].end : quantity.start].startswith(("、", "和")):
            reading.verb = previous.verb
        if reading.rule == "indicator.before" and BREAK.search(text[floor : quantity.start]):
            is_thing = is_thing and reading.own.endswith(words_of("attribute"))
        if reading.indicator and not is_attribute(reading.own or "x"):
            if unit_kind(quantity.unit_base) in COUNTED:
                head, is_thing = reading.indicator, True
            elif not is_thing:
                head = strip_attribute(reading.indicator)
        readings.append(reading)
        floor = quantity.end + (len(reading.phrase) if text.startswith(reading.phrase, quantity.end) else 0)
    look_ahead(text, quantities, readings)
    distribute(text, quantities, readings)
    return readings


def _inherit(reading: Reading, previous: Reading, quantity: Quantity, before: Quantity, text: str) -> None:
    """增长4.8%、5.6%: what follows without words of its own goes on with the verb before it."""
    between = text[before.end : quantity.start]
    same_kind = unit_kind(quantity.unit_base) == unit_kind(before.unit_base)
    if between in ("、", "和", "，") and same_kind and not reading.change:
        reading.change, reading.reaches = previous.change, previous.reaches


def _read_one(text: str, floor: int, quantity: Quantity, ceiling: int, *, is_first: bool) -> Reading:
    clause = _clause_before(text, floor, quantity.start)
    ahead = text[floor : quantity.start - len(clause)]
    clause = PLACED.sub("", clause) if clause.endswith("、") else clause
    reading = Reading(behind=re.split(r"[，。；：！？\n、）]", text[quantity.end : ceiling])[0], ahead=ahead)
    share = SHARE.search(clause)
    if share:
        reading.of_whole = True
        clause = clause[: share.start()]
    kind = unit_kind(quantity.unit_base)
    clause = SET_AGAINST.sub("", clause) if kind == "times" else clause
    clause = clause.removesuffix("新") if kind == "duration" else TIME_TAKEN.sub("", clause)
    rest, reading.change, reading.reaches, reading.verb = strip_links(clause)
    is_list = clause[len(rest) :].startswith(("分别", "均", "都"))
    reading.own, verb, reading.subject = phrase_before(rest, is_list=is_list)
    if clause and not (reading.own or reading.subject or verb):
        noun = _noun_before(text[floor : quantity.start], clause, reading, is_first=is_first)
        reading.own, verb, reading.subject = phrase_before(noun)
    reading.verb = verb or reading.verb
    if reading.own and not has_noun(reading.own):
        reading.own, reading.verb = "", reading.verb or reading.own
    if kind == "duration" and not (reading.own or reading.subject):
        _name_duration(reading, text[floor : quantity.start], quantity, ceiling, text)
    is_rate = kind in ("percent", "times", "points")
    if _may_be_behind(reading, kind):
        is_money = kind == "money" and quantity.bound_word not in ("以上", "以下")
        reading.is_served = clause.endswith(("为", "给", "让", "使")) or bool(SERVED.match(clause))
        reading.phrase = phrase_after(
            text,
            quantity.end,
            ceiling,
            is_money=is_money,
            is_served=kind == "percent" or reading.is_served,
            is_head=kind in COUNTED and (quantity.start == 0 or bool(BREAK.match(text[quantity.start - 1]))),
        )
        if kind == "percent" and is_first:
            reading.phrase = rate_behind(reading.behind) or reading.phrase
        if reading.phrase in ("任务", "目标", "大关") and (reading.own or not is_first):
            reading.phrase = ""
    if kind in COUNTED and text.startswith(reading.phrase, quantity.end):
        thing = strip_attribute(reading.phrase)
        reading.phrase = reading.phrase if thing == reading.phrase else strip_links(thing)[0] or thing
    if is_rate and RATE.search(reading.own):
        reading.phrase = ""
    if kind == "percent" and not reading.change and GROWTH.search(reading.own):
        reading.change, reading.reaches = "up", False
    if kind in COUNTED and reading.phrase and not re.search(r"(?:增加|减少)$", clause):
        reading.change = ""
    return reading


def _name_duration(reading: Reading, gap: str, quantity: Quantity, ceiling: int, text: str) -> None:
    """经过25年(坚持不懈的努力); 连续7年(提高养老金水平); (农民收入)为历年最高，连续两年快于城镇居民."""
    if TIME_TAKEN.match(reading.behind):
        return
    if not gap.endswith("连续"):
        reading.phrase = lasting_thing(text, quantity.end, ceiling)
        return
    reading.own = streak_of(text[quantity.end : ceiling], re.split(r"[，。；：]", gap)[:-1])


def _may_be_behind(reading: Reading, kind: str) -> bool:
    """Say whether the noun may stand behind a number; a rate has it there only with 的, or where nothing precedes.

    23%的县; 在60%政府举办的医疗机构; not 占比达60%左右
    """
    if kind == "duration":
        return reading.behind.startswith("的")
    if kind not in ("percent", "times", "points"):
        return True
    is_alone = not (reading.own or reading.subject or reading.of_whole)
    return not reading.change and (reading.behind.startswith("的") or (kind == "percent" and is_alone))


def _clause_before(text: str, floor: int, position: int) -> str:
    """Give the clause before a number, with the parentheses that are closed in it."""
    gap = re.sub(
        r"（[^（）]*）(?=等)|^（[^（）]{1,4}）、|^\d{1,2}\.|^(?:新?台阶|大关|关口)、", "", text[floor:position]
    )
    depth = 0
    for k in range(len(gap) - 1, -1, -1):
        if gap[k] == "）":
            depth += 1
        elif gap[k] == "（":
            if depth == 0:
                return gap[k + 1 :]
            depth -= 1
        elif depth == 0 and BREAK.match(gap[k]):
            return gap[k + 1 :]
    return gap.lstrip("、和与及")


def _noun_before(gap: str, clause: str, reading: Reading, *, is_first: bool) -> str:
    """Where only 达到, 由 or 分别 leads to a number, its noun stands in the clause before.

    进出口总值创历史新高，达到5379亿元; 农村居民人均纯收入，由2090元增加到2476元; 提高养老金水平，年均增长10%.
    """
    clauses = [part for part in re.split(r"[，。；：]", gap) if not part.startswith(("扣除", "考虑", "剔除"))]
    if len(clauses) < 2:
        return ""
    before = clauses[-2]
    is_whole = is_first or len(clauses) > 2
    if is_first and re.match(r"将?[从由]|分别", clause):
        return before
    match = RAISED.match(before)
    if match and reading.change and not reading.reaches:
        return match[1]
    return subject_of(before) if is_whole and (reading.reaches or reading.change) else ""


def _name(reading: Reading, quantity: Quantity, previous: Reading | None, before: Quantity | None, head: str) -> None:
    """Name what is measured; the head of the chain goes before what cannot stand alone, or takes its place."""
    own, kind = reading.own, unit_kind(quantity.unit_base)
    last = previous.indicator if previous else named_before(reading.ahead) if own.startswith("在") else ""
    if quantity.unit_base == "人口":
        reading.indicator, reading.rule = own + noun_of(quantity.unit_base), "indicator.people"
    elif reading.phrase:
        reading.is_modifier = bool(own) and is_attribute(own) and kind not in COUNTED
        of = own if reading.is_modifier and reading.behind.startswith("的") else ""
        reading.indicator, reading.rule = reading.phrase + of, "indicator.behind"
    elif not own or (own in words_of("keep") and last):
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


def _name_without_own(reading: Reading, quantity: Quantity, last: str, head: str, *, is_size: bool) -> tuple[str, str]:
    """Name a number that has no noun phrase of its own, and say how: by its verb, its unit, or what went before."""
    noun = noun_of(quantity.unit_base)
    kind = unit_kind(quantity.unit_base)
    who = reading.subject or head or last
    deed = deed_behind(reading.behind) if kind == "people" and not reading.subject and not reading.is_served else ""
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
