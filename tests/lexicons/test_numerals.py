"""The one reader of numerals, and the years that Chinese numerals name."""

from __future__ import annotations

import pytest

from liwan_analysis.lexicons.numerals import read_numeral, read_ordinal, read_span
from liwan_analysis.quantities import read_passage


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十五", 15), ("二十", 20), ("1,277.93", 1277.93), ("两", 2), ("千亿", 1e11), ("百", 100), ("二〇二四", 2024)],
)
def test_read_numeral(numeral: str, value: float) -> None:
    assert read_numeral(numeral) == value


@pytest.mark.parametrize("numeral", ["三五", "七八", "五三", "亿十", "十百", "一亿二", "二三十", ""])
def test_what_is_no_single_number_is_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_numeral(numeral)
    assert read_ordinal(numeral) is None


@pytest.mark.parametrize(("numeral", "span"), [("三五", (3, 5)), ("七八", (7, 8)), ("十五", (15, 15))])
def test_read_span(numeral: str, span: tuple[float, float]) -> None:
    assert read_span(numeral) == span


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("未来十五年", 2038),
        ("未来二十年", 2043),
        ("今后15年", 2038),
        ("三五年内", 2028),
        ("两三年内", 2026),
        ("三年内", 2026),
        ("五三年内", 2024),
        ("“十五五”时期", 2030),
        ("“二三五”时期", 2024),
    ],
)
def test_the_year_that_a_plan_names(words: str, year: int) -> None:
    (read,) = read_passage(f"{words}，力争建成5个公园", "plan", review_year=2023, plan_year=2024)
    assert read.year == year


def test_two_digits_in_a_row_are_a_range_and_not_one_number() -> None:
    (row,) = read_passage("今年新引进企业七八家。", "plan", plan_year=2024)
    found = row.quantity
    assert (found.quote, found.value, found.value_max, found.bound) == ("七八家", 7, 8, "range")
