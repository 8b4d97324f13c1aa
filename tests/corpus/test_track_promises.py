"""Promises over a corpus: the pairs of years it holds, under the names it gives."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from liwan_analysis.corpus import build_corpus
from liwan_analysis.corpus.promises import track_promises
from liwan_analysis.targets.promises import PROMISE_COLUMNS, RULES

STATE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "guowuyuan"
READ = json.loads((Path(__file__).parents[1] / "cases" / "promises_guowuyuan.json").read_text("utf-8"))


def write_report(folder: Path, place: str, year: int, review: str, plan: str) -> None:
    text = (
        f"{year}年{place}政府工作报告\n各位代表：\n一、{year - 1}年工作回顾\n{review}\n"
        f"二、{year}年工作安排\n今年的主要预期目标是：{plan}\n各位代表！让我们努力奋斗！\n"
    )
    (folder / f"{place}-{year}.txt").write_text(text, encoding="utf-8")


def test_each_report_is_set_beside_the_one_of_the_year_after(tmp_path: Path) -> None:
    source = tmp_path / "reports"
    source.mkdir()
    write_report(source, "浙江省", 2022, "一切都好。", "地区生产总值增长6%以上。")
    write_report(source, "浙江省", 2023, "地区生产总值增长3.1%。", "地区生产总值增长5%以上。")
    write_report(source, "浙江省", 2025, "地区生产总值增长5.5%。", "地区生产总值增长5.5%左右。")
    write_report(source, "湖北省", 2023, "地区生产总值增长4.3%。", "地区生产总值增长6.5%左右。")
    table = track_promises(build_corpus(source, tmp_path / "store", workers=1))
    assert table.columns.tolist() == PROMISE_COLUMNS
    names = ["target_report", "target", "result", "verdict", "result_report"]
    rows = table[names].astype(object).where(table[names].notna(), None).to_numpy().tolist()
    assert rows == [
        ["浙江省-2022", 6.0, 3.1, "missed", "浙江省-2023"],
        ["浙江省-2023", 5.0, None, "pending", None],
        ["浙江省-2025", 5.5, None, "pending", None],
        ["湖北省-2023", 6.5, None, "pending", None],
    ]
    assert table.attrs["rules"] == RULES


@pytest.mark.skipif(not STATE.exists(), reason="the reports of the State Council are not here")
def test_the_state_council_tells_of_growth_what_was_read_by_hand(tmp_path: Path) -> None:
    paths = [STATE / f"国务院-{year}.txt" for year in (2006, 2007, 2008)]
    table = track_promises(build_corpus(paths, tmp_path / "store", workers=1))
    growth = table[(table["indicator"] == "地区生产总值") & table["is_headline"]]
    wanted = [case for case in READ if case["family"] == "growth" and case["target_year"] in (2006, 2007)]
    found = growth.loc[growth["target_year"] < 2008, ["target_year", "verdict"]].to_numpy().tolist()
    assert found == [[case["target_year"], case["verdict"]] for case in wanted]
    assert growth.loc[growth["target_year"] == 2008, "verdict"].tolist() == ["pending"]
    assert pd.isna(growth["result"]).tolist() == [False, True, True]
