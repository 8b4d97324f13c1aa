"""Restoration: exact on what the file holds, visible where it does not, harmless on clean text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import damage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_misses import KNOWN

from liwan_analysis.report import Report, seed_path
from liwan_analysis.restoration import RULES, replay, restore

CASES = json.loads((Path(__file__).parents[1] / "cases" / "restoration.json").read_text("utf-8"))
SEED = seed_path().read_text("utf-8").partition("\n")[2]  # the first line is no part of the page
ANNOTATED = damage.annotations_in(SEED)
WORDS = "推进产业发展，实现经济增长。完成道路建设20公里；城市更新、老旧小区改造！群众获得感增强，民生福祉持续改善。"
CLAUSES = WORDS.replace("；", "，").replace("！", "，").replace("。", "，").strip("，").split("，")


def _squash(text: str) -> str:
    return "".join(text.split())


def _edits(wanted: str, found: str) -> int:
    """Count characters wrong, missing or added: never fewer than the edit distance."""
    codes = SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in codes if kind != "equal")


def _errors(wanted: str, found: str) -> int:
    """Wrong characters, line by line; white space and the width of marks aside."""
    pairs = zip(wanted.split("\n"), found.split("\n"), strict=True)
    return sum(
        _edits(*(_squash(unicodedata.normalize("NFKC", text)) for text in pair)) for pair in pairs if pair[0] != pair[1]
    )


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_cases(case: dict[str, str]) -> None:
    restoration = restore(case["text"])
    assert restoration.text == case["expected"]
    assert replay(case["text"], restoration.steps) == restoration.text


def test_replaying_the_steps_on_the_seed_gives_the_text() -> None:
    restoration = restore(SEED)
    assert replay(SEED, restoration.steps) == restoration.text
    ends = [step.raw_end for step in restoration.steps]
    assert all(end <= step.raw_start for end, step in zip(ends, restoration.steps[1:], strict=False))
    assert all(SEED[step.raw_start : step.raw_end] == step.before for step in restoration.steps)
    cloned = {"realign_bytes", "mark_unknown", "remove_annotation", "simplify", "widen_punctuation"}
    assert {step.rule for step in restoration.steps} == cloned
    assert cloned < set(RULES)
    assert {step.certainty for step in restoration.steps} == {"certain", "inferred", "unknown"}
    assert all(step.evidence for step in restoration.steps)


def test_the_seed_reads_as_the_report(report: Report) -> None:
    text = report.text
    assert text.count("□") == 1
    assert "长者饭堂□40个、社区颐康服务站197个" in text
    assert "?" not in text
    assert text.count("“") == text.count("”")
    assert text.count("（") == text.count("）")
    known = [
        "重点专科，",
        "‘反向飞地’。”",
        "专家库，设立",
        "保障。纵深推进",
        "干部鼓劲。",
        "花地湾校区",
        "。“一村一策”对暂未进行",
    ]
    assert [words for words in known if words not in text] == []


def test_a_place_in_the_raw_text_is_found_in_the_restored_one() -> None:
    raw = "全區(qū)經(jīng)濟(jì)運(yùn)行"
    restoration = restore(raw)
    assert restoration.text[restoration.locate(raw.index("行"))] == "行"
    assert restoration.locate(0) == 0


def test_clean_reports_are_not_touched(other_path: Path) -> None:
    raw = other_path.read_text("utf-8")
    restoration = restore(raw)
    assert restoration.text == raw
    assert restoration.steps == ()


def _most_errors(report: str, damage: str) -> float:
    """Give half as many errors again as were measured; of a report that is not listed, none is known."""
    return 1.5 * sum(
        miss["errors"] for miss in KNOWN["restoration"] if (miss["report"], miss["damage"]) == (report, damage)
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_damaged_reports_are_restored(other_path: Path, seed: int) -> None:
    clean = "\n".join(other_path.read_text("utf-8").split("\n")[:60])
    damaged = damage.damage(clean, ANNOTATED, seed=seed)
    before, after = _errors(clean, damaged), _errors(clean, restore(damaged).text)
    assert before > 0.1 * len(_squash(clean))
    assert after <= _most_errors(other_path.stem, f"annotated, seed {seed}")


def test_dropped_bytes_are_put_back(other_path: Path) -> None:
    """Sites that drop orphan bytes leave no question mark: the words behind a mark show that something is gone."""
    clean = other_path.read_text("utf-8")
    damaged = damage.damage(clean, ANNOTATED, seed=5, drops=True)
    after = _errors(clean, restore(damaged).text)
    assert after <= _most_errors(other_path.stem, "orphans dropped, seed 5"), after


@pytest.mark.parametrize("drops", [False, True])
def test_no_step_writes_a_letter_or_a_digit_that_was_not_there(other_path: Path, drops: bool) -> None:
    damaged = damage.damage(other_path.read_text("utf-8"), ANNOTATED, seed=7, drops=drops)
    for step in restore(damaged).steps:
        assert Counter(re.findall("[0-9A-Za-z]", step.after)) <= Counter(re.findall("[0-9A-Za-z]", step.before)), step


def test_what_a_cut_swallowed_beside_a_digit_is_unknown() -> None:
    assert restore("支持(廣東?。?023年發(fā)展經(jīng)濟(jì)").text == "支持（广东省）□023年发展经济"


def _digits(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdecimal())


@pytest.mark.parametrize("share", [0.03, 0.9])
def test_no_digit_is_invented_and_none_is_lost_in_silence(other_path: Path, share: float) -> None:
    clean = other_path.read_text("utf-8")
    restored = restore(damage.damage(clean, damage.choose_annotated(clean, share), seed=3)).text
    for wanted, found in zip(clean.split("\n"), restored.split("\n"), strict=True):
        rest = iter(_digits(wanted))
        assert all(digit in rest for digit in _digits(found)), found
        assert "□" in found or _digits(found) == _digits(wanted)


def test_damaging_the_restored_seed_gives_the_seed_back() -> None:
    lines = zip(SEED.split("\n"), restore(SEED).text.split("\n"), strict=True)
    whole = [(raw, damage.damage(text, ANNOTATED, rate=0.0)) for raw, text in lines if "?" not in raw]
    assert len(whole) > 150
    assert [pair for pair in whole if _squash(pair[0]) != _squash(pair[1])] == []


def test_cuts_alone_are_damage(other_path: Path) -> None:
    clean = other_path.read_text("utf-8")
    errors = _errors(clean, restore(damage.damage(clean, {}, seed=3)).text)
    assert errors <= _most_errors(other_path.stem, "cuts alone, seed 3")


def test_honest_text_is_not_touched(other_path: Path) -> None:
    narrow = other_path.read_text("utf-8").translate(str.maketrans("，；：！？（）", ",;:!?()"))
    traditional = damage.to_traditional(narrow, "s2hk")
    for honest in (narrow, narrow.replace("。", "?"), traditional, traditional + "\n茶滘(jiào)涌"):
        assert restore(honest).steps == ()


def test_lines_that_did_not_go_through_the_damage_stay() -> None:
    clean = "下载, 打印(全文)\n乾隆年间(1736年),经济发展"
    restoration = restore(f"{clean}\n全區(qū)經(jīng)濟(jì)運(yùn)行(一期),持續(xù)發(fā)展\n{clean}")
    assert restoration.text == f"{clean}\n全区经济运行（一期），持续发展\n{clean}"


@settings(max_examples=60)
@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=8), st.sampled_from("。！；，"), st.integers(0, 10**6))
def test_damage_of_any_sentences_never_breaks_or_invents_a_digit(clauses: list[str], mark: str, seed: int) -> None:
    text = mark.join(clauses) + "。"
    raw = "全區(qū)經(jīng)濟(jì)發(fā)展\n" + damage.damage(text, ANNOTATED, seed=seed, rate=1.0)
    restoration = restore(raw)
    assert replay(raw, restoration.steps) == restoration.text
    rest = iter(_digits(text))
    assert all(digit in rest for digit in _digits(restoration.text))
    for step in restoration.steps:
        start = restoration.locate(step.raw_start)
        assert restoration.text[start : start + len(step.after)] == step.after


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["。", "，", "；", *WORDS.replace("20", "").strip()]), min_size=5, max_size=60).map(
        "".join
    ),
    st.integers(0, 10**6),
)
def test_a_number_comes_back_or_the_damage_stays_visible(text: str, seed: int) -> None:
    raw = "全區(qū)經(jīng)濟(jì)發(fā)展\n" + damage.damage(text + "共35个", ANNOTATED, seed=seed)
    restoration = restore(raw)
    assert replay(raw, restoration.steps) == restoration.text
    digits = [char for char in restoration.text if char.isdigit()]
    assert digits == ["3", "5"] or any(mark in restoration.text for mark in "?？□")


@given(st.text(max_size=80))
def test_any_text_can_be_replayed(raw: str) -> None:
    restoration = restore(raw)
    assert replay(raw, restoration.steps) == restoration.text
