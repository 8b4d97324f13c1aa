"""The network of terms that stand in the same sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from liwan_analysis.figures.canvas import in_house_style
from liwan_analysis.figures.frame import Frame
from liwan_analysis.figures.look import SMALLEST, Language, Palette, Size, choose_look
from liwan_analysis.figures.sheet import check_columns, numbered
from liwan_analysis.figures.text import text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["term_network"]

SHAPE = 0.72
"""Height of a network to its width, where no height is given."""
GROUPS = 8


@in_house_style
def term_network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    title: str = "",
    source: str = "",
    size: Size = None,
    palette: Palette = None,
    language: Language = "both",
) -> Figure:
    """Terms that occur together: place and colour by community, size by frequency, lines by logDice.

    Names that would lie over one another are moved apart with their nodes, as little as that takes. Where not all have
    room the least frequent terms are left out, and a line says how many.
    """
    check_columns(nodes, "term", "x", "y", "n", "community")
    check_columns(edges, "source", "target", "log_dice", may_be_empty=True)
    look = choose_look(size, palette, language, width=8.6)
    nodes, source = numbered(look, nodes, source, "x", "y", "n", "community")
    nodes = nodes.astype({"community": int})
    frame = Frame(look, title, source)
    width = 72 * look.width - 12
    height = SHAPE * width if look.height is None else 72 * look.height - frame.height(1)
    points = max(0.9 * look.base, SMALLEST)
    drawn = nodes.sort_values("n", ascending=False, kind="stable", ignore_index=True)
    most = int(0.45 * width * height / (text_width("四字词语", points) * 1.4 * points))
    drawn = drawn.head(max(most, 1))
    while True:
        boxes = np.array([(text_width(str(term), points) + 0.5 * points, 1.45 * points) for term in drawn["term"]])
        places = _apart(_fill(drawn[["x", "y"]].to_numpy(float), boxes, width, height), boxes, width, height)
        if places is not None or len(drawn) == 1:
            break
        drawn = drawn.head(int(0.9 * len(drawn)))
    left_out = len(nodes) - len(drawn)
    high = look.height or (height + frame.height(left_out)) / 72
    figure = frame.open(high, left_out)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    at = dict(zip(drawn["term"], places if places is not None else [(width / 2, height / 2)], strict=True))
    strongest = edges["log_dice"].max() if len(edges) else 1.0
    for edge in edges.itertuples():
        if edge.source in at and edge.target in at:
            (x0, y0), (x1, y1) = at[edge.source], at[edge.target]
            line = (0.4 + 1.6 * edge.log_dice / strongest) * look.base / 9.5
            axes.plot([x0, x1], [y0, y1], color=look.colours["faint"], linewidth=line, zorder=1)
    sizes = (60 + 900 * drawn["n"] / nodes["n"].max()) * (look.base / 9.5) ** 2
    colours = [look.colours[f"group{community % GROUPS + 1}"] for community in drawn["community"]]
    x, y = zip(*at.values(), strict=True)
    axes.scatter(x, y, s=sizes, color=colours, alpha=0.85, zorder=2, linewidths=0, clip_on=False)
    box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "alpha": 0.72, "linewidth": 0}
    for term, place in at.items():
        axes.annotate(term, place, ha="center", va="center", fontsize=points, zorder=3, bbox=box)
    return figure


def _fill(places: NDArray[np.float64], boxes: NDArray[np.float64], width: float, height: float) -> NDArray[np.float64]:
    """Stretch places over the drawing, so that every box lies inside."""
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    unit = np.divide(places - low, span, out=np.full_like(places, 0.5), where=span > 0)
    return np.asarray(boxes / 2 + unit * (np.array([width, height]) - boxes), dtype=np.float64)


def _apart(
    places: NDArray[np.float64], boxes: NDArray[np.float64], width: float, height: float, *, rounds: int = 400
) -> NDArray[np.float64] | None:
    """Move boxes that overlap apart along the shorter way, inside the drawing; None where they do not come to rest."""
    places, half, whole = places.copy(), boxes / 2, np.array([width, height])
    first, second = np.triu_indices(len(places), 1)
    for _ in range(rounds):
        apart = places[second] - places[first]
        over = half[first] + half[second] - np.abs(apart)
        hit = (over > 1e-6).all(axis=1)
        if not hit.any():
            return places
        for a, b in zip(first[hit], second[hit], strict=True):
            gap = places[b] - places[a]
            overlap = half[a] + half[b] - np.abs(gap)
            if (overlap <= 0).any():
                continue
            along = int(np.argmin(overlap))
            step = (overlap[along] / 2 + 0.05) * (1 if gap[along] >= 0 else -1)
            places[a, along] -= step
            places[b, along] += step
        places = np.clip(places, half, whole - half)
    return None
