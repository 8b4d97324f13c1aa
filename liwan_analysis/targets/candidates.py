"""Candidates: statements with what matching looks at, read from the text around their numbers."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.quantities.canonical import canonical_indicator, standard_indicator
from liwan_analysis.quantities.records import Statement
from liwan_analysis.quantities.times import plan_end
from liwan_analysis.quantities.units import unit_kind

__all__ = ["ENDING", "FIRM", "GENERIC", "WORKS", "Candidate", "is_particular", "read_candidates"]


def _either(*roles: str) -> str:
    return either("ledger.csv", *roles)


ENDING = re.compile(rf"(?:{_either('ending')})$")
# The last word of a name with the work before it: 水土流失治理面积
ENDINGS = re.compile(rf"(?<=..)(?:{_either('work_noun')})?(?:{_either('ending')})$")
FIRM = re.compile(rf"(?:{_either('firm')})$")
WORKS = {work: re.compile(_either(work)) for work in ("new", "renovate", "done", "start", "continue")}
GENERIC = re.compile(
    rf"^(?:{_either('generic_opening')})*(?:{_either('generic')})$|{_either('generic_anywhere')}|^(?:{_either('generic_first')})"
)
# The projects that a government has on its list for the year: 省重点项目, 市重点建设项目
LISTED = re.compile(r"(?:自治区|[省市区县])级?重[点大](?:建设)?项目")
AMOUNT = re.compile(_either("amount"))
PAID = re.compile(rf"^(?:{_either('payer')})+对(?=.{{3}})")
TOTAL = re.compile(rf"(?:{_either('total')})(?:[\d.]+[^\d，。；、]{{1,4}}、)*$")
"""Between the word and the number may stand others of the row: 达到12个、30公里."""
# A mark that is passed, and no result to compare with: 迈上万亿台阶, 突破
THRESHOLD = re.compile(r"(?:迈上|跨过|跨越|跨上)[^，。；]*$|(?:突破|超过?)$")
PASSED = "突破"
"""A level that was passed holds on: 产量突破1300万吨 is told of the end of its years, 新增突破10万 is a sum of them."""
# A figure for one year out of several: 年均, 五年来; not 年均浓度, which is the value of a year
AVERAGE = re.compile(rf"(?:年均(?!{_either('yearly_value')})|每年)[^，。；]{{0,10}}$|[三四五]年(?:来|累计)[^，。；]*$")
# The time that opens a paragraph: several years (过去五年, “十三五”时期), or one (一年来, 2023年)
PERIOD = re.compile(
    r"(?P<several>(?:[过这][去的]{0,2}|近)?(?<!第)[三四五]年(?:来|间|(?=，))|(?:过去的?|这)[三四五]年"
    r"|“(?P<plan>[一二三四五六七八九十]{1,3})五”(?:时期|以来|期间))"
    r"|(?P<one>[过刚去的]{2,6}一年|这一年|一年来|(?<![\d比较与自从由])20\d\d年(?!以来|\d)|去年|全年)"
)
QUALIFIER = re.compile(rf"^(?:{_either('qualifier')})+(?=..)")
# What may be left out before the name of a thing, and makes another indicator of a standard one: 城镇居民收入
LOOSE = re.compile(rf"^(?:{_either('loose')})+(?=..)")
SAME_UNITS, SAME_WORDS = (
    {row["word"]: row["stands_for"] for row in read_table("same_words.csv") if row["kind"] == kind}
    for kind in ("unit", "word")
)
SAME_WORD = re.compile("|".join(map(re.escape, sorted(SAME_WORDS, key=lambda word: (-len(word), word)))))
TIMED = re.compile(
    r"^(?:提出|今年|全年|年末|全国|“[一二三四五六七八九十]{1,3}五”|(?:前|近|过去)?[三四五]年|平均|年均|每年|累计|由前[一二三四五]年)+(?=..)"
)
INTENDED = re.compile(
    r"(?<=..)(?:从(?:上半年|年初|上年|去年|[一二三四]季度)|由前[一二三四五]年|由上年"
    r"|增长|预期|目标|预算|合计|脱贫任务|基本|按?(?:同|可比)口径)+$"
)
EACH = re.compile(r"分别(?:[^\d，。；]*(?P<first>$)|[^，。；]*$)")
# Examples of a thing before its name: 小梁薄板房屋等旧住房成套改造
EXAMPLES = re.compile(r"^.+等(?=.{3})")
# A thing that its rate names again: 财政赤字赤字率
TWICE = re.compile(r"^.{0,4}?(..)\1(?=率$)")
MOVED = re.compile(r"([^，。；、]{2,}?)由[^。；]{2,40}?，(?:转|减|增)为[^，。；]{0,4}$")
SHORT = 2
"""A name of so few characters may be the end of a fuller one that its sentence has before."""
FOSTERED = either("status.csv", "fosters")
SALUTATION = 8
"""A first sentence that is shorter (各位代表！) opens no paragraph: the one behind it does."""
WORK = re.compile(_either("new", "renovate", "done", "start", "action"))
SUMMED = re.compile(rf"总(?={_either('summed')})|发电(?=总?装机)")
PEOPLE = re.compile(rf"(?:{_either('people')})$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement with what matching looks at.

    That is its standard name, the same without what is done to the thing (`bare`) and without what may be left out of
    it (`core`), the sentence up to the number (`before`) and the clause behind it (`behind`), the kind of unit, the
    work done, and whether the number is a total (达到), a mark that was passed (突破), a running total (累计), a yearly
    average, a figure for several years, or one for several years that were over when it was made. `is_named` says
    whether its name tells one thing from another (not 资金), `is_amount` whether it says only how much (资金, 产量).
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
    is_mark: bool
    is_running: bool
    is_average: bool
    is_several: bool
    is_over: bool
    is_named: bool
    is_amount: bool


def is_particular(statement: Statement) -> bool:
    """Say whether a name tells one thing from another (not 重点项目, 大类, 中央财政增加支出; but 省重点项目)."""
    name = statement.indicator.name or statement.indicator.verb
    is_general = name is None or (GENERIC.search(name) and not LISTED.fullmatch(name))
    return not is_general and statement.quantity.unit_base not in ("大", "大类", "类", "级")


def read_candidates(text: str, statements: Iterable[Statement]) -> Iterator[Candidate]:
    """Give statements what matching looks at; those without a value, or without indicator and verb, are left out.

    >>> from liwan_analysis.quantities import read_passage
    >>> text = "累计建成道路30条，改造道路20条。"
    >>> found = read_candidates(text, read_passage(text, "review"))
    >>> [(one.canonical, sorted(one.works), one.is_running) for one in found]
    [('道路', ['done'], True), ('道路', ['renovate'], False)]
    """
    starts, ends = _periods(text)
    for statement in statements:
        quantity, name = statement.quantity, statement.indicator.name or statement.indicator.verb
        if name is None or quantity.uncertain or math.isnan(quantity.value):
            continue
        clause = re.split(r"[，。；：\n]", text[max(0, quantity.start - 40) : quantity.start])[-1]
        behind = re.split(r"[，。；：\n]", text[quantity.end : quantity.end + 30])[0]
        words = clause + behind + name
        before = re.split(r"[。；\n]", text[max(0, quantity.start - 80) : quantity.start])[-1]
        name = _in_full(_with_verb(name, statement.indicator.verb), before)
        canonical = canonical_indicator(_plain(name, before))
        end = ends[bisect_right(starts, quantity.start) - 1]
        unit = SAME_UNITS.get(quantity.unit_base or "", quantity.unit_base)
        unit = unit or ("人" if _counts_people(canonical) else None)
        works = frozenset(work for work, pattern in WORKS.items() if pattern.search(words))
        yield Candidate(
            statement,
            canonical=canonical,
            bare=_bare(canonical),
            core=_core(canonical.removesuffix("余额") if statement.measure == "growth" else canonical),
            before=before,
            behind=behind,
            unit=unit,
            kind=unit_kind(unit),
            works=works,
            is_total=bool(TOTAL.search(clause))
            or (quantity.bound_word == PASSED and not works and "累计" not in clause),
            is_mark=bool(THRESHOLD.search(clause)) or quantity.bound == "over",
            is_running="累计" in clause,
            is_average=bool(AVERAGE.search(clause)),
            is_several=end is not None,
            is_over=end is not None and end < (statement.year or 0),
            is_named=is_particular(statement),
            is_amount=not is_particular(statement) or bool(AMOUNT.fullmatch(canonical)),
        )


def _with_verb(name: str, verb: str | None) -> str:
    """The name with its verb where only the two together are a standard one: 加装 and 电梯 are 加装电梯."""
    whole = (verb or "") + name
    return whole if standard_indicator(whole) and not standard_indicator(name) else name


def _in_full(name: str, before: str) -> str:
    """A short name as its sentence said it in full: 普通高中学位 in 推进流入地的普通高中学位建设，增加学位20万个."""
    if len(name) > SHORT:
        return name
    fuller = re.findall(
        rf"(?:^|[，、的])(?:{FOSTERED})?([^，。；、的和与]{{2,6}}{re.escape(name)})(?:建设|供给)", before
    )
    return fuller[-1] if fuller else name


def _counts_people(name: str) -> bool:
    """Say whether a name alone says that people are counted (减少贫困人口1000万)."""
    known = standard_indicator(name)
    return bool(PEOPLE.search(name)) or (known is not None and known.kind == "people")


def _plain(name: str, before: str) -> str:
    """The name without the words of time and intention around it: 提出今年国内生产总值, 广义货币增长目标.

    城乡居民收入分别增长5%、6.5% gives the one of the towns and then the one of the country.
    Behind 转为 and 减为 what moves is named before its old values: 能耗由前三年分别上升4.9%、5.5%，转为下降1.2%.
    """
    moved = MOVED.search(before)
    name = TWICE.sub(r"\1", moved[1] if moved else name)
    each = EACH.search(before)
    if each and name.startswith("城乡居民"):
        name = name.replace("城乡", "城镇" if each["first"] else "农村", 1)
    return INTENDED.sub("", TIMED.sub("", name)) or name


def _bare(name: str) -> str:
    """The thing without what is done to it, wherever that stands: 道路改造完工 and 改造完工道路 are 道路."""
    return name if standard_indicator(name) else WORK.sub("", re.sub(r"（[^）]*）", "", name)) or name


def _core(name: str) -> str:
    """The thing without what a report may leave out of its name: 全社会研发投入强度 is 研发投入强度."""
    name = QUALIFIER.sub("", PAID.sub("", EXAMPLES.sub("", _bare(name))).replace("的", ""))
    if not standard_indicator(name):
        name = LOOSE.sub("", SAME_WORD.sub(lambda word: SAME_WORDS[word[0]], name))
    name = canonical_indicator(name)
    return ENDINGS.sub("", SUMMED.sub("", QUALIFIER.sub("", name)))


def _periods(text: str) -> tuple[list[int], list[int | None]]:
    """Give where each sentence starts, and the end of the several years it tells of; None where it tells of one year.

    A period is named where a paragraph opens (in its first sentence, behind 各位代表！) or at the head of a sentence,
    and holds until the next one; under a heading that names several years alone (过去五年工作回顾), a single year
    holds to the end of its paragraph only.
    """
    starts: list[int] = []
    ends: list[int | None] = []
    at, end, chapter = 0, None, None
    for paragraph in text.splitlines(keepends=True):
        is_first = True
        for sentence in re.findall(r"[^。！]*[。！]?", paragraph):
            opening = sentence if is_first else re.split("[，；]", sentence)[0]
            for period in PERIOD.finditer(opening):
                end = _end_of(period)
            starts.append(at)
            ends.append(end)
            at += len(sentence)
            is_first = is_first and len(sentence) < SALUTATION
        if not re.search("[，。；]", paragraph) and PERIOD.search(paragraph):
            named = [_end_of(period) for period in PERIOD.finditer(paragraph)]
            end = chapter = end if None not in named else None
        elif end is None:
            end = chapter
    return starts, ends


def _end_of(period: re.Match[str]) -> int | None:
    """The last year of a five-year plan that is named, 0 for 过去五年, None for a single year."""
    if period["several"] is None:
        return None
    return plan_end(period["plan"]) or 0 if period["plan"] else 0
