import json
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liwan_analysis import terms
from liwan_analysis.terms import measures
from liwan_analysis.words import tokenize

steady = settings(max_examples=60)
STOP = {"的", "和", "一"}
COLUMNS = {
    "frequency": ["term", "n", "per_10k", "DP", "D", "ARF", "n_sections"],
    "keyness": [
        "term",
        "n_target",
        "n_reference",
        "log_ratio",
        "log_ratio_low",
        "log_ratio_high",
        "g2_4cell",
        "bic",
        "p_adjusted",
    ],
    "collocates": ["collocate", "n", "log_dice", "mi", "t"],
    "concordance": ["left", "node", "right", "part", "section_id", "start", "end"],
}


def make_tokens(sentences):
    """Make a tokens table from (part, section_id, words with spaces between; a comma is punctuation) in order."""
    rows, at = [], 0
    for number, (part, section_id, line) in enumerate(sentences):
        for word in line.split():
            if word != "，":
                place = (word, "n", at, at + len(word), number, f"b{number:03d}", section_id, part, word in STOP, False)
                rows.append(place)
            at += len(word)
        at += 1
    columns = ["token", "pos", "start", "end", "sentence_id", "block_id", "section_id", "part", "is_stop", "is_term"]
    return pd.DataFrame(rows, columns=columns).astype({"start": "int64", "end": "int64", "is_stop": bool})


SMALL = make_tokens(
    [
        ("front", None, "政府 工作 报告"),
        ("review", "review-01", "产业 的 升级 ， 产业 的 提质"),
        ("review", "review-01", "产业 和 城市 发展"),
        ("plan", "plan-01", "城市 更新 的 产业"),
        ("plan", "plan-02", "城市 更新 和 城市 更新"),
        ("closing", None, "奋力 发展"),
        ("glossary", None, "城市 更新 ， 城市 更新 的 工作"),
    ]
)
EMPTY = SMALL.iloc[:0]

words = st.sampled_from(["产业", "城市", "更新", "发展", "的", "和"])
places = st.sampled_from([("front", None), ("review", None), ("review", "r1"), ("plan", "p1"), ("plan", "p2")])
any_tokens = st.lists(st.tuples(places, st.lists(words, min_size=1, max_size=9)), min_size=1, max_size=12).map(
    lambda lines: make_tokens([(*place, " ".join(line)) for place, line in lines])
)


@pytest.fixture(scope="module")
def tokens(report):
    return tokenize(report)


def row(table, **where):
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


class TestTermFrequency:
    def test_counts_all_tokens_and_lists_content_words(self):
        table = terms.term_frequency(SMALL)
        assert list(table.columns) == COLUMNS["frequency"]
        assert table.attrs["n_tokens"] == 24
        city = row(table, term="城市")
        assert (city["n"], city["per_10k"], city["n_sections"]) == (4, pytest.approx(4 / 24 * 10_000), 3)
        assert not set(table["term"]) & STOP
        assert row(terms.term_frequency(SMALL, keep_stop=True), term="的")["n"] == 3

    def test_dispersion_is_over_sections_and_the_rest_of_each_part(self):
        table = terms.term_frequency(SMALL)
        sizes = [3, 10, 4, 5, 2]  # front, review-01, plan-01, plan-02, closing
        city = row(table, term="城市")
        assert city["DP"] == pytest.approx(measures.gries_dp([0, 1, 1, 2, 0], sizes))
        assert city["D"] == pytest.approx(measures.juilland_d([0, 1, 1, 2, 0], sizes))
        assert city["ARF"] == pytest.approx(measures.arf([11, 13, 17, 20], 24))
        assert table.attrs["dispersion_over"] == "section_id"

    def test_text_outside_sections_is_in_no_section(self):
        assert row(terms.term_frequency(SMALL), term="奋力")["n_sections"] == 0

    def test_glossary_counts_only_when_asked(self):
        assert row(terms.term_frequency(SMALL), term="更新")["n"] == 3
        with_glossary = terms.term_frequency(SMALL, glossary=True)
        assert row(with_glossary, term="更新")["n"] == 5
        assert "The glossary is counted" in with_glossary.attrs["note"]

    def test_without_sections_blocks_are_the_unit(self):
        table = terms.term_frequency(SMALL.assign(section_id=None))
        assert table.attrs["dispersion_over"] == "block_id"
        assert table["n_sections"].isna().all()
        expected = measures.gries_dp([0, 0, 1, 1, 2, 0], [3, 6, 4, 4, 5, 2])
        assert row(table, term="城市")["DP"] == pytest.approx(expected)

    def test_text_that_cannot_be_cut_has_no_dispersion(self):
        table = terms.term_frequency(make_tokens([("front", None, "政府 工作")]))
        assert table[["DP", "D"]].isna().all(axis=None)
        assert table["ARF"].tolist() == [1.0, 1.0]
        assert table.attrs["dispersion_over"] is None

    def test_by_part_counts_within_the_part(self):
        table = terms.term_frequency(SMALL, by="part")
        assert list(table.columns) == ["part", *COLUMNS["frequency"]]
        assert table["part"].unique().tolist() == ["front", "review", "plan", "closing"]
        plan = row(table, part="plan", term="城市")
        assert (plan["n"], plan["per_10k"]) == (3, pytest.approx(3 / 9 * 10_000))
        assert table.attrs["n_tokens"] == {"front": 3, "review": 10, "plan": 9, "closing": 2}

    def test_by_section_leaves_out_what_has_none(self):
        table = terms.term_frequency(SMALL, by="section_id")
        assert table["section_id"].unique().tolist() == ["review-01", "plan-01", "plan-02"]

    def test_unknown_grouping_names_what_there_is(self):
        with pytest.raises(ValueError, match="part, section_id, block_id"):
            terms.term_frequency(SMALL, by="chapter")

    @steady
    @given(any_tokens)
    def test_agrees_with_a_plain_count(self, tokens):
        table = terms.term_frequency(tokens)
        expected = Counter(tokens["token"][~tokens["is_stop"]])
        assert dict(zip(table["term"], table["n"], strict=True)) == dict(expected)
        assert table["n"].is_monotonic_decreasing
        in_sections = tokens[tokens["section_id"].notna()].groupby("token")["section_id"].nunique()
        for _, line in table.iterrows():
            place = np.flatnonzero(tokens["token"] == line["term"])
            assert line["ARF"] == pytest.approx(measures.arf(place, len(tokens)))
            if tokens["section_id"].notna().any():
                assert line["n_sections"] == in_sections.get(line["term"], 0)

    @steady
    @given(any_tokens)
    def test_groups_add_up_to_the_whole(self, tokens):
        by_part = terms.term_frequency(tokens, by="part").groupby("term")["n"].sum()
        assert by_part.to_dict() == terms.term_frequency(tokens).set_index("term")["n"].to_dict()


class TestKeyness:
    def test_figures_are_those_of_measures(self):
        table = terms.keyness(SMALL, min_n=2)
        assert list(table.columns) == COLUMNS["keyness"]
        industry = row(table, term="产业")
        assert (industry["n_target"], industry["n_reference"]) == (1, 3)
        assert industry["log_ratio"] == measures.log_ratio(1, 3, 9, 10)
        interval = measures.log_ratio_interval(1, 3, 9, 10)
        assert (industry["log_ratio_low"], industry["log_ratio_high"]) == interval
        assert industry["g2_4cell"] == measures.log_likelihood(1, 3, 9, 10)
        assert industry["bic"] == measures.bic(measures.log_likelihood(1, 3, 9, 10), 19)
        adjusted = measures.benjamini_hochberg(measures.p_value(table["g2_4cell"]))
        assert table["p_adjusted"].tolist() == adjusted.tolist()

    def test_both_directions_are_there_and_turn_with_the_sides(self):
        table = terms.keyness(SMALL, min_n=1).set_index("term")
        turned = terms.keyness(SMALL, "review", "plan", min_n=1).set_index("term")
        assert {-1.0, 1.0} <= set(np.sign(table["log_ratio"]))
        assert turned["log_ratio"].reindex(table.index).tolist() == pytest.approx((-table["log_ratio"]).tolist())

    def test_the_floor_is_on_both_together(self):
        assert set(terms.keyness(SMALL, min_n=4)["term"]) == {"产业", "城市"}
        assert terms.keyness(SMALL, min_n=5).empty

    def test_sections_lists_and_the_rest(self):
        by_section = terms.keyness(SMALL, "plan-02", ["plan-01", "review-01"], by="section_id", min_n=1)
        assert row(by_section, term="城市")[["n_target", "n_reference"]].tolist() == [2, 2]
        rest = terms.keyness(SMALL, "plan", None, min_n=1)
        assert rest.attrs["n_tokens_reference"] == 3 + 10 + 2
        assert "the rest" in rest.attrs["note"]

    def test_the_glossary_is_compared_only_by_name(self):
        assert terms.keyness(SMALL, "glossary", "plan").attrs["n_tokens_target"] == 6

    def test_two_reports(self):
        other = make_tokens([("plan", None, "教育 教育 医疗"), ("glossary", None, "教育")])
        table = terms.keyness(SMALL, None, other, min_n=1)
        assert row(table, term="教育")[["n_target", "n_reference"]].tolist() == [0, 2]
        assert (table.attrs["n_tokens_target"], table.attrs["n_tokens_reference"]) == (24, 3)

    @pytest.mark.parametrize(
        ("target", "reference", "by", "message"),
        [
            ("future", "review", "part", "there are: front, review, plan, closing, glossary"),
            ("plan", "review-09", "part", "no part 'review-09'"),
            ("plan-09", "plan-01", "section_id", "there are: review-01, plan-01, plan-02"),
            ("plan", "plan", "part", "share tokens"),
            (["plan", "review"], "review", "part", "share tokens"),
            (None, "review", "part", "share tokens"),
            (None, None, "part", "no rest"),
            ([], "review", "part", "no part is named"),
            ("plan", "review", "chapter", "by must be one of"),
        ],
    )
    def test_refusals_name_what_there_is(self, target, reference, by, message):
        with pytest.raises(ValueError, match=message) as error:
            terms.keyness(SMALL, target, reference, by=by)
        assert "\n" not in str(error.value)


def naive_collocates(tokens, node, span):
    """Count tokens that stand within the span of any node, one place at a time."""
    rows = tokens.to_dict("records")
    return Counter(
        there["token"]
        for j, there in enumerate(rows)
        if there["token"] != node
        and not there["is_stop"]
        and any(
            here["token"] == node and here["sentence_id"] == there["sentence_id"] and abs(i - j) <= span
            for i, here in enumerate(rows)
        )
    )


class TestCollocates:
    def test_one_token_in_two_windows_counts_once(self):
        tokens = make_tokens([("plan", None, "城市 更新 城市")])
        assert terms.collocates(tokens, "城市", min_n=1)["n"].tolist() == [1]

    def test_stop_words_take_up_room_but_are_not_listed(self):
        tokens = make_tokens([("plan", None, "城市 的 更新")])
        assert terms.collocates(tokens, "城市", 1, min_n=1).empty
        assert terms.collocates(tokens, "城市", 2, min_n=1)["collocate"].tolist() == ["更新"]
        assert terms.collocates(tokens, "城市", 1, min_n=1, keep_stop=True)["collocate"].tolist() == ["的"]

    def test_a_window_ends_with_its_sentence(self):
        tokens = make_tokens([("plan", None, "城市 更新"), ("plan", None, "产业 发展")])
        assert terms.collocates(tokens, "更新", min_n=1)["collocate"].tolist() == ["城市"]

    def test_scores_are_those_of_measures(self):
        table = terms.collocates(SMALL, "城市", min_n=2)
        renewal = row(table, collocate="更新")
        assert renewal["n"] == 3
        assert renewal["log_dice"] == measures.log_dice(3, 4, 3)
        assert renewal["mi"] == measures.mutual_information(3, 4, 3, 24)
        assert renewal["t"] == measures.t_score(3, 4, 3, 24)

    def test_a_word_that_does_not_occur_gives_an_empty_table(self):
        table = terms.collocates(SMALL, "航天")
        assert list(table.columns) == COLUMNS["collocates"]
        assert table.empty
        assert "航天 occurs 0 times" in table.attrs["note"]

    @pytest.mark.parametrize("options", [{"span": 0}, {"min_n": 0}])
    def test_impossible_settings_are_refused(self, options):
        with pytest.raises(ValueError, match="at least 1"):
            terms.collocates(SMALL, "城市", **options)

    @steady
    @given(any_tokens, words, st.integers(1, 6))
    def test_agrees_with_a_plain_count(self, tokens, node, span):
        table = terms.collocates(tokens, node, span, min_n=1)
        assert dict(zip(table["collocate"], table["n"], strict=True)) == naive_collocates(tokens, node, span)


class TestNgrams:
    def test_runs_stay_inside_sentence_and_punctuation(self):
        tokens = make_tokens([("plan", None, "城市 更新 ， 产业 发展"), ("plan", None, "城市 更新")])
        table = terms.ngrams(tokens, min_n=1)
        assert table[["ngram", "n"]].to_numpy().tolist() == [["城市 更新", 2], ["产业 发展", 1]]
        assert table["log_dice"].tolist() == [14.0, 14.0]
        assert row(table, ngram="城市 更新")["mi"] == measures.mutual_information(2, 2, 2, 6)

    def test_stop_words_may_stand_inside_but_not_at_the_edge(self):
        tokens = make_tokens([("plan", None, "城市 的 更新 和")])
        assert terms.ngrams(tokens, 3, min_n=1)["ngram"].tolist() == ["城市 的 更新"]
        assert terms.ngrams(tokens, 2, min_n=1).empty
        assert len(terms.ngrams(tokens, 2, min_n=1, keep_stop=True)) == 3

    def test_scores_are_for_bigrams(self):
        assert list(terms.ngrams(SMALL, 3).columns) == ["ngram", "n", "per_10k"]

    def test_one_token_is_no_ngram(self):
        with pytest.raises(ValueError, match="at least 2"):
            terms.ngrams(SMALL, 1)

    @steady
    @given(any_tokens, st.integers(2, 5))
    def test_agrees_with_a_plain_count(self, tokens, n):
        expected = Counter()
        for _, sentence in tokens.groupby("sentence_id"):
            line = sentence["token"].tolist()
            expected.update(" ".join(line[i : i + n]) for i in range(len(line) - n + 1))
        table = terms.ngrams(tokens, n, min_n=1, keep_stop=True)
        assert dict(zip(table["ngram"], table["n"], strict=True)) == dict(expected)


class TestCooccurrence:
    def test_a_sentence_counts_once_however_often_the_words_stand_in_it(self):
        table = terms.cooccurrence(SMALL, min_n=1)
        pair = row(table, term_a="城市", term_b="更新")
        assert (pair["n"], pair["log_dice"]) == (2, measures.log_dice(2, 3, 2))
        assert (table["term_a"] < table["term_b"]).all()

    def test_terms_limit_both_ends(self):
        table = terms.cooccurrence(SMALL, ["城市", "产业"], min_n=1)
        assert table[["term_a", "term_b", "n"]].to_numpy().tolist() == [["产业", "城市", 2]]

    @steady
    @given(any_tokens, st.integers(1, 3))
    def test_agrees_with_a_plain_count(self, tokens, min_n):
        expected = Counter()
        for _, sentence in tokens[~tokens["is_stop"]].groupby("sentence_id"):
            line = sorted(set(sentence["token"]))
            expected.update((a, b) for i, a in enumerate(line) for b in line[i + 1 :])
        table = terms.cooccurrence(tokens, min_n=min_n)
        found = {(a, b): n for a, b, n in zip(table["term_a"], table["term_b"], table["n"], strict=True)}
        assert found == {pair: n for pair, n in expected.items() if n >= min_n}


SENTENCES = [
    ("review", "review-01", "产业园里产业兴。"),
    ("plan", None, "先立后破，产业强区。"),
    ("glossary", None, "产业链。"),
]


@pytest.fixture
def small_report():
    rows, text = [], ""
    for number, (part, section_id, sentence) in enumerate(SENTENCES):
        rows.append((number, section_id, part, len(text), len(text) + len(sentence), sentence))
        text += sentence + "\n"
    sentences = pd.DataFrame(rows, columns=["sentence_id", "section_id", "part", "start", "end", "text"])
    return SimpleNamespace(text=text, sentences=sentences)


class TestConcordance:
    def test_context_stays_in_the_sentence(self, small_report):
        table = terms.concordance(small_report, "产业", width=4)
        assert list(table.columns) == COLUMNS["concordance"]
        assert table[["left", "node", "right", "start"]].to_numpy().tolist() == [
            ["", "产业", "园里产业", 0],
            ["产业园里", "产业", "兴。", 4],
            ["立后破，", "产业", "强区。", 14],
        ]

    @pytest.mark.parametrize(
        ("sort", "starts"), [("position", [0, 4, 14]), ("right", [4, 0, 14]), ("left", [0, 4, 14])]
    )
    def test_lines_can_be_sorted_by_context(self, small_report, sort, starts):
        assert terms.concordance(small_report, "产业", sort=sort)["start"].tolist() == starts

    def test_left_context_is_read_from_the_node_outwards(self):
        text = "乙甲字丙乙字甲丙字"
        sentences = pd.DataFrame({"part": ["plan"], "section_id": [None], "start": [0], "end": [len(text)]})
        table = terms.concordance(SimpleNamespace(text=text, sentences=sentences), "字", width=2, sort="left")
        assert table["left"].tolist() == ["甲丙", "丙乙", "乙甲"]

    def test_glossary_lines_only_when_asked(self, small_report):
        assert "glossary" not in set(terms.concordance(small_report, "产业")["part"])
        assert "glossary" in set(terms.concordance(small_report, "产业", glossary=True)["part"])

    def test_a_literal_node_is_no_pattern(self, small_report):
        assert terms.concordance(small_report, "产.").empty
        assert terms.concordance(small_report, "产业(?!园)", regex=True)["start"].tolist() == [4, 14]
        assert terms.concordance(small_report, "^先", regex=True)["node"].tolist() == ["先"]

    def test_a_word_that_does_not_occur_gives_an_empty_table(self, small_report):
        table = terms.concordance(small_report, "航天")
        assert list(table.columns) == COLUMNS["concordance"]
        assert table.empty
        assert table["start"].dtype == "int64"

    @pytest.mark.parametrize(
        ("node", "options", "message"),
        [
            ("", {}, "empty"),
            ("产业", {"width": -1}, "width"),
            ("产业", {"sort": "middle"}, "position, left or right"),
            ("产业(", {"regex": True}, "no regular expression"),
        ],
    )
    def test_what_cannot_be_searched_is_refused(self, small_report, node, options, message):
        with pytest.raises(ValueError, match=message):
            terms.concordance(small_report, node, **options)


class TestPlaces:
    def test_positions_and_borders_share_an_axis(self):
        positions = terms.dispersion_positions(SMALL, ["更新", "城市", "航天"])
        assert positions["term"].tolist() == ["更新"] * 3 + ["城市"] * 4
        borders = terms.section_borders(SMALL)
        assert borders["position_start"].tolist() == [0, 3, 13, 17, 22]
        assert borders["position_end"].tolist() == [3, 13, 17, 22, 24]
        for line in positions.itertuples():
            inside = borders[(borders["position_start"] <= line.position) & (line.position < borders["position_end"])]
            assert inside["part"].tolist() == [line.part]
            assert (inside["start"] <= line.start).all()
            assert (line.end <= inside["end"]).all()

    def test_one_term_may_be_given_alone(self):
        assert len(terms.dispersion_positions(SMALL, "产业")) == 4

    @steady
    @given(any_tokens)
    def test_borders_cover_every_token(self, tokens):
        borders = terms.section_borders(tokens)
        assert borders["position_start"].tolist() == [0, *borders["position_end"].tolist()[:-1]]
        assert borders["position_end"].iloc[-1] == len(tokens)

    def test_segmented_text_is_one_sentence_a_line(self):
        lines = terms.segmented_text(SMALL).splitlines()
        assert lines[:2] == ["政府 工作 报告", "产业 的 升级 产业 的 提质"]
        assert len(lines) == 6
        assert sum(len(line.split()) for line in lines) == terms.term_frequency(SMALL).attrs["n_tokens"]
        assert len(terms.segmented_text(SMALL, glossary=True).splitlines()) == 7


class TestSensitivity:
    def test_ranks_and_signs_side_by_side(self):
        variants = {"as made": terms.term_frequency(SMALL), "with glossary": terms.term_frequency(SMALL, glossary=True)}
        table = terms.frequency_sensitivity(variants, top=2)
        assert list(table.columns) == ["term", "as made", "with glossary", "survives"]
        assert row(table, term="城市")["survives"]
        assert not row(table, term="更新")["survives"]

    def test_a_term_that_one_variant_lacks_does_not_survive(self):
        one = pd.DataFrame({"term": ["甲", "乙"], "n": [3, 2]})
        table = terms.frequency_sensitivity({"one": one, "other": one.iloc[:1]})
        assert table["survives"].tolist() == [True, False]

    def test_a_term_missing_in_one_variant_does_not_survive(self):
        one = pd.DataFrame({"term": ["甲", "乙"], "log_ratio": [1.0, -1.0], "p_adjusted": [0.01, 0.2]})
        table = terms.keyness_sensitivity({"one": one, "other": one.iloc[1:]})
        assert table["term"].tolist() == ["甲"]
        assert pd.isna(table["other"][0])
        assert not table["survives"][0]

    def test_a_sign_that_turns_does_not_survive(self):
        one = pd.DataFrame({"term": ["甲"], "log_ratio": [1.0], "p_adjusted": [0.01]})
        assert terms.keyness_sensitivity({"one": one, "same": one})["survives"].tolist() == [True]
        turned = one.assign(log_ratio=-1.0)
        assert terms.keyness_sensitivity({"one": one, "turned": turned})["survives"].tolist() == [False]

    def test_nothing_to_compare_is_refused(self):
        with pytest.raises(ValueError, match="at least one variant"):
            terms.frequency_sensitivity({})
        with pytest.raises(ValueError, match="cannot be called term"):
            terms.frequency_sensitivity({"term": terms.term_frequency(SMALL)})
        with pytest.raises(ValueError, match="alpha"):
            terms.keyness_sensitivity({"one": terms.keyness(SMALL)}, alpha=1.5)
        with pytest.raises(ValueError, match="top"):
            terms.frequency_sensitivity({"one": terms.term_frequency(SMALL)}, top=0)


CALLS = {
    "term_frequency": lambda tokens: terms.term_frequency(tokens),
    "term_frequency by part": lambda tokens: terms.term_frequency(tokens, by="part"),
    "keyness": lambda tokens: terms.keyness(tokens),
    "collocates": lambda tokens: terms.collocates(tokens, "产业"),
    "ngrams": lambda tokens: terms.ngrams(tokens),
    "cooccurrence": lambda tokens: terms.cooccurrence(tokens),
    "dispersion_positions": lambda tokens: terms.dispersion_positions(tokens, "产业"),
    "section_borders": lambda tokens: terms.section_borders(tokens),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
class TestEveryTable:
    def test_no_tokens_give_an_empty_table_with_its_columns(self, call):
        table = call(EMPTY)
        assert table.empty
        assert list(table.columns) == list(call(SMALL).columns)

    def test_its_note_is_readable_and_plain_data(self, call):
        table = call(SMALL)
        assert json.loads(json.dumps(table.attrs)) == table.attrs
        assert table.attrs["note"].startswith("A token is ")
        noted = SMALL.copy()
        noted.attrs = {"note": "a token is a word of some cutter", "stop_list": "stopwords.txt"}
        assert call(noted).attrs["note"].startswith("A token is a word of some cutter.")

    def test_another_table_is_refused(self, call):
        with pytest.raises(ValueError, match="lacks token, start"):
            call(pd.DataFrame({"word": ["产业"]}))

    def test_the_tokens_are_left_as_they_were(self, call):
        before = SMALL.copy()
        call(SMALL)
        pd.testing.assert_frame_equal(SMALL, before)


class TestWholeReport:
    def test_frequencies_add_up(self, tokens):
        table = terms.term_frequency(tokens, keep_stop=True)
        assert table["n"].sum() == table.attrs["n_tokens"] == (tokens["part"] != "glossary").sum()
        assert table["DP"].between(0, 1).all()
        assert table["D"].between(0, 1).all()
        assert (table["ARF"] <= table["n"] + 1e-9).all()
        assert table.equals(terms.term_frequency(tokens, keep_stop=True))

    def test_keyness_walks_back_to_the_frequencies(self, tokens):
        table = terms.keyness(tokens)
        by_part = terms.term_frequency(tokens, by="part").set_index(["part", "term"])["n"]
        for line in table.itertuples():
            assert (line.n_target, line.n_reference) == (
                by_part.get(("plan", line.term), 0),
                by_part.get(("review", line.term), 0),
            )
            assert line.log_ratio_low < line.log_ratio < line.log_ratio_high

    def test_each_concordance_line_stands_at_its_place(self, any_report):
        for sort in ("position", "left", "right"):
            table = terms.concordance(any_report, "发展", sort=sort, glossary=True)
            assert len(table) == any_report.text.count("发展") > 0
            for line in table.itertuples():
                assert any_report.text[line.start : line.end] == line.node == "发展"
                around = any_report.text[line.start - len(line.left) : line.end + len(line.right)]
                assert around == line.left + line.node + line.right
                assert "\n" not in around

    def test_positions_stand_in_the_text(self, report, tokens):
        for line in terms.dispersion_positions(tokens, ["产业", "城市"]).itertuples():
            assert report.text[line.start : line.end] == line.term

    def test_bigrams_stand_in_the_text(self, report, tokens):
        for line in terms.ngrams(tokens).itertuples():
            assert report.text.count(line.ngram.replace(" ", "")) >= line.n
