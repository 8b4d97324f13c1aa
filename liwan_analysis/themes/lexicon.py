"""The theme lexicon: which words speak of which theme, and how strongly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from liwan_analysis.lexicons.heads import Heads
from liwan_analysis.lexicons.loader import Row, read_table
from liwan_analysis.lexicons.schemas import CAP_TOPICS, OWN_THEMES
from liwan_analysis.themes.learned import LearnedWords, learned_words

__all__ = ["CAP_TOPICS", "GUARD", "Entry", "Match", "Theme", "ThemeLexicon", "load_themes"]

GUARD = "-"
"""Stands where a theme would. With weight 0 the word only keeps the shorter word inside it from being found; with more
it speaks for no theme at all: a word of address or transition."""


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


class Match(NamedTuple):
    """A term found in a text, with half-open offsets into it."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class ThemeLexicon:
    """Themes in order, and for each term what it says; besides, what other words were learned to say.

    A reader's `own` terms come before what was learned: where one stands, the sentence is judged without it.

    >>> lexicon = load_themes()
    >>> lexicon.themes["教育"].cap_major, [match.term for match in lexicon.find("新增公办学位3690个")]
    (6, ['公办学位'])
    """

    themes: dict[str, Theme]
    terms: dict[str, tuple[Entry, ...]]
    learned: LearnedWords | None = None
    own: frozenset[str] = frozenset()

    @cached_property
    def _heads(self) -> Heads:
        """The terms, the longest first."""
        return Heads(sorted(self.terms, key=lambda term: (-len(term), term)))

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """How long the terms are that begin with two characters, the longest first: there are fewer than terms."""
        lengths: dict[str, set[int]] = {}
        for term in self.terms:
            lengths.setdefault(term[:2], set()).add(len(term))
        return {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def find(self, text: str) -> Iterator[Match]:
        """Find the terms of a text from left to right; the longest wins, and none overlaps another.

        >>> [match.term for match in load_themes().find("加强生态文明建设和政治生态建设")]
        ['生态文明建设', '政治生态']
        """
        for term, start in self.places(text):
            yield Match(term, start, start + len(term))

    def places(self, text: str) -> list[tuple[str, int]]:
        """Give what `find` gives, as terms and where they begin."""
        places, end = [], 0
        for start, terms in self._heads.find(text):
            if start < end:
                continue
            for length in self._lengths[terms[0][:2]]:
                term = text[start : start + length]
                if term in self.terms:
                    end = start + length
                    places.append((term, start))
                    break
        return places


def load_themes(path: str | Path | None = None) -> ThemeLexicon:
    """Load the themes and their terms; with a path, the rows of that CSV come on top of those of the package.

    >>> lexicon = load_themes()
    >>> len(lexicon.themes), lexicon.terms["信贷"][0]
    (23, Entry(theme='经济与财政', weight=2.0, cap_major=15))

    The CSV is UTF-8 with a header. `theme` and `term` are needed; `weight` (2 decisive, 1 the usual, 0.5 weak, 0 for a
    word that must not count, up to 10 for one that outvotes what stands around it), `cap_major` (when it is not the
    theme's), `theme_en` and `note` may be there or empty. A new theme needs a `cap_major` in its first row. A row for a
    term that the package lists replaces what the package says of it, and sentences where a term of the file stands are
    judged by the lists alone, without learned words. The theme "-" is no theme: its words only keep
    shorter ones inside them from being found, and with a weight above 0 they speak for leaving the sentence out
    (各位代表).

    Raises `LexiconError` in one line that names file and line: a column missing or unknown, an empty theme or term,
    white space around one, a weight or major topic that does not exist, a term given twice for a theme or with one
    weight for two themes.
    """
    if path is None:
        return _load_package()
    themes = dict(_load_package().themes)
    terms = _read_terms(read_table(Path(path), OWN_THEMES), themes)
    return ThemeLexicon(themes, {**_load_package().terms, **terms}, learned_words(), frozenset(terms))


@lru_cache(maxsize=1)
def _load_package() -> ThemeLexicon:
    themes = {
        row["theme"]: Theme(row["theme"], row["theme_en"], int(row["cap_major"]))
        for row in read_table("theme_names.csv")
    }
    return ThemeLexicon(themes, _read_terms(read_table("themes.csv"), themes), learned_words())


def _read_terms(rows: Iterable[Row], themes: dict[str, Theme]) -> dict[str, tuple[Entry, ...]]:
    """Read the rows of a lexicon file; themes that are new are added to `themes`."""
    terms: dict[str, tuple[Entry, ...]] = {}
    for row in rows:
        theme, entry = _read_row(row, themes)
        term = row["term"]
        for other in terms.get(term, ()):
            if other.weight == entry.weight:
                raise row.error(
                    f"the term {term!r} has the weight {entry.weight:g} for {other.theme} and for {theme.name}; "
                    "give the theme it speaks of more a larger weight"
                )
        if theme.name != GUARD:
            themes.setdefault(theme.name, theme)
        terms[term] = (*terms.get(term, ()), entry)
    return terms


def _read_row(row: Row, themes: dict[str, Theme]) -> tuple[Theme, Entry]:
    name, term, code = row["theme"], row["term"], row["cap_major"]
    if len(term) < 2:
        raise row.error(f"the term {term!r} is one character, which stands inside many words; give at least two")
    if name == GUARD:
        return Theme(GUARD, "", 0), Entry(GUARD, float(row["weight"] or 0), 0)
    if name not in themes and not code:
        raise row.error(
            f"the theme {name} is new and needs a cap_major; fill in that column, or add it, with one of "
            f"{', '.join(map(str, CAP_TOPICS))}"
        )
    theme = themes.get(name) or Theme(name, row["theme_en"] or name, int(code))
    weight = float(row["weight"] or 1)
    return theme, Entry(name, weight, int(code) if code else theme.cap_major)
