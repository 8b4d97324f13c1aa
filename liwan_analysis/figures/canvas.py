"""The house style of the figures: the bundled font, the palette, and saving without a trace of machine or clock.

Importing this changes nothing in matplotlib; the settings hold inside `house_style()` alone.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

__all__ = [
    "COLOURS",
    "FONT_PATH",
    "FORMATS",
    "figure_bytes",
    "house_style",
    "in_house_style",
    "keep_layout",
    "pngs_for_print_and_screen",
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
    "met": "#009E73",
    "missed": "#CC0000",
    "open": "#BBBBBB",
    "heat": "#08519C",
    "ink": "#222222",
    "faint": "#BBBBBB",
    "group1": "#0173B3",
    "group2": "#C75500",
    "group3": "#008A65",
    "group4": "#B0568B",
    "group5": "#B87800",
    "group6": "#2E8FC4",
    "group7": "#7A1F5C",
    "group8": "#000000",
}
"""Okabe and Ito's palette, which colour-blind readers can tell apart; review and plan keep their colour everywhere."""
FORMATS = ("png", "svg", "pdf")
PRINT_DPI, SCREEN_DPI = 300, 100


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
        "axes.prop_cycle": cycler(color=[COLOURS[f"group{n}"] for n in range(1, 9)]),
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
        "figure.dpi": SCREEN_DPI,
        "savefig.dpi": PRINT_DPI,
        "savefig.facecolor": "white",
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "liwan_analysis",
        "mathtext.default": "regular",
        "text.hinting": "none",
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


def figure_bytes(figure: Figure, file_format: str, *, dpi: int = PRINT_DPI) -> bytes:
    """Give a figure as PNG, SVG or PDF: the same figure gives the same bytes, without date or program version.

    An SVG keeps the links of its marks for the page that it stands in; a PDF, which stands alone, has none.

    Raises ValueError for another format.
    """
    if file_format not in FORMATS:
        raise ValueError(f"no such format: {file_format!r}; choose one of {', '.join(FORMATS)}")
    if file_format == "png":
        return _png(_pixels(figure, dpi), dpi)
    metadata: dict[str, object] = {
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }[file_format]  # type: ignore[assignment]
    buffer = io.BytesIO()
    with house_style():
        linked = [(one, one.get_url()) for one in figure.findobj() if file_format == "pdf" and one.get_url()]
        for artist, _ in linked:
            artist.set_url(None)
        figure.savefig(buffer, format=file_format, metadata=metadata)
        for artist, url in linked:
            artist.set_url(url)
    return buffer.getvalue()


def pngs_for_print_and_screen(figure: Figure) -> tuple[bytes, bytes]:
    """Give a figure as PNG at 300 dpi, and the same pixels three by three as one for the screen: drawn once.

    `figure.stale` tells from here on whether somebody has changed the figure since.
    """
    pixels = _pixels(figure, PRINT_DPI)
    figure.stale = False  # savefig leaves it true, having set the resolution back
    return _png(pixels, PRINT_DPI), _png(pixels.reduce(PRINT_DPI // SCREEN_DPI), SCREEN_DPI)


def _pixels(figure: Figure, dpi: int) -> Image:
    """Draw a figure; the paper is white, so that nothing shines through."""
    from PIL import Image

    buffer = io.BytesIO()
    with house_style():
        figure.savefig(buffer, format="rgba", dpi=dpi)
    width = int(figure.get_figwidth() * dpi)
    height = len(buffer.getvalue()) // (4 * width)
    return Image.frombytes("RGBA", (width, height), buffer.getvalue()).convert("RGB")


def _png(pixels: Image, dpi: int) -> bytes:
    """Write pixels down: runs of one colour, which drawings are made of, and nothing else is looked for."""
    buffer = io.BytesIO()
    pixels.save(buffer, format="png", dpi=(dpi, dpi), compress_type=zlib.Z_RLE)
    return buffer.getvalue()


def keep_layout(figure: Figure) -> None:
    """Keep where everything on a figure of ours stands now, so that it is not laid out again for each file.

    For a figure that changes no more: to lay one out takes longer than to write it. One that has another layout than
    that of the house is left alone, for its layout may hang on the resolution of the file.
    """
    from liwan_analysis.figures.layout import HouseLayout

    if not isinstance(figure.get_layout_engine(), HouseLayout):
        return
    with house_style():
        if figure.stale:  # changed since `in_house_style` drew it
            figure.draw_without_rendering()
        figure.set_layout_engine(None)  # "none" would leave one behind that asks for a second drawing


_P = ParamSpec("_P")


def in_house_style(draw: Callable[_P, Figure]) -> Callable[_P, Figure]:
    """Draw in house style, ticks included, so that the figure keeps it when it is changed and saved elsewhere."""

    @wraps(draw)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> Figure:
        with house_style():
            figure = draw(*args, **kwargs)
            figure.draw_without_rendering()
            return figure

    return wrapped
