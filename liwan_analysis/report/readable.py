"""Whether what was read can be read: text in the wrong encoding has Chinese characters, but not those of Chinese."""

from __future__ import annotations

import re
from collections import Counter

from liwan_analysis.report.source import ReportError
from liwan_analysis.restoration.steps import Restoration

__all__ = ["count_han", "is_common", "refuse_unreadable"]

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LOST = re.compile("[□\ufffd\ue000-\uf8ff]")
"""What stands for a character that could not be read."""
_MIN_CHARACTERS = 20
BY_BYTES = {"realign_bytes", "reread_bytes"}
"""The rules that put bytes together again, by certainty."""
_COMMON = frozenset(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)


def count_han(text: str) -> int:
    """Count the Chinese characters."""
    return sum(map(len, _HAN.findall(text)))


def is_common(character: str) -> bool:
    """Say whether a character is one of the 3,755 most used (GB 2312, level 1); of a report, 99 in 100 are.

    >>> is_common("政"), is_common("鏀"), is_common("垮")
    (True, False, True)
    """
    return character in _COMMON


def refuse_unreadable(restoration: Restoration, path: str) -> None:
    """Raise `ReportError` where less than half of the Chinese characters can be read.

    政府工作报告 in UTF-8, read as GBK, is 鏀垮簻宸ヤ綔鎶ュ憡. Of characters read in the wrong encoding
    about half are common ones by chance, so each rare one stands for two that were not read. Where bytes were put
    together again, what is only inferred (工□□请□) is as good as not read: a text of nothing else is a guess.
    """
    text = restoration.text
    characters = Counter("".join(_HAN.findall(text)))
    n_lost = len(_LOST.findall(text))
    n_rare = sum(n for character, n in characters.items() if not is_common(character))
    n_guessed = sum(
        count_han(step.after) for step in restoration.steps if step.rule in BY_BYTES and step.certainty != "certain"
    )
    n = characters.total() + n_lost
    n_unread = max(2 * n_rare, n_guessed) + n_lost
    if n >= _MIN_CHARACTERS and n_unread > n / 2:
        raise ReportError(
            f"{path}: only {max(1 - n_unread / n, 0):.0%} of its characters can be read, as if it had been opened in "
            "the wrong encoding; get the file again and save it as UTF-8"
        )
