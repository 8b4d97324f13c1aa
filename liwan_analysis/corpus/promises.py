"""Promises over a corpus: each target of each report, beside what the same place's report of the next year says."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from liwan_analysis.corpus.store import Corpus
from liwan_analysis.report.model import Report
from liwan_analysis.targets.following import read_promises
from liwan_analysis.targets.promises import PROMISE_COLUMNS, RULES, SOURCE, to_promises
from liwan_analysis.targets.verdicts import better_of, is_near

__all__ = ["kept_promises", "track_promises"]

BETTER = "better"
"""A column of the kept panel alone: whether more or less of the number itself is better."""


def track_promises(corpus: Corpus, tolerance: float | None = None) -> pd.DataFrame:
    """Set each target of each report beside what the next report of the same place says of it; one row a target.

    Columns, verdicts and `tolerance` are those of `match_promises`; `target_report` and `result_report` are ids of
    `corpus.reports`. Where the report of the next year is not in the corpus the verdict is `pending`. Every result is
    the government's own figure. Rows in order of place and year, headline targets first. Raises `ReportError` for a
    store without texts, unless it was given away with its promises.
    """
    kept = kept_promises(corpus) if corpus.has_texts else corpus.panel("promises")
    table = kept.drop(columns=BETTER)
    if tolerance is not None:
        for row in kept[(kept["verdict"] == "about") & kept["gap"].notna() & (kept["bound"] == "about")].itertuples():
            near = is_near(row.gap, row.target, row.unit, row.better, tolerance)
            table.loc[row.Index, "verdict"] = "met" if near else "missed"
            table.loc[row.Index, "note"] = f"within a tolerance of {tolerance:g}"
    table.attrs = {"source": SOURCE, "rules": RULES}
    return table


def kept_promises(corpus: Corpus) -> pd.DataFrame:
    """Give the promises of a store with texts, without tolerance, and a last column `better`: more, less or missing."""
    tables = list(_of_each(corpus))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*PROMISE_COLUMNS, BETTER])


def _of_each(corpus: Corpus) -> Iterator[pd.DataFrame]:
    reports = corpus.reports.query("status == 'ok'").dropna(subset=["place", "year"])
    reports = reports.sort_values(["place", "year", "report_id"], kind="stable")
    ids = {(row.place, row.year): row.report_id for row in reports.itertuples()}
    next_id, following = "", None
    for (place, year), report_id in ids.items():
        report = following if following is not None and next_id == report_id else corpus.report(report_id)
        next_id = ids.get((place, year + 1), "")
        following = corpus.report(next_id) if next_id else None
        yield _promises(report, following, report_id, next_id)


def _promises(report: Report, following: Report | None, report_id: str, next_id: str) -> pd.DataFrame:
    """Match two reports, and name them as the corpus does."""
    promises = read_promises(report, following)
    table = to_promises(promises)
    table["target_report"] = report_id
    table["result_report"] = table["result_report"].where(table["result_report"].isna(), next_id)
    table[BETTER] = pd.Series([better_of(promise.goal) for promise in promises], index=table.index, dtype="str")
    table.attrs = {}
    return table
