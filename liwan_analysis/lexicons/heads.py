"""Many terms looked for in a long text at once, by their first two characters."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

__all__ = ["Heads"]


class Heads:
    """Terms of two characters or more by the two that they begin with, each group in the order given.

    >>> Heads(["产业", "产业园", "文化"]).find("文化产业园")
    [(0, ['文化']), (2, ['产业', '产业园'])]

    A text has ten thousand pairs of characters of which few begin a term. A table of marks by a number worked out from
    each pair throws most of the others out without a look at the terms.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, list[str]] = {}
        for term in terms:
            if len(term) > 1:
                self._terms.setdefault(term[:2], []).append(term)
        self._marks = np.zeros(1 << 16, dtype=np.bool_)
        self._marks[_numbers("".join(self._terms))[::2]] = True

    def find(self, text: str) -> list[tuple[int, list[str]]]:
        """Give where terms may stand, from left to right, and which: those that begin with the two characters there."""
        places = np.flatnonzero(self._marks[_numbers(text)]).tolist()
        return [(i, terms) for i in places if (terms := self._terms.get(text[i : i + 2]))]


def _numbers(text: str) -> NDArray[np.uint32]:
    """Give each two neighbours a number below 65,536; others may have the same."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return (codes[:-1] * np.uint32(31) + codes[1:]) & np.uint32(0xFFFF)
