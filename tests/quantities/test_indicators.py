"""What a number measures: indicators, and their standard names."""

from __future__ import annotations

import pandas as pd
import pytest

from liwan_analysis.lexicons.loader import FOLDER
from liwan_analysis.quantities import canonical_indicator


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
