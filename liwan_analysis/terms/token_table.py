"""What every table counted from tokens has in common: which tokens count, in what order, and the note it carries.

A tokens table has one row a token, in the order of the text, with the columns of `COLUMNS`; punctuation has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = [
    "COLUMNS",
    "IntArray",
    "check_floor",
    "chosen",
    "codes_of",
    "content_mask",
    "counted",
    "describe",
    "dispersion_positions",
    "glossary_sentence",
    "known_groups",
    "section_borders",
    "segmented_text",
    "stop_sentence",
    "stretch_codes",
]

COLUMNS = ["token", "start", "end", "sentence_id", "block_id", "section_id", "part", "is_stop"]
"""The columns of a tokens table that counting needs."""

TOKEN = "A token is a word as segmented, or a number; punctuation is not counted."

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


def counted(tokens: pd.DataFrame, *, glossary: bool = False) -> pd.DataFrame:
    """Give the tokens that count, numbered from 0 in the order of the text; the glossary only when asked.

    Raises ValueError, naming them, if columns of a tokens table are missing.
    """
    missing = [column for column in COLUMNS if column not in tokens.columns]
    if missing:
        raise ValueError(f"this is no tokens table: it lacks {', '.join(missing)}")
    if not glossary:
        tokens = tokens[~tokens["part"].isin(["glossary"])]
    return tokens.reset_index(drop=True)


def content_mask(tokens: pd.DataFrame, *, keep_stop: bool = False) -> BoolArray:
    """Mark the tokens that tables list: all but the stop words, or all."""
    if keep_stop:
        return np.ones(len(tokens), dtype=np.bool_)
    content: BoolArray = ~tokens["is_stop"].to_numpy(dtype=np.bool_)
    return content


def codes_of(*columns: pd.Series) -> tuple[IntArray, NDArray[np.object_]]:
    """Number the different values of one or several columns: a code for each row, and the value of each code."""
    values = np.concatenate([column.to_numpy(dtype=object, na_value=None) for column in columns])
    codes, labels = pd.factorize(values)
    return codes.astype(np.int64), np.asarray(labels, dtype=object)


def chosen(tokens: pd.DataFrame, by: str, names: Sequence[object]) -> BoolArray:
    """Mark the tokens of the named parts, sections or blocks.

    Raises ValueError, naming what there is, for a column that is not there or a name that does not occur in it.
    """
    known = known_groups(tokens, by)
    if not names:
        raise ValueError(f"no {by} is named")
    for name in names:
        if name not in known:
            there = ", ".join(map(str, known)) or "none"
            raise ValueError(f"no {by} {name!r} in these tokens; there are: {there}")
    mask: BoolArray = tokens[by].isin(list(names)).to_numpy(dtype=np.bool_)
    return mask


def known_groups(tokens: pd.DataFrame, by: str) -> list[object]:
    """Give the parts, sections or blocks that occur, in the order of the text."""
    groups = ["part", "section_id", "block_id"]
    if by not in groups:
        raise ValueError(f"by must be one of {', '.join(groups)}, not {by!r}")
    return list(tokens[by].dropna().unique())


def describe(tokens: pd.DataFrame, *sentences: str) -> str:
    """Write the note of a table: what a token is (as the tokens table says it, if it does), then the sentences."""
    own = str(tokens.attrs.get("note") or TOKEN).rstrip(".")
    return " ".join([f"{own[0].upper()}{own[1:]}.", *filter(None, sentences)])


def check_floor(min_n: int) -> None:
    """Raise ValueError for a frequency floor below 1."""
    if min_n < 1:
        raise ValueError(f"min_n must be at least 1, not {min_n}")


def stop_sentence(tokens: pd.DataFrame, *, keep_stop: bool) -> str:
    """Say what a table does with stop words, and which list they are from."""
    source = tokens.attrs.get("stop_list")
    listed = "and listed" if keep_stop else "but not listed"
    return f"Stop words{f' ({source})' if source else ''} are counted in N {listed}."


def glossary_sentence(*, glossary: bool) -> str:
    """Say what a table does with the glossary."""
    return "The glossary is counted." if glossary else "The glossary is left out."


def segmented_text(tokens: pd.DataFrame, *, glossary: bool = False) -> str:
    """Write the tokens as plain text for AntConc, Voyant or quanteda: one sentence a line, a space between tokens.

    >>> tokens = pd.DataFrame({
    ...     "token": ["推进", "城市", "更新", "谢谢"], "start": [0, 2, 4, 7], "end": [2, 4, 6, 9],
    ...     "sentence_id": [0, 0, 0, 1], "block_id": ["b001"] * 4, "section_id": ["plan-01"] * 3 + [None],
    ...     "part": ["plan"] * 3 + ["closing"], "is_stop": [False] * 4})
    >>> print(segmented_text(tokens), end="")
    推进 城市 更新
    谢谢

    Every token is written, stop words and numbers too, so that those tools count the same N; choose "whitespace" as
    their token definition. The text ends with a line end, and is empty for no tokens.
    """
    rows = counted(tokens, glossary=glossary)
    words = rows["token"].tolist()
    ids = rows["sentence_id"].to_numpy()
    if not words:
        return ""
    borders = [0, *(np.flatnonzero(ids[1:] != ids[:-1]) + 1).tolist(), len(words)]
    return "".join(" ".join(words[a:b]) + "\n" for a, b in pairwise(borders))


def stretch_codes(tokens: pd.DataFrame, unit: str) -> IntArray:
    """Number the sections (or blocks) of each part from 0; what stands outside them is one more unit of its part."""
    parts, _ = pd.factorize(tokens["part"])
    units, labels = pd.factorize(tokens[unit])
    codes: IntArray = pd.factorize(parts * (len(labels) + 1) + units + 1)[0].astype(np.int64)
    return codes


def dispersion_positions(tokens: pd.DataFrame, terms: str | Iterable[str], *, glossary: bool = False) -> pd.DataFrame:
    """Give every place of some terms, for a dispersion plot.

    Columns: term, position, start, end, part, section_id, sentence_id; in the order of `terms`, then of the text.
    position counts tokens from 0 to `attrs["n_tokens"]`, the same axis as `section_borders`; start and end are
    character offsets. A term that does not occur has no row.
    """
    rows = counted(tokens, glossary=glossary)
    order = [terms] if isinstance(terms, str) else list(dict.fromkeys(terms))
    rows = rows.assign(term=rows["token"], position=np.arange(len(rows)))
    table = rows[rows["token"].isin(order)]
    table = table.sort_values("term", key=lambda terms: terms.map({t: i for i, t in enumerate(order)}), kind="stable")
    table = table[["term", "position", "start", "end", "part", "section_id", "sentence_id"]].reset_index(drop=True)
    note = describe(
        tokens, f"Positions count the N = {len(rows):,} tokens from 0.", glossary_sentence(glossary=glossary)
    )
    table.attrs = {"note": note, "n_tokens": len(rows)}
    return table


def section_borders(tokens: pd.DataFrame, *, glossary: bool = False) -> pd.DataFrame:
    """Give the stretches of a text, each a section or what stands outside sections in a part, for a dispersion plot.

    Columns: part, section_id, position_start, position_end (half-open, in tokens from 0), start, end (in characters).
    Together the rows cover all tokens, in the order of the text.
    """
    rows = counted(tokens, glossary=glossary)
    stretch = stretch_codes(rows, "section_id")
    begins = np.flatnonzero(np.diff(stretch, prepend=-1))
    ends = np.append(begins[1:], len(rows)).astype(np.int64)[: begins.size]
    table = rows.loc[begins, ["part", "section_id", "start"]].reset_index(drop=True)
    table.insert(2, "position_start", begins)
    table.insert(3, "position_end", ends)
    table["end"] = rows["end"].to_numpy()[ends - 1]
    table.attrs = {"note": describe(tokens, glossary_sentence(glossary=glossary)), "n_tokens": len(rows)}
    return table
