"""Panels over place and year, against counts made in the plainest way."""

from __future__ import annotations

from pathlib import Path

import jieba
import pandas as pd
import pytest
from conftest import OTHER_REPORTS

from liwan_analysis.corpus import Corpus, build_corpus
from liwan_analysis.corpus.concepts import concept_table, find_concepts, load_concepts
from liwan_analysis.corpus.giveaway import give_away
from liwan_analysis.corpus.panels import (
    attention_panel,
    concept_panel,
    reuse_panel,
    reuse_passages,
    target_panel,
    wide,
)
from liwan_analysis.lexicons.loader import LexiconError
from liwan_analysis.report import Report, ReportError, load_report
from liwan_analysis.words import tokenize

CONCEPTS = {
    "创新": ["创新", "科技", "科技创新", "研发"],
    "环境": ["生态", "生态环境", "绿色", "污染"],
    "数字": ["数字经济", "数字", "经济"],
}
REPORT = """{place}人民政府工作报告
——{year}年1月10日在{place}人民代表大会上

各位代表：
一、{last}年工作回顾
一年来，我们坚持稳中求进工作总基调，地区生产总值增长{result}%。数字经济加快发展，新建道路{n}条。
二、{year}年工作安排
{year}年经济社会发展主要预期目标是：地区生产总值增长{target}，新建道路{n}条。大力发展数字经济，坚持绿色发展。
"""
TARGETS = {
    ("全国", 2020): "6%左右", ("全国", 2021): "6%以上",
    ("浙江省", 2020): "7%以上", ("浙江省", 2021): "6.5%以上",
    ("浙江省杭州市", 2020): "8%左右", ("浙江省杭州市", 2021): "7%—8%",
}  # fmt: skip
PLACES = {place for place, _ in TARGETS}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("panels")
    for (place, year), target in TARGETS.items():
        text = REPORT.format(place=place, year=year, last=year - 1, result=6.1, target=target, n=year - 2000)
        (folder / f"{place}-{year}.txt").write_text(text, "utf-8")
    return build_corpus(folder, tmp_path_factory.mktemp("store") / "store")


def _plain(report: Report, terms: list[str]) -> dict[str, float]:
    """Count as a reader would: string by string over the text, word by word over the tokens."""
    text = report.text
    if len(report.glossary):
        text = text[: int(report.parts.query("part == 'glossary'")["start"].iloc[0])]
    n, at, places = 0, 0, []
    while at < len(text):
        term = max((term for term in terms if text.startswith(term, at)), key=len, default="")
        n += bool(term)
        places += [at] if term else []
        at += len(term) or 1
    tokens = [
        token
        for token, part in zip(*(tokenize(report)[c] for c in ("token", "part")), strict=True)
        if part != "glossary"
    ]
    sentences = [row for row in report.sentences.itertuples() if row.part != "glossary"]
    hit = [row for row in sentences if any(row.start <= place < row.end for place in places)]
    return {
        "n": n,
        "share_pieces": n / len(jieba.lcut(text)),
        "share_tokens": sum(token in terms for token in tokens) / len(tokens),
        "share_sentences": len(hit) / len(sentences),
        "share_length": sum(len(row.text) for row in hit) / sum(len(row.text) for row in sentences),
    }


@pytest.mark.parametrize("path", [None, *OTHER_REPORTS[:2]], ids=lambda path: path.stem if path else "liwan-2024")
@pytest.mark.parametrize("concept", CONCEPTS)
def test_each_measure_is_what_a_reader_counts(path: Path | None, concept: str) -> None:
    report = load_report(path)
    row = concept_table(report, load_concepts(CONCEPTS)).query("part == 'all' and concept == @concept").iloc[0]
    for measure, counted in _plain(report, CONCEPTS[concept]).items():
        assert row[measure] == pytest.approx(counted, rel=1e-12), measure


def test_parts_add_up_and_each_match_stands_in_its_place() -> None:
    report = load_report()
    concepts = load_concepts(CONCEPTS)
    table = concept_table(report, concepts)
    counts = ["n", "n_pieces", "n_tokens_matched", "n_tokens", "n_sentences", "n_characters"]
    parts = table[table["part"] != "all"].groupby("concept")[counts].sum()
    assert parts.equals(table[table["part"] == "all"].set_index("concept")[counts].loc[parts.index])
    found = find_concepts(report, concepts)
    assert [report.text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["term"].tolist()
    assert set(found["term"]) <= {term for terms in CONCEPTS.values() for term in terms}


def test_a_term_inside_a_longer_one_does_not_count_again(corpus: Corpus) -> None:
    panel = concept_panel(corpus, {"数字": ["数字", "经济", "数字经济"]}).query("part == 'plan'")
    assert set(panel["n"]) == {2}  # 经济社会发展, 数字经济


def test_the_panel_of_targets_has_tone_result_and_what_it_adds_to_the_level_above(corpus: Corpus) -> None:
    panel = target_panel(corpus)
    assert len(panel) == len(TARGETS)
    rows = panel.set_index(["place", "year"])
    city = rows.loc[("浙江省杭州市", 2021)]
    assert (city["target"], city["target_max"], city["bound"], city["above_place"]) == (7.0, 8.0, "range", "浙江省")
    assert city["amplification"] == 0.5
    assert rows.loc[("浙江省", 2020), "amplification"] == 1.0
    assert rows.loc[("全国", 2020), ["bound", "hardness"]].tolist() == ["about", "soft"]
    assert rows["last_result"].tolist() == [6.1] * len(TARGETS)
    assert pd.isna(rows.loc[("全国", 2021), "amplification"])
    for row in panel.itertuples():
        text = corpus.report(row.report_id).text
        assert text[row.target_start : row.target_end] == row.target_quote
        assert text[row.last_result_start : row.last_result_end] == row.last_result_quote


def test_targets_in_unlike_units_are_not_taken_from_each_other(tmp_path: Path) -> None:
    text = "{year}年{place}政府工作报告\n各位代表：\n一、{last}年工作回顾\n一切都好。\n二、{year}年工作安排\n"
    text += "今年的主要预期目标是：地区生产总值达到{target}。\n各位代表！\n"
    for place, target in (("全国", "130万亿元"), ("浙江省", "9万亿元"), ("湖北省", "60000亿元")):
        (tmp_path / f"{place}-2024.txt").write_text(
            text.format(place=place, year=2024, last=2023, target=target), "utf-8"
        )
    panel = target_panel(build_corpus(tmp_path, tmp_path / "store"), measure="level").set_index("place")
    assert panel.loc["浙江省", ["target", "above_target", "amplification"]].tolist() == [9.0, 130.0, -121.0]
    assert panel.loc["湖北省", ["target", "above_target"]].tolist() == [60000.0, 130.0]
    assert pd.isna(panel.loc["湖北省", "amplification"])


def test_the_columns_have_one_type_where_no_level_above_is_at_hand_too(corpus: Corpus) -> None:
    names = ["place", "above_place", "target", "above_target", "amplification"]
    alone = target_panel(corpus, "粮食产量", "level")
    assert alone["above_place"].isna().all()
    assert alone[names].dtypes.tolist() == target_panel(corpus)[names].dtypes.tolist()


def test_a_report_without_the_target_keeps_its_row(corpus: Corpus) -> None:
    panel = target_panel(corpus, "粮食产量", "level")
    assert len(panel) == len(TARGETS)
    assert panel["target"].isna().all()
    assert (panel["n_targets"] == 0).all()


def test_a_report_of_an_unknown_place_has_no_level_above(tmp_path: Path) -> None:
    for name, growth in (("海珠区-2031", 5), ("unknown-2031", 6)):
        text = (
            f"2031年政府工作报告\n一、2030年工作回顾\n新建道路3条。\n二、2031年工作安排\n地区生产总值增长{growth}%。\n"
        )
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    panel = target_panel(build_corpus(tmp_path, tmp_path / "store"))
    assert panel["place"].isna().sum() == 1
    assert panel["above_place"].isna().all()
    assert sorted(panel["target"]) == [5.0, 6.0]


def test_reuse_compares_with_the_year_before_of_the_same_place(corpus: Corpus) -> None:
    panel = reuse_panel(corpus)
    assert list(zip(panel["place"], panel["year"], strict=True)) == [(place, 2021) for place in sorted(PLACES)]
    for row in panel.itertuples():
        before, now = (corpus.report(f"{row.place}-{year}").text for year in (2020, 2021))
        known = {line[i : i + 8] for line in before.split("\n") for i in range(len(line) - 7)}
        strings = [line[i : i + 8] for line in now.split("\n") for i in range(len(line) - 7)]
        assert (row.n_strings, row.n_reused) == (len(strings), sum(string in known for string in strings))
        passages = reuse_passages(corpus, row.report_id, most=3)
        assert all(
            before[p.start_before : p.end_before] == now[p.start : p.end] == p.quote for p in passages.itertuples()
        )
    with pytest.raises(ReportError, match="no report of 全国 of 2019"):
        reuse_passages(corpus, "全国-2020")


def test_attention_sums_to_one_in_each_part(corpus: Corpus) -> None:
    panel = attention_panel(corpus)
    sums = panel.groupby(["report_id", "part"])["share"].sum()
    assert len(sums) > len(TARGETS)
    assert sums.round(9).eq(1).all()


def test_wide_is_place_by_year_and_says_what_to_choose_first(corpus: Corpus) -> None:
    panel = concept_panel(corpus, CONCEPTS)
    with pytest.raises(ValueError, match="choose one part and one concept first"):
        wide(panel, "n")
    table = wide(panel.query("part == 'plan' and concept == '环境'"), "n")
    assert table.loc["浙江省"].tolist() == [1, 1]
    assert table.columns.tolist() == [2020, 2021]


def test_a_store_given_away_has_the_panels_and_no_text(corpus: Corpus, tmp_path: Path) -> None:
    given = give_away(corpus, tmp_path / "given", concepts=CONCEPTS)
    pd.testing.assert_frame_equal(concept_panel(given, CONCEPTS), concept_panel(corpus, CONCEPTS), check_dtype=False)
    pd.testing.assert_frame_equal(reuse_panel(given), reuse_panel(corpus), check_dtype=False)
    pd.testing.assert_frame_equal(target_panel(given), target_panel(corpus))
    with pytest.raises(ReportError, match="not these terms of 创新"):
        concept_panel(given, {"创新": ["创造"]})
    stored = b"".join(path.read_bytes() for path in sorted((tmp_path / "given").rglob("*")) if path.is_file())
    assert "稳中求进工作总基调".encode() not in stored


@pytest.mark.parametrize(
    ("concepts", "message"),
    [({}, "no concept"), ({"创新": []}, "no term for the concept '创新'"), ({"创新": "创新"}, "are one string")],
)
def test_wrong_concepts_are_refused_in_one_line(concepts: dict[str, list[str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load_concepts(concepts)


def test_concepts_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("concept,term\n创新,创新\n创新,研发\n", "utf-8")
    assert load_concepts(path)[0].terms == ("创新", "研发")
    path.write_text("concept,word\n创新,创新\n", "utf-8")
    with pytest.raises(LexiconError, match=r"mine\.csv"):
        load_concepts(path)
