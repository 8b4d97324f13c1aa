"""Promises over many reports: each target beside what the report of the year after says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from liwan_analysis.corpus.store import Corpus
from liwan_analysis.report.model import Report
from liwan_analysis.targets.following import read_promises
from liwan_analysis.targets.promise import Promise
from liwan_analysis.targets.promises import to_promises

__all__ = ["track_promises"]


def track_promises(corpus: Corpus, tolerance: float | None = None) -> pd.DataFrame:
    """Set the targets of every report of a corpus beside what the next report of the same place says: one row a target.

    Columns, verdicts and `tolerance` are those of `match_promises`; `target_report` and `result_report` are the
    report_id of the corpus. Rows go by place, year, headline targets first. Where the report of the next year is not in
    the corpus, or could not be read, the verdict is `pending`. `attrs` says whose figures these are, and the version of
    the rules. A report without place or year cannot be set beside another and is left out. Raises ReportError for a
    corpus without texts.
    """
    return to_promises([promise for place in _places(corpus) for promise in _track(corpus, place, tolerance)])


def _places(corpus: Corpus) -> Iterator[pd.DataFrame]:
    """The reports of one place that were read, by year; places in the order of their names."""
    reports = corpus.reports
    read = reports[(reports["status"] == "ok") & reports["place"].notna() & reports["year"].notna()]
    for _, rows in read.sort_values(["place", "year"], kind="stable").groupby("place", sort=True):
        yield rows


def _track(corpus: Corpus, rows: pd.DataFrame, tolerance: float | None) -> Iterator[Promise]:
    names = {int(year): str(name) for year, name in zip(rows["year"], rows["report_id"], strict=True)}
    held: dict[str, Report] = {}
    for year, name in names.items():
        after = names.get(year + 1)
        held = {key: held[key] if key in held else corpus.report(key) for key in (name, after) if key}
        for promise in read_promises(held[name], held[after] if after else None, tolerance):
            yield _under(promise, name, after)


def _under(promise: Promise, name: str, after: str | None) -> Promise:
    """Call the two reports by their names in the corpus."""
    told = replace(promise.told, report=after or "") if promise.told else None
    return replace(promise, stated=replace(promise.stated, report=name), told=told)
