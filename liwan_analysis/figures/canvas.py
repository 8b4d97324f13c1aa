"""The house style of the figures: the bundled font, the palette, and saving without a trace of machine or clock.

Importing this changes nothing in matplotlib; the settings hold inside `house_style()` alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "COLOURS",
    "CYCLE",
    "FONT_PATH",
    "FORMATS",
    "PART_NAMES",
    "bar_height",
    "check_columns",
    "colour_legend",
    "draw_strokes",
    "figure_bytes",
    "house_style",
    "in_house_style",
    "label_rows",
    "open_canvas",
    "open_figure",
    "part_legend",
    "show_value",
    "text_width",
    "wrap_text",
]

FONT_PATH = Path(__file__).resolve().parent / "fonts" / "NotoSansSC-subset.ttf"
FONT_FAMILY = "Noto Sans SC"
COLOURS = {
    "review": "#0072B2",
    "plan": "#D55E00",
    "front": "#999999",
    "closing": "#999999",
    "glossary": "#CCCCCC",
    "hard": "#7A1F5C",
    "plain": "#8C8C8C",
    "soft": "#E69F00",
    "certain": "#009E73",
    "inferred": "#E69F00",
    "unknown": "#CC0000",
    "ink": "#222222",
    "faint": "#BBBBBB",
}
"""Okabe and Ito's palette, which colour-blind readers can tell apart; review and plan keep their colour everywhere."""
CYCLE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A1F5C", "#8C8C8C", "#F0E442", "#000000"]
FORMATS = ("png", "svg", "pdf")


def _settings() -> dict[str, object]:
    from cycler import cycler

    return {
        "font.family": FONT_FAMILY,
        "font.size": 9.5,
        "axes.titlesize": 12,
        "axes.titlelocation": "left",
        "axes.titlepad": 12,
        "axes.labelsize": 9.5,
        "axes.edgecolor": "#666666",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "axes.prop_cycle": cycler(color=CYCLE),
        "axes.axisbelow": True,
        "axes.grid": False,
        "grid.color": "#DDDDDD",
        "grid.linewidth": 0.6,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "figure.facecolor": "white",
        "figure.autolayout": False,
        "figure.constrained_layout.use": False,
        "figure.dpi": 110,
        "savefig.dpi": 300,
        "savefig.facecolor": "white",
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "liwan_analysis",
        "mathtext.default": "regular",
    }


def _register_font() -> None:
    """Make the bundled font known under its name, ahead of one of that name on the machine."""
    from matplotlib import font_manager

    entries = font_manager.fontManager.ttflist
    if not any(entry.fname == str(FONT_PATH) for entry in entries):
        font_manager.fontManager.addfont(FONT_PATH)
        entries.insert(0, entries.pop())


@contextmanager
def house_style() -> Iterator[None]:
    """Hold the house style for as long as the block runs.

    >>> import matplotlib
    >>> before = matplotlib.rcParams["font.family"]
    >>> with house_style():
    ...     matplotlib.rcParams["font.family"]
    ['Noto Sans SC']
    >>> matplotlib.rcParams["font.family"] == before
    True
    """
    import matplotlib

    _register_font()
    with matplotlib.rc_context(_settings()):  # type: ignore[arg-type]
        yield


def figure_bytes(figure: Figure, file_format: str, *, dpi: int = 300) -> bytes:
    """Give a figure as PNG, SVG or PDF: the same figure gives the same bytes, without date or program version.

    Raises ValueError for another format.
    """
    if file_format not in FORMATS:
        raise ValueError(f"no such format: {file_format!r}; choose one of {', '.join(FORMATS)}")
    metadata: dict[str, object] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }[file_format]  # type: ignore[assignment]
    buffer = io.BytesIO()
    with house_style():
        options: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if file_format == "png" else {}
        figure.savefig(buffer, format=file_format, dpi=dpi, metadata=metadata, **options)
    return buffer.getvalue()


PART_NAMES = {
    "front": "开头 front",
    "review": "回顾 review",
    "plan": "计划 plan",
    "closing": "结语 closing",
    "glossary": "名词解释 glossary",
}
_Draw = TypeVar("_Draw", bound=Callable[..., "Figure"])


def in_house_style(draw: _Draw) -> _Draw:
    """Draw in house style, and lay the figure out once, so that every format shows the same."""

    @wraps(draw)
    def wrapped(*args: Any, **kwargs: Any) -> Figure:
        with house_style():
            figure = draw(*args, **kwargs)
            for _ in range(2):  # the first layout makes room for labels by what the second one needs
                figure.draw_without_rendering()
            figure.set_layout_engine(None)  # laid out once, so that every format shows the same
            return figure

    return wrapped  # type: ignore[return-value]


def open_figure(title: str, source: str, *, width: float = 8.0, height: float = 4.5) -> Figure:
    """Open a figure with its title above and its source below, both at the left edge; raise ValueError for no title."""
    from matplotlib.figure import Figure

    if not title.strip():
        raise ValueError("a figure needs a title that says what it shows")
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.suptitle(wrap_text(title, width), x=0.01, ha="left", fontsize=12, color=COLOURS["ink"])
    if source:
        figure.supxlabel(wrap_text(source, width * 1.35), x=0.01, ha="left", fontsize=7.5, color="#666666")
    return figure


def open_canvas(title: str, source: str, *, width: float = 8.0, height: float = 4.5) -> tuple[Figure, Axes]:
    """Open a figure with one pair of axes in it."""
    figure = open_figure(title, source, width=width, height=height)
    return figure, figure.subplots()


def wrap_text(text: str, width: float) -> str:
    """Break a line behind a space or a mark where it would leave the figure; a Chinese character counts two."""
    limit = int(width * 11.5)
    lines, line = [], ""
    for piece in re.findall(r"[^ 、，；：]*[ 、，；：]?", text):
        if line and text_width(line + piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while text_width(line.rstrip()) > limit:
            cut = next(i for i in range(len(line), 0, -1) if text_width(line[:i]) <= limit)
            lines.append(line[:cut])
            line = line[cut:]
    return "\n".join([*lines, line.rstrip()])


def bar_height(n: int, *, least: float = 2.2, each: float = 0.27) -> float:
    """Give the height in inches of a figure with `n` bars."""
    return max(least, 1.25 + each * n)


def label_rows(axes: Axes, names: list[str]) -> None:
    """Name the rows of a figure of horizontal bars, the first at the top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def check_columns(table: pd.DataFrame, *columns: str, may_be_empty: bool = False) -> None:
    """Raise ValueError, naming them, for missing columns, and for a table without rows unless it may have none."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"the table has no column {', '.join(missing)}")
    if not (may_be_empty or len(table)):
        raise ValueError("the table is empty: there is nothing to draw")


def part_legend(axes: Axes, parts: list[str], *, loc: str = "lower right") -> None:
    """Add a legend of the parts in their colours."""
    from matplotlib.patches import Patch

    handles = [Patch(color=COLOURS[part], label=PART_NAMES[part]) for part in parts]
    axes.legend(handles=handles, loc=loc)  # type: ignore[call-overload]


def draw_strokes(axes: Axes, places: pd.Series, row: int, half: float, *, color: str, linewidth: float) -> None:
    """Draw upright strokes in one row as one broken line: thousands stay small in a vector file."""
    x = np.repeat(places.to_numpy(float), 3)
    y = np.tile([row - half, row + half, np.nan], len(places))
    axes.plot(x, y, color=color, linewidth=linewidth, solid_capstyle="butt")


def colour_legend(axes: Axes, colours: Mapping[str, str], *, above: float = 1.02) -> None:
    """Add a legend above the axes at the right, where it can cover nothing."""
    from matplotlib.patches import Patch

    handles = [Patch(color=colour, label=name) for name, colour in colours.items()]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1.0, above), ncols=len(handles), borderaxespad=0)


def text_width(text: str) -> int:
    """Give the width of a text in half-width characters; a Chinese one counts two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def show_value(value: object) -> str:
    """Write a cell as people read it, with every digit it has; what is missing is a dash.

    >>> [show_value(value) for value in (560.0, 62660.98, 4.8, 0.1 + 0.2, None)]
    ['560', '62660.98', '4.8', '0.3', '—']
    """
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return "—"
    if isinstance(value, float):
        return np.format_float_positional(round(value, 10), trim="-")  # past the tenth decimal lies only what sums add
    return str(value)
