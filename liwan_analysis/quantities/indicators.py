"""What a quantity measures: the noun phrase around it, by a small grammar of clauses.

A sentence is read from number to number. The phrase stands behind the number (5个项目), before it (项目5个), or is
carried on from the number before (产值3亿元、增长5%); the words that open and close phrases are in
lexicons/grammar.csv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from liwan_analysis.quantities.ahead import BREAK, COUNTED, look_ahead
from liwan_analysis.quantities.behind import phrase_after
from liwan_analysis.quantities.compared import SHARE
from liwan_analysis.quantities.grammar import (
    is_attribute,
    is_event,
    phrase_before,
    strip_attribute,
    strip_links,
    subject_of,
    words_of,
)
from liwan_analysis.quantities.nameless import (
    cut_behind,
    deed_before,
    deed_behind,
    lasting_thing,
    rate_behind,
    streak_of,
)
from liwan_analysis.quantities.naming import RATE, name_reading
from liwan_analysis.quantities.nouns import has_noun, without_rate
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.series import Reading, distribute
from liwan_analysis.quantities.units import unit_kind

__all__ = ["Reading", "read_indicators"]

# What was raised before it is said by how much: 提高养老金水平，年均增长(10%)
RAISED = re.compile(r"(?:.*?(?:继续|再次|大幅|进一步|年))?(?:提高|增加)([^，。；、了]{4,24})$")
# What something is a multiple of: 是1950年到1997年投入总和的(1.7倍)
SET_AGAINST = re.compile(r"(?:是|为|相当于|超过)[^，。；]{2,24}的$")
# The place among others between a thing and its number: 高速公路里程全国第四、(突破1万公里)
PLACED = re.compile(
    r"(?<=..)(?:[均都]?(?:位居|位列|稳居|居|列))?(?:全[国省市区球]|世界|[东中西]部|东北)[^，。；、]{0,6}"
    r"(?:[第前][一二三四五六七八九十\d]+位?|前列|首位|前茅)、$"
)
# Who is to have something done for them: 对五保供养对象等(8600多万名困难群众发放补贴)
SERVED = re.compile(r"[对向为给](?:.*等|全[国省市区县州])$")
# To whom money is given, before what is given: 对企业给予(20万元的补贴), 对博士给予每月(3000元)
GIVEN = re.compile(r"^[对为向给][^，。；、]{2,}(?:给予|发放)(?:每[^，。；、\d]{1,3})?$")
GRANT = re.compile(r"的([^，。；、的]{0,8}(?:补贴|补助|奖励|资助|津贴|补偿))$")
# More of the work that was named before: 房屋改造55万平方米，再多改造(5万平方米)
MORE = re.compile(r"再多[^，。；、]{2}$")
# Who is got to do something: 推动1000个小区(安装充电设施)
URGED = ("推动", "引导", "鼓励", "帮助", "组织", "支持")
# What a number is that is to be reached: 三分之一(目标的基础上)
TASK = re.compile(r"(?:任务|目标|大关|关口)(?:的.*)?")
# What stands between numbers and is no clause: （含县）等, 1., 新台阶、
ASIDE = re.compile(r"（[^（）]*）(?=等)|^（[^（）]{1,4}）、|^\d{1,2}\.|^(?:新?台阶|大关|关口)、")
# Between two rates of one verb: 增长6.5%以上(，力争)7%, 增长7.8%(，略低于)8%的目标
AIMS_ON = re.compile(
    r"[，、](?:并|而且)?(?:力争|争取|努力|奋力|全力|确保|冲刺|向)+(?:达到|实现)?|，略?(?:[低高]于|超过)"
)
# Who is of an age: 3至6岁(儿童)基本学会普通话
AGED = re.compile(
    r"[^，。；、的]{0,6}?(?:儿童|婴幼儿|老年人|老人|居民|人员|人群|妇女|女性|男性|青年|青少年|学生|群众|人口|职工)"
)
RATE_KINDS = ("percent", "times", "points")
STOP = re.compile(r"[，。；：！？\n、）]")
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
        if previous and previous.rate and reading.own and previous.rate.startswith(reading.own):
            reading.own = previous.phrase + reading.own
        if previous:
            _inherit(reading, previous, quantity, quantities[i - 1], text)
        name_reading(reading, quantity, previous, quantities[i - 1] if i else None, head)
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
    for quantity, reading in zip(quantities, readings, strict=True):
        aged = AGED.match(reading.behind) if unit_kind(quantity.unit_base) == "age" else None
        if aged and reading.indicator.startswith(aged[0]):
            reading.indicator = aged[0]
    return readings


def _inherit(reading: Reading, previous: Reading, quantity: Quantity, before: Quantity, text: str) -> None:
    """增长4.8%、5.6%: what follows without words of its own goes on with the verb before it."""
    same_kind = unit_kind(quantity.unit_base) == unit_kind(before.unit_base)
    between = text[before.end : quantity.start]
    is_next = between in ("、", "和", "，") or (quantity.unit_base == "%" and AIMS_ON.fullmatch(between))
    if same_kind and not reading.change and is_next:
        reading.change, reading.reaches = previous.change, previous.reaches


def _read_one(text: str, floor: int, quantity: Quantity, ceiling: int, *, is_first: bool) -> Reading:
    kind = unit_kind(quantity.unit_base)
    reading, clause = _read_before(text, floor, quantity, ceiling, is_first=is_first)
    if _may_be_behind(reading, kind):
        reading.phrase = _phrase_behind(text, quantity, ceiling, reading, clause, is_first=is_first)
    if kind in COUNTED and text.startswith(reading.phrase, quantity.end):
        whole = reading.phrase
        if quantity.end + len(reading.behind) == ceiling:
            reading.phrase = without_rate(whole)
        reading.rate = whole[len(reading.phrase) :]
        thing = strip_attribute(reading.phrase)
        reading.phrase = reading.phrase if thing == reading.phrase else strip_links(thing)[0] or thing
    if kind in RATE_KINDS:
        _read_rate(reading, kind)
    if kind in COUNTED and reading.phrase and not re.search(r"(?:增加|减少)$", clause):
        reading.change = ""
    return reading


def _read_before(text: str, floor: int, quantity: Quantity, ceiling: int, *, is_first: bool) -> tuple[Reading, str]:
    """Read what stands before a number; give its clause, too."""
    kind, gap = unit_kind(quantity.unit_base), text[floor : quantity.start]
    clause = _clause_before(text, floor, quantity.start)
    ahead = gap[: len(gap) - len(clause)]
    clause = PLACED.sub("", clause) if clause.endswith("、") else clause
    reading = Reading(behind=STOP.split(text[quantity.end : ceiling])[0], ahead=ahead)
    clause = "" if kind == "money" and GIVEN.match(clause) else clause
    share = SHARE.search(clause)
    if share:
        reading.of_whole = True
        clause = clause[: share.start()]
    clause = SET_AGAINST.sub("", clause) if kind == "times" else clause
    clause = clause.removesuffix("新") if kind == "duration" else TIME_TAKEN.sub("", clause)
    rest, reading.change, reading.reaches, reading.verb = strip_links(clause)
    is_list = clause[len(rest) :].startswith(("分别", "均", "都"))
    reading.own, verb, reading.subject = phrase_before(rest, is_list=is_list)
    if clause and not (reading.own or reading.subject or verb):
        reading.own, verb, reading.subject = phrase_before(_noun_before(gap, clause, reading, is_first=is_first))
    reading.verb = verb or reading.verb
    if MORE.search(clause):
        reading.own, reading.verb = "", clause[-2:]
    if reading.own and not has_noun(reading.own):
        reading.own, reading.verb = "", reading.verb or reading.own
    if kind == "duration" and not (reading.own or reading.subject):
        _name_duration(reading, gap, quantity, ceiling, text)
    if kind == "people" and not reading.subject and (not reading.own or is_event(reading.own)):
        reading.deed = deed_before(rest)
        reading.own = "" if reading.deed else reading.own
    return reading, clause


def _phrase_behind(
    text: str, quantity: Quantity, ceiling: int, reading: Reading, clause: str, *, is_first: bool
) -> str:
    """Give the noun behind a number, "" where there is none, or only the goal that the number is (5%的目标)."""
    kind = unit_kind(quantity.unit_base)
    is_money = kind == "money" and quantity.bound_word not in ("以上", "以下")
    is_standard = is_money and clause.startswith("按")
    reading.is_served = (
        clause.endswith(("为", "给", "让", "使", "在", "对", "向")) or is_standard or bool(SERVED.match(clause))
    )
    phrase = phrase_after(
        text,
        quantity.end,
        ceiling,
        is_money=is_money,
        is_served=kind == "percent" or reading.is_served,
        is_urged=kind in COUNTED and clause.endswith(URGED),
        is_head=kind in COUNTED and (quantity.start == 0 or bool(BREAK.match(text[quantity.start - 1]))),
    )
    grant = GRANT.match(reading.behind) if kind == "money" and not phrase else None
    if grant:
        return grant[1]
    if kind == "percent" and is_first:
        phrase = rate_behind(reading.behind) or phrase
    return "" if TASK.fullmatch(phrase) and (reading.own or not is_first) else phrase


def _read_rate(reading: Reading, kind: str) -> None:
    """A rate has its noun before it, and says there or behind that it is one of change."""
    if RATE.search(reading.own):
        reading.phrase = ""
    change, thing = cut_behind(reading.behind)
    if change:
        reading.change, reading.reaches, reading.phrase = change, False, ""
        reading.own = reading.own.removesuffix("按") or thing
    elif kind == "percent" and not reading.change and GROWTH.search(reading.own):
        reading.change, reading.reaches = "up", False


def _name_duration(reading: Reading, gap: str, quantity: Quantity, ceiling: int, text: str) -> None:
    """经过25年(坚持不懈的努力); 连续7年(提高养老金水平); 实现1小时(开办企业); (农民收入)最高，连续两年快于城镇居民."""
    if TIME_TAKEN.match(reading.behind):
        return
    if not gap.endswith("连续"):
        deed = deed_behind(reading.behind) if gap.endswith(("实现", "做到", "推行")) else ""
        reading.phrase = deed or lasting_thing(text, quantity.end, ceiling)
        return
    reading.own = streak_of(text[quantity.end : ceiling], re.split(r"[，。；：]", gap)[:-1])


def _may_be_behind(reading: Reading, kind: str) -> bool:
    """Say whether the noun may stand behind a number; a rate has it there only with 的, or where nothing precedes.

    23%的县; 在60%政府举办的医疗机构; not 占比达60%左右
    """
    if kind == "duration":
        return reading.behind.startswith("的")
    if kind not in RATE_KINDS:
        return True
    is_alone = not (reading.own or reading.subject or reading.of_whole)
    return not reading.change and (reading.behind.startswith("的") or (kind == "percent" and is_alone))


def _clause_before(text: str, floor: int, position: int) -> str:
    """Give the clause before a number, with the parentheses that are closed in it."""
    gap = ASIDE.sub("", text[floor:position])
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
