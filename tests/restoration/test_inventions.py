"""No kind of damage may make restoration write a letter or a digit that the clean text lacks."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import damage
import pytest

from liwan_analysis.report import load_report, seed_path
from liwan_analysis.restoration import restore
from liwan_analysis.restoration.judge import Judge
from liwan_analysis.restoration.realignment import _lone_letters

ANNOTATED = damage.annotations_in(seed_path().read_text("utf-8").partition("\n")[2])
LENGTH = 3_000
"""Characters of each report that are damaged in each way."""


def _clone(text: str, *, share: float | None = None, drops: bool = False) -> str:
    annotated = ANNOTATED if share is None else damage.choose_annotated(text, share)
    return damage.damage(text, annotated, seed=11, drops=drops)


KINDS: dict[str, Callable[[str], str]] = {
    "annotations": lambda text: damage.damage(text, ANNOTATED, rate=0.0),
    "out of step": _clone,
    "out of step, no annotations": lambda text: damage.damage(text, {}, seed=11),
    "out of step, few annotations": partial(_clone, share=0.03),
    "out of step, dense annotations": partial(_clone, share=0.9),
    "orphans dropped": partial(_clone, drops=True),
    "orphans dropped, few annotations": partial(_clone, share=0.03, drops=True),
    "orphans dropped, dense annotations": partial(_clone, share=0.9, drops=True),
    "traditional": damage.to_traditional,
    "references": damage.put_references,
    "doubled marks": damage.double_marks,
    **{label: lambda text, how=how: damage.misread(text, *how) for label, how in damage.MISREADINGS.items()},
}


def _letters(text: str) -> Counter[str]:
    """Count digits and letters, those with tone marks among them, but no Chinese characters."""
    narrow = unicodedata.normalize("NFKC", text)
    return Counter(char for char in narrow if char < "\u3000" and (char.isnumeric() or char.isalpha()))


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_and_no_digit_is_invented(other_path: Path, kind: str) -> None:
    clean = other_path.read_text("utf-8")[:LENGTH]
    damaged = KINDS[kind](clean)
    assert damaged != clean
    lines = zip(clean.split("\n"), restore(damaged).text.split("\n"), strict=True)
    invented = [(extra, found) for wanted, found in lines if (extra := _letters(found) - _letters(wanted))]
    assert invented == []


def test_readings_that_stay_are_those_that_were_there(other_path: Path) -> None:
    """A reading beside a character that is read so is taken for a gloss, and stays: 完chéng城市."""
    clean = other_path.read_text("utf-8")[:LENGTH]
    damaged = damage.put_readings(clean)
    left = _letters(restore(damaged).text) - _letters(clean)
    assert left <= _letters(damaged)
    assert left.total() < 0.2 * (_letters(damaged) - _letters(clean)).total()


def test_an_invention_would_be_seen() -> None:
    assert _letters("增长十三％，ｔ（bō）Ⅲ") == Counter("tbōIII")
    assert _letters("增长5%") - _letters("增长□%") == Counter("5")


def test_a_letter_that_nobody_wrote_is_unknown() -> None:
    """現 is AC46: of a stretch out of step its second byte may stay as F, with the reading behind it."""
    text = "平均水平。F(xiàn)代、；I措、买A股、用5G、增3个"
    found = [(text[one.start : one.end], one.true) for one in _lone_letters(text, [])]
    assert found == [("F(xiàn)", "□"), ("I", "□")]


PAGE = "各位代表：我代{}表市人民政府向大会作报告，2026年增长5.5%左右，粮食产量稳定。"


@pytest.mark.parametrize("how", damage.MISREADINGS.values(), ids=damage.MISREADINGS)
@pytest.mark.parametrize("outside", ["\u200b", "㐂", "😀"])
def test_four_bytes_of_a_character_outside_gbk_are_no_digits(outside: str, how: tuple[str, str, str]) -> None:
    page = PAGE.format(outside)
    found = restore(damage.misread(page, *how)).text
    assert all(char in (true, "□") for char, true in zip(found, page, strict=True))
    if how[1] == "latin-1":
        assert found == page


@pytest.mark.parametrize("how", damage.MISREADINGS.values(), ids=damage.MISREADINGS)
def test_short_lines_between_misread_ones_are_misread_too(how: tuple[str, str, str]) -> None:
    """小 loses a byte to cp1252 and 】 to GBK, so that no character of such a line is whole."""
    page = [PAGE.format(""), "减小", "小", "　　", "】", PAGE.format("")]
    found = restore(damage.misread("\n".join(page), *how)).text.split("\n")
    assert found[1] == "减小"
    short = zip("".join(found[2:5]), "".join(page[2:5]), strict=True)
    assert all(char in (true, "□") for char, true in short)


def test_a_line_that_was_never_misread_stays_between_misread_ones() -> None:
    """One Chinese character is proof of nothing there, however sure the lines around it are."""
    misread = "政府工作报告，各位代表，请予审议。".encode("gbk").decode("latin-1")
    page = [*[misread] * 5, "好", "这一行2024年是清楚的", *[misread] * 3]
    assert restore("\n".join(page)).text.split("\n")[5:7] == page[5:7]


def test_what_is_worked_out_once_for_many_characters_is_the_score_of_each() -> None:
    text = load_report().text
    judge, random = Judge(text, text), Random(1)
    for _ in range(200):
        at = random.randrange(10, len(text) - 10)
        before, after = text[at - random.randrange(6) : at], text[at + 1 : at + 1 + random.randrange(7)]
        score = judge.fit(before, after)
        for char in [text[at], *random.sample(text, 5)]:
            assert score(char) == pytest.approx(judge.score(before + char + after))
