"""The numbers of the report against hand-made readings of it, made without a look at the code or its output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import REPORTS

from liwan_analysis.quantities import find_quantities
from liwan_analysis.report import Report, load_report
from liwan_analysis.targets import find_targets

CASES = Path(__file__).parent / "cases"
FIELDS = {
    "value": 0.98,
    "unit": 0.98,
    "value_base": 0.98,
    "unit_base": 0.98,
    "bound": 0.98,
    "measure": 0.98,
    "status": 0.92,
    "modality": 0.92,
    "year": 0.92,
    "indicator": 0.92,
    "hardness": 0.92,
}
"""What is compared, and the share that must be right."""

Pair = tuple[dict[str, Any], Any]


def _is_same(found: Any, wanted: Any) -> bool:
    if wanted is None or pd.isna(found):
        return wanted is None and pd.isna(found)
    if isinstance(wanted, int | float):
        return abs(float(found) - wanted) <= 1e-3 * max(1, abs(wanted))
    return str(found) == str(wanted)


def _names_the_same(found: Any, wanted: str) -> bool:
    """Two wordings name one indicator where one holds the other and is not more than twice as long."""
    a, b = (str(text).replace("“", "").replace("”", "") for text in (found, wanted))
    return (a in b or b in a) and min(len(a), len(b)) >= 0.5 * max(len(a), len(b))


def _is_right(row: dict[str, Any], found: Any, field: str) -> bool:
    also = row.get(f"{field}_also", [])
    accepted = [row.get(field), *(also if isinstance(also, list) else [also])]
    value = getattr(found, field)
    if field == "indicator":
        return any(_names_the_same(value, wanted) for wanted in accepted if wanted)
    return any(_is_same(value, wanted) for wanted in accepted)


def _readings(report: Report) -> Iterator[tuple[dict[str, Any], pd.Series]]:
    """Give each case with the sentence it is about; a sentence may stand in review and plan alike."""
    for name, parts in (("review", ["front", "review"]), ("plan", ["plan", "closing", "glossary"])):
        sentences = report.sentences[report.sentences["part"].isin(parts)].drop_duplicates("text").set_index("text")
        for case in json.loads((CASES / f"quantities_gold_{name}.json").read_text("utf-8"))["cases"]:
            yield case, sentences.loc[case["sentence"]]


@pytest.fixture(scope="module")
def compared(report: Report) -> tuple[list[Pair], int, int]:
    """Pairs of a read row and the found one at its place; how many were read, and how many were found beyond them."""
    quantities = find_quantities(report)
    pairs: list[Pair] = []
    n_read = n_beyond = 0
    for case, sentence in _readings(report):
        found = list(quantities[quantities["sentence_id"] == sentence["sentence_id"]].itertuples())
        allowed = [str(also) for also in case.get("doubtful", []) + case.get("also_accepted", [])]
        at = 0
        for row in case["rows"]:
            begin = case["sentence"].find(row["quote"], at)
            at = begin + 1
            place = sentence["start"] + begin
            here = [one for one in found if one.start < place + len(row["quote"]) and one.end > place]
            n_read += bool(here) or not row.get("optional", False)
            if here:
                pairs.append((row, here[0]))
                found.remove(here[0])
        n_beyond += sum(not any(one.quote in text for text in allowed) for one in found)
    return pairs, n_read, n_beyond


def test_numbers_are_found_and_nothing_else(compared: tuple[list[Pair], int, int]) -> None:
    pairs, n_read, n_beyond = compared
    assert n_read > 270
    assert len(pairs) >= 0.99 * n_read
    assert len(pairs) >= 0.99 * (len(pairs) + n_beyond)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_right(compared: tuple[list[Pair], int, int], field: str) -> None:
    pairs = compared[0]
    right = [_is_right(row, found, field) for row, found in pairs]
    wrong = [
        (row["quote"], row.get(field), getattr(found, field))
        for row, found in pairs
        if not _is_right(row, found, field)
    ]
    assert sum(right) >= FIELDS[field] * len(right), wrong


def test_whole_rows_are_right(compared: tuple[list[Pair], int, int]) -> None:
    pairs = compared[0]
    assert sum(all(_is_right(row, found, field) for field in FIELDS) for row, found in pairs) >= 0.85 * len(pairs)


HEADLINES = {
    case["report"]: case["rows"] for case in json.loads((CASES / "headline_gold.json").read_text("utf-8"))["cases"]
}


@pytest.mark.parametrize("name", HEADLINES)
def test_headline_targets_are_found_with_value_unit_and_bound(name: str) -> None:
    path = None if name == "liwan-2024" else REPORTS / f"{name}.txt"
    if path and not path.exists():
        pytest.skip("no other reports in ../shared/reports")
    targets = find_targets(load_report(path)).query("is_headline")
    found = {(round(row.value, 6), row.unit, row.bound) for row in targets.dropna(subset="value").itertuples()}
    wanted = [
        (round(row["value"], 6), row["unit"], row["bound"]) for row in HEADLINES[name] if row["value"] is not None
    ]
    assert len(wanted) >= 3
    assert sum(one in found for one in wanted) >= 0.95 * len(wanted)
    assert len(found) <= len(set(wanted)) + 1
    n_goals = sum(row["value"] is None and not row.get("optional", False) for row in HEADLINES[name])
    assert abs(int(targets["value"].isna().sum()) - n_goals) <= 2
