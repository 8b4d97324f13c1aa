"""jieba's dictionary: words, how often they occur, their parts of speech; kept where nobody else can write."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import numpy as np
import platformdirs

__all__ = ["base_dictionary", "word_tags"]

FORMAT = "4"


@dataclass(frozen=True)
class _Dictionary:
    """jieba's dictionary: each word with its count, then each beginning of a word with 0; and a tag for each word."""

    words: list[str]
    counts: list[int]
    tags: list[str]
    total: int


def base_dictionary() -> tuple[Mapping[str, int], int]:
    """Give jieba's dictionary in the shape its tokenizer wants: word or beginning of a word to count, and their sum.

    >>> counts, total = base_dictionary()
    >>> counts["经济"], counts["粤"] > 0, total
    (48718, True, 60101967)

    It is kept, as plain arrays that hold no code, in the user's own cache folder (mode 0700); a folder or file that
    belongs to somebody else is not read. Where the folder cannot be written, the dictionary is built anew each time.
    """
    return _mappings()[:2]


def word_tags() -> Mapping[str, str]:
    """Give the part of speech of each word in jieba's dictionary (tags of ICTCLAS: n, v, ns, nt …).

    >>> word_tags()["广州"], word_tags()["建设"]
    ('ns', 'vn')
    """
    return _mappings()[2]


@cache
def _mappings() -> tuple[Mapping[str, int], int, Mapping[str, str]]:
    dictionary = _load()
    counts = dict(zip(dictionary.words, dictionary.counts, strict=True))
    tags = dict(zip(dictionary.words, dictionary.tags, strict=False))  # the beginnings behind the words have none
    return MappingProxyType(counts), dictionary.total, MappingProxyType(tags)


def cache_folder() -> Path:
    """Say where the dictionary is kept between runs."""
    return platformdirs.user_cache_path("liwan-analysis", appauthor=False)


def _load() -> _Dictionary:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed, and its dictionary is needed: pip install jieba")
    source = Path(spec.origin).with_name("dict.txt").read_bytes()
    name = f"dictionary-{FORMAT}-{hashlib.sha256(source).hexdigest()[:16]}.npz"
    folder = _private_folder()
    if folder is None:
        return _build(source)
    path = folder / name
    kept = _read(path)
    if kept is None:
        kept = _build(source)
        _write(kept, path)
    return kept


def _build(source: bytes) -> _Dictionary:
    fields = source.decode("utf-8").split()
    words = fields[0::3]
    counts = dict(zip(words, map(int, fields[1::3]), strict=True))
    tags = list(dict(zip(words, fields[2::3], strict=True)).values())
    for word in words:
        for stop in range(len(word) - 1, 0, -1):
            if word[:stop] in counts:
                break
            counts[word[:stop]] = 0
    total = sum(map(int, fields[1::3]))
    return _Dictionary(list(counts), list(counts.values()), tags, total)


def _private_folder() -> Path | None:
    """Make the cache folder; None where it cannot be made or is not the user's alone."""
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(folder, stat.S_ISDIR):
            return None
        folder.chmod(0o700)
    except OSError:
        return None
    return folder


def _is_own(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Say whether a path is of the kind, no link, and belongs to the user (where the system knows owners)."""
    status = path.lstat()
    return is_kind(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())


def _read(path: Path) -> _Dictionary | None:
    try:
        if not _is_own(path, stat.S_ISREG):
            return None
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            words = kept["words"].tobytes().decode("utf-8").split("\n")
            names = kept["names"].tobytes().decode("utf-8").split("\n")
            counts, total = kept["counts"].tolist(), int(kept["total"])
            tags = np.array(names, dtype=np.object_)[kept["tags"]].tolist()
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile):
        return None
    return _Dictionary(words, counts, tags, total) if len(words) == len(counts) >= len(tags) else None


def _write(dictionary: _Dictionary, path: Path) -> None:
    """Write beside the goal and move there, so that nobody ever reads half a file; give up quietly where one cannot."""
    names = sorted(set(dictionary.tags))
    number = {name: i for i, name in enumerate(names)}
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(
                    file,
                    words=_as_bytes(dictionary.words),
                    names=_as_bytes(names),
                    counts=np.array(dictionary.counts, dtype=np.uint32),
                    total=np.array(dictionary.total),
                    tags=np.array([number[tag] for tag in dictionary.tags], dtype=np.uint8),
                )
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
    except OSError:
        return


def _as_bytes(lines: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)
