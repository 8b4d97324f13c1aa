"""What a quantity is in the report, a result, a target or a description; how firmly it is promised; for which year."""

from __future__ import annotations

import re
from functools import cache

from liwan_analysis.lexicons.loader import Row, either, read_table
from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, read_ordinal, read_span
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.indicators import Reading
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.units import unit_kind

__all__ = ["find_modality", "hardness_of", "measure_of", "modality_words", "plan_end", "status_of", "year_of"]


def _either(*roles: str) -> str:
    return either("status.csv", *roles)


TOTAL = re.compile(rf"(?:{_either('size')})$")
THRESHOLD = re.compile(rf"^的?(?:{_either('threshold_opening')})*(?:{_either('threshold')})")
NATION = re.compile(_either("people"))
FACT = re.compile(rf"(?:{_either('fact_near')})$|(?:{_either('fact')})[^，。；]{{0,6}}$")
BACKDROP = re.compile(rf"^(?:{_either('backdrop')})")
# Where a change starts from: 从2020年的15家 (增加到38家)
ORIGIN = re.compile(r"(?:从|由)(?:(?:19|20)\d\d年的?)?[^，。；、\d]{0,8}$")
GROWTH_NOUN = re.compile(rf"^的?(?:预期)?(?:{_either('growth')})")
GROWTH_HEAD = re.compile(rf"(?:{_either('growth_head')})$")


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
    return {row["word"]: row["hardness"] for row in read_table("modality.csv")}


@cache
def _modality_pattern() -> re.Pattern[str]:
    rows = sorted(read_table("modality.csv"), key=lambda row: -len(row["word"]))
    return re.compile("|".join(_commitment(row) for row in rows))


def _commitment(row: Row) -> str:
    """The pattern of one word: what may not stand beside it, how much or which verb must stand behind it."""
    behind = "".join(f"(?<!{re.escape(word)})" for word in row.words("not_behind"))
    before, n = "|".join(map(re.escape, row.words("not_before"))), int(row["n_behind"])
    some = rf"(?=(?:(?!{before}).){{{n}}})" if before and n else f"(?=.{{{n}}})" if n else ""
    none = f"(?!{before})" if before and not n else ""
    verbs = "|".join(map(re.escape, row.words("verbs_behind")))
    return behind + re.escape(row["word"]) + none + some + (f"(?=[^，。；、]{{2,30}}(?:{verbs}))" if verbs else "")


@cache
def _verb_first() -> re.Pattern[str]:
    verbs = "|".join(re.escape(word) for word in words_of("lead") if len(word) > 1)
    adverbs = "|".join(re.escape(word) for word in words_of("scope") if len(word) > 1)
    return re.compile(rf"^(?!{_either('goes_on')})(?:{adverbs})*(?:{verbs})")


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


GOVERNS = re.compile(_either("governs"))
# A five-year plan, by the numeral of its tens: “十四五”
FIVE_YEAR = rf"“([{ORDINAL_DIGITS}]{{1,3}})五”"
# Words of time that set the year: 2025年, 未来三年, “十四五”末, 去年; not 2024年度 and 2020年以来
TIME = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?!度|以来|以后|前建|代)"
    rf"|(?P<span>未来|今后|接下来)(?P<n>[两{ORDINAL_DIGITS}\d]{{1,3}})年|(?P<within>[两{ORDINAL_DIGITS}\d]{{1,3}})年内"
    rf"|{FIVE_YEAR}(?P<plan>时期|期间|末)"
    r"|(?P<last>去年|上年)|(?P<this>今年|年内|全年|年底|本年)|(?P<next>明年)"
)
# Before a year these make it one end of a comparison or of a span: 比2019年, 2021—2025年
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
