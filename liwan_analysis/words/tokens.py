"""A report's words: jieba's cut, with the terms that its readers would call one word kept whole.

The steps, each a module: `segmenter` (jieba, with words.txt loaded into a tokenizer of our own), `cutting` (the first
cut; merging), `discovery` with `endings` and `repeats` (the terms that the report itself shows to be one word).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np
import pandas as pd

from liwan_analysis.lexicons.dictionary import word_tags
from liwan_analysis.lexicons.loader import read_list, read_words
from liwan_analysis.report.memo import once
from liwan_analysis.report.model import Report
from liwan_analysis.words.cutting import CutText, Span, cut, edges_of, keep_whole, part_phrases, places_of
from liwan_analysis.words.discovery import STRONG_SOURCES, Term, find_repeats, find_terms, is_clean
from liwan_analysis.words.segmenter import make_tokenizer

__all__ = ["count_words", "suggest_terms", "tokenize"]

NUMBER = re.compile(r"[\d.,:/+×%‰℃-]*\d[\d.,:/+×%‰℃-]*|第?[〇零一二三四五六七八九十百千万亿两]+")
NUMBER_OPENS = frozenset("0123456789.,:/+×%‰℃-第〇零一二三四五六七八九十百千万亿两")
PLACE_COLUMNS = ["sentence_id", "block_id", "section_id", "part"]
COLUMNS = ["token", "pos", "start", "end", *PLACE_COLUMNS, "is_stop", "is_term"]
CANDIDATE_COLUMNS = ["term", "n", "cohesion", "freedom", "source", "is_known", "start", "end", "examples"]


def tokenize(
    report: Report, *, lexicon: bool = True, boilerplate: bool = True, pos: bool = True, words: Iterable[str] = ()
) -> pd.DataFrame:
    """Cut a report into words, one row a token.

    >>> from liwan_analysis.report import load_report
    >>> tokens = tokenize(load_report())
    >>> tokens.query("token == '永庆坊'").head(2)[["token", "pos", "part", "is_stop", "is_term"]].values.tolist()
    [['永庆坊', 'ns', 'review', False, True], ['永庆坊', 'ns', 'review', False, True]]

    Columns: token, pos, start, end (offsets into `report.text`), sentence_id, block_id, section_id, part, is_stop,
    is_term. Punctuation is no token. A number keeps its % sign and is never cut; its unit is a token of its own
    (1277.93|亿元). A 《title》 is one token.

    `lexicon` keeps terms whole: those of words.txt and those that the report shows to be one word. Without it the
    words are jieba's. `words` are tried as if they stood in words.txt. `is_stop` marks function words and numbers
    (stopwords.txt), and with `boilerplate` also what every report is made of (boilerplate.txt). `pos` gives parts of
    speech: a term's own, else that of jieba's dictionary, m for numbers, eng for Latin, x where nobody knows; without
    it the column is empty. `attrs` says what a token is (`note`), how many there are (`n_tokens`) and which stop list
    was used (`stop_list`).
    """
    if not isinstance(lexicon, bool):
        raise ValueError(f"lexicon is True or False, not {lexicon!r}; words to be tried go to words=[…]")
    reading = _read(report, _listed(words) if lexicon else {}, keeps_terms=lexicon)
    return _table(report, reading, boilerplate=boilerplate, pos=pos)


def count_words(report: Report) -> list[tuple[str, str, str, int, bool, bool]]:
    """Count what `tokenize` gives by part and word: part, token, pos, n, is_stop, is_term.

    >>> from liwan_analysis.report import load_report
    >>> [row for row in count_words(load_report()) if row[:2] == ("plan", "永庆坊")]
    [('plan', '永庆坊', 'ns', 4, False, True)]

    The parts are in the order of the text, the words of each by how often they stand there, then by themselves.
    """
    reading = _read(report, _listed(()), keeps_terms=True)
    terms, tokens = reading.terms, [report.text[start:end] for start, end in reading.spans]
    kinds = set(tokens)
    numbers = set(filter(_is_number, kinds))
    tags, stopped = _tags(kinds, terms, numbers, reading.first), _stopped(kinds, numbers, boilerplate=True)
    sentences = report.sentences
    parts, starts = sentences["part"].tolist(), [start for start, _ in reading.spans]
    edges = [*(bisect_left(starts, start) for start in sentences["start"].tolist()), len(tokens)]
    counts: dict[str, Counter[str]] = {}
    for part, start, end in zip(parts, edges, edges[1:], strict=False):
        if start < end:
            counts.setdefault(part, Counter()).update(tokens[start:end])
    return [
        (part, token, tags[token], counted[token], token in stopped, token in terms)
        for part, counted in counts.items()
        for token in sorted(sorted(counted), key=counted.__getitem__, reverse=True)
    ]


def suggest_terms(report: Report, *, top: int = 50) -> pd.DataFrame:
    """Propose terms for words.txt: what the report repeats as if it were a word, and what it shows to be one.

    >>> from liwan_analysis.report import load_report
    >>> suggest_terms(load_report()).query("is_known").term.head(3).tolist()
    ['非遗', '白鹅潭', '永庆坊']

    One row a candidate, the strongest first: by cohesion × log2(1 + n). Columns: term; n; cohesion (pointwise mutual
    information at the weakest cut, bits; higher clings more) and freedom (entropy of the neighbours, bits; higher
    stands more freely), both missing for what stands only once; source (`candidate` where only the figures speak for
    it, else words.txt or what showed it to be a word); is_known (kept whole already); start and end of the first place;
    examples with offsets. To take one up, add a line to lexicons/words.txt and run `tokenize` again.
    """
    listed = _listed(())
    reading = _read(report, listed, keeps_terms=True)
    rows = []
    for repeat in find_repeats(report.text, reading.first.torn(), reading.first.word_lengths(), cohesion=3.0):
        term = reading.found.get(repeat.text)
        is_word = repeat.text in reading.first.dictionary and repeat.text not in listed
        if is_word or not (term or repeat.text in listed or is_clean(reading.first, repeat)):
            continue
        source = "words.txt" if repeat.text in listed else term.source if term else "candidate"
        rows.append((repeat.text, repeat.n, repeat.cohesion, repeat.freedom, source, repeat.places))
    seen = {row[0] for row in rows}
    for text, term in reading.found.items():
        places = tuple(match.start() for match in re.finditer(re.escape(text), report.text))
        if text not in seen and places:
            rows.append((text, len(places), float("nan"), float("nan"), term.source, places))
    rows.sort(key=lambda row: (-(row[2] if row[2] == row[2] else 0.0) * log2(1 + row[1]), row[5][0], row[0]))
    table = pd.DataFrame(
        [
            (
                text,
                n,
                cohesion,
                freedom,
                source,
                source != "candidate",
                at[0],
                at[0] + len(text),
                _examples(report.text, text, at),
            )
            for text, n, cohesion, freedom, source, at in rows[:top]
        ],
        columns=CANDIDATE_COLUMNS,
    )
    table.attrs = {"note": "Candidates for lexicons/words.txt; is_known marks what is kept whole already."}
    return table


def _examples(text: str, term: str, places: tuple[int, ...], width: int = 8) -> str:
    """Show up to three places, each with what stands around it in its line and its offsets."""
    shown = []
    for start in places[:3]:
        end = start + len(term)
        left = text[max(start - width, 0) : start].rpartition("\n")[2]
        right = text[end : end + width].partition("\n")[0]
        shown.append(f"{left}[{term}]{right} ({start}–{end})")
    return " | ".join(shown)


@dataclass(frozen=True)
class _Reading:
    """A text cut into words: the first cut, what was found in it, the terms to keep whole, the words in the end."""

    first: CutText
    found: dict[str, Term]
    terms: dict[str, str]
    spans: list[Span]


def _listed(words: Iterable[str]) -> dict[str, str]:
    """Give the words of words.txt and those to be tried, with their parts of speech."""
    if isinstance(words, str):
        raise ValueError(f"words is one string; put it in a list: words=[{words!r}]")
    tried = list(words)
    for word in tried:
        if not isinstance(word, str) or not word or word != word.strip():
            raise ValueError(f"words holds {word!r}, which is no word; take it out, or the white space around it")
    return {word.word: word.pos for word in read_words()} | dict.fromkeys(tried, "nz")


def _read(report: Report, listed: dict[str, str], *, keeps_terms: bool) -> _Reading:
    """Cut a report once for each set of lists: whoever adds to words.txt and asks again gets the new cut."""
    stop, boilerplate = read_list("stopwords.txt"), read_list("boilerplate.txt")
    key = ("reading", tuple(listed.items()), keeps_terms, stop, boilerplate)
    return once(report, key, lambda: _cut(report, listed, stop, boilerplate, keeps_terms=keeps_terms))


def _cut(
    report: Report, listed: dict[str, str], stop: frozenset[str], boilerplate: frozenset[str], *, keeps_terms: bool
) -> _Reading:
    text = report.text
    dictionary, tokenizer = word_tags(), make_tokenizer(tuple(listed))
    spans = cut(text, tokenizer)
    if keeps_terms:
        spans = part_phrases(spans, text, tokenizer, stop | boilerplate)
    first = CutText(text, spans, dictionary, listed, stop, frozenset(word for word in boilerplate if len(word) > 1))
    if not keeps_terms:
        return _Reading(first, {}, {}, spans)
    found = find_terms(first, report.glossary["term"])
    terms = {term.text: term.pos for term in found.values()} | listed
    strong = listed.keys() | {term.text for term in found.values() if term.source in STRONG_SOURCES}
    whole = keep_whole(spans, places_of(text, terms), text, lambda word: word in dictionary or word in listed, strong)
    return _Reading(first, found, terms, whole)


def _table(report: Report, reading: _Reading, *, boilerplate: bool, pos: bool) -> pd.DataFrame:
    """Make the table of tokens: each with its place in the report's structure and what is known of the word."""
    text, sentences = report.text, report.sentences
    spans, terms = reading.spans, reading.terms
    edges = edges_of(spans)
    row = np.searchsorted(sentences["start"].to_numpy(), edges[:, 0], side="right") - 1
    tokens = [text[start:end] for start, end in spans]
    kinds = set(tokens)
    numbers = set(filter(_is_number, kinds))
    stopped = _stopped(kinds, numbers, boilerplate=boilerplate)
    tags = _tags(kinds, terms, numbers, reading.first) if pos else dict.fromkeys(kinds)
    data: dict[str, Any] = {"token": tokens, "pos": list(map(tags.__getitem__, tokens))}
    data |= {"start": edges[:, 0], "end": edges[:, 1]}
    data |= dict(sentences[PLACE_COLUMNS].take(row).reset_index(drop=True).items())
    for column, marked in (("is_stop", stopped), ("is_term", terms.keys())):
        data[column] = np.fromiter(map(marked.__contains__, tokens), dtype=np.bool_, count=len(tokens))
    table = pd.DataFrame(data, columns=COLUMNS)
    table.attrs = {
        "note": "A token is a word, a term kept whole, or a number with its % sign; punctuation is none",
        "n_tokens": len(tokens),
        "stop_list": "stopwords.txt, numbers" + (", boilerplate.txt" if boilerplate else ""),
    }
    return table


def _is_number(token: str) -> bool:
    return token[0] in NUMBER_OPENS and NUMBER.fullmatch(token) is not None


def _stopped(tokens: Set[str], numbers: Set[str], *, boilerplate: bool) -> Set[str]:
    """Give those of some words that are function words, numbers or boilerplate."""
    stop = read_list("stopwords.txt") | (read_list("boilerplate.txt") if boilerplate else frozenset())
    return (stop & tokens) | numbers


def _tags(tokens: Iterable[str], terms: Mapping[str, str], numbers: Set[str], first: CutText) -> dict[str, str]:
    """Tag each word: as its term, as the dictionary, m for numbers, eng for Latin, x for what nobody knows."""

    def tag(token: str) -> str:
        if token in numbers:
            return "m"
        known = first.vocabulary.get(token)
        known = first.dictionary.get(token) if known is None else known
        return terms.get(token) or known or ("eng" if token.isascii() else "x")

    return {token: tag(token) for token in tokens}
