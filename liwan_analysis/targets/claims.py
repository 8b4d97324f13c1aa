"""Claims: words of a report that say a goal was reached, or was not, where no number says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.report.model import Report

__all__ = ["Claim", "find_claim", "find_claim_of_all", "find_failure", "names_of_goal"]

CLAUSE = re.compile(r"[^，。；：！？\n]+")
CLAIMED, FAILED = (re.compile(either("claims.csv", role)) for role in ("claimed", "failed"))
PREDICATE = re.compile(rf"(?<![不未没无])(?:{either('claims.csv', 'predicate')})")
# Of all goals at once: 全年经济社会发展主要目标任务圆满完成, 完成了全年主要目标任务
ALL_GOALS = re.compile(
    r"(?:全年|年度|年初|20\d\d年)[^，。；]{0,14}(?:目标|任务)[^，。；]{0,10}(?:完成|实现)"
    r"|(?:完成|实现)了?[^，。；]{0,4}(?:全年|年度|年初)[^，。；]{0,4}(?:主要|各项|经济社会发展)[^，。；]{0,8}(?:目标|任务)"
)
# What is said of a plan of several years, or of what is to come, is no claim of one year
NOT_OF_THE_YEAR = re.compile(r"五”|五年|规划|今年|明年|(?<![主重])要(?!求)|将|确保|努力|力争|必须")
# A paragraph of the plan that looks back first: 过去一年，我们的各项工作取得了很大成绩。…国际收支状况有所改善
LOOK_BACK = re.compile(r"(?:(?<=\n)|(?<=[。！\u3000]))(?:过去一年|去年)，(?:(?!今年)[^\n])*")
# What is said of the subject of a goal without a number is no part of its name: 国际收支状况有所改善
SAID = re.compile(
    rf"(?:状况|水平|总量)?(?:有所|得到|进一步|继续|基本|更加|稳中)*(?:{either('claims.csv', 'predicate')})?$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Where words claim a goal or own up to its failure, and whether they speak of all goals at once."""

    start: int
    end: int
    of_all: bool


@cache
def _variants() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in read_table("indicators.csv"):
        found.setdefault(row["canonical"], []).append(row["variant"])
    return {name: tuple(variants) for name, variants in found.items()}


def names_of_goal(name: str) -> tuple[str, ...]:
    """Give the names under which the next report may speak of an indicator, its own name first.

    >>> names_of_goal("登记失业率")
    ('登记失业率', '城镇登记失业率')
    """
    short = SAID.sub("", name, count=1)
    names = (name, *_variants().get(canonical_indicator(name), ()), *((short,) if len(short) > 2 else ()))
    return tuple(dict.fromkeys(names))


def _clauses(report: Report) -> Iterator[re.Match[str]]:
    """The clauses in which the report tells of the year that is over: its review, and where its plan looks back."""
    parts = report.parts
    for part, start, end in zip(parts["part"], parts["start"], parts["end"], strict=True):
        told = [(start, end)] if part == "review" else []
        if part == "plan":
            told = [found.span() for found in LOOK_BACK.finditer(report.text, start, end)]
        for begin, stop in told:
            for clause in CLAUSE.finditer(report.text, begin, stop):
                if not NOT_OF_THE_YEAR.search(clause[0]):
                    yield clause


@cache
def _any_name(names: tuple[str, ...]) -> re.Pattern[str]:
    everything = {*names, *(variant for variants in _variants().values() for variant in variants)}
    return re.compile("|".join(map(re.escape, sorted(everything, key=lambda name: (-len(name), name)))))


def _speaks_of(words: str, names: Sequence[str]) -> bool:
    """Say whether one of the names stands there, and not inside a longer one (国内生产总值 of 单位国内生产总值能耗)."""
    return any(found[0] in names for found in _any_name(tuple(names)).finditer(words))


def find_claim(report: Report, names: Sequence[str], goal: str | None = None) -> Claim | None:
    """Find the first clause of the review that claims a goal under one of its names.

    `goal` is the wording of a goal without a number (国际收支状况改善): its predicate said again is a claim.
    """
    promised = set(PREDICATE.findall(goal)) if goal else set()
    for clause in _clauses(report):
        words = clause[0]
        if _speaks_of(words, names) and (CLAIMED.search(words) or promised & set(PREDICATE.findall(words))):
            return Claim(clause.start(), clause.end(), of_all=False)
    return None


def find_failure(report: Report, names: Sequence[str]) -> Claim | None:
    """Find the first clause of the review that says of a goal, under one of its names, that it was not reached."""
    for clause in _clauses(report):
        if FAILED.search(clause[0]) and _speaks_of(clause[0], names):
            return Claim(clause.start(), clause.end(), of_all=False)
    return None


def find_claim_of_all(report: Report) -> Claim | None:
    """Find the first clause of the review that claims the main goals of the year all at once."""
    clauses = (clause for clause in _clauses(report) if ALL_GOALS.search(clause[0]))
    first = next(clauses, None)
    return Claim(first.start(), first.end(), of_all=True) if first else None
