"""Overviews of panels, as figures and readers want them: a year, a place, or a measure a row."""

from __future__ import annotations

import pandas as pd

from liwan_analysis.corpus.concepts import MEASURES

__all__ = ["attention_by_place", "attention_by_year", "measure_agreement", "rank_measures"]


def attention_by_year(panel: pd.DataFrame, part: str = "plan") -> pd.DataFrame:
    """Give each theme's share of attention by year: the mean over the reports of that year.

    Columns: year, theme, theme_en, share (from 0 to 1), n_reports.
    """
    inside = panel[panel["part"] == part]
    grouped = inside.groupby(["year", "theme", "theme_en"], sort=True)["share"]
    return grouped.agg(share="mean", n_reports="size").reset_index()


def attention_by_place(panel: pd.DataFrame, year: int | None = None, part: str = "plan") -> pd.DataFrame:
    """Give each theme's share by place in one year (the year with most places, the latest of several).

    Where all reports are of one place its years stand in the place of places. Columns: place, theme, share, year.
    """
    inside = panel[panel["part"] == part]
    if len(set(inside["place"])) == 1:
        return inside.assign(place=inside["year"].astype(str))[["place", "theme", "share", "year"]]
    counts = inside.drop_duplicates(["place", "year"])["year"].value_counts()
    chosen = year if year is not None else max(counts[counts == counts.max()].index)
    return inside.loc[inside["year"] == chosen, ["place", "theme", "share", "year"]].reset_index(drop=True)


def rank_measures(panel: pd.DataFrame, concept: str) -> pd.DataFrame:
    """Rank reports by each named measure of a concept, 1 the most; `plan` is the plan's share of tokens alone.

    Columns: place (with the year where reports are of several), measure, value, rank. What the ranks differ in hangs on
    the measure alone: the texts are the same.
    """
    ours = panel[panel["concept"] == concept]
    if not len(ours):
        raise ValueError(f"no concept {concept!r}; there are {', '.join(panel['concept'].unique())}")
    whole, plan = (ours[ours["part"] == part].set_index("report_id") for part in ("all", "plan"))
    values = whole[list(MEASURES)].assign(plan_only=plan["share_tokens"].reindex(whole.index))
    values.index = pd.Index(_labels(whole), name="place")
    table = values.reset_index().melt("place", var_name="measure").sort_values(["place", "measure"], kind="stable")
    table["rank"] = table.groupby("measure")["value"].rank(ascending=False, method="min").astype("int64")
    order = {measure: at for at, measure in enumerate(values.columns)}
    return table.sort_values("measure", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _labels(reports: pd.DataFrame) -> list[str]:
    """Name reports by their place, by their year where the place is one, by both where each is several."""
    places, years = list(map(str, reports["place"])), list(map(str, reports["year"]))
    if len(set(places)) == 1:
        return years
    return places if len(set(years)) == 1 else [f"{place} {year}" for place, year in zip(places, years, strict=True)]


def measure_agreement(ranks: pd.DataFrame) -> pd.DataFrame:
    """Give Spearman's rank correlation of each pair of measures: 1 the same order, 0 none, −1 the reverse."""
    wide = ranks.pivot(index="place", columns="measure", values="rank")
    wide = wide[list(dict.fromkeys(ranks["measure"]))]
    table = wide.corr(method="spearman")
    table.index.name = table.columns.name = None
    return table
