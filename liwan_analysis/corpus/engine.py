"""Who reads the reports: a plain loop for a few."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from liwan_analysis.corpus.parts import stage
from liwan_analysis.corpus.sources import Job

__all__ = ["Progress", "read_all"]


@dataclass(frozen=True)
class Progress:
    """How far a build is: `done` of `total` reports; `seconds_left` by the pace so far, None before there is any."""

    done: int
    total: int
    seconds_left: float | None


class Pace:
    """Count what is done; `done` only grows, and the time left is told from the reports read in this build."""

    def __init__(self, n_there: int, n_wanted: int, tell: Callable[[Progress], None] | None) -> None:
        self._there, self._wanted, self._tell = n_there, n_wanted, tell
        self._read = 0
        self._begin = time.monotonic()
        self.add(0)

    def add(self, n: int) -> None:
        self._read += n
        if self._tell is None:
            return
        left = None
        if self._read:
            left = (time.monotonic() - self._begin) / self._read * (self._wanted - self._read)
        self._tell(Progress(self._there + self._read, self._there + self._wanted, left))


def read_all(
    jobs: Sequence[Job],
    store: Path,
    *,
    n_there: int = 0,
    texts: bool = True,
    workers: int | None = None,
    scheduler: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> dict[str, str]:
    """Read reports into parts of the store; give, by key, the reason of those that left none."""
    pace = Pace(n_there, len(jobs), on_progress)
    for job in jobs:
        stage(job, store, texts=texts)
        pace.add(1)
    return {}
