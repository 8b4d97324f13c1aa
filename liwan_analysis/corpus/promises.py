"""Promises over a corpus: each target of each report, beside what the same place's report of the next year says."""

from __future__ import annotations

import pandas as pd

from liwan_analysis.corpus.store import Corpus
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError
from liwan_analysis.targets.promises import PROMISE_COLUMNS, RULES, SOURCE, match_promises

__all__ = ["track_promises"]


def track_promises(corpus: Corpus, tolerance: float | None = None) -> pd.DataFrame:
    """Set each target of each report beside what the next report of the same place says of it; one row a target.

    Columns, verdicts and `tolerance` are those of `match_promises`; `target_report` and `result_report` are ids of
    `corpus.reports`. Where the report of the next year is not in the corpus the verdict is `pending`. Every result is
    the government's own figure. Rows in order of place and year, headline targets first. Raises `ReportError` for a
    store without texts, unless it was given away with its promises; then a tolerance cannot be chosen any more.
    """
    if not corpus.has_texts:
        if tolerance is not None:
            raise ReportError(
                f"{corpus.folder}: holds no texts, so its verdicts stand as they came; leave tolerance out"
            )
        table = corpus.panel("promises")
        table.attrs.update(source=SOURCE, rules=RULES)
        return table
    reports = corpus.reports.query("status == 'ok'").dropna(subset=["place", "year"])
    reports = reports.sort_values(["place", "year", "report_id"], kind="stable")
    ids = {(row.place, row.year): row.report_id for row in reports.itertuples()}
    tables, last_id, last = [], "", None
    for (place, year), report_id in ids.items():
        report = last if last is not None and last_id == report_id else corpus.report(report_id)
        last_id, last = ids.get((place, year + 1), ""), None
        if last_id:
            last = corpus.report(last_id)
        tables.append(_promises(report, last, report_id, last_id, tolerance))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=PROMISE_COLUMNS)
    table.attrs = {"source": SOURCE, "rules": RULES}
    return table


def _promises(
    report: Report, following: Report | None, report_id: str, next_id: str, tolerance: float | None
) -> pd.DataFrame:
    """Match two reports, and name them as the corpus does."""
    table = match_promises(report, following, tolerance)
    table["target_report"] = report_id
    table["result_report"] = table["result_report"].where(table["result_report"].isna(), next_id)
    table.attrs = {}
    return table
