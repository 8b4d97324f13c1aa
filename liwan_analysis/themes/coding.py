"""Policy themes: which sentence speaks of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pandas as pd

from liwan_analysis.report.memo import once
from liwan_analysis.report.model import Report
from liwan_analysis.themes.attention import attention_shift, attention_summary, cap_attention, theme_attention
from liwan_analysis.themes.lexicon import CAP_TOPICS, ThemeLexicon, load_themes

__all__ = [
    "attention_shift",
    "attention_summary",
    "cap_attention",
    "code_blocks",
    "code_themes",
    "load_themes",
    "theme_attention",
    "uncoded_sentences",
]

BODY = ("review", "plan")

Key = TypeVar("Key", str, int)

HEADING_WEIGHT = 1.5
"""What a block's heading adds in all, in usual words: less than one decisive word of the sentence itself."""

SECTION_WEIGHT = 0.7
"""What the heading of the section adds: it speaks of several blocks, so it counts for less than theirs."""

UNSAID = 0.5
"""The part of it that goes to themes the sentence has no word of: enough to decide where the sentence is silent."""

HEADING_PART = 0.25
"""What the headings count in a long block, beside all of its sentences: a heading says what its author wrote about."""

REPEATED = 0.5
"""What a word counts when it stands in the same stretch again."""

CODED = [
    "sentence_id", "theme", "theme_en", "cap_major", "n_matches", "matches", "is_primary", "is_heading",
    "block_id", "section_id", "part", "start", "end",
]  # fmt: skip
BLOCKS = [
    "block_id", "section_id", "part", "heading", "theme", "theme_en", "cap_major", "cap_topic", "share", "n_sentences",
    "start", "end",
]  # fmt: skip


def code_themes(report: Report, themes: ThemeLexicon | None = None, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Code each sentence with the themes it speaks of, one of them its predominant one.

    >>> from liwan_analysis.report import load_report
    >>> coded = code_themes(load_report())
    >>> schools = coded[coded.matches.str.contains("公办学位") & coded.is_primary].iloc[0]
    >>> schools.theme, schools.theme_en, int(schools.cap_major), schools.matches
    ('教育', 'Education', 6, '学校、公办学校、公办学位')

    One row a sentence and theme: `matches` are the lexicon's words for it in the sentence (`n_matches` of them, each
    longest match counted where it stands), `is_primary` marks the one predominant theme, `start` and `end` are the
    sentence's. Words add their weights; the headings above the sentence add theirs, fully to themes that the sentence
    itself names, half to others. A sentence without a word of its own takes the theme of its headings, with 0 matches.
    `cap_major` is the Comparative Agendas Project topic of the words found, which may differ from the theme's usual one
    (融资 is finance, 15, inside 经济与财政). Headings are sentences too, coded like any other; `is_heading` marks them.
    A sentence with no word of any theme, under no heading that has one, has no row: see `uncoded_sentences`.

    `themes` is what `load_themes` gives; `parts` are those of the report to code.
    """
    if themes is None:
        coded = once(report, ("coded", tuple(parts)), lambda: _code(report, load_themes(), parts))
        return coded.copy()
    return _code(report, themes, parts)


def _code(report: Report, lexicon: ThemeLexicon, parts: Sequence[str]) -> pd.DataFrame:
    order = list(lexicon.themes)
    context = _Context(report, lexicon)
    rows: list[tuple[object, ...]] = []
    sentences = report.sentences
    for sentence in sentences[sentences["part"].isin(parts)].itertuples(index=False):
        own = _read(sentence.text, lexicon)
        above = context.above(sentence.block_id, sentence.section_id)
        judged = {theme: UNSAID * weight for theme, weight in above.weight.items()}
        judged |= {theme: weight + above.weight.get(theme, 0.0) for theme, weight in own.weight.items()}
        if not judged:
            continue
        primary = _largest(judged, order)
        for theme in sorted({*own.weight, primary}, key=order.index):
            words = own.words.get(theme, [])
            rows.append((
                sentence.sentence_id, theme, lexicon.themes[theme].english, (own if words else above).topic(theme),
                len(words), "、".join(dict.fromkeys(words)), theme == primary, sentence.is_heading,
                sentence.block_id, sentence.section_id, sentence.part, sentence.start, sentence.end,
            ))  # fmt: skip
    types = {"cap_major": int, "n_matches": int, "is_primary": bool, "is_heading": bool, "start": int, "end": int}
    return pd.DataFrame(rows, columns=CODED).astype(types)


def code_blocks(report: Report, themes: ThemeLexicon | None = None, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Code each block with its predominant theme and Comparative Agendas Project major topic.

    >>> from liwan_analysis.report import load_report
    >>> blocks = code_blocks(load_report())
    >>> blocks[blocks.heading == "大力发展教育事业"][["theme", "cap_major", "cap_topic"]].values.tolist()
    [['教育', 6, 'Education']]

    Each sentence has one vote, divided over its themes by the weight of their words; the headings vote as in
    `code_themes`, and in a long block for a quarter as much again as its sentences. `share` is the predominant theme's
    part of the votes: near 1 the block is about one thing, below 0.4 about several. A block without a word of any theme
    takes what the rest of its section speaks of; where there is no section either, theme and topic are missing.
    """
    lexicon = themes or load_themes()
    order = list(lexicon.themes)
    context = _Context(report, lexicon)
    blocks = report.blocks[report.blocks["part"].isin(parts)]
    texts = report.sentences.groupby("block_id", sort=False)["text"].agg(list).to_dict()
    votes = {block.block_id: _vote(texts.get(block.block_id, []), lexicon) for block in blocks.itertuples(index=False)}
    by_section: dict[object, _Scores] = {}
    for block in blocks.itertuples(index=False):
        if isinstance(block.section_id, str):
            by_section.setdefault(block.section_id, _Scores()).add(votes[block.block_id])
    rows: list[tuple[object, ...]] = []
    for block in blocks.itertuples(index=False):
        scores = _Scores()
        scores.add(votes[block.block_id])
        above = context.above(block.block_id, block.section_id)
        scores.add(above, max(1.0, HEADING_PART * scores.total))
        if not scores.weight:
            scores = by_section.get(block.section_id, scores)
        place = (block.block_id, block.section_id, block.part, block.heading)
        found: tuple[object, ...] = (None, None, None, None, np.nan)
        if scores.weight:
            theme = _largest(scores.weight, order)
            topic = scores.topic(theme)
            found = (
                theme,
                lexicon.themes[theme].english,
                topic,
                CAP_TOPICS[topic],
                scores.weight[theme] / scores.total,
            )
        rows.append((*place, *found, len(texts.get(block.block_id, [])), block.start, block.end))
    return pd.DataFrame(rows, columns=BLOCKS).astype({"cap_major": "Int64"})


def uncoded_sentences(report: Report, coded: pd.DataFrame, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Give the rows of `report.sentences` that have no theme, for an analyst to extend the lexicon.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> "各位代表！" in uncoded_sentences(report, code_themes(report)).text.str.strip().tolist()
    True

    Most are forms of address and of transition, which belong to no theme. `parts` must be those that were coded.
    """
    sentences = report.sentences
    missing = sentences["part"].isin(parts) & ~sentences["sentence_id"].isin(coded["sentence_id"])
    return sentences[missing].reset_index(drop=True)


@dataclass
class _Scores:
    """What a stretch of text says of each theme: how much in all, how much by topic, and in which words."""

    weight: dict[str, float] = field(default_factory=dict)
    topics: dict[str, dict[int, float]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.weight.values())

    def topic(self, theme: str) -> int:
        return _largest(self.topics[theme], list(CAP_TOPICS))

    def count(self, theme: str, topic: int, weight: float) -> None:
        self.weight[theme] = self.weight.get(theme, 0.0) + weight
        topics = self.topics.setdefault(theme, {})
        topics[topic] = topics.get(topic, 0.0) + weight

    def add(self, other: _Scores, factor: float = 1.0) -> None:
        for theme, topics in other.topics.items():
            for topic, weight in topics.items():
                self.count(theme, topic, factor * weight)


class _Context:
    """The headings above a sentence, each read once."""

    def __init__(self, report: Report, lexicon: ThemeLexicon) -> None:
        self._blocks = self._read_headings(report.blocks, "block_id", lexicon)
        self._sections = self._read_headings(report.sections, "section_id", lexicon)
        self._above: dict[tuple[object, object], _Scores] = {}

    @staticmethod
    def _read_headings(table: pd.DataFrame, key: str, lexicon: ThemeLexicon) -> Mapping[object, _Scores]:
        pairs = zip(table[key], table["heading"], strict=True)
        return {row: _read(heading, lexicon) for row, heading in pairs if isinstance(heading, str)}

    def above(self, block_id: object, section_id: object) -> _Scores:
        """Give what the headings say: the block's with its weight, the section's with less."""
        key = (block_id, section_id if isinstance(section_id, str) else None)
        if key not in self._above:
            scores = self._above[key] = _Scores()
            for table, row, weight in (
                (self._blocks, key[0], HEADING_WEIGHT),
                (self._sections, key[1], SECTION_WEIGHT),
            ):
                read = table.get(row)
                if read and read.total:
                    scores.add(read, weight * min(1.0, read.total) / read.total)
        return self._above[key]


def _read(text: str, lexicon: ThemeLexicon) -> _Scores:
    """Weigh the lexicon's words in a stretch of text."""
    scores = _Scores()
    seen: set[str] = set()
    for match in lexicon.find(text):
        factor = REPEATED if match.term in seen else 1.0
        seen.add(match.term)
        for entry in lexicon.terms[match.term]:
            if entry.weight:
                scores.count(entry.theme, entry.cap_major, factor * entry.weight)
                scores.words.setdefault(entry.theme, []).append(match.term)
    return scores


def _vote(texts: Iterable[str], lexicon: ThemeLexicon) -> _Scores:
    """Give each sentence one vote, divided over its themes."""
    votes = _Scores()
    for text in texts:
        own = _read(text, lexicon)
        if own.total:
            votes.add(own, 1 / own.total)
    return votes


def _largest(scores: Mapping[Key, float], order: Sequence[Key]) -> Key:
    """Give the key with the largest score; among equals the first in `order`."""
    return max(scores, key=lambda key: (round(scores[key], 9), -order.index(key)))
