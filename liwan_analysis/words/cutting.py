"""The first cut of a text, and the merging that keeps terms whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, pairwise

import numpy as np
from numpy.typing import NDArray

from liwan_analysis.lexicons.dictionary import word_tags
from liwan_analysis.lexicons.heads import Heads
from liwan_analysis.words.segmenter import Segmenter, split_some

__all__ = ["CutText", "Span", "cut", "edges_of", "keep_whole", "part_phrases", "places_of"]

Span = tuple[int, int]

HAN = r"\u3400-\u9fff〇\U00020000-\U0003ffff"
ATOM = (
    r"[0-9A-Za-z]+(?:[.&+/×][0-9A-Za-z]+|(?<=[A-Za-z])-[0-9A-Za-z]+|-(?=[A-Za-z])[0-9A-Za-z]+"
    r"|,\d{3}(?!\d)|(?<=\d):\d+)*[%‰℃]?"
)
RUN = re.compile(rf"([{HAN}]+)|{ATOM}")


def edges_of(spans: list[Span]) -> NDArray[np.int64]:
    """Give spans as an array of two columns, start and end."""
    return np.fromiter(chain.from_iterable(spans), dtype=np.int64, count=2 * len(spans)).reshape(-1, 2)


def cut(text: str, tokenizer: Segmenter) -> list[Span]:
    """Cut a text into words and give their half-open offsets; punctuation and space are no words.

    >>> from liwan_analysis.words.segmenter import make_tokenizer
    >>> text = "PM2.5下降5.5%，完成投资1277.93亿元。"
    >>> [text[a:b] for a, b in cut(text, make_tokenizer())]
    ['PM2.5', '下降', '5.5%', '完成', '投资', '1277.93', '亿元']

    A number, with its % sign, is one word and never cut; its unit is a word of its own. An unknown word that jieba
    guesses loses the 等 at its end: 名创优品|等.
    """
    spans: list[Span] = []
    runs: list[Span] = []
    for match in RUN.finditer(text):
        (runs if match[1] else spans).append(match.span())
    if not runs:
        return spans
    words = tokenizer.lcut("\n".join([text[start:end] for start, end in runs]))
    guessed = {word for word in set(words) if word[-1] == "等" and len(word) > 1 and not tokenizer.count(word)}
    words = split_some(words, {word: [word[:-1], "等"] for word in guessed})
    starts = iter([start for start, _ in runs])
    at = next(starts)
    for word in words:
        if word == "\n":
            at = next(starts)
        else:
            spans.append((at, at := at + len(word)))
    spans.sort()
    return spans


def part_phrases(spans: list[Span], text: str, tokenizer: Segmenter, openers: Collection[str]) -> list[Span]:
    """Part the phrases that jieba's dictionary lists as words: 不断|完善 is two words, 坚定不移 is one.

    >>> from liwan_analysis.words.segmenter import make_tokenizer
    >>> text = "不断完善坚定不移"
    >>> spans = part_phrases([(0, 4), (4, 8)], text, make_tokenizer(), {"不断", "坚定"})
    >>> [text[a:b] for a, b in spans]
    ['不断', '完善', '坚定不移']

    A phrase is a word of four or five characters that begins with one of `openers` (adverbs, verbs of policy), one half
    of which is a verb, and which the dictionary counts less than 128 times as often as chance would put its halves
    together.
    """
    count, total, tags = tokenizer.count, tokenizer.total, word_tags()
    parted: list[Span] = []
    done = 0
    for i in [i for i, (start, end) in enumerate(spans) if 4 <= end - start <= 5]:
        start, end = spans[i]
        if text[start : end - 2] in openers:
            first, second = text[start : end - 2], text[end - 2 : end]
            chance = count(first) * count(second) / total
            is_verbal = tags.get(first) == "v" or tags.get(second, "n").startswith(("v", "a", "d"))
            if is_verbal and count(text[start:end]) < 128 * chance:
                parted += [*spans[done:i], (start, end - 2), (end - 2, end)]
                done = i + 1
    return parted + spans[done:]


def places_of(text: str, terms: Iterable[str]) -> list[Span]:
    """Give every place where one of the terms stands, in the order of the text; places may overlap.

    >>> places_of("文化产业园", ["产业", "产业园", "文化"])
    [(0, 2), (2, 4), (2, 5)]
    """
    found = Heads(set(terms)).find(text)
    return sorted((i, i + len(term)) for i, group in found for term in group if text.startswith(term, i))


def keep_whole(
    spans: list[Span], places: list[Span], text: str, is_known: Callable[[str], bool], strong: Collection[str] = ()
) -> list[Span]:
    """Merge the words of a cut so that the terms at `places` stay whole; of terms that overlap, the longer one wins.

    >>> text = "推动产业园区"
    >>> merged = keep_whole([(0, 2), (2, 4), (4, 6)], [(2, 6)], text, {"园区"}.__contains__)
    >>> [text[a:b] for a, b in merged]
    ['推动', '产业园区']

    A term stands back where it would tear a known word (中学 in 其中|学校), unless another term takes up right there,
    or it is long: six characters, or four for the `strong` ones. What is left of a torn word stays as a word.
    """
    starts = [start for start, _ in spans]
    taken = bytearray(len(text))

    meeting = {start for start, _ in places} & {end for _, end in places}

    def tears(edge: int) -> bool:
        start, end = spans[bisect_right(starts, edge) - 1]
        return start < edge < end and edge not in meeting and is_known(text[start:end])

    merged: list[Span] = []
    for start, end in sorted(places, key=lambda place: place[0] - place[1]):
        if taken.find(1, start, end) >= 0:
            continue
        if (tears(start) or tears(end)) and (end - start < (4 if text[start:end] in strong else 6)):
            continue
        taken[start:end] = b"\x01" * (end - start)
        merged.append((start, end))
    n_taken = np.append(0, np.cumsum(np.frombuffer(taken, dtype=np.uint8), dtype=np.int64))
    edges = edges_of(spans)
    covered = n_taken[edges[:, 1]] - n_taken[edges[:, 0]]
    merged += compress(spans, (covered == 0).tolist())
    for i in np.flatnonzero((covered > 0) & (covered < edges[:, 1] - edges[:, 0])).tolist():
        merged += _free_pieces(taken, *spans[i])
    merged.sort()
    return merged


def _free_pieces(taken: bytearray, start: int, end: int) -> list[Span]:
    """Give the stretches of a word that no term has taken."""
    stretches = re.finditer(rb"\x00+", bytes(taken[start:end]))
    return [(start + match.start(), start + match.end()) for match in stretches]


@dataclass(frozen=True)
class CutText:
    """A text with its first cut, and what is known of its words beforehand.

    `dictionary` gives the tags of jieba's words, `listed` those of the analyst's; `stop` words say nothing, nor does
    `boilerplate`.
    """

    text: str
    spans: list[Span]
    dictionary: Mapping[str, str]
    listed: Mapping[str, str]
    stop: frozenset[str]
    boilerplate: frozenset[str]

    @cached_property
    def tokens(self) -> list[str]:
        """The words in order."""
        return [self.text[start:end] for start, end in self.spans]

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """Each word once, with its tag in jieba's dictionary, or "": that is large, and a look at it takes long."""
        return {token: self.dictionary.get(token, "") for token in set(self.tokens)}

    @cached_property
    def kinds(self) -> list[str]:
        """What each word is: loose (says nothing), latin (or a number), single (one character), odd (unknown), word."""
        kinds = {token: self._kind(token) for token in self.vocabulary}
        return list(map(kinds.__getitem__, self.tokens))

    @cached_property
    def starts(self) -> dict[int, int]:
        """Which word starts at an offset."""
        return {start: i for i, (start, _) in enumerate(self.spans)}

    @cached_property
    def ends(self) -> dict[int, int]:
        """Which word ends at an offset."""
        return {end: i for i, (_, end) in enumerate(self.spans)}

    def _kind(self, token: str) -> str:
        if token in self.stop:
            return "loose"
        if token.isascii():
            return "latin"
        if len(token) == 1:
            return "single"
        return "word" if self.vocabulary[token] or token in self.listed else "odd"

    def tag(self, i: int) -> str:
        """Give the part of speech of a word, x where nobody knows it."""
        token = self.tokens[i]
        return self.listed.get(token) or self.vocabulary[token] or "x"

    @cached_property
    def touches(self) -> list[bool]:
        """Whether each word and the next one stand side by side; False at both ends (index -1 is the last word)."""
        return [end == start for (_, end), (start, _) in pairwise(self.spans)] + [False]

    def pieces(self, start: int, end: int) -> range:
        """Give the words that fill a stretch; none where its edges tear one."""
        first, last = self.starts.get(start), self.ends.get(end)
        return range(0) if first is None or last is None else range(first, last + 1)

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """The spans as an array of two columns."""
        return edges_of(self.spans)

    def word_lengths(self) -> NDArray[np.int64]:
        """Give for each offset the length of the word of jieba's dictionary that starts there in this cut, or 0."""
        lengths = np.zeros(len(self.text) + 1, dtype=np.int64)
        plain = {token for token, tag in self.vocabulary.items() if tag and token not in self.listed}
        edges = self.edges[np.fromiter(map(plain.__contains__, self.tokens), np.bool_, len(self.tokens))]
        lengths[edges[:, 0]] = edges[:, 1] - edges[:, 0]
        return lengths

    def torn(self) -> NDArray[np.bool_]:
        """Say for each offset whether an edge there would tear a known word."""
        torn = np.zeros(len(self.text) + 1, dtype=np.bool_)
        edges = self.edges[np.fromiter(map("odd".__ne__, self.kinds), np.bool_, len(self.kinds))]
        inside = edges[:, 0] + 1
        while len(inside):
            edges, inside = edges[inside < edges[:, 1]], inside[inside < edges[:, 1]]
            torn[inside] = True
            inside = inside + 1
        return torn
