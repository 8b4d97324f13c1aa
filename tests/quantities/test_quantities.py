"""Quantities: hand-made readings, negatives, and what must hold for every number of any text."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any

import cn2an
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from liwan_analysis.quantities import (
    QUANTITY_COLUMNS,
    find_non_quantities,
    find_quantities,
    read_passage,
    read_quantity,
    read_statements,
)
from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.quantities.mentions import find_mentions
from liwan_analysis.quantities.records import STATEMENT_COLUMNS, to_table
from liwan_analysis.report import load_report

CASES = Path(__file__).parents[1] / "cases"
FIELDS = ("value", "value_max", "unit", "bound", "measure", "direction", "indicator", "status", "modality", "year")


def cases(name: str) -> list[Any]:
    found = json.loads((CASES / f"quantities_dev_{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["label"]) for case in found]


def same(found: object, expected: object) -> bool:
    return expected is None if pd.isna(found) else found == expected


def read(text: str, part: str, **years: int | None) -> list[dict[Any, Any]]:
    """The rows of a passage, as `find_quantities` would lay them out."""
    return to_table(read_passage(text, part, **years), STATEMENT_COLUMNS).to_dict("records")


@pytest.fixture(scope="module")
def seed() -> Any:
    return load_report()


@pytest.fixture(scope="module")
def rows(seed: Any) -> pd.DataFrame:
    return find_quantities(seed)


@pytest.mark.parametrize("case", cases("review") + cases("plan") + cases("headlines"))
def test_reading_by_hand(case: dict[str, Any]) -> None:
    found = read(case["text"], case["part"], review_year=case["review_year"], plan_year=case["plan_year"])
    assert [(row["quote"], row["start"]) for row in found] == [(row["quote"], row["start"]) for row in case["expected"]]
    misses = [
        [row["quote"], name]
        for row, expected in zip(found, case["expected"], strict=True)
        for name in FIELDS
        if not same(row[name], expected[name])
    ]
    assert misses == case["known_misses"], "a known miss that is mended must be taken off its list"


@pytest.mark.parametrize("case", cases("review") + cases("plan") + cases("headlines"))
def test_names_within_a_passage_are_no_quantities(case: dict[str, Any]) -> None:
    quotes = [(row["start"], row["end"]) for row in read(case["text"], case["part"])]
    for name in case["absent"]:
        start = case["text"].index(name)
        assert not any(a < start + len(name) and start < b for a, b in quotes), name


@pytest.mark.parametrize("case", cases("negative"))
def test_no_quantity_in_names(case: dict[str, Any]) -> None:
    assert [row["quote"] for row in read(case["text"], "plan", plan_year=2024)] == case["expected"]


@pytest.mark.parametrize("case", cases("read"))
def test_read_quantity(case: dict[str, Any]) -> None:
    quantity = read_quantity(case["text"], start=7)
    assert (quantity.start, quantity.end) == (7, 7 + len(case["text"]))
    assert {name: getattr(quantity, name) for name in case["expected"]} == case["expected"]


@pytest.mark.parametrize("quote", ["", "元", "超", "30届的", "约1000余人左右的", "5%和6%", "3个至5%", "2024年2月"])
def test_read_quantity_refuses_what_it_cannot_read_whole(quote: str) -> None:
    with pytest.raises(ValueError, match="at 12 cannot be read"):
        read_quantity(quote, start=12)


def test_columns_and_types(rows: pd.DataFrame) -> None:
    assert rows.columns.tolist() == QUANTITY_COLUMNS
    assert set(rows["bound"]) <= {"exact", "at_least", "over", "at_most", "about", "range"}
    assert set(rows["measure"]) == {"growth", "share", "level"}
    assert set(rows["status"]) == {"actual", "target", "context"}
    assert set(rows["direction"].dropna()) <= {"up", "down"}
    assert set(rows["part"]) == {"review", "plan", "glossary"}


def test_every_quote_stands_at_its_place(seed: Any, rows: pd.DataFrame) -> None:
    assert all(seed.text[row.start : row.end] == row.quote for row in rows.itertuples())
    assert (rows["start"].diff().dropna() > 0).all()
    sentences = seed.sentences.set_index("sentence_id")
    assert all(sentences.loc[row.sentence_id, "start"] <= row.start for row in rows.itertuples())


def test_what_the_status_implies(rows: pd.DataFrame) -> None:
    targets = rows["status"] == "target"
    assert (rows.loc[targets, "part"] == "plan").all()
    assert rows.loc[targets, "hardness"].isin(["hard", "soft", "plain"]).all()
    assert (rows.loc[~targets, "hardness"] == "plain").all()
    assert rows.loc[~targets, "modality"].isna().all()
    assert (rows.loc[rows["is_headline"], "status"] == "target").all()
    assert rows.loc[rows["part"] == "glossary", "year"].isna().all()


def test_only_ranges_have_two_ends(rows: pd.DataFrame) -> None:
    assert ((rows["bound"] == "range") == rows["value_max"].notna()).all()


def test_what_touches_an_unknown_place_has_no_value(seed: Any, rows: pd.DataFrame) -> None:
    unknown = rows[rows["uncertain"]]
    assert "□40个" in unknown["quote"].tolist()
    touching = ["□" in seed.text[max(row.start - 1, 0) : row.end + 1] for row in rows.itertuples()]
    assert rows["uncertain"].tolist() == touching
    assert unknown["value"].isna().all()
    assert unknown["value_base"].isna().all()
    assert rows.loc[~rows["uncertain"], "value"].notna().all()


@pytest.mark.parametrize("text", ["建成□40个", "建成4□个", "建成4□0个", "建成40□", "超□40个", "建成40个□", "建成?40个"])
def test_an_unknown_character_takes_the_value_away(text: str) -> None:
    (row,) = read_passage(text, "review")
    assert row.quantity.uncertain
    assert math.isnan(row.quantity.value)


def test_no_digit_stands_outside(seed: Any, rows: pd.DataFrame) -> None:
    others = find_non_quantities(seed)
    covered = {i for row in rows.itertuples() for i in range(row.start, row.end)}
    named = {i for row in others.itertuples() for i in range(row.start, row.end)}
    digits = {i for i, character in enumerate(seed.text) if character.isdecimal()}
    assert not covered & named
    assert digits <= covered | named
    assert (others["reason"].str.len() > 0).all()


def test_the_same_input_gives_the_same_table(seed: Any, rows: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(rows, find_quantities(seed))


def test_a_report_without_numbers_gives_an_empty_table(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    path.write_text(
        "政府工作报告\n各位代表：\n一、工作回顾\n我们取得了新的成绩。\n二、工作安排\n我们要努力工作。\n",
        encoding="utf-8",
    )
    table = find_quantities(load_report(path))
    assert table.columns.tolist() == QUANTITY_COLUMNS
    assert table.empty
    assert statements_of(load_report(path), table) == ()


def test_each_table_of_a_report_is_the_readers_own(seed: Any, rows: pd.DataFrame) -> None:
    mine = find_quantities(seed)
    mine["value"], mine["indicator"] = 0.0, "x"
    pd.testing.assert_frame_equal(rows, find_quantities(seed))
    assert read_statements(seed) is read_statements(seed)


@pytest.mark.parametrize(
    ("text", "part", "rule"),
    [
        (
            "确保完成固定资产投资560亿元以上。",
            "plan",
            "number.digits; bound.at_least; indicator.before; measure.level; year.part; status.plan; modality.clause",
        ),
        (
            "新增亿元以上项目48个。",
            "plan",
            "number.chinese; bound.at_least; indicator.modifier; measure.level; year.part; status.threshold",
        ),
        (
            "到2030年，产值达50亿元。",
            "plan",
            "number.digits; indicator.before; measure.level; year.written; status.plan",
        ),
    ],
)
def test_a_number_says_which_rules_read_it(text: str, part: str, rule: str) -> None:
    first = read_passage(text, part, review_year=2023, plan_year=2024)[0]
    assert first.rule == rule


# ---------------------------------------------------------------- a corrected table


def test_a_table_reads_back_as_it_was(seed: Any, rows: pd.DataFrame) -> None:
    written = pd.read_csv(io.StringIO(rows.to_csv(index=False)))
    shuffled = rows.sample(frac=1, random_state=1)
    for table in (rows, written, shuffled):
        again = to_table(statements_of(seed, table), STATEMENT_COLUMNS)
        pd.testing.assert_frame_equal(again, rows)


def test_a_corrected_value_is_multiplied_out_anew(seed: Any, rows: pd.DataFrame) -> None:
    mine = rows.copy()
    mine.loc[0, ["value", "unit"]] = [1.3, "万亿元"]
    first = statements_of(seed, mine)[0].quantity
    assert (first.value_base, first.unit_base) == (1.3e12, "元")


def test_the_standard_name_follows_from_a_corrected_indicator(seed: Any, rows: pd.DataFrame) -> None:
    mine = rows.copy()
    mine.loc[3, "indicator"] = "GDP"
    assert statements_of(seed, mine)[3].indicator.id == "地区生产总值"


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("status", "goal", "row 3: status is 'goal', none of actual, target, context"),
        ("value", "many", "row 3: value is 'many', not a number"),
        ("sentence_id", 2.5, "row 3: sentence_id is 2.5, not a whole number"),
        ("quote", "x", "row 3: 'x' does not stand at"),
        ("value_base", 1.0, "row 3: value_base 1 .* is not .* multiplied out; correct value and unit"),
        ("indicator_id", "碧道", "row 3: indicator_id '碧道' is not that of '规上工业增加值'; correct indicator, or"),
        ("part", None, "row 3: part is missing"),
    ],
)
def test_what_a_corrected_table_cannot_hold(
    seed: Any, rows: pd.DataFrame, column: str, value: object, message: str
) -> None:
    mine = rows.astype({column: object})
    mine.loc[3, column] = value
    with pytest.raises(ValueError, match=message):
        statements_of(seed, mine)


def test_a_table_without_its_columns_is_refused(seed: Any, rows: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"^quantities lacks value, rule: hand in a table with the columns of"):
        statements_of(seed, rows.drop(columns=["value", "rule"]))


def test_a_table_without_records_has_its_columns() -> None:
    table = to_table([], STATEMENT_COLUMNS)
    assert table.columns.tolist() == QUANTITY_COLUMNS
    assert (table["start"].dtype, table["value"].dtype, str(table["year"].dtype)) == ("int64", "float64", "Int64")


NUMBERS = st.one_of(
    st.integers(1, 9999).map(str), st.decimals(min_value="0.1", max_value="999", places=1, allow_nan=False).map(str)
)
UNITS = st.sampled_from(["元", "个", "公里", "平方米", "户", "人次", "亩", "吨", "套"])
BOUNDS = st.sampled_from(
    [("", ""), ("超", ""), ("近", ""), ("约", ""), ("不少于", ""), ("", "以上"), ("", "左右"), ("", "以内")]
)


@given(number=NUMBERS, multiplier=st.sampled_from(["", "万", "亿"]), unit=UNITS, bound=BOUNDS)
@settings(max_examples=200)
def test_a_written_number_is_found_and_read_back(
    number: str, multiplier: str, unit: str, bound: tuple[str, str]
) -> None:
    quote = bound[0] + number + multiplier + unit + bound[1]
    quantity = read_quantity(quote)
    factor = {"": 1, "万": 10**4, "亿": 10**8}[multiplier]
    assert quantity.value == float(number)
    assert quantity.value_base == pytest.approx(float(number) * factor)
    assert (quantity.unit, quantity.unit_base) == (multiplier + unit, unit)
    text = f"完成投资{quote}。"
    found = [mention.quantity.quote for mention in find_mentions(text) if mention.quantity]
    assert found == [quote]


@given(number=st.integers(11, 99_999_999), tenths=st.integers(0, 9), unit=st.sampled_from(["亩", "公斤", "美元"]))
@settings(max_examples=100)
def test_a_number_written_out_is_read_as_in_digits(number: int, tenths: int, unit: str) -> None:
    value = number + tenths / 10 if tenths else number
    written = cn2an.an2cn(value, "low")
    quantity = read_quantity(written + unit)
    assert (quantity.value_base, quantity.unit_base) == (pytest.approx(value), unit)
    found = [mention.quantity.quote for mention in find_mentions(f"完成{written}{unit}。") if mention.quantity]
    assert found == [written + unit]


@pytest.mark.parametrize(
    ("text", "bound", "word"),
    [
        ("资费至少降低30%", "at_least", "至少"),
        ("每个镇至少要建成3个", "at_least", "至少"),
        ("约占全市的40%", "about", "约"),
        ("大约有40万人", "about", "大约"),
        ("至少还要努力，建成3个", "exact", None),
        ("节约用水30%", "exact", None),
        ("节约占地30亩", "exact", None),
    ],
)
def test_a_bound_word_may_stand_before_the_verb(text: str, bound: str, word: str | None) -> None:
    (quantity,) = [mention.quantity for mention in find_mentions(text) if mention.quantity]
    assert (quantity.bound, quantity.bound_word) == (bound, word)


def test_a_bound_word_bounds_the_number_next_to_it_alone() -> None:
    found = [mention.quantity for mention in find_mentions("至少三个镇建校5所") if mention.quantity]
    assert [(one.quote, one.bound) for one in found] == [("至少三个", "at_least"), ("5所", "exact")]


@given(
    st.text(
        alphabet="0123456789.,，。、；“”《》（）%％+-—至年月日第前个元万亿千瓦家增长PM强号条一二十百□ \n", max_size=40
    )
)
@settings(max_examples=400)
@example("十百个，一亿二")  # no numeral that cn2an reads
def test_any_text_is_read_without_losing_a_digit(text: str) -> None:
    mentions = find_mentions(text)
    covered = [i for mention in mentions for i in range(mention.start, mention.end)]
    assert len(covered) == len(set(covered))
    assert {i for i, character in enumerate(text) if character.isdecimal()} <= set(covered)
    for mention in mentions:
        if mention.quantity:
            assert text[mention.start : mention.end] == mention.quantity.quote
    read_passage(text, "plan", review_year=2023, plan_year=2024)
