"""Tables for any report and any choice: where there is nothing to compare they are empty, with their columns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from liwan_analysis.export.choices import listed
from liwan_analysis.report.model import Report
from liwan_analysis.targets.ledger import build_ledger
from liwan_analysis.targets.promises import match_promises, to_promises
from liwan_analysis.terms.context import collocates
from liwan_analysis.terms.keyness import keyness
from liwan_analysis.themes.attention import attention_shift
from liwan_analysis.themes.blocks import code_blocks
from liwan_analysis.themes.lexicon import ThemeLexicon
from liwan_analysis.themes.topics import Topics, find_topics, topic_agreement
from liwan_analysis.views import Side, tokens_of

__all__ = [
    "agreement_of",
    "company_of",
    "compare_parts",
    "compare_sides",
    "join_company",
    "label",
    "leaders_of",
    "ledgers_of",
    "listed",
    "promises_of",
    "shift_of",
    "topics_of",
    "with_glossary",
]

Parts = str | Sequence[str]


def promises_of(sides: Sequence[Side]) -> pd.DataFrame:
    """Set the targets of one report beside what the other says of them, where it is the next one of the same place.

    The order of the two does not matter. An empty table for other pairs, and for the parts of one report.
    """
    first, second = sorted((side.report for side in sides), key=lambda report: report.plan_year or 0)
    if first.place is None or first.place != second.place or second.plan_year is None:
        return to_promises([])
    return match_promises(first, second) if first.plan_year == second.plan_year - 1 else to_promises([])


def compare_parts(tokens: pd.DataFrame, target: Parts, reference: Parts) -> pd.DataFrame:
    """Give `keyness` of two parts, or of lists of them; an empty table where the tokens have none of either.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.words import tokenize
    >>> review = tokenize(load_report()).query("part == 'review'")
    >>> len(compare_parts(review, "plan", "review"))
    0
    """
    there = set(tokens["part"])
    first, second = ([part for part in listed(choice) if part in there] for choice in (target, reference))
    if not (first and second):
        return keyness(tokens.head(0), first or "plan", second or "review")
    return keyness(tokens, first[0] if len(first) == 1 else first, second[0] if len(second) == 1 else second)


def label(choice: Parts) -> str:
    """Name a part, or the parts of a list, as a figure's label.

    >>> label("plan"), label(["plan", "closing"])
    ('plan', 'plan、closing')
    """
    return "、".join(listed(choice))


def with_glossary(target: Parts, reference: Parts) -> list[str]:
    """Add the glossary to the parts of reference, where neither side has it already."""
    return [*listed(reference), *({"glossary"} - {*listed(target), *listed(reference)})]


def compare_sides(sides: tuple[Side, Side]) -> pd.DataFrame:
    """Give `keyness` of two sides; an empty table where one of them has no text."""
    one, two = map(tokens_of, sides)
    return keyness(one, None, two) if len(one) and len(two) else keyness(one.head(0), "plan", "review")


def company_of(tokens: pd.DataFrame, nodes: Parts, *, most: int = 10) -> dict[str, pd.DataFrame]:
    """Give the strongest collocates of each node that has any: a word, or a list of words.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.words import tokenize
    >>> company = company_of(tokenize(load_report()), ["产业", "无此词"], most=3)
    >>> [(node, len(table)) for node, table in company.items()]
    [('产业', 3)]
    """
    tables = {node: collocates(tokens, node).head(most) for node in dict.fromkeys(listed(nodes))}
    return {node: table for node, table in tables.items() if len(table)}


def join_company(tokens: pd.DataFrame, company: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the tables of `company_of` into one, with the column node first."""
    if not company:
        empty = collocates(tokens.head(0), "□")
        empty.insert(0, "node", pd.Series(dtype="str"))
        return empty
    joined = pd.concat(company, names=["node", None]).reset_index("node")
    joined.attrs |= {f"note on {node}": table.attrs["note"] for node, table in company.items()}
    return joined


def leaders_of(attention: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Give for each part the theme with most attention, and how many others its interval does not tell it from.

    >>> table = pd.DataFrame({"theme": ["教育", "就业"], "part": "plan", "share": [0.3, 0.1],
    ...                       "share_low": [0.1, 0.0], "share_high": [0.5, 0.2]})
    >>> leaders_of(table)
    [('plan', '教育', 1)]
    """
    found = []
    for part, rows in attention.groupby("part", sort=False):
        first = rows.sort_values("share", ascending=False, kind="stable").iloc[0]
        others = rows[rows["theme"] != first["theme"]]
        apart = others["share_high"] < first["share_low"]
        found.append((str(part), str(first["theme"]), int((~apart & (others["share"] > 0)).sum())))
    return found


def shift_of(coded: pd.DataFrame, themes: ThemeLexicon) -> pd.DataFrame:
    """Give `attention_shift` from review to plan; an empty table where one of them has no coded sentence."""
    if {"review", "plan"} <= set(coded.loc[coded["is_primary"], "part"]):
        return attention_shift(coded, themes=themes)
    columns = [
        "theme",
        "theme_en",
        "cap_major",
        "share_review",
        "share_plan",
        "shift_points",
        "shift_low",
        "shift_high",
    ]
    return pd.DataFrame(columns=columns)


def topics_of(tokens: pd.DataFrame) -> Topics:
    """Give `find_topics`; empty tables where the report is too short for topics."""
    try:
        return find_topics(tokens)
    except ValueError:
        return Topics(
            pd.DataFrame(columns=["topic", "terms", "n_blocks", "share"]),
            pd.DataFrame(columns=["block_id", "topic", "weight"]),
            pd.DataFrame(columns=["n_topics", "coherence", "stability", "is_chosen"]),
        )


def agreement_of(found: Topics, report: Report, themes: ThemeLexicon) -> pd.DataFrame:
    """Give `topic_agreement` of topics with the coding of blocks; an empty table where no block has both."""
    coded = code_blocks(report, themes)
    both = set(found.blocks["block_id"]) & set(coded.loc[coded["theme"].notna(), "block_id"])
    if both:
        return topic_agreement(found.blocks, coded)
    return pd.DataFrame(columns=["coding", "n_blocks", "n_topics", "n_codes", "ami"])


def ledgers_of(sides: tuple[Side, Side]) -> pd.DataFrame:
    """Set the ledgers of two reports under one another: the indicators of both first, each side by side.

    Columns: indicator, measure, side, actual_quote, target_quote, change_pct, comparable, is_computed, note, and the
    places of both quotes in their side's text. Empty where both sides are parts of one report, whose ledger is one.
    """
    columns = ["actual_quote", "target_quote", "change_pct", "comparable", "is_computed", "note"]
    columns += ["actual_start", "actual_end", "target_start", "target_end"]
    frames = [build_ledger(side.report).assign(side=side.label) for side in sides if side.part is None]
    if not frames:
        return pd.DataFrame(columns=["indicator", "measure", "side", *columns])
    joined = pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True)
    order = {name: number for number, name in enumerate(dict.fromkeys(joined["indicator"]))}
    n_sides = joined.groupby("indicator")["side"].transform("nunique")
    joined = joined.assign(alone=n_sides < 2, at=joined["indicator"].map(order), rank=joined["side"] != sides[0].label)
    joined = joined.sort_values(["alone", "at", "measure", "rank"], kind="stable", ignore_index=True)
    return joined[["indicator", "measure", "side", *columns]]
