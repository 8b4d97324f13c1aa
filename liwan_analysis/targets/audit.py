"""An audit of the report's own numbers: sums, rates and repeats, and numbers that touch uncertain repairs.

Nothing is corrected; each finding has its quotes with their places, and says whether the numbers agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations, pairwise

import pandas as pd

from liwan_analysis.quantities.table import find_quantities
from liwan_analysis.report.model import Report
from liwan_analysis.targets.ledger import canonical_indicator

__all__ = ["AUDIT_COLUMNS", "audit_numbers"]

AUDIT_COLUMNS = [
    "check", "finding", "agrees", "indicator", "quote", "other_quote", "start", "end", "other_start", "other_end",
]  # fmt: skip
# Parts in parentheses behind their total: 600万平方米（含住宅200万平方米、…）
PARTS = re.compile(r"^[^，。；）]{0,30}?(?:（含|（其中|（包括)")
# A figure for one year out of several is not held against a single year
AVERAGE = re.compile(r"年均|每年|平均每")
# What is counted so grows by no rate that could be checked
NO_AMOUNT = (None, "市", "县", "区", "省", "国", "大", "类")
LOWEST_TOTAL = 20
"""Smaller totals are met by chance too easily."""
MOST_PARTS = 4
Row = dict[Hashable, object]


def audit_numbers(report: Report) -> pd.DataFrame:
    """Check the numbers of a report against each other, one row a finding, in the order of the text.

    >>> from liwan_analysis.report import load_report
    >>> findings = audit_numbers(load_report())
    >>> findings.loc[findings["check"] == "parts", "finding"].tolist()[0]
    '200 + 200 + 100 + 100 = 600万平方米'

    `check` is parts (parts and their total), level_and_growth (a stated rate against two levels, or the level of the
    year before that level and rate imply), two_values (one indicator, several values in one year), repeated (the
    same value twice) or repair (a number that touches a repair that is not certain). `agrees` is missing where there
    is nothing to compare with.
    """
    table = find_quantities(report)
    rows: list[Row] = []
    known = table[table["value"].notna() & table["indicator"].notna()].copy()
    known["canonical"] = [canonical_indicator(name) for name in known["indicator"]]
    before = [report.text[max(0, start - 12) : start] for start in known["start"]]
    is_average = pd.Series([bool(AVERAGE.search(words)) for words in before], index=known.index, dtype=bool)
    yearly = known[~is_average]
    rows += _check_parts(report, known)
    rows += _check_growth(yearly)
    rows += _check_repeats(yearly)
    rows += _check_repairs(report, table)
    findings = pd.DataFrame(rows, columns=AUDIT_COLUMNS).sort_values(
        ["start", "check"], kind="stable", ignore_index=True
    )
    return findings.astype(
        {"agrees": "boolean", "start": "int64", "end": "int64", "other_start": "Int64", "other_end": "Int64"}
    )


def _finding(check: str, finding: str, agrees: bool | None, row: Row, other: Row | None = None) -> Row:
    return {
        "check": check,
        "finding": finding,
        "agrees": agrees,
        "indicator": row.get("canonical", row.get("indicator")),
        "quote": row["quote"],
        "other_quote": other["quote"] if other else None,
        "start": row["start"],
        "end": row["end"],
        "other_start": other["start"] if other else None,
        "other_end": other["end"] if other else None,
    }


def _groups(table: pd.DataFrame, *keys: str) -> Iterable[list[Row]]:
    """The rows of a table that agree in `keys`, in the order in which they come up."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in table.to_dict("records"):
        groups.setdefault(tuple(str(row[key]) for key in keys), []).append(row)
    return groups.values()


def _number(value: object) -> float:
    return float(str(value))


def _check_parts(report: Report, known: pd.DataFrame) -> Iterator[Row]:
    """Sums: what stands in parentheses behind a total, and counts of one paragraph that add up to one before them."""
    levels = known[(known["measure"] == "level") & known["value_max"].isna() & (known["part"] != "glossary")]
    for rows in _groups(levels, "block"):
        for i, total in enumerate(rows):
            rest = [row for row in rows[i + 1 :] if row["unit"] == total["unit"]]
            end = int(str(total["end"]))
            listed = PARTS.match(report.text[end : end + 40])
            if listed:
                close = report.text.find("）", end)
                inside = [row for row in rest if end < int(str(row["start"])) < close]
                if len(inside) > 1:
                    yield _sum_finding(total, inside)
            elif _number(total["value"]) >= LOWEST_TOTAL and total["status"] != "context":
                parts = _find_parts(total, rest)
                if parts:
                    yield _sum_finding(total, parts)


def _sum_finding(total: Row, parts: list[Row]) -> Row:
    values = [_number(part["value"]) for part in parts]
    agrees = math.isclose(sum(values), _number(total["value"]))
    terms = " + ".join(f"{value:g}" for value in values)
    sign = "=" if agrees else "≠"
    finding = _finding(
        "parts", f"{terms} {sign} {_number(total['value']):g}{total['unit'] or ''}", agrees, total, parts[0]
    )
    return finding | {"other_quote": "、".join(str(part["quote"]) for part in parts), "other_end": parts[-1]["end"]}


def _find_parts(total: Row, rest: list[Row]) -> list[Row]:
    """Find the first counts behind a total, of the same kind of thing, that add up to it."""
    noun = _noun(total)
    alike = [row for row in rest if _noun(row) == noun and _number(row["value"]) < _number(total["value"])][:8]
    for size in range(2, MOST_PARTS + 1):
        for parts in combinations(alike, size):
            if math.isclose(sum(_number(part["value"]) for part in parts), _number(total["value"])):
                return list(parts)
    return []


def _noun(row: Row) -> str:
    """The thing itself, without what is done to it: 新建道路项目, 道路改造 and 道路 are all 道路."""
    name = re.sub(r"(?:的)?(?:建设|改造|升级|整治|续建|前期|和|工作|提升)+$", "", str(row["indicator"]))
    name = re.sub(r"(?<=..)项目$", "", re.sub(r"^(?:新建|续建|重点|产业|各类|新增)+(?=..)", "", name))
    return name[-2:]


def _check_growth(known: pd.DataFrame) -> Iterator[Row]:
    """Rates: a target's level and rate against last year's level; and the level before last year's that rates imply."""
    exact = known[known["value_max"].isna() & (known["part"].isin(["review", "plan"]))]
    for rows in _groups(exact, "canonical"):
        name = rows[0]["canonical"]
        for level, growth in pairwise(rows):
            is_pair = (
                level["measure"] == "level" and growth["measure"] == "growth" and growth["status"] == level["status"]
            )
            if not is_pair or level["sentence_id"] != growth["sentence_id"] or level["unit_base"] in NO_AMOUNT:
                continue
            sign = -1 if growth["direction"] == "down" else 1
            if level["status"] == "actual" and growth["unit_base"] == "%":
                yield _previous_level(str(name), level, growth, sign)
            elif level["status"] == "target":
                yield from _check_target_growth(str(name), rows, level, growth, sign)


def _previous_level(name: str, level: Row, growth: Row, sign: int) -> Row:
    """The level of the year before; things that are counted must have been a whole number, to the rate's rounding."""
    value, rate = _number(level["value"]), sign * _number(growth["value"])
    before = value / (1 + rate / 100)
    agrees = None
    if (
        level["unit"] in ("家", "个", "户", "件", "人", "名", "所", "项", "座")
        and level["bound"] == growth["bound"] == "exact"
    ):
        digits = len(str(growth["quote"]).partition(".")[2].rstrip("%％"))
        whole = max(round(before), 1)
        agrees = abs((value / whole - 1) * 100 - rate) <= 0.5 * 10**-digits + 1e-9
        before = whole if agrees else before
    return _finding(
        "level_and_growth", f"{name}: the year before was {before:.6g}{level['unit']}", agrees, level, growth
    )


def _check_target_growth(name: str, rows: list[Row], level: Row, growth: Row, sign: int) -> Iterator[Row]:
    past = next(
        (
            row
            for row in rows
            if row["status"] == "actual" and row["measure"] == "level" and row["unit"] == level["unit"]
        ),
        None,
    )
    if past is None:
        return
    rate = (_number(level["value"]) / _number(past["value"]) - 1) * 100
    stated = sign * _number(growth["value"])
    open_ended = level["bound"] in ("over", "at_least") and growth["bound"] in ("over", "at_least")
    agrees = abs(rate - stated) < 0.5 or (open_ended and rate <= stated)
    finding = f"{name}: {past['quote']} to {level['quote']} is {rate:.1f}%, the report says {growth['quote']}"
    yield _finding("level_and_growth", finding, agrees, level, growth)


def _check_repeats(known: pd.DataFrame) -> Iterator[Row]:
    """One indicator, measure, unit and year, stated in two places of one part."""
    amounts = known[known["status"].isin(["actual", "target"]) & (known["canonical"].map(len) > 2)]
    for rows in _groups(amounts, "canonical", "measure", "unit_base", "status", "year"):
        first = rows[0]
        seen = {first["value_base"]}
        for row in rows[1:]:
            same_tone = str(row["modality"]) == str(first["modality"])
            is_other_count = first["unit_base"] in ("个", "家", "条", "处", "项") and row["value"] != first["value"]
            if is_other_count or (row["sentence_id"] == first["sentence_id"] and same_tone):
                continue
            if row["value_base"] == first["value_base"]:
                yield _finding(
                    "repeated", f"{first['canonical']}: {first['quote']} stands in two places", True, first, row
                )
            elif row["value_base"] not in seen:
                two_tones = first["hardness"] != row["hardness"] and isinstance(row["hardness"], str)
                tone = f" ({first['hardness']} and {row['hardness']})" if two_tones else ""
                finding = f"{first['canonical']}: {first['quote']} and {row['quote']}{tone}"
                yield _finding("two_values", finding, None if two_tones else False, first, row)
                seen.add(row["value_base"])


def _check_repairs(report: Report, table: pd.DataFrame) -> Iterator[Row]:
    """Numbers that touch a repair that is inferred or unknown; the width of a mark beside them does not matter."""
    repairs = report.repairs
    is_mark = repairs["after"].fillna("").str.fullmatch(r"[^\w□]*")
    doubtful = repairs[(repairs["certainty"] != "certain") & ~is_mark]
    places = list(zip(doubtful["start"], doubtful["end"], doubtful["certainty"], doubtful["rule"], strict=True))
    for row in table.to_dict("records"):
        for start, end, certainty, rule in places:
            if start <= row["end"] and end >= row["start"] and end > start:
                finding = f"touches a repair that is {certainty} ({rule})"
                yield _finding("repair", finding, None if certainty == "inferred" else False, row)
