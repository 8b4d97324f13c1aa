"""The numbers of the report against hand-made readings of it, made without a look at the code or its output."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import REPORTS
from known_misses import Miss, check_misses

from liwan_analysis.quantities import find_quantities
from liwan_analysis.report import Report, load_report
from liwan_analysis.targets import find_targets

CASES = Path(__file__).parent / "cases"
FIELDS = (
    "quote",
    "value",
    "value_max",
    "unit",
    "value_base",
    "unit_base",
    "bound",
    "measure",
    "direction",
    "status",
    "modality",
    "year",
    "indicator",
    "hardness",
    "uncertain",
)
"""What is compared. Fields that a reading leaves out are missing, and what is not said to be uncertain is certain."""

HEADLINE_FIELDS = tuple(
    name for name in FIELDS if name not in ("value_base", "unit_base", "status", "year", "uncertain")
)


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


def _is_right(row: Miss, found: Any, field: str) -> bool:
    also = row.get(f"{field}_also", [])
    accepted = [_wanted(row, field), *(also if isinstance(also, list) else [also])]
    value = getattr(found, field)
    if field == "indicator":
        return any(_names_the_same(value, wanted) for wanted in accepted if wanted)
    return any(_is_same(value, wanted) for wanted in accepted)


def _wanted(row: Miss, field: str) -> Any:
    return row.get(field, False if field == "uncertain" else None)


def _misses(row: Miss, found: Any, fields: Iterable[str]) -> Iterator[Miss]:
    """Give the fields of a number in which what was found is not what was read."""
    for field in fields:
        if not _is_right(row, found, field):
            yield {
                "quote": row["quote"],
                "field": field,
                "wanted": _wanted(row, field),
                "found": getattr(found, field),
            }


def _not_found(quote: str) -> Miss:
    return {"quote": quote, "field": "quote", "wanted": quote, "found": None}


def _not_wanted(quote: str) -> Miss:
    return {"quote": quote, "field": "quote", "wanted": None, "found": quote}


def _readings(report: Report) -> Iterator[tuple[Miss, pd.Series]]:
    """Give each case with the sentence it is about; a sentence may stand in review and plan alike."""
    for name, parts in (("review", ["front", "review"]), ("plan", ["plan", "closing", "glossary"])):
        sentences = report.sentences[report.sentences["part"].isin(parts)].drop_duplicates("text").set_index("text")
        for case in json.loads((CASES / f"quantities_gold_{name}.json").read_text("utf-8"))["cases"]:
            yield case, sentences.loc[case["sentence"]]


def _compare(case: Miss, start: int, found: list[Any], fields: Iterable[str] = FIELDS) -> Iterator[Miss]:
    """Give what is wrong in one sentence; what was found is looked up at the place of each number that was read."""
    at = 0
    for row in case["rows"]:
        begin = case["sentence"].find(row["quote"], at)
        at = begin + len(row["quote"])
        place = start + begin
        here = [one for one in found if one.start < place + len(row["quote"]) and one.end > place]
        if here:
            yield from _misses(row, here[0], fields)
            found.remove(here[0])
        elif not row.get("optional", False):
            yield _not_found(row["quote"])
    allowed = [str(also) for also in case.get("doubtful", []) + case.get("also_accepted", [])]
    yield from (_not_wanted(one.quote) for one in found if not any(one.quote in text for text in allowed))


def test_the_numbers_of_the_seed_are_those_of_the_readers(report: Report) -> None:
    quantities = find_quantities(report)
    misses, n = [], 0
    for case, sentence in _readings(report):
        found = list(quantities[quantities["sentence_id"] == sentence["sentence_id"]].itertuples())
        n += len(case["rows"])
        place = {"report": "liwan-2024", "sentence": case["sentence"]}
        misses += [place | miss for miss in _compare(case, sentence["start"], found)]
    assert n > 270
    check_misses("quantities", misses)


NOT_READ = ("value_max", "value_base", "unit_base", "hardness")
UNSEEN_FIELDS = tuple(name for name in FIELDS if name not in NOT_READ)
"""What a reading of a report that no rule was made on has."""
UNSEEN = {
    "2011": tuple(name for name in UNSEEN_FIELDS if name != "indicator"),
    "2012": UNSEEN_FIELDS,
    "2017": UNSEEN_FIELDS,
}
"""What is compared of each; the indicators of 2011 are measured elsewhere."""


@pytest.mark.parametrize("year", UNSEEN)
def test_the_numbers_of_a_report_that_no_rule_was_made_on(year: str) -> None:
    path = REPORTS.parent / "corpora" / "guowuyuan" / f"国务院-{year}.txt"
    if not path.exists():
        pytest.skip("no other reports in ../shared/corpora")
    report = load_report(path)
    quantities = find_quantities(report)
    quantities.loc[quantities["measure"] != "growth", "direction"] = None
    misses: list[Miss] = []
    for case in json.loads((CASES / f"quantities_unseen_{year}.json").read_text("utf-8"))["cases"]:
        (sentence,) = report.sentences[report.sentences["text"].str.startswith(case["opening"])].itertuples()
        found = list(quantities[quantities["sentence_id"] == sentence.sentence_id].itertuples())
        compared = _compare(case | {"sentence": sentence.text}, sentence.start, found, UNSEEN[year])
        misses += [{"report": f"guowuyuan-{year}", "opening": case["opening"]} | miss for miss in compared]
    check_misses("unseen", misses, reports=[f"guowuyuan-{year}"])


HEADLINES = {
    case["report"]: case["rows"] for case in json.loads((CASES / "headline_gold.json").read_text("utf-8"))["cases"]
}


@pytest.mark.parametrize("name", HEADLINES)
def test_headline_targets_are_those_of_the_readers(name: str) -> None:
    """Goals without a number among them; two names in one clause without a number are one row or two."""
    path = None if name == "liwan-2024" else REPORTS / f"{name}.txt"
    if path and not path.exists():
        pytest.skip("no other reports in ../shared/reports")
    found = list(find_targets(load_report(path)).query("is_headline").itertuples())
    misses: list[Miss] = []
    of_quote: dict[str, Any] = {}
    for row in HEADLINES[name]:
        here = next((one for one in found if _is_right(row, one, "quote")), None)
        if here:
            found.remove(here)
            of_quote[row["quote"]] = here
        elif row["value"] is None:
            here = of_quote.get(row["quote"])
        if here:
            misses += [miss for miss in _misses(row, here, HEADLINE_FIELDS) if miss not in misses]
        elif not row.get("optional", False):
            misses.append(_not_found(row["quote"]))
    misses += [_not_wanted(one.quote) for one in found]
    assert len(of_quote) >= 3
    check_misses("headlines", [{"report": name} | miss for miss in misses], reports=[name])
