"""Policy themes: which sentence speaks of what."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from liwan_analysis.report.memo import once
from liwan_analysis.report.model import Report
from liwan_analysis.themes.lexicon import ThemeLexicon, load_themes
from liwan_analysis.themes.reading import Headings, largest, read_words

__all__ = ["code_themes", "uncoded_sentences"]

BODY = ("review", "plan")

UNSAID = 0.5
"""The part of it that goes to themes the sentence has no word of: enough to decide where the sentence is silent."""

CODED = [
    "sentence_id", "theme", "theme_en", "cap_major", "n_matches", "matches", "is_primary", "is_heading",
    "block_id", "section_id", "part", "start", "end",
]  # fmt: skip


def code_themes(report: Report, themes: ThemeLexicon | None = None, *, parts: Sequence[str] = BODY) -> pd.DataFrame:
    """Code each sentence with the themes it speaks of, one of them its predominant one.

    >>> from liwan_analysis.report import load_report
    >>> coded = code_themes(load_report())
    >>> schools = coded[coded.matches.str.contains("公办学位") & coded.is_primary].iloc[0]
    >>> schools.theme, schools.theme_en, int(schools.cap_major), schools.matches
    ('教育', 'Education', 6, '学校、公办学校、公办学位')

    One row a sentence and theme: `matches` are the lexicon's words for it in the sentence (`n_matches` of them, each
    longest match counted where it stands), `is_primary` marks the one predominant theme, `start` and `end` are the
    sentence's. Words add their weights; the headings above the sentence add theirs, fully to themes that the sentence
    itself names, half to others. A sentence without a word of its own takes the theme of its headings, with 0 matches.
    `cap_major` is the Comparative Agendas Project topic of the words found, which may differ from the theme's usual one
    (融资 is finance, 15, inside 经济与财政). Headings are sentences too, coded like any other; `is_heading` marks them.
    A sentence with no word of any theme, under no heading that has one, has no row: see `uncoded_sentences`.

    `themes` is what `load_themes` gives; `parts` are those of the report to code.
    """
    if themes is None:
        coded = once(report, ("coded", tuple(parts)), lambda: _code(report, load_themes(), parts))
        return coded.copy()
    return _code(report, themes, parts)


def _code(report: Report, lexicon: ThemeLexicon, parts: Sequence[str]) -> pd.DataFrame:
    order = list(lexicon.themes)
    context = Headings(report, lexicon)
    rows: list[tuple[object, ...]] = []
    sentences = report.sentences
    for sentence in sentences[sentences["part"].isin(parts)].itertuples(index=False):
        own = read_words(sentence.text, lexicon)
        above = context.above(sentence.block_id, sentence.section_id)
        judged = {theme: UNSAID * weight for theme, weight in above.weight.items()}
        judged |= {theme: weight + above.weight.get(theme, 0.0) for theme, weight in own.weight.items()}
        if not judged:
            continue
        primary = largest(judged, order)
        for theme in sorted({*own.weight, primary}, key=order.index):
            words = own.words.get(theme, [])
            rows.append((
                sentence.sentence_id, theme, lexicon.themes[theme].english, (own if words else above).topic(theme),
                len(words), "、".join(dict.fromkeys(words)), theme == primary, sentence.is_heading,
                sentence.block_id, sentence.section_id, sentence.part, sentence.start, sentence.end,
            ))  # fmt: skip
    types = {"cap_major": int, "n_matches": int, "is_primary": bool, "is_heading": bool, "start": int, "end": int}
    return pd.DataFrame(rows, columns=CODED).astype(types)


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
