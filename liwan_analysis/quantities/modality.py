"""How firmly a target is promised: the word of commitment that governs it, and its hardness."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from liwan_analysis.lexicons.loader import Row, either, read_table
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.numerals import Bound
from liwan_analysis.quantities.records import Hardness
from liwan_analysis.quantities.rules import Topic

__all__ = ["HARDNESS", "MODALITY", "find_modality", "hardness_by", "hardness_of", "modality_of", "modality_words"]

# Verbs that begin a matter of their own, so that a word of commitment before them does not reach on
GOVERNS = re.compile(either("status.csv", "governs"))
# A number that is promised, and no year
NUMBERED = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d|[一二两三四五六七八九十百千万亿][个项家条成半倍番户亿万]")
# Behind these a sentence lists headline targets, each for itself
HEADLINES = re.compile(r"目标(?:是|为|[：，])")

MODALITY = Topic("modality")
CLAUSE = MODALITY.name(
    "clause",
    "A word of commitment (lexicons/modality.csv) governs the clause it stands in.",
    yes="力争新增就业5万人。",
    no="新增就业5万人，力争更好结果。",
)
CARRIED = MODALITY.name(
    "carried",
    "It reaches over clauses without a verb of their own (力争签约200个，投资额达…), if it promises a number itself.",
    yes="力争签约项目200个，投资额达50亿元。",
    no="保证货币信贷满足需求，广义货币增长17%。",
)
HARDNESS = Topic("hardness")
BY_WORD = HARDNESS.name(
    "word",
    "The word of commitment says how firm a target is: 确保 hard, 力争 soft.",
    yes="力争新增就业5万人以上。",
    no="全力新增就业5万人以上。",
)
BY_BOUND = HARDNESS.name(
    "bound",
    "Without such a word a floor or a ceiling (以上, 以内) makes a target hard, 左右 and 约 make it soft.",
    yes="新增就业5万人以上。",
    no="新增就业5万人。",
)


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
    return re.compile(rf"^(?!{either('status.csv', 'goes_on')})(?:{adverbs})*(?:{verbs})(?![额率量])")


@cache
def _time_only() -> re.Pattern[str]:
    """A commitment that only says by when (争取用三年时间，…): the comma behind it is none."""
    return re.compile(rf"((?:{_modality_pattern().pattern})(?:用|到|在)?[^，。；]{{0,6}}年(?:左右|时间|底|末|内)*)，")


@cache
def _looks_back() -> re.Pattern[str]:
    """A commitment without a noun of its own (力争达到635亿元) speaks of what stands before it, and ends there."""
    return re.compile(
        rf"^(?:{_modality_pattern().pattern})(?:达到?|完成|实现|超过?|突破|为)*[\d.]+(?![\d.个家项条座户名所件])"
    )


def find_modality(before: str) -> str | None:
    """Find the word of commitment that governs what follows `before`, the sentence up to the quote.

    >>> find_modality("力争全年签约项目不少于200个，协议投资额达"), find_modality("力争竣工20个，做好")
    ('力争', None)

    It governs its own clause, and the clauses after it that go on without a verb of their own, if it promises
    a number itself: in 保证货币信贷满足需求，广义货币增长17% it does not reach the 17%. Nor does it reach from
    one headline target to the next, or on from a clause that speaks of the target before it (力争达到635亿元，…).
    """
    return modality_of(before)[0]


def modality_of(before: str) -> tuple[str | None, str]:
    """Find the word of commitment as `find_modality` does, and say whether it stands in the clause or is carried on."""
    sentence = _time_only().sub(r"\1", re.split(r"[。；：！？]", before)[-1])
    is_list = HEADLINES.search(before) is not None
    for n, clause in enumerate(reversed(sentence.split("，"))):
        found = _modality_pattern().findall(clause)
        if found and (n == 0 or (NUMBERED.search(clause) and not _looks_back().search(clause))):
            return str(found[-1]), CARRIED if n else CLAUSE
        if found or is_list or _verb_first().match(clause) or GOVERNS.search(clause):
            break
    return None, ""


def hardness_of(modality: str | None, bound: Bound | None) -> Hardness:
    """Say how firmly a target is put: `hard`, `soft` or `plain`.

    >>> hardness_of("力争", "at_least"), hardness_of(None, "at_least"), hardness_of(None, "exact")
    ('soft', 'hard', 'plain')

    The word of commitment decides; without one the bound does: a floor or a ceiling (以上, 超, 以内) is hard, 左右 and
    约 are soft (Li, Liu, Weng & Zhou 2019; 徐现祥、刘毓芸 2017).
    """
    return hardness_by(modality, bound)[0]


def hardness_by(modality: str | None, bound: Bound | None) -> tuple[Hardness, str]:
    """Say how firmly a target is put, as `hardness_of` does, and by which rule; "" where nothing decides."""
    by_word = modality_words().get(modality or "", "plain")
    if by_word != "plain":
        return by_word, BY_WORD
    if bound in ("at_least", "over", "at_most"):
        return "hard", BY_BOUND
    return ("soft", BY_BOUND) if bound == "about" else ("plain", "")
