"""Concepts: lists of terms that stand for an idea, each match with its place, and the measures made of them.

The measures go by the names of the literature and are not the same: see `MEASURES`. All leave the glossary out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.schemas import SCHEMAS
from liwan_analysis.report.model import Report
from liwan_analysis.words.segmenter import make_tokenizer
from liwan_analysis.words.tokens import tokenize

__all__ = ["MEASURES", "Concept", "ConceptSource", "concept_table", "find_concepts", "load_concepts"]

MEASURES = {
    "n": "matches, counted as strings; where terms of a concept overlap the longest one counts",
    "share_pieces": "n / pieces of jieba.lcut, punctuation and line breaks included: the formula copied everywhere",
    "share_tokens": "tokens that are a term of the concept / tokens, words and numbers only",
    "share_sentences": "sentences with a match / sentences",
    "share_length": "characters of the sentences with a match / characters of all sentences",
}
"""What each measure of a concept is. Shares are from 0 to 1; the part `plan` alone is the measure plan only."""
COLUMNS = [
    "part",
    "concept",
    *("n", "n_pieces", "n_tokens_matched", "n_tokens", "n_sentences_matched", "n_sentences"),
    *("n_characters_matched", "n_characters", "share_pieces", "share_tokens", "share_sentences", "share_length"),
]
MATCH_COLUMNS = ["concept", "term", "part", "sentence_id", "start", "end"]
WHOLE = "all"


@dataclass(frozen=True)
class Concept:
    """A concept: its name, and the terms that stand for it."""

    name: str
    terms: tuple[str, ...]

    def find(self, text: str) -> Iterable[re.Match[str]]:
        """Find the terms in a text, from left to right, the longest where several begin at one place."""
        return _pattern(self.terms).finditer(text)


ConceptSource = Mapping[str, Iterable[str]] | tuple[Concept, ...] | str | Path | None
"""Where concepts come from: a dict, concepts as loaded, the path of a CSV, or None for those of the package."""


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms, key=lambda term: (-len(term), term)))))


def load_concepts(source: ConceptSource = None) -> tuple[Concept, ...]:
    """Give concepts from a dict, or a CSV with the columns concept and term; None gives those of the package.

    >>> load_concepts({"数字经济": ["数字经济", "大数据"]})
    (Concept(name='数字经济', terms=('数字经济', '大数据')),)
    >>> [concept.name for concept in load_concepts()]
    ['环境', '创新', '数字经济', '民生']

    Raises `LexiconError` in one line for a file that does not fit, ValueError for a concept without a term, or with one
    string where a list of terms belongs.
    """
    if isinstance(source, Mapping):
        for name, terms in source.items():
            if isinstance(terms, str):
                raise ValueError(f"the terms of {name!r} are one string; give a list: {{{name!r}: [{terms!r}]}}")
        return _concepts((name, term) for name, terms in source.items() for term in (*terms, ""))
    if isinstance(source, tuple):
        return source
    path = "concepts.csv" if source is None else Path(source).absolute()
    rows = read_table(path, None if source is None else SCHEMAS["concepts.csv"])
    return _concepts((row["concept"], row["term"]) for row in rows)


def _concepts(pairs: Iterable[tuple[str, str]]) -> tuple[Concept, ...]:
    terms: dict[str, dict[str, None]] = {}
    for name, term in pairs:
        named = terms.setdefault(name, {})
        if term.strip():
            named[term.strip()] = None
    empty = [name for name, named in terms.items() if not named]
    if empty or not terms:
        raise ValueError(
            f"no term for the concept {empty[0]!r}; give at least one" if empty else "no concept was given"
        )
    return tuple(Concept(name, tuple(named)) for name, named in terms.items())


def find_concepts(report: Report, concepts: Iterable[Concept]) -> pd.DataFrame:
    """Give every match of the concepts' terms, with its place.

    >>> from liwan_analysis.report import load_report
    >>> found = find_concepts(load_report(), load_concepts({"数字经济": ["数字经济", "经济", "数字"]}))
    >>> found.head(1).values.tolist()
    [['数字经济', '经济', 'review', 9, 513, 515]]

    Columns: concept, term, part, sentence_id, start, end (offsets into `report.text`). In 数字经济 the terms 数字 and
    经济 do not count again. The glossary is left out.
    """
    sentences = report.sentences
    starts = sentences["start"].tolist()
    parts, ids = sentences["part"].tolist(), sentences["sentence_id"].tolist()
    rows = []
    for concept in concepts:
        for found in concept.find(report.text):
            at = bisect_right(starts, found.start()) - 1
            if at >= 0 and parts[at] != "glossary":
                rows.append((concept.name, found[0], parts[at], ids[at], found.start(), found.end()))
    return pd.DataFrame(rows, columns=MATCH_COLUMNS)


def concept_table(report: Report, concepts: Iterable[Concept]) -> pd.DataFrame:
    """Give all named measures of each concept, for the whole report (part `all`) and for each of its parts.

    >>> from liwan_analysis.report import load_report
    >>> table = concept_table(load_report(), load_concepts({"数字经济": ["数字经济", "大数据"]}))
    >>> table.query("part == 'all'")[["n", "n_tokens_matched", "n_sentences_matched"]].values.tolist()
    [[4, 4, 4]]

    Columns: part, concept; n; n_pieces; n_tokens_matched and n_tokens; n_sentences_matched and n_sentences;
    n_characters_matched and n_characters; and the shares of `MEASURES`, from 0 to 1, missing for a part without words.
    """
    concepts = tuple(concepts)
    sentences = report.sentences.query("part != 'glossary'")
    sizes = sentences["text"].str.len()
    tokens = tokenize(report, pos=False).query("part != 'glossary'")
    matches = find_concepts(report, concepts)
    pieces = _pieces(report)
    tables = []
    for part in (WHOLE, *sentences["part"].unique()):
        here, cut, found = (
            table if part == WHOLE else table[table["part"] == part] for table in (sentences, tokens, matches)
        )
        words = cut["token"]
        for concept in concepts:
            ours = found[found["concept"] == concept.name]
            hit = here["sentence_id"].isin(set(ours["sentence_id"]))
            tables.append(
                (
                    part,
                    concept.name,
                    len(ours),
                    sum(pieces.values()) if part == WHOLE else pieces[part],
                    int(words.isin(concept.terms).sum()),
                    len(words),
                    int(hit.sum()),
                    len(here),
                    int(sizes[here.index][hit].sum()),
                    int(sizes[here.index].sum()),
                )
            )
    table = pd.DataFrame(tables, columns=COLUMNS[:10])
    for share, n, size in (
        ("share_pieces", "n", "n_pieces"),
        ("share_tokens", "n_tokens_matched", "n_tokens"),
        ("share_sentences", "n_sentences_matched", "n_sentences"),
        ("share_length", "n_characters_matched", "n_characters"),
    ):
        table[share] = table[n] / table[size].where(table[size] > 0)
    table.attrs = dict(MEASURES)
    return table


def _pieces(report: Report) -> dict[str, int]:
    """Count the pieces of jieba.lcut in each part, up to where the next one begins."""
    cut = make_tokenizer().lcut
    n: dict[str, int] = {}
    parts = report.parts
    ends = [*parts["start"][1:], len(report.text)]
    for part, start, end in zip(parts["part"], parts["start"], ends, strict=True):
        if part != "glossary":
            n[part] = n.get(part, 0) + len(cut(report.text[start:end]))
    return n
