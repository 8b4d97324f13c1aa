"""Rules of pairing that look at the sentence: one of two numbers has only a part of its name, or a verb for it."""

from __future__ import annotations

import re

from liwan_analysis.quantities.canonical import OPENING
from liwan_analysis.targets.candidates import REACHES, Candidate
from liwan_analysis.targets.pair_rules import PairRule, register
from liwan_analysis.targets.pairing_by_name import LONG, PARTICULAR

__all__ = ["BY_SENTENCE", "OF_UNNAMED"]

# What joins things may stand in one year and not in the other: 中小学、幼儿园, 中小学幼儿园
JOINING = re.compile("[、及与和“”]")
NEAR = 40
"""So far before an amount stands what it is an amount of."""
# What makes a rate of a thing: 污水治理率, 5G覆盖率, and the same said as a verb (实现5G覆盖)
RATE = re.compile(r"(?:覆盖|普及|完成|通达)?(?:率|比例)$|(?:覆盖|普及|完成|通达)$")
# What so many of a whole have, behind their share: 95%的行政村实现了污水治理
SAID_OF_SHARE = re.compile(r"的?(.+?)(?:实现了?|完成了?|达到了?|得到了?|享有了?)(.+)")
AMOUNT_OF_PEOPLE, FREE = re.compile("(?:人数|人次)$"), re.compile("免费|服务")

_rules: list[PairRule] = []
_pair = register(_rules)


@_pair(
    "one clause has only the head of the name or the verb, and the thing stands earlier in its sentence",
    certainty="likely",
    yes=("中欧班列开行3005列。", "深化中欧班列改革，全年开行3100列以上。"),
    no=("中欧班列开行3005列。", "深化旅游列车改革，全年开行100列以上。"),
)
def named_nearby(result: Candidate, goal: Candidate) -> bool:
    return _is_named_before(goal, result) or _is_named_before(result, goal)


def _is_named_before(short: Candidate, long: Candidate) -> bool:
    """Say whether `short` has no more than the end of the name of `long`, whose rest stands close before it."""
    if short.core == short.statement.indicator.verb == long.statement.indicator.verb:
        return len(long.bare) > 2 and long.bare in short.before
    if not (long.bare.endswith(short.core) or long.core.endswith(short.core)) or len(short.core) > LONG:
        return False
    if len(OPENING.sub("", short.statement.indicator.name or "")) > len(short.bare):
        return False  # 基础教育学位 has 学位 for its standard name, and is no more of 幼儿园 than it says
    rests = [name.removesuffix(short.core) for name in (long.core, long.bare) if name.endswith(short.core)]
    near = JOINING.sub("", "，".join(short.before.split("，")[-2:]))
    return any(len(rest) > 2 and JOINING.sub("", rest) in near for rest in rests)


@_pair(
    "one clause says only what is done and how much (新开工10万户), and the thing stands before it",
    certainty="likely",
    yes=("开工改造城中村15万户。", "推进城中村改造行动，新开工10万户。"),
    no=("开工改造城中村15万户。", "完成城中村改造，惠及10万户。"),
)
def work_alone(result: Candidate, goal: Candidate) -> bool:
    if result.is_work_alone and goal.is_work_alone:
        return result.works == goal.works and _shares_words(result.before[-NEAR:], goal.before[-NEAR:])
    return _is_work_on(goal, result) or _is_work_on(result, goal)


def _is_work_on(short: Candidate, long: Candidate) -> bool:
    if not short.is_work_alone or long.is_work_alone or not short.works & long.works:
        return False
    return len(long.core) > 2 and long.core in short.before[-NEAR:]


def _shares_words(one: str, other: str, n: int = LONG) -> bool:
    """Say whether two stretches have `n` characters in a row in common, so many that they name one thing."""
    return any(one[i : i + n] in other for i in range(len(one) - n + 1))


@_pair(
    "whom a work reaches is said of one thing, with or without a word for who they are",
    certainty="likely",
    yes=("推进城镇老旧小区改造，惠及居民3268户。", "改造城镇老旧小区，惠及2800户。"),
    no=("推进城镇老旧小区改造，惠及居民3268户。", "更新燃气管网，惠及2800户。"),
)
def reached(result: Candidate, goal: Candidate) -> bool:
    verb = goal.statement.indicator.verb
    is_reach = verb in REACHES and verb == result.statement.indicator.verb
    return is_reach and _shares_words(result.before[-NEAR:], goal.before[-NEAR:], PARTICULAR)


@_pair(
    "what is done for so many people stands behind their number in one year and in one name in the other",
    certainty="likely",
    yes=("为1万名残疾儿童提供康复救助。", "残疾儿童康复救助1.2万人。"),
    no=("为1万名残疾儿童提供康复救助。", "残疾儿童入学1.2万人。"),
)
def done_for(result: Candidate, goal: Candidate) -> bool:
    return _is_done_for(goal, result) or _is_done_for(result, goal)


def _is_done_for(named: Candidate, told: Candidate) -> bool:
    if told.done_for is None:
        return False
    name, who, what = (FREE.sub("", words) for words in (AMOUNT_OF_PEOPLE.sub("", named.canonical), *told.done_for))
    is_all = sorted(name) == sorted(who + what)
    return len(name) >= PARTICULAR and (is_all or name == what)


@_pair(
    "a share is said as a verb (多少的X实现了Y) in one year and as a rate (X的Y率) in the other",
    certainty="likely",
    yes=("95%的行政村实现了污水治理。", "行政村污水治理率达到97%。"),
    no=("95%的行政村实现了垃圾分类。", "行政村污水治理率达到97%。"),
)
def share_as_verb(result: Candidate, goal: Candidate) -> bool:
    return _is_rate_of(goal, result) or _is_rate_of(result, goal)


def _is_rate_of(rate: Candidate, share: Candidate) -> bool:
    """Say whether the name of a rate is made of what the other's clause says: X实现了Y and X(的)Y率, X and X比例."""
    if rate.statement.measure != "share":
        return False
    name, said = RATE.sub("", rate.canonical), SAID_OF_SHARE.fullmatch(share.behind)
    if name == rate.canonical:
        return False
    is_same = name == share.canonical and share.statement.measure == "share"
    return is_same or (said is not None and name.replace("的", "") == RATE.sub("", said[1] + said[2]))


@_pair(
    "one clause has only a word for an amount (资金, 投入, 产量), and what the other names stands beside it",
    certainty="likely",
    yes=("中央财政安排社会保障资金2906亿元。", "增加社会保障投入，中央财政拟安排资金3185亿元。"),
    no=("中央财政安排社会保障资金2906亿元。", "增加医疗卫生投入，中央财政拟安排资金3185亿元。"),
)
def amount_only(result: Candidate, goal: Candidate) -> bool:
    return _is_amount_of(goal, result) or _is_amount_of(result, goal)


def _is_amount_of(amount: Candidate, thing: Candidate) -> bool:
    """Say whether `amount` has no more than a word for an amount, and stands beside what `thing` is about."""
    if not amount.is_amount or thing.is_amount:
        return False
    if amount.kind == "money" and thing.purpose is None:
        return False
    name = thing.purpose.removesuffix("专项") if thing.purpose else thing.core
    is_used_for = re.match(rf"用于[^，]{{0,4}}{re.escape(name)}", amount.behind)
    return (len(name) > 2 and name in amount.before[-NEAR:]) or is_used_for is not None


BY_SENTENCE: tuple[PairRule, ...] = tuple(_rules)
"""In the order in which they are tried."""
OF_UNNAMED = tuple(rule for rule in BY_SENTENCE if rule.holds is amount_only)
"""The rules for a number whose own name is too general to pair it by."""
