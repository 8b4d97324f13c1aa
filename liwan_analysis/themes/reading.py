"""What a stretch of text says of each theme, and what the headings above it say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

import pandas as pd

from liwan_analysis.report.model import Report
from liwan_analysis.themes.lexicon import CAP_TOPICS, GUARD, ThemeLexicon

__all__ = ["Headings", "Scores", "largest", "read_words"]

Key = TypeVar("Key", str, int)

DECISIVE = 2.0
"""The weight of a word that leaves little doubt, the largest in the package; a reader's own may weigh more."""

REPEATED = 0.5
"""What a word counts when it stands in the same stretch again."""


@dataclass
class Scores:
    """What a stretch of text says of each theme: how much in all, how much by topic, and in which words.

    `nothing` is the weight of words of address and transition, which say that no theme is meant;
    `loud` is what the loudest word of a theme weighs above a decisive one.
    """

    weight: dict[str, float] = field(default_factory=dict)
    topics: dict[str, dict[int, float]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    nothing: float = 0.0
    loud: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Give the weight of all themes."""
        return sum(self.weight.values())

    def topic(self, theme: str) -> int:
        """Give the major topic that most of the theme's words speak of."""
        topics = self.topics[theme]
        return largest(topics, list(CAP_TOPICS)) if len(topics) > 1 else next(iter(topics))

    def count(self, theme: str, topic: int, weight: float) -> None:
        """Count a word for a theme and its topic."""
        self.weight[theme] = self.weight.get(theme, 0.0) + weight
        topics = self.topics.get(theme)
        if topics is None:
            topics = self.topics[theme] = {}
        topics[topic] = topics.get(topic, 0.0) + weight

    def add(self, other: Scores, factor: float = 1.0) -> None:
        """Add what another stretch says, times a factor."""
        for theme, topics in other.topics.items():
            for topic, weight in topics.items():
                self.count(theme, topic, factor * weight)


SILENT = Scores()
"""What a heading says that is not there; it stays as it is."""


class Headings:
    """The headings of a report, each read once."""

    def __init__(self, report: Report, lexicon: ThemeLexicon) -> None:
        self._blocks = self._read(report.blocks, "block_id", lexicon)
        self._sections = self._read(report.sections, "section_id", lexicon)

    @staticmethod
    def _read(table: pd.DataFrame, key: str, lexicon: ThemeLexicon) -> Mapping[object, Scores]:
        named = table[table["heading"].notna()]
        return dict(zip(named[key].tolist(), read_words(named["heading"].tolist(), lexicon), strict=True))

    def block(self, block_id: object) -> Scores:
        """Give what the run-in heading of a block says, nothing where it has none."""
        return self._blocks.get(block_id, SILENT)

    def section(self, section_id: object) -> Scores:
        """Give what the heading of a numbered section says, nothing where there is none."""
        return self._sections.get(section_id, SILENT)


def read_words(texts: Sequence[str], lexicon: ThemeLexicon) -> list[Scores]:
    """Weigh the lexicon's words in each of some stretches of text.

    >>> from liwan_analysis.themes.lexicon import load_themes
    >>> [scores.words for scores in read_words(["公办学位", "同志们"], load_themes())]
    [{'教育': ['公办学位']}, {}]
    """
    read = [Scores() for _ in texts]
    ends = list(accumulate(len(text) + 1 for text in texts))
    number, seen = 0, set[str]()
    for term, start in lexicon.places("\n".join(texts)):  # no term holds a line break
        if start >= ends[number]:
            number, seen = bisect_right(ends, start), set()
        scores = read[number]
        factor = REPEATED if term in seen else 1.0
        seen.add(term)
        for entry in lexicon.terms[term]:
            if entry.theme == GUARD:
                scores.nothing += factor * entry.weight
            elif entry.weight:
                scores.count(entry.theme, entry.cap_major, factor * entry.weight)
                if entry.weight > DECISIVE:
                    scores.loud[entry.theme] = max(scores.loud.get(entry.theme, 0.0), entry.weight - DECISIVE)
                scores.words.setdefault(entry.theme, []).append(term)
    return read


def largest(scores: Mapping[Key, float], order: Sequence[Key]) -> Key:
    """Give the key with the largest score; among equals the first in `order`."""
    return max(scores, key=lambda key: (round(scores[key], 9), -order.index(key)))
