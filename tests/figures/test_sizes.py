"""Figures at every size: nothing is clipped, nothing overlaps, nothing is smaller than can be read."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import OTHER_REPORTS
from drawn import clipped, drawings, overlapping, texts
from matplotlib.figure import Figure

from liwan_analysis import figures
from liwan_analysis.figures.canvas import figure_bytes
from liwan_analysis.figures.look import SIZES, SMALLEST
from liwan_analysis.lexicons.messages import tell

REPORTS: dict[str, Path | None] = {"liwan-2024": None, **{path.stem: path for path in OTHER_REPORTS[:2]}}
NAMES = [
    "repair_map", "section_lengths", "term_frequency", "term_dispersion", "keyness", "collocates", "word_cloud",
    "theme_attention", "themes_by_section", "themes_and_numbers", "term_network", "headline_targets", "ledger",
    "hardness_by_section",
]  # fmt: skip
GIVEN = [None, *SIZES, (5.0, 3.0)]
TITLE = "某区的计划有一百二十二个以目标表述的数字 The plan of a district holds 122 numbers that are worded as targets"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", range(len(REPORTS)), ids=list(REPORTS))
def test_no_text_is_clipped_and_none_lies_over_another(name: str, number: int) -> None:
    """Each report draws each figure at two of the sizes, in one of the languages; together they draw all of them."""
    drawing = drawings(list(REPORTS.values())[number]).get(name)
    if drawing is None:
        pytest.skip("the report has nothing to draw here")
    draw, tables, options = drawing
    for size in (GIVEN[2 * number % len(GIVEN)], GIVEN[(2 * number + 1) % len(GIVEN)]):
        language = ("both", "zh", "en")[(number + NAMES.index(name)) % 3]
        figure = draw(*tables, title=TITLE, source="某区 2024; N = 7,391", size=size, language=language, **options)
        assert clipped(figure) == [], (size, language)
        assert overlapping(figure) == [], (size, language)
        assert min(text.get_fontsize() for text in texts(figure)) >= SMALLEST, (size, language)


def test_what_is_clipped_or_overlaps_is_found() -> None:
    figure = figures.word_cloud({"发展": 2.0, "项目": 1.0}, title="题")
    figure.set_layout_engine("none")
    first, second = figure.axes[0].texts
    second.set_position(first.get_position())
    assert [set(pair) for pair in overlapping(figure)] == [{"发展", "项目"}]
    first.set_position((-1000, 0))
    assert clipped(figure) == ["发展"]


@pytest.mark.parametrize(("size", "wanted"), [("one-column", 3.5), ("two-column", 7.2), ("slide", 13.33), ((5, 4), 5)])
def test_a_figure_has_the_size_that_was_asked_for(size: object, wanted: float) -> None:
    table = pd.DataFrame({"term": list("甲乙丙"), "n": [3, 2, 1], "per_10k": [3.0, 2.0, 1.0], "DP": [0.1, 0.2, 0.3]})
    width, height = figures.frequency_bars(table, size=size).get_size_inches()  # type: ignore[arg-type]
    assert width == wanted
    if size in ("slide", (5, 4)):
        assert height == {"slide": 7.5, (5, 4): 4}[size]  # type: ignore[index]


def _terms(n: int) -> pd.DataFrame:
    rates = np.linspace(90, 1, n)
    return pd.DataFrame({"term": [f"词语{i}" for i in range(n)], "n": range(n, 0, -1), "per_10k": rates, "DP": 0.5})


def test_the_height_follows_the_rows_unless_it_is_given() -> None:
    few, many = (figures.frequency_bars(_terms(n)).get_size_inches()[1] for n in (10, 40))
    assert 2 < many / few < 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rows_that_have_no_room_are_left_out_and_counted(language: str) -> None:
    figure = figures.frequency_bars(_terms(200), source="某区", size=(5, 4), language=language)  # type: ignore[arg-type]
    kept = len(figure.axes[0].get_yticks())
    assert 10 < kept < 40
    assert figure.get_supxlabel().split("\n") == [tell("figure.left_out", language, n=200 - kept), "某区"]
    assert min(text.get_fontsize() for text in texts(figure)) == SMALLEST
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == [f"词语{i}" for i in range(kept)]


def test_the_terms_nearest_to_no_difference_are_left_out_first() -> None:
    n = 60
    table = pd.DataFrame({
        "term": [f"词{i}" for i in range(n)], "n_target": 9, "n_reference": 3, "p_adjusted": 0.01,
        "log_ratio": np.linspace(3, -3, n), "log_ratio_low": -4.0, "log_ratio_high": 4.0,
    })  # fmt: skip
    (axes,) = figures.keyness_intervals(table, target="plan", reference="review", size=(5, 3)).axes
    names = [label.get_text().split()[0] for label in axes.get_yticklabels()]
    assert names[0] == "词0"
    assert names[-1] == "词59"
    assert "词30" not in names


def test_where_no_row_has_room_one_line_says_so() -> None:
    with pytest.raises(ValueError, match="has no room for a row; give a larger one") as error:
        figures.frequency_bars(_terms(9), title="很长的题目" * 60, size=(2.4, 1.8))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
def test_every_format_shows_the_same_and_saving_moves_nothing(file_format: str) -> None:
    draw, tables, options = drawings(None)["theme_attention"]
    figure = draw(*tables, title=TITLE, size="two-column", **options)
    before = _places(figure)
    figure_bytes(figure, file_format)
    assert _places(figure) == before
    figure.savefig(io.BytesIO(), format=file_format, dpi=72)
    assert _places(figure) == before


def _places(figure: Figure) -> list[tuple[float, ...]]:
    legend = figure.legends[0].get_bbox_to_anchor().transformed(figure.transFigure.inverted())
    return [tuple(np.round(box.bounds, 9)) for box in (*(axes.get_position() for axes in figure.axes), legend)]


def test_a_figure_that_is_changed_is_laid_out_anew() -> None:
    figure = figures.frequency_bars(_terms(10), title="题")
    assert figure.get_layout_engine() is not None
    top = figure.axes[0].get_position().y1
    figure.suptitle("题\n有三行\n高", fontsize=20)
    figure_bytes(figure, "png", dpi=50)
    assert figure.axes[0].get_position().y1 < top - 0.1
    assert clipped(figure) == []
    assert overlapping(figure) == []


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ("a4", "no such size: 'a4'; choose one of one-column, two-column, slide, or give"),
        ((1, 1), "a size of 1 by 1 inches cannot be drawn"),
        ((float("nan"), 3), "cannot be drawn"),
        ((3,), r"the size \(3,\) is not \(width, height\) in inches"),
        (("a", 2), "is not"),
    ],
)
def test_a_wrong_size_is_named(size: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        figures.frequency_bars(_terms(3), size=size)  # type: ignore[arg-type]
