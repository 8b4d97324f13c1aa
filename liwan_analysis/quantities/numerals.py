"""One stated number: what is written, what it is worth, and how it is bounded."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from liwan_analysis.lexicons.loader import guarded, read_table
from liwan_analysis.lexicons.numerals import HAN_DIGITS, HAN_UNITS, read_numeral, read_span
from liwan_analysis.quantities.units import MULTIPLIER, multiplier_of, multiply_out, split_unit, unit_pattern

__all__ = [
    "BEFORE",
    "LONGER",
    "UNKNOWN",
    "Bound",
    "Quantity",
    "chinese_pattern",
    "number_pattern",
    "quantity_of",
    "read_quantity",
]

UNKNOWN = "□?\ufffd"
"""What stands for a lost character: restoration's own mark, and what decoding leaves where nothing was restored."""
LOST = f"[{UNKNOWN}]"
DIGITS = r"\d+(?:,\d{3})*(?:[.．·]\d+)?"
_BOUNDS = read_table("bounds.csv")
BEFORE = {row["word"]: row["bound"] for row in _BOUNDS if row["side"] == "before"}
BEHIND = {row["word"]: row["bound"] for row in _BOUNDS if row["side"] == "behind"}
LONGER = (
    "跨过",
    "经过",
    "通过",
    "度过",
    "路过",
    "打破",
    "侦破",
    "攻破",
    "爆破",
    "签约",
    "节约",
    "履约",
    "赶超",
    "附近",
)
"""Words that end like one of lexicons/bounds.csv and bound nothing: 打破9年无企业上市局面."""
BEHIND_CHINESE = [row["word"] for row in _BOUNDS if row["side"] == "behind" and row["numerals"] == "any"]
# 两年多, 一倍多: more than that; not 三年多次
MORE_TIME = r"(?<=[年倍月])多(?=[，。；、：的前来时 ]|$)"
# 3万多亿元, 三千多万人: the multiplier goes on behind 多, and 3万 alone would be another number
MORE_AND = r"(?:(?<=[百千万][多余])亿|(?<=[百千][多余])万)"
MEASURES = frozenset({"money", "area", "length", "volume", "weight", "freight", "energy", "power", "points"})
# 四个多月, 10个多小时: 多 stands inside the unit
MORE_INSIDE = r"个[多余](?:月|小时|工作日)"
COUNTS = frozenset({"count", "people", "household", "times"})
TO = r"[至到—–―\-－~～]{1,2}"


Bound = Literal["exact", "at_least", "over", "at_most", "about", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated number: value as written in its unit, multiplied out in its base unit, and how it is bounded.

    A range has `value_max`. What restoration could not settle is `uncertain` and has no value (NaN). A goal without a
    number has neither value nor bound.
    """

    quote: str
    start: int
    end: int
    value: float
    value_max: float
    unit: str | None
    value_base: float
    unit_base: str | None
    bound: Bound | None
    bound_word: str | None
    uncertain: bool


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _counters(kind: str) -> str:
    rows = [row for row in read_table("counters.csv") if row["kind"] == kind]
    return "|".join(guarded(row, "word") for row in sorted(rows, key=lambda row: -len(row["word"])))


@cache
def number_pattern() -> re.Pattern[str]:
    """Give the pattern of a number in digits: a range, a fraction, or one number, with bound words and unit."""
    numeral = rf"(?:{DIGITS})"
    unit = unit_pattern()
    return re.compile(
        rf"(?=[^，。；、\n]{{1,60}}?{TO} ?\d)"
        rf"(?:(?P<before>{_either(BEFORE)}) ?)?(?P<low>{LOST}*{numeral}(?:{LOST}+{numeral})*)"
        rf"(?P<low_unit>(?: ?{MULTIPLIER})?(?: ?{unit})?) ?{TO} ?(?P<high>{numeral})"
        rf"(?: ?(?P<multiplier2>{MULTIPLIER}))?(?: ?(?P<unit2>{unit}))?(?: ?(?P<behind2>{_either(BEHIND)}))?"
        rf"|(?:(?P<before1>{_either(BEFORE)}) ?)?(?P<fraction>\d+[/／]\d+)(?P<behind1>{_either(BEHIND)})?"
        rf"|(?:(?P<before3>{_either(BEFORE)}) ?)?(?P<number>{LOST}*{numeral}(?:{LOST}+(?:{numeral})?)*)"
        rf"(?: ?(?P<more>[多余]))?(?: ?(?P<multiplier>{MULTIPLIER}))?"
        rf"(?P<more2>(?<=[百千万亿])多(?=元)|[多余](?!项式|样|元|种经营))?(?P<multiplier3>{MORE_AND})?"
        rf"{LOST}*(?:(?P<unit_more>{MORE_INSIDE})| ?(?P<unit>{unit})(?:（[间户个条]）)?)?(?P<more3>{MORE_TIME})?"
        rf"(?: ?(?P<behind>{_either(BEHIND)}))?"
    )


@cache
def chinese_pattern() -> re.Pattern[str]:
    """Give the pattern of a Chinese numeral that may measure: parts, tenths, amounts, multiples, counts, durations.

    An amount is written out with a unit (一点三亿元, 七百多万人); it has a 点, or a multiplier, or 十 before a unit of
    measure. The words behind the others are in lexicons/counters.csv. 上 before 百, 千, 万, 亿 is a floor (上百家),
    elsewhere a verb.
    """
    before = "|".join(
        (
            f"(?<![{''.join(sorted(others))}])"
            if (others := {longer[0] for longer in LONGER if longer[1:] == word})
            else ""
        )
        + word
        for word in sorted(BEFORE, key=len, reverse=True)
    )
    big = f"[{HAN_DIGITS}]*[百千万亿]"
    amount = rf"(?:[一二两三四五六七八九十][{HAN_DIGITS}]*|零(?=点))(?:点[{HAN_UNITS}]+[百千万亿]*)?"
    measure = f"(?!分){unit_pattern(MEASURES)}"  # 十分 is an adverb
    unit = rf"(?P<amount_unit>(?![分级]){unit_pattern(MEASURES | COUNTS)}|个?小时|分钟|天)"
    first = HAN_DIGITS + "半翻上" + "".join(sorted({word[0] for word in BEFORE}))
    return re.compile(
        rf"(?=[{first}])(?P<before>{before}|(?<![迈跃跨登踏])上(?=[百千万亿]))?(?:"
        rf"(?P<part>[{HAN_DIGITS}]+分之[{HAN_DIGITS}点]+)(?:[至到](?:百分之)?(?P<part_high>[{HAN_DIGITS}点]+))?"
        rf"|(?=[{HAN_DIGITS}]*(?:[点百千万亿]|十[多余][万亿]|十[{HAN_DIGITS}]*[多余]?{measure}))"
        rf"(?P<amount>{amount})(?P<amount_more>[多余])?(?P<amount_multiplier>{MORE_AND}|(?<=十[多余])[万亿])?"
        rf"(?:{unit}|(?<=[万亿])(?![{HAN_DIGITS}点]))"
        r"|(?P<half>一半|半数|(?<=过)半(?=[，。；、的]))"
        r"|(?P<tenths>[一二两三四五六七八九](?:[至到][一二两三四五六七八九])?)成(?=以上|左右|的|，|。|；|、|投|用|在|来|为|$)"
        rf"|(?P<money>{big})(?P<currency>{_counters('money')})"
        rf"|(?P<times>[{HAN_DIGITS}]+)(?P<timesunit>倍)"
        r"|翻(?P<doubled>[一两二三]?)番"
        rf"|(?P<count>[{HAN_DIGITS}]+)(?P<many>[多余])?(?!{MORE_INSIDE})(?P<counted>{_counters('count')})"
        rf"|(?P<years>[{HAN_DIGITS}]+)(?P<duration>{MORE_INSIDE}|{_counters('duration')})"
        rf"|(?P<bare>{big})(?P<persons>{unit_pattern(frozenset({'people'}))})?)(?P<more>{MORE_TIME})?(?P<behind>{_either(BEHIND_CHINESE)})?"
    )


def read_quantity(quote: str, start: int = 0) -> Quantity:
    """Read one stated number, such as 超180亿元, into an exact value with its unit.

    >>> q = read_quantity("超180亿元", start=512)
    >>> q.value_base, q.unit_base, q.bound
    (18000000000.0, '元', 'over')

    `start` is the quote's offset in `report.text`, in characters, from 0. 5.5% is 5.5 with unit "%", never 0.055;
    1/3 is 0.3333 without a unit. 近 reads as "about": approached, not reached. Chinese numerals are read alike.

    Raises ValueError, naming quote and offset, if any character is left unread: half a number misleads more than none.
    """
    match = number_pattern().fullmatch(quote) or chinese_pattern().fullmatch(quote)
    try:
        if match is None:
            raise ValueError
        return quantity_of(match, start, quote)
    except ValueError:
        raise ValueError(f"{quote!r} at {start} cannot be read as one quantity") from None


def quantity_of(match: re.Match[str], start: int, quote: str) -> Quantity:
    """Give the quantity that a match of one of the two patterns states; ValueError where its parts do not fit."""
    if match.re is number_pattern():
        return _from_digits(match, start, quote)
    return _from_chinese(match, start, quote)


def _from_digits(match: re.Match[str], start: int, quote: str) -> Quantity:
    group = match.groupdict()
    if group["fraction"]:
        above, below = re.split("[/／]", group["fraction"])
        value = round(int(above) / int(below), 4) if int(below) else math.nan
        return _build(quote, start, value, math.nan, "", None, group["before1"], group["behind1"])
    if group["high"]:
        unit = group["unit2"]
        low_multiplier, low_unit = split_unit(group["low_unit"])
        if low_unit and unit and low_unit != unit:
            raise ValueError("the two ends of a range have different units")
        multiplier = group["multiplier2"] or ""
        low = _read(group["low"])
        if low_multiplier and low_multiplier != multiplier:
            low *= multiplier_of(low_multiplier) / multiplier_of(multiplier)
        high = read_numeral(group["high"])
        return _build(quote, start, low, high, multiplier, unit or low_unit, group["before"], group["behind2"])
    unit, inside = _more_inside(group["unit_more"] or group["unit"])
    behind = inside or group["behind"] or group["more3"] or group["more2"] or group["more"]
    value = _read(group["number"])
    multiplier = (group["multiplier"] or "") + (group["multiplier3"] or "")
    return _build(quote, start, value, math.nan, multiplier, unit, group["before3"], behind)


def _more_inside(unit: str | None) -> tuple[str | None, str]:
    """个多月 is 个月, and more than that."""
    if unit and re.fullmatch(MORE_INSIDE, unit):
        return unit[0] + unit[2:], unit[1]
    return unit, ""


def _read(numeral: str) -> float:
    """A numeral with an unknown character in it or at it has no value."""
    return math.nan if any(mark in numeral for mark in UNKNOWN) else read_numeral(numeral)


def _from_chinese(match: re.Match[str], start: int, quote: str) -> Quantity:
    group = match.groupdict()
    before, behind = group["before"], group["behind"] or group["many"] or group["more"]
    if group["part"]:
        below, above = group["part"].split("分之")
        if below in ("百", "千"):
            above_max = read_numeral(group["part_high"]) if group["part_high"] else math.nan
            unit = "%" if below == "百" else "‰"
            return _build(quote, start, read_numeral(above), above_max, "", unit, before, behind)
        return _build(
            quote, start, round(read_numeral(above) / read_numeral(below), 4), math.nan, "", None, before, behind
        )
    if group["amount"]:
        amount, amount_max, multiplier = _chinese_value(group["amount"])
        multiplier += group["amount_multiplier"] or ""
        behind = group["behind"] or group["more"] or group["amount_more"]
        return _build(quote, start, amount, amount_max, multiplier, group["amount_unit"], before, behind)
    if group["half"]:
        return _build(quote, start, 0.5, math.nan, "", None, before, behind)
    if group["tenths"]:
        low, _, high = group["tenths"].replace("到", "至").partition("至")
        return _build(
            quote, start, read_numeral(low), read_numeral(high) if high else math.nan, "", "成", before, behind
        )
    if group["doubled"] is not None:
        return _build(quote, start, read_numeral(group["doubled"] or "一"), math.nan, "", "番", before, behind)
    for name, unit in (("money", "currency"), ("times", "timesunit"), ("count", "counted"), ("years", "duration")):
        if group[name]:
            written, inside = _more_inside(group[unit])
            return _build(quote, start, *_chinese_value(group[name]), written, before, inside or behind)
    return _build(quote, start, *_chinese_value(group["bare"]), group["persons"], before, behind)


def _chinese_value(numeral: str) -> tuple[float, float, str]:
    """三千亿 is 3000 in 亿, 十三 is 13: the last 万 or 亿 goes into the unit, as in digits."""
    match = re.search(r"(?:百万|千万|万亿|万|亿)$", numeral)
    if "亿" in numeral[:-1] and numeral.endswith("万"):  # 六亿二千万 is 6.2 in 亿, as it would be in digits
        return read_numeral(numeral) / multiplier_of("亿"), math.nan, "亿"
    if match and match.start() > 0 and numeral not in ("千万", "百万", "万亿"):
        multiplier = match[0][-1] if match[0] in ("百万", "千万") else match[0]
        return read_numeral(numeral[: -len(multiplier)]), math.nan, multiplier
    if numeral in ("万", "亿", "万亿", "千亿", "百亿", "千万", "百万"):
        multiplier = (
            "亿" if numeral.endswith("亿") and numeral != "万亿" else numeral[-1] if numeral != "万亿" else numeral
        )
        return read_numeral(numeral) / multiplier_of(multiplier), math.nan, multiplier
    low, high = read_span(numeral)
    return low, high if high > low else math.nan, ""


def _build(
    quote: str,
    start: int,
    value: float,
    value_max: float,
    multiplier: str,
    unit: str | None,
    before: str | None,
    behind: str | None,
) -> Quantity:
    bound: Bound = "exact"
    word: str | None = None
    if before == "上":
        bound, word = "at_least", before
    elif before and not (behind and before in ("近", "约", "过")):
        bound, word = cast(Bound, BEFORE[before]), before
    elif behind:
        bound, word = cast(Bound, BEHIND[behind]), behind
    if not math.isnan(value_max):
        bound = "range"
    uncertain = any(mark in quote for mark in UNKNOWN)
    if uncertain:
        value = value_max = math.nan
    written = (multiplier + (unit or "").replace("％", "%")) or None
    base, unit_base = multiply_out(value, written)
    return Quantity(
        quote, start, start + len(quote), value, value_max, written, base, unit_base, bound, word, uncertain
    )
