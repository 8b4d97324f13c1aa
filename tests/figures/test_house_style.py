"""What holds for every figure: looks as chosen, one line for what is wrong, no trace in matplotlib, text as given."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawn import clipped, texts
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from liwan_analysis import build_ledger, figures, load_report
from liwan_analysis.figures.canvas import COLOURS, figure_bytes
from liwan_analysis.figures.look import PALETTES
from liwan_analysis.figures.sheet import check_columns
from liwan_analysis.figures.text import cut, show_value, text_width, wrap

SECTION = pd.DataFrame({"section_id": ["a"], "part": ["plan"], "heading": ["一"], "start": [0], "end": [9]})
REPAIR = pd.DataFrame({"rule": ["realign_bytes"], "certainty": ["certain"], "start": [3]})
PART = pd.DataFrame({"part": ["plan"], "start": [0], "end": [9]})
COUNT = pd.DataFrame({"hard": [1], "plain": [2], "soft": [3]})
HEADLINE = pd.DataFrame(
    {"indicator": ["甲"], "target": ["5%"], "wording": [None], "hardness": ["hard"], "last_year": [4]}
)
CHANGE = pd.DataFrame({"indicator": ["甲"], "change_pct": [5.0], "actual": [1.0], "target": [1.05], "unit": ["甲"]})
FREQUENCY = pd.DataFrame({"term": ["甲"], "n": [3], "per_10k": [1.5], "DP": [0.5]})
KEYNESS = pd.DataFrame({
    "term": ["甲"], "n_target": [3], "n_reference": [1], "log_ratio": [1.5], "log_ratio_low": [0.5],
    "log_ratio_high": [2.5], "p_adjusted": [0.01],
})  # fmt: skip
POSITION = pd.DataFrame({"term": ["甲"], "start": [3], "part": ["plan"]})
BORDER = pd.DataFrame({"start": [0]})
COLLOCATE = pd.DataFrame({"collocate": ["甲"], "n": [3], "log_dice": [9.5]})
SHARE = pd.DataFrame({
    "theme": ["甲"], "theme_en": ["A"], "part": ["plan"], "share": [0.5], "share_low": [0.4], "share_high": [0.6],
})  # fmt: skip
NUMBER = pd.DataFrame({"theme": ["甲"], "n_sentences": [3], "n_targets": [1]})
NODE = pd.DataFrame({"term": ["甲"], "x": [0.0], "y": [0.0], "n": [3], "community": [0]})
EDGE = pd.DataFrame({"source": ["甲"], "target": ["甲"], "log_dice": [9.5]})

Draw = Callable[..., Figure]
DRAWN: dict[str, tuple[Draw, pd.DataFrame]] = {
    "section_lengths": (figures.section_lengths, SECTION),
    "repair_map": (lambda table, **titles: figures.repair_map(table, PART, **titles), REPAIR),
    "repair_map, parts": (lambda table, **titles: figures.repair_map(REPAIR, table, **titles), PART),
    "stacked_counts": (figures.stacked_counts, COUNT),
    "headline_table": (figures.headline_table, HEADLINE),
    "ledger_changes": (figures.ledger_changes, CHANGE),
    "frequency_bars": (figures.frequency_bars, FREQUENCY),
    "keyness_intervals": (
        lambda table, **titles: figures.keyness_intervals(table, target="plan", reference="review", **titles),
        KEYNESS,
    ),
    "dispersion_plot": (
        lambda table, **titles: figures.dispersion_plot(table, BORDER, length=9, **titles),
        POSITION,
    ),
    "collocate_bars": (lambda table, **titles: figures.collocate_bars({"乙": table}, **titles), COLLOCATE),
    "attention_dumbbell": (figures.attention_dumbbell, SHARE),
    "theme_numbers": (figures.theme_numbers, NUMBER),
    "term_network": (lambda table, **titles: figures.term_network(table, EDGE, **titles), NODE),
}
"""Each figure that reads named columns, with a table of one row."""
WITHOUT_COLUMNS: dict[str, tuple[Draw, Any, Any]] = {
    "theme_heatmap": (figures.theme_heatmap, pd.DataFrame({"一": [3]}, index=["甲"]), pd.DataFrame()),
    "word_cloud": (figures.word_cloud, {"甲": 3.0, "乙": 1.0}, {}),
    "collocate_bars, no node": (figures.collocate_bars, {"乙": COLLOCATE}, {}),
    "attention_dumbbell, nothing coded": (figures.attention_dumbbell, SHARE, SHARE.assign(share=0.0)),
}
"""Those that read a mapping or a matrix: what can be drawn, and what is nothing to draw."""
ALL = [(name, draw, table) for name, (draw, table) in DRAWN.items()]
ALL += [(name, draw, table) for name, (draw, table, _) in WITHOUT_COLUMNS.items()]
every_figure = pytest.mark.parametrize(("name", "draw", "table"), ALL, ids=[name for name, _, _ in ALL])


def test_every_figure_is_tried_here() -> None:
    of_corpora = {
        name for name in figures.__all__ if getattr(figures, name).__module__.endswith((".corpus", ".promises"))
    }  # test_corpus_figures.py
    assert {name.partition(",")[0] for name, _, _ in ALL} == set(figures.__all__) - of_corpora


@pytest.fixture
def settings() -> Iterator[dict[str, Any]]:
    """Matplotlib's own settings, so that nothing an earlier test left behind can hide what this one changes."""
    with mpl.rc_context():
        mpl.rcdefaults()
        yield dict(mpl.rcParams)


@every_figure
def test_a_figure_has_its_title_and_its_source_and_leaves_matplotlib_as_it_was(
    name: str, draw: Draw, table: Any, settings: dict[str, Any]
) -> None:
    figure = draw(table, title="一句话 A sentence", source="某区 2024")
    assert figure.get_suptitle() == figure.get_label() == "一句话 A sentence"
    assert figure.get_supxlabel() == "某区 2024"
    assert figure_bytes(figure, "svg") == figure_bytes(figure, "svg")
    assert dict(mpl.rcParams) == settings


@every_figure
def test_a_figure_may_have_neither_title_nor_source(name: str, draw: Draw, table: Any) -> None:
    figure = draw(table)
    assert figure.get_suptitle() == figure.get_supxlabel() == ""
    assert clipped(figure) == []


@every_figure
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_figure_speaks_the_language_that_was_chosen(name: str, draw: Draw, table: Any, language: str) -> None:
    """Quotes of the report apart, which here are 甲, 乙 and 一, and apart from names of measures and of rules."""
    said = "".join(text.get_text() for text in texts(draw(table, language=language)))
    if language == "en":
        assert re.findall("[\u4e00-\u9fff]", re.sub("[甲乙一]", "", said)) == []
    else:
        assert re.findall("[A-Za-z]+", said) in ([], ["p"], ["A"])


@every_figure
def test_a_figure_in_grey_has_no_colour(name: str, draw: Draw, table: Any) -> None:
    figure = draw(table, title="题", palette="grey")
    pixels = np.asarray(_pixels(figure), int)[..., :3]
    assert (pixels.max(axis=-1) - pixels.min(axis=-1)).max() <= 2


def _pixels(figure: Figure) -> Any:
    return mpl.image.imread(io.BytesIO(figure_bytes(figure, "png", dpi=60))) * 255


def test_colours_may_be_given_by_their_roles() -> None:
    (axes,) = figures.section_lengths(SECTION, palette={"plan": "#123456"}).axes
    assert mpl.colors.to_hex(axes.patches[0].get_facecolor()) == "#123456"


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"palette": "neon"}, "no such palette: 'neon'; choose one of colour-blind, grey"),
        ({"palette": {"sky": "#123456"}}, "no such role in a palette: 'sky'; the roles are review, plan"),
        ({"palette": {"plan": "dark"}}, "the palette's plan is no colour: 'dark'"),
        ({"language": "fr"}, "no such language: 'fr'; choose one of both, zh, en"),
    ],
)
def test_a_wrong_choice_is_named(choice: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        figures.section_lengths(SECTION, **choice)


def test_palettes_have_the_same_roles() -> None:
    assert {frozenset(palette) for palette in PALETTES.values()} == {frozenset(COLOURS)}


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, (_, table) in DRAWN.items() for column in table.columns]
)
def test_a_missing_column_is_named_in_one_line(name: str, column: str) -> None:
    draw, table = DRAWN[name]
    with pytest.raises(ValueError, match=f"the table has no column {column}$") as error:
        draw(table.drop(columns=column), title="题")
    assert "\n" not in str(error.value)


SECOND: dict[str, tuple[Draw, pd.DataFrame]] = {
    "borders": (lambda table: figures.dispersion_plot(POSITION, table, length=9, title="题"), BORDER),
    "edges": (lambda table: figures.term_network(NODE, table, title="题"), EDGE),
}


@pytest.mark.parametrize("name", SECOND)
def test_the_second_table_may_be_empty_and_must_have_its_columns(name: str) -> None:
    draw, table = SECOND[name]
    assert draw(table.iloc[:0]).axes
    for column in table:
        with pytest.raises(ValueError, match=f"the table has no column {column}$"):
            draw(table.drop(columns=column))


NOTHING = [(name, draw, table.iloc[:0]) for name, (draw, table) in DRAWN.items()]
NOTHING += [(name, draw, nothing) for name, (draw, _, nothing) in WITHOUT_COLUMNS.items()]


@pytest.mark.parametrize(("name", "draw", "nothing"), NOTHING, ids=[name for name, _, _ in NOTHING])
def test_nothing_to_draw_is_said_in_one_line(name: str, draw: Draw, nothing: Any) -> None:
    with pytest.raises(ValueError, match=r"nothing to draw$") as error:
        draw(nothing, title="题")
    assert "\n" not in str(error.value)


NUMBERS = {
    "section_lengths": "start", "repair_map": "start", "repair_map, parts": "end", "stacked_counts": "plain",
    "ledger_changes": "change_pct", "frequency_bars": "per_10k", "keyness_intervals": "log_ratio",
    "dispersion_plot": "start", "collocate_bars": "log_dice", "attention_dumbbell": "share",
    "theme_numbers": "n_targets", "term_network": "x",
}  # fmt: skip
"""The column without whose number a row cannot be drawn."""
ALL_NEEDED = {
    "section_lengths", "repair_map, parts", "stacked_counts", "theme_numbers", "term_network",
}  # fmt: skip
"""Figures that need every number of a row."""


@pytest.mark.parametrize("missing", [float("nan"), float("inf")])
@pytest.mark.parametrize("name", NUMBERS)
def test_rows_without_a_number_are_said(name: str, missing: float) -> None:
    draw, table = DRAWN[name]
    column = NUMBERS[name]
    second = table.assign(**{one: "乙" for one in ("term", "theme", "indicator", "collocate", "part") if one in table})
    both = pd.concat([table, second.assign(**{column: missing})], ignore_index=True)
    said = draw(both, language="en", source="来源").get_supxlabel()
    assert said == "1 row has no number and is not drawn\n来源"
    with pytest.raises(ValueError, match=rf"^no row has a number in .*{column}.*: there is nothing to draw$"):
        draw(both.tail(1))


@pytest.mark.parametrize("name", DRAWN)
def test_other_columns_may_lack_their_numbers(name: str) -> None:
    draw, table = DRAWN[name]
    for column in table.select_dtypes("number"):
        empty = table.assign(**{column: float("nan")})
        if column == NUMBERS.get(name) or name in ALL_NEEDED:
            with pytest.raises(ValueError, match="there is nothing to draw"):
                draw(empty)
        else:
            assert figure_bytes(draw(empty), "png", dpi=30)


@pytest.mark.parametrize("frequency", [0, -1, float("nan"), float("inf")])
def test_a_word_without_a_frequency_is_named(frequency: float) -> None:
    with pytest.raises(ValueError, match=r"^the frequency of 乙 is .*: give each word a number above 0$"):
        figures.word_cloud({"甲": 1, "乙": frequency})


def test_the_ledger_itself_is_drawn_and_says_what_has_no_change() -> None:
    ledger = build_ledger(load_report())
    n = int(ledger["change_pct"].isna().sum())
    assert n
    assert figures.ledger_changes(ledger, language="en").get_supxlabel().startswith(f"{n} rows have no number")


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"no column n, DP$"):
        check_columns(FREQUENCY[["term", "per_10k"]], "term", "n", "per_10k", "DP")


def test_review_and_plan_can_be_told_apart_and_have_no_double() -> None:
    """The blue and the vermilion of Okabe and Ito."""
    assert (COLOURS["review"], COLOURS["plan"]) == ("#0072B2", "#D55E00")
    others = [colour for name, colour in COLOURS.items() if name not in ("review", "plan")]
    assert not {COLOURS["review"], COLOURS["plan"]} & set(others)


def test_a_format_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no such format: 'gif'; choose one of png, svg, pdf"):
        figure_bytes(figures.section_lengths(SECTION, title="题"), "gif")


@given(st.text(alphabet="目标任务增长5%以上ab 、，；：1.3（）\n", max_size=80), st.sampled_from([24.0, 60.0, 400.0]))
def test_wrapping_loses_nothing_but_spaces_and_keeps_to_its_width(text: str, width: float) -> None:
    wrapped = wrap(text, width, 8)
    assert "".join(wrapped.split()) == "".join(text.split())
    assert text_width(wrapped, 8) <= width


@given(st.text(alphabet="目标任务5%ab 、，", min_size=1, max_size=40), st.sampled_from([24.0, 60.0, 400.0]))
def test_what_is_cut_fits_and_ends_in_a_mark(text: str, width: float) -> None:
    short = cut(text, width, 8)
    assert text_width(short, 8) <= width
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    assert wrap(text, width, 8, most=2).count("\n") <= 1


@given(st.integers(-(10**13), 10**13), st.integers(0, 2))
def test_a_cell_is_shown_with_every_digit(number: int, places: int) -> None:
    value = number / 10**places
    shown = show_value(value)
    assert float(shown) == value
    assert "e" not in shown
    assert show_value(number) == str(number)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_cell_is_a_dash(missing: object) -> None:
    assert show_value(missing) == "—"
