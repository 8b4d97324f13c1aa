"""Strings that a text repeats, with what speaks for each being one word: cohesion within, freedom at its edges."""

from __future__ import annotations

import string
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Repeat", "find_repeats"]

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
    ids: Ints = np.unique(codes, return_inverse=True)[1].astype(np.int64)
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
        _, first, inverse, times = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        counts[length] = np.zeros(size, dtype=np.int64)
        counts[length][at] = times[inverse]
        grams = np.full(size, -1, dtype=np.int64)
        grams[at] = inverse
        score, cling = _cohesion(at[first], length, counts, total)
        tears = torn[at] | torn[at + length]
        fit = 1 - np.bincount(inverse, weights=tears) / times
        good = (times >= n) & (words[at[first]] != length) & (score >= cohesion) & (fit >= aligned)
        at, inverse = at[good[inverse]], inverse[good[inverse]]
        free = np.minimum(_entropy(inverse, before[at], times), _entropy(inverse, behind[at + length], times))
        order = np.argsort(inverse, kind="stable")
        edges = np.cumsum(np.bincount(inverse, minlength=len(times)))
        for i in np.flatnonzero(good & (free >= freedom)):
            places = tuple(at[order[edges[i] - times[i] : edges[i]]].tolist())
            word = text[places[0] : places[0] + length]
            found.append(
                Repeat(word, len(places), float(score[i]), float(free[i]), float(cling[i]), float(fit[i]), places)
            )
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
    order = np.lexsort((neighbours, groups))
    group, neighbour = groups[order], neighbours[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(group) != 0) | (np.diff(neighbour) != 0)][: len(group)])
    share = np.diff(np.append(starts, len(group))) / sizes[group[starts]]
    entropy = np.bincount(group[starts], weights=-share * np.log2(share), minlength=len(sizes))
    return entropy.astype(np.float64, copy=False)
