"""Naming: a number's name in the forms in which two reports may agree on it."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.quantities.canonical import canonical_indicator, standard_indicator

__all__ = [
    "ENDING",
    "NEXT_IN_ROW",
    "SAME_UNITS",
    "bare_name",
    "core_name",
    "counts_people",
    "in_full",
    "plain_name",
    "same_words",
    "with_verb",
]


def _either(*roles: str) -> str:
    return either("ledger.csv", *roles)


ENDING = re.compile(rf"(?:{_either('ending')})$")
# The last word of a name with the work before it: 水土流失治理面积
ENDINGS = re.compile(rf"(?<=..)(?:{_either('work_noun')})?(?:{_either('ending')})$")
PAID = re.compile(rf"^(?:{_either('payer')})+对(?=.{{3}})")
QUALIFIER = re.compile(rf"^(?:{_either('qualifier')})+(?=..)")
# What may be left out of the name of a thing, and makes another indicator of a standard one: 城镇居民收入
LOOSE = re.compile(rf"(?:{_either('loose')})(?=..)")
SAME_UNITS, SAME_WORDS = (
    {row["word"]: row["stands_for"] for row in read_table("same_words.csv") if row["kind"] == kind}
    for kind in ("unit", "word")
)
SAME_WORD = re.compile("|".join(map(re.escape, sorted(SAME_WORDS, key=lambda word: (-len(word), word)))))
SPELT_ALIKE = str.maketrans("及与和", "、、、", "“”")
"""Marks and words between things that change nothing: 黄标车及老旧车, “批而未供”土地."""
MOST_STEPS = 3
"""A word may stand for one that is short for another: 国家级专精特新“小巨人”企业."""
TIMED = re.compile(
    r"^(?:提出|今年|全年|年末|全国|“[一二三四五六七八九十]{1,3}五”|(?:前|近|过去)?[三四五]年|平均|年均|每年|累计|由前[一二三四五]年)+(?=..)"
)
INTENDED = re.compile(
    r"(?<=..)(?:从(?:上半年|年初|上年|去年|[一二三四]季度)|由前[一二三四五]年|由上年"
    r"|增长|预期|目标|预算|合计|脱贫任务|基本|按?(?:同|可比)口径|[迈跨跃])+$"
)
# What becomes of the poor, behind who or what they are: 贫困村出列, 贫困人口稳定脱贫
RISEN = re.compile(r"(贫困(?:[村县户乡镇]|人口))(?:稳定|实现|全部|如期|脱贫|出列|摘帽)+$")
# Numbers of several things in a row: 分别增长23.4%、31.8%
EACH = re.compile(r"分别(?P<row>[^，。；]*)$")
NUMBERED = re.compile(r"\d+(?:\.\d+)?")
IN_A_ROW, NEXT_IN_ROW = re.compile(r"\d[^，。；、\d]{1,3}[、和]$"), re.compile(r"[、和]\d")
BOTH = {"城乡": ("城镇", "农村"), "存贷款": ("存款", "贷款")}
"""A word for two things, of which the first number is said, and the second."""
# 第一、二、三产业增加值 names each of the three by half
INDUSTRY = re.compile("^第?([一二三])(?:次?产业?)?增加值")
# A size right before the number picks out what is counted: 其中10亿元以上23个
SIZED = re.compile(r"(?P<size>\d[\d.]*[千百万亿]*元以[上下])的?$")
# Examples of a thing before its name: 小梁薄板房屋等旧住房成套改造
EXAMPLES = re.compile(r"^.+等(?=.{3})")
# A title without the one who grants it, and without 建 before it: 省级“无废细胞”, 再建“无废细胞”
TITLED = re.compile("^(?:[省市区县]级|再?建)(?=“)")
# What is done, left before the thing it is done to: 培训高素质农民, 接待游客
DONE_FIRST = re.compile(rf"^(?:{_either('done_first')})(?=..)(?!(?:{_either('ending')})$)")
# A thing that its rate names again: 财政赤字赤字率
TWICE = re.compile(r"^.{0,4}?(..)\1(?=率$)")
MOVED = re.compile(r"([^，。；、]{2,}?)由[^。；]{2,40}?，(?:转|减|增)为[^，。；]{0,4}$")
SHORT = 2
"""A name of so few characters may be the end of a fuller one that its sentence has before."""
FOSTERED = either("status.csv", "fosters")
WORK = re.compile(_either("new", "renovate", "done", "start", "action"))
SUMMED = re.compile(rf"总(?!数$)(?={_either('summed')})|发电(?=总?装机)")
PEOPLE = re.compile(rf"(?:{_either('people')})$")


def with_verb(name: str, verb: str | None) -> str:
    """The name with its verb where only the two together are a standard one: 加装 and 电梯 are 加装电梯."""
    whole = (verb or "") + name
    return whole if standard_indicator(whole) and not standard_indicator(name) else name


def in_full(name: str, before: str) -> str:
    """A short name as its sentence said it in full: 普通高中学位 in 推进流入地的普通高中学位建设，增加学位20万个."""
    if len(name) > SHORT:
        return name
    fuller = re.findall(
        rf"(?:^|[，、的])(?:{FOSTERED})?([^，。；、的和与]{{2,6}}{re.escape(name)})(?:建设|供给)", before
    )
    return fuller[-1] if fuller else name


def counts_people(name: str) -> bool:
    """Say whether a name alone says that people are counted (减少贫困人口1000万)."""
    known = standard_indicator(name)
    return bool(PEOPLE.search(name)) or (known is not None and known.kind == "people")


def plain_name(name: str, before: str, behind: str) -> str:
    """The name without the words of time and intention around it: 提出今年国内生产总值, 广义货币增长目标.

    城乡居民收入分别增长5%、6.5% gives the one of the towns and then the one of the country.
    Behind 转为 and 减为 what moves is named before its old values: 能耗由前三年分别上升4.9%、5.5%，转为下降1.2%.
    """
    moved = MOVED.search(before) if "由" in before else None
    sized = SIZED.search(before) if "元以" in before else None
    name = TWICE.sub(r"\1", moved[1] if moved else name)
    if sized:
        name = sized["size"] + re.sub("^.*以[上下]的?", "", name)
    name = INDUSTRY.sub(r"第\1产业增加值", _own_of_row(name, before, behind))
    name = INTENDED.sub("", TIMED.sub("", name)) or name
    return RISEN.sub(r"\1", name) if "贫困" in name else name


def _own_of_row(name: str, before: str, behind: str) -> str:
    """The name that belongs to one number of a row: 制造业投资、技改投资分别增长23.4%、31.8%."""
    each = EACH.search(before) if "分别" in before else None
    both = next((both for both in BOTH if name.startswith(both)), None)
    if not each and not both:
        return name
    is_first = NEXT_IN_ROW.match(behind) is not None
    at = len(NUMBERED.findall(each["row"])) if each else 1 if IN_A_ROW.search(before) else 0
    if at == 0 and not is_first:
        return name
    if both:
        return name.replace(both, BOTH[both][min(at, 1)], 1)
    names = name.split("、") if each else []
    return names[at] if len(names) > max(at, 1) and min(map(len, names)) > SHORT else name


def bare_name(name: str) -> str:
    """The thing without what is done to it, wherever that stands: 道路改造完工 and 改造完工道路 are 道路."""
    return name if standard_indicator(name) else WORK.sub("", re.sub(r"（[^）]*）", "", name)) or name


def same_words(name: str) -> str:
    """The name with each word of lexicons/same_words.csv in the form that all its variants stand for."""
    for _ in range(MOST_STEPS):
        was, name = name, SAME_WORD.sub(lambda word: SAME_WORDS[word[0]], name)
        if was == name:
            break
    return name


def core_name(name: str) -> str:
    """The thing without what a report may leave out of its name: 全社会研发投入强度 is 研发投入强度."""
    name = TITLED.sub("", EXAMPLES.sub("", name))
    if not standard_indicator(name):
        name = same_words(name)
    name = QUALIFIER.sub("", PAID.sub("", bare_name(name)).replace("的", ""))
    if not standard_indicator(name):
        name = same_words(LOOSE.sub("", DONE_FIRST.sub("", name)).translate(SPELT_ALIKE))
    name = canonical_indicator(name)
    return ENDINGS.sub("", SUMMED.sub("", QUALIFIER.sub("", name)))
