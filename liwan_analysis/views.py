"""Tables that join rooms, for notebooks: two sides compared, themes crossed with targets, repairs set side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from liwan_analysis.quantities.table import find_quantities
from liwan_analysis.report.model import Report
from liwan_analysis.themes.coding import code_themes
from liwan_analysis.words.tokens import tokenize

__all__ = [
    "KINDS",
    "Side",
    "attention_of",
    "compare_repairs",
    "count_repairs",
    "headline_view",
    "ledger_view",
    "numbers_of",
    "show_unknown",
    "surest",
    "themes_and_targets",
    "themes_by_section",
    "tokens_of",
    "two_sides",
    "with_headings",
]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a report, or one part of it; `label` names it in tables and figures."""

    label: str
    report: Report
    part: str | None

    def take(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give the rows of this side: its part, or all of the report but the glossary."""
        chosen = table["part"] == self.part if self.part else table["part"] != "glossary"
        return table[chosen].reset_index(drop=True)


def two_sides(report: Report, other: Report | None = None) -> tuple[Side, Side]:
    """Set two reports side by side, or the plan of one beside its review.

    >>> from liwan_analysis import load_report
    >>> [side.label for side in two_sides(load_report())]
    ['plan', 'review']
    """
    if other is None:
        return Side("plan", report, "plan"), Side("review", report, "review")
    labels = [f"{one.place or one.report_id} {one.plan_year or ''}".strip() for one in (report, other)]
    if labels[0] == labels[1]:
        labels = [
            report.report_id,
            f"{other.report_id} (2)" if other.report_id == report.report_id else other.report_id,
        ]
    return Side(labels[0], report, None), Side(labels[1], other, None)


def tokens_of(side: Side) -> pd.DataFrame:
    """Give the tokens of one side; `keyness` takes those of both."""
    tokens = tokenize(side.report)
    taken = side.take(tokens)
    taken.attrs = tokens.attrs
    return taken


def attention_of(sides: tuple[Side, Side]) -> pd.DataFrame:
    """Give the theme coding of both sides with the side's label as part, for `theme_attention`."""
    frames = []
    for number, side in enumerate(sides):
        coded = side.take(code_themes(side.report))
        frames.append(coded.assign(part=side.label, block_id=f"{number}:" + coded["block_id"]))
    return pd.concat(frames, ignore_index=True)


def numbers_of(sides: tuple[Side, Side]) -> pd.DataFrame:
    """Count how each side speaks in numbers: one row a side.

    Columns: side, characters, n_quantities, per_1000 (quantities a thousand characters), n_targets, share_bound (of the
    targets, those with a bound), share_hard, share_soft. Shares are from 0 to 1, missing where there is no target.
    """
    rows = []
    for side in sides:
        quantities = side.take(find_quantities(side.report))
        parts = side.take(side.report.parts)
        characters = int((parts["end"] - parts["start"]).sum())
        targets = quantities[quantities["status"] == "target"]
        n = len(targets)
        shares = [
            (targets["bound"] != "exact").mean() if n else float("nan"),
            (targets["hardness"] == "hard").mean() if n else float("nan"),
            (targets["hardness"] == "soft").mean() if n else float("nan"),
        ]
        rate = 1000 * len(quantities) / characters if characters else float("nan")
        rows.append((side.label, characters, len(quantities), rate, n, *shares))
    columns = ["side", "characters", "n_quantities", "per_1000", "n_targets", "share_bound", "share_hard", "share_soft"]
    return pd.DataFrame(rows, columns=columns)


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

    Columns: indicator, target (as written), wording, hardness, last_year (— where the ledger pairs nothing), start and end
    of the target. `targets` and `ledger` are the tables of `find_targets` and `build_ledger`.
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
            "start": headline["start"].to_list(),
            "end": headline["end"].to_list(),
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
    names = [f"{name}  {short[name]}" if name in short.index else str(name) for name in table["section_id"]]
    return table.set_axis(names, axis="index").drop(columns="section_id")


KINDS = {
    "reread_bytes": "text read in the wrong encoding: Õþ¸® for 政府",
    "resolve_references": "a character written as its number: &#25919; for 政",
    "merge_marks": "a mark put in twice: ,, for ，",
    "replace_reading": "a reading in place of its character: 政fǔ for 政府",
    "remove_annotation": "a reading in brackets, put behind a character: 發(fā)",
    "simplify": "a traditional character: 經 for 经",
    "widen_punctuation": "a half-width mark for a full-width one: , for ，",
    "realign_bytes": "a stretch read one byte out of step: ?;A for 校基础",
    "mark_unknown": "a character that nothing in the file tells: shown as □",
    "drop_invisible": "a character that shows nothing, such as a zero-width space",
    "narrow_digits": "digits set full-width: １９９７ for 1997",
    "close_spaces": "a blank between a number and the Chinese around it: 2026 年 for 2026年",
    "part_lines": "line breaks that were lost",
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
