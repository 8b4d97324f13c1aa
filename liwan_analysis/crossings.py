"""Tables that set two analyses side by side: themes by section, themes and targets, targets and last year."""

from __future__ import annotations

import pandas as pd

from liwan_analysis.report import Report

__all__ = ["headline_view", "ledger_view", "themes_and_targets", "themes_by_section", "with_headings"]


def themes_by_section(coded: pd.DataFrame) -> pd.DataFrame:
    """Count the sentences of each numbered section by predominant theme: rows are themes, columns sections in order.

    >>> coded = pd.DataFrame({"sentence_id": [0, 1, 1], "section_id": "plan-01", "theme": ["教育", "教育", "就业"],
    ...                       "is_primary": [True, True, False], "start": [0, 9, 9]})
    >>> themes_by_section(coded).to_dict()
    {'plan-01': {'教育': 2}}

    Sentences outside numbered sections are left out. The themes with most sentences come first.
    """
    primary = coded[coded["is_primary"]].dropna(subset="section_id")
    order = primary.sort_values("start")["section_id"].unique()
    counts = pd.crosstab(primary["theme"], primary["section_id"]).reindex(columns=order)
    ranked = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    return ranked.rename_axis(index="theme", columns=None)


def themes_and_targets(coded: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Count for each theme the plan's sentences and the targets with a number that stand in them.

    >>> coded = pd.DataFrame({"sentence_id": [0, 1], "theme": ["教育", "就业"], "is_primary": True, "part": "plan"})
    >>> themes_and_targets(coded, pd.DataFrame({"sentence_id": [1, 1]})).values.tolist()
    [['就业', 1, 2, 2.0], ['教育', 1, 0, 0.0]]

    Columns: theme, n_sentences, n_targets, targets_per_sentence; a target counts for the predominant theme of its
    sentence. The themes with most targets come first.
    """
    plan = coded[coded["is_primary"] & (coded["part"] == "plan")]
    theme_of = plan.set_index("sentence_id")["theme"]
    n_sentences = plan["theme"].value_counts(sort=False)
    n_targets = targets["sentence_id"].map(theme_of).value_counts(sort=False).reindex(n_sentences.index, fill_value=0)
    table = pd.DataFrame({"n_sentences": n_sentences, "n_targets": n_targets}).rename_axis("theme").reset_index()
    table["targets_per_sentence"] = table["n_targets"] / table["n_sentences"]
    return table.sort_values(["n_targets", "n_sentences", "theme"], ascending=[False, False, True], ignore_index=True)


def headline_view(targets: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Give the headline targets as a reader wants them: what, how much, how binding, and last year's result.

    Columns: indicator, target (as written), wording, hardness, last_year (— where the ledger pairs nothing). `targets`
    and `ledger` are the tables of `find_targets` and `build_ledger`.
    """
    stated = ledger[ledger["comparable"] & ~ledger["is_computed"]].drop_duplicates(["target_start"])
    last = stated.set_index("target_start")["actual_quote"]
    headline = targets[targets["is_headline"]]
    wording = [
        "、".join(word for word in (modality, bound) if isinstance(word, str)) or "—"
        for modality, bound in zip(headline["modality"], headline["bound_word"], strict=True)
    ]
    return pd.DataFrame(
        {
            "indicator": headline["indicator"].to_list(),
            "target": headline["quote"].to_list(),
            "wording": wording,
            "hardness": headline["hardness"].to_list(),
            "last_year": headline["start"].map(last).fillna("—").to_list(),
        }
    )


def ledger_view(ledger: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of the ledger that can be drawn: comparable, stated in levels, with a change in percent.

    An indicator that stands more than once (a firm and a softer target) is told apart by its target as written.
    """
    rows = ledger[ledger["comparable"] & ~ledger["is_computed"] & ledger["change_pct"].notna()].copy()
    twice = rows["indicator"].duplicated(keep=False)
    rows["indicator"] = rows["indicator"].where(~twice, rows["indicator"] + "（" + rows["target_quote"] + "）")
    return rows.reset_index(drop=True)


def with_headings(table: pd.DataFrame, report: Report, *, longest: int = 14) -> pd.DataFrame:
    """Name a table's sections by their headings, cut to `longest` characters; rows outside sections keep their name."""
    headings = report.sections.set_index("section_id")["heading"]
    short = headings.where(headings.str.len() <= longest, headings.str[:longest] + "…")
    names = [f"{name}  {short[name]}" if name in short.index else str(name) for name in table["section"]]
    return table.set_axis(names, axis="index").drop(columns="section")
