"""How firmly a target is promised: the word of commitment that governs it, and its hardness."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from liwan_analysis.lexicons.loader import Row, either, read_table
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.numerals import Bound
from liwan_analysis.quantities.records import Hardness

__all__ = ["find_modality", "hardness_of", "modality_of", "modality_words"]

# Verbs that begin a matter of their own, so that a word of commitment before them does not reach on
GOVERNS = re.compile(either("status.csv", "governs"))


@cache
def modality_words() -> dict[str, Hardness]:
    """Give the words of commitment in lexicons/modality.csv with the hardness each lends to a target.

    >>> modality_words()["确保"], modality_words()["力争"]
    ('hard', 'soft')
    """
    return {row["word"]: cast(Hardness, row["hardness"]) for row in read_table("modality.csv")}


@cache
def _modality_pattern() -> re.Pattern[str]:
    rows = sorted(read_table("modality.csv"), key=lambda row: -len(row["word"]))
    return re.compile("|".join(_commitment(row) for row in rows))


def _commitment(row: Row) -> str:
    """The pattern of one word: what may not stand beside it, how much or which verb must stand behind it."""
    behind = "".join(f"(?<!{re.escape(word)})" for word in row.words("not_behind"))
    before, n = "|".join(map(re.escape, row.words("not_before"))), int(row["n_behind"])
    some = rf"(?=(?:(?!{before}).){{{n}}})" if before and n else f"(?=.{{{n}}})" if n else ""
    none = f"(?!{before})" if before and not n else ""
    verbs = "|".join(map(re.escape, row.words("verbs_behind")))
    return behind + re.escape(row["word"]) + none + some + (f"(?=[^，。；、]{{2,30}}(?:{verbs}))" if verbs else "")


@cache
def _verb_first() -> re.Pattern[str]:
    verbs = "|".join(re.escape(word) for word in words_of("lead") if len(word) > 1)
    adverbs = "|".join(re.escape(word) for word in words_of("scope") if len(word) > 1)
    return re.compile(rf"^(?!{either('status.csv', 'goes_on')})(?:{adverbs})*(?:{verbs})")


def find_modality(before: str) -> str | None:
    """Find the word of commitment that governs what follows `before`, the sentence up to the quote.

    >>> find_modality("力争全年签约项目不少于200个，协议投资额达"), find_modality("力争竣工20个，做好")
    ('力争', None)

    It governs its own clause, and the clauses after it that go on without a verb of their own.
    """
    return modality_of(before)[0]


def modality_of(before: str) -> tuple[str | None, str]:
    """Find the word of commitment as `find_modality` does, and say whether it stands in the clause or is carried on."""
    for n, clause in enumerate(reversed(re.split(r"，", re.split(r"[。；：！？]", before)[-1]))):
        found = _modality_pattern().findall(clause)
        if found:
            return str(found[-1]), "modality.carried" if n else "modality.clause"
        if _verb_first().match(clause) or GOVERNS.search(clause):
            break
    return None, ""


def hardness_of(modality: str | None, bound: Bound | None) -> Hardness:
    """Say how firmly a target is put: `hard`, `soft` or `plain`.

    >>> hardness_of("力争", "at_least"), hardness_of(None, "at_least"), hardness_of(None, "exact")
    ('soft', 'hard', 'plain')

    The word of commitment decides; without one the bound does: a floor or a ceiling (以上, 超, 以内) is hard, 左右 and
    约 are soft (Li, Liu, Weng & Zhou 2019; 徐现祥、刘毓芸 2017).
    """
    by_word = modality_words().get(modality or "", "plain")
    if by_word != "plain":
        return by_word
    if bound in ("at_least", "over", "at_most"):
        return "hard"
    return "soft" if bound == "about" else "plain"
