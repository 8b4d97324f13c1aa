"""When are two numbers about the same thing? Rules that are tried in order, each with its reason and examples."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from liwan_analysis.lexicons.loader import either
from liwan_analysis.targets.candidates import ENDING, Candidate

__all__ = ["PAIR_RULES", "Certainty", "PairRule", "same_thing"]

Certainty = Literal["certain", "likely"]
PARTICULAR = 4
"""From so many characters on, a name without its ending still tells one thing from another."""
SAID_BY_UNIT = frozenset({"area", "length"})
"""Kinds of unit that say themselves what the ending of a short name does: 造林面积 in 亩, 绿道长度 in 公里."""
BARE_HEAD = 6
"""A name longer than this says what it is about by itself."""

NEAR = 40
"""So far before an amount stands what it is an amount of."""

PURPOSE = re.compile(
    rf"(?:{either('ledger.csv', 'payer')})*(?P<purpose>.{{2,}}?)(?:{either('ledger.csv', 'money_word')})"
)
SHARE = re.compile(r"(?P<part>.+?)占(?P<whole>.*?)比(?:重|例)?")
SHARE_BEHIND = re.compile(r"占(?P<whole>[^占，。；]*?)比(?:重|例)?[^比，。；]{0,4}$")


@dataclass(frozen=True, slots=True)
class PairRule:
    """A rule that pairs a result with a goal: its name, why it holds, and texts of review and plan to judge it by.

    In `yes` the rule pairs the two numbers; in `no` no rule does.
    """

    name: str
    why: str
    certainty: Certainty
    yes: tuple[str, str]
    no: tuple[str, str]
    holds: Callable[[Candidate, Candidate], bool]


_rules: list[PairRule] = []


def _pair(
    why: str, *, certainty: Certainty, yes: tuple[str, str], no: tuple[str, str]
) -> Callable[[Callable[[Candidate, Candidate], bool]], Callable[[Candidate, Candidate], bool]]:
    def take(holds: Callable[[Candidate, Candidate], bool]) -> Callable[[Candidate, Candidate], bool]:
        _rules.append(PairRule(f"pair.{holds.__name__}", why, certainty, yes, no, holds))
        return holds

    return take


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
    "a report leaves out 全社会, 规模以上, 首批 or the 总 of 总产量 once the thing is known",
    certainty="likely",
    yes=("水产品总产量130万吨。", "水产品产量达到140万吨。"),
    no=("水产品产量130万吨。", "农产品产量达到140万吨。"),
)
def short_name(result: Candidate, goal: Candidate) -> bool:
    return result.core == goal.core and len(goal.core) > 2


@_pair(
    "money for one purpose is called 投入, 支出 or 资金, with or without the one who pays",
    certainty="likely",
    yes=("中央财政用于科技的支出1163亿元。", "中央财政科技投入1461亿元。"),
    no=("中央财政用于科技的支出1163亿元。", "中央财政教育投入1461亿元。"),
)
def same_purpose(result: Candidate, goal: Candidate) -> bool:
    is_money = result.kind == goal.kind == "money" or result.statement.measure == goal.statement.measure == "growth"
    ours, theirs = (PURPOSE.fullmatch(one.canonical.replace("的", "")) for one in (result, goal))
    return is_money and ours is not None and theirs is not None and ours["purpose"] == theirs["purpose"]


@_pair(
    "one clause has only the head of the name or the verb, and the thing stands earlier in its sentence",
    certainty="likely",
    yes=("中欧班列开行3005列。", "深化中欧班列改革，全年开行3100列以上。"),
    no=("中欧班列开行3005列。", "深化旅游列车改革，全年开行100列以上。"),
)
def named_nearby(result: Candidate, goal: Candidate) -> bool:
    return _is_named_before(goal, result) or _is_named_before(result, goal)


def _is_named_before(short: Candidate, long: Candidate) -> bool:
    """Say whether `short` has no more than the end of the name of `long`, whose rest stands before it."""
    if short.core == short.statement.indicator.verb == long.statement.indicator.verb:
        return len(long.bare) > 2 and long.bare in short.before
    rest = long.core.removesuffix(short.core)
    return len(short.core) <= BARE_HEAD and 2 < len(rest) < len(long.core) and rest in short.before


@_pair(
    "占比 leaves out the whole that the other year names",
    certainty="likely",
    yes=("产业投资占全部投资比重达到52.1%。", "产业投资占比保持在50%以上。"),
    no=("产业投资占全部投资比重达到52.1%。", "产业投资占生产总值比重保持在30%以上。"),
)
def share_of_whole(result: Candidate, goal: Candidate) -> bool:
    ours, theirs = _share(result), _share(goal)
    return ours is not None and theirs is not None and ours[0] == theirs[0] and "" in (ours[1], theirs[1])


def _share(one: Candidate) -> tuple[str, str] | None:
    """The part and the whole of a share, as its name or else its clause says them; None where neither has 占."""
    named = SHARE.fullmatch(one.canonical)
    if named:
        return named["part"], named["whole"]
    said = SHARE_BEHIND.search(one.before)
    return (one.canonical, said["whole"]) if said else None


@_pair(
    "a share is said as a verb (多少的X实现了Y) in one year and as a rate (X的Y率) in the other",
    certainty="likely",
    yes=("95%的行政村实现了污水治理。", "行政村污水治理率达到97%。"),
    no=("95%的行政村实现了垃圾分类。", "行政村污水治理率达到97%。"),
)
def share_as_verb(result: Candidate, goal: Candidate) -> bool:
    return _is_rate_of(goal, result) or _is_rate_of(result, goal)


def _is_rate_of(rate: Candidate, share: Candidate) -> bool:
    """Say whether the name of a rate is made of what the other's clause says: X实现了Y and X(的)Y率."""
    said = re.fullmatch(r"的(.+?)(?:实现了?|完成了?|达到了?|得到了?|享有了?)(.+)", share.behind)
    name = re.fullmatch(r"(.+?)(?:覆盖|普及|完成)?率", rate.canonical)
    return said is not None and name is not None and name[1].replace("的", "") == said[1] + said[2]


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
    purpose = PURPOSE.fullmatch(thing.canonical.replace("的", ""))
    if amount.kind == "money" and purpose is None:
        return False
    name = purpose["purpose"].removesuffix("专项") if purpose else thing.core
    is_used_for = re.match(rf"用于[^，]{{0,4}}{re.escape(name)}", amount.behind)
    return (len(name) > 2 and name in amount.before[-NEAR:]) or is_used_for is not None


PAIR_RULES: tuple[PairRule, ...] = tuple(_rules)
"""The rules in the order in which they are tried: what is certain comes first."""
OF_UNNAMED = tuple(rule for rule in PAIR_RULES if rule.holds is amount_only)
"""The rules for a number whose own name is too general to pair it by."""


def same_thing(result: Candidate, goal: Candidate) -> PairRule | None:
    """Give the first rule by which two candidates are about the same thing; None where none is.

    >>> from liwan_analysis.quantities import read_passage
    >>> from liwan_analysis.targets.candidates import read_candidates
    >>> was, will = "水产品总产量130万吨。", "水产品产量达到140万吨。"
    >>> (result,) = read_candidates(was, read_passage(was, "review"))
    >>> (goal,) = read_candidates(will, read_passage(will, "plan"))
    >>> same_thing(result, goal).name
    'pair.short_name'
    """
    rules = PAIR_RULES if result.is_named and goal.is_named else OF_UNNAMED
    return next((rule for rule in rules if rule.holds(result, goal)), None)
