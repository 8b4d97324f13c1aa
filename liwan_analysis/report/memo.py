"""What has been worked out of a report: kept beside it, computed once, gone with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from liwan_analysis.report.model import Report

__all__ = ["once"]

T = TypeVar("T")


def once(report: Report, key: Hashable, compute: Callable[[], T]) -> T:
    """Give what `compute` gives, computed the first time that this report is asked for `key`.

    >>> from liwan_analysis.report import load_report
    >>> report, asked = load_report(), []
    >>> [once(report, "n", lambda: asked.append("counting") or len(report.text) > 0) for _ in range(2)], asked
    ([True, True], ['counting'])

    It is kept with the report object itself, never with another one of the same words, and dies with it. The key names
    everything that the result hangs on beside the report. What is kept is shared: keep what cannot be changed (records,
    tuples), or hand out copies.
    """
    kept = report._kept
    if key not in kept:
        kept[key] = compute()
    return cast(T, kept[key])
