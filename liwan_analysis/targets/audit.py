"""An audit of the report's own numbers: sums, rates and repeats, and numbers that touch uncertain repairs.

Nothing is corrected; each finding has its quotes with their places, and says whether the numbers agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import pandas as pd

from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.records import Column, Statement, names_of, to_table
from liwan_analysis.report.model import Report

__all__ = ["AUDIT_COLUMNS", "Finding", "audit_numbers"]

# Parts in parentheses behind their total: 600万平方米（含住宅200万平方米、…）
PARTS = re.compile(r"^[^，。；）]{0,30}?(?:（含|（其中|（包括)")
# A figure for one year out of several is not held against a single year
AVERAGE = re.compile(r"年均|每年|平均每")
# What is counted so grows by no rate that could be checked
NO_AMOUNT = (None, "市", "县", "区", "省", "国", "大", "类")
LOWEST_TOTAL = 20
"""Smaller totals are met by chance too easily."""
MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: the statement it is about, those it was set against, and whether the numbers agree."""

    check: str
    finding: str
    agrees: bool | None
    indicator: str | None
    about: Statement
    others: tuple[Statement, ...] = ()

    @property
    def other_quote(self) -> str | None:
        """The words it was set against, as they stand in the report."""
        return "、".join(other.quantity.quote for other in self.others) or None

    @property
    def other_start(self) -> int | None:
        """Where those words begin."""
        return self.others[0].place.start if self.others else None

    @property
    def other_end(self) -> int | None:
        """Where the last of them ends."""
        return self.others[-1].place.end if self.others else None


FINDING_COLUMNS = (
    Column("check", "check"),
    Column("finding", "finding"),
    Column("agrees", "agrees", "boolean"),
    Column("indicator", "indicator"),
    Column("quote", "about.quantity.quote"),
    Column("other_quote", "other_quote"),
    Column("start", "about.place.start", "int64"),
    Column("end", "about.place.end", "int64"),
    Column("other_start", "other_start", "Int64"),
    Column("other_end", "other_end", "Int64"),
)
AUDIT_COLUMNS = names_of(FINDING_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Known:
    """A statement with a value and an indicator, under its standard name."""

    name: str
    statement: Statement

    @property
    def quantity(self) -> Quantity:
        return self.statement.quantity

    def say(self, check: str, finding: str, agrees: bool | None, *others: _Known) -> Finding:
        return Finding(check, finding, agrees, self.name, self.statement, tuple(other.statement for other in others))


def audit_numbers(report: Report, quantities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Check the numbers of a report against each other, one row a finding, in the order of the text.

    >>> from liwan_analysis.report import load_report
    >>> findings = audit_numbers(load_report())
    >>> findings.loc[findings["check"] == "parts", "finding"].tolist()[0]
    '200 + 200 + 100 + 100 = 600万平方米'

    `check` is parts (parts and their total), level_and_growth (a stated rate against two levels, or the level of the
    year before that level and rate imply), two_values (one indicator, several values in one year), repeated (the
    same value twice) or repair (a number that touches a repair that is not certain). `agrees` is missing where there
    is nothing to compare with. `quantities` is a corrected table of `find_quantities`.
    """
    statements = statements_of(report, quantities)
    known = [
        _Known(canonical_indicator(statement.indicator.name), statement)
        for statement in statements
        if statement.indicator.name is not None and not math.isnan(statement.quantity.value)
    ]
    yearly = [
        one for one in known if not AVERAGE.search(report.text[max(0, one.quantity.start - 12) : one.quantity.start])
    ]
    findings = [
        *_check_parts(report, known),
        *_check_growth(yearly),
        *_check_repeats(yearly),
        *_check_repairs(report, statements),
    ]
    findings.sort(key=lambda finding: (finding.about.place.start, finding.check))
    return to_table(findings, FINDING_COLUMNS)


def _groups(known: Iterable[_Known], key: Callable[[_Known], Hashable]) -> Iterable[list[_Known]]:
    """What agrees in `key`, in the order in which it comes up."""
    groups: dict[Hashable, list[_Known]] = {}
    for one in known:
        groups.setdefault(key(one), []).append(one)
    return groups.values()


def _check_parts(report: Report, known: Iterable[_Known]) -> Iterator[Finding]:
    """Sums: what stands in parentheses behind a total, and counts of one paragraph that add up to one before them."""
    levels = [
        one
        for one in known
        if one.statement.measure == "level"
        and math.isnan(one.quantity.value_max)
        and one.statement.place.part != "glossary"
    ]
    for rows in _groups(levels, lambda one: one.statement.place.block_id):
        for i, total in enumerate(rows):
            rest = [row for row in rows[i + 1 :] if row.quantity.unit == total.quantity.unit]
            end = total.quantity.end
            listed = PARTS.match(report.text[end : end + 40])
            if listed:
                close = report.text.find("）", end)
                inside = [row for row in rest if end < row.quantity.start < close]
                if len(inside) > 1:
                    yield _sum_finding(total, inside)
            elif total.quantity.value >= LOWEST_TOTAL and total.statement.status != "context":
                parts = _find_parts(total, rest)
                if parts:
                    yield _sum_finding(total, parts)


def _sum_finding(total: _Known, parts: Sequence[_Known]) -> Finding:
    values = [part.quantity.value for part in parts]
    agrees = math.isclose(sum(values), total.quantity.value)
    terms = " + ".join(f"{value:g}" for value in values)
    sign = "=" if agrees else "≠"
    finding = f"{terms} {sign} {total.quantity.value:g}{total.quantity.unit or ''}"
    return total.say("parts", finding, agrees, *parts)


def _find_parts(total: _Known, rest: Iterable[_Known]) -> Sequence[_Known]:
    """Find the first counts behind a total, of the same kind of thing, that add up to it."""
    noun = _noun(total)
    alike = [row for row in rest if _noun(row) == noun and row.quantity.value < total.quantity.value][:8]
    for size in range(2, MOST_PARTS + 1):
        for parts in combinations(alike, size):
            if math.isclose(sum(part.quantity.value for part in parts), total.quantity.value):
                return parts
    return ()


def _noun(one: _Known) -> str:
    """The thing itself, without what is done to it: 新建道路项目, 道路改造 and 道路 are all 道路."""
    name = str(one.statement.indicator.name)
    name = re.sub(r"(?:的)?(?:建设|改造|升级|整治|续建|前期|和|工作|提升)+$", "", name)
    name = re.sub(r"(?<=..)项目$", "", re.sub(r"^(?:新建|续建|重点|产业|各类|新增)+(?=..)", "", name))
    return name[-2:]


def _check_growth(known: Iterable[_Known]) -> Iterator[Finding]:
    """Rates: a target's level and rate against last year's level; and the level before last year's that rates imply."""
    exact = [
        one for one in known if math.isnan(one.quantity.value_max) and one.statement.place.part in ("review", "plan")
    ]
    for rows in _groups(exact, lambda one: one.name):
        for level, growth in pairwise(rows):
            if not _belong_together(level.statement, growth.statement):
                continue
            sign = -1 if growth.statement.direction == "down" else 1
            if level.statement.status == "actual" and growth.quantity.unit_base == "%":
                yield _previous_level(level, growth, sign)
            elif level.statement.status == "target":
                yield from _check_target_growth(rows, level, growth, sign)


def _belong_together(level: Statement, growth: Statement) -> bool:
    """Say whether a level and the rate behind it are of one sentence and status (产值3亿元、增长5%)."""
    return (
        level.measure == "level"
        and growth.measure == "growth"
        and level.status == growth.status
        and level.place.sentence_id == growth.place.sentence_id
        and level.quantity.unit_base not in NO_AMOUNT
    )


def _previous_level(level: _Known, growth: _Known, sign: int) -> Finding:
    """The level of the year before; things that are counted must have been a whole number, to the rate's rounding."""
    value, rate = level.quantity.value, sign * growth.quantity.value
    before = value / (1 + rate / 100)
    agrees = None
    if (
        level.quantity.unit in ("家", "个", "户", "件", "人", "名", "所", "项", "座")
        and level.quantity.bound == growth.quantity.bound == "exact"
    ):
        digits = len(growth.quantity.quote.partition(".")[2].rstrip("%％"))
        whole = max(round(before), 1)
        agrees = abs((value / whole - 1) * 100 - rate) <= 0.5 * 10**-digits + 1e-9
        before = whole if agrees else before
    finding = f"{level.name}: the year before was {before:.6g}{level.quantity.unit}"
    return level.say("level_and_growth", finding, agrees, growth)


def _check_target_growth(rows: Iterable[_Known], level: _Known, growth: _Known, sign: int) -> Iterator[Finding]:
    past = next(
        (
            row.quantity
            for row in rows
            if row.statement.status == "actual"
            and row.statement.measure == "level"
            and row.quantity.unit == level.quantity.unit
        ),
        None,
    )
    if past is None:
        return
    rate = (level.quantity.value / past.value - 1) * 100
    stated = sign * growth.quantity.value
    open_ended = level.quantity.bound in ("over", "at_least") and growth.quantity.bound in ("over", "at_least")
    agrees = abs(rate - stated) < 0.5 or (open_ended and rate <= stated)
    finding = (
        f"{level.name}: {past.quote} to {level.quantity.quote} is {rate:.1f}%, the report says {growth.quantity.quote}"
    )
    yield level.say("level_and_growth", finding, agrees, growth)


def _check_repeats(known: Iterable[_Known]) -> Iterator[Finding]:
    """One indicator, measure, unit and year, stated in two places of one part."""
    amounts = [one for one in known if one.statement.status in ("actual", "target") and len(one.name) > 2]
    for rows in _groups(amounts, _what_and_when):
        first = rows[0]
        seen = {first.quantity.value_base}
        for row in rows[1:]:
            same_tone = row.statement.modality == first.statement.modality
            is_other_count = (
                first.quantity.unit_base in ("个", "家", "条", "处", "项")
                and row.quantity.value != first.quantity.value
            )
            if is_other_count or (row.statement.place.sentence_id == first.statement.place.sentence_id and same_tone):
                continue
            if row.quantity.value_base == first.quantity.value_base:
                finding = f"{first.name}: {first.quantity.quote} stands in two places"
                yield first.say("repeated", finding, True, row)
            elif row.quantity.value_base not in seen:
                tones = (first.statement.hardness, row.statement.hardness)
                tone = f" ({tones[0]} and {tones[1]})" if tones[0] != tones[1] else ""
                finding = f"{first.name}: {first.quantity.quote} and {row.quantity.quote}{tone}"
                yield first.say("two_values", finding, None if tone else False, row)
                seen.add(row.quantity.value_base)


def _what_and_when(one: _Known) -> Hashable:
    statement = one.statement
    return one.name, statement.measure, statement.quantity.unit_base, statement.status, statement.year


def _check_repairs(report: Report, statements: Iterable[Statement]) -> Iterator[Finding]:
    """Numbers that touch a repair that is inferred or unknown; the width of a mark beside them does not matter."""
    repairs = report.repairs
    is_mark = repairs["after"].fillna("").str.fullmatch(r"[^\w□]*")
    doubtful = repairs[(repairs["certainty"] != "certain") & ~is_mark]
    places = list(zip(doubtful["start"], doubtful["end"], doubtful["certainty"], doubtful["rule"], strict=True))
    for statement in statements:
        place = statement.place
        for start, end, certainty, rule in places:
            if start <= place.end and end >= place.start and end > start:
                finding = f"touches a repair that is {certainty} ({rule})"
                agrees = None if certainty == "inferred" else False
                yield Finding("repair", finding, agrees, statement.indicator.name, statement)
