"""Reading with a Dask cluster: batches of reports go out, parts are left in the store, only their keys come back."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask
from distributed import Client, LocalCluster, Security, as_completed
from distributed.scheduler import KilledWorker

from liwan_analysis.corpus.pace import Pace
from liwan_analysis.corpus.parts import is_staged, stage
from liwan_analysis.corpus.sources import Job
from liwan_analysis.report.source import ReportError

__all__ = ["connected", "read_with"]

SMALLEST, LARGEST = 8, 20
"""A batch is large enough for the cost of sending it, and small enough to be done again."""
MEMORY = 2 * 2**30
"""A worker that takes more is ended: that costs one report, where a full machine would cost all."""
TRIES = 5
"""So often a report is sent alone before it is given up unread: other reports may end its worker each time."""
NO_PAGE = "127.0.0.1:0"
"""Dask opens a port for its pages even where it has none to show: on loopback, and of no fixed number."""
SETTINGS: dict[str, Any] = {
    "distributed.scheduler.allowed-failures": 0,  # a batch whose worker died is sent again one report at a time
    "distributed.scheduler.worker-saturation": 1.0,  # a worker holds one batch: its death is that batch's
    "distributed.worker.daemon": True,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.comm.require-encryption": True,
    "distributed.admin.log-format": "%(message)s",
    "distributed.logging": {
        "distributed": "critical",
        "distributed.nanny": "critical",
        "distributed.worker": "critical",
    },
}


@contextmanager
def connected(workers: int | None, scheduler: str | None) -> Iterator[Client]:
    """Give a client of the cluster at `scheduler`, or of one of this machine's cores that ends with the block.

    The own cluster listens on loopback alone, speaks TLS with certificates made for it, and serves no page. Raises
    `ReportError` where nothing answers at `scheduler`.
    """
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            said = (str(error).splitlines() or [type(error).__name__])[0]
            raise ReportError(f"{scheduler}: no scheduler answers there ({said}); check the address") from None
        with client:
            yield client
        return
    with (
        dask.config.set(SETTINGS),
        _without_main(),
        _own_cluster(workers) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _own_cluster(workers: int | None) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        protocol="tls://",
        security=Security.temporary(),
        dashboard_address=NO_PAGE,
        worker_dashboard_address=NO_PAGE,
        scheduler_kwargs={"dashboard": False},
        memory_limit=MEMORY,
        silence_logs="CRITICAL",
    )


@contextmanager
def _without_main() -> Iterator[None]:
    """Let new processes start without the script of the user, which would build once more in each of them."""
    main = sys.modules["__main__"]
    kept = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    try:
        main.__dict__.pop("__file__", None)
        main.__spec__ = None
        yield
    finally:
        for name, value in kept.items():
            setattr(main, name, value)


def read_with(client: Client, jobs: Sequence[Job], store: Path, *, texts: bool, pace: Pace) -> dict[str, str]:
    """Read reports in batches; give, by key, the reason of those that no worker could finish.

    Of a batch whose worker died, what is not there yet is sent again one report at a time.
    """
    n_workers = max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
    size = min(max(-(-len(jobs) // (4 * n_workers)), SMALLEST), LARGEST)
    sent: dict[object, tuple[Job, ...]] = {}
    tries: Counter[str] = Counter()
    ended: dict[str, str] = {}

    def send(batch: tuple[Job, ...]) -> Any:
        future = client.submit(_read_batch, batch, str(store), texts, pure=False)
        sent[future.key] = batch
        return future

    batches = [tuple(jobs[start : start + size]) for start in range(0, len(jobs), size)]
    waiting = as_completed([send(batch) for batch in batches], loop=client.loop)
    for future in waiting:
        batch = sent.pop(future.key)
        left = _left_by(future, batch, store)
        for job in left:
            tries[job.key] += 1
            if tries[job.key] < TRIES:
                waiting.add(send((job,)))
            else:
                ended[job.key] = "its worker ended each time, for other reasons; build again with retry"
        done = len(batch) - len(left) + sum(job.key in ended for job in left)
        if done:
            pace.add(done)
    return ended


def _left_by(future: Any, batch: tuple[Job, ...], store: Path) -> list[Job]:
    """Give what a batch left unread because its worker died; raise what else went wrong with it."""
    if future.status == "finished":
        return []
    error = future.exception() if future.status == "error" else None
    if isinstance(error, KilledWorker):
        return [job for job in batch if not is_staged(store, job.key)]
    raise error or ReportError(f"the cluster gave up a batch ({future.status}); build again, and it goes on from here")


def _read_batch(batch: tuple[Job, ...], store: str, texts: bool) -> list[str]:
    """Read a batch in a worker; what an earlier worker left of it is not read again."""
    folder = Path(store)
    for job in batch:
        if not is_staged(folder, job.key):
            stage(job, folder, texts=texts)
    return [job.key for job in batch]
