"""One function a figure. Each draws what its table shows, and nothing that the table does not hold.

Every function takes the table first and requires a title, which says the finding; `source` is the footnote. Each gives
a matplotlib Figure that stands alone: no pyplot, no global state. Numbers are drawn as the table has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from liwan_analysis.figures.canvas import COLOURS, CYCLE, FONT_PATH, house_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "attention_dumbbell",
    "collocate_bars",
    "dispersion_plot",
    "frequency_bars",
    "headline_table",
    "keyness_intervals",
    "ledger_changes",
    "repair_map",
    "section_lengths",
    "stacked_counts",
    "term_network",
    "theme_heatmap",
    "theme_numbers",
    "word_cloud",
]

PART_NAMES = {
    "front": "开头 front",
    "review": "回顾 review",
    "plan": "计划 plan",
    "closing": "结语 closing",
    "glossary": "名词解释 glossary",
}
HARDNESS_NAMES = {"hard": "硬 hard", "plain": "平 plain", "soft": "软 soft"}
HEADLINE_NAMES = {
    "indicator": "指标 Indicator",
    "target": "目标 Target",
    "wording": "措辞 Wording",
    "hardness": "硬度 Hardness",
    "last_year": "上年 Last year",
}
CERTAINTY_NAMES = {"certain": "确定 certain", "inferred": "推断 inferred", "unknown": "未知 unknown"}

_Draw = TypeVar("_Draw", bound=Callable[..., "Figure"])


def _in_house_style(draw: _Draw) -> _Draw:
    @wraps(draw)
    def wrapped(*args: Any, **kwargs: Any) -> Figure:
        with house_style():
            figure = draw(*args, **kwargs)
            for _ in range(2):  # the first layout makes room for labels by what the second one needs
                figure.draw_without_rendering()
            figure.set_layout_engine(None)  # laid out once, so that every format shows the same
            return figure

    return wrapped  # type: ignore[return-value]


def _canvas(title: str, source: str, *, width: float = 8.0, height: float = 4.5) -> tuple[Figure, Axes]:
    """Open a figure with its title above and its source below, both at the left edge."""
    from matplotlib.figure import Figure

    if not title.strip():
        raise ValueError("a figure needs a title that says what it shows")
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(_wrap(title, width), x=0.01, ha="left", fontsize=12, color=COLOURS["ink"])
    if source:
        figure.supxlabel(_wrap(source, width * 1.35), x=0.01, ha="left", fontsize=7.5, color="#666666")
    return figure, axes


def _wrap(text: str, width: float) -> str:
    """Break a line behind a space or a mark where it would leave the figure; a Chinese character counts two."""
    limit = int(width * 11.5)
    lines, line = [], ""
    for piece in re.findall(r"[^ 、，；：]*[ 、，；：]?", text):
        if line and _width(line + piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while _width(line.rstrip()) > limit:
            cut = next(i for i in range(len(line), 0, -1) if _width(line[:i]) <= limit)
            lines.append(line[:cut])
            line = line[cut:]
    return "\n".join([*lines, line.rstrip()])


def _bar_height(n: int, *, least: float = 2.2, each: float = 0.27) -> float:
    return max(least, 1.25 + each * n)


def _labels(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def _need(table: pd.DataFrame, *columns: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"the table has no column {', '.join(missing)}")
    if table.empty:
        raise ValueError("the table is empty: there is nothing to draw")


@_in_house_style
def section_lengths(sections: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Bars of section lengths in characters, review and plan in their colours."""
    _need(sections, "section_id", "part", "heading", "start", "end")
    figure, axes = _canvas(title, source, height=_bar_height(len(sections)))
    lengths = sections["end"] - sections["start"]
    axes.barh(range(len(sections)), lengths, color=[COLOURS[part] for part in sections["part"]], height=0.7)
    names = [f"{heading[:16]}{'…' if len(heading) > 16 else ''}" for heading in sections["heading"]]
    _labels(axes, names)
    for i, length in enumerate(lengths):
        axes.annotate(f"{length:,}", (length, i), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_xlabel("字数 Characters")
    axes.margins(x=0.08)
    _part_legend(axes, list(dict.fromkeys(sections["part"])))
    return figure


def _part_legend(axes: Axes, parts: list[str], *, loc: str = "lower right") -> None:
    from matplotlib.patches import Patch

    handles = [Patch(color=COLOURS[part], label=PART_NAMES[part]) for part in parts]
    axes.legend(handles=handles, loc=loc)  # type: ignore[call-overload]


@_in_house_style
def repair_map(repairs: pd.DataFrame, parts: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Where in the report the repairs lie: one row a kind of step, one stroke a step, parts as bands."""
    _need(repairs, "rule", "certainty", "start")
    rules = list(repairs["rule"].value_counts().index)
    figure, axes = _canvas(title, source, height=_bar_height(len(rules), least=2.8, each=0.42))
    for number, part in enumerate(parts.itertuples()):
        axes.axvspan(part.start, part.end, color="#F3F3F3" if number % 2 else "white", zorder=0)
        if part.end - part.start > 0.03 * parts["end"].max():
            axes.text(
                (part.start + part.end) / 2,
                -0.75,
                PART_NAMES[part.part],
                ha="center",
                va="bottom",
                fontsize=8,
                color="#555555",
            )
    for row, rule in enumerate(rules):
        for certainty in CERTAINTY_NAMES:
            chosen = repairs[(repairs["rule"] == rule) & (repairs["certainty"] == certainty)]
            if len(chosen):
                wide = 2.2 if certainty == "unknown" else 0.5
                _strokes(axes, chosen["start"], row, 0.32, color=COLOURS[certainty], linewidth=wide)
    counts = repairs["rule"].value_counts()
    _labels(axes, [f"{rule}  ({counts[rule]:,})" for rule in rules])
    axes.set_ylim(len(rules) - 0.4, -0.8)
    length = parts["end"].max()
    axes.set_xlim(-0.01 * length, 1.01 * length)  # what was taken out stands at the very ends
    axes.set_xlabel("在文中的位置（字） Place in the text (characters)")
    _colour_legend(
        axes,
        {name: COLOURS[key] for key, name in CERTAINTY_NAMES.items() if (repairs["certainty"] == key).any()},
        above=1.09,
    )
    return figure


def _strokes(axes: Axes, places: pd.Series, row: int, half: float, *, color: str, linewidth: float) -> None:
    """Draw upright strokes in one row as one broken line: thousands stay small in a vector file."""
    x = np.repeat(places.to_numpy(float), 3)
    y = np.tile([row - half, row + half, np.nan], len(places))
    axes.plot(x, y, color=color, linewidth=linewidth, solid_capstyle="butt")


def _colour_legend(axes: Axes, colours: Mapping[str, str], *, above: float = 1.02) -> None:
    """Add a legend above the axes at the right, where it can cover nothing."""
    from matplotlib.patches import Patch

    handles = [Patch(color=colour, label=name) for name, colour in colours.items()]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1.0, above), ncols=len(handles), borderaxespad=0)


@_in_house_style
def frequency_bars(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Relative frequency of terms as bars, with the dispersion DP of each beside it (0 even, 1 clumped)."""
    from matplotlib.figure import Figure

    _need(table, "term", "n", "per_10k", "DP")
    height = _bar_height(len(table))
    figure = Figure(figsize=(8.0, height), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=[3, 1.3], sharey=True)
    figure.suptitle(_wrap(title, 8.0), x=0.01, ha="left", fontsize=12, color=COLOURS["ink"])
    if source:
        figure.supxlabel(_wrap(source, 8.0 * 1.35), x=0.01, ha="left", fontsize=7.5, color="#666666")
    rows = range(len(table))
    left.barh(rows, table["per_10k"], color=COLOURS["review"], height=0.7)
    for i, (rate, n) in enumerate(zip(table["per_10k"], table["n"], strict=True)):
        left.annotate(
            f"{rate:.1f} ({n})", (rate, i), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8
        )
    _labels(left, list(table["term"]))
    left.margins(x=0.14)
    left.set_xlabel("词频 Frequency（每万词 per 10,000 tokens；次数 n）")
    right.hlines(rows, 0, table["DP"], color=COLOURS["faint"], linewidth=1.2)
    right.plot(table["DP"], rows, "o", color=COLOURS["plan"], markersize=5)
    right.set_xlim(0, 1)
    right.tick_params(axis="y", length=0)
    right.set_xlabel("分布 DP（0 均匀 even – 1 集中）")
    right.grid(axis="x")
    return figure


@_in_house_style
def keyness_intervals(table: pd.DataFrame, *, target: str, reference: str, title: str, source: str = "") -> Figure:
    """Log Ratio with its 95 % interval, both directions in one figure; a hollow dot is no significant difference."""
    _need(table, "term", "n_target", "n_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "p_adjusted")
    table = table.sort_values("log_ratio", ascending=False, kind="stable", ignore_index=True)
    figure, axes = _canvas(title, source, height=_bar_height(len(table)))
    colours = [COLOURS["plan"] if value > 0 else COLOURS["review"] for value in table["log_ratio"]]
    rows = range(len(table))
    axes.hlines(rows, table["log_ratio_low"], table["log_ratio_high"], color=colours, linewidth=1.6, alpha=0.55)
    inside = [colour if p < 0.05 else "white" for colour, p in zip(colours, table["p_adjusted"], strict=True)]
    axes.scatter(table["log_ratio"], rows, facecolor=inside, edgecolor=colours, s=26, zorder=3)
    axes.axvline(0, color="#555555", linewidth=0.9)
    _labels(
        axes, [f"{t}  {a}:{b}" for t, a, b in zip(table["term"], table["n_target"], table["n_reference"], strict=True)]
    )
    axes.grid(axis="x")
    axes.set_xlabel("Log Ratio（线为 95% 区间 interval；空心 hollow：校正后 adjusted p ≥ 0.05）")
    for side, place, text in (("left", 0, f"← {reference}"), ("right", 1, f"{target} →")):
        axes.text(place, 1.005, text, ha=side, va="bottom", transform=axes.transAxes, fontsize=9, color="#555555")
    axes.set_ylabel(f"词 Term   {target} : {reference}")
    return figure


@_in_house_style
def dispersion_plot(
    positions: pd.DataFrame, borders: pd.DataFrame, *, length: int, title: str, source: str = ""
) -> Figure:
    """Where in the report terms stand: one row a term, one stroke an occurrence, section borders in grey."""
    _need(positions, "term", "start", "part")
    terms = list(dict.fromkeys(positions["term"]))
    figure, axes = _canvas(title, source, height=_bar_height(len(terms), least=2.6, each=0.36))
    for border in borders["start"]:
        axes.axvline(border, color="#DDDDDD", linewidth=0.8, zorder=0)
    for row, term in enumerate(terms):
        for part, chosen in positions[positions["term"] == term].groupby("part"):
            _strokes(axes, chosen["start"], row, 0.36, color=COLOURS.get(part, COLOURS["front"]), linewidth=1.0)
    counts = positions["term"].value_counts()
    _labels(axes, [f"{term}  ({counts[term]})" for term in terms])
    axes.set_xlim(0, 1.005 * length)
    axes.set_xlabel("在文中的位置（字；灰线为各部分开头） Place in the text (characters; grey: section borders)")
    found = [part for part in ("review", "plan", "front", "closing") if (positions["part"] == part).any()]
    names = {part: PART_NAMES[part] if part in ("review", "plan") else "其他 other" for part in found}
    _colour_legend(axes, {name: COLOURS[part] for part, name in names.items()})
    return figure


@_in_house_style
def collocate_bars(tables: Mapping[str, pd.DataFrame], *, title: str, source: str = "") -> Figure:
    """The strongest collocates of a few nodes, side by side, by logDice, with their counts."""
    from matplotlib.figure import Figure

    if not tables:
        raise ValueError("no node was given: there is nothing to draw")
    n = max(len(table) for table in tables.values())
    figure = Figure(figsize=(8.6, _bar_height(n)), layout="constrained")
    all_axes = np.atleast_1d(figure.subplots(1, len(tables)))
    figure.suptitle(_wrap(title, 8.6), x=0.01, ha="left", fontsize=12, color=COLOURS["ink"])
    if source:
        figure.supxlabel(_wrap(source, 8.6 * 1.35), x=0.01, ha="left", fontsize=7.5, color="#666666")
    highest = max((table["log_dice"].max() for table in tables.values() if len(table)), default=14.0)
    for axes, (node, table) in zip(all_axes, tables.items(), strict=True):
        axes.barh(range(len(table)), table["log_dice"], color=COLOURS["review"], height=0.68)
        for i, (score, count) in enumerate(zip(table["log_dice"], table["n"], strict=True)):
            axes.annotate(f"{count}", (score, i), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_yticks(range(len(table)), list(table["collocate"]))
        axes.set_ylim(n - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, highest * 1.12)
        axes.set_title(f"{node}", fontsize=10.5)
        axes.set_xlabel("logDice（同现次数 n）")
    return figure


@_in_house_style
def word_cloud(frequencies: Mapping[str, float], *, title: str, source: str = "", seed: int = 20240227) -> Figure:
    """A seeded word cloud, its words drawn as text; its words and numbers belong in a table beside it."""
    from wordcloud import WordCloud

    if not frequencies:
        raise ValueError("no words were given: there is nothing to draw")
    width, height = 800, 400
    cloud = WordCloud(
        font_path=str(FONT_PATH),
        width=width,
        height=height,
        random_state=seed,
        prefer_horizontal=1.0,
        margin=4,
        relative_scaling=0.5,
        max_font_size=110,
    ).generate_from_frequencies(dict(frequencies))
    figure, axes = _canvas(title, source, height=4.9)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_aspect("equal")
    points_a_pixel = 7.7 * 72 / width
    for (word, _), size, (row, column), _, _ in cloud.layout_:
        colour = CYCLE[sum(map(ord, word)) % 4]
        axes.text(column, row, word, fontsize=size * points_a_pixel, color=colour, ha="left", va="top", linespacing=1)
    axes.set_axis_off()
    return figure


@_in_house_style
def attention_dumbbell(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Each theme's share of attention in two parts (review and plan, or two reports), with bootstrap intervals."""
    _need(table, "theme", "theme_en", "part", "share", "share_low", "share_high")
    wide = table.pivot(index=["theme", "theme_en"], columns="part", values=["share", "share_low", "share_high"])
    parts = sorted(table["part"].unique(), key=lambda part: (part == "plan", part != "review"))
    wide = wide[(wide["share"] > 0).any(axis=1)].fillna(0.0)
    wide = wide.sort_values(("share", parts[-1]), ascending=False, kind="stable")
    figure, axes = _canvas(title, source, height=_bar_height(len(wide), each=0.36))
    for number, part in enumerate(parts):
        colour = COLOURS.get(part, COLOURS["review" if number == 0 else "plan"])
        rows = np.arange(len(wide)) + (0.26 * number - 0.13 if len(parts) > 1 else 0)
        low, high, share = (100 * wide[(name, part)] for name in ("share_low", "share_high", "share"))
        axes.hlines(rows, low, high, color=colour, alpha=0.45, linewidth=2)
        axes.scatter(share, rows, color=colour, s=28, zorder=3, label=PART_NAMES.get(part, part))
    _labels(axes, [fill(f"{theme}  {english}", 48, subsequent_indent="    ") for theme, english in wide.index])
    axes.set_xlim(left=0)
    axes.grid(axis="x")
    axes.set_xlabel("注意力份额 Attention share（%）")
    axes.legend(loc="lower right")
    return figure


@_in_house_style
def theme_heatmap(counts: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Where each theme lives: rows are themes, columns sections, a cell the share of the section's sentences."""
    if counts.empty:
        raise ValueError("the table is empty: there is nothing to draw")
    shares = 100 * counts / counts.sum(axis=0).replace(0, np.nan)
    figure, axes = _canvas(title, source, width=9.0, height=_bar_height(len(counts), each=0.33) + 0.5)
    places = np.arange(counts.shape[1]), np.arange(counts.shape[0])
    image = axes.pcolormesh(
        *places, shares.fillna(0).to_numpy(float), cmap="Blues", vmin=0, vmax=100, edgecolors="white", linewidth=0.6
    )
    _labels(axes, list(counts.index))
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xticks(
        range(counts.shape[1]), list(counts.columns), rotation=90 if counts.shape[1] > 12 else 45, ha="center"
    )
    for row in range(len(counts)):
        for column in range(counts.shape[1]):
            share = shares.iat[row, column]
            if share >= 10:
                axes.text(
                    column,
                    row,
                    f"{share:.0f}",
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color="white" if share > 55 else COLOURS["ink"],
                )
    axes.set_xlabel("节 Section")
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.colorbar(image, ax=axes, shrink=0.7, pad=0.01, label="占该节句子 % of the section's sentences")
    return figure


@_in_house_style
def theme_numbers(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Themes by attention in the plan (x) and by targets with a number (y): who gets words, who gets numbers."""
    _need(table, "theme", "n_sentences", "n_targets")
    table = table.sort_values(["n_targets", "n_sentences"], ascending=False, kind="stable", ignore_index=True)
    figure, axes = _canvas(title, source, height=_bar_height(len(table), each=0.36))
    rows = np.arange(len(table))
    axes.barh(
        rows - 0.19,
        table["n_sentences"],
        height=0.36,
        color=COLOURS["faint"],
        label="计划中的句子 sentences in the plan",
    )
    axes.barh(
        rows + 0.19, table["n_targets"], height=0.36, color=COLOURS["plan"], label="有数字的目标 targets with a number"
    )
    for i, (a, b) in enumerate(zip(table["n_sentences"], table["n_targets"], strict=True)):
        axes.annotate(f"{a}", (a, i - 0.19), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7.5)
        axes.annotate(f"{b}", (b, i + 0.19), xytext=(3, 0), textcoords="offset points", va="center", fontsize=7.5)
    _labels(axes, list(table["theme"]))
    axes.set_xlabel("个数 Count")
    axes.legend(loc="lower right")
    return figure


@_in_house_style
def stacked_counts(counts: pd.DataFrame, *, title: str, axis_title: str, source: str = "") -> Figure:
    """Targets by section and hardness: one bar a row of the table, one colour a column (hard, plain, soft)."""
    if counts.empty:
        raise ValueError("the table is empty: there is nothing to draw")
    figure, axes = _canvas(title, source, height=_bar_height(len(counts), each=0.34))
    left = np.zeros(len(counts))
    for column in [name for name in ("hard", "plain", "soft") if name in counts.columns]:
        values = counts[column].to_numpy(float)
        axes.barh(
            range(len(counts)), values, left=left, color=COLOURS[column], height=0.7, label=HARDNESS_NAMES[column]
        )
        for i, value in enumerate(values):
            if value:
                axes.text(left[i] + value / 2, i, f"{value:.0f}", ha="center", va="center", fontsize=8, color="white")
        left = left + values
    _labels(axes, [str(name) for name in counts.index])
    axes.set_xlabel(axis_title)
    axes.legend(loc="lower right")
    return figure


@_in_house_style
def headline_table(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """The headline targets as a readable table: indicator, what is promised, bound, wording, last year's result."""
    _need(table, *HEADLINE_NAMES)
    table = table[list(HEADLINE_NAMES)].rename(columns=HEADLINE_NAMES)
    columns = list(table.columns)
    wrapped = [
        [_wrap(_show(value), 2.2 if name == columns[1] else 1.6) for name, value in zip(columns, row, strict=True)]
        for row in table.itertuples(index=False)
    ]
    heights = [max(cell.count("\n") + 1 for cell in row) for row in wrapped]
    figure, axes = _canvas(title, source, width=8.6, height=1.3 + 0.3 * sum(heights) + 0.3)
    axes.set_axis_off()
    weights = np.array(
        [
            max(_width(name), *(max(map(_width, row[i].split("\n"))) for row in wrapped))
            for i, name in enumerate(columns)
        ],
        float,
    )
    edges = np.concatenate([[0.0], np.cumsum((weights + 3) / (weights + 3).sum())])
    axes.set_xlim(0, 1)
    axes.set_ylim(sum(heights) + 1.2, 0)
    for i, name in enumerate(columns):
        axes.text(edges[i], 0.5, name, va="center", fontsize=9, color="#666666")
    axes.axhline(1.0, color="#555555", linewidth=1.0)
    y = 1.1
    for row, height in zip(wrapped, heights, strict=True):
        for i, cell in enumerate(row):
            axes.text(edges[i], y + height / 2, cell, va="center", fontsize=9.5, linespacing=1.25, color=COLOURS["ink"])
        y += height
        axes.axhline(y, color="#DDDDDD", linewidth=0.6)
    return figure


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _show(value: object) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return "—"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


CHANGE_TICKS = [-90, -75, -50, -25, 0, 50, 100, 200, 400, 900, 1900]


@_in_house_style
def ledger_changes(table: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Change from last year's result to this year's target, in percent, one row an indicator that can be compared.

    The scale is that of ratios, so that doubling and halving are equally far from no change.
    """
    _need(table, "indicator", "change_pct", "actual", "target", "unit")
    table = table.sort_values("change_pct", ascending=False, kind="stable", ignore_index=True)
    figure, axes = _canvas(title, source, height=_bar_height(len(table), each=0.34))
    rows = np.arange(len(table))
    place = np.log2(1 + np.maximum(table["change_pct"].to_numpy(float), -95) / 100)
    axes.axvline(0, color="#555555", linewidth=0.9)
    axes.hlines(rows, 0, place, color=COLOURS["faint"], linewidth=2)
    axes.scatter(np.zeros(len(table)), rows, color=COLOURS["review"], s=26, zorder=3, label="上年结果 last year")
    axes.scatter(place, rows, color=COLOURS["plan"], s=30, zorder=3, label="今年目标 target")
    for i, row in enumerate(table.itertuples()):
        side = 1 if row.change_pct >= 0 else -1
        axes.annotate(
            f"{row.change_pct:+.1f}%   {_show(row.actual)} → {_show(row.target)} {row.unit}",
            (place[i], i),
            xytext=(8 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8,
        )
    low, high = min(place.min(), 0.0), max(place.max(), 0.0)
    room = 0.6 * max(high - low, 0.2)
    axes.set_xlim(low - (room if low < 0 else 0.1), high + room)
    shown = [tick for tick in CHANGE_TICKS if low - 0.2 <= np.log2(1 + tick / 100) <= high + 0.2]
    axes.set_xticks([np.log2(1 + tick / 100) for tick in shown], [f"{tick:+d}%" if tick else "0" for tick in shown])
    _labels(axes, list(table["indicator"]))
    axes.grid(axis="x")
    axes.set_xlabel("与上年结果相比 Change against last year's result（%，比例尺度 ratio scale）")
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.02), ncols=2, borderaxespad=0)
    return figure


@_in_house_style
def term_network(nodes: pd.DataFrame, edges: pd.DataFrame, *, title: str, source: str = "") -> Figure:
    """Terms that occur together: place and colour by community, size by frequency, lines by logDice."""
    _need(nodes, "term", "x", "y", "n", "community")
    figure, axes = _canvas(title, source, width=8.6, height=6.6)
    place = nodes.set_index("term")[["x", "y"]]
    strongest = edges["log_dice"].max() if len(edges) else 1.0
    for edge in edges.itertuples():
        a, b = place.loc[edge.source], place.loc[edge.target]
        axes.plot(
            [a.x, b.x], [a.y, b.y], color=COLOURS["faint"], linewidth=0.4 + 1.6 * edge.log_dice / strongest, zorder=1
        )
    sizes = 60 + 900 * nodes["n"] / nodes["n"].max()
    axes.scatter(
        nodes["x"],
        nodes["y"],
        s=sizes,
        color=[CYCLE[c % len(CYCLE)] for c in nodes["community"]],
        alpha=0.85,
        zorder=2,
        linewidths=0,
    )
    for node in nodes.itertuples():
        box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.72, "linewidth": 0}
        axes.annotate(node.term, (node.x, node.y), ha="center", va="center", fontsize=8.5, zorder=3, bbox=box)
    axes.set_axis_off()
    axes.margins(0.08)
    return figure
