"""How far two codings of the same sentences agree: the coder with a person, or two persons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from liwan_analysis.report.model import Report
from liwan_analysis.themes.coding import code_themes
from liwan_analysis.themes.lexicon import ThemeLexicon

__all__ = ["Agreement", "agreement", "code_readings", "load_readings"]

NONE = "none"
"""The code of a sentence without a theme: leaving a sentence out is a decision too, and counts as one."""


class Agreement(NamedTuple):
    """Agreement of two codings: of `n` units, the share with the same code, and the share beyond chance."""

    n: int
    share: float
    kappa: float


def agreement(first: Sequence[object], second: Sequence[object]) -> Agreement:
    """Give Cohen's kappa of two codings of the same units, in the same order.

    >>> agreement(["a", "a", "b", None], ["a", "b", "b", None])
    Agreement(n=4, share=0.75, kappa=0.6363636363636364)

    Kappa is 1 for the same codes throughout and 0 for what chance would give two coders who use the codes as often as
    these do (Cohen 1960). What is missing is a code of its own. Raises ValueError for codings of different length, for
    none, and where both give one and the same code to everything, since kappa says nothing then.
    """
    from sklearn.metrics import cohen_kappa_score

    if len(first) != len(second) or not len(first):
        raise ValueError(f"the codings have {len(first)} and {len(second)} units; they must be of the same units")
    codes = [[NONE if pd.isna(code) else str(code) for code in coding] for coding in (first, second)]
    if len({*codes[0], *codes[1]}) == 1:
        raise ValueError("there is only one code in both codings: kappa is not defined")
    share = sum(a == b for a, b in zip(*codes, strict=True)) / len(first)
    return Agreement(len(first), share, float(cohen_kappa_score(*codes)))


def load_readings(path: str | Path, second: str | Path | None = None) -> pd.DataFrame:
    """Load sentences that were coded by hand, and a second person's codes of the same sentences if there are any.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
    ...     print('[{"sentence": "新增学位。", "theme_1": "教育", "cap_1": 6}]', file=file, flush=True)
    ...     load_readings(file.name)[["theme_1", "cap_1"]].to_numpy().tolist()
    [['教育', 6]]

    Columns: label, report, part, split, sentence, theme_1, cap_1, and theme_2, cap_2, missing without a second reading.
    Both files are JSON, a list of objects or one under the key `cases`; they are matched by report and sentence. Raises
    ValueError when the second lacks a sentence of the first.
    """
    readings = _read(path).drop(columns="why", errors="ignore").astype({"cap_1": "Int64"})
    if second is None or not Path(second).exists():
        return readings.assign(theme_2=None, cap_2=pd.array([None] * len(readings), dtype="Int64"))
    other = _read(second).drop_duplicates(["report", "sentence"])[["report", "sentence", "theme_2", "cap_2"]]
    both = readings.merge(other.astype({"cap_2": "Int64"}), on=["report", "sentence"], how="left", indicator=True)
    lacking = both.loc[both["_merge"] == "left_only", "label"].tolist()
    if lacking:
        raise ValueError(f"{second}: {len(lacking)} sentences have no second reading, the first is {lacking[0]}")
    return both.drop(columns="_merge")


def code_readings(report: Report, readings: pd.DataFrame, themes: ThemeLexicon | None = None) -> pd.DataFrame:
    """Give the readings whose sentences stand in the report, with the coder's `theme` and `cap_major` beside them.

    >>> from liwan_analysis.report import load_report
    >>> readings = pd.DataFrame({"sentence": ["十件民生实事全部兑现。"], "theme_1": ["民生与养老"], "cap_1": [13]})
    >>> code_readings(load_report(), readings)[["theme", "cap_major"]].to_numpy().tolist()
    [['民生与养老', 13]]

    A sentence is looked up by its text, without the space around it; where it stands twice, its first place counts.
    Readings of other sentences are left out, so compare the number of rows with what was expected.
    """
    coded = code_themes(report, themes)
    primary = coded.loc[coded["is_primary"], ["sentence_id", "theme", "cap_major"]]
    sentences = report.sentences[["sentence_id", "text"]].merge(primary, on="sentence_id", how="left")
    sentences = sentences.assign(sentence=sentences["text"].str.strip()).drop_duplicates("sentence")
    found = readings.merge(sentences[["sentence", "theme", "cap_major"]], on="sentence")
    return found.astype({"cap_major": "Int64"})


def _read(path: str | Path) -> pd.DataFrame:
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    return pd.DataFrame(content["cases"] if isinstance(content, dict) else content)
