"""Headlines: they say what their table bears, in both languages, and claim no more than the intervals bear."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from drawn import drawings

from liwan_analysis import figures
from liwan_analysis.figures.findings import HEADLINES

PARTS = pd.DataFrame({"part": ["review", "plan"], "start": [0, 100], "end": [100, 1434]})
KEYNESS = pd.DataFrame({
    "term": ["招商", "狠抓", "全市", "发展"], "log_ratio": [2.0, 3.0, -4.0, -9.0],
    "p_adjusted": [0.01, 0.04, 0.001, 0.5],
})  # fmt: skip


def _attention(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["theme", "part", "share", "share_low", "share_high"])


WIDE = _attention(
    ("教育", "review", 0.15, 0.04, 0.31), ("就业", "review", 0.08, 0.02, 0.15), ("能源", "review", 0.02, 0.0, 0.03)
)
LED = _attention(("教育", "plan", 0.5, 0.4, 0.6), ("就业", "plan", 0.3, 0.2, 0.39))
BARE = _attention(("教育", "plan", 0.5, float("nan"), float("nan")), ("就业", "plan", 0.5, 0.1, 0.2))
TWO = pd.concat([WIDE, LED.assign(part="乙区 2024")]).replace({"review": "甲区 2024"})
ONE_TARGET = pd.DataFrame({"hard": [1], "soft": [0], "plain": [2]})
LEDGER = pd.DataFrame({"change_pct": [5.0, 0.0, -3.0, 8.0]})
NUMBERS = pd.DataFrame({"theme": ["教育", "就业", "能源"], "n_targets": [4, 11, 0]})
CASES: list[tuple[str, list[Any], dict[str, Any], str, str]] = [
    ("section_lengths", [PARTS], {}, "回顾100字，计划1,334字", "100 characters look back, 1,334 look ahead"),
    ("term_frequency", [KEYNESS], {}, "出现最多的词是招商、狠抓、全市", "招商、狠抓、全市 are the most frequent terms"),
    ("term_frequency", [KEYNESS.head(1)], {}, "出现最多的词是招商", "招商 is the most frequent term"),
    ("keyness", [KEYNESS], {"target": "plan", "reference": "review"}, "回顾的特征词：全市；计划的特征词：狠抓、招商",
     "The review is marked by 全市, the plan by 狠抓、招商"),
    ("two_keyness", [KEYNESS.tail(1)], {"target": "甲区", "reference": "乙区"}, "甲区与乙区之间没有超出偶然的特征词",
     "No term marks 甲区 against 乙区 beyond chance"),
    ("theme_attention", [WIDE], {}, "回顾中没有明显居首的主题：最大份额为15%，区间4%至31%，另有1个主题不能与之区分",
     "No theme leads in the review: 1 is not told apart from the largest share (15 %, interval 4 to 31 %)"),
    ("theme_attention", [LED], {}, "计划中教育居首：50%，其余主题的区间均不触及其40%至60%",
     "Education leads in the plan: 50 %, and no other interval reaches its 40 to 60 %"),
    ("theme_attention", [BARE], {}, "计划中无法判定居首的主题：份额没有区间",
     "No theme is said to lead in the plan: the shares have no intervals"),
    ("two_attention", [TWO], {"one": "甲区 2024", "two": "乙区 2024"}, "乙区 2024更关注教育、就业，区间不重叠",
     "Education, Employment and labour get more attention in 乙区 2024 beyond their intervals"),
    ("two_attention", [pd.concat([WIDE, WIDE.assign(part="plan")])], {"one": "plan", "two": "review"},
     "计划与回顾的3个主题都不能区分：区间重叠",
     "No theme of 3 is told apart between the plan and the review: the intervals overlap"),
    ("hardness_by_section", [ONE_TARGET], {}, "硬目标1个，软目标0个，一般表述2个",
     "1 target is hard, 0 soft, 2 plainly stated"),
    ("ledger", [LEDGER], {}, "可比的4项数量指标中，2项高于上年结果，1项低于上年",
     "Of 4 comparable levels, 2 go beyond last year's result and 1 stays below it"),
    ("ledger", [LEDGER.head(0)], {}, "没有一项数量指标在两部分都出现；增长率见对照表",
     "No level is stated in both parts; growth rates stand in the ledger"),
    ("themes_and_numbers", [NUMBERS], {}, "有数字的目标以就业、教育最多：15个中占15个",
     "Employment and labour, Education have the most targets with a number: 15 of 15"),
    ("headline_targets", [pd.DataFrame({"value": [5.0]})], {}, "主要预期目标1项，其中1项有数字",
     "1 headline target, 1 of them with a number"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "tables", "sides", "chinese", "english"), CASES)
def test_a_headline_says_what_its_table_bears(
    name: str, tables: list[Any], sides: dict[str, Any], chinese: str, english: str
) -> None:
    assert figures.headline(name, *tables, language="zh", **sides) == chinese
    assert figures.headline(name, *tables, language="en", **sides) == english
    assert figures.headline(name, *tables, joint="\n", **sides) == f"{chinese}\n{english}"


def test_every_figure_of_the_notebooks_has_a_headline() -> None:
    made = drawings(None)
    assert set(made) | {"two_keyness", "two_attention"} == set(HEADLINES)
    for name, (_, tables, options) in made.items():
        if name not in ("section_lengths", "headline_targets"):  # these take the parts, and the targets themselves
            sides = options if name == "keyness" else {}
            assert re.search("[a-z]", figures.headline(name, *tables, language="en", **sides))
            assert re.search("[\u4e00-\u9fff]", figures.headline(name, *tables, language="zh", **sides))


def test_an_unknown_figure_is_named() -> None:
    with pytest.raises(ValueError, match="no such figure: 'pie'; choose one of repair_map, section_lengths"):
        figures.headline("pie", PARTS)
