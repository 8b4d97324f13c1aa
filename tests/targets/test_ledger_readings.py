"""The ledger against hand readings of what is like for like, and its rules against their own examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import REPORTS

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.quantities import read_passage
from liwan_analysis.report import Report, load_report, parse_report
from liwan_analysis.targets import build_ledger, explain_pair
from liwan_analysis.targets.candidates import read_candidates
from liwan_analysis.targets.matching import Match, match
from liwan_analysis.targets.pair_rules import PairRule
from liwan_analysis.targets.pairing import PAIR_RULES

MADE = json.loads((Path(__file__).parents[1] / "cases" / "ledger_made.json").read_text("utf-8"))
CASES = json.loads((Path(__file__).parents[1] / "cases" / "ledger_development.json").read_text("utf-8"))
PATHS = {
    name: folder / f"{name}.txt"
    for name in sorted({case["report"] for case in CASES})
    for folder in (REPORTS, *(REPORTS.parent / "corpora" / name for name in ("sheng-2026", "guowuyuan")))
    if (folder / f"{name}.txt").exists()
}


def pairs_of(texts: tuple[str, str]) -> list[Match]:
    was, will = texts
    results = list(read_candidates(was, read_passage(was, "review", review_year=2025)))
    goals = list(read_candidates(will, read_passage(will, "plan", review_year=2025, plan_year=2026)))
    return match(results, goals)


@pytest.mark.parametrize("rule", PAIR_RULES, ids=[rule.name for rule in PAIR_RULES])
def test_each_rule_pairs_its_example_and_none_its_counter_example(rule: PairRule) -> None:
    assert [found.rule.name for found in pairs_of(rule.yes)] == [rule.name]
    assert pairs_of(rule.no) == []


@pytest.mark.parametrize("case", MADE, ids=[case["label"] for case in MADE])
def test_made_up_pairs(case: dict[str, Any]) -> None:
    text = f"各位代表：\n一、2031年工作回顾\n{case['review']}\n二、2032年工作安排\n{case['plan']}\n各位代表！\n"
    ledger = build_ledger(parse_report(text, place="某市", year=2032))
    rows = ledger.loc[~ledger["is_computed"], ["actual", "target", "comparable", "rule"]]
    assert rows.to_numpy().tolist() == case["expected"]


def explained(review: str, plan: str, start: str) -> list[str]:
    text = f"各位代表：\n一、2031年工作回顾\n{review}\n二、2032年工作安排\n{plan}\n各位代表！\n"
    report = parse_report(text, place="某市", year=2032)
    return explain_pair(report, report.text.index(start)).splitlines()


def test_a_pair_is_explained_from_either_of_its_numbers() -> None:
    texts = ("地区生产总值比2026年增长65.5%。", "地区生产总值增长8%左右。")
    assert explained(*texts, "65.5%") == explained(*texts, "8%左右")
    assert explained(*texts, "8%左右")[2:] == [
        "rule      pair.same_name, certain: " + PAIR_RULES[0].why,
        "compared  not like with like: the review measures against 2026, not against the year before",
    ]


@pytest.mark.parametrize(
    ("review", "plan", "start", "refused"),
    [
        ("改造停车场20个。", "新建停车场30个。", "30个", ["改造停车场20个: other work: renovate, not new"]),
        ("社区养老机构床位20张。", "社区养老机构食堂30间。", "30间", ["社区养老机构床位20张: another thing"]),
        ("绿化面积20亩。", "碧道30公里。", "30公里", []),
    ],
)
def test_a_target_without_a_partner_says_what_was_refused(
    review: str, plan: str, start: str, refused: list[str]
) -> None:
    assert explained(review, plan, start)[1:] == ["result    none", *(f"refused   {one}" for one in refused)]


def test_a_target_for_each_of_two_things_is_explained_for_both() -> None:
    lines = explained("解决率95.3%，满意率96%。", "解决率、满意率均保持在94%以上。", "94%以上")
    assert [line for line in lines if line.startswith("result")] == [
        "result    解决率95.3% (21)",
        "result    满意率96% (30)",
    ]


def test_no_word_stands_within_what_it_stands_for() -> None:
    rows = [row for row in read_table("same_words.csv") if row["kind"] == "word"]
    assert [row["word"] for row in rows if row["word"] in row["stands_for"]] == [], "a name would grow at each step"


def test_where_no_target_stands_there_is_nothing_to_explain() -> None:
    with pytest.raises(ValueError, match="no target stands at"):
        explained("改造停车场20个。", "新建停车场30个。", "各位")


def spans_of(report: Report, part: str, words: str) -> tuple[int, int]:
    """Where the words stand in a part; a result that the review does not tell may be told in the plan."""
    inside = [(row.start, row.end) for row in report.parts.itertuples() if row.part in (part, "plan")]
    start = next(at for begin, end in inside if (at := report.text.find(words, begin, end)) >= 0)
    return start, start + len(words)


def read_by_hand(report: Report, name: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    return [
        (case["expected"], spans_of(report, "review", case["review"]), spans_of(report, "plan", case["plan"]))
        for case in CASES
        if case["report"] == name
    ]


def kind_of(row: Any, reading: list[tuple[str, tuple[int, int], tuple[int, int]]]) -> str:
    for kind, was, will in reading:
        if was[0] <= row.actual_start < was[1] and will[0] <= row.target_start < will[1]:
            return kind
    return "unread"


@pytest.mark.parametrize(
    "name", list(PATHS) or [pytest.param("none", marks=pytest.mark.skip(reason="no other reports"))]
)
def test_ledger_of_a_report_read_by_hand(name: str) -> None:
    report = load_report(PATHS[name])
    reading = read_by_hand(report, name)
    ledger = build_ledger(report)
    kinds = [kind_of(row, reading) for row in ledger.itertuples() if row.comparable and not row.is_computed]
    read = [kind for kind, _, _ in reading]
    assert kinds.count("pair") == read.count("pair"), "a pair that was found is found no more"
    assert "miss" not in kinds, "a pair that was missed is found now: call it a pair in the case"
    assert kinds.count("wrong") == read.count("wrong"), "a row that should not be there is gone: take out the case"
    assert not {"never", "unread"} & set(kinds)


def test_few_pairs_are_missed() -> None:
    read = [case["expected"] for case in CASES]
    assert read.count("miss") / (read.count("pair") + read.count("miss")) <= 0.10
