"""Promises: the targets of one report, each beside what the next report of the same place says of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from liwan_analysis.quantities.records import Column, names_of, to_table
from liwan_analysis.report.model import Report
from liwan_analysis.targets.following import read_promises
from liwan_analysis.targets.promise import Promise, Words

__all__ = ["PROMISE_COLUMNS", "RULES", "SOURCE", "explain_promise", "match_promises", "to_promises"]

RULES = "promises 4"
"""The version of the rules; it goes up with each change that may change a verdict."""
SOURCE = (
    "each result is the government's own figure in its next report; "
    "a definition that changed without a word in the text is not seen"
)

PROMISE_TABLE = (
    Column("place", "place"),
    Column("indicator", "indicator"),
    Column("measure", "goal.measure"),
    Column("target_year", "goal.year", "Int64"),
    Column("target", "goal.quantity.value", "float64"),
    Column("target_max", "goal.quantity.value_max", "float64"),
    Column("unit", "goal.quantity.unit"),
    Column("bound", "goal.quantity.bound"),
    Column("hardness", "goal.hardness"),
    Column("modality", "goal.modality"),
    Column("is_headline", "goal.is_headline", "bool"),
    Column("target_quote", "stated.quote"),
    Column("target_report", "stated.report"),
    Column("target_start", "stated.start", "int64"),
    Column("target_end", "stated.end", "int64"),
    Column("result", "result_value", "float64"),
    Column("result_unit", "result_unit"),
    Column("result_quote", "result_quote"),
    Column("result_report", "result_report"),
    Column("result_start", "result_start", "Int64"),
    Column("result_end", "result_end", "Int64"),
    Column("gap", "judgement.gap", "float64"),
    Column("verdict", "verdict"),
    Column("note", "note"),
)
PROMISE_COLUMNS = names_of(PROMISE_TABLE)


def match_promises(
    targets_report: Report, results_report: Report | None, tolerance: float | None = None
) -> pd.DataFrame:
    r"""Set each target of a report beside what the next report says of it: one row a target, headline targets first.

    >>> from liwan_analysis.report import parse_report
    >>> one = parse_report("各位代表：\n一、2030年工作回顾\n一切都好。\n二、2031年工作安排\n"
    ...     "今年的主要预期目标是：地区生产总值增长6%以上，城镇登记失业率控制在4.5%以内。\n", place="某区", year=2031)
    >>> two = parse_report("各位代表：\n一、2031年工作回顾\n地区生产总值增长5.8%。\n二、2032年工作安排\n"
    ...     "一切都好。\n", place="某区", year=2032)
    >>> match_promises(one, two)[["indicator", "target", "result", "gap", "verdict"]].values.tolist()
    [['地区生产总值', 6.0, 5.8, -0.2, 'missed'], ['城镇登记失业率', 4.5, nan, nan, 'not_reported']]

    `verdict` is judged by the target's own bound: met, missed, exceeded, about (左右: a gap and no verdict, unless
    `tolerance` says how near is near enough: percentage points, or percent of an amount), restated (words and no
    number), not_reported (`note` says under which names it was searched), not_comparable (`note` says why) or pending
    (without `results_report`). Quotes end with their number, as in the tables of one report, and begin with its name.
    `attrs` says whose figures these are, and the version of the rules. Raises ReportError where the two are not of one
    place and of consecutive years.
    """
    return to_promises(read_promises(targets_report, results_report, tolerance))


def to_promises(promises: Sequence[Promise]) -> pd.DataFrame:
    """Lay promises out as a table that says whose figures these are, and which version of the rules judged them."""
    table = to_table(promises, PROMISE_TABLE)
    table.attrs.update(source=SOURCE, rules=RULES)
    return table


def explain_promise(targets_report: Report, results_report: Report, start: int) -> str:
    r"""Say how the target at `start` came by its verdict: what was searched, what was found, what was refused and why.

    >>> from liwan_analysis.report import parse_report
    >>> one = parse_report("各位代表：\n一、2030年工作回顾\n一切都好。\n二、2031年工作安排\n"
    ...     "今年的主要预期目标是：地区生产总值增长6%以上。\n", place="某区", year=2031)
    >>> two = parse_report("各位代表：\n一、2031年工作回顾\n地区生产总值五年来年均增长5.8%。\n二、2032年工作安排\n"
    ...     "一切都好。\n", place="某区", year=2032)
    >>> print(explain_promise(one, two, one.text.index("6%以上")))  # doctest: +ELLIPSIS
    target    地区生产总值增长6%以上 (text, 47)
    searched  地区生产总值、生产总值、国内生产总值、...
    told      nothing that judges it
    refused   地区生产总值五年来年均增长5.8%: an average of several years
    verdict   not_comparable (an average of several years: 地区生产总值五年来年均增长5.8%)

    Raises ValueError where no target stands at `start`.
    """
    for promise in read_promises(targets_report, results_report):
        if promise.stated.start <= start < promise.stated.end:
            return "\n".join(_lines(promise))
    raise ValueError(f"no target stands at {start} of {targets_report.report_id}: take target_start of match_promises")


def _lines(promise: Promise) -> list[str]:
    lines = [
        f"target    {promise.stated.quote} ({promise.stated.report}, {promise.stated.start})",
        f"searched  {'、'.join(promise.searched)}",
        f"told      {_said(promise.told)}",
        *(
            f"refused   {one.candidate.before[-20:]}{one.candidate.statement.quantity.quote}: {one.reason}"
            for one in promise.refused
        ),
        f"verdict   {promise.verdict}" + (f" ({promise.note})" if promise.note else ""),
    ]
    return lines


def _said(words: Words | None) -> str:
    return f"{words.quote} ({words.report}, {words.start})" if words else "nothing that judges it"
