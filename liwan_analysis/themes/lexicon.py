"""The theme lexicon: which words speak of which theme, and how strongly."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

__all__ = ["CAP_TOPICS", "Entry", "Match", "Theme", "ThemeLexicon", "load_themes"]

from liwan_analysis.lexicons.loader import FOLDER

CAP_TOPICS = {
    1: "Macroeconomics",
    2: "Civil Rights",
    3: "Health",
    4: "Agriculture",
    5: "Labor",
    6: "Education",
    7: "Environment",
    8: "Energy",
    9: "Immigration",
    10: "Transportation",
    12: "Law and Crime",
    13: "Social Welfare",
    14: "Housing",
    15: "Domestic Commerce",
    16: "Defense",
    17: "Technology",
    18: "Foreign Trade",
    19: "International Affairs",
    20: "Government Operations",
    21: "Public Lands",
    23: "Culture",
}
"""Major topics of the Comparative Agendas Project's master codebook, with its names; 11 and 22 do not exist."""

GUARD = "-"
"""Stands where a theme would: the word is no theme's, it only keeps the shorter word inside it from being found."""


@dataclass(frozen=True)
class Theme:
    """A theme: its name in the reports' language, its English name, its Comparative Agendas Project major topic."""

    name: str
    english: str
    cap_major: int


@dataclass(frozen=True)
class Entry:
    """What a term says: its theme, how strongly, and the major topic (the theme's, unless the term has its own)."""

    theme: str
    weight: float
    cap_major: int


@dataclass(frozen=True)
class Match:
    """A term found in a text, with half-open offsets into it."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class ThemeLexicon:
    """Themes in order, and for each term what it says.

    >>> lexicon = load_themes()
    >>> lexicon.themes["教育"].cap_major, [match.term for match in lexicon.find("新增公办学位3690个")]
    (6, ['公办学位'])
    """

    themes: dict[str, Theme]
    terms: dict[str, tuple[Entry, ...]]
    _by_head: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the terms by their first two characters, longest first, so that a text is read in one pass."""
        groups: dict[str, list[str]] = {}
        for term in sorted(self.terms, key=lambda term: (-len(term), term)):
            groups.setdefault(term[:2], []).append(term)
        object.__setattr__(self, "_by_head", {head: tuple(terms) for head, terms in groups.items()})

    def find(self, text: str) -> Iterator[Match]:
        """Find the terms of a text from left to right; the longest wins, and none overlaps another.

        >>> [match.term for match in load_themes().find("加强生态文明建设和政治生态建设")]
        ['生态文明建设', '政治生态']
        """
        position, length, by_head = 0, len(text), self._by_head
        while position < length:
            for term in by_head.get(text[position : position + 2], ()):
                if text.startswith(term, position):
                    yield Match(term, position, position + len(term))
                    position += len(term)
                    break
            else:
                position += 1


def load_themes(path: str | Path | None = None) -> ThemeLexicon:
    """Load the themes and their terms; with a path, the rows of that CSV come on top of those of the package.

    >>> lexicon = load_themes()
    >>> len(lexicon.themes), lexicon.terms["信贷"][0]
    (23, Entry(theme='经济与财政', weight=2.0, cap_major=15))

    The CSV is UTF-8 with a header. `theme` and `term` are needed; `weight` (2 decisive, 1 the usual, 0.5 weak, 0 for a
    word that must not count), `cap_major` (when it is not the theme's), `theme_en` and `note` may be there or empty. A
    new theme needs a `cap_major` in its first row. A row for a term that the package lists replaces what the package
    says of it. The theme "-" is no theme: its words only keep shorter ones inside them from being found.

    Raises ValueError in one line, naming file and row (the header is row 1): a missing column, an empty theme or term,
    a weight or major topic that does not exist, a term given twice for a theme or with one weight for two themes.
    """
    if path is None:
        return _load_package()
    themes = dict(_load_package().themes)
    terms = _read_rows(Path(path), themes)
    return ThemeLexicon(themes, {**_load_package().terms, **terms})


@lru_cache(maxsize=1)
def _load_package() -> ThemeLexicon:
    with (FOLDER / "theme_names.csv").open(encoding="utf-8-sig", newline="") as file:
        themes = {
            row["theme"]: Theme(row["theme"], row["theme_en"], int(row["cap_major"])) for row in csv.DictReader(file)
        }
    return ThemeLexicon(themes, _read_rows(FOLDER / "themes.csv", themes))


def _read_rows(path: Path, themes: dict[str, Theme]) -> dict[str, tuple[Entry, ...]]:
    """Read the rows of a lexicon file; themes that are new are added to `themes`."""
    terms: dict[str, tuple[Entry, ...]] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not UTF-8; save the file as CSV UTF-8") from None
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in ("theme", "term") if name not in (reader.fieldnames or [])]
    if missing:
        raise ValueError(f"{path}, row 1: the column {missing[0]!r} is missing; the header needs theme and term")
    for row in reader:
        where = f"{path}, row {reader.line_num}"
        try:
            theme, term, entry = _read_row({key: (value or "").strip() for key, value in row.items() if key}, themes)
            for other in terms.get(term, ()):
                if other.theme == entry.theme:
                    raise ValueError(f"the term {term!r} is given twice for {theme.name}; delete one of the rows")
                if other.weight == entry.weight:
                    raise ValueError(
                        f"the term {term!r} has the weight {entry.weight:g} for {other.theme} and for {theme.name}; "
                        "give the theme it speaks of more a larger weight"
                    )
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from None
        if theme.name != GUARD:
            themes.setdefault(theme.name, theme)
        terms[term] = (*terms.get(term, ()), entry)
    return terms


def _read_row(row: dict[str, str], themes: dict[str, Theme]) -> tuple[Theme, str, Entry]:
    name, term = row["theme"], row["term"]
    if not name or not term:
        raise ValueError(f"the {'term' if name else 'theme'} is empty")
    if len(term) < 2:
        raise ValueError(f"the term {term!r} is one character, which stands inside many words; give at least two")
    try:
        weight = float(row.get("weight") or 1)
    except ValueError:
        raise ValueError(f"the weight {row['weight']!r} is no number; 2 is decisive, 1 the usual, 0.5 weak") from None
    if not 0 <= weight <= 10:
        raise ValueError(f"the weight {weight:g} is not between 0 and 10")
    code = row.get("cap_major") or ""
    if code and (not code.isdecimal() or int(code) not in CAP_TOPICS):
        known = ", ".join(map(str, CAP_TOPICS))
        raise ValueError(f"{code!r} is no major topic of the Comparative Agendas Project; those are {known}")
    if name == GUARD:
        return Theme(GUARD, "", 0), term, Entry(GUARD, 0.0, 0)
    if name not in themes and not code:
        raise ValueError(f"the theme {name} is new and needs a cap_major")
    theme = themes.get(name) or Theme(name, row.get("theme_en") or name, int(code))
    return theme, term, Entry(name, weight, int(code) if code else theme.cap_major)
