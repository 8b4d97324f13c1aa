"""Explaining: what spoke for the theme of a sentence, and what for the theme that came next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from liwan_analysis.report.model import Report
from liwan_analysis.themes.lexicon import GUARD, ThemeLexicon, load_themes
from liwan_analysis.themes.reading import Headings, Scores, read_words
from liwan_analysis.themes.weighing import FACTORS, LOUD, chapters, evidence, in_question

__all__ = ["explain_theme"]

SHOWN = 0.05
"""A reason that weighs less than this has no line of its own."""


class Reason(NamedTuple):
    """What speaks for a theme, or with a weight below 0 against it."""

    weight: float
    kind: str
    words: str


def explain_theme(report: Report, start: int, themes: ThemeLexicon | None = None) -> str:
    r"""Say what spoke for the theme of the sentence at `start`, word by word, and what for the one that came next.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> print(explain_theme(report, report.text.index("公办学位")))  # doctest: +ELLIPSIS
    sentence  ...
    教育 ...
      ...  own words             学校、公办学校、公办学位
    ...

    Each line is a reason and what it weighs; the weights of a theme add up to the sum beside its name, and the largest
    sum gives the code ("none": the sentence is left out). Words of the lexicon count by "own words" and "their share";
    a "learned word" stands in no list: sentences where the lexicon is sure taught what it tells (learned.py). Headings
    and sentences around count by the lexicon's words in them. Raises ValueError where no sentence of the review or the
    plan stands at `start`.
    """
    lexicon = themes or load_themes()
    part = report.sentences.loc[report.sentences["part"].isin(["review", "plan"])].reset_index(drop=True)
    places = part.index[(part["start"] <= start) & (start < part["end"])].tolist()
    if not places:
        raise ValueError(
            f"no sentence of review or plan stands at {start} of {report.report_id}: take a start of code_themes"
        )
    row = places[0]
    read = read_words(part["text"].tolist(), lexicon)
    headings = Headings(report, lexicon)
    order = list(lexicon.themes)
    block_id, section_id, text = (part[name].iloc[row] for name in ("block_id", "section_id", "text"))
    above = [headings.block(block_id), headings.section(section_id), chapters(part, read)[row]]
    found = evidence(part, read, headings, order)[[row]]
    by_reader = any(term in text for term in lexicon.own)
    told = lexicon.learned.tell(text) if lexicon.learned and not by_reader else []
    sums: dict[str, float] = {}
    reasons: dict[str, list[Reason]] = {}
    for theme, weights, known in zip([*order, GUARD], found[0] * FACTORS, in_question(found)[0], strict=True):
        if known:
            words = [(word, says.get(theme, 0.0)) for word, says in told]
            reasons[theme] = list(_reasons(theme, weights, [read[row], *above], words))
            sums[theme] = round(sum(reason.weight for reason in reasons[theme]), 9)
    best = sorted(sums, key=lambda theme: -sums[theme])[:2]
    lines = [f"sentence  {text.strip()}"]
    for theme in best:
        lines.append(f"{'none' if theme == GUARD else theme}  {sums[theme]:.2f}")
        shown = sorted(reasons[theme], key=lambda reason: -abs(reason.weight))
        lines += [f"  {one.weight:+.2f}  {one.kind:20}  {one.words}" for one in shown if abs(one.weight) >= SHOWN]
        small = [one.weight for one in shown if 0 < abs(one.weight) < SHOWN]
        lines += [f"  {sum(small):+.2f}  {len(small)} smaller ones"] if small else []
    return "\n".join(line.rstrip() for line in lines)


def _reasons(
    theme: str, weights: Sequence[float], said: Sequence[Scores], told: Sequence[tuple[str, float]]
) -> Iterator[Reason]:
    """Give all reasons for a theme: the evidence by its factors, a loud word, each learned word."""
    own, block, section, chapter = ("、".join(dict.fromkeys(scores.words.get(theme, []))) for scores in said)
    kinds = ("own words", "their share", "heading of block", "heading of section", "heading of chapter",
             "sentences around", "from the start")  # fmt: skip
    words = (own, "", block, section, chapter, "", "")
    for weight, kind, spoken in zip(weights, kinds, words, strict=True):
        yield Reason(float(weight), kind, spoken)
    yield Reason(LOUD * said[0].loud.get(theme, 0.0), "loud word", own)
    for word, weight in told:
        yield Reason(float(weight), "learned word", word)
