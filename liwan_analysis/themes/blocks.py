"""Blocks: the predominant theme of each run-in heading and what follows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from liwan_analysis.report.model import Report
from liwan_analysis.themes.lexicon import CAP_TOPICS, ThemeLexicon, load_themes
from liwan_analysis.themes.reading import Headings, Scores, largest, read_words

__all__ = ["code_blocks"]

BODY = ("review", "plan")

HEADING_WEIGHT = 1.5
"""What a block's heading adds in all, in usual words: less than one decisive word of a sentence."""

SECTION_WEIGHT = 0.7
"""What the heading of the section adds: it speaks of several blocks, so it counts for less than theirs."""

HEADING_PART = 0.25
"""What the headings count in a long block, beside all of its sentences: a heading says what its author wrote about."""

BLOCKS = [
    "block_id", "section_id", "part", "heading", "theme", "theme_en", "cap_major", "cap_topic", "share", "n_sentences",
    "start", "end",
]  # fmt: skip


def code_blocks(report: Report, themes: ThemeLexicon | None = None, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Code each block with its predominant theme and Comparative Agendas Project major topic.

    >>> from liwan_analysis.report import load_report
    >>> blocks = code_blocks(load_report())
    >>> blocks[blocks.heading == "大力发展教育事业"][["theme", "cap_major", "cap_topic"]].values.tolist()
    [['教育', 6, 'Education']]

    Each sentence has one vote, divided over its themes by the weight of their words; the headings vote for
    a word or two, and in a long block for a quarter as much again as its sentences. `share` is the predominant theme's
    part of the votes: near 1 the block is about one thing, below 0.4 about several. A block without a word of any theme
    takes what the rest of its section speaks of; where there is no section either, theme and topic are missing.
    """
    lexicon = themes or load_themes()
    order = list(lexicon.themes)
    headings = Headings(report, lexicon)
    blocks = report.blocks[report.blocks["part"].isin(parts)]
    texts = report.sentences.groupby("block_id", sort=False)["text"].agg(list).to_dict()
    votes = {block.block_id: _vote(texts.get(block.block_id, []), lexicon) for block in blocks.itertuples(index=False)}
    by_section: dict[object, Scores] = {}
    for block in blocks.itertuples(index=False):
        if isinstance(block.section_id, str):
            by_section.setdefault(block.section_id, Scores()).add(votes[block.block_id])
    rows: list[tuple[object, ...]] = []
    for block in blocks.itertuples(index=False):
        scores = Scores()
        scores.add(votes[block.block_id])
        above = _above(headings.block(block.block_id), headings.section(block.section_id))
        scores.add(above, max(1.0, HEADING_PART * scores.total))
        if not scores.weight:
            scores = by_section.get(block.section_id, scores)
        place = (block.block_id, block.section_id, block.part, block.heading)
        found: tuple[object, ...] = (None, None, None, None, np.nan)
        if scores.weight:
            theme = largest(scores.weight, order)
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


def _vote(texts: Sequence[str], lexicon: ThemeLexicon) -> Scores:
    """Give each sentence one vote, divided over its themes."""
    votes = Scores()
    for own in read_words(texts, lexicon):
        if own.total:
            votes.add(own, 1 / own.total)
    return votes


def _above(block: Scores, section: Scores) -> Scores:
    """Give what the headings say together: the block's with its weight, the section's with less."""
    scores = Scores()
    for read, weight in ((block, HEADING_WEIGHT), (section, SECTION_WEIGHT)):
        if read.total:
            scores.add(read, weight * min(1.0, read.total) / read.total)
    return scores
