"""Results and targets are told apart by what is said, not only by the chapter they stand in."""

from __future__ import annotations

import pytest

from liwan_analysis.quantities import find_quantities
from liwan_analysis.report import parse_report

REPORT = """2010年某县政府工作报告
各位代表：
一、2009年工作回顾
{review}
二、2010年工作安排
{plan}
"""


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        (
            "plan",
            "过去一年，我们取得很大成绩。生产总值增长10.3%，新增就业8万人。",
            [("actual", 2009), ("actual", 2009)],
        ),
        ("plan", "过去一年成绩很大。今年生产总值增长8%。", [("target", 2010)]),
        ("plan", "过去一年成绩很大。\n生产总值增长8%。", [("target", 2010)]),
        ("plan", "去年生产总值增长9%，今年增长8%。", [("actual", 2009), ("target", 2010)]),
        ("plan", "生产总值比去年增长8%。", [("target", 2010)]),
        ("plan", "这个实行了长达2600年的税种退出舞台。", [("context", 2010)]),
        ("review", "生产总值增长7.8%，略低于8%的预定目标。", [("actual", 2009), ("context", 2009)]),
        ("review", "没有实现能耗降低4%左右、排放减少2%的目标。", [("context", 2009), ("context", 2009)]),
        ("review", "新增就业13万人，超过全年预期目标。", [("actual", 2009)]),
        ("review", "今年县财政用于这项改革的资金将达3亿元。", [("target", 2010)]),
        ("review", "今年以来新增就业3万人。", [("actual", 2009)]),
    ],
)
def test_told_apart_by_what_is_said(part: str, text: str, expected: list[tuple[str, int]]) -> None:
    other = {"review": "我们努力工作。", "plan": "我们要努力工作。"} | {part: text}
    rows = find_quantities(parse_report(REPORT.format(**other)))
    assert list(zip(rows["status"], rows["year"], strict=True)) == expected


NUMERALS = """政府工作报告
——一九九三年三月十五日在某省第八届人民代表大会第一次会议上
各位代表：
一、过去五年工作回顾
一九九二年国民生产总值达到二万三千九百三十八亿元，比上年增长百分之十二点八。五年来，国民生产总值年均增长百分之七点九。
农民人均纯收入由一九八七年的四百六十三元增加到七百八十四元，新增就业七百多万人。
二、今后五年和一九九三年的主要任务
今年国民生产总值增长百分之八左右，物价涨幅控制在百分之六以内。到一九九七年，粮食产量达到四亿八千万吨。
各位代表！
"""
DIGITS = """政府工作报告
——1993年3月15日在某省第八届人民代表大会第一次会议上
各位代表：
一、过去五年工作回顾
1992年国民生产总值达到23938亿元，比上年增长12.8%。五年来，国民生产总值年均增长7.9%。
农民人均纯收入由1987年的463元增加到784元，新增就业700多万人。
二、今后五年和1993年的主要任务
今年国民生产总值增长8%左右，物价涨幅控制在6%以内。到1997年，粮食产量达到4.8亿吨。
各位代表！
"""


def test_a_report_in_numerals_reads_as_in_digits() -> None:
    columns = ["value_base", "unit_base", "bound", "indicator", "indicator_id", "measure", "status", "year", "part"]
    numerals, digits = (find_quantities(parse_report(text)) for text in (NUMERALS, DIGITS))
    assert len(digits) == 9
    assert numerals[columns].equals(digits[columns])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("再减少农村贫困人口1000万人。", ("down", "level")),
        ("农村贫困人口减少1000万人。", ("down", "level")),
        ("降低企业用电成本10%。", ("down", "growth")),
        ("增加就业岗位5万个。", ("up", "level")),
        ("改造提升村卫生室5万个。", (None, "level")),
    ],
)
def test_a_verb_says_which_way_before_its_thing_and_behind_it(text: str, expected: tuple[str | None, str]) -> None:
    row = find_quantities(parse_report(REPORT.format(review="我们努力工作。", plan=text))).iloc[0]
    assert (row["direction"] if isinstance(row["direction"], str) else None, row["measure"]) == expected


def test_a_chapter_on_the_five_years_behind_and_ahead_is_about_the_last_of_them() -> None:
    """Where a paragraph tells of what is over, that comes first; the year's own chapter is not touched."""
    report = parse_report(
        "2021年某省政府工作报告\n各位代表：\n一、2020年工作回顾\n增长2.3%。\n"
        "二、“十三五”时期发展成就和“十四五”时期主要目标任务\n过去五年，新增就业6000万人。\n"
        "“十四五”时期，坚持创新驱动发展。常住人口城镇化率提高到65%。\n三、2021年重点工作\n增长6%以上。\n"
    )
    years = find_quantities(report).set_index("quote")[["year", "status"]]
    assert years.loc["6000万人"].tolist() == [2020, "actual"]
    assert years.loc["65%"].tolist() == [2025, "target"]
    assert years.loc["6%以上"].tolist() == [2021, "target"]
