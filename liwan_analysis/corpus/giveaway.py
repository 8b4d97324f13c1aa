"""A store to be given away: numbers, names and short quotes, and the panels that only texts can make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from liwan_analysis.corpus.concepts import load_concepts
from liwan_analysis.corpus.panels import KEYS, concept_panel, reuse_panel
from liwan_analysis.corpus.parts import write_aside
from liwan_analysis.corpus.promises import kept_promises
from liwan_analysis.corpus.store import Corpus

__all__ = ["give_away"]


def give_away(
    corpus: Corpus, folder: str | Path, *, concepts: Mapping[str, Iterable[str]] | str | Path | None = None
) -> Corpus:
    """Copy a store without its texts into a new folder, with concepts, reuse and promises worked out beforehand.

    Everything but the texts can be read there; `concept_panel` for these concepts, `reuse_panel` and `track_promises`
    give what they give here.

    Raises `ReportError` where something stands in that folder already, or where this store has no texts.
    """
    wanted = load_concepts(concepts)
    terms = {concept.name: "|".join(concept.terms) for concept in wanted}
    panel = concept_panel(corpus, {concept.name: concept.terms for concept in wanted})
    panels = {
        "concepts": panel.assign(terms=panel["concept"].map(terms)).drop(columns=KEYS[1:]),
        "reuse": reuse_panel(corpus).drop(columns=KEYS[1:]),
        "promises": kept_promises(corpus),
    }
    given = corpus.without_texts(folder)
    for name, table in panels.items():
        write_aside(_as_arrow(table), given.folder / "panels" / f"{name}.parquet")
    return given


def _as_arrow(table: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
