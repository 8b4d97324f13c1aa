"""Candidates: statements with what matching looks at, read from the text around their numbers."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.quantities.records import Statement
from liwan_analysis.quantities.units import unit_kind, units
from liwan_analysis.targets.naming import (
    NEXT_IN_ROW,
    SAME_UNITS,
    bare_name,
    core_name,
    counts_people,
    in_full,
    plain_name,
    with_verb,
)
from liwan_analysis.targets.periods import read_periods

__all__ = ["FIRM", "GENERIC", "REACHES", "WORKS", "Candidate", "is_particular", "one_by_one", "read_candidates"]


def _either(*roles: str) -> str:
    return either("ledger.csv", *roles)


FIRM = re.compile(rf"(?:{_either('firm')})$")
WORKS = {work: re.compile(_either(work)) for work in ("new", "renovate", "done", "start", "continue")}
GENERIC = re.compile(
    rf"^(?:{_either('generic_opening')})*(?:{_either('generic')})$|{_either('generic_anywhere')}|^(?:{_either('generic_first')})"
)
# The projects that a government has on its list for the year: 省重点项目, 市重点建设项目, 省市重点项目
LISTED = re.compile(r"(?:自治区|[省市区县]{1,3})级?重[点大](?:建设)?项目")
AMOUNT = re.compile(_either("amount"))
ROW = r"(?:每[人月年]{1,3}|[\d.]+[^\d，。；、]{1,4}、)*$"
"""Between a word and the number may stand others of the row (达到12个、30公里), or for whom it is (达到每人每月)."""
TOTAL, STATE = re.compile(rf"(?:{_either('total')}){ROW}"), re.compile(rf"(?:{_either('total', 'state')}){ROW}")
# Told of one year among several: 其中2017年75万人, 比上年增长5%
OF_ONE_YEAR = re.compile(
    r"(?<![比较自从由与至到、—-])(?:20\d\d|去|上)年(?!以?来|的|[比较])[^，。；、]{0,15}$|(?:同比|[比较][上去]年)[^，。；]{0,8}$"
)
# A size right before a number picks out what is counted: 10亿元以上12个
SIZE = re.compile(r"\d[\d.]*[千百万亿]*元以[上下]\d")
# A mark that is passed, and no result to compare with: 迈上万亿台阶, 突破
THRESHOLD = re.compile(r"(?:迈上|跨过|跨越|跨上)[^，。；]*$|(?:突破|超过?)$")
PASSED = "突破"
"""A level that was passed holds on: 产量突破1300万吨 is told of the end of its years, 新增突破10万 is a sum of them."""
# A name for all there is, which the word for a work in it does not make a work: 通车里程突破900公里
STOCK = re.compile("(?:里程|总量|总数|保有量|规模)$")
# A figure for one year out of several: 年均, 五年来; not 年均浓度, the value of a year, nor 每年3300元 of a standard
AVERAGE = re.compile(
    rf"(?:年均(?!{_either('yearly_value')})|(?<!每人)每年(?!$))[^，。；]{{0,10}}$|[三四五]年(?:来|累计)[^，。；]*$"
)
# Said of each of several things: 解决率、满意率均保持在94%以上
ALIKE, JOINED = re.compile(r"(?:(?<![年人平])均|都|分别)[^，。；\d]{0,6}$"), re.compile("[、和与及]")
# What is done for so many, behind their number: 为1万名残疾儿童提供康复救助
REACHES = frozenset({"惠及", "受益", "受惠"})
DONE_FOR = re.compile(r"(?P<who>.+?)(?:提供|实施|开展|进行|落实|实现)(?P<what>.+)")
PURPOSE = re.compile(rf"(?:{_either('payer')})*(?P<purpose>.{{2,}}?)(?:{_either('money_word')})")
OF_NAMES = frozenset({"大", "大类", "类", "级", "千伏", "层"})
"""Units of numbers that say what sort of a thing is meant: 110千伏变电站, 5层以上住宅."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A statement with what matching looks at.

    That is its standard name, the same without what is done to the thing (`bare`) and without what may be left out of
    it (`core`), the sentence up to the number (`before`) and the clause behind it (`behind`), the kind of unit, the
    work done, and whether the number is a total (达到), says where a thing stands (达到, 控制在), is a mark that was
    passed (突破), a running total (累计), a yearly average, a figure for several years, or one for several years that
    were over when it was made. `is_named` says whether its name tells one thing from another (not 资金), `is_amount`
    whether it says only how much (资金, 产量). What rules ask of it again and again is read once, when first asked.
    """

    statement: Statement
    canonical: str
    bare: str
    core: str
    before: str
    behind: str
    unit: str | None
    kind: str
    works: frozenset[str]
    is_total: bool
    is_state: bool
    is_mark: bool
    is_running: bool
    is_average: bool
    is_several: bool
    is_over: bool
    is_named: bool
    is_amount: bool

    @cached_property
    def letters(self) -> frozenset[str]:
        """Each two characters in a row of its name: without one in common, two names are not alike."""
        names = {self.core, self.bare}
        return frozenset(name[at : at + 2] for name in names for at in range(max(len(name) - 1, 1)))

    @cached_property
    def is_work_alone(self) -> bool:
        """Whether it has no name but a verb or the noun of its unit, and a clause that says what is done."""
        indicator, unit = self.statement.indicator, units().get(self.unit or "")
        has_name = indicator.name is not None and (unit is None or indicator.name != unit.noun)
        return not has_name and bool(self.works)

    @cached_property
    def is_said_around(self) -> bool:
        """Whether its sentence may say what its name does not: it has a verb for a name, or only says how much."""
        indicator = self.statement.indicator
        is_bare = self.is_amount or len(self.core) < 2 or self.core == indicator.verb or indicator.verb in REACHES
        return is_bare or self.is_work_alone or self.statement.measure == "share" or self.done_for is not None

    @cached_property
    def done_for(self) -> tuple[str, str] | None:
        """Whom something is done for and what, as the clause behind says it: 为1万名残疾儿童提供康复救助."""
        said = DONE_FOR.fullmatch(self.behind)
        return (said["who"], said["what"]) if said else None

    @cached_property
    def purpose(self) -> str | None:
        """What money is for, of 财政科技支出 and 用于科技的投入; None where the name is no name of money."""
        found = PURPOSE.fullmatch(self.canonical.replace("的", ""))
        return found["purpose"] if found else None


def is_particular(statement: Statement) -> bool:
    """Say whether a name tells one thing from another (not 重点项目, 大类, 中央财政增加支出; but 省重点项目)."""
    name = statement.indicator.name or statement.indicator.verb
    is_general = name is None or (GENERIC.search(name) and not LISTED.fullmatch(name))
    return not is_general and statement.quantity.unit_base not in OF_NAMES


def read_candidates(text: str, statements: Iterable[Statement]) -> Iterator[Candidate]:
    """Give statements what matching looks at; those without a value, or without indicator and verb, are left out.

    >>> from liwan_analysis.quantities import read_passage
    >>> text = "累计建成道路30条，改造道路20条。"
    >>> found = read_candidates(text, read_passage(text, "review"))
    >>> [(one.canonical, sorted(one.works), one.is_running) for one in found]
    [('道路', ['done'], True), ('道路', ['renovate'], False)]
    """
    starts, ends = read_periods(text)
    for statement in statements:
        quantity, name = statement.quantity, statement.indicator.name or statement.indicator.verb
        if name is None or quantity.uncertain or math.isnan(quantity.value) or SIZE.match(text, quantity.start):
            continue
        clause = re.split(r"[，。；：\n]", text[max(0, quantity.start - 40) : quantity.start])[-1]
        behind = re.split(r"[，。；：\n]", text[quantity.end : quantity.end + 30])[0]
        words = f"{_own_part(clause, statement.indicator.verb)}{behind.split('、')[0]}{name}"
        before = re.split(r"[。；\n]", text[max(0, quantity.start - 80) : quantity.start])[-1]
        name = in_full(with_verb(name, statement.indicator.verb), before)
        canonical = canonical_indicator(plain_name(name, before, behind))
        end = ends[bisect_right(starts, quantity.start) - 1]
        unit = SAME_UNITS.get(quantity.unit_base or "", quantity.unit_base)
        unit = unit or ("人" if counts_people(canonical) else None)
        is_state = bool(STATE.search(clause))
        works = frozenset(work for work, pattern in WORKS.items() if pattern.search(words))
        is_passed = quantity.bound_word == PASSED and "累计" not in clause
        yield Candidate(
            statement,
            canonical=canonical,
            bare=bare_name(canonical),
            core=core_name(canonical.removesuffix("余额") if statement.measure == "growth" else canonical),
            before=before,
            behind=behind,
            unit=unit,
            kind=unit_kind(unit),
            works=works,
            is_total=(is_state and bool(TOTAL.search(clause)))
            or (is_passed and (not works or (works == {"done"} and bool(STOCK.search(name))))),
            is_state=is_state,
            is_mark=bool(THRESHOLD.search(clause)) or quantity.bound == "over",
            is_running="累计" in clause,
            is_average="年" in clause and bool(AVERAGE.search(clause)),
            is_several=end is not None and not OF_ONE_YEAR.search(before),
            is_over=end is not None and end < (statement.year or 0),
            is_named=is_particular(statement),
            is_amount=not is_particular(statement) or bool(AMOUNT.fullmatch(canonical)),
        )


def _own_part(clause: str, verb: str | None) -> str:
    """What a clause says of its last number: 完工 alone in 新开工老旧小区40个、完工, and all of 新建道路12条、."""
    others, _, last = clause.rpartition("、")
    is_own = (verb is not None and verb in last) or any(pattern.search(last) for pattern in WORKS.values())
    return last if is_own and re.search(r"\d", others) else clause


def one_by_one(one: Candidate) -> Iterator[Candidate]:
    """Give a number that holds for each of several things once for each: 治疗覆盖率、治疗成功率均保持在95%以上."""
    is_each = ALIKE.search(one.before) and not NEXT_IN_ROW.match(one.behind)
    names = JOINED.split(one.canonical) if is_each else []
    if len(names) < 2 or min(map(len, names)) < 2:
        yield one
        return
    for name in map(canonical_indicator, names):
        yield replace(one, canonical=name, bare=bare_name(name), core=core_name(name))
