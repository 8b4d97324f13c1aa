"""Words of time: which year each names, and which of them hold for what stands behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, YEAR_DIGITS, read_ordinal, read_span

__all__ = ["Years", "length_told", "most_years", "plain_years", "plan_end", "time_before", "told_year"]

YEAR = r"(?:19|20)\d\d"
HAN_YEAR = re.compile(r"(?:一九|二[〇○零])[〇○零一二三四五六七八九]{2}(?=年)")
# A number of years: 两年, 10年
SOME = rf"[两{ORDINAL_DIGITS}\d]{{1,3}}"
# A five-year plan, by the numeral of its tens: “十四五”
FIVE_YEAR = rf"“([{ORDINAL_DIGITS}]{{1,3}})五”"
# Five years, by words: 过去五年, 五年来, 五年累计; not 今后五年累计
YEARS_BACK = rf"过去的?{SOME}年|(?<![一二三四五六七八九十\d]){SOME}年(?:来|间)|(?<!今后)(?<!未来){SOME}年累计"
# Words of time that set the year: 2025年, 未来三年, “十四五”末, 去年; not 2024年度, 2020年以来 and 2009年到期的
TIME = re.compile(
    rf"(?=[\d未今接用“去上过年全本明两{ORDINAL_DIGITS}])(?:(?P<year>{YEAR})年(?!度|以来|以后|之后|前建|代|到期)"
    rf"|(?P<span>未来|今后|接下来)(?P<n>{SOME})年|(?P<within>{SOME})年内|用(?P<used>{SOME})年(?:左右)?(?:的)?时间"
    rf"|{FIVE_YEAR}(?P<plan>时期|期间|末|(?=年均))"
    rf"|(?P<last>去年|上年(?!均)|一年来|{YEARS_BACK})|(?P<this>今年|年内|全年|年底|本年)|(?P<next>明年|今明两年))"
)
# Before a year these make it one end of a comparison or of a span: 比2019年, 2021—2025年, 是1950年到1997年(的1.7倍)
NO_TIME_BEFORE = re.compile(rf"[比较与自从由《（于]$|[—－\-–~至]$|(?:是|为|比|超过|相当于){YEAR}年[底末]?[到至]$")
# 是1997年的(2.3倍), 是1950年到(1997年…), 恢复到2019年的(95.6%): what a number is set against
SET_AGAINST = re.compile(r"(?:是|为|相当于|超过|高于|低于|恢复[到至])$")
# Behind a year that is over these say since when, or until when: 2000年起, 2000年底以前发布的
SINCE = re.compile(r"起|开始|[底末]?(?:以|之)?前")
# A paragraph that opens so tells of what is over, also where it stands in the plan
TELLING = re.compile(rf"(?:刚刚)?(?:过去的?{SOME}年|去年|{SOME}年来|(?:这|过去){SOME}年|{SOME}年间)")
# ... until a sentence intends something; in the sentence that opens it only what points ahead does
AHEAD = r"今年|新的一年|明年|今后|未来|[要将拟]|力争|争取|确保|必须"
INTENDING = re.compile(
    rf"{AHEAD}|努力|(?:^|[，、；：])(?:继续|加快|推[进动])"
    r"|目标(?!(?:任务)?(?:(?:如期|顺利|圆满|全面|提前|胜利|均已?)*(?:实现|完成|达成)))"  # 落户目标顺利实现 is over
)
POINTING_AHEAD = re.compile(AHEAD)
# For how long a passage tells: 五年来; 过去一年
TOLD_LENGTH = re.compile(
    rf"过去的?(?P<past>{SOME})年|(?<![一二三四五六七八九十\d])(?P<since>{SOME})年(?:来|间)|这(?P<these>{SOME})年"
    rf"|{FIVE_YEAR}(?:时期|期间|以来)"
)

# What a sentence opens with that tells of a plan that is over, of a year, or of one year again
OPENING_PLAN = re.compile(rf"{FIVE_YEAR}(?:时期|期间|以来)")
OPENING_YEAR = re.compile(rf"({YEAR})年(?!以来|起|到期)")
OPENING_ONE = re.compile(
    rf"(?:去年，|(?:（?[{ORDINAL_DIGITS}]+[）、])?(?:刚刚)?(?:过去的?)?({YEAR})年(?:是|工作|，我们|主要))"
)


@dataclass(frozen=True, slots=True)
class Years:
    """What is known of time where a number stands.

    `review` and `plan` are the years of the report, `chapter` the last year of a chapter on several years ahead,
    `told` the year that a paragraph of the plan tells of, `length` how many years the passage tells of (五年来: 5).
    """

    review: int | None = None
    plan: int | None = None
    chapter: int | None = None
    told: int | None = None
    length: int = 1


def plain_years(text: str) -> str:
    """Write the years that are in Chinese numerals in digits; every character keeps its place.

    >>> plain_years("一九九二年比一九八七年翻一番，二○○三年再翻一番。")
    '1992年比1987年翻一番，2003年再翻一番。'

    Reports of the 1990s write 一九九二年, and all words of time around it (年底, 由…的) are those around digits.
    """
    return HAN_YEAR.sub(lambda match: match[0].translate(YEAR_DIGITS), text)


def plan_end(tens: str) -> int | None:
    """Give the last year of a five-year plan: 十四 (of 十四五) ends in 2025; None where there is no such plan.

    >>> plan_end("十四"), plan_end("十五")
    (2025, 2030)
    """
    number = read_ordinal(tens)
    return 1955 + 5 * number if number else None


def most_years(years: str) -> int | None:
    """Give the most years that 三五年内 or 未来十五年 name; None for what is no number.

    >>> most_years("三五"), most_years("两")
    (5, 2)
    """
    try:
        return int(read_span(years)[1])
    except ValueError:
        return None


def time_before(before: str, review_year: int | None) -> re.Match[str] | None:
    """Find the last word of time before a number that sets its year.

    >>> time_before("2007年国内生产总值比2002年增长", 2007)[0]
    '2007年'

    What is compared with, where a change starts from and since when something holds do not: 比2019年, 从2020年的15家,
    是1997年的1.7倍, 2021—2025年, 2000年起; a year ahead does (从2027年起).
    """
    found = None
    if "年" not in before and "五”" not in before:
        return None
    for match in TIME.finditer(before):
        if not _is_beside(before, match, review_year):
            found = match
    return found


def _is_beside(before: str, match: re.Match[str], review_year: int | None) -> bool:
    opening, following = before[: match.start()], before[match.end() : match.end() + 4]
    is_ahead = match["year"] and review_year is not None and int(match["year"]) > review_year
    if is_ahead and SINCE.match(following):
        return False
    if (match["year"] or match["last"] or match["plan"] is not None) and NO_TIME_BEFORE.search(opening):
        return True
    if not match["year"]:
        return False
    if following.startswith(("的", "到", "至")) and SET_AGAINST.search(opening):
        return True
    return not is_ahead and bool(SINCE.match(following)) and not opening.endswith(("截至", "截止", "到"))


def told_year(sentence: str, part: str, told: int | None, review_year: int | None) -> int | None:
    """Say whether a sentence of the plan is told of what is over, and up to which year; `told` is what held before it.

    >>> told_year("过去一年，我们沉着应对。", "plan", None, 2009)
    2009
    >>> told_year("国内生产总值增长8.7%。", "plan", 2009, 2009)
    2009
    >>> told_year("今年要继续努力。", "plan", 2009, 2009)
    >>> told_year("“十四五”时期，发展极不平凡。", "plan", None, 2025), told_year("“十五五”时期，…", "plan", None, 2025)
    (2025, None)

    Give None for `told` where a paragraph begins: what is told does not reach from one into the next.
    """
    if part != "plan":
        return None
    opening = _opening_year(sentence, review_year)
    if opening:
        return None if POINTING_AHEAD.search(sentence) else opening
    return None if told is None or INTENDING.search(sentence) else told


def _opening_year(sentence: str, review_year: int | None) -> int | None:
    """The year that a telling sentence opens with: 过去五年, “十四五”时期 once it is over, 2005年."""
    if TELLING.match(sentence):
        return review_year
    plan = OPENING_PLAN.match(sentence)
    written = OPENING_YEAR.match(sentence)
    year = plan_end(plan[1]) if plan else int(written[1]) if written else None
    return year if year and review_year and year <= review_year else None


def length_told(sentence: str, before: int, review_year: int | None) -> int:
    """Say of how many years a sentence tells: 5 behind 五年来, 1 behind 过去一年; `before` is what held before it.

    >>> length_told("五年来，经济总量大幅提升。", 1, 2007), length_told("城镇新增就业5100万人。", 5, 2007)
    (5, 5)
    >>> length_told("2007年是极不平凡的一年。", 5, 2007), length_told("城镇新增就业1100万人。", 3, 2007)
    (1, 1)

    Five years hold until one year is told of; any other length (两年来) holds for its own sentence.
    """
    found = before if before == 5 else 1
    if "年" not in sentence and "五”" not in sentence:
        return found
    opening = OPENING_ONE.match(sentence)
    if opening and (opening[1] is None or int(opening[1]) == review_year):
        found = 1
    for match in TOLD_LENGTH.finditer(sentence):
        years = match["past"] or match["since"] or match["these"]
        if years:
            found = most_years(years) or found
        elif plan_end(match[match.re.groups]) == review_year:
            found = 5
    return found
