"""Whether a finding survives when a choice is made differently: the same table made several ways, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

__all__ = ["frequency_sensitivity", "keyness_sensitivity"]


def frequency_sensitivity(variants: Mapping[str, pd.DataFrame], *, top: int = 20) -> pd.DataFrame:
    """Say whether the most frequent terms stay so when a choice is made differently.

    `variants` names tables of `terms.term_frequency`: the analysis as made first, then for example without the
    lexicon, without the boilerplate list, with the glossary.

    >>> as_made = pd.DataFrame({"term": ["产业", "城市", "服务"], "n": [9, 7, 2]})
    >>> without_lexicon = pd.DataFrame({"term": ["产业", "服务"], "n": [9, 5]})
    >>> table = frequency_sensitivity({"as made": as_made, "without lexicon": without_lexicon}, top=2)
    >>> table.astype(object).where(table.notna(), None).values.tolist()
    [['产业', 1, 1, True], ['城市', 2, None, False], ['服务', 3, 2, False]]

    Columns: term; one a variant, with the term's rank there (1 the most frequent, equals share the better rank,
    missing where it is no term); survives: among the first `top` in every variant. Rows: each term that is among the
    first `top` in any variant. ValueError for no variants.
    """
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    ranks = {name: _by_term(table)["n"].rank(method="min", ascending=False) for name, table in variants.items()}
    side_by_side = _side_by_side(ranks)
    is_top = (side_by_side <= top).fillna(value=False)
    return _finish(
        side_by_side, is_top.any(axis=1), is_top.all(axis=1), f"ranks by frequency; top means the first {top}"
    )


def keyness_sensitivity(variants: Mapping[str, pd.DataFrame], *, alpha: float = 0.05) -> pd.DataFrame:
    """Say whether the terms that mark target and reference stay so when a choice is made differently.

    `variants` names tables of `terms.keyness`, the analysis as made first.

    >>> as_made = pd.DataFrame({"term": ["产业", "疫情"], "log_ratio": [2.0, -3.0], "p_adjusted": [0.01, 0.001]})
    >>> without_lexicon = as_made.assign(p_adjusted=[0.2, 0.001])
    >>> keyness_sensitivity({"as made": as_made, "without lexicon": without_lexicon}).values.tolist()
    [['产业', 1, 0, False], ['疫情', -1, -1, True]]

    Columns: term; one a variant, with 1 where the term marks the target there, −1 where it marks the reference, 0 where
    p_adjusted is `alpha` or more, missing where the term is under the floor; survives: the same mark, not 0, in every
    variant. Rows: each term that marks either side in any variant. ValueError for no variants, or an alpha that is not
    between 0 and 1.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must be between 0 and 1, not {alpha}")
    marks = {}
    for name, table in variants.items():
        by_term = _by_term(table)
        marks[name] = np.sign(by_term["log_ratio"]).where(by_term["p_adjusted"] < alpha, 0)
    side_by_side = _side_by_side(marks)
    target, reference = (side_by_side == 1).fillna(value=False), (side_by_side == -1).fillna(value=False)
    survives = target.all(axis=1) | reference.all(axis=1)
    return _finish(side_by_side, (target | reference).any(axis=1), survives, f"marks with adjusted p below {alpha}")


def _by_term(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("term")


def _side_by_side(columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    if not columns:
        raise ValueError("a sensitivity table needs at least one variant")
    clash = {"term", "survives"} & set(columns)
    if clash:
        raise ValueError(f"a variant cannot be called {', '.join(sorted(clash))}")
    return pd.concat(columns, axis=1).astype("Int64")


def _finish(table: pd.DataFrame, listed: pd.Series, survives: pd.Series, what: str) -> pd.DataFrame:
    names = list(table.columns)
    table = table.assign(survives=survives.astype(bool))[listed.astype(bool)]
    table = table.rename_axis("term").reset_index()
    n = int(table["survives"].sum())
    table.attrs = {
        "note": f"Variants: {', '.join(names)} ({what}); {n} of {len(table)} terms survive in all of them.",
    }
    return table
