"""A bar equals its cell: what stands in a figure is what stands in its table, at its place and in its colour."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from drawn import overlapping
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.colors import to_hex

from liwan_analysis import figures
from liwan_analysis.figures.canvas import COLOURS
from liwan_analysis.figures.look import choose_look
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.report import Report
from liwan_analysis.terms import term_frequency
from liwan_analysis.words import tokenize

REVIEW, PLAN = COLOURS["review"].lower(), COLOURS["plan"].lower()

Bar = tuple[float, float, float, str]


def bars(axes: Axes) -> list[Bar]:
    """Give each bar as its row, its left end, its length and its colour."""
    return [
        (round(p.get_y() + p.get_height() / 2, 6), p.get_x(), p.get_width(), to_hex(p.get_facecolor()))
        for p in axes.patches
    ]


def row_names(axes: Axes) -> list[str]:
    assert axes.get_yticks().tolist() == list(range(len(axes.get_yticks())))
    low, high = axes.get_ylim()
    assert low > high, "the first row stands at the top"
    return [label.get_text() for label in axes.get_yticklabels()]


def labels(axes: Axes) -> dict[tuple[float, float], str]:
    """Give the labels that stand at a place in the data, as the figure shows them."""
    return {tuple(np.round(text.xy, 6)): text.get_text() for text in axes.texts if hasattr(text, "xy")}


def dots(axes: Axes, number: int = 0) -> PathCollection:
    return [one for one in axes.collections if isinstance(one, PathCollection)][number]


def lines(axes: Axes, number: int = 0) -> list[list[tuple[float, float]]]:
    """Give the ends of a set of lines that were drawn together."""
    drawn = [one for one in axes.collections if isinstance(one, LineCollection)][number]
    return [[tuple(end) for end in segment] for segment in drawn.get_segments()]


def colours(drawn: PathCollection | LineCollection, what: str = "facecolor") -> list[str]:
    return [to_hex(colour) for colour in getattr(drawn, f"get_{what}")()]


PART_NAMES = {part: tell(f"figure.part.{part}") for part in ("review", "plan")}


def legend_of(axes: Axes) -> dict[str, str]:
    (legend,) = axes.figure.legends
    names = [text.get_text() for text in legend.get_texts()]
    shown = [
        handle.get_facecolor() if hasattr(handle, "get_facecolor") else handle.get_color()
        for handle in legend.legend_handles
    ]
    flat = [colour[0] if np.ndim(colour) == 2 else colour for colour in shown]
    return dict(zip(names, map(to_hex, flat), strict=True))


def test_section_lengths_are_bars_of_their_characters() -> None:
    table = pd.DataFrame({
        "section_id": ["review-01", "plan-01", "plan-02"], "part": ["review", "plan", "plan"],
        "heading": ["经济稳中有进", "全力以赴推动产业高质量发展再上新台阶", "民生"],
        "start": [100, 2000, 3500], "end": [1334, 3499, 3507],
    })  # fmt: skip
    (axes,) = figures.section_lengths(table, title="长度").axes
    assert bars(axes) == [(0, 0, 1234, REVIEW), (1, 0, 1499, PLAN), (2, 0, 7, PLAN)]
    assert labels(axes) == {(1234, 0): "1,234", (1499, 1): "1,499", (7, 2): "7"}
    assert row_names(axes) == ["经济稳中有进", "全力以赴推动产业高质量发展再上新…", "民生"]
    assert legend_of(axes) == {PART_NAMES["review"]: REVIEW, PART_NAMES["plan"]: PLAN}


def test_frequency_bars_are_the_frequencies_and_the_dots_their_dispersion(report: Report) -> None:
    table = term_frequency(tokenize(report)).head(20)
    left, right = figures.frequency_bars(table, title="词频").axes
    assert bars(left) == [(i, 0, rate, REVIEW) for i, rate in enumerate(table["per_10k"])]
    shown = [f"{rate:.1f} ({n})" for rate, n in zip(table["per_10k"], table["n"], strict=True)]
    assert [text.get_text() for text in left.texts] == shown
    assert [text.xy for text in left.texts] == [(rate, i) for i, rate in enumerate(table["per_10k"])]
    assert row_names(left) == table["term"].tolist()
    (dispersion,) = right.lines
    assert dispersion.get_xdata().tolist() == table["DP"].tolist()
    assert dispersion.get_ydata().tolist() == list(range(20))
    assert lines(right) == [[(0, i), (dp, i)] for i, dp in enumerate(table["DP"])]
    assert right.get_xlim() == (0, 1)


COUNTS = pd.DataFrame({"hard": [3, 0, 7], "plain": [12, 4, 0], "soft": [1, 0, 2]}, index=["开头", "一", "二"])


def test_stacked_counts_stand_end_to_end() -> None:
    (axes,) = figures.stacked_counts(COUNTS, title="目标", axis_title="个数").axes
    wanted: list[Bar] = []
    for column, before in (("hard", []), ("plain", ["hard"]), ("soft", ["hard", "plain"])):
        left = COUNTS[before].sum(axis=1)
        values = zip(left, COUNTS[column], strict=True)
        wanted += [(i, a, n, COLOURS[column].lower()) for i, (a, n) in enumerate(values)]
    assert bars(axes) == wanted
    written = {(text.get_position(), text.get_text()) for text in axes.texts}
    middles = {((left + n / 2, i), f"{n}") for i, left, n, _ in wanted if n}
    assert written == middles
    assert row_names(axes) == COUNTS.index.tolist()
    assert list(legend_of(axes).values()) == [COLOURS[name].lower() for name in COUNTS]


def test_theme_numbers_are_two_bars_a_theme_the_most_targets_first() -> None:
    table = pd.DataFrame({"theme": ["教育", "就业", "交通"], "n_sentences": [30, 9, 17], "n_targets": [4, 11, 4]})
    (axes,) = figures.theme_numbers(table, title="主题").axes
    assert [name.split()[0] for name in row_names(axes)] == ["就业", "教育", "交通"]
    words = [(i - 0.21, 0, n, COLOURS["faint"].lower()) for i, n in enumerate([9, 30, 17])]
    numbers = [(i + 0.21, 0, n, PLAN) for i, n in enumerate([11, 4, 4])]
    assert bars(axes) == words + numbers
    assert labels(axes) == {(n, i): f"{n}" for i, _, n, _ in words + numbers}


def test_collocate_bars_are_the_scores_of_each_node() -> None:
    tables = {
        "产业": pd.DataFrame({"collocate": ["升级", "集群"], "n": [21, 8], "log_dice": [11.25, 10.5]}),
        "城市": pd.DataFrame({"collocate": ["更新"], "n": [30], "log_dice": [12.0]}),
        "航天": pd.DataFrame({"collocate": [], "n": [], "log_dice": []}),
    }
    for axes, (node, table) in zip(figures.collocate_bars(tables, title="搭配").axes, tables.items(), strict=True):
        assert axes.get_title(loc="left") == node
        assert bars(axes) == [(i, 0, score, REVIEW) for i, score in enumerate(table["log_dice"])]
        assert row_names(axes) == table["collocate"].tolist()
        places = zip(table["log_dice"], table["n"], strict=True)
        assert labels(axes) == {(score, i): f"{n}" for i, (score, n) in enumerate(places)}
        assert axes.get_xlim()[1] > 12.0, "all nodes have one scale"


def test_keyness_dots_and_intervals_stand_at_their_values() -> None:
    table = pd.DataFrame({
        "term": ["回顾", "计划", "开放"], "n_target": [2, 40, 9], "n_reference": [31, 5, 8],
        "log_ratio": [-3.5, 2.75, 0.25], "log_ratio_low": [-5.0, 1.5, -1.0], "log_ratio_high": [-2.0, 4.0, 1.5],
        "p_adjusted": [0.001, 0.049, 0.05],
    })  # fmt: skip
    (axes,) = figures.keyness_intervals(table, target="plan", reference="review", title="关键词").axes
    assert row_names(axes) == ["计划  40:5", "开放  9:8", "回顾  2:31"]
    assert dots(axes).get_offsets().tolist() == [[2.75, 0], [0.25, 1], [-3.5, 2]]
    assert lines(axes) == [[(1.5, 0), (4.0, 0)], [(-1.0, 1), (1.5, 1)], [(-5.0, 2), (-2.0, 2)]]
    assert colours(dots(axes), "edgecolor") == [PLAN, PLAN, REVIEW]
    assert colours(dots(axes)) == [PLAN, "#ffffff", REVIEW], "a hollow dot is no significant difference"
    assert legend_of(axes) == {
        "多见于计划 more in plan": PLAN,
        "多见于回顾 more in review": REVIEW,
        "校正后 p ≥ 0.05 adjusted p ≥ 0.05": "#555555",
    }


SHARES = pd.DataFrame({
    "theme": ["教育", "就业", "交通", "国防"] * 2, "theme_en": ["Education", "Labor", "Transport", "Defense"] * 2,
    "part": ["review"] * 4 + ["plan"] * 4,
    "share": [0.3, 0.1, 0.6, 0.0, 0.2, 0.5, 0.3, 0.0],
    "share_low": [0.2, 0.05, 0.5, 0.0, 0.1, 0.4, np.nan, 0.0],
    "share_high": [0.4, 0.15, 0.7, 0.0, 0.3, 0.6, np.nan, 0.0],
})  # fmt: skip


def test_attention_dots_and_intervals_stand_at_their_shares() -> None:
    (axes,) = figures.attention_dumbbell(SHARES, title="注意力").axes
    assert [name.split()[0] for name in row_names(axes)] == ["就业", "交通", "教育"], "the most of the plan first"
    drawn = {0: ("review", -0.17, [10, 60, 30]), 1: ("plan", 0.17, [50, 30, 20])}
    for number, (part, shift, shares) in drawn.items():
        places = [[share, round(i + shift, 6)] for i, share in enumerate(shares)]
        assert np.round(dots(axes, number).get_offsets(), 6).tolist() == places
        assert set(colours(dots(axes, number))) == {COLOURS[part].lower()}
    ends = [[round(float(x), 6) for x, _ in line] for line in lines(axes)]
    assert ends == [[5, 15], [50, 70], [20, 40]]
    ends = [[round(float(x), 6) for x, _ in line] for line in lines(axes, 1)]
    assert ends[0::2] == [[40, 60], [10, 30]]
    assert np.isnan(ends[1]).all(), "where there is no interval none is drawn"
    legend = legend_of(axes)
    shaded = legend.pop(tell("figure.largest_interval"))
    assert legend == {PART_NAMES["review"]: REVIEW, PART_NAMES["plan"]: PLAN}
    assert shaded not in (REVIEW, PLAN)
    bands = {to_hex(p.get_facecolor()): (round(p.get_x(), 6), round(p.get_width(), 6)) for p in axes.patches}
    assert bands == {REVIEW: (50, 20), PLAN: (40, 20)}, "the interval of the largest share of each part is shaded"


def test_two_reports_have_the_colours_of_the_parts_in_order() -> None:
    table = SHARES.replace({"review": "甲区 2023", "plan": "乙区 2024"})
    (axes,) = figures.attention_dumbbell(table, title="注意力").axes
    names = list(legend_of(axes))[:2]
    assert sorted(legend_of(axes)[name] for name in names) == sorted([REVIEW, PLAN])
    for number, name in enumerate(names):
        of_report = table[table["part"] == name].set_index("theme")["share"]
        order = [row.split()[0] for row in row_names(axes)]
        assert dots(axes, number).get_offsets()[:, 0].tolist() == pytest.approx([100 * of_report[t] for t in order])


def test_cells_of_the_heat_map_are_shares_of_their_section() -> None:
    counts = pd.DataFrame([[3, 0, 0], [1, 9, 0], [0, 1, 0]], index=["教育", "就业", "交通"], columns=["一", "二", "三"])
    axes = figures.theme_heatmap(counts, title="主题").axes[0]
    (mesh,) = [one for one in axes.collections if isinstance(one, QuadMesh)]
    assert mesh.get_array().reshape(3, 3).tolist() == [[75, 0, 0], [25, 90, 0], [0, 10, 0]]
    assert mesh.get_clim() == (0, 100)
    written = {text.get_position(): text.get_text() for text in axes.texts}
    assert written == {(0, 0): "75", (0, 1): "25", (1, 1): "90", (1, 2): "10"}
    assert row_names(axes) == [
        "教育  Education",
        "就业  Employment and labour",
        "交通",
    ]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["一", "二", "三"]


LEDGER = pd.DataFrame({
    "indicator": ["固定资产投资", "学位", "地区生产总值", "旧路"], "change_pct": [3.65, -50.0, 100.0, -100.0],
    "actual": [540.3, 3200.0, 62660.98, 12.0], "target": [560.0, 1600.0, 125321.96, 0.0],
    "unit": ["亿元", "个", "亿元", "条"],
})  # fmt: skip


def test_changes_stand_at_their_ratio_and_are_written_beside_it() -> None:
    (axes,) = figures.ledger_changes(LEDGER, title="变化").axes
    assert row_names(axes) == ["地区生产总值", "固定资产投资", "学位", "旧路"], "the largest growth first"
    places = [1.0, np.log2(1.0365), -1.0, np.log2(0.05)]  # the scale of ratios has no place for -100 %
    assert dots(axes, 0).get_offsets().tolist() == [[0, i] for i in range(4)]
    assert dots(axes, 1).get_offsets()[:, 0].tolist() == pytest.approx(places)
    assert colours(dots(axes, 0)) == [REVIEW]
    assert colours(dots(axes, 1)) == [PLAN]
    assert [line[1][0] for line in lines(axes)] == pytest.approx(places)
    assert [(text.xy[1], text.get_text()) for text in axes.texts] == [
        (0, "+100.0%   62660.98 → 125321.96 亿元"),
        (1, "+3.6%   540.3 → 560 亿元"),
        (2, "-50.0%   3200 → 1600 个"),
        (3, "-100.0%   12 → 0 条"),
    ]
    ticks = dict(zip([label.get_text() for label in axes.get_xticklabels()], axes.get_xticks(), strict=True))
    assert (ticks["0"], ticks["+100%"], ticks["-50%"]) == (0, 1, -1)


HEADLINES = pd.DataFrame({
    "indicator": ["地区生产总值", "空气质量PM2.5达标率和地表水水质优良率、城市居民收入"],
    "target": ["5%以上", "空气质量PM2.5达标率和地表水水质优良率均完成市下达的目标任务"],
    "wording": [None, "确保"], "hardness": ["hard", "plain"], "last_year": [4.8, np.nan],
})  # fmt: skip


def test_the_headline_table_shows_every_cell_whole_and_in_its_column() -> None:
    (axes,) = figures.headline_table(HEADLINES, title="主要预期目标").axes
    by_column: dict[float, list[str]] = {}
    for text in sorted(axes.texts, key=lambda text: text.get_position()[1]):
        by_column.setdefault(text.get_position()[0], []).append(text.get_text().replace("\n", ""))
    columns = [by_column[x] for x in sorted(by_column)]
    assert [column[0][:2] for column in columns] == ["指标", "目标", "措辞", "硬度", "上年"]
    assert [column[1:] for column in columns] == [
        HEADLINES["indicator"].tolist(),
        HEADLINES["target"].tolist(),
        ["—", "确保"],
        ["硬 hard", "平 plain"],
        ["4.8", "—"],
    ]


def strokes(axes: Axes) -> dict[tuple[int, str], list[float]]:
    """Give the places of the upright strokes, by row and colour."""
    found: dict[tuple[int, str], list[float]] = {}
    for line in axes.lines:
        x, y = np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)
        if np.isnan(y).any():
            assert x[0::3].tolist() == x[1::3].tolist()
            row = (y[0] + y[1]) / 2
            found.setdefault((round(row), to_hex(line.get_color())), []).extend(x[0::3].tolist())
    return found


def test_every_occurrence_is_a_stroke_at_its_place() -> None:
    positions = pd.DataFrame({
        "term": ["产业"] * 3 + ["城市"] * 2, "start": [5, 120, 300, 40, 310],
        "part": ["front", "review", "plan", "review", "plan"],
    })  # fmt: skip
    borders = pd.DataFrame({"start": [0, 100, 250]})
    (axes,) = figures.dispersion_plot(positions, borders, length=400, title="分布").axes
    grey = COLOURS["front"].lower()
    assert strokes(axes) == {(0, grey): [5], (0, REVIEW): [120], (0, PLAN): [300], (1, REVIEW): [40], (1, PLAN): [310]}
    assert row_names(axes) == ["产业  (3)", "城市  (2)"]
    at_borders = [line.get_xdata()[0] for line in axes.lines if to_hex(line.get_color()) == "#dddddd"]
    assert at_borders == borders["start"].tolist()
    assert legend_of(axes) == {PART_NAMES["review"]: REVIEW, PART_NAMES["plan"]: PLAN, "其他 other": grey}


def test_every_repair_is_a_stroke_in_the_colour_of_its_certainty(report: Report) -> None:
    repairs = report.repairs
    (axes,) = figures.repair_map(repairs, report.parts, title="修复").axes
    rules = repairs["rule"].value_counts()
    assert row_names(axes) == [f"{tell(f'figure.rule.{rule}')}  ({n:,})" for rule, n in rules.items()]
    found = strokes(axes)
    for (rule, certainty), chosen in repairs.groupby(["rule", "certainty"]):
        assert found.pop((rules.index.get_loc(rule), COLOURS[certainty].lower())) == chosen["start"].tolist()
    assert found == {}


def test_the_words_of_the_cloud_are_those_of_the_table(report: Report) -> None:
    table = term_frequency(tokenize(report)).head(90)
    frequencies = dict(zip(table["term"], table["per_10k"], strict=True))
    (axes,) = figures.word_cloud(frequencies, title="词云").axes
    sizes = {text.get_text(): text.get_fontsize() for text in axes.texts}
    assert set(sizes) == set(frequencies)
    assert len(axes.texts) == len(frequencies)
    in_order = [sizes[term] for term in table["term"]]
    assert in_order == sorted(in_order, reverse=True), "the more frequent word is never the smaller one"


def test_a_word_of_the_cloud_has_the_colour_of_its_group() -> None:
    words = {"项目": 9.0, "排名": 6.0, "招商": 4.0, "学校": 2.0}
    groups = {"排名": "review", "招商": "plan", "学校": "教育"}
    (axes,) = figures.word_cloud(words, groups=groups, title="词云").axes
    colours_of = {text.get_text(): to_hex(text.get_color()) for text in axes.texts}
    legend = legend_of(axes)
    assert colours_of["排名"] == REVIEW == legend[tell("figure.cloud.review")]
    assert colours_of["招商"] == PLAN == legend[tell("figure.cloud.plan")]
    assert colours_of["学校"] == legend["教育  Education"]
    assert colours_of["项目"] == legend[tell("figure.cloud.other")]
    assert len(set(colours_of.values())) == 4


def test_without_groups_the_cloud_has_one_colour_and_no_legend() -> None:
    figure = figures.word_cloud({"项目": 9.0, "排名": 6.0})
    assert {to_hex(text.get_color()) for text in figure.axes[0].texts} == {REVIEW}
    assert figure.legends == []


def test_nodes_whose_names_would_lie_over_one_another_are_moved_apart() -> None:
    n = 12
    nodes = pd.DataFrame({
        "term": [f"词语{i}" for i in range(n)], "n": 9, "community": 0, "x": [0.5] * (n - 2) + [0.0, 1.0], "y": 0.5,
    })  # fmt: skip
    edges = pd.DataFrame({"source": [], "target": [], "log_dice": []})
    figure = figures.term_network(nodes, edges, title="网络", size="one-column")
    assert len(figure.axes[0].texts) == n
    assert overlapping(figure) == []


def test_the_network_draws_every_node_and_edge() -> None:
    nodes = pd.DataFrame({
        "term": ["甲", "乙", "丙"], "n": [40, 20, 10], "community": [0, 0, 1],
        "x": [0.0, 1.0, 2.0], "y": [0.0, 2.0, 1.0],
    })  # fmt: skip
    edges = pd.DataFrame({"source": ["甲", "乙"], "target": ["乙", "丙"], "log_dice": [12.0, 6.0]})
    (axes,) = figures.term_network(nodes, edges, title="网络").axes
    (x0, y0), (x1, y1), (x2, y2) = drawn = dots(axes).get_offsets().tolist()
    assert x0 < x1 < x2, "each stands where the table puts it, stretched over the drawing"
    assert y0 < y2 < y1
    assert (x1 - x0, y2 - y0) == pytest.approx(((x2 - x0) / 2, (y1 - y0) / 2))
    scale = (choose_look(width=8.6).base / 9.5) ** 2
    assert dots(axes).get_sizes().tolist() == pytest.approx([scale * size for size in (960.0, 510.0, 285.0)])
    assert [text.get_text() for text in axes.texts] == ["甲", "乙", "丙"]
    assert [list(text.xy) for text in axes.texts] == drawn
    assert [line.get_xydata().tolist() for line in axes.lines] == [drawn[:2], drawn[1:]]
    assert [line.get_linewidth() for line in axes.lines] == pytest.approx([2.0 * scale**0.5, 1.2 * scale**0.5])
    red, blue = colours(dots(axes))[0], colours(dots(axes))[2]
    assert colours(dots(axes)) == [red, red, blue]
    assert red != blue
