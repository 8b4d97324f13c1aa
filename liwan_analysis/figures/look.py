"""How a figure is to look: its size, its colours and its language, as the caller chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from liwan_analysis.figures.canvas import COLOURS
from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.messages import Language, check_language, tell

__all__ = ["PALETTES", "SIZES", "SMALLEST", "Language", "Look", "Palette", "Size", "choose_look", "ink_on"]

Size = Literal["one-column", "two-column", "slide"] | tuple[float, float] | None
Palette = Literal["colour-blind", "grey"] | Mapping[str, str] | None

SIZES: Mapping[str, tuple[float, float | None]] = MappingProxyType(
    {"one-column": (3.5, None), "two-column": (7.2, None), "slide": (13.33, 7.5)}
)
"""Width and height in inches; where there is no height it follows from what is drawn."""
LEAST = (2.4, 1.8)
SMALLEST = 6.0
"""The smallest type of a figure, in points."""

_GREY = {
    "review": "#3A3A3A", "plan": "#9A9A9A", "front": "#CFCFCF", "closing": "#CFCFCF", "glossary": "#DDDDDD",
    "hard": "#222222", "plain": "#9A9A9A", "soft": "#DDDDDD", "certain": "#9A9A9A", "inferred": "#5A5A5A",
    "unknown": "#000000", "met": "#9A9A9A", "missed": "#000000", "open": "#DDDDDD", "heat": "#2A2A2A",
    "ink": "#222222", "faint": "#CCCCCC", "group1": "#222222", "group2": "#8A8A8A", "group3": "#555555",
    "group4": "#B0B0B0", "group5": "#3C3C3C", "group6": "#9C9C9C", "group7": "#707070", "group8": "#000000",
}  # fmt: skip
PALETTES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"colour-blind": MappingProxyType(COLOURS), "grey": MappingProxyType(_GREY)}
)


@dataclass(frozen=True)
class Look:
    """The looks of one figure: `width` and `height` in inches (None: as high as it needs), type sizes in points."""

    width: float
    height: float | None
    colours: Mapping[str, str]
    language: Language

    @property
    def base(self) -> float:
        """The type size of axis titles and row names: larger on a slide than in a column."""
        return min(max(9.5 * self.width / 8, 7.0), 16.0)

    @property
    def small(self) -> float:
        """The type size of the numbers beside what is drawn."""
        return max(0.86 * self.base, SMALLEST)

    def say(self, key: str, **values: object) -> str:
        """Give the message figure.KEY in the figure's language; a value (kind, key) is named in that language, too.

        >>> choose_look().say("more_in", side=("part", "plan"))
        '多见于计划 more in plan'
        """
        if self.language == "both":
            return " ".join(replace(self, language=one).say(key, **values) for one in ("zh", "en"))
        named = {field: self.name(*value) if isinstance(value, tuple) else value for field, value in values.items()}
        return tell(f"figure.{key}", self.language, joint=" ", **named)

    def name(self, kind: str, key: object) -> str:
        """Name a category, such as a part; one that has no message, such as a report's label, is its own name."""
        try:
            return self.say(f"{kind}.{key}")
        except KeyError:
            return str(key)

    def theme(self, theme: str, english: str | None = None) -> str:
        """Name a theme; its English name is the one given, else that of theme_names.csv, else there is none."""
        if self.language == "zh":
            return theme
        english = english or _theme_names().get(theme)
        if self.language == "en":
            return english or theme
        return f"{theme}  {english}" if english else theme

    def section(self, section_id: str) -> str:
        """Name a section by its id: 计划-01 for plan-01 in Chinese; what stands behind the id is kept."""
        section, gap, heading = section_id.partition("  ")
        part, dash, number = section.partition("-")
        named = self.name("part", part) if self.language == "zh" or not dash else part
        return f"{named}{dash}{number}{gap}{heading}"

    def colour(self, role: str, *, otherwise: str = "front") -> str:
        """Give the colour of a role."""
        return self.colours.get(role) or self.colours[otherwise]


def choose_look(size: Size = None, palette: Palette = None, language: str = "both", *, width: float = 8.0) -> Look:
    """Check a caller's choices, and give them as a `Look`; `width` is that of a figure for which no size is chosen.

    >>> look = choose_look("one-column", "grey", "en")
    >>> look.width, look.height, look.base, look.colours["review"]
    (3.5, None, 7.0, '#3A3A3A')
    >>> choose_look("a4")
    Traceback (most recent call last):
    ValueError: no such size: 'a4'; choose one of one-column, two-column, slide, or give (width, height) in inches

    Raises ValueError in one line for a size, palette, colour or language that there is not.
    """
    chosen, height = _check_size(size, width)
    return Look(chosen, height, _check_palette(palette), check_language(language))


def ink_on(colour: str) -> str:
    """Give the colour of type on a ground: white on dark ones, else black."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.6 else "#222222"


def _theme_names() -> dict[str, str]:
    return {row["theme"]: row["theme_en"] for row in read_table("theme_names.csv")}


def _check_size(size: Size, width: float) -> tuple[float, float | None]:
    if size is None:
        return width, None
    if isinstance(size, str):
        if size not in SIZES:
            raise ValueError(
                f"no such size: {size!r}; choose one of {', '.join(SIZES)}, or give (width, height) in inches"
            )
        return SIZES[size]
    try:
        wide, high = (float(side) for side in size)
    except (TypeError, ValueError):
        raise ValueError(f"the size {size!r} is not (width, height) in inches; give two numbers") from None
    if not (LEAST[0] <= wide <= 60 and LEAST[1] <= high <= 60):
        raise ValueError(
            f"a size of {wide:g} by {high:g} inches cannot be drawn; give {LEAST[0]:g} by {LEAST[1]:g} to 60 by 60"
        )
    return wide, high


def _check_palette(palette: Palette) -> Mapping[str, str]:
    from matplotlib.colors import is_color_like

    if palette is None or isinstance(palette, str):
        if (palette or "colour-blind") not in PALETTES:
            raise ValueError(
                f"no such palette: {palette!r}; choose one of {', '.join(PALETTES)}, or map roles to colours"
            )
        return PALETTES[palette or "colour-blind"]
    for role, colour in palette.items():
        if role not in COLOURS:
            raise ValueError(f"no such role in a palette: {role!r}; the roles are {', '.join(COLOURS)}")
        if not is_color_like(colour):
            raise ValueError(f"the palette's {role} is no colour: {colour!r}; give one such as '#0072B2'")
    return MappingProxyType({**COLOURS, **palette})
