"""Term frequency, keyness and dispersion, as corpus linguists count them.

Everything is counted from a tokens table, one row a token in the order of the text (`words.tokenize`). Each table
carries in `attrs["note"]` what a reader needs with it: what a token is, N, the stop words, the floor. Collocates,
n-grams and concordance lines have their own modules and can be had from here too.

One report is a small corpus of about 10,000 tokens: read effect sizes with their intervals, and look at the places.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from liwan_analysis.terms import measures
from liwan_analysis.terms.token_table import (
    IntArray,
    codes_of,
    content_mask,
    counted,
    describe,
    glossary_sentence,
    known_groups,
    stop_sentence,
    stretch_codes,
)

__all__ = ["more_frequent_in", "term_frequency"]

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


def more_frequent_in(tokens: pd.DataFrame, words: Iterable[str]) -> dict[str, str]:
    """Say of each word whether its rate is higher in the review or in the plan; a word of neither is left out.

    >>> some = pd.DataFrame({"token": ["项目", "招商", "项目"], "part": ["review", "plan", "plan"]})
    >>> more_frequent_in(some, ["招商", "项目"])
    {'招商': 'plan', '项目': 'review'}
    """
    rates = {part: rows.value_counts(normalize=True) for part, rows in tokens.groupby("part")["token"]}
    found = {}
    for word in words:
        shares = {part: float(rates[part].get(word, 0.0)) for part in ("review", "plan") if part in rates}
        if any(shares.values()):
            found[word] = max(shares, key=lambda part: shares[part])
    return found


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
