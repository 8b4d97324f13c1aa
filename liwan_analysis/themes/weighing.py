"""How a sentence is judged: by its own words, by the headings above it, and by the sentences around it.

The lexicon's words are the evidence; what other words say besides (learned.py) is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from liwan_analysis.themes.lexicon import ThemeLexicon
from liwan_analysis.themes.reading import Headings, Scores

__all__ = ["FACTORS", "chapters", "evidence", "in_question", "weigh"]

OWN = 1.3
"""Times ln(1 + the weight of the sentence's words for a theme): the fifth word adds less than the first."""

SHARE = 0.9
"""Times the theme's part of all that the sentence says: a word that stands alone says more than one among many."""

LOUD = 1.5
"""Times what a word weighs above a decisive one: a reader's own word of weight 5 outvotes all that stands around."""

BLOCK, SECTION, CHAPTER = 0.7, 0.6, 0.6
"""Times the theme's part of the run-in heading, of the numbered section's heading, of the chapter's."""

AROUND = 1.0
"""Times the theme's part of each other sentence of the block, the nearest in full."""

FARTHER = 0.6
"""What a sentence counts beside one that is nearer by one."""

NOTHING = 0.9
"""What no theme has from the start: less than one usual word, so it wins where little else is said."""

OUT = -10.0
"""What a theme has for which the lexicon finds nothing: words that were learned cannot bring it in alone."""

FACTORS = np.array([OWN, SHARE, BLOCK, SECTION, CHAPTER, AROUND, NOTHING])
"""In the order of `evidence`."""

_CHAPTER = re.compile(r"\s*[一二三四五六七八九十]+、")
"""What opens the heading of a chapter: 三、2024年重点工作."""

Matrix = NDArray[np.float64]


def weigh(sentences: pd.DataFrame, read: Sequence[Scores], headings: Headings, lexicon: ThemeLexicon) -> Matrix:
    """Give how much speaks for each theme in each sentence; the last column is for no theme at all.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.themes.lexicon import load_themes
    >>> from liwan_analysis.themes.reading import read_words
    >>> report, lexicon = load_report(), load_themes()
    >>> sentences = report.sentences[report.sentences["part"] == "plan"]
    >>> read = read_words(sentences["text"].tolist(), lexicon)
    >>> weigh(sentences, read, Headings(report, lexicon), lexicon).shape == (len(sentences), 24)
    True

    `read` holds what each sentence says, in the order of `sentences`, which must be that of the report. The factors
    above and the learned words' weights were fitted together by scripts/fit_themes.py; it says to what.
    """
    column = {theme: number for number, theme in enumerate(lexicon.themes)}
    found = evidence(sentences, read, headings, list(lexicon.themes))
    weights = found @ FACTORS + learned(sentences["text"].tolist(), found, lexicon)
    for row, scores in zip(weights, read, strict=True):
        for theme, loud in scores.loud.items():
            row[column[theme]] += LOUD * loud
    return np.asarray(weights, dtype=np.float64)


def learned(texts: Sequence[str], found: Matrix, lexicon: ThemeLexicon) -> Matrix:
    """Give what learned words add to the evidence found, like it sentences by themes and none last.

    They decide between the themes that the lexicon finds a word for in the sentence, above it or around it; the others
    are out. Where a term of the reader's own stands they add nothing: the reader knows better.
    """
    if lexicon.learned is None:
        return np.zeros(found.shape[:2])
    scores = lexicon.learned.score(texts, list(lexicon.themes))
    scores[~in_question(found)] = OUT
    if lexicon.own:
        scores[[any(term in text for term in lexicon.own) for text in texts]] = 0.0
    return scores


def in_question(found: Matrix) -> NDArray[np.bool_]:
    """Say for which themes there is any evidence; none is always in question."""
    known = np.asarray(found[:, :, :-1].any(axis=2), dtype=np.bool_)
    known[:, -1] = True
    return known


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
    rows: dict[int, int] = {}
    different: list[Matrix] = []
    numbers = []
    for scores in above:
        if id(scores) not in rows:
            rows[id(scores)] = len(different)
            different.append(np.zeros(shape[1]))
            _fill(different[-1], scores, column)
            different[-1] /= (scores.total + scores.nothing) or 1.0
        numbers.append(rows[id(scores)])
    return np.array(different)[numbers] if numbers else np.zeros(shape)


def _around(shares: Matrix, blocks: Sequence[object]) -> Matrix:
    """Give what the other sentences of the block say together, those farther away with less weight."""
    around = np.zeros_like(shares)
    follows = [False, *(before == here for before, here in pairwise(blocks))]
    for step, in_block in ((1, follows), (-1, [*follows[1:], False])):
        places = [0] * len(blocks)
        at: dict[int, list[int]] = {}
        for here in range(len(blocks))[::step]:
            if in_block[here]:
                place = places[here] = places[here - step] + 1
                at.setdefault(place, []).append(here)
        said = np.zeros_like(shares)
        for _, alike in sorted(at.items()):  # the sentences of all blocks that stand in the same place
            rows = np.array(alike)
            said[rows] = shares[rows - step] + FARTHER * said[rows - step]
        around += said
    return around
