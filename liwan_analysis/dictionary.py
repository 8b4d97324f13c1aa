"""How often Chinese words occur, from the dictionary that jieba ships."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

__all__ = ["word_classes", "word_frequencies"]


@cache
def word_frequencies() -> Mapping[str, int]:
    """Give each word of jieba's dictionary with its number of occurrences.

    >>> word_frequencies()["显著"]
    2721
    >>> "标志着" in word_frequencies()
    False

    Counts are those of jieba's own corpus (about 60 million tokens; 349,045 words of 1 to 16 characters). The
    packaged `dict.txt` is read on the first call only: jieba itself is not imported, and no cache is written.
    The mapping is read-only. Source: jieba 0.42.1, MIT licence. Raises ModuleNotFoundError without jieba.
    """
    return MappingProxyType(dict(zip(_fields()[0::3], map(int, _fields()[1::3]), strict=True)))


@cache
def word_classes() -> Mapping[str, str]:
    """Give the class of each word of jieba's dictionary: n noun, v verb, d adverb, c conjunction, m numeral …

    >>> word_classes()["并"], word_classes()["仓库"]
    ('c', 'n')
    """
    return MappingProxyType(dict(zip(_fields()[0::3], _fields()[2::3], strict=True)))


@cache
def _fields() -> list[str]:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed, and its dictionary is needed: pip install jieba")
    return Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").split()
