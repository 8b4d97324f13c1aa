"""jieba as this package uses it: a tokenizer of its own, with a cache that nobody else can write."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import inf, log
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile

import jieba
import numpy as np
import platformdirs

__all__ = ["base_dictionary", "make_tokenizer", "word_tags"]

FORMAT = "3"


@dataclass(frozen=True)
class _Dictionary:
    """jieba's dictionary: each word with its count, each beginning of a word with 0; and a tag for each."""

    words: list[str]
    counts: list[int]
    tags: list[str]
    total: int


class Segmenter(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's tokenizer with a dictionary that is given to it; it writes no log and reads no cache.

    `cut` and `lcut` give exactly what jieba gives, in less time: the words that may start at a place are found and
    weighed in one pass, where jieba lists them first (`get_DAG`) and weighs them after (`calc`). `cut_all` and
    `cut_for_search` are not meant to be used.
    """

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        """Take a dictionary in the shape that `base_dictionary` gives."""
        super().__init__()
        self.FREQ = dict(counts)
        self.total = total
        self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802
        """List nothing: `calc` looks the words up itself."""
        return {}

    def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
        """Find the likeliest way through the words that may start at each place, from the end backwards."""
        get, size, log_total = self.FREQ.get, len(sentence), log(self.total)
        shares: dict[int, float] = {}
        route[size] = (0.0, 0)
        for start in range(size - 1, -1, -1):
            stop = start + 1
            best, last = -inf, -1
            count = get(sentence[start:stop])
            while count is not None:
                if count:
                    share = shares.get(count)
                    if share is None:
                        share = shares[count] = log(count) - log_total
                    way = share + route[stop][0]
                    if way >= best:
                        best, last = way, stop - 1
                stop += 1
                if stop > size:
                    break
                count = get(sentence[start:stop])
            route[start] = (best, last) if last >= 0 else (route[start + 1][0] - log_total, start)


def make_tokenizer(words: tuple[str, ...] = ()) -> Segmenter:
    """Give a jieba tokenizer that knows `words` beside its dictionary; jieba's own default tokenizer stays as it is.

    >>> make_tokenizer(("白鹅潭",)).lcut("白鹅潭商务区")
    ['白鹅潭', '商务区']

    The tokenizer is shared between calls with the same words: cut with it, but do not add to it.
    """
    return _make_tokenizer(tuple(dict.fromkeys(words)))


@lru_cache(maxsize=4)
def _make_tokenizer(words: tuple[str, ...]) -> Segmenter:
    tokenizer = Segmenter(*base_dictionary())
    for word in words:
        tokenizer.add_word(word)
    return tokenizer


@cache
def base_dictionary() -> tuple[Mapping[str, int], int]:
    """Give jieba's dictionary in the shape its tokenizer wants: word or beginning of a word to count, and their sum.

    >>> counts, total = base_dictionary()
    >>> counts["经济"], counts["粤"] > 0, total
    (48718, True, 60101967)

    It is kept, as plain arrays that hold no code, in the user's own cache folder (mode 0700); a folder or file that
    belongs to somebody else is not read. Where the folder cannot be written, the dictionary is built anew each time.
    """
    dictionary = _load()
    return MappingProxyType(dict(zip(dictionary.words, dictionary.counts, strict=True))), dictionary.total


@cache
def word_tags() -> dict[str, str]:
    """Give the part of speech of each word in jieba's dictionary (tags of ICTCLAS: n, v, ns, nt …).

    >>> word_tags()["广州"], word_tags()["建设"]
    ('ns', 'vn')
    """
    dictionary = _load()
    return {w: t for w, t in zip(dictionary.words, dictionary.tags, strict=True) if t}


def cache_folder() -> Path:
    """Say where the dictionary is kept between runs."""
    return platformdirs.user_cache_path("liwan-analysis", appauthor=False)


def _load() -> _Dictionary:
    source = files("jieba").joinpath("dict.txt").read_bytes()
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
    return _Dictionary(list(counts), list(counts.values()), tags + [""] * (len(counts) - len(tags)), total)


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
            tags = [names[tag] for tag in kept["tags"].tolist()]
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile):
        return None
    return _Dictionary(words, counts, tags, total) if len(words) == len(counts) == len(tags) else None


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
