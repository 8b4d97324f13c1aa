"""What words tell of a theme that no list says: weights learned from reports, beside the lexicon's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["LearnedWords", "learned_words"]

PATH = Path(__file__).with_name("learned_words.csv")
"""A row a word, a column a theme, and "-" for none; hundredths, nothing for 0. Made by scripts/fit_themes.py."""

NONE = "-"
"""The heading of the column for no theme, as in the lexicon."""

SLOTS = 1 << 16
"""Slots for pairs of characters."""

Matrix = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LearnedWords:
    """Words, and what each says for and against each theme; the last theme is none at all.

    >>> words = LearnedWords(("产业", "产业园", "绿化"), ("产业与企业", "生态环境"), np.ones((3, 3)))
    >>> sentences, found = words.find(["产业园绿化", "各位代表"])
    >>> [words.words[number] for number in found], sentences.tolist()
    (['产业园', '绿化'], [0, 0])
    """

    words: tuple[str, ...]
    themes: tuple[str, ...]
    weights: Matrix

    def find(self, texts: Sequence[str]) -> tuple[Places, Places]:
        """Give which text says which word, each once: from left to right the longest, none over another."""
        codes = _codes("\n".join(texts))  # no word holds a line break
        pairs = _slots(_keys(codes, 2))
        found, lengths = np.full(len(codes), -1), np.zeros(len(codes), dtype=np.int64)
        for length, marks, keys, numbers in self._tables:  # the shortest first: a longer word takes its place
            places = np.flatnonzero(marks[pairs])
            here = _keys(codes, length)[places]
            at = np.minimum(np.searchsorted(keys, here), len(keys) - 1)
            hits = keys[at] == here
            found[places[hits]], lengths[places[hits]] = numbers[at[hits]], length
        starts = np.flatnonzero(lengths)
        kept, end = [], 0
        for start, length in zip(starts.tolist(), lengths[starts].tolist(), strict=True):
            if start >= end:
                kept.append(start)
                end = start + length
        of_text = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
        places = np.array(kept, dtype=np.int64)
        both = np.sort(of_text[places] * len(self.words) + found[places])
        both = both[np.diff(both, prepend=-1) > 0]
        return both // len(self.words), both % len(self.words)

    @cached_property
    def _tables(self) -> list[tuple[int, NDArray[np.bool_], NDArray[np.uint64], Places]]:
        """The words of each length, the shortest first: marks, the words as numbers in order, which word each is.

        The marks stand in the slots of the two characters that open a word; they throw out most places of a text.
        """
        tables = []
        for length in sorted({len(word) for word in self.words}):
            numbers = np.array([n for n, word in enumerate(self.words) if len(word) == length])
            codes = _codes("".join(self.words[n] for n in numbers))
            marks = np.zeros(SLOTS, dtype=np.bool_)
            marks[_slots(_keys(codes, 2)[::length])] = True
            keys = _keys(codes, length)[::length]
            order = np.argsort(keys)
            tables.append((length, marks, keys[order], numbers[order]))
        return tables

    def score(self, texts: Sequence[str], themes: Sequence[str]) -> Matrix:
        """Give what each text's words say together: texts by `themes`, and none last.

        They are divided by the root of their number, so that a long sentence is not surer of itself than a short one.
        The weights of a word sum to 0 or nearly so: a theme that it does not know, a reader's own, has the average.
        """
        of_text, found = self.find(texts)
        first = np.flatnonzero(np.diff(of_text, prepend=-1))
        scores = np.zeros((len(texts), len(self.themes) + 2))
        if len(found):
            counts = np.diff(first, append=len(found))
            sums = np.add.reduceat(self.weights[found], first, axis=0)
            scores[of_text[first], :-1] = sums / np.sqrt(counts)[:, None]
        column = {theme: number for number, theme in enumerate(self.themes)}
        return scores[:, [*(column.get(theme, -1) for theme in themes), len(self.themes)]]

    def tell(self, text: str) -> list[tuple[str, dict[str, float]]]:
        """Give the words of a text with what each adds to the score of each theme; "-" is none."""
        _, found = self.find([text])
        weights = self.weights[found] / np.sqrt(max(len(found), 1))
        return [
            (self.words[number], dict(zip((*self.themes, NONE), says, strict=True)))
            for number, says in zip(found.tolist(), weights.tolist(), strict=True)
        ]


@lru_cache(maxsize=1)
def learned_words() -> LearnedWords:
    """Give the package's learned words.

    >>> words = learned_words()
    >>> says = dict(zip(words.themes, words.weights[words.words.index("门诊")], strict=False))
    >>> max(says, key=says.get)
    '医疗健康'
    """
    table = pd.read_csv(PATH, index_col=0).fillna(0.0)
    return LearnedWords(tuple(table.index), tuple(table.columns[:-1]), table.to_numpy(dtype=np.float64) / 100)


def _codes(text: str) -> NDArray[np.uint64]:
    """Give the number of each character, 0 for the few that need more than 16 bits: they are in no word."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    return np.where(codes < 1 << 16, codes, np.uint64(0))


def _keys(codes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Give for each place one number of the `length` characters there, at most four: 16 bits each, 64 in all."""
    keys = codes.copy()
    for step in range(1, length):
        keys <<= np.uint64(16)
        keys[: len(codes) - step] |= codes[step:]
    return keys


def _slots(pairs: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Give pairs of characters a slot; others may have the same."""
    return ((pairs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)).astype(np.intp)
