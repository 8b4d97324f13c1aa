"""Units: what can stand behind a number, and what it multiplies by."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.numerals import MULTIPLIERS

__all__ = [
    "MULTIPLIER",
    "Unit",
    "multiplier_of",
    "multiply_out",
    "noun_of",
    "split_unit",
    "unit_kind",
    "unit_pattern",
    "units",
]

MULTIPLIER = r"(?:(?:万|千|百)亿|(?:千|百)万|亿|万|千(?![瓦克米伏帕卡兆])|百(?!分))"
"""What may stand between digits and unit; 千 of 千瓦 and 百 of 百分点 belong to the unit."""


@dataclass(frozen=True)
class Unit:
    """A unit: what kind of thing it measures, and the noun that names it where the text has none."""

    name: str
    kind: str
    noun: str
    not_before: tuple[str, ...]


@cache
def units() -> dict[str, Unit]:
    """Give the units of lexicons/units.csv by name.

    >>> units()["平方米"].kind, units()["公里"].noun
    ('area', '里程')
    """
    return {
        row["unit"]: Unit(row["unit"], row["kind"], row["noun"], row.words("not_before"))
        for row in read_table("units.csv")
    }


@cache
def unit_pattern(kinds: frozenset[str] = frozenset()) -> str:
    """Give the pattern of one unit, compound ones (元/人, 微克/立方米) included; the longest that fits is taken.

    `kinds` leaves the units of these kinds alone, all without it.
    """
    ordered = sorted((unit for unit in units().values() if not kinds or unit.kind in kinds), key=lambda u: -len(u.name))
    simple = _by_first(
        (unit.name, f"(?!{'|'.join(map(re.escape, unit.not_before))})" if unit.not_before else "") for unit in ordered
    )
    plain = _by_first((unit.name, "") for unit in ordered)
    return (
        rf"(?:(?=[^/／]{{1,8}}[/／])(?:{plain})[/／](?:{plain}|[百千万](?:{plain}))(?:[·•／/][人年月日天])?|{simple})"
    )


def _by_first(names: Iterable[tuple[str, str]]) -> str:
    """Join names, each with what may not follow, by their first characters: one look rules most of them out."""
    groups: dict[str, list[str]] = {}
    for name, behind in names:
        groups.setdefault(name[0], []).append(re.escape(name[1:]) + behind)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


@cache
def unit_kind(unit: str | None) -> str:
    """Give the kind of a base unit, "" for none; a compound unit is a kind of its own.

    >>> unit_kind("元"), unit_kind("元/人"), unit_kind(None)
    ('money', '元/人', '')
    """
    if not unit:
        return ""
    known = units().get(unit)
    return known.kind if known else unit


def noun_of(unit: str | None) -> str:
    """Give the noun that a base unit stands for where the text has none, "" where it stands for none.

    >>> noun_of("公里"), noun_of("元")
    ('里程', '')
    """
    known = units().get(unit or "")
    return known.noun if known else ""


def multiplier_of(word: str | None) -> float:
    """Give what 万, 亿, 千万 … multiply by; 1 for none.

    >>> multiplier_of("万亿"), multiplier_of(None)
    (1000000000000.0, 1.0)
    """
    return float(MULTIPLIERS[word]) if word else 1.0


def split_unit(written: str) -> tuple[str, str]:
    """Part the multiplier from the unit.

    >>> split_unit("万亿元"), split_unit("公里")
    (('万亿', '元'), ('', '公里'))
    """
    written = written.replace(" ", "")
    match = re.match(MULTIPLIER, written)
    return (match[0], written[match.end() :]) if match else ("", written)


def multiply_out(value: float, unit: str | None) -> tuple[float, str | None]:
    """Multiply a value in its unit out into the base unit; tenths (成) are percent.

    >>> multiply_out(1277.93, "亿元"), multiply_out(3, "成"), multiply_out(20, None)
    ((127793000000.0, '元'), (30, '%'), (20.0, None))
    """
    multiplier, name = split_unit(unit or "")
    if name == "成":
        return value * 10, "%"
    return _times(value, multiplier), name or None


def _times(value: float, multiplier: str) -> float:
    """1277.93 times 1e8 is 127793000000, not a float beside it."""
    return round(value * multiplier_of(multiplier), 6) if not math.isnan(value) else value
