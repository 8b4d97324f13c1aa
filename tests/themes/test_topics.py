"""Topics and the network of terms: they come out the same each time, and find what was put in."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from liwan_analysis.report import Report
from liwan_analysis.themes import code_blocks
from liwan_analysis.themes.topics import find_topics, term_network, topic_agreement, topic_numbers
from liwan_analysis.words import tokenize

SCHOOLS = ["学校", "教师", "学生", "课堂", "学位", "招生", "教材", "考试", "校园", "师德"]
ROADS = ["道路", "桥梁", "隧道", "公交", "地铁", "停车", "铁路", "高速", "航线", "港口"]
CLINICS = ["医院", "医生", "门诊", "药品", "病床", "护理", "疫苗", "手术", "诊疗", "疾控"]


@pytest.fixture(scope="module")
def tokens(report: Report) -> pd.DataFrame:
    return tokenize(report)


@pytest.fixture(scope="module")
def three_subjects() -> pd.DataFrame:
    """Eighteen blocks, each about one of three things; in each block six sentences of five words."""
    rng = np.random.default_rng(1)
    rows = []
    for block in range(18):
        for sentence in range(6):
            words = rng.choice([SCHOOLS, ROADS, CLINICS][block % 3], 5, replace=False)
            rows += [(word, f"b{block:03d}", 6 * block + sentence) for word in words]
    table = pd.DataFrame(rows, columns=["token", "block_id", "sentence_id"])
    places = {"start": range(0, 3 * len(table), 3), "end": range(2, 3 * len(table), 3)}
    return table.assign(**places, section_id="plan-01", part="plan", is_stop=False)


def test_topics_are_the_subjects_put_in(three_subjects: pd.DataFrame) -> None:
    topics = find_topics(three_subjects, 3)
    found = sorted(sorted(terms.split("、")) for terms in topics.topics["terms"])
    assert found == sorted(sorted(words) for words in (SCHOOLS, ROADS, CLINICS))
    assert topics.topics["n_blocks"].tolist() == [6, 6, 6]
    subject = topics.blocks["block_id"].str[1:].astype(int) % 3
    assert pd.crosstab(subject, topics.blocks["topic"]).gt(0).sum(axis=1).tolist() == [1, 1, 1]


def test_the_number_of_subjects_put_in_is_chosen(three_subjects: pd.DataFrame) -> None:
    numbers = topic_numbers(three_subjects, [2, 3, 6])
    assert numbers.loc[numbers["is_chosen"], "n_topics"].tolist() == [3]
    assert numbers["stability"].between(0, 1).all()
    assert numbers["coherence"].between(-1, 1).all()


def test_agreement_is_one_for_the_same_division_and_little_for_another(three_subjects: pd.DataFrame) -> None:
    blocks = find_topics(three_subjects, 3).blocks
    same = blocks.assign(theme=blocks["topic"].map(str), cap_major=blocks["topic"])
    assert topic_agreement(blocks, same)["ami"].tolist() == [1.0, 1.0]
    other = blocks.assign(theme=[str(i % 2) for i in range(18)], cap_major=[i // 9 for i in range(18)])
    assert (topic_agreement(blocks, other)["ami"] < 0.2).all()
    with pytest.raises(ValueError, match="no block has both"):
        topic_agreement(blocks, same.assign(block_id="x"))


def test_topics_of_the_report_are_the_same_each_time(report: Report, tokens: pd.DataFrame) -> None:
    first, second = find_topics(tokens, 8), find_topics(tokens, 8)
    pd.testing.assert_frame_equal(first.topics, second.topics)
    pd.testing.assert_frame_equal(first.blocks, second.blocks)
    assert set(first.blocks["block_id"]) <= set(report.blocks["block_id"])
    agreement = topic_agreement(first.blocks, code_blocks(report))
    assert (agreement["ami"] > 0.15).all()


def test_a_report_too_short_for_topics_is_refused(tokens: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="too few"):
        find_topics(tokens[tokens["block_id"].isin(tokens["block_id"].unique()[:12])])
    with pytest.raises(ValueError, match="too few"):
        topic_numbers(tokens, [200])


def test_the_network_has_the_subjects_as_communities(three_subjects: pd.DataFrame) -> None:
    nodes, edges = term_network(three_subjects)
    members = nodes.groupby("community")["term"].agg(sorted).tolist()
    assert sorted(members) == sorted(sorted(words) for words in (SCHOOLS, ROADS, CLINICS))
    assert nodes["n"].sum() == len(three_subjects)
    assert set(edges["source"]) | set(edges["target"]) == set(nodes["term"])


def test_the_network_of_the_report_can_be_drawn_and_is_the_same_each_time(tokens: pd.DataFrame) -> None:
    nodes, edges = term_network(tokens)
    again = term_network(tokens)
    pd.testing.assert_frame_equal(nodes, again[0])
    pd.testing.assert_frame_equal(edges, again[1])
    assert list(nodes.columns) == ["term", "n", "degree", "community", "x", "y"]
    assert list(edges.columns) == ["source", "target", "n", "log_dice"]
    assert nodes["degree"].sum() == 2 * len(edges)
    assert not nodes.duplicated(["x", "y"]).any()


def test_terms_that_never_meet_give_empty_tables(three_subjects: pd.DataFrame) -> None:
    nodes, edges = term_network(three_subjects, min_n=1000)
    assert nodes.empty
    assert edges.empty


def test_importing_loads_neither_scikit_learn_nor_networkx() -> None:
    code = (
        "import sys, liwan_analysis.themes.topics; print(sorted({'sklearn', 'networkx', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
