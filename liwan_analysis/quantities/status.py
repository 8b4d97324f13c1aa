"""What a quantity is in the report, a result, a target or a description; how firmly it is promised; for which year."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, read_ordinal, read_span
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.indicators import Reading
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.units import unit_kind

__all__ = ["find_modality", "hardness_of", "measure_of", "modality_words", "plan_end", "status_of", "year_of"]

TOTAL = re.compile(r"总投资额?$|总规模$|历时$|注册资本$|注册资金$|占地$|占地面积$|总建筑面积$")
THRESHOLD = re.compile(
    r"^的?(?:重大|重点|大型|龙头|工业|骨干|规上|产业|行政|新建|续建|优势|先进|特色|支柱)*"
    r"(?:企业|项目|集群|产业链|产业|城市|县|村|镇|户|单位|园区|部分|经营主体|平台|品牌|市|区|家庭|贷款|人口|老人|老年人|以上|儿童|婴幼儿|户籍)"
)
NATION = re.compile(r"(?:中国人|人口|民族|各族)")
FACT = re.compile(r"了$|(?:已|现有|拥有|我国有|我省有|我市有|我区有|目前有|迄今|现行)[^，。；]{0,6}$")
BACKDROP = re.compile(r"^(?:聚焦|依托|立足|面对|发挥|用好|基于|按照|现行|针对)")
ORIGIN = re.compile(r"(?:从|由)(?:(?:19|20)\d\d年的?)?[^，。；、\d]{0,8}$")
GROWTH_NOUN = re.compile(r"^的?(?:预期)?(?:增长|增速|增幅|涨幅|年增长)")
GROWTH_HEAD = re.compile(r"(?:涨幅|增速|增幅|增长率|降幅)$")


def measure_of(quantity: Quantity, reading: Reading) -> tuple[str, str | None]:
    """Say whether a number is a growth rate, a share or a level, and which way it goes.

    A rate of change is growth (增长4.8%, 翻一番), also in percentage points; a percentage or a fraction that is reached
    is a share (提高到95%); everything else is a level. The direction is that of the verb, where there is one.
    """
    kind = unit_kind(quantity.unit_base)
    direction = reading.change if reading.change in ("up", "down") else None
    if GROWTH_NOUN.match(reading.behind) and kind in ("percent", "times"):
        return "growth", direction or "up"
    if quantity.unit == "番" or (kind == "times" and direction):
        return "growth", direction or "up"
    is_ratio = kind == "percent" or (
        quantity.unit_base is None and 0 < quantity.value_base <= 1 and "." not in quantity.quote
    )
    if (kind in ("percent", "points") or is_ratio) and reading.change and not reading.reaches:
        return "growth", direction
    if GROWTH_HEAD.search(reading.indicator) and kind in ("percent", "points"):
        return "growth", direction or ("down" if reading.indicator.endswith("降幅") else "up")
    return ("share" if is_ratio else "level"), direction


def status_of(
    quantity: Quantity, reading: Reading, part: str, before: str, *, year: int | None, review_year: int | None
) -> str:
    """Say what a quantity is: `actual` (a result), `target` (a commitment) or `context` (it only describes).

    `before` is the sentence up to the quote. Sizes and ages in front of what they describe,
    durations, thresholds (亿元以上项目) and starting points (从15家增加到38家) describe.
    """
    if part not in ("review", "plan"):
        return "context"
    segment = re.split(r"[，。；：]", before)[-1]
    clause = segment.split("、")[-1]
    kind = unit_kind(quantity.unit_base)
    if clause.endswith("连续") or NATION.match(reading.phrase):
        return "context"
    if kind in ("duration", "age") and not reading.change and not reading.reaches:
        return "context"
    if quantity.unit_base in ("级", "吨级") or reading.phrase.startswith("方面"):
        return "context"
    is_size = kind in ("power", "energy") or quantity.unit_base == "英寸" or quantity.quote[0] in "百千"
    if is_size and reading.phrase and len(reading.own) <= 2 and kind not in ("count", "people", "money", "household"):
        return "context"
    if TOTAL.search(clause.rstrip("约超近达为")) or (reading.is_modifier and reading.behind.startswith("的")):
        return "context"
    if (
        kind in ("money", "age")
        and quantity.bound in ("at_least", "over", "at_most")
        and THRESHOLD.match(reading.behind)
    ):
        return "context"
    if ORIGIN.search(clause) and re.match(r".{0,3}(?:到|至|增|提|升|降|跃|缩|下|扩)", reading.behind or "到"):
        return "context"
    if part == "review":
        return "actual"
    if year is not None and review_year is not None and year <= review_year:
        return "actual"
    if FACT.search(clause) or (BACKDROP.match(segment) and kind not in ("count", "percent")):
        return "context"
    return "target"


@cache
def modality_words() -> dict[str, str]:
    """Give the words of commitment in lexicons/modality.csv with the hardness each lends to a target.

    >>> modality_words()["确保"], modality_words()["力争"]
    ('hard', 'soft')
    """
    table = files("liwan_analysis").joinpath("lexicons", "modality.csv").read_text(encoding="utf-8")
    return {row["word"]: row["hardness"] for row in csv.DictReader(table.splitlines())}


@cache
def _modality_pattern() -> re.Pattern[str]:
    words = sorted(modality_words(), key=len, reverse=True)
    return re.compile(
        "|".join(
            {
                "计划": r"(?<![动年展产育人业])计划(?=[^，。；、“”\n]{2})",
                "拟": r"(?<![模虚])拟(?=[^定议人])",
                "保证": "保证(?!金)",
                "保障": "保障(?=[^，。；、]{2,30}(?:建成|完工|投产|通车|落地|到位|实现|达))",
            }.get(word, word)
            for word in words
        )
    )


@cache
def _verb_first() -> re.Pattern[str]:
    carried = "完工|竣工|投产|达到|完成投资"
    verbs = "|".join(re.escape(word) for word in words_of("lead") if len(word) > 1)
    adverbs = "|".join(re.escape(word) for word in words_of("scope") if len(word) > 1)
    return re.compile(rf"^(?!{carried})(?:{adverbs})*(?:{verbs})")


def find_modality(before: str) -> str | None:
    """Find the word of commitment that governs what follows `before`, the sentence up to the quote.

    >>> find_modality("力争全年签约项目不少于200个，协议投资额达"), find_modality("力争竣工20个，做好")
    ('力争', None)

    It governs its own clause, and the clauses after it that go on without a verb of their own.
    """
    for clause in reversed(re.split(r"，", re.split(r"[。；：！？]", before)[-1])):
        found = _modality_pattern().findall(clause)
        if found:
            return str(found[-1])
        if _verb_first().match(clause) or GOVERNS.search(clause):
            return None
    return None


def hardness_of(modality: str | None, bound: str) -> str:
    """Say how firmly a target is put: `hard`, `soft` or `plain`.

    >>> hardness_of("力争", "at_least"), hardness_of(None, "at_least"), hardness_of(None, "exact")
    ('soft', 'hard', 'plain')

    The word of commitment decides; without one the bound does: a floor or a ceiling (以上, 超, 以内) is hard, 左右 and
    约 are soft (Li, Liu, Weng & Zhou 2019; 徐现祥、刘毓芸 2017).
    """
    by_word = modality_words().get(modality or "", "plain")
    if by_word != "plain":
        return by_word
    return {"at_least": "hard", "over": "hard", "at_most": "hard", "about": "soft"}.get(bound, "plain")


GOVERNS = re.compile(
    r"推进|推动|狠抓|做好|抓好|办好|加快(?!建设，)|深化|打造|建成|引进|培育|实施|开展|举办|启动|紧盯|突出|完善|加强|落实|坚持"
)
FIVE_YEAR = rf"“([{ORDINAL_DIGITS}]{{1,3}})五”"
TIME = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?!度|以来|以后|前建|代)"
    rf"|(?P<span>未来|今后|接下来)(?P<n>[两{ORDINAL_DIGITS}\d]{{1,3}})年|(?P<within>[两{ORDINAL_DIGITS}\d]{{1,3}})年内"
    rf"|{FIVE_YEAR}(?P<plan>时期|期间|末)"
    r"|(?P<last>去年|上年)|(?P<this>今年|年内|全年|年底|本年)|(?P<next>明年)"
)
NO_TIME_BEFORE = re.compile(r"[比较与自从《（较于]$|[—－\-–~至]$")


def plan_end(tens: str) -> int | None:
    """Give the last year of a five-year plan: 十四 (of 十四五) ends in 2025; None where there is no such plan.

    >>> plan_end("十四"), plan_end("十五")
    (2025, 2030)
    """
    number = read_ordinal(tens)
    return 1955 + 5 * number if number else None


def _most(years: str) -> int | None:
    """The most years that 三五年内 or 未来十五年 name; None for what is no number."""
    try:
        return int(read_span(years)[1])
    except ValueError:
        return None


def year_of(
    before: str, part: str, *, review_year: int | None, plan_year: int | None, chapter_year: int | None = None
) -> int | None:
    """Say which year a quantity is about, from the sentence before it and the part it stands in.

    >>> year_of("力争未来三年完成土地储备出让", "plan", review_year=2023, plan_year=2024)
    2026

    Without a word of time in the sentence it is the year of the part; in front, closing and glossary it is missing.
    """
    default = {"review": review_year, "plan": chapter_year or plan_year}.get(part)
    own = re.search(r"((?:19|20)\d\d)年的?$", before)
    if own:
        return int(own[1])
    found: int | None = None
    for match in TIME.finditer(before):
        if (
            match["year"]
            and NO_TIME_BEFORE.search(before[: match.start()])
            and not before[: match.start()].endswith("到")
        ):
            continue
        if (match["last"] or match["plan"]) and NO_TIME_BEFORE.search(before[: match.start()]):
            continue
        found = _year_at(match, part, review_year, plan_year, default)
    year = default if found is None else found
    if part == "review" and review_year and year and year > review_year:
        return review_year
    return year


def _year_at(
    match: re.Match[str], part: str, review_year: int | None, plan_year: int | None, default: int | None
) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["plan"]:
        return plan_end(match[match.re.groupindex["plan"] - 1]) or default
    years = match["n"] or match["within"]
    if years:
        number = _most(years)
        return plan_year + number - 1 if number and plan_year and part == "plan" else default
    if match["last"]:
        return plan_year - 1 if plan_year else None
    if match["next"]:
        return plan_year + 1 if plan_year else None
    return default
