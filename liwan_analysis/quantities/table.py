"""Every number the report states: what it is worth, what it measures, and what it promises."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import pandas as pd

from liwan_analysis.quantities.indicators import Reading, read_indicators
from liwan_analysis.quantities.mentions import find_mentions
from liwan_analysis.quantities.numerals import Quantity, read_quantity
from liwan_analysis.quantities.status import find_modality, hardness_of, measure_of, plan_end, status_of, year_of
from liwan_analysis.report.model import Report
from liwan_analysis.report.sentences import split_sentences

__all__ = ["QUANTITY_COLUMNS", "Quantity", "find_non_quantities", "find_quantities", "read_passage", "read_quantity"]

QUANTITY_COLUMNS = [
    "quote", "value", "value_max", "unit", "value_base", "unit_base", "bound", "bound_word", "measure", "direction",
    "indicator", "verb", "status", "modality", "hardness", "year", "part", "section", "block", "sentence_id",
    "is_headline", "uncertain", "start", "end",
]  # fmt: skip
FIVE_YEAR = re.compile(r"“([一二三四五六七八九十]{1,3})五”(?:时期|期间|的|规划|发展|主要)|今后五年")


def find_quantities(report: Report) -> pd.DataFrame:
    """Find every number of a report that counts or measures, one row each, in the order of the text.

    >>> from liwan_analysis.report import load_report
    >>> rows = find_quantities(load_report())
    >>> rows.loc[0, ["quote", "unit", "measure", "indicator", "status"]].tolist(), float(rows.loc[0, "value"])
    (['1277.93亿元', '亿元', 'level', '地区生产总值', 'actual'], 1277.93)

    `value` is as written in `unit`, `value_base` multiplied out in `unit_base`; `start` and `end` are offsets into
    `report.text`. What touches an unknown place of the restoration is `uncertain` and has no value. Dates, ordinals,
    codes and names are in `find_non_quantities`. All parts are read, the glossary included.
    """
    rows: list[dict[str, object]] = []
    mentions = find_mentions(report.text)
    quantities = [mention.quantity for mention in mentions if mention.quantity]
    starts = [quantity.start for quantity in quantities]
    chapters = [
        (int(chapter.start), int(chapter.end), _chapter_year(report, int(chapter.start), int(chapter.end)))
        for chapter in report.parts.itertuples()
    ]
    for sentence in report.sentences.itertuples():
        inside = quantities[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if not inside:
            continue
        chapter_year = next((year for start, end, year in chapters if start <= sentence.start < end), None)
        place = {
            "part": sentence.part,
            "section": sentence.section_id,
            "block": sentence.block_id,
            "sentence_id": sentence.sentence_id,
        }
        for row in _read_sentence(
            report.text,
            (int(sentence.start), int(sentence.end)),
            inside,
            str(sentence.part),
            review_year=report.review_year,
            plan_year=report.plan_year,
            chapter_year=chapter_year,
        ):
            rows.append(row | place)
    table = pd.DataFrame(rows, columns=QUANTITY_COLUMNS)
    table["is_headline"] = _is_headline(table, report)
    return _with_types(table)


def _chapter_year(report: Report, start: int, end: int) -> int | None:
    """A chapter of the plan on the five years ahead is about the last of them; it comes before the year's own goals."""
    opening = report.text[start : min(start + 400, end)]
    match = FIVE_YEAR.search(opening)
    if not match or report.plan_year is None or f"{report.plan_year}年" in opening.split("\n")[0]:
        return None
    if report.headline and (start <= report.headline[0] < end or report.headline[0] < start):
        return None
    year = plan_end(match[1]) if match[1] else report.plan_year + 4
    return year if year and year > report.plan_year else None


def _is_headline(table: pd.DataFrame, report: Report) -> pd.Series:
    if report.headline is None:
        return pd.Series(False, index=table.index, dtype=bool)
    start, end = report.headline
    return (table["start"] >= start) & (table["start"] < end) & (table["status"] == "target")


def _with_types(table: pd.DataFrame) -> pd.DataFrame:
    numbers = dict.fromkeys(("value", "value_max", "value_base"), "float64")
    whole = dict.fromkeys(("start", "end", "sentence_id"), "int64")
    flags = dict.fromkeys(("uncertain", "is_headline"), "bool")
    return table.astype(numbers | whole | flags | {"year": "Int64"})


def read_passage(
    text: str, part: str, *, review_year: int | None = None, plan_year: int | None = None
) -> list[dict[str, object]]:
    """Read the quantities of a passage as `find_quantities` reads a report's: one dict a quantity, without its place.

    >>> [row["indicator"] for row in read_passage("新增绿地3公顷、碧道9.3公里。", "review", review_year=2023)]
    ['新增绿地', '碧道']
    """
    quantities = [mention.quantity for mention in find_mentions(text) if mention.quantity]
    rows: list[dict[str, object]] = []
    for start, end in split_sentences(text):
        inside = [quantity for quantity in quantities if start <= quantity.start < end]
        rows += _read_sentence(text, (start, end), inside, part, review_year=review_year, plan_year=plan_year)
    return rows


def _read_sentence(
    text: str,
    span: tuple[int, int],
    quantities: list[Quantity],
    part: str,
    *,
    review_year: int | None,
    plan_year: int | None,
    chapter_year: int | None = None,
) -> list[dict[str, object]]:
    readings = read_indicators(text, *span, quantities)
    rows = []
    for quantity, reading in zip(quantities, readings, strict=True):
        before = text[span[0] : quantity.start]
        year = year_of(before, part, review_year=review_year, plan_year=plan_year, chapter_year=chapter_year)
        status = status_of(quantity, reading, part, before, year=year, review_year=review_year)
        rows.append(_make_row(quantity, reading, before, status, year))
    return rows


def _make_row(quantity: Quantity, reading: Reading, before: str, status: str, year: int | None) -> dict[str, object]:
    measure, direction = measure_of(quantity, reading)
    is_target = status == "target"
    modality = find_modality(before) if is_target else None
    return {
        "quote": quantity.quote,
        "value": quantity.value,
        "value_max": quantity.value_max,
        "unit": quantity.unit,
        "value_base": quantity.value_base,
        "unit_base": quantity.unit_base,
        "bound": quantity.bound,
        "bound_word": quantity.bound_word,
        "measure": measure,
        "direction": direction,
        "indicator": reading.indicator or None,
        "verb": reading.verb or None,
        "status": status,
        "modality": modality,
        "hardness": hardness_of(modality, quantity.bound) if is_target else "plain",
        "year": year,
        "uncertain": quantity.uncertain,
        "start": quantity.start,
        "end": quantity.end,
    }


def find_non_quantities(report: Report) -> pd.DataFrame:
    """List the numbers in digits that are no quantities, with the reason: quote, reason, part, start, end.

    >>> from liwan_analysis.report import load_report
    >>> find_non_quantities(load_report()).loc[0, ["quote", "reason"]].tolist()
    ['2024年', 'date']

    Reasons are date, period, ordinal, rank, code, name, list number and base (每10万人). Together with
    `find_quantities` they cover every digit of the text.
    """
    parts = report.parts
    bounds = parts["start"].tolist()
    rows = []
    for mention in find_mentions(report.text):
        if mention.quantity is None:
            part = parts["part"].iloc[max(bisect_right(bounds, mention.start) - 1, 0)] if len(parts) else None
            rows.append((report.text[mention.start : mention.end], mention.reason, part, mention.start, mention.end))
    return pd.DataFrame(rows, columns=["quote", "reason", "part", "start", "end"])
