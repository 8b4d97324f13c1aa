"""Policy themes: which sentence speaks of what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from liwan_analysis.report.memo import once
from liwan_analysis.report.model import Report
from liwan_analysis.themes.lexicon import ThemeLexicon, load_themes
from liwan_analysis.themes.reading import Headings, Scores, read_words
from liwan_analysis.themes.weighing import weigh

__all__ = ["code_themes", "uncoded_sentences"]

BODY = ("review", "plan")

CODED = [
    "sentence_id", "theme", "theme_en", "cap_major", "n_matches", "matches", "is_primary", "is_heading",
    "block_id", "section_id", "part", "start", "end",
]  # fmt: skip
TYPES = {"cap_major": int, "n_matches": int, "is_primary": bool, "is_heading": bool, "start": int, "end": int}
PLACES = ["sentence_id", "is_heading", "block_id", "section_id", "part", "start", "end"]


def code_themes(report: Report, themes: ThemeLexicon | None = None, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Code each sentence with the themes it speaks of, one of them its predominant one.

    >>> from liwan_analysis.report import load_report
    >>> coded = code_themes(load_report())
    >>> schools = coded[coded.matches.str.contains("公办学位") & coded.is_primary].iloc[0]
    >>> schools.theme, schools.theme_en, int(schools.cap_major), schools.matches
    ('教育', 'Education', 6, '学校、公办学校、公办学位')

    One row a sentence and theme: `matches` are the lexicon's words for it in the sentence (`n_matches` of them, each
    longest match counted where it stands), `is_primary` marks the one predominant theme, `start` and `end` are the
    sentence's. What decides is, in this order, the weight of its words, the other sentences of its block, the nearest
    most, and the headings above (see weighing.py), and beside the lexicon's words others that were learned from reports
    (learned.py). Where these decide, a theme is there with 0 matches. `explain_theme` says what spoke for a code.
    `cap_major` is the Comparative Agendas Project topic of the words found, which may differ from the theme's usual one
    (融资 is finance, 15, inside 经济与财政). Headings are sentences too, coded like any other; `is_heading` marks them.
    A sentence for which too little speaks, or that only addresses or announces (各位代表, 重点抓好), has no row: see
    `uncoded_sentences`.

    `themes` is what `load_themes` gives; `parts` are those of the report to code.
    """
    if themes is None:
        coded = once(report, ("coded", tuple(parts)), lambda: _code(report, load_themes(), parts))
        return coded.copy()
    return _code(report, themes, parts)


def _code(report: Report, lexicon: ThemeLexicon, parts: Sequence[str]) -> pd.DataFrame:
    order = list(lexicon.themes)
    sentences = report.sentences[report.sentences["part"].isin(parts)]
    read = read_words(sentences["text"].tolist(), lexicon)
    headings = Headings(report, lexicon)
    best = weigh(sentences, read, headings, lexicon).round(9).argmax(axis=1)
    beside = _Beside(sentences["block_id"].tolist(), read, headings)
    rank = {theme: number for number, theme in enumerate(order)}
    rows: list[tuple[object, ...]] = []
    columns = (sentences[column].tolist() for column in PLACES)
    for (sentence_id, *place), own, number in zip(zip(*columns, strict=True), read, best.tolist(), strict=True):
        if number == len(order):
            continue
        primary, block_id, section_id = order[number], place[1], place[2]
        said_of = own.weight if primary in own.weight else {*own.weight, primary}
        for theme in sorted(said_of, key=rank.__getitem__) if len(said_of) > 1 else said_of:
            words = own.words.get(theme, [])
            said = own if words else beside.say(block_id, section_id)
            topic = said.topic(theme) if theme in said.topics else lexicon.themes[theme].cap_major
            rows.append((
                sentence_id, theme, lexicon.themes[theme].english, topic,
                len(words), "、".join(dict.fromkeys(words)), theme == primary, *place,
            ))  # fmt: skip
    cells = zip(*rows, strict=True) if rows else [()] * len(CODED)
    return pd.DataFrame({
        column: np.array(values, dtype=TYPES[column]) if column in TYPES else list(values)
        for column, values in zip(CODED, cells, strict=True)
    })  # fmt: skip


class _Beside:
    """What a block's sentences and headings say together: where a silent sentence of it has its topic from."""

    def __init__(self, blocks: Sequence[str], read: Sequence[Scores], headings: Headings) -> None:
        self._headings = headings
        self._read: dict[str, list[Scores]] = {}
        for block, scores in zip(blocks, read, strict=True):
            self._read.setdefault(block, []).append(scores)
        self._said: dict[tuple[str, object], Scores] = {}

    def say(self, block_id: str, section_id: object) -> Scores:
        """Give what is said in a block and above it, added up once."""
        if (block_id, section_id) not in self._said:
            said = self._said[block_id, section_id] = Scores()
            for scores in (self._headings.block(block_id), self._headings.section(section_id), *self._read[block_id]):
                said.add(scores)
        return self._said[block_id, section_id]


def uncoded_sentences(report: Report, coded: pd.DataFrame, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Give the rows of `report.sentences` that have no theme, for an analyst to extend the lexicon.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> "各位代表！" in uncoded_sentences(report, code_themes(report)).text.str.strip().tolist()
    True

    Most are forms of address and of transition, which belong to no theme. `parts` must be those that were coded.
    """
    sentences = report.sentences
    missing = sentences["part"].isin(parts) & ~sentences["sentence_id"].isin(coded["sentence_id"])
    return sentences[missing].reset_index(drop=True)
