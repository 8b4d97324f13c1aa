"""Chapters, years and place of reports of any year, each from what is stated, in order of trust."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from liwan_analysis.report import load_report, parse_report

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPORA = sorted(SHARED.glob("corpora/*/*.txt"))
NOTHING = [pytest.param(None, marks=pytest.mark.skip(reason="no other reports in ../shared/corpora"), id="none")]
ADDRESS = "各位代表：\n现在，我代表区人民政府，向大会报告工作，请予审议。\n"
LONG = "我们坚持稳中求进，办成了许多大事，建成了许多项目，群众得到了实惠，城市面貌有了新的变化。"


@pytest.mark.parametrize("path", CORPORA or NOTHING, ids=lambda path: path.stem if path else "none")
def test_review_and_plan_of_every_report(path: Path) -> None:
    report = load_report(path)
    place, year = path.stem.split("-")
    assert report.place == ("全国" if place == "国务院" else place)
    assert (report.review_year, report.plan_year) == (int(year) - 1, int(year))
    assert {"review", "plan"} <= set(report.parts["part"])
    if year != "1999":  # its growth target stands in an ordinary sentence: 实现7％左右的增长速度并不容易
        assert report.headline is not None
        assert any(char.isdigit() for char in report.quote(*report.headline))


def _parts(body: str) -> list[str]:
    return list(parse_report(ADDRESS + body).parts["part"])


SHAPES = {
    "numbers": (f"一、2024年工作回顾\n{LONG}\n二、2025年工作安排\n{LONG}", ["front", "review", "plan"]),
    "no numbers": (f"“十四五”时期工作回顾\n{LONG}\n2026年重点工作\n{LONG}", ["front", "review", "plan"]),
    "five years": (f"过去五年的回顾\n{LONG}\n今后五年的主要任务\n{LONG}", ["front", "review", "plan"]),
    "years in numerals": (
        f"一、一九九六年工作回顾\n{LONG}\n二、一九九七年工作部署\n{LONG}",
        ["front", "review", "plan"],
    ),
    "parts": (f"第一部分 2024年工作回顾\n{LONG}\n第二部分 2025年工作安排\n{LONG}", ["front", "review", "plan"]),
    "sentences": (
        f"首先，报告去年的工作。\n{LONG}\n下面，报告2025年工作安排。\n{LONG}",
        ["front", "review", "plan"],
    ),
    "nothing but aims": (
        f"{LONG}\n今年政府工作的总体要求是：坚持稳中求进工作总基调，扎实推进高质量发展，改善民生。\n{LONG}",
        ["front", "review", "plan"],
    ),
    "one chapter for both": (
        f"一、1998年工作回顾和1999年工作的总体要求\n{LONG}\n{LONG}\n1999年政府工作总的要求是：稳中求进。\n二、扩大内需\n{LONG}",
        ["front", "review", "plan", "plan"],
    ),
    "beginning at 二、": (f"二、2025年工作安排\n{LONG}", ["front", "plan"]),
    "attachments": (
        f"一、2024年工作回顾\n{LONG}\n二、2025年工作安排\n{LONG}\n各位代表！让我们团结奋斗！\n附件1\n2025年区十件民生实事\n"
        "1.建设3个公园。\n附件2\n名词解释\n1.“双百行动”：指百校联百县。",
        ["front", "review", "plan", "closing", "plan", "glossary"],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_chapters_of_any_shape(shape: str) -> None:
    body, expected = SHAPES[shape]
    assert _parts(body) == expected


CLUES = {
    "the title": ("2025年某区政府工作报告\n——2025年1月8日在某区第十届人民代表大会第五次会议上\n", "", "x-2019", 2025),
    "the date of the meeting": ("政府工作报告\n——2025年1月8日在某区第十届人民代表大会第五次会议上\n", "", "x", 2025),
    "the headings of the chapters": ("", "一、2023年工作回顾\n二、2024年工作安排\n", "x-2019", 2024),
    "a sentence with a date": ("", f"一、去年工作回顾\n2005年，{LONG}\n二、今年主要任务\n{LONG}\n", "x", 2006),
    "the file's name": ("", f"一、过去五年工作的回顾\n{LONG}\n二、对今年工作的建议\n{LONG}\n", "x-2003", 2003),
}


@pytest.mark.parametrize("origin", CLUES)
def test_the_year_and_where_it_comes_from(tmp_path: Path, origin: str) -> None:
    front, body, name, year = CLUES[origin]
    path = tmp_path / f"{name}.txt"
    path.write_text(f"{front}{ADDRESS}{body}", "utf-8")
    report = load_report(path)
    assert report.plan_year == year
    said = any(f"The year planned for, {year}, is taken from {origin}." == note for note in report.notes)
    assert said or origin == "the title"
    assert any("2019" in note for note in report.notes) == (name == "x-2019")


def test_a_meeting_in_december_plans_for_the_year_that_a_heading_names() -> None:
    meeting = "——2024年12月28日在某区第十届人民代表大会第五次会议上"
    report = parse_report(f"{meeting}\n{ADDRESS}一、2024年工作回顾\n{LONG}\n二、2025年工作安排\n{LONG}")
    assert (report.review_year, report.plan_year) == (2024, 2025)


def test_years_may_be_written_in_numerals() -> None:
    meeting = "——一九九八年三月五日在第九届全国人民代表大会第一次会议上"
    report = parse_report(
        f"政府工作报告\n{meeting}\n各位代表：\n一、过去五年的回顾\n{LONG}\n二、对今年工作的建议\n{LONG}"
    )
    assert (report.place, report.review_year, report.plan_year) == ("全国", 1997, 1998)
    assert report.delivered == dt.date(1998, 3, 5)


def test_no_year_is_guessed() -> None:
    report = parse_report(
        f"{ADDRESS}一、过去五年工作的回顾\n到2035年，基本实现现代化。{LONG}\n二、对今年工作的建议\n{LONG}"
    )
    assert (report.review_year, report.plan_year) == (None, None)


def test_what_the_reader_knows_stands_above(tmp_path: Path) -> None:
    path = tmp_path / "福建省-2019.txt"
    path.write_text(f"2025年某区政府工作报告\n{ADDRESS}一、工作回顾\n{LONG}\n二、主要任务\n{LONG}", "utf-8")
    report = load_report(path, place="荔湾区", year=2013)
    assert (report.place, report.review_year, report.plan_year) == ("荔湾区", 2012, 2013)
    assert "The year planned for, 2013, is taken from the reader." in report.notes
    assert "The place, 荔湾区, is taken from the reader." in report.notes


NAMES = {"浙江省-2019.txt": "浙江省", "2019/浙江.txt": "浙江省", "国务院-2007.txt": "全国", "x.txt": None}


@pytest.mark.parametrize("name", NAMES)
def test_the_place_from_the_name_of_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"各位代表：\n一、2018年工作回顾\n{LONG}", "utf-8")
    assert load_report(path).place == NAMES[name]


def test_headline_targets_may_begin_on_the_next_line() -> None:
    aims = "今年经济社会发展的主要预期目标是：\n——地区生产总值增长5%左右；\n——城镇新增就业3万人；\n——粮食产量稳定。"
    report = parse_report(f"{ADDRESS}一、2024年工作回顾\n{LONG}\n二、2025年工作安排\n{aims}\n{LONG}")
    assert report.headline is not None
    assert report.quote(*report.headline) == aims


def test_a_line_without_number_and_mark_opens_a_block() -> None:
    body = f"一、2024年工作回顾\n工业经济加快发展\n{LONG}\n农业基础不断夯实\n{LONG}\n二、2025年工作安排\n{LONG}"
    headings = parse_report(ADDRESS + body).blocks["heading"].dropna().tolist()
    assert headings == ["一、2024年工作回顾", "工业经济加快发展", "农业基础不断夯实", "二、2025年工作安排"]
