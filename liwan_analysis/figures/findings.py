"""What a figure's table bears, in a sentence: the titles of the figures, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from liwan_analysis.figures.look import choose_look
from liwan_analysis.lexicons.messages import Language, check_language, tell

__all__ = ["HEADLINES", "headline"]

SIGNIFICANT = 0.05
Teller = Callable[..., str]


def headline(figure: str, *tables: Any, language: Language = "both", joint: str = " ", **values: Any) -> str:
    """Say in a sentence what the table of a figure bears; with both languages the Chinese, `joint`, then the English.

    >>> headline("word_cloud", {"发展": 3.0, "项目": 2.0}, language="en")
    'The 2 most frequent terms'
    >>> steps = pd.DataFrame({"certainty": ["certain", "unknown"]})
    >>> headline("repair_map", steps, language="en")
    '2 steps lead from the file to the text; 1 place cannot be known'

    `figure` is one of `HEADLINES`, the name that the figure's files have in the export; `tables` is what is drawn.
    "keyness" and "two_keyness" also take `target` and `reference`, "two_attention" `one` and `two`, the sides' names.
    What an interval does not bear is not claimed: a theme leads only where no other interval reaches its own.

    Raises ValueError for another figure or language.
    """
    if figure not in HEADLINES:
        raise ValueError(f"no such figure: {figure!r}; choose one of {', '.join(HEADLINES)}")
    chosen = ("zh", "en") if check_language(language) == "both" else (language,)
    said = [HEADLINES[figure](one, *tables, **values) for one in chosen]
    return joint.join(sentence[:1].upper() + sentence[1:] for sentence in said)


def _say(key: str, language: str, **values: object) -> str:
    return tell(f"figure.title.{key}", language, joint="", **values)


def _list(words: Sequence[str], language: str) -> str:
    """List quoted words; they are Chinese in either language."""
    return "、".join(words) if len(words) else _say("no_term", language)


def _side(side: str, language: str) -> str:
    """Name a side of a comparison: the review, the plan, or a report by its label."""
    return _say(f"side.{side}", language) if side in ("review", "plan") else side


def _themes(themes: Sequence[str], language: str) -> str:
    look = choose_look(language=language)
    return (", " if language == "en" else "、").join(look.theme(theme) for theme in themes)


def _repair_map(language: str, repairs: pd.DataFrame, *_: object) -> str:
    unknown = int((repairs["certainty"] == "unknown").sum())
    return _say("repair_map", language, n=len(repairs), unknown=unknown)


def _section_lengths(language: str, parts: pd.DataFrame) -> str:
    lengths = (parts["end"] - parts["start"]).groupby(parts["part"]).sum()
    review, plan = (int(lengths.get(part, 0)) for part in ("review", "plan"))
    return _say("section_lengths", language, review=f"{review:,}", plan=f"{plan:,}")


def _term_frequency(language: str, table: pd.DataFrame) -> str:
    words = table["term"].head(3).tolist()
    return _say("term_frequency", language, n=len(words), terms=_list(words, language))


def _term_dispersion(language: str, positions: pd.DataFrame, *_: object) -> str:
    return _say("term_dispersion", language, n=positions["term"].nunique())


def _keyness(language: str, table: pd.DataFrame, *, target: str, reference: str) -> str:
    marked = table[table["p_adjusted"] < SIGNIFICANT]
    strongest = marked.sort_values("log_ratio", key=abs, ascending=False, kind="stable")
    of_target = strongest[strongest["log_ratio"] > 0]["term"].head(4).tolist()
    of_reference = strongest[strongest["log_ratio"] < 0]["term"].head(4).tolist()
    sides = {"target": _side(target, language), "reference": _side(reference, language)}
    if not of_target and not of_reference:
        return _say("keyness_none", language, **sides)
    words = {"of_target": _list(of_target, language), "of_reference": _list(of_reference, language)}
    return _say("keyness", language, **sides, **words)


def _collocates(language: str, tables: Mapping[str, pd.DataFrame]) -> str:
    pairs = [f"{node}—{table['collocate'].iloc[0]}" for node, table in tables.items() if len(table)]
    return _say("collocates", language, pairs=_list(pairs, language))


def _word_cloud(language: str, frequencies: Mapping[str, float]) -> str:
    return _say("word_cloud", language, n=len(frequencies))


def _theme_attention(language: str, table: pd.DataFrame) -> str:
    """Name a theme as leading only where no other interval reaches into its own."""
    said = []
    for part, shares in table[table["share"] > 0].groupby("part", sort=False):
        first = shares.loc[shares["share"].idxmax()]
        others = shares.drop(first.name)
        told_apart = int((others["share_high"] < first["share_low"]).sum())  # without an interval nothing is
        values = {
            "part": _side(str(part), language),
            "theme": _themes([first["theme"]], language),
            "share": 100 * first["share"],
            "n": len(others) - told_apart,
            "low": 100 * first["share_low"],
            "high": 100 * first["share_high"],
        }
        key = "led" if told_apart == len(others) else "unknown" if np.isnan(first["share_low"]) else "open"
        said.append(_say(f"attention_{key}", language, **values))
    return ("; " if language == "en" else "；").join(said)


def _two_attention(language: str, table: pd.DataFrame, *, one: str, two: str) -> str:
    """Name only the themes whose intervals on the two sides do not meet."""
    share, low, high = (
        table.pivot(index="theme", columns="part", values=name) for name in ("share", "share_low", "share_high")
    )
    more = {
        side: share[low[side] > high[other]].sort_values(side, ascending=False, kind="stable").index.tolist()
        for side, other in ((one, two), (two, one))
    }
    sides = {"one": _side(one, language), "two": _side(two, language)}
    if not any(more.values()):
        return _say("two_attention_none", language, n=len(low), **sides)
    said = [
        _say("two_attention", language, n=len(themes), themes=_themes(themes, language), side=_side(side, language))
        for side, themes in more.items()
        if themes
    ]
    return ("; " if language == "en" else "；").join(said)


def _themes_by_section(language: str, counts: pd.DataFrame) -> str:
    own = int((counts.max() / counts.sum() >= 0.5).sum())
    return _say("themes_by_section", language, own=own, n=counts.shape[1])


def _themes_and_numbers(language: str, table: pd.DataFrame) -> str:
    first = table.sort_values("n_targets", ascending=False, kind="stable").head(2)
    first = first[first["n_targets"] > 0]
    if first.empty:
        return _say("themes_and_numbers_none", language)
    themes = _themes(first["theme"].tolist(), language)
    values = {"own": int(first["n_targets"].sum()), "total": int(table["n_targets"].sum()), "n_themes": len(first)}
    return _say("themes_and_numbers", language, themes=themes, **values)


def _term_network(language: str, nodes: pd.DataFrame, *_: object) -> str:
    return _say("term_network", language, n=len(nodes), groups=nodes["community"].nunique())


def _headline_targets(language: str, targets: pd.DataFrame) -> str:
    return _say("headline_targets", language, n=len(targets), numbered=int(targets["value"].notna().sum()))


def _ledger(language: str, table: pd.DataFrame) -> str:
    up, down = int((table["change_pct"] > 0).sum()), int((table["change_pct"] < 0).sum())
    return _say("ledger" if len(table) else "ledger_none", language, n=len(table), up=up, down=down)


def _hardness_by_section(language: str, counts: pd.DataFrame) -> str:
    totals = {name: int(counts[name].sum()) for name in ("hard", "soft", "plain")}
    return _say("hardness_by_section", language, **totals)


HEADLINES: Mapping[str, Teller] = MappingProxyType({
    "repair_map": _repair_map,
    "section_lengths": _section_lengths,
    "term_frequency": _term_frequency,
    "term_dispersion": _term_dispersion,
    "keyness": _keyness,
    "collocates": _collocates,
    "word_cloud": _word_cloud,
    "theme_attention": _theme_attention,
    "themes_by_section": _themes_by_section,
    "themes_and_numbers": _themes_and_numbers,
    "term_network": _term_network,
    "headline_targets": _headline_targets,
    "ledger": _ledger,
    "hardness_by_section": _hardness_by_section,
    "two_keyness": _keyness,
    "two_attention": _two_attention,
})  # fmt: skip
"""The figures that have a headline, by the name of their files."""
