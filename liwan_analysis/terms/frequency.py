"""Term frequency, keyness and dispersion, as corpus linguists count them.

Everything is counted from a tokens table, one row a token in the order of the text (`words.tokenize`). Each table
carries in `attrs["note"]` what a reader needs with it: what a token is, N, the stop words, the floor. Collocates,
n-grams and concordance lines have their own modules and can be had from here too.

One report is a small corpus of about 10,000 tokens: read effect sizes with their intervals, and look at the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from liwan_analysis.terms import measures
from liwan_analysis.terms.collocation import collocates, cooccurrence, ngrams
from liwan_analysis.terms.kwic import concordance
from liwan_analysis.terms.sensitivity import frequency_sensitivity, keyness_sensitivity
from liwan_analysis.terms.token_table import (
    IntArray,
    check_floor,
    chosen,
    codes_of,
    content_mask,
    counted,
    describe,
    dispersion_positions,
    glossary_sentence,
    known_groups,
    section_borders,
    segmented_text,
    stop_sentence,
    stretch_codes,
)

__all__ = [
    "collocates",
    "concordance",
    "cooccurrence",
    "dispersion_positions",
    "frequency_sensitivity",
    "keyness",
    "keyness_sensitivity",
    "ngrams",
    "section_borders",
    "segmented_text",
    "term_frequency",
]

UNITS: dict[str | None, str] = {
    "section_id": "numbered sections (what stands outside them is one more unit in each part)",
    "block_id": "blocks",
    "part": "parts",
    None: "nothing, as the text cannot be cut",
}
"""What a text is cut into for dispersion, the first that cuts it into two at least; and what the note calls it."""


def term_frequency(
    tokens: pd.DataFrame, by: str | None = None, *, keep_stop: bool = False, glossary: bool = False
) -> pd.DataFrame:
    """Count terms, with how evenly they are spread.

    Columns: term, n, per_10k, DP, D, ARF, n_sections; the most frequent first. With `by` ("part", "section_id" or
    "block_id") a column of that name comes first, and every figure is within that group.

    >>> tokens = pd.DataFrame({
    ...     "token": ["产业", "提质", "产业", "升级", "产业"], "start": [0, 2, 5, 7, 10], "end": [2, 4, 7, 9, 12],
    ...     "sentence_id": [0, 0, 1, 1, 2], "block_id": ["b1", "b1", "b2", "b2", "b3"],
    ...     "section_id": ["plan-01", "plan-01", "plan-02", "plan-02", "plan-02"], "part": "plan", "is_stop": False})
    >>> term_frequency(tokens)[["term", "n", "per_10k", "DP", "n_sections"]].round(3).values.tolist()[0]
    ['产业', 3, 6000.0, 0.067, 2]

    n is absolute, per_10k relative to all N tokens, stop words and numbers included. DP is Gries' (0 even), D
    Juilland's (1 even), both over the numbered sections, the text outside them counting as one more unit in each part;
    a text without sections is cut into its blocks, or its parts. Text that cannot be cut has DP and D missing. ARF
    needs no cut. n_sections is the number of numbered sections with the term, missing where there are none.
    `attrs` has the note, N (`n_tokens`) and the unit (`dispersion_over`), one for each group with `by`.

    Stop words are left out unless `keep_stop`, the glossary unless `glossary`. No tokens give an empty table.
    """
    rows = counted(tokens, glossary=glossary)
    groups = {"": rows}
    if by is not None:
        names = known_groups(rows, by)
        groups = {str(name): rows[rows[by].isin([name])].reset_index(drop=True) for name in names}
        groups = groups or {"": rows.iloc[:0]}
    tables, units = [], {}
    for name, group in groups.items():
        table, units[name] = _frequencies(group, keep_stop=keep_stop)
        if by is not None:
            table.insert(0, by, pd.Series([name] * len(table), dtype="str"))
        tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    sizes = {name: len(group) for name, group in groups.items()}
    over = sorted({UNITS[unit] for unit in units.values()})
    table.attrs = {
        "note": describe(
            tokens,
            f"N = {len(rows):,} tokens." if by is None else f"N is the number of tokens in each {by}.",
            stop_sentence(tokens, keep_stop=keep_stop),
            glossary_sentence(glossary=glossary),
            f"DP and D are over {' or '.join(over)}.",
        ),
        "n_tokens": sizes[""] if by is None else sizes,
        "dispersion_over": units[""] if by is None else units,
    }
    return table


def keyness(
    tokens: pd.DataFrame,
    target: Any = "plan",
    reference: Any = "review",
    *,
    by: str = "part",
    min_n: int = 3,
    keep_stop: bool = False,
) -> pd.DataFrame:
    """Compare how frequent terms are in two stretches of text: what marks the target, and what the reference.

    Columns: term, n_target, n_reference, log_ratio, log_ratio_low, log_ratio_high, g2_4cell, bic, p_adjusted; the
    highest G² first. log_ratio above 0 marks the target, below 0 the reference: both directions are in one table.

    >>> tokens = pd.DataFrame({
    ...     "token": ["产业", "提质", "产业", "升级", "教育"], "start": [0, 2, 5, 7, 10], "end": [2, 4, 7, 9, 12],
    ...     "sentence_id": [0, 0, 1, 1, 2], "block_id": ["b1", "b1", "b2", "b2", "b3"], "section_id": None,
    ...     "part": ["plan", "plan", "plan", "review", "review"], "is_stop": False})
    >>> keyness(tokens, min_n=2)[["term", "n_target", "n_reference", "log_ratio"]].round(2).values.tolist()
    [['产业', 2, 0, 1.42]]

    `target` and `reference` each name a part (or section or block: `by`), several of them in a list, or None: a target
    of None is all of `tokens` but the glossary, a reference of None all that is not the target. `reference` may also
    be another tokens table, which is taken whole but for its glossary: `keyness(ours, None, theirs)` compares two
    reports, `keyness(ours, "plan", theirs[theirs["part"] == "plan"])` their plans.

    A zero count is 0.5 in the Log Ratio and its 95 % interval. Terms with fewer than `min_n` occurrences in both
    together are left out, and stop words unless `keep_stop`; p_adjusted is the p-value of G² after
    Benjamini–Hochberg over the terms listed. Formulas and sources: `measures.py`.

    ValueError, naming what there is, for a part that does not occur; and where target and reference share tokens. No
    tokens give an empty table.
    """
    check_floor(min_n)
    first, second = _two_stretches(tokens, target, reference, by)
    first_mask, second_mask = content_mask(first, keep_stop=keep_stop), content_mask(second, keep_stop=keep_stop)
    codes, terms = codes_of(first["token"][first_mask], second["token"][second_mask])
    cut = int(first_mask.sum())
    a = np.bincount(codes[:cut], minlength=terms.size)
    b = np.bincount(codes[cut:], minlength=terms.size)
    listed = a + b >= min_n
    a, b, n1, n2 = a[listed], b[listed], len(first), len(second)
    table = pd.DataFrame({"term": pd.Series(terms[listed], dtype="str"), "n_target": a, "n_reference": b})
    scores = ["log_ratio", "log_ratio_low", "log_ratio_high", "g2_4cell", "bic", "p_adjusted"]
    if not len(table) or not n1 or not n2:
        table = table.iloc[:0].assign(**dict.fromkeys(scores, np.empty(0)))
    else:
        low, high = measures.log_ratio_interval(a, b, n1, n2)
        g2 = measures.log_likelihood(a, b, n1, n2)
        adjusted = measures.benjamini_hochberg(measures.p_value(g2))
        values = (measures.log_ratio(a, b, n1, n2), low, high, g2, measures.bic(g2, n1 + n2), adjusted)
        table = table.assign(**dict(zip(scores, values, strict=True)))
    table = table.sort_values(["g2_4cell", "term"], ascending=[False, True], ignore_index=True)
    table.attrs = {
        "note": describe(
            tokens,
            f"Target: {_say(target, 'the whole text')}, {n1:,} tokens; reference:"
            f" {_say(reference, 'the rest')}, {n2:,} tokens.",
            "log_ratio above 0 marks the target, below 0 the reference; a zero count is 0.5 in it.",
            f"Terms with fewer than {min_n} occurrences in both together are left out; p is adjusted over the"
            f" {len(table)} listed (Benjamini–Hochberg).",
            stop_sentence(tokens, keep_stop=keep_stop),
        ),
        "n_tokens_target": n1,
        "n_tokens_reference": n2,
    }
    return table


def _frequencies(rows: pd.DataFrame, *, keep_stop: bool) -> tuple[pd.DataFrame, str | None]:
    """Count one text (or group), and say what its dispersion is measured over."""
    positions = np.flatnonzero(content_mask(rows, keep_stop=keep_stop))
    codes, terms = codes_of(rows["token"].iloc[positions])
    n = np.bincount(codes, minlength=terms.size)
    unit = next((column for column in UNITS if column and len(rows[column].dropna().unique()) > 1), None)
    dp = d = reduced = np.full(terms.size, np.nan)
    if unit is not None and terms.size:
        units = stretch_codes(rows, unit)
        sizes = np.bincount(units)
        counts = _cross(codes, units[positions], terms.size, sizes.size)
        dp, d = measures.gries_dp(counts, sizes), measures.juilland_d(counts, sizes)
    if terms.size:
        reduced = measures.arf_by_term(codes, positions, len(rows))
    table = pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "n": n,
            "per_10k": n * 10_000 / max(len(rows), 1),
            "DP": dp,
            "D": d,
            "ARF": reduced,
            "n_sections": _n_sections(rows, positions, codes, terms.size),
        }
    )
    return table.sort_values(["n", "term"], ascending=[False, True], ignore_index=True), unit


def _cross(codes: IntArray, units: IntArray, n_terms: int, n_units: int) -> IntArray:
    """Count terms by unit: a row a term, a column a unit."""
    return np.bincount(codes * n_units + units, minlength=n_terms * n_units).reshape(n_terms, n_units)


def _n_sections(rows: pd.DataFrame, positions: IntArray, codes: IntArray, n_terms: int) -> pd.Series:
    """Count the numbered sections each term stands in; missing where the text has none."""
    sections = np.where(rows["section_id"].notna(), stretch_codes(rows, "section_id"), -1)
    if not len(rows) or sections.max() < 0:
        return pd.Series([pd.NA] * n_terms, dtype="Int64")
    inside = sections[positions] >= 0
    counts = _cross(codes[inside], sections[positions][inside], n_terms, int(sections.max()) + 1)
    return pd.Series((counts > 0).sum(axis=1), dtype="Int64")


def _two_stretches(tokens: pd.DataFrame, target: Any, reference: Any, by: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the tokens of target and reference, once it is sure that they share none."""
    rows = counted(tokens, glossary=True)
    known_groups(rows, by)  # a wrong column is an error even where no name is looked up in it
    everything = ~rows["part"].isin(["glossary"]).to_numpy(dtype=np.bool_)
    first = everything if target is None or rows.empty else chosen(rows, by, _names(target))
    if isinstance(reference, pd.DataFrame):
        return rows[first], counted(reference)
    if target is None and reference is None:
        raise ValueError("the whole text has no rest to be compared with: name a target or a reference")
    rest = everything & ~first
    second = rest if reference is None or rows.empty else chosen(rows, by, _names(reference))
    if (first & second).any():
        raise ValueError(f"target and reference share tokens: {_say(target, 'the whole text')}, {_say(reference, '')}")
    return rows[first], rows[second]


def _names(choice: Any) -> Sequence[Any]:
    return list(choice) if isinstance(choice, (list, tuple, set, frozenset)) else [choice]


def _say(choice: Any, nothing: str) -> str:
    if isinstance(choice, pd.DataFrame):
        return "another table"
    return nothing if choice is None else ", ".join(map(str, _names(choice)))
