"""Every number the report states: what it is worth, what it measures, and what it promises."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from liwan_analysis.quantities.case import Case
from liwan_analysis.quantities.indicators import read_indicators
from liwan_analysis.quantities.measure import measure_of
from liwan_analysis.quantities.mentions import Mention, find_mentions
from liwan_analysis.quantities.modality import hardness_of, modality_of
from liwan_analysis.quantities.numerals import Quantity, read_quantity
from liwan_analysis.quantities.records import STATEMENT_COLUMNS, Indicator, Place, Statement, names_of, to_table
from liwan_analysis.quantities.status import status_of
from liwan_analysis.quantities.times import Years, length_told, plain_years, plan_end, told_year
from liwan_analysis.quantities.written import number_rules
from liwan_analysis.quantities.years import year_of
from liwan_analysis.report.memo import once
from liwan_analysis.report.model import Report
from liwan_analysis.report.sentences import split_sentences

__all__ = [
    "QUANTITY_COLUMNS",
    "Quantity",
    "find_non_quantities",
    "find_quantities",
    "mentions_of",
    "read_passage",
    "read_quantity",
    "read_statements",
    "sentence_places",
]

QUANTITY_COLUMNS = names_of(STATEMENT_COLUMNS)
FIVE_YEAR = re.compile(r"“([一二三四五六七八九十]{1,3})五”(?:时期|期间|的|规划|发展|主要)|今后五年")


def find_quantities(report: Report) -> pd.DataFrame:
    """Find every number of a report that counts or measures, one row each, in the order of the text.

    >>> from liwan_analysis.report import load_report
    >>> rows = find_quantities(load_report())
    >>> rows.loc[0, ["quote", "unit", "measure", "indicator", "status"]].tolist(), float(rows.loc[0, "value"])
    (['1277.93亿元', '亿元', 'level', '地区生产总值', 'actual'], 1277.93)
    >>> rows.loc[0, "rule"]
    'number.digits; indicator.before; measure.level; year.part; status.review'

    `value` is as written in `unit`, `value_base` multiplied out in `unit_base`; `start` and `end` are offsets into
    `report.text`; `rule` names the rules that decided, in order. What touches an unknown place of the restoration is
    `uncertain` and has no value. Dates, ordinals, codes and names are in `find_non_quantities`. All parts are read, the
    glossary included.

    The table is the reader's own: corrected, it can be handed to `find_targets`, `build_ledger` and their like.
    """
    return to_table(read_statements(report), STATEMENT_COLUMNS)


def read_statements(report: Report) -> tuple[Statement, ...]:
    """Read every number of a report that counts or measures, in the order of the text; each report is read once.

    >>> from liwan_analysis.report import load_report
    >>> first = read_statements(load_report())[0]
    >>> first.indicator.name, first.quantity.quote, first.place.section_id
    ('地区生产总值', '1277.93亿元', 'review-01')
    """
    return once(report, "statements", lambda: tuple(_read_report(report)))


def sentence_places(report: Report) -> tuple[Place, ...]:
    """Give the place of each sentence, in the order of the text."""
    return once(report, "sentence places", lambda: tuple(_read_places(report)))


def _read_places(report: Report) -> Iterator[Place]:
    sentences = report.sentences
    columns = (sentences[name].tolist() for name in ("part", "section_id", "block_id", "sentence_id", "start", "end"))
    for part, section, block, number, start, end in zip(*columns, strict=True):
        section_id, block_id = (name if isinstance(name, str) else None for name in (section, block))
        yield Place(part, section_id, block_id, number, start, end)


def mentions_of(report: Report) -> tuple[Mention, ...]:
    """Give every number of a report, quantities and what is none, in the order of the text."""
    return once(report, "mentions", lambda: tuple(find_mentions(report.text)))


def _read_report(report: Report) -> Iterator[Statement]:
    quantities = [mention.quantity for mention in mentions_of(report) if mention.quantity]
    starts = [quantity.start for quantity in quantities]
    text = plain_years(report.text)
    chapters = [
        (int(chapter.start), int(chapter.end), _chapter_year(report, text, int(chapter.start), int(chapter.end)))
        for chapter in report.parts.itertuples()
    ]
    first, last = report.headline or (0, 0)
    told: int | None = None
    length, end_before, part = 1, 0, ""
    for sentence in sentence_places(report):
        inside = quantities[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        said = text[sentence.start : sentence.end]
        is_paragraph = "\n" in text[end_before : sentence.start]
        told = told_year(said, sentence.part, None if is_paragraph else told, report.review_year)
        length = length_told(said, length if part == sentence.part else 1, report.review_year)
        end_before, part = sentence.end, sentence.part
        if not inside:
            continue
        chapter_year = next((year for start, end, year in chapters if start <= sentence.start < end), None)
        years = Years(report.review_year, report.plan_year, chapter_year, told, length)
        for statement in _read_sentence(text, sentence, inside, years):
            is_headline = statement.status == "target" and first <= statement.place.start < last
            yield replace(statement, is_headline=True) if is_headline else statement


def _chapter_year(report: Report, text: str, start: int, end: int) -> int | None:
    """A chapter of the plan on the five years ahead is about the last of them; it comes before the year's own goals.

    A heading may name the five years before, too (“十三五”时期发展成就和“十四五”时期主要目标任务).
    """
    opening = text[start : min(start + 400, end)]
    heading = opening.split("\n")[0]
    if report.plan_year is None or f"{report.plan_year}年" in heading:
        return None
    if report.headline and (start <= report.headline[0] < end or report.headline[0] < start):
        return None
    matches = [*FIVE_YEAR.finditer(heading)] or [*FIVE_YEAR.finditer(opening)][:1]
    ends = [plan_end(match[1]) if match[1] else report.plan_year + 4 for match in matches]
    return next((year for year in ends if year and year > report.plan_year), None)


def read_passage(
    text: str,
    part: str,
    *,
    review_year: int | None = None,
    plan_year: int | None = None,
    chapter_year: int | None = None,
) -> tuple[Statement, ...]:
    """Read the quantities of a passage as `find_quantities` reads a report's; the passage is one block of its own.

    >>> read = read_passage("新增绿地3公顷、碧道9.3公里。", "review", review_year=2023)
    >>> [statement.indicator.name for statement in read]
    ['新增绿地', '碧道']
    """
    text = plain_years(text)
    quantities = [mention.quantity for mention in find_mentions(text) if mention.quantity]
    read: list[Statement] = []
    told, length = None, 1
    for number, (start, end) in enumerate(split_sentences(text)):
        inside = [quantity for quantity in quantities if start <= quantity.start < end]
        told = told_year(text[start:end], part, told, review_year)
        length = length_told(text[start:end], length, review_year)
        years = Years(review_year, plan_year, chapter_year, told, length)
        read += _read_sentence(text, Place(part, None, None, number, start, end), inside, years)
    return tuple(read)


def _read_sentence(text: str, sentence: Place, quantities: list[Quantity], years: Years) -> Iterator[Statement]:
    readings = read_indicators(text, sentence.start, sentence.end, quantities)
    for quantity, reading in zip(quantities, readings, strict=True):
        before, after = text[sentence.start : quantity.start], text[quantity.end : sentence.end]
        case = Case(quantity, reading, sentence.part, before, after, years)
        place = Place(
            sentence.part,
            sentence.section_id,
            sentence.block_id,
            sentence.sentence_id,
            quantity.start,
            quantity.end,
        )
        yield _state(case, place)


def _state(case: Case, place: Place) -> Statement:
    """Judge a number, and keep the names of the rules that decided, in their order."""
    quantity, reading = case.quantity, case.reading
    case.year, year_rule = year_of(case)
    measure, direction, measure_rule = measure_of(case)
    status, status_rule = status_of(case)
    is_target = status == "target"
    modality, modality_rule = modality_of(case.before) if is_target else (None, "")
    rules = (*number_rules(quantity), reading.rule, measure_rule, year_rule, status_rule, modality_rule)
    return Statement(
        quantity=quantity,
        indicator=Indicator(reading.indicator or None, reading.verb or None),
        measure=measure,
        direction=direction,
        status=status,
        modality=modality,
        hardness=hardness_of(modality, quantity.bound) if is_target else "plain",
        year=case.year,
        place=place,
        is_headline=False,
        rule="; ".join(filter(None, rules)),
    )


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
    for mention in mentions_of(report):
        if mention.quantity is None:
            part = parts["part"].iloc[max(bisect_right(bounds, mention.start) - 1, 0)] if len(parts) else None
            rows.append((report.text[mention.start : mention.end], mention.reason, part, mention.start, mention.end))
    return pd.DataFrame(rows, columns=["quote", "reason", "part", "start", "end"])
