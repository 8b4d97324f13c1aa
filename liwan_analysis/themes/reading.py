"""What a stretch of text says of each theme, and what the headings above it say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd

from liwan_analysis.report.model import Report
from liwan_analysis.themes.lexicon import CAP_TOPICS, ThemeLexicon

__all__ = ["Headings", "Scores", "largest", "read_words"]

Key = TypeVar("Key", str, int)

HEADING_WEIGHT = 1.5
"""What a block's heading adds in all, in usual words: less than one decisive word of the sentence itself."""

SECTION_WEIGHT = 0.7
"""What the heading of the section adds: it speaks of several blocks, so it counts for less than theirs."""

REPEATED = 0.5
"""What a word counts when it stands in the same stretch again."""


@dataclass
class Scores:
    """What a stretch of text says of each theme: how much in all, how much by topic, and in which words."""

    weight: dict[str, float] = field(default_factory=dict)
    topics: dict[str, dict[int, float]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Give the weight of all themes."""
        return sum(self.weight.values())

    def topic(self, theme: str) -> int:
        """Give the major topic that most of the theme's words speak of."""
        return largest(self.topics[theme], list(CAP_TOPICS))

    def count(self, theme: str, topic: int, weight: float) -> None:
        """Count a word for a theme and its topic."""
        self.weight[theme] = self.weight.get(theme, 0.0) + weight
        topics = self.topics.setdefault(theme, {})
        topics[topic] = topics.get(topic, 0.0) + weight

    def add(self, other: Scores, factor: float = 1.0) -> None:
        """Add what another stretch says, times a factor."""
        for theme, topics in other.topics.items():
            for topic, weight in topics.items():
                self.count(theme, topic, factor * weight)


class Headings:
    """The headings above a sentence, each read once."""

    def __init__(self, report: Report, lexicon: ThemeLexicon) -> None:
        self._blocks = self._read_headings(report.blocks, "block_id", lexicon)
        self._sections = self._read_headings(report.sections, "section_id", lexicon)
        self._above: dict[tuple[object, object], Scores] = {}

    @staticmethod
    def _read_headings(table: pd.DataFrame, key: str, lexicon: ThemeLexicon) -> Mapping[object, Scores]:
        pairs = zip(table[key], table["heading"], strict=True)
        return {row: read_words(heading, lexicon) for row, heading in pairs if isinstance(heading, str)}

    def above(self, block_id: object, section_id: object) -> Scores:
        """Give what the headings say: the block's with its weight, the section's with less."""
        key = (block_id, section_id if isinstance(section_id, str) else None)
        if key not in self._above:
            scores = self._above[key] = Scores()
            for table, row, weight in (
                (self._blocks, key[0], HEADING_WEIGHT),
                (self._sections, key[1], SECTION_WEIGHT),
            ):
                read = table.get(row)
                if read and read.total:
                    scores.add(read, weight * min(1.0, read.total) / read.total)
        return self._above[key]


def read_words(text: str, lexicon: ThemeLexicon) -> Scores:
    """Weigh the lexicon's words in a stretch of text."""
    scores = Scores()
    seen: set[str] = set()
    for match in lexicon.find(text):
        factor = REPEATED if match.term in seen else 1.0
        seen.add(match.term)
        for entry in lexicon.terms[match.term]:
            if entry.weight:
                scores.count(entry.theme, entry.cap_major, factor * entry.weight)
                scores.words.setdefault(entry.theme, []).append(match.term)
    return scores


def largest(scores: Mapping[Key, float], order: Sequence[Key]) -> Key:
    """Give the key with the largest score; among equals the first in `order`."""
    return max(scores, key=lambda key: (round(scores[key], 9), -order.index(key)))
