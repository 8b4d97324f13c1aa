"""The ledger: what last year reached beside what this year promises, like with like."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Hashable
from functools import cache

import pandas as pd

from liwan_analysis.lexicons.loader import either, read_table
from liwan_analysis.quantities.table import find_quantities
from liwan_analysis.quantities.units import unit_kind
from liwan_analysis.report.model import Report

__all__ = ["LEDGER_COLUMNS", "build_ledger", "canonical_indicator"]

LEDGER_COLUMNS = [
    "indicator", "measure", "unit", "actual", "actual_unit", "target", "bound", "change", "change_pct", "comparable",
    "note", "is_computed", "hardness", "modality", "is_headline", "actual_quote", "target_quote", "actual_year",
    "target_year", "actual_section", "target_section", "actual_start", "actual_end", "target_start", "target_end",
]  # fmt: skip
# Whose it is, or that it is new, goes off a name: 全市, 我区, 区级, 新增; not 市级“…”, which is a title
OPENING = re.compile(
    r"^(?:全[省市区县国]|[我本][省市区县]|[省市区县]级(?!“)|本级|地方|各类|年度|累计|新增|净增|新培育|其中)+"
)


def _either(*roles: str) -> str:
    return either("ledger.csv", *roles)


ENDING = re.compile(rf"(?:{_either('ending')})$")
WORKS = {work: re.compile(_either(work)) for work in ("new", "renovate", "done", "start", "continue")}
KINDS, PHASES = frozenset({"new", "renovate"}), frozenset({"start", "continue", "done"})
COUNTED_ALIKE = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "counted_alike")
GENERIC = re.compile(
    rf"^(?:{_either('generic_opening')})*(?:{_either('generic')})$|{_either('generic_anywhere')}|^(?:{_either('generic_first')})"
)
TOTAL = re.compile(rf"(?:{_either('total')})(?:[\d.]+[^\d，。；、]{{1,4}}、)*$")
"""Between the word and the number may stand others of the row: 达到12个、30公里."""
REAL = re.compile(rf"(?:{_either('constant_prices')})$")
# A mark that is passed, and no result to compare with: 迈上万亿台阶, 突破
THRESHOLD = re.compile(r"(?:迈上|跨过|跨越|跨上)[^，。；]*$|(?:突破|超过?)$")
# A figure for one year out of several: 年均, 五年来
AVERAGE = re.compile(r"(?:年均|每年)[^，。；]{0,4}$|[三四五]年(?:来|累计)[^，。；]*$")
# The time that opens a paragraph: several years (过去五年, “十三五”时期), or one (一年来, 2023年)
PERIOD = re.compile(
    r"(?P<several>(?:[过这][去的]{0,2}|近)?(?<!第)[三四五]年(?:来|间|(?=，))|过去的?[三四五]年"
    r"|“[一二三四五六七八九十]{1,3}五”(?:时期|以来|期间))"
    r"|(?P<one>[过刚去的]{2,6}一年|这一年|一年来|(?<!\d)20\d\d年(?!以来)|去年|全年)"
)
ADDS = tuple(row["word"] for row in read_table("ledger.csv") if row["role"] == "adds")


@cache
def _variants() -> dict[str, str]:
    rows = read_table("indicators.csv")
    return {row["variant"]: row["canonical"] for row in rows} | {row["canonical"]: row["canonical"] for row in rows}


def canonical_indicator(indicator: str) -> str:
    """Give the standard name of an indicator, by lexicons/indicators.csv; other names without place and 新增.

    >>> canonical_indicator("固投"), canonical_indicator("区级一般公共预算收入"), canonical_indicator("新增碧道")
    ('固定资产投资', '一般公共预算收入', '碧道')
    """
    variants = _variants()
    for name in (indicator, OPENING.sub("", indicator)):
        if name in variants:
            return variants[name]
    name = re.sub(r"升级改造|改造提升|微改造|提升改造", "改造", OPENING.sub("", indicator))
    return name[1:-1] if re.fullmatch(r"“[^“”]+”", name) else name or indicator


def build_ledger(report: Report) -> pd.DataFrame:
    """Set side by side what review and plan both measure: one row an indicator and target.

    >>> from liwan_analysis.report import load_report
    >>> ledger = build_ledger(load_report())
    >>> ledger.loc[ledger["indicator"] == "固定资产投资", ["actual", "target", "comparable"]].values.tolist()[0]
    [540.3, 560.0, True]

    `change` is target − actual in `unit` (percentage points where both are rates), `change_pct` the change of a level
    in percent. Where the two cannot be compared (a growth rate against a level, 新增 against 新建或改建), `comparable`
    is False, `note` says why, and there is no change. Where the report's own figures imply the missing half, an extra
    row gives it with `is_computed`. Names are matched by lexicons/indicators.csv.
    """
    table = find_quantities(report)
    table = table[table["indicator"].notna() & table["value"].notna() & ~table["uncertain"]]
    table = table[~table["indicator"].str.contains(GENERIC) & ~table["unit_base"].isin(["大", "大类", "类", "级"])]
    table = _with_features(table, report.text)
    starts, are_several = _periods(report.text)
    table["is_several"] = [are_several[bisect_right(starts, start) - 1] for start in table["start"]]
    actual = _without_repeats(table[(table["status"] == "actual") & (table["part"] == "review")], keep="first")
    target = _without_repeats(table[(table["status"] == "target") & (table["part"] == "plan")], keep="headline")
    results = actual.to_dict("records")
    pairs = [(goal, _best_match(goal, results)) for goal in target.to_dict("records")]
    rows: list[dict[str, object]] = []
    for goal, found in pairs:
        if found is None or _has_better(found, goal, pairs):
            continue
        rows.append(_pair(found, goal))
        rows += _implied(goal, actual, target)
    ledger = pd.DataFrame(rows, columns=LEDGER_COLUMNS)
    ledger = ledger.drop_duplicates(["indicator", "measure", "target_start", "is_computed"], ignore_index=True)
    return ledger.astype(
        {"comparable": "bool", "is_computed": "bool", "is_headline": "bool"}
        | dict.fromkeys(("actual", "target", "change", "change_pct"), "float64")
        | dict.fromkeys(("actual_year", "target_year"), "Int64")
        | dict.fromkeys(("actual_start", "actual_end", "target_start", "target_end"), "int64")
    )


def _with_features(table: pd.DataFrame, text: str) -> pd.DataFrame:
    """Add what matching looks at: standard name, kind of unit, work done, and whether a number is a total or a mark."""
    rows = table.to_dict("records")
    before = [_clause(text, int(row["start"])) for row in rows]
    return table.assign(
        canonical=[canonical_indicator(row["indicator"]) for row in rows],
        kind=[unit_kind(row["unit_base"] if isinstance(row["unit_base"], str) else None) for row in rows],
        works=[_works(clause, text, row) for clause, row in zip(before, rows, strict=True)],
        is_total=[bool(TOTAL.search(clause)) for clause in before],
        is_mark=[
            bool(THRESHOLD.search(clause)) or row["bound"] == "over" for clause, row in zip(before, rows, strict=True)
        ],
        is_running=["累计" in clause for clause in before],
        is_average=[bool(AVERAGE.search(clause)) for clause in before],
    )


def _periods(text: str) -> tuple[list[int], list[bool]]:
    """Give where each paragraph starts, and whether the last period named in an opening sentence was several years."""
    starts, are_several, at, several = [], [], 0, False
    for paragraph in text.splitlines(keepends=True):
        for period in PERIOD.finditer(re.split("[。！]", paragraph)[0]):
            several = period.lastgroup == "several"
        starts.append(at)
        are_several.append(several)
        at += len(paragraph)
    return starts, are_several


def _clause(text: str, position: int) -> str:
    return re.split(r"[，。；：\n]", text[max(0, position - 40) : position])[-1]


def _works(clause: str, text: str, row: dict[Hashable, object]) -> frozenset[str]:
    """What is done to the thing: built new, renovated, finished, started, by the words of its clause."""
    end = int(str(row["end"]))
    words = clause + re.split(r"[，。；：\n]", text[end : end + 30])[0] + str(row["indicator"])
    return frozenset(name for name, pattern in WORKS.items() if pattern.search(words))


def _without_repeats(table: pd.DataFrame, *, keep: str) -> pd.DataFrame:
    ordered = table.sort_values(["is_headline", "start"], ascending=[False, True]) if keep == "headline" else table
    return ordered.drop_duplicates(["canonical", "measure", "value_base", "unit_base"]).sort_values("start")


def _fits(goal: dict[Hashable, object], row: dict[Hashable, object]) -> int:
    """Score how well two rows are the same thing: 0 not at all, 2 the same name, 1 one name within the other."""
    a, b = str(goal["canonical"]), str(row["canonical"])
    if a == b:
        return 2
    core_a, core_b = ENDING.sub("", a), ENDING.sub("", b)
    if min(len(core_a), len(core_b)) < 4:
        return 0
    return 1 if core_a == core_b else 0


def _same_unit(goal: dict[Hashable, object], row: dict[Hashable, object]) -> bool:
    alike = goal["unit_base"] in COUNTED_ALIKE and row["unit_base"] in COUNTED_ALIKE
    return goal["kind"] == row["kind"] and (goal["unit_base"] == row["unit_base"] or alike)


def _best_match(goal: dict[Hashable, object], results: list[dict[Hashable, object]]) -> dict[Hashable, object] | None:
    best: tuple[tuple[int, ...], dict[Hashable, object]] | None = None
    for row in results:
        fit = _fits(goal, row)
        is_same = goal["measure"] == row["measure"] and _same_unit(goal, row)
        if not fit or (not is_same and (fit < 2 or goal["measure"] == row["measure"])):
            continue
        ours, theirs = _set(row["works"]) & KINDS, _set(goal["works"]) & KINDS
        if is_same and goal["measure"] == "level" and ours and theirs and not ours & theirs:
            continue
        score = (
            int(is_same),
            int(not row["is_average"] or bool(goal["is_average"])),
            int(not row["is_several"]),
            fit,
            int(goal["unit_base"] == row["unit_base"]),
            int(goal["works"] == row["works"]),
            int(not row["is_mark"]),
            -int(str(row["start"])),
        )
        if best is None or score > best[0]:
            best = (score, row)
    return best[1] if best else None


def _has_better(
    row: dict[Hashable, object],
    goal: dict[Hashable, object],
    pairs: list[tuple[dict[Hashable, object], dict[Hashable, object] | None]],
) -> bool:
    """Say whether the same result has another target that speaks of the same work, while this one does not."""
    kinds = _set(row["works"]) & KINDS
    if _set(goal["works"]) & KINDS == kinds and (goal["works"] == row["works"] or not kinds):
        return False
    return any(other and other["start"] == row["start"] and twin["works"] == row["works"] for twin, other in pairs)


def _pair(row: dict[Hashable, object], goal: dict[Hashable, object]) -> dict[str, object]:
    note = _difference(row, goal)
    comparable = not note
    if (
        comparable
        and row["indicator"] != goal["indicator"]
        and OPENING.sub("", str(row["indicator"])) != OPENING.sub("", str(goal["indicator"]))
    ):
        note = f"named {row['indicator']} in the review, {goal['indicator']} in the plan"
    if comparable and row["is_running"] and not goal["is_running"]:
        note = "; ".join(filter(None, [note, "a running total (累计) in the review"]))
    same = row["unit_base"] == goal["unit_base"] and row["unit"] != goal["unit"]
    before = float(str(row["value_base" if same else "value"]))
    after = float(str(goal["value_base" if same else "value"]))
    change = after - before if comparable else math.nan
    return {
        "indicator": goal["canonical"],
        "measure": goal["measure"],
        "unit": goal["unit_base"] if same else goal["unit"],
        "actual": before,
        "actual_unit": row["unit_base"] if same else row["unit"],
        "target": after,
        "bound": goal["bound"],
        "change": round(change, 6),
        "change_pct": round(change / before * 100, 4) if goal["measure"] == "level" and before else math.nan,
        "comparable": comparable,
        "note": note or None,
        "is_computed": False,
    } | _places(row, goal)


def _places(row: dict[Hashable, object], goal: dict[Hashable, object]) -> dict[str, object]:
    return {
        "hardness": goal["hardness"],
        "modality": goal["modality"],
        "is_headline": goal["is_headline"],
        "actual_quote": row["quote"],
        "target_quote": goal["quote"],
        "actual_year": row["year"],
        "target_year": goal["year"],
        "actual_section": row["section"],
        "target_section": goal["section"],
        "actual_start": row["start"],
        "actual_end": row["end"],
        "target_start": goal["start"],
        "target_end": goal["end"],
    }


def _difference(row: dict[Hashable, object], goal: dict[Hashable, object]) -> str:
    """Say why two rows are not like with like; "" where they are."""
    if goal["measure"] != row["measure"]:
        return f"last year is stated as {row['measure']}, this year as {goal['measure']}"
    for aspect in (KINDS, PHASES):
        ours, theirs = _set(row["works"]) & aspect, _set(goal["works"]) & aspect
        if ours and theirs and ours != theirs:
            return f"not the same work: {'+'.join(sorted(ours))} in the review, {'+'.join(sorted(theirs))} in the plan"
    if row["is_average"] and not goal["is_average"]:
        return "the review gives an average of several years"
    if row["is_total"] != goal["is_total"] and (row["verb"] in ADDS or goal["verb"] in ADDS):
        total, added = ("review", "plan") if row["is_total"] else ("plan", "review")
        return f"a total in the {total}, an addition in the {added}"
    if row["year"] != goal["year"] and goal["year"] is not None and row["year"] is not None:
        span = int(str(goal["year"])) - int(str(row["year"]))
        if span != 1:
            return f"the target is for {goal['year']}, the result for {row['year']}"
    if row["is_several"] and not row["is_total"] and row["measure"] != "share":
        return "the review gives a figure for several years"
    return ""


def _set(value: object) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _implied(goal: dict[Hashable, object], actual: pd.DataFrame, target: pd.DataFrame) -> list[dict[str, object]]:
    """Compute the half that the report leaves out: a level from level and growth, a growth from two levels."""
    name = goal["canonical"]
    known = actual[actual["canonical"] == name]
    stated = set(target.loc[target["canonical"] == name, "measure"])
    levels, growths = (
        known[(known["measure"] == "level") & ~known["is_mark"] & known["direction"].isna()],
        known[known["measure"] == "growth"],
    )
    if levels.empty or goal["direction"] == "down":
        return []
    level = levels.iloc[0].to_dict()
    if goal["measure"] == "growth" and "level" not in stated:
        after = float(level["value"]) * (1 + float(str(goal["value"])) / 100)
        return [_computed(level, goal, "level", float(level["value"]), after, str(level["unit"]))]
    same = goal["measure"] == "level" and "growth" not in stated and not growths.empty and _same_unit(goal, level)
    if same and level["unit"] == goal["unit"] and float(level["value"]):
        after = (float(str(goal["value"])) / float(level["value"]) - 1) * 100
        growth = growths.iloc[0].to_dict()
        return [_computed(growth, goal, "growth", float(growth["value"]), after, "%")]
    return []


def _computed(
    row: dict[Hashable, object], goal: dict[Hashable, object], measure: str, before: float, after: float, unit: str
) -> dict[str, object]:
    change = after - before
    other = "level and growth" if measure == "level" else "the two levels"
    caution = "; growth of this indicator is stated at constant prices" if REAL.search(str(goal["canonical"])) else ""
    return {
        "indicator": goal["canonical"],
        "measure": measure,
        "unit": unit,
        "actual": before,
        "actual_unit": unit,
        "target": round(after, 4),
        "bound": goal["bound"],
        "change": round(change, 4),
        "change_pct": round(change / before * 100, 4) if measure == "level" and before else math.nan,
        "comparable": True,
        "note": f"the target is computed from {other}, not stated{caution}",
        "is_computed": True,
    } | _places(row, goal)
