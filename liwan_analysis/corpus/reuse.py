"""Reuse: what of a report stood in the one before it, and which words are new.

Cosine of term frequencies is 0.93 to 0.98 for every pair of years and tells nothing; strings of eight characters do: so
long a string is hardly ever met twice by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from liwan_analysis.report.model import Report
from liwan_analysis.words.tokens import tokenize

__all__ = ["LENGTH", "Reuse", "body_of", "compare_texts", "reused_passages", "words_of"]

LENGTH = 8
"""How many characters a string has that is looked for in the report before."""
PASSAGE_COLUMNS = ["length", "start", "end", "start_before", "end_before"]


@dataclass(frozen=True, slots=True)
class Reuse:
    """How much of a report stood in the one before it.

    `share_reused` is the share of its strings of eight characters that the report before has, `jaccard_words` the words
    that both have over the words that either has, `share_new` the share of its words that none of up to three reports
    before has; all from 0 to 1, None where there is nothing to count.
    """

    n_strings: int
    n_reused: int
    share_reused: float | None
    jaccard_words: float | None
    n_words: int
    n_new: int
    share_new: float | None
    n_before: int
    new_words: tuple[str, ...]


def body_of(report: Report) -> str:
    """Give the report's text up to its glossary, so that offsets stay those of `report.text`."""
    glossary = report.parts.query("part == 'glossary'")["start"]
    return report.text[: int(glossary.min())] if len(glossary) else report.text


def words_of(report: Report) -> frozenset[str]:
    """Give the words of a report, without its glossary, numbers and function words (stopwords.txt)."""
    tokens = tokenize(report, boilerplate=False, pos=False)
    return frozenset(tokens.loc[(tokens["part"] != "glossary") & ~tokens["is_stop"], "token"])


def _strings(text: str) -> Iterator[tuple[int, str]]:
    """Give every string of eight characters with its place; none reaches over a line break."""
    at = 0
    for line in text.split("\n"):
        for start in range(len(line) - LENGTH + 1):
            yield at + start, line[start : start + LENGTH]
        at += len(line) + 1


def compare_texts(text: str, before: str, words: frozenset[str], words_before: Sequence[frozenset[str]]) -> Reuse:
    """Compare a report with the one before it; `words_before` are the words of up to three reports, the latest first.

    >>> here, there = "坚持稳中求进工作总基调，推进改革。", "坚持稳中求进工作总基调，扩大开放。"
    >>> found = compare_texts(here, there, frozenset({"坚持", "改革"}), [frozenset({"坚持", "开放"})])
    >>> found.n_strings, found.n_reused, found.share_reused, found.jaccard_words, found.new_words
    (10, 5, 0.5, 0.3333333333333333, ('改革',))
    """
    known = {string for _, string in _strings(before)}
    strings = [string for _, string in _strings(text)]
    reused = sum(string in known for string in strings)
    last = words_before[0] if words_before else frozenset()
    either = words | last
    seen = frozenset[str]().union(*words_before)
    new = sorted(words - seen) if words_before else []
    return Reuse(
        n_strings=len(strings),
        n_reused=reused,
        share_reused=reused / len(strings) if strings else None,
        jaccard_words=len(words & last) / len(either) if words_before and either else None,
        n_words=len(words),
        n_new=len(new),
        share_new=len(new) / len(words) if words and words_before else None,
        n_before=len(words_before),
        new_words=tuple(new),
    )


def reused_passages(text: str, before: str, *, most: int = 20) -> pd.DataFrame:
    """Give the longest passages that were taken over word for word, the longest first.

    >>> reused_passages("新的一年，坚持稳中求进工作总基调，推进改革。", "坚持稳中求进工作总基调，扩大开放。")
       length  start  end  start_before  end_before
    0      12      5   17             0          12

    Columns: length in characters, start and end in the text, start_before and end_before in the one before. No passage
    reaches over a line break, none lies in a longer one.
    """
    places: dict[str, list[int]] = {}
    for at, string in _strings(before):
        places.setdefault(string, []).append(at)
    rows = sorted(
        ((end - start, start, end, start_before, start_before + end - start)
         for start, end, start_before in _runs(text, places)),
        key=lambda row: (-row[0], row[1], row[3]),
    )  # fmt: skip
    return pd.DataFrame(islice(_widest(rows), most), columns=PASSAGE_COLUMNS)


def _runs(text: str, places: dict[str, list[int]]) -> Iterator[tuple[int, int, int]]:
    """Give each stretch that runs on in both texts: its start and end, and its start in the text before."""
    open_runs: dict[int, int] = {}  # where it begins here, by how far the text before is shifted
    last = -1
    for at, string in _strings(text):
        shifts = {there - at for there in places.get(string, ())}
        for shift in [shift for shift in open_runs if shift not in shifts or at != last + 1]:
            start = open_runs.pop(shift)
            yield start, last + LENGTH, start + shift
        for shift in shifts:
            open_runs.setdefault(shift, at)
        last = at
    for shift, start in open_runs.items():
        yield start, last + LENGTH, start + shift


def _widest(rows: Iterable[tuple[int, int, int, int, int]]) -> Iterator[tuple[int, int, int, int, int]]:
    """Leave out what lies in a longer passage that came before."""
    taken: list[tuple[int, int]] = []
    for row in rows:
        if not any(start <= row[1] and row[2] <= end for start, end in taken):
            taken.append((row[1], row[2]))
            yield row
