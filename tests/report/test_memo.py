"""What is worked out of a report is worked out once, and goes with it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from liwan_analysis.report import Report
from liwan_analysis.report.memo import once
from liwan_analysis.themes import coding
from liwan_analysis.themes.coding import code_themes
from liwan_analysis.words import tokens
from liwan_analysis.words.tokens import suggest_terms, tokenize


class Thing:
    """Something that can be watched."""


def test_another_report_of_the_same_words_has_its_own(report: Report) -> None:
    twin = replace(report)
    first = once(report, "thing", Thing)
    assert twin == report
    assert once(report, "thing", Thing) is first
    assert once(twin, "thing", Thing) is not first


def test_it_dies_with_the_report(report: Report) -> None:
    twin = replace(report)
    thing = weakref.ref(once(twin, "thing", Thing))
    assert thing() is not None
    del twin
    gc.collect()
    assert thing() is None


@pytest.mark.parametrize("table", [tokenize, code_themes])
def test_each_table_handed_out_is_the_readers_own(report: Report, table: Callable[[Report], pd.DataFrame]) -> None:
    before = table(report)
    mine = table(report)
    mine["part"] = "mine"
    mine.attrs["note"] = "mine"
    pd.testing.assert_frame_equal(table(report), before)
    assert table(report).attrs == before.attrs


def test_a_report_is_cut_and_coded_once(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    twin, calls = replace(report), []
    for module, name in ((tokens, "_cut"), (coding, "_code")):
        original = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given, _do=original, _name=name, **named: calls.append(_name) or _do(*given, **named)
        )
    for _ in range(2):
        tokenize(twin)
        tokenize(twin, boilerplate=False, pos=False)
        suggest_terms(twin)
        code_themes(twin)
    assert calls == ["_cut", "_code"]
    tokenize(twin, words=["海绵城市试点"])
    assert calls == ["_cut", "_code", "_cut"]
