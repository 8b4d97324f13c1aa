"""Marks of figures lead to the places of the text that their rows speak of."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from drawn import Drawing, drawings

from liwan_analysis import figures, open_corpus, track_promises
from liwan_analysis.export.subject import seed_store
from liwan_analysis.figures.canvas import figure_bytes

LINKED = ("headline_targets", "ledger", "section_lengths", "term_dispersion")


@pytest.fixture(scope="module")
def made() -> dict[str, Drawing]:
    return drawings(None)


@pytest.mark.parametrize("name", LINKED)
def test_marks_lead_to_places_of_their_table(made: dict[str, Drawing], name: str) -> None:
    draw, tables, options = made[name]
    figure = draw(*tables, **options)
    places = {
        (int(start), int(end))
        for prefix in ("", "actual_", "target_")
        if f"{prefix}start" in tables[0].columns
        for start, end in zip(tables[0][f"{prefix}start"], tables[0][f"{prefix}end"], strict=True)
    }
    svg = figure_bytes(figure, "svg").decode()
    found = [(int(start), int(end)) for start, end in re.findall(r'xlink:href="#t-(\d+)-(\d+)"', svg)]
    assert set(found) <= places
    rows = tables[0]["term"].nunique() if name == "term_dispersion" else len(tables[0])
    assert len(found) >= rows
    assert b"/URI" not in figure_bytes(figure, "pdf")
    assert figure_bytes(figure, "svg").decode() == svg


def test_a_ribbon_leads_to_both_reports() -> None:
    promises = track_promises(open_corpus(seed_store()))
    growth = promises[(promises["indicator"] == "地区生产总值") & (promises["measure"] == "growth")]
    svg = figure_bytes(figures.promise_ribbon(growth), "svg").decode()
    assert "#t-%E5%85%A8%E5%9B%BD-2006-4127-4139" in svg
    assert "#t-%E5%85%A8%E5%9B%BD-2007-118-143" in svg


def test_a_table_without_places_has_no_links() -> None:
    table = pd.DataFrame(
        {"indicator": ["粮食"], "change_pct": [5.0], "actual": [1.0], "target": [1.05], "unit": ["吨"]}
    )
    assert b'xlink:href="#t-' not in figure_bytes(figures.ledger_changes(table), "svg")
