"""Which year a number is about, by the words of time before it and the part it stands in."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, read_ordinal, read_span

__all__ = ["plan_end", "told_year", "year_of"]

# A five-year plan, by the numeral of its tens: “十四五”
FIVE_YEAR = rf"“([{ORDINAL_DIGITS}]{{1,3}})五”"
# Words of time that set the year: 2025年, 未来三年, “十四五”末, 去年; not 2024年度 and 2020年以来
TIME = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?!度|以来|以后|前建|代)"
    rf"|(?P<span>未来|今后|接下来)(?P<n>[两{ORDINAL_DIGITS}\d]{{1,3}})年|(?P<within>[两{ORDINAL_DIGITS}\d]{{1,3}})年内"
    rf"|{FIVE_YEAR}(?P<plan>时期|期间|末)"
    r"|(?P<last>去年|上年|过去的?一年|一年来)|(?P<this>今年|年内|全年|年底|本年)|(?P<next>明年)"
)
# Before a year these make it one end of a comparison or of a span: 比2019年, 2021—2025年
NO_TIME_BEFORE = re.compile(r"[比较与自从《（较于]$|[—－\-–~至]$")
# What the review announces for the year that has begun: 今年中央财政预算……将达305亿元
ANNOUNCED = re.compile(r"^[^。；]*今年(?!以来|[初上])[^。；]*(?:将(?!近|军)|拟|要(?!求|闻|道|点|地)|力争|计划)")
# A paragraph that opens so tells of the year that is over, also where it stands in the plan
TELLING = re.compile(r"^(?:刚刚)?(?:过去的?一年|去年|一年来)")
# ... until a sentence intends something
INTENDING = re.compile(r"今年|新的一年|明年|今后|未来|[要将拟]|力争|争取|确保|努力|必须|继续|加快|推[进动]|目标")


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


def told_year(sentence: str, part: str, told: int | None, review_year: int | None) -> int | None:
    """Say whether a sentence of the plan is told of the year that is over, and of which; `told` is what held before it.

    >>> told_year("过去一年，我们沉着应对。", "plan", None, 2009)
    2009
    >>> told_year("国内生产总值增长8.7%。", "plan", 2009, 2009)
    2009
    >>> told_year("今年要继续努力。", "plan", 2009, 2009)

    Give None for `told` where a paragraph begins: what is told does not reach from one into the next.
    """
    if part != "plan":
        return None
    opening = TELLING.match(sentence)
    intends = INTENDING.search(sentence, opening.end() if opening else 0)
    return None if intends else review_year if opening else told


def year_of(
    before: str,
    part: str,
    *,
    review_year: int | None,
    plan_year: int | None,
    chapter_year: int | None = None,
    told: int | None = None,
) -> tuple[int | None, str]:
    """Say which year a quantity is about, from the sentence before it and the part it stands in, and by which rule.

    >>> year_of("力争未来三年完成土地储备出让", "plan", review_year=2023, plan_year=2024)
    (2026, 'year.span')

    The last word of time decides. Without one it is the year that the paragraph tells of (`told`, see `told_year`),
    that of the part (of the chapter, where that is on several years); in front, closing and glossary it is missing. A
    review speaks of a later year than its own only where it announces something (今年……将).
    """
    by_part = {"review": review_year, "plan": chapter_year or plan_year}.get(part)
    default = (by_part, "year.chapter" if part == "plan" and chapter_year else "year.part")
    if told is not None:
        default = (told, "year.paragraph")
    own = re.search(r"((?:19|20)\d\d)年的?$", before)
    if own:
        return int(own[1]), "year.own"
    year, rule = default
    for match in TIME.finditer(before):
        opening = before[: match.start()]
        is_compared = NO_TIME_BEFORE.search(opening) is not None
        if is_compared and ((match["year"] and not opening.endswith("到")) or match["last"] or match["plan"]):
            continue
        found = _year_at(match, part, plan_year)
        year, rule = default if found is None else found
    if part == "review" and review_year:
        if plan_year and plan_year > review_year and year == review_year and ANNOUNCED.match(before):
            return plan_year, "year.announced"
        if year and year > review_year:
            return review_year, "year.review"
    return year, rule


def _year_at(match: re.Match[str], part: str, plan_year: int | None) -> tuple[int, str] | None:
    """Give the year that a word of time names, and by which rule; None for what only names the year of the part."""
    if match["year"]:
        return int(match["year"]), "year.written"
    if match["plan"]:
        end = plan_end(match[match.re.groupindex["plan"] - 1])
        return (end, "year.five_year_plan") if end else None
    if plan_year is None:
        return None
    if match["n"] or match["within"]:
        number = _most(match["n"] or match["within"])
        return (plan_year + number - 1, "year.span") if number and part == "plan" else None
    if match["last"]:
        return plan_year - 1, "year.last"
    return (plan_year + 1, "year.next") if match["next"] else None
