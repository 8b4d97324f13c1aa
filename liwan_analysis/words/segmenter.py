"""jieba as this package uses it: a tokenizer of its own, cut by rjieba, with words that are given to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from liwan_analysis.lexicons.dictionary import base_dictionary

__all__ = ["Segmenter", "make_tokenizer", "split_some"]

ATOM = re.compile(r"([A-Za-z0-9]+(?:\.\d+)?%?|[\u3400-\u4dff\u9fd6-\u9fff\U00020000-\U0003ffff])")
"""What jieba parts and rjieba leaves in one piece: 2011-2020, _䶮."""


class Segmenter:
    """jieba's tokenizer with words of ours beside its dictionary, run by rjieba: the same pieces in less time.

    `count` says how often a word of the dictionary occurs among its `total`; words that were added have the count that
    jieba gives them, the least that keeps them whole.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        import rjieba  # it reads its dictionary as it is loaded

        self._jieba = rjieba.Jieba()
        self._counts, self.total = base_dictionary()
        self._added: dict[str, int] = {}
        for word in words:
            self._added[word] = self._jieba.suggest_freq(word)
            self._jieba.add_word(word, self._added[word], "nz")
        self.total += sum(self._added.values())

    def count(self, word: str) -> int:
        """Say how often a word occurs; 0 for what is none."""
        return self._added.get(word) or self._counts.get(word, 0)

    def lcut(self, text: str) -> list[str]:
        """Cut a text into exactly the pieces that jieba.lcut gives, punctuation, space and line breaks among them.

        >>> make_tokenizer().lcut("2011-2020年PM2.5下降5.5%，")
        ['2011', '-', '2020', '年', 'PM2.5', '下降', '5.5%', '，']
        """
        pieces: list[str] = self._jieba.cut(text)
        whole = {one for one in set(pieces) if len(one) > 1 and not one.isalnum() and not self.count(one)}
        return split_some(pieces, {one: list(filter(None, ATOM.split(one))) for one in whole})


def split_some(words: list[str], pieces: Mapping[str, list[str]]) -> list[str]:
    """Put the pieces of some words in their place.

    >>> split_some(["名创优品等", "企业"], {"名创优品等": ["名创优品", "等"]})
    ['名创优品', '等', '企业']
    """
    if pieces.keys().isdisjoint(words):
        return words
    return list(chain.from_iterable(map(pieces.get, words, zip(words, strict=True))))  # zip makes (word,) of a word


def make_tokenizer(words: tuple[str, ...] = ()) -> Segmenter:
    """Give a jieba tokenizer that knows `words` beside its dictionary; jieba's own default tokenizer stays as it is.

    >>> make_tokenizer(("白鹅潭",)).lcut("白鹅潭商务区")
    ['白鹅潭', '商务区']

    The tokenizer is shared between calls with the same words.
    """
    return _make_tokenizer(tuple(dict.fromkeys(words)))


@lru_cache(maxsize=4)
def _make_tokenizer(words: tuple[str, ...]) -> Segmenter:
    return Segmenter(words)
