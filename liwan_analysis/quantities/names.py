"""Numbers that are no quantities: dates, ordinals, codes, names of policies, titles and places."""

from __future__ import annotations

import re
from functools import cache

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.quantities.units import MULTIPLIER, unit_pattern

__all__ = ["is_chinese_name", "reason_against", "shared_points"]

TO = r"[至到—–―\-－~～]{1,2}"
YEAR = r"(?:18|19|20)\d\d"
NUMBER = r"\d+(?:,\d{3})*(?:[.．·]\d+)?"
PLAIN = re.compile(NUMBER)
MONTH_AND_DAY = rf"\d{{1,2}} ?月(?!龄)(?: ?\d{{1,2}}(?:{TO}\d{{1,2}})? ?日)?"
# Dates: 2023年, 2021—2025年, 3月15日, 2024-02-27; not 24月龄 and not 2021年5期
DATE = re.compile(
    rf"{YEAR}(?: ?{TO} ?(?:{YEAR}|\d\d))? ?年(?!\d*期)(?: ?{MONTH_AND_DAY})?"
    rf"|\d{{1,2}}(?:{TO}|、){MONTH_AND_DAY}|{MONTH_AND_DAY}"
    rf"|{YEAR}{TO}{YEAR}(?!\d)|{YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}"
)
# Where a line begins, with an item perhaps; what stands before the rest of a date, a code and an ordinal
LINE_HEAD = re.compile(r"(?:^|\n)\s*[（(]?$")
MONTH_BEFORE = re.compile(rf"日{TO}$|月$")
LETTER_AND_DASH = re.compile(r"[A-Za-z]-$")
ORDINAL_TO = re.compile(rf"第\d*{TO}$")
COUNTED = re.compile(r"\d+(?:年|个|家|条)")
# The day where the month stands before: 3月15日至20日; 15日内 is a duration
DAY = re.compile(r"\d{1,2}日(?![内均])")
# A year without 年: 2023—2024采暖季
BARE_YEAR = re.compile(rf"{YEAR}(?![\d.,])(?=[\u4e00-\u9fff”’）)》，。、；]|$)")
# What 第 numbers: 第30届, 第1—3批
ORDINAL = re.compile(rf"\d+(?:{TO}\d+)?(?: ?(?:届|位|名|批|次|轮|期|个|号|版|家|条|大))?")
# What 前 numbers: 前10名, 前5%
RANK = re.compile(r"\d+(?![\d.．])(?:位|名|强|%|％)?")
# A number among letters: 5G, C919, PM2.5, 3+2; behind 24km stands a unit and no name
CODE = re.compile(r"[A-Za-z0-9.．+＋×/_·\-ⅠⅡⅢⅣⅤα-ω]*[A-Za-z0-9+＋_]")
LETTER = re.compile(r"[A-Za-z_+＋×α-ωⅠⅡⅢⅣⅤ]")
LATIN_UNIT = re.compile(r"(?:TEU|km|kW|MW|GW|kV)(?![A-Za-z])")
# The number of an item, at the head of a line: 1．…, 2）…
ITEM = re.compile(r"\d{1,3}(?=[.．、](?!\d)|[）)])")
# A number that is a name: 500强, 12号线, 2.0版, 20国集团; 强度 and 号召 are words
NAMED = re.compile(rf"{NUMBER} ?(?:强(?!度)|号(?!召)|国集团|版|[./]0版)")
# A proportion: 1:1.5
RATIO = re.compile(r"\d+[:：∶]\d+")
# The unit of several numbers behind the last one: (15)、22个百分点, (1.5个)和1.1个百分点
SHARED_POINTS = re.compile(rf"(?:[、和]{NUMBER}个?)*[、和]{NUMBER} ?(个百分点)")
# Several of one name: 10、11和22号线
NUMBERED_LINES = re.compile(r"\d+(?:[、和及]\d+)+号")
PERIOD_BEFORE = re.compile(rf"(?:{either('names.csv', 'period')})$")
# Years that only say when: 近3年 (PERIOD_BEFORE leads to it), 3年来
PERIOD = re.compile(rf"\d{{1,2}}(?:{TO}\d{{1,2}})? ?个?(?:年|月|个月)")
PERIOD_BEHIND = re.compile(rf"\d{{1,2}}(?:{TO}\d{{1,2}})? ?年(?:以?来|间|内)")
# A policy called by the number of its rules: 落实稳经济33条
TITLE_OF_POLICY = re.compile(r"\d+条(?=[，。；、”’）]|$)")
ISSUES = re.compile(rf"(?:{either('names.csv', 'issues')})[^，。；]{{0,20}}$")
THINGS_ISSUED = re.compile(rf"(?:{either('names.csv', 'issued')})$")
BEFORE_PLAIN = re.compile(rf"(?:{either('names.csv', 'plain_before')})$")
BEHIND_PLAIN = re.compile(rf"(?:[，。；、）)\n]|$|{either('names.csv', 'plain_behind')})")
# Number and multiplier, up to where a unit may stand: 3.5万, 300多
WITH_UNIT = re.compile(rf"{NUMBER}(?: ?{TO} ?{NUMBER})?(?: ?[多余])?(?: ?{MULTIPLIER})?[多余]?")


@cache
def _starts_quantity() -> re.Pattern[str]:
    return re.compile(rf"{NUMBER} ?[多余]?(?:{MULTIPLIER}|(?=[%％‰])|(?=元|美元))")


@cache
def _unit_at() -> re.Pattern[str]:
    return re.compile(unit_pattern())


@cache
def _abstract() -> re.Pattern[str]:
    """The nouns of lexicons/abstract.csv: what is numbered with them is a name or a figure of speech."""
    rows = read_table("abstract.csv")
    return re.compile("|".join(re.escape(row["word"]) + ("$" if row["where"] == "end" else "") for row in rows))


@cache
def _figurative(kind: str) -> frozenset[str]:
    """The counter words that make a figure of speech with 百 and 千 (千家万户), or of an abstract noun (三项职能)."""
    return frozenset(row["word"] for row in read_table("counters.csv") if kind in row.words("figurative"))


def reason_against(text: str, position: int, floor: int, *, is_named: bool) -> tuple[str, int] | None:
    """Say why the number at `position` is no quantity, and where it ends; None where it is one.

    >>> reason_against("第30届", 1, 0, is_named=False), reason_against("30届", 0, 0, is_named=False)
    (('ordinal', 4), None)

    `floor` is where the number before ends, `is_named` whether a short quote or a title encloses it.
    """
    before = text[max(floor, position - 24) : position].removesuffix(" ")
    number = PLAIN.match(text, position)
    assert number is not None
    reason, stop = _dates(text, position, before)
    if stop == position:
        reason, stop = _codes(text, position, before, floor)
    if stop == position:
        reason, stop = _ordinals(text, position, before)
    if stop == position:
        reason, stop = _titles(text, position, before, is_named)
    if stop > position:
        return reason, stop
    if not _has_unit(text, position) and not _stands_alone(text, number, before):
        return "name", number.end()
    return None


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _dates(text: str, position: int, before: str) -> tuple[str, int]:
    stop = _end(DATE, text, position)
    if stop > position and not before.endswith("个"):
        return "date", stop
    if MONTH_BEFORE.search(before):
        return "date", _end(DAY, text, position)
    stop = _end(BARE_YEAR, text, position)
    if stop > position and not _has_unit(text, position):
        return "date", stop
    stop = _end(PERIOD, text, position)
    if stop > position and PERIOD_BEFORE.search(before):
        return "period", stop
    return "period", _end(PERIOD_BEHIND, text, position)


def _codes(text: str, position: int, before: str, floor: int) -> tuple[str, int]:
    if before.endswith(("。", "；", "：")) or LINE_HEAD.search(text[max(0, position - 3) : position]):
        stop = _end(ITEM, text, position)
        if stop > position:
            return "list number", stop
    stop = max(_end(RATIO, text, position), _end(NUMBERED_LINES, text, position))
    if stop > position:
        return "code", stop
    if _starts_quantity().match(text, position):
        return "", position
    number_end = _end(PLAIN, text, position)
    after_letter = bool(before) and bool(LETTER.match(before[-1]) or LETTER_AND_DASH.search(before))
    before_letter = bool(LETTER.match(text[number_end : number_end + 1])) and not LATIN_UNIT.match(text, number_end)
    if after_letter or before_letter:
        return "code", max(_end(CODE, text, position), number_end)
    return "", position


def _ordinals(text: str, position: int, before: str) -> tuple[str, int]:
    if before.endswith("第") or ("第" in before and ORDINAL_TO.search(before)):
        return "ordinal", _end(ORDINAL, text, position)
    if before.endswith(("前", "排名", "位列")) and not COUNTED.match(text, position, position + 6):
        return "rank", _end(RANK, text, position)
    if before.endswith("每"):
        return "base", _end(WITH_UNIT, text, position)
    return "", position


def _titles(text: str, position: int, before: str, is_named: bool) -> tuple[str, int]:
    if is_named:
        return "name", _end(PLAIN, text, position)
    stop = _end(NAMED, text, position)
    if stop > position:
        return "name", stop
    stop = _end(TITLE_OF_POLICY, text, position)
    if stop > position and ISSUES.search(before) and not THINGS_ISSUED.search(before):
        return "name", stop
    return "", position


def _has_unit(text: str, position: int) -> bool:
    match = WITH_UNIT.match(text, position)
    if match is None:
        return False
    written = match[0]
    has_multiplier = written[-1] in "百千万亿多余"
    unit = match.end() + text.startswith(" ", match.end())
    return has_multiplier or bool(_unit_at().match(text, unit)) or text.startswith(("/", "／"), match.end())


def shared_points(text: str, position: int) -> str:
    """Give the unit that stands only behind the last of several numbers: 分别提高(15)、22个百分点; "" where none does.

    >>> shared_points("分别提高15、22个百分点", 6), shared_points("增长15、22家", 4)
    ('个百分点', '')
    """
    match = SHARED_POINTS.match(text, position)
    return match[1] if match else ""


def _stands_alone(text: str, number: re.Match[str], before: str) -> bool:
    """A number without a unit measures only where a verb or a comparison leads to it (缩小至2.54)."""
    if shared_points(text, number.end()):
        return True
    behind = text[number.end() : number.end() + 3]
    if behind.startswith(("□", "\ufffd")) or before.endswith(("□", "?", "\ufffd")):
        return True
    return bool(BEFORE_PLAIN.search(before) and BEHIND_PLAIN.match(behind)) or behind.startswith(
        ("以上", "以下", "以内")
    )


CONTEXT_OF_YEARS = re.compile(rf"(?:{either('names.csv', 'lasting')})$")
# Before a Chinese numeral these make a name or a rough guess of it: 第三个, 数十家, 每五户
NO_COUNT_BEFORE = re.compile(rf"[第前届初每单{'一二两三四五六七八九十百千万亿'}”》几数]$")
MEETING = re.compile(r"[次届]")


# An amount without a unit in the name of a class: 十亿(企业30家)
CLASS_OF_FIRMS = re.compile(r"(?:级|企业|产业|集群|园区|镇|村|县|强)")
# A round number in the name of what is carried out: 千亿斤(粮食产能提升行动), 百万亩(造林工程); not 千亿元投资
NAMED_PLAN = re.compile(r"^[^，。；、的]{2,12}?(?:行动|工程|计划)(?![^，。；、]{0,4}项目)")


def is_chinese_name(text: str, match: re.Match[str]) -> bool:
    """Say whether a Chinese numeral is part of a name or a figure of speech (三大平台, 十四五, 千家万户).

    A numeral measures where it has a unit of amount, where a bound word goes before it, or where it counts things;
    一个 is an article, and 三个环境 announces a list: see lexicons/abstract.csv.
    """
    group = match.groupdict()
    before = text[max(0, match.start() - 8) : match.start()]
    behind = text[match.end() : match.end() + 14]
    if group["part"] or group["half"] or group["tenths"] or group["doubled"] is not None or "番" in match[0]:
        return before.endswith(("第", "前"))
    if group["times"]:
        return group["times"] == "一" and not before.endswith(("增长", "提高", "翻"))
    bounded = bool(group["before"] or group["behind"])
    if before.endswith(("数", "几")):
        return True
    if NAMED_PLAN.match(behind) and not match[0].strip("百千万亿" + (group["counted"] or group["currency"] or "")):
        return True
    if group["amount"]:
        if not group["amount_unit"] and CLASS_OF_FIRMS.match(behind):
            return True
        return before.endswith(("第", "前", "双")) or behind.startswith(("级", "强"))
    if group["money"]:
        leads = re.search(r"(?:达|达到|破|至|到)$", before)
        return behind.startswith("级") or not (bounded or leads or len(group["money"].strip("百千万亿")) > 0)
    if group["years"]:
        return not CONTEXT_OF_YEARS.search(before)
    if NO_COUNT_BEFORE.search(before):
        return True
    if group["bare"]:
        return (
            not group["before"]
            or (group["before"] in ("近", "约", "多于") and len(group["bare"]) < 2)
            or behind[:1] in "级强"
        )
    return _is_figure_of_speech(group["count"], group["counted"], behind, bounded)


def _is_figure_of_speech(numeral: str, counted: str, behind: str, bounded: bool) -> bool:
    if numeral in ("一", "零") or (
        not bounded and (numeral in ("万", "亿") or (numeral in "百千" and counted in _figurative("hundreds")))
    ):
        return True
    phrase = re.split(r"[，。；、：（\d]", behind)[0]
    if not phrase or (behind.startswith("“") and counted == "个"):
        return not bounded and counted == "个"
    return bool(_abstract().search(phrase)) and counted in _figurative("abstract")
