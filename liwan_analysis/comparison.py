"""Two reports side by side; with one report alone, its plan beside its review."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from liwan_analysis.quantities import find_quantities
from liwan_analysis.report import Report
from liwan_analysis.themes import code_themes
from liwan_analysis.words import tokenize

__all__ = ["Side", "attention_of", "numbers_of", "tokens_of", "two_sides"]


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
