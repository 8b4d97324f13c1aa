"""How far a build is, and how long it may yet take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Pace", "Progress"]


@dataclass(frozen=True)
class Progress:
    """How far a build is: `done` of `total` reports; `seconds_left` by the pace so far, None before there is any.

    >>> Progress(120, 300, 95.0).done
    120
    """

    done: int
    total: int
    seconds_left: float | None


class Pace:
    """Count what is done: it only grows, and the time left is told from the reports read in this build alone.

    >>> told = []
    >>> pace = Pace(10, 2, told.append)
    >>> pace.add(1), pace.add(1)
    (None, None)
    >>> [(progress.done, progress.total) for progress in told], told[0].seconds_left, told[-1].seconds_left
    ([(10, 12), (11, 12), (12, 12)], None, 0.0)
    """

    def __init__(self, n_there: int, n_wanted: int, tell: Callable[[Progress], None] | None) -> None:
        self._there, self._wanted, self._tell = n_there, n_wanted, tell
        self._read = 0
        self._begin = time.monotonic()
        self.add(0)

    def add(self, n: int) -> None:
        """Count `n` reports more, and tell."""
        self._read += n
        if self._tell is not None:
            left = (time.monotonic() - self._begin) / self._read * (self._wanted - self._read) if self._read else None
            self._tell(Progress(self._there + self._read, self._there + self._wanted, left))
