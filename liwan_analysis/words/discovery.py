"""Terms that a report itself shows to be one word: in its quotes, titles, glossary, lists, names and repetitions."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liwan_analysis.words.cutting import CutText
from liwan_analysis.words.endings import (
    GLUE,
    JOINING,
    NAME_TAGS,
    NUMERALS,
    WEAK_TAGS,
    ending_of,
    ending_tag,
    from_affixes,
    from_lists,
    from_names,
)

__all__ = ["STRONG_SOURCES", "Repeat", "Term", "find_repeats", "find_terms", "is_clean"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ALNUM = np.frombuffer((string.digits + string.ascii_letters).encode(), dtype=np.uint8)
LONGEST = 8


@dataclass(frozen=True)
class Repeat:
    """A string that stands more than once.

    `n` is how often. `cohesion` is the pointwise mutual information of its halves at its weakest cut (bits; 0 is
    chance). `freedom` is the smaller of the entropies of what stands before and behind it (bits; 0 if always the same;
    punctuation counts as new each time). `cling` says how rarely its halves stand without each other: at its weakest
    cut, the share of places of the rarer half that are places of the whole. `aligned` is the share of places where its
    edges tear no known word.
    """

    text: str
    n: int
    cohesion: float
    freedom: float
    cling: float
    aligned: float
    places: tuple[int, ...]


def find_repeats(
    text: str,
    torn: NDArray[np.bool_],
    words: Ints,
    *,
    n: int = 2,
    cohesion: float = 4.0,
    freedom: float = 0.7,
    aligned: float = 0.5,
) -> list[Repeat]:
    """Find the strings of 2 to 8 Chinese characters that stand at least `n` times and are so cohesive and free.

    >>> text = "白鹅潭商务区，去白鹅潭。在白鹅潭看海龙围"
    >>> nothing = np.zeros(len(text) + 1, dtype=int)
    >>> [(found.text, found.n) for found in find_repeats(text, nothing > 0, nothing, cohesion=1)]
    [('白鹅潭', 3)]

    `torn[i]` says that an edge at i would tear a known word; `words[i]` is the length of a known word that starts at i
    (a string that is one where it first stands is left out), or 0. Pointwise mutual information and branching entropy
    are the usual measures for finding new Chinese words; a string of length k is only looked for where both its parts
    of length k − 1 stand often enough.
    """
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    is_han = ((codes >= 0x3400) & (codes <= 0x9FFF)) | (codes == 0x3007)
    room = _room(is_han)
    total = int(is_han.sum())
    ids: Ints = codes.astype(np.int64)
    size = len(codes)
    latin = (codes < 128) & np.isin(codes, ALNUM)
    symbols = np.where(is_han, ids, np.where(latin, -1, -2 - np.arange(size)))
    before, behind = np.r_[-2 - size, symbols[:-1]], np.append(symbols, -2 - size)
    counts: dict[int, Ints] = {1: (np.bincount(ids)[ids] if size else ids) * is_han}
    grams, found = ids, []
    for length in range(2, LONGEST + 1):
        at = np.flatnonzero(room >= length)
        if length > 2:
            at = at[(counts[length - 1][at] >= n) & (counts[length - 1][at + 1] >= n)]
        if not len(at):
            break
        key = grams[at] * (1 << 24) + ids[at + length - 1]
        _, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
        first = np.empty(len(times), dtype=np.int64)
        first[inverse[::-1]] = at[::-1]  # the last that is written stays, which is the first place
        counts[length] = np.zeros(size, dtype=np.int64)
        counts[length][at] = times[inverse]
        grams = np.full(size, -1, dtype=np.int64)
        grams[at] = inverse
        score, cling = _cohesion(first, length, counts, total)
        tears = torn[at] | torn[at + length]
        fit = 1 - np.bincount(inverse, weights=tears) / times
        good = (times >= n) & (words[first] != length) & (score >= cohesion) & (fit >= aligned)
        at, inverse = at[good[inverse]], inverse[good[inverse]]
        free = np.minimum(_entropy(inverse, before[at], times), _entropy(inverse, behind[at + length], times))
        ordered = at[np.argsort(inverse, kind="stable")].tolist()
        ends = np.cumsum(np.bincount(inverse, minlength=len(times)))
        chosen = np.flatnonzero(good & (free >= freedom))
        figures = (column[chosen].tolist() for column in (ends, times, score, free, cling, fit))
        for end, n_places, pmi, entropy, clings, fits in zip(*figures, strict=True):
            places = tuple(ordered[end - n_places : end])
            found.append(Repeat(text[places[0] : places[0] + length], n_places, pmi, entropy, clings, fits, places))
    return found


def _room(is_han: NDArray[np.bool_]) -> Ints:
    """Give for each place how many Chinese characters follow without a break, itself included."""
    here = np.arange(len(is_han))
    breaks = np.append(np.flatnonzero(~is_han), len(is_han))
    return breaks[np.searchsorted(breaks, here)] - here


def _cohesion(at: Ints, length: int, counts: dict[int, Ints], total: int) -> tuple[Floats, Floats]:
    """Give, at the weakest cut of each string, its pointwise mutual information in bits and how its halves cling."""
    n = counts[length][at]
    halves = [(counts[j][at], counts[length - j][at + j]) for j in range(1, length)]
    score = np.log2(np.min([n * float(total) / (left * right) for left, right in halves], axis=0))
    return score, np.min([n / np.minimum(left, right) for left, right in halves], axis=0)


def _entropy(groups: Ints, neighbours: Ints, sizes: Ints) -> Floats:
    """Give the entropy of the neighbours within each group, in bits; 0 for a group without any."""
    pairs, times = np.unique((groups << 32) + (neighbours + (1 << 31)), return_counts=True)
    group = pairs >> 32
    share = times / sizes[group]
    entropy = np.bincount(group, weights=-share * np.log2(share), minlength=len(sizes))
    return entropy.astype(np.float64, copy=False)


HAN = re.compile(r"[\u3400-\u9fff〇]+")
QUOTE = re.compile(r"[“‘「]([^“”‘’「」\n]{2,60})[”’」]")
TITLE = re.compile(r"《([^《》。！？；\n]{2,60})》")
PART = re.compile(r"[、，；·\s]")
LOOSE = re.compile(r"[的了着把被和与及或是在将让使们你我他她它吗呢吧]")
COUNTED = re.compile(rf"[{NUMERALS}][\u3400-\u9fff]{{1,6}}")
POLICY = re.compile(r"(?:工程|行动|计划|机制|模式|战略|政策|平台|品牌|制度)$")
MIXED = re.compile(r"[A-Za-z]{1,4}[\u3400-\u9fff]")
NOUN_TAGS = NAME_TAGS | {"n", "ng", "t", "b", "l", "s", "vn", "an", "i", "g"}
STRONG_SOURCES = frozenset({"glossary", "title", "quote"})


@dataclass(frozen=True)
class Term:
    """A string to keep whole, its part of speech, and what showed it to be one word."""

    text: str
    pos: str
    source: str


def find_terms(cut: CutText, glossary: Iterable[str] = ()) -> dict[str, Term]:
    """Find the strings that a text shows to be one word, each with the first kind of evidence that it has.

    The kinds: glossary, title, quote, list (an unknown word between 、), name (ends as places and bodies do), affix
    (办结|率), mixed (岭南V谷), repeated (cohesive within and free at both edges, see `repeats`).
    """
    sources = {
        "glossary": _from_glossary(cut, glossary),
        "title": (match[1] for match in TITLE.finditer(cut.text)),
        "quote": _from_quotes(cut, cut.text),
        "list": from_lists(cut),
        "name": from_names(cut),
        "affix": from_affixes(cut),
        "mixed": _from_mixed(cut),
        "repeated": (
            repeat.text
            for repeat in find_repeats(cut.text, cut.torn(), cut.word_lengths(), cohesion=5)
            if is_word_like(cut, repeat)
        ),
    }
    found: dict[str, Term] = {}
    for source, texts in sources.items():
        for text in texts:
            if text not in found and not (len(text) == 2 and text in cut.dictionary):
                pos = "nz" if source in STRONG_SOURCES else ending_tag(text)
                found[text] = Term(text, pos or ("n" if source == "affix" else "nz"), source)
    return found


def _from_glossary(cut: CutText, glossary: Iterable[str]) -> Iterator[str]:
    for term in glossary:
        if QUOTE.search(term):
            yield from _from_quotes(cut, term)
        elif 2 <= len(term) <= 14 and not LOOSE.search(term) and not PART.search(term):
            yield term


def _from_quotes(cut: CutText, text: str) -> Iterator[str]:
    for match in QUOTE.finditer(text):
        content = match[1]
        if "、" in content:
            yield from (part for part in content.split("、") if COUNTED.fullmatch(part) and not LOOSE.search(part))
        elif HAN.fullmatch(content) and not LOOSE.search(content) and _is_name_like(cut, content):
            yield content


def _is_name_like(cut: CutText, content: str) -> bool:
    """Say whether quoted words are a name rather than a clause: short, or ending as policies do."""
    if len(content) <= 4:
        return True
    at = cut.text.find(content)
    pieces = cut.pieces(at, at + len(content))
    if pieces and cut.tokens[pieces[0]] in cut.boilerplate:
        return False
    if pieces and len(content) >= 6 and cut.tag(pieces[0]) == "v" and all(cut.kinds[i] == "word" for i in pieces):
        return False
    return len(content) <= 8 or (len(content) <= 14 and POLICY.search(content) is not None)


def _from_mixed(cut: CutText) -> Iterator[str]:
    """Find words of Latin letters and one Chinese character that stand twice, with a place before them: 岭南V谷."""
    seen: set[str] = set()
    for i, kind in enumerate(cut.kinds):
        if kind != "latin" or not cut.touches[i]:
            continue
        start, end = cut.spans[i][0], cut.spans[i + 1][1]
        if not MIXED.fullmatch(cut.text[start:end]):
            continue
        if i and cut.touches[i - 1] and cut.tag(i - 1) == "ns":
            start = cut.spans[i - 1][0]
        if cut.text[start:end] in seen and cut.kinds[i + 1] == "single":
            yield cut.text[start:end]
        seen.add(cut.text[start:end])


def is_clean(cut: CutText, repeat: Repeat) -> bool:
    """Say whether a repeated string could be a word at all: no function word and no boilerplate in it."""
    pieces = _pieces(cut, repeat)
    if len(pieces) < 2:
        return bool(pieces) and cut.kinds[pieces[0]] == "odd"
    tokens, kinds = [cut.tokens[i] for i in pieces], [cut.kinds[i] for i in pieces]
    if tokens[-1] in NUMERALS:
        kinds[-1] = "single"
    for before, token, kind in zip(["", *kinds], tokens, kinds, strict=False):
        if kind == "latin" or (kind == "loose" and (before != "single" or token not in JOINING)):
            return False
    head = cut.tag(pieces[0])
    return kinds[-1] != "loose" and cut.boilerplate.isdisjoint(tokens) and (head == "f" or head not in WEAK_TAGS)


def is_word_like(cut: CutText, repeat: Repeat) -> bool:
    """Say whether a repeated string is one word.

    Where all its pieces are known words, it must stand three times, and its halves hardly without each other, or end
    as names do; where a piece is unknown or a single character, twice is enough.
    """
    if repeat.text in cut.dictionary or repeat.text in cut.listed or not is_clean(cut, repeat):
        return False
    pieces = _pieces(cut, repeat)
    if len(pieces) == 1:
        return not COUNTED.fullmatch(repeat.text) and not GLUE.search(repeat.text)
    tokens, kinds = [cut.tokens[i] for i in pieces], [cut.kinds[i] for i in pieces]
    n_words = kinds.count("word")
    is_named = len(ending_of(repeat.text)) >= len(tokens[-1])
    clings = repeat.cling >= 0.9 and repeat.n >= 3 and repeat.cohesion >= 6
    if n_words == len(kinds):
        return all(cut.tag(i) in NOUN_TAGS for i in pieces) and (clings or is_named)
    is_placed = cut.dictionary.get(tokens[0]) == "ns"
    if n_words > 1 + 2 * clings + is_named * (1 + 2 * is_placed):
        return False
    if len(kinds) > 2 or "odd" in kinds or is_named:
        return True
    return len(repeat.text) == 3 and (repeat.n >= 3 or repeat.cohesion >= 8)


def _pieces(cut: CutText, repeat: Repeat) -> range:
    """Give the words that make up a repeated string, from the first place where it tears none."""
    return next((p for at in repeat.places if (p := cut.pieces(at, at + len(repeat.text)))), range(0))
