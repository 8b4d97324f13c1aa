"""No kind of damage may make restoration write a letter or a digit that the clean text lacks."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import damage
import pytest

from liwan_analysis.report import seed_path
from liwan_analysis.restoration import restore
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
