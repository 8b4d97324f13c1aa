"""The one reader of numerals: what 1,277.93, 十三, 三千亿 and 三五 are worth."""

from __future__ import annotations

import re

__all__ = [
    "HAN_DIGITS",
    "HAN_UNITS",
    "MULTIPLIERS",
    "ORDINAL_DIGITS",
    "YEAR_DIGITS",
    "read_numeral",
    "read_ordinal",
    "read_span",
]

ORDINAL_DIGITS = "一二三四五六七八九十"
"""What the numbers of chapters, sections, plans and ranks are written with."""

HAN_DIGITS = "一二两三四五六七八九十百千万亿零〇"
"""What the Chinese numerals that measure are written with."""

HAN_UNITS = "零〇一二三四五六七八九"
"""What stands behind 点."""

YEAR_DIGITS = str.maketrans("零〇○Oo一二三四五六七八九", "00000123456789")
"""The digits of a year that is written out, one for one: 二○○三年 is 2003年."""

MULTIPLIERS = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "百亿": 1e10,
    "千亿": 1e11,
    "万亿": 1e12,
}
_DIGITS = "一二三四五六七八九"
_UNDER_100 = {
    tens + one: 10 * n_tens + n_ones
    for n_tens, tens in enumerate(["", "十", *(digit + "十" for digit in _DIGITS[1:])])
    for n_ones, one in enumerate(["", *_DIGITS])
    if tens + one
}
"""The numerals that reports number with, so that most are read without loading cn2an, which compiles all others."""
_ROUGH = re.compile(r"([一二两三四五六七八九])([二两三四五六七八九])")
"""Two digits in a row, the second one more than the first or nearly so: 三五 and 七八 are no 35 and no 78."""


def read_numeral(numeral: str) -> float:
    """Read digits or Chinese numerals as a number.

    >>> read_numeral("1,277.93"), read_numeral("19·5"), read_numeral("十三"), read_numeral("两"), read_numeral("三千亿")
    (1277.93, 19.5, 13.0, 2.0, 300000000000.0)

    百, 千, 万 and 亿 alone are one of them. Raises ValueError for what is no single number: 亿十, but also 三五 (three
    to five, see `read_span`).
    """
    plain = numeral.replace(",", "").replace("．", ".").replace("·", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    chinese = plain.replace("两", "二").replace("〇", "零")
    if chinese in MULTIPLIERS:
        return float(MULTIPLIERS[chinese])
    if chinese in _UNDER_100:
        return float(_UNDER_100[chinese])
    if re.match(r"[百千万亿]", chinese):
        chinese = "一" + chinese
    if not chinese or _ROUGH.fullmatch(chinese):
        raise ValueError(f"{numeral!r} is not one number")
    import cn2an

    try:
        return float(cn2an.cn2an(chinese, "smart"))
    except (ValueError, KeyError):  # cn2an fails on 十百 with a KeyError
        raise ValueError(f"{numeral!r} is not a number") from None


def read_span(numeral: str) -> tuple[float, float]:
    """Read a numeral that may name two numbers at once: 三五 is from 3 to 5, 十五 is 15 and nothing else.

    >>> read_span("三五"), read_span("十五"), read_span("20")
    ((3.0, 5.0), (15.0, 15.0), (20.0, 20.0))

    Raises ValueError as `read_numeral` does, and for two numbers of which the second is not the larger (五三).
    """
    rough = _ROUGH.fullmatch(numeral)
    if rough is None:
        value = read_numeral(numeral)
        return value, value
    low, high = read_numeral(rough[1]), read_numeral(rough[2])
    if low >= high:
        raise ValueError(f"{numeral!r} is not a number")
    return low, high


def read_ordinal(numeral: str) -> int | None:
    """Read the number of a chapter, a section, a plan or a rank; None for what is no number (三五, 十十).

    >>> read_ordinal("十一"), read_ordinal("24"), read_ordinal("三五")
    (11, 24, None)
    """
    try:
        return int(read_numeral(numeral))
    except ValueError:
        return None
