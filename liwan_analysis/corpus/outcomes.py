"""What became of the promises: counted by place, year, theme and hardness, and one indicator over the years.

Every result is the government's own figure in its next report.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import pandas as pd

from liwan_analysis.corpus.store import Corpus
from liwan_analysis.targets.verdicts import VERDICTS

__all__ = ["attainment", "count_verdicts", "dropped_indicators", "keep_rates", "with_themes"]

JUDGED = ("met", "exceeded", "missed")
KEPT = ("met", "exceeded")
SILENT = "not_reported"
Z = 1.959964
ATTAINMENT = [
    *("place", "target_year", "target", "target_max", "unit", "bound", "hardness", "result", "gap", "verdict"),
    *("target_quote", "result_quote", "target_report", "target_start", "target_end"),
    *("result_report", "result_start", "result_end", "note"),
]


def with_themes(promises: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Give promises with the theme of the sentence that states the target; missing where it has none."""
    sentences = corpus.table("sentences")[["report_id", "start", "end", "theme"]]
    joined = pd.merge_asof(
        promises.assign(_row=range(len(promises)), _at=promises["target_start"].astype("int64")).sort_values("_at"),
        sentences.rename(columns={"report_id": "target_report", "start": "_start"})
        .assign(_start=lambda table: table["_start"].astype("int64"))
        .sort_values("_start"),
        left_on="_at",
        right_on="_start",
        by="target_report",
    ).sort_values("_row")
    found = promises.assign(theme=joined["theme"].to_numpy())
    found.attrs = promises.attrs
    return found


def count_verdicts(promises: pd.DataFrame, by: str | Sequence[str] = "target_year") -> pd.DataFrame:
    """Count verdicts by a column, or several: place, target_year, theme, hardness, indicator; one row a group.

    >>> some = pd.DataFrame({"target_year": [2019, 2019, 2020], "verdict": ["met", "not_reported", "pending"]})
    >>> count_verdicts(some)[["target_year", "n_followed", "met", "not_reported", "share_silent"]].values.tolist()
    [[2019.0, 2.0, 1.0, 1.0, 0.5], [2020.0, 0.0, 0.0, 0.0, nan]]

    Columns: those of `by`; n_targets; n_followed (a next report is there); one for each verdict; share_silent
    (not_reported / n_followed, from 0 to 1).
    """
    columns = [by] if isinstance(by, str) else list(by)
    counts = promises.groupby(columns, sort=True, dropna=False)["verdict"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=list(VERDICTS), fill_value=0)
    counts.insert(0, "n_targets", counts.sum(axis=1))
    counts.insert(1, "n_followed", counts["n_targets"] - counts["pending"])
    counts["share_silent"] = counts[SILENT] / counts["n_followed"].where(counts["n_followed"] > 0)
    counts.columns.name = None
    return counts.reset_index()


def keep_rates(promises: pd.DataFrame, by: str = "hardness") -> pd.DataFrame:
    """Give for each group the share of judged targets that were kept, with its 95 % interval (Wilson 1927).

    >>> some = pd.DataFrame({"hardness": ["hard"] * 4, "verdict": ["met", "met", "exceeded", "missed"]})
    >>> keep_rates(some).round(2).values.tolist()
    [['hard', 4, 3, 0.75, 0.3, 0.95]]

    Judged are met, exceeded and missed; kept are met and exceeded. Targets with 左右 have no verdict and do not count.
    Columns: the group, n_judged, n_kept, share_kept, share_low, share_high (from 0 to 1).
    """
    judged = promises[promises["verdict"].isin(JUDGED)]
    rows = []
    for group, some in judged.groupby(by, sort=True):
        n, kept = len(some), int(some["verdict"].isin(KEPT).sum())
        rows.append((group, n, kept, kept / n, *_wilson(kept, n)))
    return pd.DataFrame(rows, columns=[by, "n_judged", "n_kept", "share_kept", "share_low", "share_high"])


def _wilson(kept: int, n: int) -> tuple[float, float]:
    """Give the interval of a share: it stays between 0 and 1, also for few cases."""
    share, square = kept / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def attainment(promises: pd.DataFrame, indicator: str, measure: str | None = None) -> pd.DataFrame:
    """Give one indicator's targets and results over the years (目标实现度): gap is result − target; a row a target.

    `indicator` is a canonical name, `measure` level, growth or share; None is the one it is promised in most often.
    Where a report states several, the headline target stands here, else the first. An indicator without a target gives
    no row; `promises["indicator"].value_counts()` says which there are.
    """
    rows = promises[(promises["indicator"] == indicator) & promises["target"].notna()]
    rows = rows[rows["measure"].isin([measure] if measure else rows["measure"].mode().head(1))]
    rows = rows.sort_values(["place", "target_year", "is_headline"], ascending=[True, True, False], kind="stable")
    return rows.drop_duplicates(["place", "target_year"])[ATTAINMENT].reset_index(drop=True)


def dropped_indicators(promises: pd.DataFrame) -> pd.DataFrame:
    """List the headline indicators that a report sets no target for any more, though the one before it did.

    Columns: place, indicator, last_year (the last year with a target), next_year (the report that leaves it out).
    Reports that are not there drop nothing: only years that follow each other are compared.
    """
    headline = promises[promises["is_headline"]].dropna(subset="target_year")
    own_year = headline.groupby("target_report")["target_year"].transform("min")  # others reach over several years
    headline = headline[headline["target_year"] == own_year]
    years = headline.groupby("place")["target_year"].agg(set)
    rows = []
    for (place, indicator), found in headline.groupby(["place", "indicator"], sort=True)["target_year"]:
        rows += [
            (place, indicator, int(year), int(year) + 1)
            for year in sorted(set(found))
            if year + 1 in years[place] and year + 1 not in set(found)
        ]
    return pd.DataFrame(rows, columns=["place", "indicator", "last_year", "next_year"])
