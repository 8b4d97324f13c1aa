"""A disk that fails at the n-th write: refused, full from then on, or the process killed there."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow.parquet as pq
import pytest

from liwan_analysis.export import files

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_AUDITED = {"os.mkdir", "os.rename", "os.symlink", "os.remove"}
_disks: list[Disk] = []


class Disk:
    """Counts what is asked of the disk, and fails at the n-th call in one of the ways of `WAYS`.

    refused: this call alone fails. full: nothing more can be written from here on, by whatever library. killed: the
    process ends. Opening a file to write, making and renaming and deleting are seen by an audit hook, whoever does
    them; pyarrow, which writes without Python, at its functions.
    """

    def __init__(self, fails_at: int, way: str) -> None:
        self.fails_at, self.way, self.n = fails_at, way, 0

    @property
    def has_failed(self) -> bool:
        return self.n >= self.fails_at

    def asked(self, may_refuse: bool = True) -> None:
        self.n += 1
        if self.n != self.fails_at:
            return
        if self.way == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.way == "full":
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        if self.way == "refused" and may_refuse:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


WAYS = ("refused", "full")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _disks and (event in _AUDITED or (event == "open" and arguments[2] & _WRITES)):
        _disks[-1].asked(may_refuse=event != "os.remove")  # to delete takes no room


sys.addaudithook(_hear)


def _asking(function: Callable[..., Any]) -> Callable[..., Any]:
    def asks(*arguments: Any, **options: Any) -> Any:
        if _disks:
            _disks[-1].asked()
        return function(*arguments, **options)

    return asks


@contextlib.contextmanager
def failing(disk: Disk) -> Iterator[Disk]:
    """Let the disk fail within the block, and be whole again behind it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((pq, "write_table"), (pq.ParquetWriter, "write_table"), (files, "exchange")):
            patch.setattr(owner, name, _asking(getattr(owner, name)))
        _disks.append(disk)
        try:
            yield disk
        finally:
            _disks.pop()
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


def apart(act: Callable[[], object]) -> int:
    """Do something in a process of its own, give its number; it ends with 0, or 1 where an exception stopped it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyarrow and OpenBLAS have threads, which do not matter
        child = os.fork()
    if child == 0:
        signal.alarm(60)
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return child


def killed_at(n: int, act: Callable[[], object]) -> bool:
    """Do something in a process of its own that is killed at the n-th write; say whether it got so far."""

    def do() -> None:
        with failing(Disk(n, "killed")):
            act()

    status = os.waitpid(apart(do), 0)[1]
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL
