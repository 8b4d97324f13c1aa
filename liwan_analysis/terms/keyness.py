"""Keyness: which terms mark one stretch of text against another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from liwan_analysis.terms import measures
from liwan_analysis.terms.token_table import (
    check_floor,
    chosen,
    codes_of,
    content_mask,
    counted,
    describe,
    known_groups,
    stop_sentence,
)

__all__ = ["keyness"]


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
