"""How a sentence is judged: by its own words, by the headings above it, and by the sentences around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from liwan_analysis.themes.reading import Headings, Scores

__all__ = ["chapters", "evidence", "weigh"]

OWN = 2.2
"""Times ln(1 + the weight of the sentence's words for a theme): the fifth word adds less than the first."""

SHARE = 1.8
"""Times the theme's part of all that the sentence says: a word that stands alone says more than one among many."""

LOUD = 1.5
"""Times what a word weighs above a decisive one: a reader's own word of weight 5 outvotes all that stands around."""

BLOCK, SECTION, CHAPTER = 0.7, 0.9, 0.7
"""Times the theme's part of the run-in heading, of the numbered section's heading, of the chapter's."""

AROUND = 1.0
"""Times the theme's part of each other sentence of the block, the nearest in full."""

FARTHER = 0.6
"""What a sentence counts beside one that is nearer by one."""

NOTHING = 0.5
"""What no theme has from the start: less than one weak word, so it wins where nothing else is said."""

_CHAPTER = re.compile(r"\s*[一二三四五六七八九十]+、")
"""What opens the heading of a chapter: 三、2024年重点工作."""

Matrix = NDArray[np.float64]


def weigh(sentences: pd.DataFrame, read: Sequence[Scores], headings: Headings, themes: Sequence[str]) -> Matrix:
    """Give how much speaks for each theme in each sentence; the last column is for no theme at all.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.themes.lexicon import load_themes
    >>> from liwan_analysis.themes.reading import read_words
    >>> report, lexicon = load_report(), load_themes()
    >>> sentences = report.sentences[report.sentences["part"] == "plan"]
    >>> read = read_words(sentences["text"].tolist(), lexicon)
    >>> weigh(sentences, read, Headings(report, lexicon), list(lexicon.themes)).shape == (len(sentences), 24)
    True

    `read` holds what each sentence says, in the order of `sentences`, which must be that of the report. The factors
    above were fitted to sentences coded by hand (tests/cases/themes_development.json and themes_coding.json) and
    rounded. Fitted anew to the first of these alone (scripts/fit_themes.py), CHAPTER and NOTHING come out near 1, with
    the same agreement.
    """
    column = {theme: number for number, theme in enumerate(themes)}
    factors = np.array([OWN, SHARE, BLOCK, SECTION, CHAPTER, AROUND, NOTHING])
    weights = evidence(sentences, read, headings, themes) @ factors
    for row, scores in zip(weights, read, strict=True):
        for theme, loud in scores.loud.items():
            row[column[theme]] += LOUD * loud
    return np.asarray(weights, dtype=np.float64)


def evidence(sentences: pd.DataFrame, read: Sequence[Scores], headings: Headings, themes: Sequence[str]) -> Matrix:
    """Give what the factors multiply: sentences by themes, and none last, by OWN, SHARE, BLOCK … NOTHING."""
    column = {theme: number for number, theme in enumerate(themes)}
    own = np.zeros((len(sentences), len(themes) + 1))
    for row, scores in zip(own, read, strict=True):
        _fill(row, scores, column)
        row[-1] = scores.nothing
    shares = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9)
    blocks = sentences["block_id"].tolist()
    above = [
        _shares(scores, own.shape, column)
        for scores in (
            map(headings.block, blocks),
            map(headings.section, sentences["section_id"].tolist()),
            chapters(sentences, read),
        )
    ]
    said = shares.copy()
    said[:, -1] = 0.0
    nothing = np.zeros_like(own)
    nothing[:, -1] = 1.0
    return np.stack([np.log1p(own), shares, *above, _around(said, blocks), nothing], axis=2)


def chapters(sentences: pd.DataFrame, read: Sequence[Scores]) -> list[Scores]:
    """Give for each sentence what the heading of its chapter says (三、2024年重点工作); nothing before the first."""
    found, part, chapter = [], None, Scores()
    columns = (sentences[name].tolist() for name in ("part", "is_heading", "text"))
    for here, is_heading, text, scores in zip(*columns, read, strict=True):
        if here != part:
            part, chapter = here, Scores()
        if is_heading and _CHAPTER.match(text):
            chapter = scores
        found.append(chapter)
    return found


def _fill(row: Matrix, scores: Scores, column: Mapping[str, int]) -> None:
    for theme, weight in scores.weight.items():
        row[column[theme]] = weight


def _shares(above: Iterable[Scores], shape: tuple[int, ...], column: Mapping[str, int]) -> Matrix:
    """Give each theme's part of the headings above the sentences; a heading is the same for many of them."""
    shares = np.zeros(shape)
    rows: dict[int, Matrix] = {}
    for number, scores in enumerate(above):
        total = scores.total + scores.nothing
        if not total:
            continue
        if id(scores) not in rows:
            rows[id(scores)] = np.zeros(shape[1])
            _fill(rows[id(scores)], scores, column)
            rows[id(scores)] /= total
        shares[number] = rows[id(scores)]
    return shares


def _around(shares: Matrix, blocks: Sequence[object]) -> Matrix:
    """Give what the other sentences of the block say together, those farther away with less weight."""
    around = np.zeros_like(shares)
    follows = [False, *(before == here for before, here in pairwise(blocks))]
    for step, in_block in ((1, follows), (-1, [*follows[1:], False])):
        places = [0] * len(blocks)
        for here in range(len(blocks))[::step]:
            places[here] = places[here - step] + 1 if in_block[here] else 0
        said = np.zeros_like(shares)
        for place in range(1, max(places, default=0) + 1):  # the sentences of all blocks that stand in this place
            rows = np.flatnonzero(np.equal(places, place))
            said[rows] = shares[rows - step] + FARTHER * said[rows - step]
        around += said
    return around
