"""Whether what was read can be read: text in the wrong encoding has Chinese characters, but not those of Chinese."""

from __future__ import annotations

import re

from liwan_analysis.report.source import ReportError

__all__ = ["count_han", "refuse_unreadable"]

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LOST = re.compile("[□\ufffd\ue000-\uf8ff]")
"""What stands for a character that could not be read."""
_MIN_CHARACTERS = 20
_COMMON = frozenset(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)
"""The 3,755 characters most used (GB 2312, level 1): of a report, 99 in 100 are (政, and not 鏀)."""


def count_han(text: str) -> int:
    """Count the Chinese characters."""
    return sum(map(len, _HAN.findall(text)))


def refuse_unreadable(text: str, path: str) -> None:
    """Raise `ReportError` where less than half of the Chinese characters can be read.

    政府工作报告 in UTF-8, read as GBK, is 鏀垮簻宸ヤ綔鎶ュ憡: rare characters for the most part.
    """
    n_lost = len(_LOST.findall(text))
    n_read = sum(map(_COMMON.__contains__, text))
    n = count_han(text) + n_lost
    if n >= _MIN_CHARACTERS and n_read < n / 2:
        raise ReportError(
            f"{path}: only {n_read / n:.0%} of its characters can be read, as if it had been opened in the wrong "
            "encoding; get the file again and save it as UTF-8"
        )
