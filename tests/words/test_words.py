"""Words: nothing lost, terms whole, numbers whole, no trace left outside the package."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import jieba
import numpy as np
import pandas as pd
import pytest
from conftest import REPORTS
from hypothesis import given
from hypothesis import strategies as st
from known_misses import REPORTS_HERE, Miss, check_misses

from liwan_analysis.lexicons import dictionary
from liwan_analysis.lexicons import loader as lexicon
from liwan_analysis.lexicons.dictionary import base_dictionary
from liwan_analysis.report import Report, load_report
from liwan_analysis.words import segmenter, suggest_terms, tokenize
from liwan_analysis.words.cutting import RUN, cut, keep_whole, places_of
from liwan_analysis.words.segmenter import make_tokenizer
from liwan_analysis.words.tokens import CANDIDATE_COLUMNS, COLUMNS

CASES = Path(__file__).parents[1] / "cases"
WORDS = json.loads((CASES / "words.json").read_text(encoding="utf-8"))
SENTENCES = json.loads((CASES / "segmentation.json").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?[%‰]?")
TEXTS = st.text(alphabet="荔湾区的等建设永庆坊推进高质量发展，。、“”《》（）1305.%RDA \n□", max_size=60)


@pytest.fixture(scope="session")
def tokens(report: Report) -> pd.DataFrame:
    return tokenize(report)


@pytest.fixture(scope="session")
def any_tokens(any_report: Report) -> pd.DataFrame:
    return tokenize(any_report)


def text_report(report: Report, text: str, folder: Path) -> Report:
    path = folder / "report.txt"
    path.write_text(f"2024年政府工作报告\n各位代表：\n{text}\n", encoding="utf-8")
    return load_report(path)


@pytest.mark.parametrize("case", WORDS["cuts"], ids=lambda case: case["label"])
def test_cut(case: dict, report: Report, tmp_path: Path) -> None:
    small = text_report(report, case["text"], tmp_path)
    start = small.text.index(case["text"])
    found = tokenize(small)
    assert found[found.start >= start].token.tolist() == case["expected"]


@pytest.mark.parametrize("case", WORDS["kept_whole"], ids=lambda case: case["label"])
def test_terms_of_the_report_stay_whole(case: dict, report: Report, tokens: pd.DataFrame) -> None:
    """All places of these terms lie within one token (a longer term may hold a shorter one)."""
    inside = np.zeros(len(report.text) + 1, dtype=bool)
    inside[tokens.start.to_numpy()] = True
    places = [m for term in case["expected"] for m in re.finditer(re.escape(term), report.text)]
    assert len(places) >= len(case["expected"])
    assert {m[0] for m in places if inside[m.start() + 1 : m.end()].any()} == set()


def readings(name: str, use: str, *, lexicon: bool = True) -> Iterator[tuple[dict, list[tuple[int, int]]]]:
    """Give the labelled sentences of a report with the words as we cut them."""
    report = load_report(None if name == "liwan-2024" else REPORTS / f"{name}.txt")
    table = tokenize(report, lexicon=lexicon, pos=False)
    for case in SENTENCES:
        if case["use"] == use and case["label"].startswith(name):
            start = report.text.index(case["text"])
            inside = table[(table.start >= start) & (table.start < start + len(case["text"]))]
            yield case, list(zip(inside.start - start, inside.end - start, strict=True))


def score(name: str, use: str, *, lexicon: bool) -> tuple[float, float]:
    """Give word F1 and the share of terms kept exactly."""
    right = expected = given = kept = terms = 0
    for case, ours in readings(name, use, lexicon=lexicon):
        words, wholes = ({tuple(span) for span in case["expected"][kind]} for kind in ("words", "terms"))
        right, expected, given = right + len(words & set(ours)), expected + len(words), given + len(ours)
        kept, terms = kept + len(wholes & set(ours)), terms + len(wholes)
    return 2 * right / (expected + given), kept / terms


F1 = {
    ("liwan-2024", "develop"): 0.954,
    ("liwan-2024", "held out"): 0.911,
    ("guowuyuan-2019", "second draw"): 0.939,
    ("guowuyuan-2022", "develop"): 0.915,
    ("guowuyuan-2022", "held out"): 0.919,
    ("hebei-2026", "second draw"): 0.922,
    ("hubei-2026", "develop"): 0.834,
    ("hubei-2026", "held out"): 0.859,
    ("shaanxi-2026", "second draw"): 0.852,
}
"""Word F1 as measured on hand-made labels; jieba alone comes to between 0.69 and 0.83."""


@pytest.mark.parametrize(("name", "use"), F1, ids="-".join)
def test_word_f1_is_what_it_was(name: str, use: str) -> None:
    """And words and terms are well above jieba alone."""
    if name not in REPORTS_HERE:
        pytest.skip("no other reports in ../shared/reports")
    ours, bare = score(name, use, lexicon=True), score(name, use, lexicon=False)
    assert ours[0] == pytest.approx(F1[name, use], abs=0.005), "mend the fall, or write down the rise"
    assert ours[0] > bare[0] + 0.04
    assert ours[1] > bare[1] + 0.5


def test_the_terms_that_are_torn_are_known() -> None:
    torn: list[Miss] = []
    for name, use in F1:
        for case, ours in readings(name, use) if name in REPORTS_HERE else ():
            for start, end in sorted({tuple(span) for span in case["expected"]["terms"]} - set(ours)):
                found = [case["text"][a:b] for a, b in ours if a < end and start < b]
                wanted = case["text"][start:end]
                torn.append({"report": name, "label": case["label"], "wanted": wanted, "found": found})
    check_misses("terms", torn)


def test_labels_fit_their_sentences() -> None:
    for case in SENTENCES:
        words = case["expected"]["words"]
        assert all(a < b <= c for (a, b), (c, _) in pairwise(words)), case["label"]
        assert all(span in words for span in case["expected"]["terms"]), case["label"]
        covered = set().union(*(range(a, b) for a, b in words))
        for match in RUN.finditer(case["text"]):
            assert covered.issuperset(range(*match.span())), case["label"]


def test_nothing_is_lost_or_moved(any_report: Report, any_tokens: pd.DataFrame) -> None:
    text = any_report.text
    assert list(any_tokens.columns) == COLUMNS
    assert all(text[a:b] == t for a, b, t in zip(any_tokens.start, any_tokens.end, any_tokens.token, strict=True))
    assert (any_tokens.end.to_numpy()[:-1] <= any_tokens.start.to_numpy()[1:]).all()
    covered = np.zeros(len(text), dtype=bool)
    for start, end in zip(any_tokens.start, any_tokens.end, strict=True):
        covered[start:end] = True
    for match in RUN.finditer(text):
        assert covered[match.start() : match.end()].all(), match[0]


def test_no_number_is_cut(any_report: Report, any_tokens: pd.DataFrame) -> None:
    edges = set(any_tokens.start) | set(any_tokens.end)
    for match in NUMBER.finditer(any_report.text):
        assert not any(match.start() < edge < match.end() for edge in edges), match[0]


def test_tokens_stand_in_their_sentences(any_report: Report, any_tokens: pd.DataFrame) -> None:
    sentences = any_report.sentences.set_index("sentence_id")
    of = sentences.loc[any_tokens.sentence_id]
    assert (of.start.to_numpy() <= any_tokens.start.to_numpy()).all()
    assert (any_tokens.end.to_numpy() <= of.end.to_numpy()).all()
    for column in ("block_id", "section_id", "part"):
        pd.testing.assert_series_equal(
            of[column].reset_index(drop=True), any_tokens[column], check_dtype=False, check_names=False
        )


def test_stop_words(tokens: pd.DataFrame, report: Report) -> None:
    stop = tokens.groupby("token").is_stop.agg(["min", "max"])
    assert (stop["min"] == stop["max"]).all()
    assert stop.loc[["的", "和", "1277.93", "5%", "1310", "亿元", "推进", "建设"], "min"].all()
    assert not stop.loc[["永庆坊", "百千万工程", "PM2.5", "高质量发展"], "max"].any()
    switched = tokenize(report, boilerplate=False)
    assert switched.token.equals(tokens.token)
    boilerplate = lexicon.read_list("boilerplate.txt") - lexicon.read_list("stopwords.txt")
    assert set(tokens.token[tokens.is_stop & ~switched.is_stop]) <= boilerplate
    assert not set(tokens.token[~tokens.is_stop]) & boilerplate


def test_parts_of_speech(tokens: pd.DataFrame, report: Report) -> None:
    assert tokens.pos.notna().all()
    tag = tokens.drop_duplicates("token").set_index("token").pos
    for token, expected in {"驷马涌": "ns", "威高集团": "nt", "百千万工程": "nz", "广州": "ns", "1277.93": "m"}.items():
        assert tag[token] == expected
    assert tokenize(report, pos=False).pos.isna().all()
    assert tokenize(report, pos=False).drop(columns="pos").equals(tokens.drop(columns="pos"))


def test_note_is_simple(tokens: pd.DataFrame) -> None:
    assert json.loads(json.dumps(tokens.attrs)) == tokens.attrs
    assert tokens.attrs["n_tokens"] == len(tokens)
    assert "boilerplate" in tokens.attrs["stop_list"]


def test_without_lexicon_the_words_are_those_of_jieba(report: Report) -> None:
    bare = jieba.Tokenizer()
    bare.FREQ, bare.total = dict(base_dictionary()[0]), base_dictionary()[1]
    bare.initialized = True
    text = "全面贯彻落实党的精神，推动老城市焕发活力，永庆坊开街。"
    assert make_tokenizer().lcut(report.text) == bare.lcut(report.text)
    assert [text[a:b] for a, b in cut(text, make_tokenizer())] == [w for w in bare.lcut(text) if w not in "，。"]
    assert not tokenize(report, lexicon=False).is_term.any()


@given(st.text(alphabet="0129aPM+#&._%- \n，。（“·发展经济年恤卡的了％０〇䶮", max_size=16))
def test_pieces_are_those_of_jieba_where_latin_digits_and_marks_meet(text: str) -> None:
    assert make_tokenizer().lcut(text) == jieba.lcut(text)


def test_words_can_be_tried(report: Report) -> None:
    assert "人才公寓" not in set(tokenize(report, pos=False).token)
    tried = tokenize(report, words=["人才公寓"])
    assert tried.query("token == '人才公寓'").is_term.all()
    assert "人才公寓" in set(tried.token)


def test_suggestions(report: Report, tokens: pd.DataFrame) -> None:
    candidates = suggest_terms(report, top=200)
    assert list(candidates.columns) == CANDIDATE_COLUMNS
    assert candidates.term.is_unique
    assert len(suggest_terms(report, top=7)) == 7
    for row in candidates.itertuples():
        assert report.text[row.start : row.end] == row.term
        assert row.n == len(re.findall(f"(?={re.escape(row.term)})", report.text))
        assert f"[{row.term}]" in row.examples
    assert candidates.set_index("term").is_known[["白鹅潭", "永庆坊", "营商环境"]].all()
    assert (~candidates.is_known).any()
    kept = set(tokens.token[tokens.is_term])
    assert not kept & set(candidates.term[~candidates.is_known])


def test_a_suggestion_that_is_taken_up_is_known(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = suggest_terms(report).query("not is_known").term.iloc[0]
    for path in lexicon.FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "words.txt").open("a", encoding="utf-8") as file:
        file.write(f"{new}\tnz\ttried\n")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    assert new in set(tokenize(report, pos=False).token)
    assert suggest_terms(report, top=300).set_index("term").is_known[new]


def test_empty_report(report: Report) -> None:
    tables = {name: getattr(report, name).iloc[:0] for name in ("parts", "sections", "blocks", "sentences", "glossary")}
    nothing = replace(report, text="", _tables=tables)
    assert list(tokenize(nothing).columns) == COLUMNS
    assert len(tokenize(nothing)) == 0
    assert list(suggest_terms(nothing).columns) == CANDIDATE_COLUMNS
    assert len(suggest_terms(nothing)) == 0


@given(TEXTS)
def test_cut_covers_any_text(text: str) -> None:
    spans = cut(text, make_tokenizer())
    assert "".join(text[a:b] for a, b in spans) == "".join(match[0] for match in RUN.finditer(text))
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))


@given(TEXTS, st.lists(st.text(alphabet="荔湾区永庆坊建设推进发展", min_size=2, max_size=5)))
def test_merging_covers_any_text(text: str, terms: list[str]) -> None:
    spans = cut(text, make_tokenizer())
    merged = keep_whole(spans, places_of(text, terms), text, lambda word: False, terms)
    assert "".join(text[a:b] for a, b in merged) == "".join(text[a:b] for a, b in spans)
    longest = max((term for term in terms if term in text), key=len, default=None)
    if longest:
        assert any(longest in text[a:b] for a, b in merged)


def test_word_list_has_a_reason_for_each_word() -> None:
    words = lexicon.read_words()
    assert all(word.reason for word in words)
    assert len({word.word for word in words}) == len(words)


@pytest.mark.parametrize(
    ("line", "message"),
    [("白鹅潭 ns place", "is not word, tab"), ("白鹅潭\tns\tplace\n白鹅潭\tns\tplace", "listed twice")],
)
def test_word_list_names_a_bad_line(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text(f"# remark\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"words.txt, line [23].*{message}"):
        lexicon.read_words(path)


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(dictionary, "cache_folder", lambda: folder)
    return folder


def test_dictionary_is_kept_in_a_private_folder(cache_folder: Path) -> None:
    built = dictionary._load()
    assert (cache_folder.stat().st_mode & 0o777) == 0o700
    (path,) = cache_folder.iterdir()
    assert (path.stat().st_mode & 0o077) == 0
    assert dictionary._read(path) == built == dictionary._load()
    path.write_bytes(path.read_bytes()[:1000])
    assert dictionary._read(path) is None
    assert dictionary._load() == built
    assert dictionary._read(path) == built


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system knows no owners")
def test_what_belongs_to_somebody_else_is_not_read(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dictionary._private_folder() == cache_folder
    path = cache_folder / "dictionary.npz"
    dictionary._write(dictionary._Dictionary(["词"], [1], ["n"], 1), path)
    assert dictionary._read(path) is not None
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    assert dictionary._private_folder() is None
    assert dictionary._read(path) is None


def test_a_link_is_not_followed(cache_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    cache_folder.symlink_to(tmp_path / "elsewhere")
    assert dictionary._private_folder() is None


def test_works_without_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setattr(dictionary, "cache_folder", lambda: tmp_path / "file" / "cache")
    assert dictionary._load().total == base_dictionary()[1]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_left_outside(
    report: Report,
    cache_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """No word in jieba's own tokenizer, no file in the temporary folder, no line on the screen, no other log level."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    before = jieba.dt.initialized, dict(jieba.dt.FREQ), logging.getLogger("jieba").level
    for cached in (dictionary._mappings, segmenter._make_tokenizer):
        cached.cache_clear()
    tokenize(report)
    assert (jieba.dt.initialized, dict(jieba.dt.FREQ), logging.getLogger("jieba").level) == before
    assert list(temporary.iterdir()) == []
    assert capfd.readouterr() == ("", "")
