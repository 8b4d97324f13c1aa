"""Every rule says its name and its reason, decides where its example says, and keeps still in its counter-example."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

import liwan_analysis as lw
from liwan_analysis.quantities import find_non_quantities, find_quantities, read_passage, read_statements
from liwan_analysis.quantities.explanation import TOPICS
from liwan_analysis.quantities.mentions import find_mentions
from liwan_analysis.quantities.modality import hardness_by
from liwan_analysis.quantities.rules import Rule, Topic
from liwan_analysis.report import Report, parse_report

RULES = [rule for topic, _ in TOPICS for rule in topic.rules]
NAMES = {rule.name for rule in RULES}
CASES = Path(__file__).parents[1] / "cases"


def fired(example: str) -> set[str]:
    """The names of the rules that decide anything in an example."""
    part, _, text = example.rpartition(": ")
    chapter = 2028 if part == "chapter" else None
    where = "plan" if part in ("", "chapter") else part
    read = read_passage(text, where, review_year=2023, plan_year=2024, chapter_year=chapter)
    names = {name for statement in read for name in statement.rule.split("; ")}
    names |= {f"none.{mention.reason}" for mention in find_mentions(text) if mention.quantity is None}
    return names | {hardness_by(statement.modality, statement.quantity.bound)[1] for statement in read}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_decides_in_its_example_and_not_in_its_counter_example(rule: Rule) -> None:
    assert rule.why
    assert rule.name in fired(rule.yes)
    assert rule.name not in fired(rule.no)


def test_two_rules_of_one_name_are_refused() -> None:
    topic = Topic("x")
    topic.name("a", "why", yes="y", no="n")
    with pytest.raises(ValueError, match=r"there are two rules x\.a; give the second another name"):
        topic.name("a", "why", yes="y", no="n")


def test_each_number_names_what_decided_and_each_name_is_a_rule(any_report: Report) -> None:
    for statement in read_statements(any_report):
        names = statement.rule.split("; ")
        assert set(names) <= NAMES, statement
        topics = [name.partition(".")[0] for name in names]
        assert {"number", "indicator", "measure", "year", "status"} <= set(topics), statement
        assert ("bound" in topics) == (statement.quantity.bound != "exact")
        assert ("modality" in topics) == (statement.modality is not None)
    assert {f"none.{reason}" for reason in find_non_quantities(any_report)["reason"]} <= NAMES


def test_the_page_of_rules_is_up_to_date() -> None:
    made = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_rules.py"))
    assert made["PAGE"].read_text("utf-8") == made["page"](), "run python scripts/make_rules.py"


# ---------------------------------------------------------------- explain


def test_an_explanation_says_what_the_table_says(report: Report) -> None:
    for row in find_quantities(report).itertuples():
        told = {step.what: step.said for step in lw.explain(report, row.start).steps}
        assert told["bound"].startswith(row.bound)
        assert told["indicator"].startswith(row.indicator)
        assert told["status"].startswith(row.status)
        assert ("hardness" in told) == (row.status == "target")
        assert all(step.why for step in lw.explain(report, row.start).steps if step.rule)


def test_an_explanation_marks_the_number_and_prints_in_lines(report: Report) -> None:
    start = report.text.index("力争达到635亿元") + 4
    lines = str(lw.explain(report, start + 2)).splitlines()
    assert "力争达到【635亿元】；" in lines[0]
    assert lines[1:3] == [
        "number     635 亿元 = 63,500,000,000 元",
        "             number.digits: It is written in digits.",
    ]
    assert "modality   力争" in lines
    assert repr(lw.explain(report, start)) == "\n".join(lines)


def test_what_is_no_quantity_is_explained_too(report: Report) -> None:
    for row in find_non_quantities(report).itertuples():
        (step,) = lw.explain(report, row.start).steps
        assert step.said == f"{row.quote} is no quantity: {row.reason}"
        assert step.why


def test_a_lost_number_and_a_range_are_explained(report: Report) -> None:
    lost = find_quantities(report).query("uncertain").start.iloc[0]
    assert "has no value: a character in it or beside it is lost" in str(lw.explain(report, lost))
    assert "number     10 to 20 %" in str(lw.explain(report, report.text.index("10%至20%")))


@pytest.mark.parametrize(("start", "here"), [(0, "'"), (-1, "'"), (10**9, "the text has")])
def test_where_no_number_stands_that_is_said(start: int, here: str) -> None:
    report = parse_report("某县政府工作报告\n一、工作回顾\n新增公园5个。", place="某县", year=2024)
    with pytest.raises(
        ValueError, match=rf"^no number stands at {start} .*{here}.*; give a `start` of find_quantities"
    ):
        lw.explain(report, start)


# ---------------------------------------------------------------- status, year and modality of one sentence


def said(case: dict[str, Any]) -> list[list[Any]]:
    statements = read_passage(case["text"], case["part"], review_year=case["review_year"], plan_year=case["plan_year"])
    return [[s.quantity.quote, s.status, s.year, s.modality, s.measure] for s in statements]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["label"])
        for case in json.loads((CASES / "quantities_rules.json").read_text(encoding="utf-8"))
    ],
)
def test_status_year_and_modality_by_what_is_said(case: dict[str, Any]) -> None:
    assert said(case) == case["expected"], case["why"]
