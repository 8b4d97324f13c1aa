"""Figures of many reports, on small made-up tables: what is drawn stands where the table says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn import clipped, overlapping
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_hex

from liwan_analysis import figures
from liwan_analysis.figures.canvas import COLOURS
from liwan_analysis.figures.look import SIZES
from liwan_analysis.lexicons.messages import tell

NONE = float("nan")
YEARS = range(2015, 2025)
THEMES = ["教育", "就业", "能源", "生态环境", "科技创新", "农业农村", "区域合作", "对外开放", "医疗健康", "土地与规划"]
ATTENTION = pd.DataFrame(
    [(year, theme, (10 - n + year % 3) / 60) for year in YEARS for n, theme in enumerate(THEMES)],
    columns=["year", "theme", "share"],
)
PLACES = pd.DataFrame(
    [(place, theme, 0.1 * n) for place in ("甲省", "乙省") for n, theme in enumerate(THEMES[:4], start=1)],
    columns=["place", "theme", "share"],
)
TARGETS = pd.DataFrame(
    [("甲省", 2024, 5.0, NONE, "about", "soft"), ("乙省", 2024, 5.5, NONE, "at_least", "hard"),
     ("丙省", 2024, 5.0, 6.0, "range", "plain"), ("丁省", 2024, 3.0, NONE, "at_most", "plain")],
    columns=["place", "year", "value", "value_max", "bound", "hardness"],
)  # fmt: skip
RANKS = pd.DataFrame(
    [("甲省", "count", 1), ("乙省", "count", 2), ("甲省", "sentence share", 3), ("乙省", "sentence share", 1)],
    columns=["place", "measure", "rank"],
)
REUSE = pd.DataFrame(
    [(year, 0.1 + 0.05 * n, place) for n, place in enumerate(("甲省", "乙省")) for year in YEARS],
    columns=["year", "share_reused", "place"],
)
PROMISES = pd.DataFrame(
    [(2016, 6.5, 7.0, "range", 6.7, "met"), (2017, 6.5, NONE, "about", 6.9, "about"),
     (2018, 6.0, NONE, "at_least", 5.5, "missed"), (2020, 5.0, NONE, "at_most", NONE, "not_reported")],
    columns=["target_year", "target", "target_max", "bound", "result", "verdict"],
)  # fmt: skip
VERDICTS = pd.DataFrame(
    [("地区生产总值", 2016, "met"), ("地区生产总值", 2017, "missed"), ("居民消费价格", 2017, "not_comparable")],
    columns=["indicator", "target_year", "verdict"],
)
SILENCE = pd.DataFrame({"theme": THEMES[:3], "n_followed": [4, 2, 10], "share_silent": [0.75, 0.5, 0.2]})
DRAWN = [
    (figures.attention_lines, ATTENTION), (figures.theme_places, PLACES), (figures.growth_targets, TARGETS),
    (figures.measure_ranks, RANKS), (figures.reuse_lines, REUSE), (figures.promise_ribbon, PROMISES),
    (figures.verdict_map, VERDICTS), (figures.silence_bars, SILENCE),
]  # fmt: skip
every_figure = pytest.mark.parametrize(("draw", "table"), DRAWN, ids=[draw.__name__ for draw, _ in DRAWN])


@every_figure
@pytest.mark.parametrize("size", [None, *SIZES])
def test_nothing_is_clipped_and_nothing_overlaps(draw: Any, table: pd.DataFrame, size: Any) -> None:
    figure = draw(table, title="一句话的发现 A finding in a sentence", source="31 个省份 31 provinces", size=size)
    assert clipped(figure) == []
    assert overlapping(figure) == []


@every_figure
def test_what_cannot_be_drawn_is_said_in_one_line(draw: Any, table: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"nothing to draw$"):
        draw(table.head(0))
    for column in table:
        with pytest.raises(ValueError, match=f"has no column {column}"):
            draw(table.drop(columns=column))


def test_lines_stand_at_their_shares_and_eight_have_a_colour() -> None:
    figure = figures.attention_lines(ATTENTION, language="zh")
    lines = {tuple(line.get_ydata()): to_hex(line.get_color()) for line in figure.axes[0].lines}
    for theme, shares in ATTENTION.groupby("theme")["share"]:
        colour = lines[tuple(100 * shares)]
        assert (colour == COLOURS["faint"].lower()) == (theme in THEMES[8:])
    assert all(line.get_xdata().tolist() == list(YEARS) for line in figure.axes[0].lines)
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names == [*THEMES[:8], tell("figure.other_lines", "zh", n=2)]


def test_shares_reused_are_drawn_in_percent() -> None:
    heights = sorted(line.get_ydata()[0] for line in figures.reuse_lines(REUSE).axes[0].lines)
    assert heights == pytest.approx([10, 15])


def test_cells_are_the_shares_of_places() -> None:
    axes = figures.theme_places(PLACES, language="zh").axes[0]
    (mesh,) = [one for one in axes.collections if isinstance(one, QuadMesh)]
    assert mesh.get_array().reshape(4, 2).tolist() == [[40, 40], [pytest.approx(30)] * 2, [20, 20], [10, 10]]
    assert [label.get_text() for label in axes.get_yticklabels()] == THEMES[3::-1]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["甲省", "乙省"]


def test_targets_have_dots_ranges_and_arrows() -> None:
    axes = figures.growth_targets(TARGETS).axes[0]
    ends = [(line.get_xdata().tolist(), line.get_ydata()[0], to_hex(line.get_color())) for line in axes.lines]
    soft, hard, plain = (COLOURS[name].lower() for name in ("soft", "hard", "plain"))
    assert ends == [([5], 0, soft), ([5.5], 1, hard), ([5], 2, plain), ([5, 6], 2, plain), ([3], 3, plain)]
    arrows = {one.xy: np.sign(one.xyann[0]) for one in axes.texts if one.arrow_patch}
    assert arrows == {(5.5, 1): 1, (3.0, 3): -1}


def test_ranks_stand_on_the_row_of_their_place() -> None:
    axes = figures.measure_ranks(RANKS).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["乙省", "甲省"], "the best mean rank first"
    assert [dots.get_offsets().tolist() for dots in axes.collections[1:]] == [[[2, 0], [1, 1]], [[1, 0], [3, 1]]]


def test_results_have_the_colour_of_the_verdict_and_no_dot_where_there_is_none() -> None:
    axes = figures.promise_ribbon(PROMISES).axes[0]
    dots = [(line.get_xdata()[0], line.get_ydata()[0], to_hex(line.get_color())) for line in axes.lines]
    met, soft, missed = (COLOURS[name].lower() for name in ("met", "soft", "missed"))
    assert dots == [(2016, 6.7, met), (2017, 6.9, soft), (2018, 5.5, missed)]
    arrows = {one.xy: np.sign(one.xyann[1]) for one in axes.texts if one.arrow_patch}
    assert arrows == {(2018, 6.0): 1, (2020, 5.0): -1}


def test_verdicts_have_colour_and_sign() -> None:
    axes = figures.verdict_map(VERDICTS).axes[0]
    assert {text.get_position(): text.get_text() for text in axes.texts} == {(0, 0): "√", (1, 0): "×", (1, 1): "≠"}
    colours = [to_hex(cell.get_facecolor()) for cell in axes.patches]
    assert colours == [COLOURS[name].lower() for name in ("met", "missed", "open")]
