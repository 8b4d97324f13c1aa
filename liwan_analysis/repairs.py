"""What was repaired in a report, counted and set side by side, for readers who want to check."""

from __future__ import annotations

import pandas as pd

from liwan_analysis.report import Report

__all__ = ["KINDS", "compare_repairs", "count_repairs", "show_unknown", "surest"]

KINDS = {
    "remove_annotation": "a reading in brackets, put behind a character: 發(fā)",
    "simplify": "a traditional character: 經 for 经",
    "widen_punctuation": "a half-width mark for a full-width one: , for ，",
    "realign_bytes": "a stretch read one byte out of step: ?;A for 校基础",
    "mark_unknown": "a character that nothing in the file tells: shown as □",
    "join_lines": "a line broken inside a sentence",
    "remove_furniture": "a line of the page around the report",
    "remove_foreign_line": "a line that does not belong to the page; its words are never shown",
}
"""Every rule that a row of `report.repairs` can name, and the damage it undoes."""


def count_repairs(report: Report) -> pd.DataFrame:
    """Count the steps by rule and certainty: rule, damage, certain, inferred, unknown, n; the most frequent first.

    >>> from liwan_analysis import load_report
    >>> count_repairs(load_report()).columns.tolist()
    ['rule', 'damage', 'certain', 'inferred', 'unknown', 'n']
    """
    counts = pd.crosstab(report.repairs["rule"], report.repairs["certainty"])
    counts = counts.reindex(columns=["certain", "inferred", "unknown"], fill_value=0)
    counts["n"] = counts.sum(axis=1)
    table = counts.rename_axis(columns=None).reset_index()
    table.insert(1, "damage", table["rule"].map(KINDS))
    return table.sort_values(["n", "rule"], ascending=[False, True], kind="stable", ignore_index=True)


def surest(report: Report) -> float:
    """Give the share of steps that are certain, in percent; not a number where nothing was repaired."""
    certain = report.repairs["certainty"] == "certain"
    return float(100 * certain.mean()) if len(certain) else float("nan")


def compare_repairs(report: Report, rule: str, *, most: int = 5, width: int = 12) -> pd.DataFrame:
    """Set before and after side by side for the longest steps of one rule, with what stands around them in the text.

    Columns: left, before, after, right, certainty, evidence, start. Foreign lines have no words here.
    """
    steps = report.repairs[report.repairs["rule"] == rule]
    longest = steps.assign(length=steps["before"].str.len()).nlargest(most, "length").sort_values("start")
    left = [report.text[max(start - width, 0) : start].replace("\n", " ") for start in longest["start"]]
    right = [report.text[end : end + width].replace("\n", " ") for end in longest["end"]]
    columns = ["before", "after", "certainty", "evidence", "start"]
    table = longest[columns].assign(left=left, right=right).reset_index(drop=True)
    return table[["left", "before", "after", "right", "certainty", "evidence", "start"]]


def show_unknown(report: Report) -> pd.DataFrame:
    """Give each place that could not be restored with the sentence it stands in: sentence, start."""
    unknown = report.repairs[report.repairs["certainty"] == "unknown"]
    sentences = report.sentences
    at = sentences["start"].searchsorted(unknown["start"], side="right") - 1
    return pd.DataFrame({"sentence": sentences["text"].iloc[at].to_list(), "start": unknown["start"].to_list()})
