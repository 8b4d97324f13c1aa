"""Sentences, headings, sections and glossary of small texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liwan_analysis.report.sentences import headings_of, split_sentences
from liwan_analysis.report.structure import find_structure

CASES = Path(__file__).parents[1] / "cases"


def _cases(name: str) -> list[pytest.param]:
    return [pytest.param(case, id=case["label"]) for case in json.loads((CASES / name).read_text("utf-8"))]


@pytest.mark.parametrize("case", _cases("sentences.json"))
def test_sentences(case: dict) -> None:
    assert [case["text"][a:b] for a, b in split_sentences(case["text"])] == case["expected"]


@given(st.text(alphabet="甲乙丙。！？“”（）《》‘’，；5.%a ", max_size=60))
def test_sentences_cover_any_line_without_a_gap(line: str) -> None:
    spans = split_sentences(line)
    assert "".join(line[a:b] for a, b in spans) == line
    assert all(a < b for a, b in spans)


@pytest.mark.parametrize("case", _cases("headings.json"))
def test_run_in_headings(case: dict) -> None:
    found = headings_of(case["text"], case["opens"], shares_paragraph=case["shares"])
    assert list(found.values()) == case["expected"]
    assert all(heading is None or heading in case["text"][at:] for at, heading in found.items())


GLOSSARY = (
    "某县政府工作报告\n一、2024年工作回顾\n甲。\n附件：\n名词解释\n"
    "1. “百千万工程”：指县镇村。\n续行。\n2.三区：甲区、乙区。\n"
)


def test_glossary_entries_have_number_term_and_definition() -> None:
    found = find_structure(GLOSSARY.rstrip())
    assert [(e.number, e.term, e.definition) for e in found.glossary] == [
        (1, "“百千万工程”", "指县镇村。\n续行。"),
        (2, "三区", "甲区、乙区。"),
    ]
    assert [chapter.part for chapter in found.chapters] == ["front", "review", "glossary"]


PARTS = {
    "by years": (["一、2025年工作回顾", "二、2026年工作安排"], ["review", "plan"]),
    "by words": (["一、过去一年工作回顾", "二、今年工作任务"], ["review", "plan"]),
    "outlook": (
        ["一、“十四五”时期发展回顾", "二、“十五五”时期主要目标", "三、2026年重点工作"],
        ["review", "plan", "plan"],
    ),
    "slogans": (
        ["一、一年接着一年干，取得新成效", "二、一张蓝图绘到底", "三、努力建设服务型政府"],
        ["review", "plan", "plan"],
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_chapters_look_back_or_ahead(name: str) -> None:
    headings, expected = PARTS[name]
    text = "2026年某县政府工作报告\n各位代表：\n" + "\n".join(f"{heading}\n甲。" for heading in headings)
    found = find_structure(text, 2026)
    assert [chapter.part for chapter in found.chapters if chapter.heading] == expected


def test_a_plan_that_is_missing_is_said() -> None:
    found = find_structure("2026年某县政府工作报告\n一、2025年工作回顾\n甲。", 2026)
    assert "No plan was found." in found.notes
    assert found.headline is None
