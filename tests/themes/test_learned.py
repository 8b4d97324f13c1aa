"""Words that were learned: how they are found, what they may decide, and that a code can be explained by them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from theme_reports import make_report

from liwan_analysis.report import Report, load_report
from liwan_analysis.themes import ThemeLexicon, code_themes, explain_theme, load_themes
from liwan_analysis.themes.learned import PATH, LearnedWords, learned_words

LEARNED = learned_words()
FEW = LearnedWords(("产业", "产业园", "园区", "绿化"), ("产业与企业", "生态环境"), np.arange(12.0).reshape(4, 3))


def test_the_file_is_as_the_code_wants_it() -> None:
    assert LEARNED.themes == tuple(load_themes().themes)
    assert list(LEARNED.words) == sorted(set(LEARNED.words))
    assert all(re.fullmatch("[一-鿿]{2,4}", word) for word in LEARNED.words)
    assert np.isfinite(LEARNED.weights).all()
    assert abs(LEARNED.weights.sum(axis=1)).max() < 2, "what is not kept, because it is small, may be missing"
    assert PATH.stat().st_size < 300_000


@given(
    st.lists(st.lists(st.sampled_from([*FEW.words, "园", "产", "，", "𠀀", "ab"]), max_size=8).map("".join), max_size=4)
)
def test_the_longest_word_is_found_from_left_to_right(texts: list[str]) -> None:
    of_text, found = FEW.find(texts)
    wanted = set()
    for number, text in enumerate(texts):
        wanted |= {(number, word) for word in re.findall("产业园|产业|园区|绿化", text)}
    got = [(number, FEW.words[word]) for number, word in zip(of_text.tolist(), found.tolist(), strict=True)]
    assert set(got) == wanted
    assert len(got) == len(wanted)


def test_a_score_is_the_sum_of_what_its_words_tell() -> None:
    texts = ["建设产业园和绿化带，再绿化。", "各位代表"]
    scores = FEW.score(texts, ["生态环境", "粤剧", "产业与企业"])
    told = FEW.tell(texts[0])
    assert [word for word, _ in told] == ["产业园", "绿化"]
    assert scores[0].tolist() == pytest.approx(
        [sum(says.get(t, 0.0) for _, says in told) for t in ("生态环境", "粤剧", "产业与企业", "-")]
    )
    assert not scores[1].any()
    assert FEW.score([], ["生态环境"]).shape == (0, 2)


def test_an_explanation_ends_in_the_code(report: Report) -> None:
    coded = code_themes(report)
    primary = coded[coded["is_primary"]].iloc[::60]
    for row in primary.itertuples(index=False):
        sentence, first, *lines = explain_theme(report, row.start).splitlines()
        assert sentence == f"sentence  {report.quote(row.start, row.end).strip()}"
        theme, total = first.split()
        assert theme == row.theme
        reasons = lines[: next((n for n, line in enumerate(lines) if not line.startswith("  ")), len(lines))]
        weights = [float(line.split()[0]) for line in reasons]
        assert sum(weights) == pytest.approx(float(total), abs=0.01 * len(weights))


def test_learned_words_bring_in_no_theme_alone(tmp_path: Path) -> None:
    report = make_report(tmp_path, ["落实国家政策。"])
    assert explain_theme(report, report.text.index("落实")).splitlines()[1].startswith("none")
    without = ThemeLexicon(load_themes().themes, {}, LEARNED)
    assert code_themes(report, without).empty


def test_a_sentence_with_a_readers_own_word_is_judged_by_the_lists_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("theme,term,weight\n教育,绿色学校,2\n", encoding="utf-8")
    report = make_report(tmp_path, ["创建绿色学校8所。新建中小学校5所。"])
    own, other = report.text.index("创建"), report.text.index("新建")
    assert "learned word" in explain_theme(report, own)
    assert "learned word" not in explain_theme(report, own, load_themes(path))
    assert explain_theme(report, other, load_themes(path)).count("learned word") > 0


def test_only_sentences_of_review_and_plan_are_explained(report: Report) -> None:
    with pytest.raises(ValueError, match="no sentence of review or plan stands at 0"):
        explain_theme(report, 0)


def test_one_word_added_leaves_the_rest_of_the_report_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("theme,term,cap_major,weight\n粤剧,粤剧,23,5\n", encoding="utf-8")
    report = load_report()
    before, after = (
        coded[coded["is_primary"]].set_index("sentence_id")["theme"]
        for coded in (code_themes(report), code_themes(report, load_themes(path)))
    )
    changed = before.index[before != after.reindex(before.index)]
    texts = report.sentences.set_index("sentence_id").loc[changed, "text"]
    assert texts.str.contains("粤剧").mean() >= 0.5
    assert len(changed) <= 6
