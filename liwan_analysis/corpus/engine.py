"""Who reads the reports: a plain loop for a few, worker processes for many; what they leave is the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from liwan_analysis.corpus.pace import Pace, Progress
from liwan_analysis.corpus.parts import stage
from liwan_analysis.corpus.sources import Job

__all__ = ["MANY", "read_all"]

MANY = 20
"""For fewer reports it takes longer to start processes than to read them."""


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
    if len(jobs) >= MANY:
        from liwan_analysis.corpus.cluster import connected, read_with

        try:
            with connected(workers, scheduler) as client:
                return read_with(client, jobs, store.absolute(), texts=texts, pace=pace)
        finally:
            for mark in store.glob("staged/*/*.try"):  # whoever stops a build says nothing of what was being read
                mark.unlink(missing_ok=True)
    for job in jobs:
        stage(job, store, texts=texts)
        pace.add(1)
    return {}
