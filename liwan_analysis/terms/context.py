"""Terms in their context: collocates, n-grams, co-occurrence, and concordance lines (keyword in context, KWIC)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from liwan_analysis.terms import measures
from liwan_analysis.terms.token_table import (
    check_floor,
    codes_of,
    content_mask,
    counted,
    describe,
    glossary_sentence,
    stop_sentence,
)

if TYPE_CHECKING:
    from liwan_analysis.report.model import Report

__all__ = ["collocates", "concordance", "cooccurrence", "ngrams"]


def collocates(
    tokens: pd.DataFrame,
    node: str,
    span: int = 5,
    *,
    min_n: int = 3,
    keep_stop: bool = False,
    glossary: bool = False,
) -> pd.DataFrame:
    """Rank the words that stand within `span` tokens of a node word in the same sentence.

    Columns: collocate, n, log_dice, mi, t; the strongest logDice first.

    >>> tokens = pd.DataFrame({
    ...     "token": ["推进", "城市", "更新", "城市", "更新"], "start": [0, 2, 4, 7, 9], "end": [2, 4, 6, 9, 11],
    ...     "sentence_id": [0, 0, 0, 1, 1], "block_id": "b001", "section_id": "plan-01", "part": "plan",
    ...     "is_stop": False})
    >>> collocates(tokens, "城市", min_n=1)[["collocate", "n", "log_dice"]].round(2).values.tolist()
    [['更新', 2, 14.0], ['推进', 1, 13.42]]

    n is O11, the number of tokens of the collocate that stand inside any window around the node, each counted once
    however many windows it is in (surface co-occurrence, Evert 2008): every one is a place that can be looked up.
    Distance counts all tokens, stop words and numbers too, but no punctuation. fx and fy are the frequencies in all N
    tokens; the node is not its own collocate. Collocates with n below `min_n` and stop words are left out.

    A node that is no token here gives an empty table (`concordance` finds any string). ValueError for a span or floor
    below 1.
    """
    check_floor(min_n)
    if span < 1:
        raise ValueError(f"span must be at least 1 token, not {span}")
    rows = counted(tokens, glossary=glossary)
    codes, words = codes_of(rows["token"])
    sentences = rows["sentence_id"].to_numpy()
    is_node = (rows["token"] == node).to_numpy(dtype=np.bool_)
    places = np.flatnonzero(is_node)
    in_window = np.zeros(len(rows), dtype=np.bool_)
    for distance in range(1, span + 1):
        for neighbours in (places - distance, places + distance):
            inside = (neighbours >= 0) & (neighbours < len(rows))
            same = sentences[neighbours[inside]] == sentences[places[inside]]
            in_window[neighbours[inside][same]] = True
    in_window &= ~is_node & content_mask(rows, keep_stop=keep_stop)
    o11 = np.bincount(codes[in_window], minlength=words.size)
    listed = np.flatnonzero(o11 >= min_n)
    table = pd.DataFrame({"collocate": words[listed].astype(str), "n": o11[listed]})
    table = _with_scores(table, places.size, np.bincount(codes, minlength=words.size)[listed], len(rows))
    table = table.sort_values(["log_dice", "n", "collocate"], ascending=[False, False, True], ignore_index=True)
    table.attrs = {
        "note": describe(
            tokens,
            f"{node} occurs {'once' if places.size == 1 else f'{places.size} times'} in N = {len(rows):,} tokens.",
            f"n is the number of tokens of the collocate within {span} tokens left or right of it, in the same"
            f" sentence, each counted once; collocates with n below {min_n} are left out.",
            stop_sentence(tokens, keep_stop=keep_stop),
            glossary_sentence(glossary=glossary),
        ),
        "n_tokens": len(rows),
        "n_node": int(places.size),
    }
    return table


def ngrams(
    tokens: pd.DataFrame, n: int = 2, *, min_n: int = 3, keep_stop: bool = False, glossary: bool = False
) -> pd.DataFrame:
    """Count runs of n tokens that stand next to each other in a sentence, with nothing between them.

    Columns: ngram (tokens with a space between), n, per_10k; for bigrams also log_dice, mi, t. The most frequent first.

    >>> tokens = pd.DataFrame({
    ...     "token": ["推进", "城市", "更新", "城市", "更新"], "start": [0, 2, 4, 7, 9], "end": [2, 4, 6, 9, 11],
    ...     "sentence_id": [0, 0, 0, 1, 1], "block_id": "b001", "section_id": "plan-01", "part": "plan",
    ...     "is_stop": False})
    >>> ngrams(tokens, 2, min_n=2)[["ngram", "n", "log_dice"]].values.tolist()
    [['城市 更新', 2, 14.0]]

    A run never crosses a punctuation mark, so each n-gram is a string that stands in the text. One that begins or ends
    with a stop word or a number is left out unless `keep_stop`; inside it they may stand (建设 的 城市). ValueError for
    n below 2 or a floor below 1.
    """
    check_floor(min_n)
    if n < 2:
        raise ValueError(f"an n-gram has at least 2 tokens, not {n}")
    rows = counted(tokens, glossary=glossary)
    codes, words = codes_of(rows["token"])
    sentences, starts, ends = (rows[column].to_numpy() for column in ("sentence_id", "start", "end"))
    joined = (sentences[1:] == sentences[:-1]) & (ends[:-1] == starts[1:])
    first = np.arange(max(len(rows) - n + 1, 0))
    for step in range(n - 1):
        first = first[joined[first + step]]
    content = content_mask(rows, keep_stop=keep_stop)
    first = first[content[first] & content[first + n - 1]]
    runs = codes[first]
    for step in range(1, n):
        runs = pd.factorize(runs * words.size + codes[first + step])[0]
    _, at, counts = np.unique(runs, return_index=True, return_counts=True)
    at, counts = first[at[counts >= min_n]], counts[counts >= min_n]
    table = pd.DataFrame(
        {
            "ngram": pd.Series([" ".join(words[codes[i : i + n]]) for i in at], dtype="str"),
            "n": counts,
            "per_10k": counts * 10_000 / max(len(rows), 1),
        }
    )
    if n == 2:
        frequency = np.bincount(codes, minlength=words.size)
        table = _with_scores(table, frequency[codes[at]], frequency[codes[at + 1]], len(rows))
    table = table.sort_values(["n", "ngram"], ascending=[False, True], ignore_index=True)
    edges = "" if keep_stop else "None begins or ends with a stop word."
    table.attrs = {
        "note": describe(
            tokens,
            f"Runs of {n} tokens next to each other in N = {len(rows):,}, no punctuation between them; fewer than"
            f" {min_n} are left out.",
            edges,
            glossary_sentence(glossary=glossary),
        ),
        "n_tokens": len(rows),
    }
    return table


def cooccurrence(
    tokens: pd.DataFrame,
    terms: Collection[str] | None = None,
    *,
    min_n: int = 3,
    keep_stop: bool = False,
    glossary: bool = False,
) -> pd.DataFrame:
    """Count the pairs of terms that stand in one sentence, as the edges of a network.

    Columns: term_a, term_b, n, log_dice; the strongest first. `terms` limits both ends to the words given.

    >>> tokens = pd.DataFrame({
    ...     "token": ["推进", "城市", "更新", "城市", "更新"], "start": [0, 2, 4, 7, 9], "end": [2, 4, 6, 9, 11],
    ...     "sentence_id": [0, 0, 0, 1, 1], "block_id": "b001", "section_id": "plan-01", "part": "plan",
    ...     "is_stop": False})
    >>> cooccurrence(tokens, min_n=2).values.tolist()
    [['城市', '更新', 2, 14.0]]

    n is the number of sentences with both; logDice takes the number of sentences with each, so 14 is two terms that
    never stand in a sentence without the other. Each pair has one row; a word is not its own neighbour. With
    networkx: `from_pandas_edgelist(table, "term_a", "term_b", "log_dice")`.
    """
    check_floor(min_n)
    rows = counted(tokens, glossary=glossary)
    rows = rows[content_mask(rows, keep_stop=keep_stop)]
    if terms is not None:
        rows = rows[rows["token"].isin(list(terms))]
    rows = rows.sort_values("token", kind="stable")
    codes, words = codes_of(rows["token"])
    sentences = pd.factorize(rows["sentence_id"])[0]
    n_sentences = int(sentences.max(initial=-1)) + 1
    stands_in = np.zeros((n_sentences, words.size), dtype=np.float32)
    stands_in[sentences, codes] = 1
    frequent = np.flatnonzero(stands_in.sum(axis=0) >= min_n)
    stands_in = stands_in[:, frequent]
    together = np.triu(stands_in.T @ stands_in, k=1)
    first, second = np.nonzero(together >= min_n)
    frequency = stands_in.sum(axis=0)
    n = together[first, second].astype(np.int64)
    table = pd.DataFrame(
        {
            "term_a": words[frequent[first]].astype(str),
            "term_b": words[frequent[second]].astype(str),
            "n": n,
            "log_dice": measures.log_dice(n, frequency[first], frequency[second]) if n.size else np.empty(0),
        }
    )
    table = table.sort_values(["log_dice", "n", "term_a", "term_b"], ascending=[False, False, True, True])
    table = table.reset_index(drop=True)
    table.attrs = {
        "note": describe(
            tokens,
            f"n is the number of sentences with both terms; pairs with n below {min_n} are left out.",
            "" if keep_stop else "Stop words are left out.",
            glossary_sentence(glossary=glossary),
        ),
        "n_sentences": n_sentences,
    }
    return table


def _with_scores(table: pd.DataFrame, fx: NDArray[np.int64] | int, fy: NDArray[np.int64], n: int) -> pd.DataFrame:
    o11 = table["n"].to_numpy()
    if not o11.size:
        return table.assign(**dict.fromkeys(("log_dice", "mi", "t"), np.empty(0)))
    return table.assign(
        log_dice=measures.log_dice(o11, fx, fy),
        mi=measures.mutual_information(o11, fx, fy, n),
        t=measures.t_score(o11, fx, fy, n),
    )


LINE_COLUMNS = ["left", "node", "right", "part", "section_id", "start", "end"]


def concordance(
    report: Report,
    node: str,
    width: int = 20,
    *,
    sort: Literal["position", "left", "right"] = "position",
    regex: bool = False,
    glossary: bool = False,
) -> pd.DataFrame:
    """Show every place of a string with up to `width` characters of its sentence on either side.

    Columns: left, node, right, part, section_id, start, end; `report.text[start:end]` is the node of its row.

    >>> from liwan_analysis.report import load_report
    >>> lines = concordance(load_report(), "城市更新", width=4)
    >>> set(lines["node"]), max(map(len, lines["left"]))
    ({'城市更新'}, 4)

    The node is any string, so it is found whatever the segmentation made of it: 产业 is found in 产业园 as well. With
    `regex` it is a regular expression (`产业(?!园)`), matched within one sentence. Context never leaves the sentence.
    Lines come in the order of the text; `sort="right"` groups what follows the node, `sort="left"` what stands before
    it, read from the node outwards. Headings count as sentences; the glossary is left out unless asked.

    A node that does not occur gives an empty table. ValueError for an empty node, a width below 0, an unknown order
    or a regular expression that cannot be read.
    """
    if not node:
        raise ValueError("the node of a concordance cannot be empty")
    if width < 0:
        raise ValueError(f"width must be at least 0 characters, not {width}")
    if sort not in ("position", "left", "right"):
        raise ValueError(f"sort must be position, left or right, not {sort!r}")
    try:
        pattern = re.compile(node if regex else re.escape(node))
    except re.error as error:
        raise ValueError(f"{node!r} is no regular expression: {error}") from None
    sentences = report.sentences
    if not glossary:
        sentences = sentences[sentences["part"] != "glossary"]
    columns = (sentences[column].tolist() for column in ("start", "end", "part", "section_id"))
    lines = []
    for start, end, part, section_id in zip(*columns, strict=True):
        sentence = report.text[start:end]
        for match in pattern.finditer(sentence):
            a, b = match.span()
            if a < b:
                left, right = sentence[max(0, a - width) : a], sentence[b : b + width]
                lines.append((left, match[0], right, part, section_id, start + a, start + b))
    if sort == "left":
        lines.sort(key=lambda line: (line[0][::-1], line[5]))
    elif sort == "right":
        lines.sort(key=lambda line: (line[2], line[5]))
    table = pd.DataFrame(lines, columns=LINE_COLUMNS).astype({"start": "int64", "end": "int64"})
    where = "with the glossary" if glossary else "without the glossary"
    places = f"{len(table)} {'place' if len(table) == 1 else 'places'} of {node}"
    table.attrs = {"note": f"{places}, {where}; context up to {width} characters in the sentence."}
    return table
