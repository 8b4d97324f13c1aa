"""What a number measures: indicators, and their standard names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import REPORTS

from liwan_analysis.lexicons.loader import FOLDER
from liwan_analysis.quantities import canonical_indicator, find_quantities, read_passage
from liwan_analysis.quantities.canonical import standard_indicator
from liwan_analysis.report import load_report

CASES = json.loads((Path(__file__).parents[1] / "cases" / "indicators.json").read_text(encoding="utf-8"))
CORPORA = REPORTS.parent / "corpora"
WITH_TARGET = sorted(REPORTS.glob("*.txt")) + [
    CORPORA / folder / f"{name}.txt"
    for folder, names in {
        "guowuyuan": [f"国务院-{year}" for year in (1999, 2003, 2006, 2007, 2008, 2009)],
        "sheng-2026": ["上海市-2026", "云南省-2026", "内蒙古自治区-2026"],
    }.items()
    for name in names
]
"""Reports that were read while the rules were made."""


def _label(case: dict[str, Any]) -> str:
    return str(case["label"])


@pytest.mark.parametrize("case", CASES["readings"], ids=_label)
def test_each_number_has_the_noun_that_names_what_is_measured(case: dict[str, Any]) -> None:
    read = read_passage(case["text"], "review", review_year=2025)
    assert [statement.indicator.name for statement in read] == case["expected"]


NO_NAME = re.compile(
    r"(?:基本|累计|预期|百分点|每|[将已均都拟]|分别|全部|继续|始终|从此|集中)$|^(?:部分|[的及或但并也这从]|和(?!美)|在(?![沪浙鄂建校编])|《)"
)
"""How no noun phrase ends or begins: adverbs that belong to the verb, and words that link."""


@pytest.mark.parametrize("path", [None, *WITH_TARGET], ids=lambda path: path.stem if path else "liwan-2024")
def test_an_indicator_is_a_noun_phrase(path: Path | None) -> None:
    if path and not path.exists():
        pytest.skip("no other reports in ../shared")
    rows = find_quantities(load_report(path))
    names = rows.loc[rows["part"].isin(["review", "plan"]), "indicator"]
    assert [name for name in names.dropna() if NO_NAME.search(name)] == []
    assert names.isna().sum() <= 1


@pytest.mark.parametrize("case", CASES["names"], ids=_label)
def test_what_reports_call_differently_has_one_name(case: dict[str, Any]) -> None:
    standard = standard_indicator(case["text"])
    assert (standard.name if standard else None) == case["expected"]


@pytest.mark.parametrize("path", [None, *WITH_TARGET], ids=lambda path: path.stem if path else "liwan-2024")
def test_the_growth_target_of_a_report_is_found_under_one_name(path: Path | None) -> None:
    if path and not path.exists():
        pytest.skip("no other reports in ../shared")
    report = load_report(path)
    rows = find_quantities(report).query("status == 'target' and measure == 'growth' and year == @report.plan_year")
    targets = rows.loc[rows["indicator_id"] == "地区生产总值", "value"]
    assert len(targets) >= 1
    assert targets.between(3, 10).all()


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("固投", "固定资产投资"),
        ("区级一般公共预算收入", "一般公共预算收入"),
        ("生产总值", "地区生产总值"),
        ("新增碧道", "碧道"),
        ("道路升级改造", "道路改造"),
        ("“专精特新”企业", "“专精特新”企业"),
        ("新增", "新增"),
    ],
)
def test_canonical_indicator(name: str, canonical: str) -> None:
    assert canonical_indicator(name) == canonical


def test_each_standard_indicator_has_a_row_of_its_own_and_one_kind() -> None:
    rows = pd.read_csv(FOLDER / "indicators.csv", keep_default_na=False)
    assert set(rows.loc[rows["variant"] == rows["canonical"], "canonical"]) == set(rows["canonical"])
    assert len(rows[["canonical", "better", "kind"]].drop_duplicates()) == rows["canonical"].nunique()
    assert set(rows["better"]) == {"more", "less", ""}
