"""Attention (政府注意力): what share of the report each theme gets, with intervals, and how it shifts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from liwan_analysis.report.model import Report
from liwan_analysis.terms.measures import normalised_entropy, shannon_entropy
from liwan_analysis.themes.lexicon import CAP_TOPICS, Theme, ThemeLexicon, load_themes

__all__ = ["attention_shift", "attention_summary", "cap_attention", "theme_attention"]

PARTS = ("review", "plan")
SEED = 20240227
"""The day the seed's report was delivered; any number would do, this one is easy to remember."""

KEPT_BLOCKS = 500
"""Up to so many blocks, which is more than a report has, the draws are kept for the next report; 2 MB at most."""


def theme_attention(
    coded: pd.DataFrame,
    by: str = "part",
    *,
    headings: bool = True,
    themes: ThemeLexicon | None = None,
    n_samples: int = 2000,
    seed: int = SEED,
) -> pd.DataFrame:
    """Give each theme's share of attention, A_k = sentences whose predominant theme is k / coded sentences.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.themes import code_themes
    >>> table = theme_attention(code_themes(load_report()))
    >>> table.part.unique().tolist(), table.groupby("part").share.sum().round(9).tolist()
    (['review', 'plan'], [1.0, 1.0])

    `by` is a column of `coded`: part, section_id, block_id. Every theme found anywhere has a row in every group, with 0
    where it is not found there. `share_low` and `share_high` bound the middle 95 % of shares when the blocks of the
    group are drawn anew (a bootstrap over blocks, since the sentences of a block speak of the same thing); they are
    missing for a group of one block. The interval says how much hangs on single blocks; the report itself is no sample.

    Headings count as sentences, which they are; `headings=False` leaves them out. `themes` is the lexicon that the
    sentences were coded with; without it, themes that the package does not know come last.
    """
    lexicon = themes or load_themes()
    themes_found = {theme.name: theme for theme in _themes_found(coded, lexicon)}
    table = _attention(coded, by, "theme", list(themes_found), headings, n_samples, seed)
    table.insert(1, "theme_en", [themes_found[theme].english for theme in table["theme"]])
    table.insert(2, "cap_major", [themes_found[theme].cap_major for theme in table["theme"]])
    return table


def cap_attention(
    coded: pd.DataFrame, by: str = "part", *, headings: bool = True, n_samples: int = 2000, seed: int = SEED
) -> pd.DataFrame:
    """Give the share of attention of each Comparative Agendas Project major topic, as `theme_attention` does of themes.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.themes import code_themes
    >>> cap_attention(code_themes(load_report())).columns.tolist()[:4]
    ['cap_major', 'cap_topic', 'part', 'n_sentences']

    A sentence counts for the topic of its predominant theme's words: this is the table to set beside other countries'.
    """
    found = set(coded["cap_major"])
    table = _attention(
        coded, by, "cap_major", [code for code in CAP_TOPICS if code in found], headings, n_samples, seed
    )
    table.insert(1, "cap_topic", [CAP_TOPICS[code] for code in table["cap_major"]])
    return table


def attention_shift(
    coded: pd.DataFrame,
    *,
    headings: bool = True,
    themes: ThemeLexicon | None = None,
    n_samples: int = 2000,
    seed: int = SEED,
) -> pd.DataFrame:
    """Give what each theme gains or loses from review to plan, in percentage points of attention.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.themes import code_themes
    >>> shift = attention_shift(code_themes(load_report()))
    >>> abs(round(float(shift.shift_points.sum()), 9)), bool(shift.shift_points.is_monotonic_decreasing)
    (0.0, True)

    `shift_points` is 100 · (A_k in the plan − A_k in the review), the largest gain first. `shift_low` and `shift_high`
    bound the middle 95 % of shifts when the blocks of both parts are drawn anew, each part from its own; an interval
    that holds 0 is no shift to speak of. Raises ValueError when a part has no coded sentence.
    """
    lexicon = themes or load_themes()
    found = _themes_found(coded, lexicon)
    names = [theme.name for theme in found]
    rng = np.random.default_rng(seed)
    shares, samples = {}, {}
    for part in PARTS:
        inside = _primary(coded[coded["part"] == part], headings)
        counts = _count(inside["block_id"].tolist(), inside["theme"].tolist(), names)
        if not counts.size:
            raise ValueError(f"no sentence of the {part} is coded: there is no shift to measure")
        shares[part] = counts.sum(axis=0) / counts.sum()
        samples[part] = _shares(_redraw(len(counts), n_samples, rng), counts)
    low, high = _middle(100 * (samples["plan"] - samples["review"]))
    table = pd.DataFrame({
        "theme": names,
        "theme_en": [theme.english for theme in found],
        "cap_major": [theme.cap_major for theme in found],
        "share_review": shares["review"],
        "share_plan": shares["plan"],
        "shift_points": 100 * (shares["plan"] - shares["review"]),
        "shift_low": low,
        "shift_high": high,
    })  # fmt: skip
    return table.sort_values("shift_points", ascending=False, kind="stable", ignore_index=True)


def attention_summary(
    report: Report, coded: pd.DataFrame, *, headings: bool = True, themes: ThemeLexicon | None = None
) -> pd.DataFrame:
    """Give for review and plan how much is coded, and how evenly attention is divided over the themes.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.themes import code_themes
    >>> report = load_report()
    >>> summary = attention_summary(report, code_themes(report))
    >>> summary.part.tolist(), bool((summary.share_uncoded < 0.1).all())
    (['review', 'plan'], True)

    `n_by_heading` are coded sentences without a word of their own, `share_uncoded` those without a theme, in both
    cases of all sentences of the part. `entropy` is Shannon's H in nats over the lexicon's themes, `entropy_normalised`
    H / ln K, K the number of themes in the lexicon: 0 one theme has everything, 1 all have the same.
    """
    names = list(dict.fromkeys([*(themes or load_themes()).themes, *coded["theme"]]))
    sentences = report.sentences if headings else report.sentences[~report.sentences["is_heading"]]
    primary = _primary(coded, headings)
    rows = []
    for part in PARTS:
        n_sentences = int((sentences["part"] == part).sum())
        inside = primary[primary["part"] == part]
        if n_sentences and len(inside):
            shares = inside["theme"].value_counts(normalize=True).reindex(names, fill_value=0.0)
            n_by_heading = int((inside["n_matches"] == 0).sum())
            uncoded = 1 - len(inside) / n_sentences
            evenness = (shannon_entropy(shares), normalised_entropy(shares))
            rows.append((part, n_sentences, len(inside), n_by_heading, uncoded, *evenness))
    columns = ["part", "n_sentences", "n_coded", "n_by_heading", "share_uncoded", "entropy", "entropy_normalised"]
    return pd.DataFrame(rows, columns=columns)


def _themes_found(coded: pd.DataFrame, lexicon: ThemeLexicon) -> list[Theme]:
    """Give the themes of the coding in the lexicon's order, then a reader's own in the order of the report."""
    found = coded["theme"].unique().tolist()
    own = [theme for theme in found if theme not in lexicon.themes]
    rows = {theme: coded[coded["theme"] == theme] for theme in own}
    return [theme for name, theme in lexicon.themes.items() if name in set(found)] + [
        Theme(name, str(rows[name]["theme_en"].iloc[0]), int(rows[name]["cap_major"].mode().iloc[0])) for name in own
    ]


def _attention(
    coded: pd.DataFrame, by: str, unit: str, found: Sequence[object], headings: bool, n_samples: int, seed: int
) -> pd.DataFrame:
    primary = _primary(coded, headings)
    members: dict[object, tuple[list[str], list[object]]] = {group: ([], []) for group in coded[by].dropna().unique()}
    for group, block, name in zip(*(primary[column].tolist() for column in (by, "block_id", unit)), strict=True):
        if group in members:
            members[group][0].append(block)
            members[group][1].append(name)
    columns = [unit, by, "n_sentences", "share", "share_low", "share_high"]
    cells: dict[str, list[object]] = {column: [] for column in columns}
    for group, (blocks, names) in members.items():
        counts = _count(blocks, names, found)
        if not counts.size:
            continue
        draw = _redraws if len(counts) <= KEPT_BLOCKS else _redraws.__wrapped__
        low, high = _middle(_shares(draw(len(counts), n_samples, seed), counts))
        n = counts.sum(axis=0)
        values = (found, [group] * len(found), n.tolist(), (n / n.sum()).tolist(), low.tolist(), high.tolist())
        for column, more in zip(columns, values, strict=True):
            cells[column] += more
    return pd.DataFrame(cells)


def _primary(coded: pd.DataFrame, headings: bool) -> pd.DataFrame:
    primary = coded[coded["is_primary"]]
    return primary if headings else primary[~primary["is_heading"]]


def _count(blocks: Sequence[str], names: Sequence[object], found: Iterable[object]) -> NDArray[np.int64]:
    """Count the sentences of each block (rows) by predominant theme or topic (columns, in the order of `found`)."""
    columns = {name: i for i, name in enumerate(found)}
    rows = {block: i for i, block in enumerate(dict.fromkeys(blocks))}
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for block, name in zip(blocks, names, strict=True):
        counts[rows[block], columns[name]] += 1
    return counts


def _redraw(n_blocks: int, n_samples: int, rng: np.random.Generator) -> NDArray[np.uint16]:
    """Draw the blocks anew, as many as there are and with replacement: how often each (rows) is in each draw."""
    drawn = rng.integers(n_blocks, size=(n_samples, n_blocks)) + n_blocks * np.arange(n_samples)[:, None]
    times = np.bincount(drawn.ravel(), minlength=n_samples * n_blocks)
    return np.ascontiguousarray(times.reshape(n_samples, n_blocks).T, dtype=np.uint16)


@lru_cache(maxsize=32)  # the first draws from a seed are the same for all reports with as many blocks
def _redraws(n_blocks: int, n_samples: int, seed: int) -> NDArray[np.uint16]:
    return _redraw(n_blocks, n_samples, np.random.default_rng(seed))


def _shares(times: NDArray[np.uint16], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the shares (rows) in each draw of the blocks; missing for one block, of which all draws are alike.

    The product is small: einsum takes a fraction of the time for which the threads of a BLAS go on waiting for more.
    """
    if len(counts) < 2:
        return np.full((counts.shape[1], 1), np.nan)
    totals = np.einsum("bs,bt->ts", times.astype(np.float64), counts.astype(np.float64))  # whole numbers, so exact
    return np.asarray(totals / totals.sum(axis=0), dtype=np.float64)


def _middle(samples: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = np.quantile(samples, [0.025, 0.975], axis=1)
    return low, high
