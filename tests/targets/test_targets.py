"""Targets, achievements, ranks, the ledger and the audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from liwan_analysis.quantities import QUANTITY_COLUMNS, find_quantities, read_passage
from liwan_analysis.quantities.mentions import find_mentions
from liwan_analysis.quantities.modality import find_modality, hardness_of
from liwan_analysis.quantities.times import plan_end
from liwan_analysis.report import load_report
from liwan_analysis.targets import (
    LEDGER_COLUMNS,
    audit_numbers,
    build_ledger,
    count_hardness,
    count_modality,
    find_achievements,
    find_ranks,
    find_targets,
    rank_share,
)
from liwan_analysis.targets.audit import AUDIT_COLUMNS
from liwan_analysis.targets.candidates import read_candidates
from liwan_analysis.targets.matching import difference, match
from liwan_analysis.targets.ranks import RANK_COLUMNS

CASES = Path(__file__).parents[1] / "cases"
REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
OTHERS = json.loads((CASES / "quantities_dev_reports.json").read_text(encoding="utf-8"))

PAGE = """2031年某区政府工作报告
各位代表：
一、2030年工作回顾
（一）经济。地区生产总值1000亿元、增长5%，增速排名全市第三；社会消费品零售总额增长8%。建成道路30条共12公里；改造道路20条。
高新技术企业100家、增长25%。新增公园5个。实际利用外资增长6%。
二、2031年工作安排
今年的主要预期目标是：地区生产总值增长6%左右；社会消费品零售总额达500亿元；居民收入增长与经济增长同步。
（一）建设。确保高新技术企业达到120家、增长20%。力争建成道路40条共15公里。新建道路50条。
推进60个项目建设，推动20个项目开工，40个项目加快建设。新增公园8个。建成载体90万平方米（含厂房50万平方米、写字楼30万平方米）。
各位代表！让我们努力奋斗！
"""


FIVE_YEARS = """2031年某省政府工作报告
各位代表：
一、过去五年工作回顾
过去五年，是极不平凡的五年。
民生保障有力。城镇新增就业450万人，建设保障性住房20万套。
这五年，生态持续改善。完成造林300万亩。
2030年，我们真抓实干。城镇新增就业90万人。
二、2031年工作安排
今年要做好以下工作。城镇新增就业86万人，建设保障性住房5万套，完成造林60万亩。
各位代表！让我们努力奋斗！
"""


@pytest.fixture(scope="module")
def seed() -> Any:
    return load_report()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return load_report(path)


def row_of(table: pd.DataFrame, **wanted: object) -> dict[str, Any]:
    for name, value in wanted.items():
        table = table[table[name] == value]
    assert len(table) == 1, f"{len(table)} rows for {wanted}"
    return dict(table.iloc[0])


def test_headline_targets_of_the_seed(seed: Any) -> None:
    headline = find_targets(seed).query("is_headline")
    assert headline["quote"].tolist() == [
        "5%以上",
        "560亿元以上",
        "635亿元",
        "58亿元",
        "城市居民收入增长与经济增长同步",
        "1.3万人以上",
        "空气质量PM2.5达标率和地表水水质优良率均完成市下达的目标任务",
    ]
    assert headline["hardness"].tolist() == ["hard", "hard", "soft", "plain", "plain", "hard", "plain"]
    assert (headline["year"] == 2024).all()


@pytest.mark.parametrize("case", OTHERS, ids=[case["label"] for case in OTHERS])
def test_headline_targets_of_other_reports(case: dict[str, Any]) -> None:
    path = REPORTS / f"{case['label']}.txt"
    if not path.exists():
        pytest.skip("the other reports are not here")
    headline = find_targets(load_report(path)).query("is_headline")
    names = ["quote", "value", "unit", "bound", "measure", "indicator"]
    found = headline[names].astype(object).where(headline[names].notna(), None).to_dict("records")
    assert found == [{name: expected[name] for name in names} for expected in case["expected"]]


def test_targets_and_achievements_are_the_quantities_with_their_status(seed: Any) -> None:
    quantities, targets, results = find_quantities(seed), find_targets(seed), find_achievements(seed)
    assert targets.columns.tolist() == results.columns.tolist() == QUANTITY_COLUMNS
    numbered = targets[targets["value"].notna()]
    assert len(numbered) == int((quantities["status"] == "target").sum())
    assert len(results) == int(((quantities["status"] == "actual") & ~quantities["uncertain"]).sum())
    assert not targets["uncertain"].any()
    assert not results["quote"].str.contains("□").any()
    assert all(seed.text[row.start : row.end] == row.quote for row in targets.itertuples())
    assert targets["start"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("before", "modality"),
    [
        ("确保", "确保"),
        ("力争全年签约项目不少于200个，协议投资额达", "力争"),
        ("力争20个项目竣工，做好", None),
        ("全力推动湖南建投等6个项目加快建设，大坦沙二期等", "全力"),
        ("完成固投560亿元以上，竭尽全力向", "竭尽全力"),
        ("实施三年行动计划，建成", None),
        ("计划投入", "计划"),
        ("提高保障水平，新增", None),
        ("确保完成投资100亿元；新增", None),
    ],
)
def test_modality_governs_its_clause(before: str, modality: str | None) -> None:
    assert find_modality(before) == modality


@pytest.mark.parametrize(
    ("modality", "bound", "hardness"),
    [
        ("确保", "exact", "hard"),
        ("确保", "about", "hard"),
        ("力争", "at_least", "soft"),
        ("竭尽全力", "exact", "soft"),
        ("计划", "exact", "plain"),
        ("计划", "at_least", "hard"),
        (None, "at_least", "hard"),
        (None, "over", "hard"),
        (None, "at_most", "hard"),
        (None, "about", "soft"),
        (None, "exact", "plain"),
        (None, "range", "plain"),
    ],
)
def test_hardness(modality: str | None, bound: str, hardness: str) -> None:
    assert hardness_of(modality, bound) == hardness


@pytest.mark.parametrize(
    ("before", "part", "year"),
    [
        ("建成", "plan", 2024),
        ("建成", "review", 2023),
        ("未来三年建成", "plan", 2026),
        ("两年内基本取消", "plan", 2025),
        ("到2030年达到", "plan", 2030),
        ("从2020年的", "review", 2020),
        ("比2020年增长", "review", 2023),
        ("“十五五”时期年均增长", "plan", 2030),
        ("较“十三五”末增长", "review", 2023),
        ("去年完成", "plan", 2023),
        ("未来三年建成600万平方米，年内建成", "plan", 2024),
        ("建成", "glossary", None),
    ],
)
def test_year(before: str, part: str, year: int | None) -> None:
    assert read_passage(f"{before}5个", part, review_year=2023, plan_year=2024)[-1].year == year


def test_five_year_plans_end_with_their_number() -> None:
    assert [plan_end(tens) for tens in ("一", "十", "十一", "十四", "二十")] == [1960, 2005, 2010, 2025, 2055]


# ---------------------------------------------------------------- ranks


def test_ranks_of_the_seed(seed: Any) -> None:
    ranks = find_ranks(seed)
    first = row_of(ranks.head(1))
    assert (first["quote"], first["rank"], first["indicator"]) == ("增速排名全市第五", 5.0, "地区生产总值增速")
    assert "高于全市平均水平" in ranks.loc[ranks["kind"] == "comparison", "quote"].tolist()
    assert row_of(ranks, quote="投资额创历史新高")["kind"] == "record"
    assert row_of(ranks, quote="全省首个")["indicator"] == "广东少儿粤剧团"
    assert all(seed.text[row.start : row.end] == row.quote for row in ranks.itertuples())
    assert set(ranks["kind"]) == {"position", "top", "first", "record", "comparison"}


@pytest.mark.parametrize(
    ("clause", "kind", "rank"),
    [
        ("总量居全国第4位", "position", 4),
        ("贷款余额居中部第1位", "position", 1),
        ("数量居全国首位", "position", 1),
        ("考核排名全市前三", "top", 3),
        ("产量位居世界前列", "top", None),
        ("建成全省首家中心", "first", 1),
        ("在全国率先通过验收", "first", 1),
        ("收入创历史新高", "record", None),
        ("增速高于全国平均水平", "comparison", None),
    ],
)
def test_kinds_of_ranks(tmp_path: Path, clause: str, kind: str, rank: float | None) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE.replace("新增公园5个。", clause + "。").replace("增速排名全市第三", "平稳"), encoding="utf-8")
    (found,) = find_ranks(load_report(path)).to_dict("records")
    assert found["kind"] == kind
    assert found["rank"] == rank or (rank is None and pd.isna(found["rank"]))


@pytest.mark.parametrize(
    "clause", ["建设全国第三极", "第十五届全国运动会", "做好第五次全国经济普查", "打造科技创新高地"]
)
def test_what_is_no_rank(tmp_path: Path, clause: str) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE.replace("新增公园5个。", clause + "。").replace("增速排名全市第三", "平稳"), encoding="utf-8")
    assert find_ranks(load_report(path)).empty


# ---------------------------------------------------------------- ledger


LEDGER = [
    ("地区生产总值", "growth", 4.8, 5.0, True),
    ("一般公共预算收入", "level", 57.89, 58.0, True),
    ("高新技术企业", "level", 305.0, 380.0, True),
    ("高新技术企业", "growth", 7.4, 25.0, True),
    ("科技型中小企业", "level", 667.0, 700.0, True),
    ("学位", "level", 3690.0, 3200.0, True),
    ("违法建设", "level", 140.0, 140.0, True),
    ("合流渠箱清污分流", "level", 48.0, 50.0, True),
    ("征地", "level", 9.4, 23.6, True),
    ("房屋征拆", "level", 4.5, 21.0, True),
    ("道路", "level", 20.0, 24.0, True),
    ("道路里程", "level", 13.0, 20.0, True),
    ("道路改造", "level", 47.0, 56.0, True),
    ("道路改造里程", "level", 40.0, 93.7, True),
    ("碧道", "level", 9.3, 41.0, False),
    ("绿地", "level", 15.5, 8.0, False),
    ("社会消费品零售总额", "level", 9.9, 740.0, False),
]


@pytest.mark.parametrize("expected", LEDGER, ids=[f"{row[0]} {row[1]}" for row in LEDGER])
def test_ledger_of_the_seed(seed: Any, expected: tuple[str, str, float, float, bool]) -> None:
    indicator, measure, actual, target, comparable = expected
    row = row_of(build_ledger(seed), indicator=indicator, measure=measure, is_computed=False)
    assert (row["actual"], row["target"], row["comparable"]) == (actual, target, comparable)


def test_investment_has_a_hard_and_a_soft_target(seed: Any) -> None:
    rows = build_ledger(seed).query("indicator == '固定资产投资' and measure == 'level'")
    assert rows[["actual", "target", "hardness"]].to_numpy().tolist() == [
        [540.3, 560.0, "hard"],
        [540.3, 635.0, "soft"],
    ]
    assert rows["change_pct"].round(2).tolist() == [3.65, 17.53]


def test_a_rate_and_a_level_are_not_compared(seed: Any) -> None:
    row = row_of(build_ledger(seed), indicator="社会消费品零售总额")
    assert pd.isna(row["change"])
    assert row["note"] == "last year is stated as growth, this year as level"


def test_implied_figures_are_marked(seed: Any) -> None:
    computed = build_ledger(seed).query("is_computed")
    level = row_of(computed, indicator="地区生产总值")
    assert level["target"] == pytest.approx(1277.93 * 1.05, abs=1e-3)
    assert computed["note"].str.contains("computed").all()


def test_ledger_columns_and_places(seed: Any) -> None:
    ledger = build_ledger(seed)
    assert ledger.columns.tolist() == LEDGER_COLUMNS
    for row in ledger.itertuples():
        assert seed.text[row.actual_start : row.actual_end] == row.actual_quote
        assert seed.text[row.target_start : row.target_end] == row.target_quote
    assert ledger.loc[~ledger["comparable"], "change"].isna().all()
    assert ledger.loc[~ledger["comparable"], "note"].notna().all()
    plain = ledger[ledger["comparable"]]
    assert (plain["change"] - (plain["target"] - plain["actual"])).abs().max() < 1e-3


def test_ledger_of_a_made_up_report(page: Any) -> None:
    ledger = build_ledger(page)
    stated = ledger[~ledger["is_computed"]]
    assert row_of(stated, indicator="地区生产总值")["change"] == 1
    assert row_of(stated, indicator="公园")["change_pct"] == 60
    assert row_of(stated, indicator="道路里程")["change"] == 3
    assert row_of(stated, indicator="道路", target=40.0)["actual"] == 30
    assert not row_of(stated, indicator="社会消费品零售总额")["comparable"]
    assert "外资" not in "".join(ledger["indicator"])


def test_new_roads_are_not_paired_with_renovated_ones(page: Any) -> None:
    ledger = build_ledger(page)
    assert not ((ledger["actual"] == 20) & (ledger["target"] == 50)).any()


def test_five_years_are_not_compared_with_one(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(FIVE_YEARS, encoding="utf-8")
    ledger = build_ledger(load_report(page))
    jobs, homes, trees = (row_of(ledger, indicator=name) for name in ("城镇新增就业", "保障性住房", "造林"))
    assert (jobs["actual"], jobs["comparable"]) == (90, True)
    assert (homes["actual"], homes["comparable"]) == (20, False)
    assert homes["note"] == trees["note"] == "the review gives a figure for several years"


# ---------------------------------------------------------------- audit and wording


def test_sums_of_the_seed_agree(seed: Any) -> None:
    sums = audit_numbers(seed).query("check == 'parts'")
    assert sums["finding"].tolist() == ["200 + 200 + 100 + 100 = 600万平方米", "53 + 101 = 154个", "36 + 155 = 191条"]
    assert sums["agrees"].all()


def test_audit_of_a_made_up_report(page: Any) -> None:
    findings = audit_numbers(page)
    sums = findings.query("check == 'parts'")
    assert sums["finding"].tolist() == ["20 + 40 = 60个", "50 + 30 ≠ 90万平方米"]
    assert sums["agrees"].tolist() == [True, False]
    rates = findings.query("check == 'level_and_growth' and indicator == '高新技术企业'")
    assert rates["finding"].tolist() == [
        "高新技术企业: the year before was 80家",
        "高新技术企业: 100家 to 120家 is 20.0%, the report says 20%",
    ]
    assert rates["agrees"].all()


def test_audit_lists_two_tones_and_numbers_at_repairs(seed: Any) -> None:
    findings = audit_numbers(seed)
    assert "固定资产投资: 560亿元以上 and 635亿元 (hard and soft)" in findings["finding"].tolist()
    at_repairs = findings.query("check == 'repair'")
    assert (at_repairs["quote"].str.contains("□")).any()
    assert all(seed.text[row.start : row.end] == row.quote for row in findings.itertuples())


def test_hardness_by_section_adds_up(seed: Any) -> None:
    targets = find_targets(seed)
    counts = count_hardness(targets)
    assert counts["n"].sum() == len(targets)
    assert (counts[["hard", "soft", "plain"]].sum(axis=1) == counts["n"]).all()
    assert counts["section_id"].tolist()[:2] == ["opening", "plan-01"]


def test_modality_words_are_counted(seed: Any) -> None:
    targets = find_targets(seed)
    counts = count_modality(targets)
    assert counts["n"].sum() == targets["modality"].notna().sum()
    assert counts["n"].is_monotonic_decreasing
    assert counts["hardness"].notna().all()


def test_share_of_results_with_a_rank(page: Any) -> None:
    share = rank_share(find_achievements(page), find_ranks(page))
    assert share["n"].tolist() == [2, 8]
    assert share["share"].sum() == pytest.approx(1)


def test_empty_tables_keep_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    path.write_text(
        "政府工作报告\n各位代表：\n一、工作回顾\n我们取得了成绩。\n二、工作安排\n我们要努力。\n", encoding="utf-8"
    )
    report = load_report(path)
    assert find_targets(report).columns.tolist() == QUANTITY_COLUMNS
    assert find_ranks(report).columns.tolist() == RANK_COLUMNS
    assert build_ledger(report).columns.tolist() == LEDGER_COLUMNS
    assert audit_numbers(report).columns.tolist() == AUDIT_COLUMNS
    assert all(table(report).empty for table in (find_ranks, build_ledger, audit_numbers))
    assert count_hardness(find_targets(report)).empty
    assert rank_share(find_achievements(report), find_ranks(report))["n"].tolist() == [0, 0]


# ---------------------------------------------------------------- a corrected table


@pytest.fixture
def mine(page: Any) -> pd.DataFrame:
    return find_quantities(page)


def test_a_table_that_nobody_touched_changes_nothing(page: Any, mine: pd.DataFrame) -> None:
    for table in (find_targets, find_achievements, find_ranks, build_ledger, audit_numbers):
        pd.testing.assert_frame_equal(table(page, quantities=mine), table(page))


def test_a_corrected_status_shows_among_targets_and_results(page: Any, mine: pd.DataFrame) -> None:
    mine.loc[mine["quote"] == "40条", "status"] = "context"
    mine.loc[mine["quote"] == "30条", "status"] = "context"
    assert "40条" not in find_targets(page, quantities=mine)["quote"].tolist()
    assert "30条" not in find_achievements(page, quantities=mine)["quote"].tolist()
    assert "40条" in find_targets(page)["quote"].tolist()


def test_a_corrected_value_shows_in_ledger_and_audit(page: Any, mine: pd.DataFrame) -> None:
    mine.loc[mine["quote"] == "120家", "value"] = 130
    row = row_of(build_ledger(page, quantities=mine), indicator="高新技术企业", measure="level", is_computed=False)
    assert (row["target"], row["change"], row["target_quote"]) == (130, 30, "120家")
    findings = audit_numbers(page, quantities=mine)
    rate = findings[findings["finding"].str.contains("100家 to 120家")]
    assert rate["finding"].tolist() == ["高新技术企业: 100家 to 120家 is 30.0%, the report says 20%"]
    assert rate["agrees"].tolist() == [False]


def test_a_corrected_indicator_shows_in_ranks_and_ledger(page: Any, mine: pd.DataFrame) -> None:
    mine.loc[mine["indicator"] == "地区生产总值", "indicator"] = "商品房销售额"
    assert "商品房销售额增速" in find_ranks(page, quantities=mine)["indicator"].tolist()
    ledger = build_ledger(page, quantities=mine)
    assert "商品房销售额" in ledger["indicator"].tolist()
    assert "地区生产总值" not in ledger["indicator"].tolist()


def test_a_row_left_out_is_gone_everywhere(page: Any, mine: pd.DataFrame) -> None:
    less = mine[~mine["quote"].isin(["公园5个", "5个"])]
    assert "5个" in build_ledger(page)["actual_quote"].tolist()
    assert "5个" not in build_ledger(page, quantities=less)["actual_quote"].tolist()


def test_a_report_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    report, texts = load_report(path), []

    def count(text: str) -> Any:
        texts.append(text)
        return find_mentions(text)

    monkeypatch.setattr("liwan_analysis.quantities.table.find_mentions", count)
    for table in (find_quantities, find_targets, find_achievements, find_ranks, build_ledger, audit_numbers):
        table(report)
        table(report)
    assert texts == [report.text]


def test_goals_and_results_of_two_texts_are_matched() -> None:
    was, will = "到2024年底，建成道路30条。", "确保建成道路40条，新增绿地8公顷。"
    results = list(read_candidates(was, read_passage(was, "review", review_year=2024)))
    goals = list(read_candidates(will, read_passage(will, "plan", review_year=2024, plan_year=2025)))
    (found,) = match(results, goals)
    assert (found.result.statement.quantity.value, found.goal.statement.quantity.value) == (30, 40)
    assert difference(found.result, found.goal) == ""
