"""Folders in which something is made before it is put in place, and what a killed process left of them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

__all__ = ["exchange", "folder_aside", "hold", "recover"]

_RENAME_EXCHANGE, _HERE = 2, -100
"""From linux/fs.h and fcntl.h: swap the two names; paths are relative to the working folder."""


@contextmanager
def folder_aside(parent: Path, name: str) -> Iterator[Path]:
    """Give a new folder of one's own, `.NAME.xxxxxxxx.part`, that goes at the end.

    Those of processes that were killed go too. The folder is held by a lock, which lasts as long as a process that
    holds it: this one, and those that were given a handle of `hold`. Raises OSError where no folder can be made.
    """
    _clear(parent, name)
    folder, handle = _new_folder(parent, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)
        _clear(parent, name)


def _new_folder(parent: Path, name: str) -> tuple[Path, int | None]:
    for _ in range(20):  # another process may take a folder that is not held yet for a left-over
        folder = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=".part", dir=parent)).resolve()
        with contextlib.suppress(FileNotFoundError):
            handle = hold(folder)
            if folder.exists():
                return folder, handle
            if handle is not None:
                os.close(handle)
    raise FileNotFoundError(2, "other runs keep clearing it", str(parent))


def hold(folder: Path) -> int | None:
    """Hold a folder of `folder_aside` until the handle is closed everywhere; None where a system has no such locks."""
    if sys.platform == "win32":
        return None
    handle = os.open(folder, os.O_RDONLY)
    with contextlib.suppress(OSError):  # a file system without locks: there nothing is cleared either
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def recover(target: Path) -> None:
    """Put back an earlier export that a killed run had moved aside, or clear it away where there is a newer one."""
    for old in _left(target.parent, target.name, "old"):
        if (old / "old").exists() and not target.exists():
            with contextlib.suppress(OSError):
                (old / "old").rename(target)
        if target.exists() or not (old / "old").exists():
            shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, so that at every moment a whole one stands there; say whether the system could."""
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return call is not None and call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _RENAME_EXCHANGE) == 0


def _left(parent: Path, name: str, kind: str) -> list[Path]:
    pattern = re.compile(rf"\.{re.escape(name)}\.[a-z0-9_]{{8}}\.{kind}")
    try:
        return [path for path in sorted(parent.iterdir()) if pattern.fullmatch(path.name)]
    except OSError:
        return []


def _clear(parent: Path, name: str) -> None:
    """Delete the folders that no process holds."""
    if sys.platform == "win32":
        return
    for path in _left(parent, name, "part"):
        try:
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except OSError:
            continue
        finally:
            os.close(handle)
