"""Rules of pairing that look at names alone: one thing under two names, or under one."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.canonical import canonical_indicator, standard_indicator
from liwan_analysis.targets.candidates import GENERIC, Candidate
from liwan_analysis.targets.naming import ENDING, same_words
from liwan_analysis.targets.pair_rules import PairRule, register

__all__ = ["BY_NAME", "LONG", "PARTICULAR"]

PARTICULAR = 4
"""From so many characters on, a name without its ending still tells one thing from another."""
SAID_BY_UNIT = frozenset({"area", "length"})
"""Kinds of unit that say themselves what the ending of a short name does: 造林面积 in 亩, 绿道长度 in 公里."""
SHORTEST = 3
"""A name of so few characters may still be another's without the word for its sort: 志愿者 of 注册志愿者."""
WORD = 4
"""So many characters make up the word that a name leaves out."""
# A word that tells a thing from others, and a number or a list of things
TELLING = re.compile(rf"{either('ledger.csv', 'telling')}|[\d、和及与“”《》—-]")
LONG = 6
"""A name longer than this says what it is about by itself."""
MAKE = "生产"
"""The verb of what a 产量 counts."""
TITLE = re.compile(r"“(?P<title>[^”]{4,})”(?P<rest>.*)")
GROWN = 2
"""By so many characters a title may grow: “智改数转网联”; “专精特新小巨人” is a rank of its own."""
SHARE = re.compile(r"(?P<part>.+?)[占与](?P<whole>.*?)比(?:重|例|率|值)?")
INTENSITY, ECONOMY = "强度", "地区生产总值"
"""研发经费投入强度 is what is spent as a share of the economy."""
SHARE_BEHIND = re.compile(r"占(?P<whole>[^占，。；]*?)(?:比(?:重|例)?[^比，。；]{0,4}|的)$")
# What a share is a share of is valued by the one or by the other: 占规上工业总产值比重, 占规上工业比重
VALUE = re.compile(r"(?<=..)(?:总产值|产值|增加值)$")

_rules: list[PairRule] = []
_pair = register(_rules)


@_pair(
    "both have one standard name by lexicons/indicators.csv, or one name but for place and 新增",
    certainty="certain",
    yes=("完成固投540亿元。", "完成固定资产投资560亿元以上。"),
    no=("工业投资增长9.4%。", "民间投资增长6%。"),
)
def same_name(result: Candidate, goal: Candidate) -> bool:
    return result.canonical == goal.canonical


@_pair(
    "what is done to a thing stands before it in one year and behind it in the next",
    certainty="certain",
    yes=("停车场改造完工20个。", "改造完工停车场30个。"),
    no=("改造停车场20个。", "新建停车场30个。"),
)
def word_order(result: Candidate, goal: Candidate) -> bool:
    return result.bare == goal.bare and len(goal.bare) > 2


@_pair(
    "a word at the end adds nothing to what is measured (建设, 项目, 里程: role ending in lexicons/ledger.csv)",
    certainty="certain",
    yes=("完成智慧社区建设20个。", "建成智慧社区30个。"),
    no=("完成智慧社区建设20个。", "建成智慧工厂30个。"),
)
def same_but_ending(result: Candidate, goal: Candidate) -> bool:
    core, other = ENDING.sub("", goal.canonical), ENDING.sub("", result.canonical)
    return core == other and (len(core) >= PARTICULAR or result.kind in SAID_BY_UNIT)


@_pair(
    "a report leaves out 全社会, 规模以上, 首批, 城镇 or the 总 of 总产量 once the thing is known",
    certainty="likely",
    yes=("水产品总产量130万吨。", "水产品产量达到140万吨。"),
    no=("水产品产量130万吨。", "农产品产量达到140万吨。"),
)
def short_name(result: Candidate, goal: Candidate) -> bool:
    return result.core == goal.core and (len(goal.core) > 2 or not GENERIC.search(goal.core))


@_pair(
    "two words of a long name change places; names of other things are not made of the same characters",
    certainty="likely",
    yes=("新增乡村公办幼儿学位30个。", "新增公办乡村幼儿学位25个。"),
    no=("新增乡村公办幼儿学位30个。", "新增乡村民办幼儿学位25个。"),
)
def words_of_name(result: Candidate, goal: Candidate) -> bool:
    is_as_long = len(result.core) == len(goal.core) >= PARTICULAR
    # The part and the whole of a share may not change places: 产值占工业比重
    return is_as_long and "占" not in goal.core and sorted(result.core) == sorted(goal.core)


@_pair(
    "what is done is the verb of one clause and a noun in the other (组织公益电影放映, 放映公益电影)",
    certainty="likely",
    yes=("组织公益电影放映20场。", "放映公益电影30场。"),
    no=("组织公益电影放映20场。", "拍摄公益电影30场。"),
)
def verb_in_name(result: Candidate, goal: Candidate) -> bool:
    return _is_verb_in(goal, result) or _is_verb_in(result, goal)


def _is_verb_in(long: Candidate, short: Candidate) -> bool:
    verb, whole = short.statement.indicator.verb, long.core.removesuffix("量")
    if not verb or len(whole) != len(short.core) + len(verb):
        return False
    if whole in (verb + short.core, short.core + verb):
        return True
    return len(short.core) >= PARTICULAR and verb in whole and sorted(whole) == sorted(short.core + verb)


@_pair(
    "what is made is named with 生产 before it in one year and as its 产量 in the next",
    certainty="likely",
    yes=("生产汽车41万辆。", "汽车产量达到50万辆。"),
    no=("生产汽车41万辆。", "汽车销量达到50万辆。"),
)
def made(result: Candidate, goal: Candidate) -> bool:
    return _is_output_of(result, goal) or _is_output_of(goal, result)


def _is_output_of(output: Candidate, making: Candidate) -> bool:
    thing = output.core.removesuffix("产量")
    if not thing or thing == output.core:
        return False
    return making.core == MAKE + thing or (making.statement.indicator.verb == MAKE and making.core == thing)


@_pair(
    "a name in quotation marks grows by a word at its end from one year to the next",
    certainty="likely",
    yes=("完成“智改数转”项目680项。", "完成“智改数转网联”项目700项。"),
    no=("培育“专精特新”企业30家。", "培育“专精特新小巨人”企业20家。"),
)
def grown_title(result: Candidate, goal: Candidate) -> bool:
    if not result.canonical.startswith("“"):
        return False
    ours, theirs = TITLE.fullmatch(result.canonical), TITLE.fullmatch(goal.canonical)
    if not ours or not theirs or ours["rest"] != theirs["rest"]:
        return False
    short, long = sorted((ours["title"], theirs["title"]), key=len)
    grown = long.removeprefix(short)
    return 0 < len(grown) <= GROWN and long.startswith(short) and not TELLING.search(grown)


@_pair(
    "a long name that says what it is about by itself is said with another word before it in the other year",
    certainty="likely",
    yes=("省外落地项目投资完成额增长5%。", "落地项目投资完成额增长6%。"),
    no=("居民人均可支配收入增长5%。", "农村居民人均可支配收入增长6%。"),
)
def long_tail(result: Candidate, goal: Candidate) -> bool:
    short, long = (result.core, goal.core) if len(result.core) < len(goal.core) else (goal.core, result.core)
    if not (LONG < len(short) < len(long) and long.endswith(short)):
        return False
    is_standard = standard_indicator(short) or standard_indicator(long)
    return not is_standard and not re.search(r"\d|城乡", long.removesuffix(short))


@_pair(
    "money for one purpose is called 投入, 支出 or 资金, with or without the one who pays",
    certainty="likely",
    yes=("中央财政用于科技的支出1163亿元。", "中央财政科技投入1461亿元。"),
    no=("中央财政用于科技的支出1163亿元。", "中央财政教育投入1461亿元。"),
)
def same_purpose(result: Candidate, goal: Candidate) -> bool:
    is_money = result.kind == goal.kind == "money" or result.statement.measure == goal.statement.measure == "growth"
    return is_money and result.purpose is not None and result.purpose == goal.purpose


@_pair(
    "占比 leaves out the whole that the other year names",
    certainty="likely",
    yes=("产业投资占全部投资比重达到52.1%。", "产业投资占比保持在50%以上。"),
    no=("产业投资占全部投资比重达到52.1%。", "产业投资占生产总值比重保持在30%以上。"),
)
def share_of_whole(result: Candidate, goal: Candidate) -> bool:
    ours, theirs = _share(result), _share(goal)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return False
    return ours[1] == theirs[1] or "" in (ours[1], theirs[1])


def _share(one: Candidate) -> tuple[str, str] | None:
    """The part and the whole of a share, as its name or else its clause says them; None where neither has 占."""
    named = SHARE.fullmatch(one.canonical)
    if named:
        return _valued(named["part"]), _valued(named["whole"])
    if one.canonical.endswith(INTENSITY):
        return _valued(one.canonical.removesuffix(INTENSITY)), _valued(ECONOMY)
    said = SHARE_BEHIND.search(one.before)
    return (_valued(one.canonical), _valued(said["whole"])) if said else None


def _valued(name: str) -> str:
    return VALUE.sub("", same_words(canonical_indicator(name)))


@_pair(
    "a word in a long name that says of what sort the thing is, and tells it from no other, is left out",
    certainty="likely",
    yes=("新增博士后科研工作站20家。", "新增博士后工作站25家。"),
    no=("新增公办养老床位20张。", "新增养老床位30张。"),
)
def fuller_name(result: Candidate, goal: Candidate) -> bool:
    short, long = (result.core, goal.core) if len(result.core) < len(goal.core) else (goal.core, result.core)
    left_out = len(long) - len(short)
    if len(short) < SHORTEST or not 0 < left_out <= WORD or not _is_same_count(result, goal):
        return False
    if standard_indicator(short) or standard_indicator(long):
        return False
    rest = _left_out(short, long)
    return bool(rest) and not TELLING.search(rest)


def _left_out(short: str, long: str) -> str:
    """What a name has more than another with the same end, whose words may stand in other order; "" where it has less.

    >>> _left_out("家庭养老床位", "养老家庭照护床位"), _left_out("养老床位", "养老机构")
    ('照护', '')
    """
    same = next((k for k, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    end = len(long) - len(short) + same
    if long[end:] == short[same:]:
        return long[same:end] if same < len(short) else ""
    rest = list(long)
    for letter in short:
        if letter not in rest:
            return ""
        rest.remove(letter)
    return "".join(rest) if len(short) > PARTICULAR and long.endswith(short[-2:]) else ""


def _is_same_count(result: Candidate, goal: Candidate) -> bool:
    """Say whether two numbers are shares, or count what was done or where things stand; not amounts of money."""
    if goal.statement.measure != "level":
        return goal.statement.measure == "share"
    is_done = any(one.works or one.statement.indicator.verb for one in (result, goal))
    return goal.kind != "money" and (is_done or (result.is_state and goal.is_state))


BY_NAME: tuple[PairRule, ...] = tuple(_rules)
"""In the order in which they are tried."""
