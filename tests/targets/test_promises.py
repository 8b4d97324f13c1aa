"""Promises of one report beside what the next one says: against a hand reading, and case by case."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import REPORTS

from liwan_analysis.quantities import canonical_indicator, read_passage
from liwan_analysis.report import Report, load_report, parse_report
from liwan_analysis.report.source import ReportError
from liwan_analysis.targets.promises import PROMISE_COLUMNS, RULES, explain_promise, match_promises
from liwan_analysis.targets.verdicts import VERDICTS, better_of, judge

CASES = Path(__file__).parents[1] / "cases"
STATE = REPORTS.parent / "corpora" / "guowuyuan"
READ = json.loads((CASES / "promises_guowuyuan.json").read_text("utf-8"))
MADE = json.loads((CASES / "promises_made.json").read_text("utf-8"))
YEARS = sorted({case["target_year"] for case in READ})


@cache
def state_report(year: int) -> Report:
    path = STATE / f"国务院-{year}.txt"
    if not path.exists():
        pytest.skip("the reports of the State Council are not here")
    return load_report(path)


@cache
def promises_for(year: int) -> pd.DataFrame:
    return match_promises(state_report(year), state_report(year + 1))


def made(review: str, plan: str, year: int) -> Report:
    text = f"各位代表：\n一、{year - 1}年工作回顾\n{review}\n二、{year}年工作安排\n{plan}\n各位代表！让我们努力奋斗！\n"
    return parse_report(text, place="某区", year=year)


def promises_of(plan: str, review: str, tolerance: float | None = None) -> list[dict[str, Any]]:
    one = made("一切都好。", f"今年的主要预期目标是：{plan}", 2031)
    two = made(review, "一切都好。", 2032)
    return match_promises(one, two, tolerance).to_dict("records")  # type: ignore[return-value]


def span_of(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("case", READ, ids=[case["label"] for case in READ])
def test_what_was_read_by_hand_is_found(case: dict[str, Any]) -> None:
    one, two = state_report(case["target_year"]), state_report(case["target_year"] + 1)
    start, end = span_of(one.text, case["target_quote"])
    (row,) = [row for row in promises_for(case["target_year"]).itertuples() if start < row.target_end <= end]
    assert (row.target, row.unit, row.bound) == (
        case["target"],
        case["unit"].replace("%", row.unit[-1:]),
        case["bound"],
    )
    assert row.indicator == canonical_indicator(case["indicator"])
    assert row.verdict == case["verdict"]
    assert row.result == pytest.approx(math.nan if case["result"] is None else case["result"], nan_ok=True)
    assert row.gap == pytest.approx(math.nan if case["gap"] is None else case["gap"], nan_ok=True)
    if case["result_quote"]:
        begin, stop = span_of(two.text, case["result_quote"])
        assert begin < row.result_end <= stop


@pytest.mark.parametrize("year", YEARS)
def test_quotes_stand_at_their_places(year: int) -> None:
    one, two = state_report(year), state_report(year + 1)
    table = promises_for(year)
    assert table.columns.tolist() == PROMISE_COLUMNS
    assert set(table["verdict"]) <= set(VERDICTS)
    assert not table.duplicated(["indicator", "measure", "target", "unit", "target_year", "target_start"]).any()
    assert table["is_headline"].is_monotonic_decreasing
    for row in table.itertuples():
        assert one.text[row.target_start : row.target_end] == row.target_quote
        has_words = row.verdict not in ("not_reported", "not_comparable", "pending")
        assert has_words == isinstance(row.result_quote, str)
        if has_words:
            assert two.text[row.result_start : row.result_end] == row.result_quote
        judged = row.verdict in ("met", "exceeded") or (row.verdict == "missed" and not math.isnan(row.gap))
        assert not judged or not math.isnan(row.result)
        assert row.verdict not in ("not_reported", "not_comparable") or row.note


@pytest.mark.parametrize("case", MADE, ids=[case["label"] for case in MADE])
def test_made_up_promises(case: dict[str, Any]) -> None:
    (row,) = promises_of(case["plan"], case["review"], case.get("tolerance"))
    found = {
        name: None if isinstance(row[name], float) and math.isnan(row[name]) else row[name] for name in case["expected"]
    }
    assert found == case["expected"]


def test_a_plan_that_looks_back_is_heard_until_it_speaks_of_this_year() -> None:
    one = made("一切都好。", "今年的主要预期目标是：国际收支状况改善，居民消费价格基本稳定。", 2031)
    back = "过去一年，我们的工作取得了成绩。国际收支状况有所改善。今年，居民消费价格基本稳定。"
    verdicts = match_promises(one, made("一切都好。", back, 2032)).set_index("indicator")["verdict"]
    assert verdicts.to_dict() == {"国际收支状况": "restated", "居民消费价格": "not_reported"}


@pytest.mark.parametrize(
    ("target", "result", "verdict", "gap"),
    [
        ("城镇登记失业率控制在4.5%以内", "城镇登记失业率4.5%", "met", 0.0),
        ("城镇登记失业率控制在4.5%", "城镇登记失业率4.6%", "missed", 0.1),
        ("新建道路20条", "新建道路19条", "missed", -1.0),
        ("新建道路20条", "新建道路22条", "met", 2.0),
        ("新建道路20条", "新建道路23条", "exceeded", 3.0),
        ("新建道路20至30条", "新建道路31条", "met", 1.0),
        ("新建道路20至30条", "新建道路34条", "exceeded", 4.0),
        ("新建道路20至30条", "新建道路19条", "missed", -1.0),
        ("新建道路约20条", "新建道路40条", "about", 20.0),
        ("社会消费品零售总额超过500亿元", "社会消费品零售总额500亿元", "missed", 0.0),
        ("社会消费品零售总额5000万元以上", "社会消费品零售总额0.51亿元", "met", 100.0),
        ("财政赤字9000亿元", "财政赤字8500亿元", "met", -500.0),
        ("地区生产总值增长5%", "地区生产总值下降1%", "missed", -6.0),
        ("单位地区生产总值能耗下降3%", "单位地区生产总值能耗上升1%", "missed", -4.0),
        ("单位地区生产总值能耗下降3%", "单位地区生产总值能耗下降3.2%", "met", 0.2),
    ],
)
def test_bounds_decide(target: str, result: str, verdict: str, gap: float) -> None:
    (goal,), (told,) = read_passage(f"{target}。", "plan"), read_passage(f"{result}。", "review")
    judged = judge(goal, told)
    assert (judged.verdict, judged.gap) == (verdict, pytest.approx(gap))


@pytest.mark.parametrize(
    ("target", "better"),
    [
        ("地区生产总值增长5%", "more"),
        ("城镇登记失业率4%", "less"),
        ("单位地区生产总值能耗下降3%", "more"),
        ("财政赤字9000亿元", "less"),
        ("新建公园5个", "more"),
    ],
)
def test_which_way_is_better(target: str, better: str | None) -> None:
    (goal,) = read_passage(f"{target}。", "plan")
    assert better_of(goal) == better


def test_without_a_next_report_all_is_pending() -> None:
    table = match_promises(made("一切都好。", "今年的主要预期目标是：地区生产总值增长5%。", 2031), None)
    assert table["verdict"].tolist() == ["pending"]
    assert "own figure" in table.attrs["source"]
    assert table.attrs["rules"] == RULES


def test_two_places_and_two_years_apart_are_refused() -> None:
    one = made("一切都好。", "地区生产总值增长5%。", 2031)
    with pytest.raises(ReportError, match="2033"):
        match_promises(one, made("一切都好。", "一切都好。", 2033))
    other = parse_report(one.text, place="另一区", year=2032)
    with pytest.raises(ReportError, match="另一区"):
        match_promises(one, other)


def test_an_explanation_names_what_was_refused() -> None:
    one = made("一切都好。", "今年的主要预期目标是：城镇登记失业率4%以内。", 2031)
    two = made("城镇登记失业率五年平均3.9%。城镇调查失业率4.9%。", "城镇登记失业率4.1%以内。", 2032)
    said = explain_promise(one, two, one.text.index("4%以内")).splitlines()
    assert [line.split()[0] for line in said] == ["target", "searched", "told", "refused", "verdict"]
    assert "登记失业率" in said[1]
    with pytest.raises(ValueError, match="no target stands at 0"):
        explain_promise(one, two, 0)
