"""What the dictionary knows about the words of a phrase: where they begin and end, and whether one can be a name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import inf

from liwan_analysis.lexicons.dictionary import base_dictionary, word_tags
from liwan_analysis.lexicons.loader import read_table

__all__ = [
    "ends_in_noun",
    "has_noun",
    "inner_verb",
    "is_deed",
    "is_inside_word",
    "is_place",
    "is_verb",
    "opening_verb",
    "paired_verbs",
    "runs_into",
    "splits_word",
    "without_deed",
    "without_rate",
]

# Verbs, adverbs, words that link, times and numerals (tags of ICTCLAS): none of them names a thing
NO_NOUN = frozenset({"v", "vd", "vg", "d", "ad", "p", "c", "t", "tg", "m", "r", "u", "ul", "uj", "f", "y"})
LONGEST = 4
# Behind another word these name the place of it: 安置点, 充电站
SITES = frozenset("点站园区厂所院馆厅室场")
# What the dictionary takes for a noun and people do
DEEDS = ("落户", "创业", "上岗", "定居")
# Rates, whose names begin with what they are of: (市州空气质量)平均优良天数比例
RATES = ("比例", "比率", "比重", "占比", "浓度", "率")
NAMES = ("attribute", "event", "noun", "spent", "keep")
"""Roles of lexicons/grammar.csv whose words name something, whatever the dictionary takes them for (投入, 治理)."""


@cache
def _names() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("grammar.csv") if row["role"] in NAMES)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["word"] for row in read_table("grammar.csv") if row["role"] == "noun_ending")


@cache
def _rated() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("grammar.csv") if row["role"] == "rated")


@lru_cache(maxsize=4096)
def _words(phrase: str) -> tuple[str, ...]:
    """Cut a phrase into the longest words of the dictionary, from its start; the same phrase is asked for often."""
    counts, tags = base_dictionary()[0], word_tags()
    words, at = [], 0
    while at < len(phrase):
        size = 1
        if phrase[at : at + 2] in counts:  # the dictionary has each beginning of a word
            size = next((n for n in range(LONGEST, 1, -1) if phrase[at : at + n] in tags), 1)
        words.append(phrase[at : at + size])
        at += size
    return tuple(words)


def has_noun(phrase: str) -> bool:
    """Say whether a phrase can name a thing: one of its words is a noun, or one that the dictionary does not know.

    >>> has_noun("重点项目"), has_noun("退牧还草"), has_noun("投入"), has_noun("分别淘汰"), has_noun("要关停")
    (True, True, True, False, False)
    >>> has_noun("集中安置点"), has_noun("集中安置")
    (True, False)
    """
    tags, names = word_tags(), _names()
    words = _words(phrase)
    if phrase.endswith(_endings()) or (len(words) > 1 and words[-1] in SITES):
        return True
    return any(word in names or tags.get(word) not in NO_NOUN for word in words)


def opening_verb(phrase: str) -> str:
    """Give the verb of the dictionary that opens a phrase and leaves a noun behind it, "" where none does.

    >>> opening_verb("侦破刑事案件"), opening_verb("办结率"), opening_verb("项目")
    ('侦破', '', '')
    """
    word = next(iter(_words(phrase.removeprefix("新"))), "")
    if len(word) < 2 or word_tags().get(word) != "v" or word in _names():
        return ""
    rest = phrase[phrase.index(word) + len(word) :]
    is_name = bool(
        len(rest) < 2
        or re.fullmatch(r"..?率|时限|时间|时长|事项|效率|活动", rest)
        or runs_into(word, rest)
        or "的" in rest
        or rest.startswith(_endings())
        or not has_noun(rest)
    )
    return "" if is_name else phrase[: -len(rest)]


def runs_into(word: str, rest: str) -> bool:
    """Say whether the end of a word of two and what follows are the likelier word: 高速 in 通高|速公路.

    >>> runs_into("通高", "速公路"), runs_into("建设", "公路"), runs_into("代管", "道路")
    (True, False, False)
    """
    counts = base_dictionary()[0]
    is_cut = len(word) == 2 and bool(rest) and rest[:2] not in word_tags()
    return is_cut and counts.get(word[1] + rest[0], 0) > 2 * counts.get(word, 0)


def inner_verb(phrase: str) -> int:
    """Give where the first verb stands that has a thing before it and another behind, or the length of the phrase.

    >>> "贫困学生发放资助金"[: inner_verb("贫困学生发放资助金")], inner_verb("贫困学生")
    ('贫困学生', 4)
    """
    at = 0
    for word in _words(phrase):
        rest = phrase[at + len(word) :]
        if (
            at > 1
            and phrase[at - 1] != "、"
            and is_verb(word)
            and len(rest) > 1
            and "的" not in rest[:14]
            and has_noun(rest)
        ):
            return at
        at += len(word)
    return len(phrase)


def is_place(word: str) -> bool:
    """Say whether a word is a place of the dictionary, such as 成都, in which 都 is no adverb.

    >>> is_place("成都"), is_place("量都")
    (True, False)
    """
    return word_tags().get(word) == "ns"


def without_deed(phrase: str) -> str:
    """Take the verbs off the end of a phrase that begins with who does it.

    >>> without_deed("贫困群众脱贫"), without_deed("重点项目"), without_deed("投入使用")
    ('贫困群众', '重点项目', '投入使用')
    """
    words, tags = list(_words(phrase)), word_tags()
    while len(words) > 1 and tags.get(words[-1]) in ("v", "vd", "d") and words[-1] not in _names():
        words.pop()
    rest = "".join(words)
    is_doer = len(rest) > 1 and rest != phrase and tags.get(words[-1], "") in ("n", "nz")
    return rest if is_doer else phrase


def without_rate(phrase: str) -> str:
    """Take a rate of things, and what it is a rate of, off the end of a phrase that begins with the things.

    >>> without_rate("省考断面水质达标率"), without_rate("重点城市细颗粒物年均浓度"), without_rate("考核指标")
    ('省考断面', '重点城市', '考核指标')
    """
    if not phrase.endswith(RATES):
        return phrase
    words = list(_words(phrase[: -len(next(rate for rate in RATES if phrase.endswith(rate)))]))
    n_words = len(words)
    while words and (words[-1] in _rated() or re.match(r"[\dA-Za-z.]", words[-1])):
        words.pop()
    rest = "".join(words)
    return rest if len(words) < n_words and len(rest) > 1 and has_noun(rest) else phrase


def paired_verbs(phrase: str) -> str:
    """Give two verbs that share what stands behind them, with all that stands between, "" where there are none.

    >>> paired_verbs("修订或废止政策文件"), paired_verbs("科技和教育支出")
    ('修订或废止', '')
    """
    for match in re.finditer(r"(?=(.{2})(?:和|或)(.{2})(.{4}))", phrase):
        rest = phrase[match.end(2) :]
        is_pair = is_verb(match[1]) and is_verb(match[2]) and not splits_word(phrase, *match.span(1))
        if is_pair and has_noun(rest) and (match.start() == 0 or "的" not in rest):
            return phrase[match.start(1) : match.end(2)]
    return ""


def is_verb(word: str) -> bool:
    """Say whether a word is a verb of the dictionary that names nothing.

    >>> is_verb("淘汰"), is_verb("投入"), is_verb("煤电产能")
    (True, False, False)
    """
    return len(word) > 1 and word_tags().get(word) == "v" and word not in _names()


def is_deed(phrase: str) -> bool:
    """Say whether a phrase is a verb of the dictionary, alone or with more words of two that tell the same deed.

    >>> is_deed("参保"), is_deed("返乡创业"), is_deed("走上致富路"), is_deed("项目")
    (True, True, False, False)
    """
    words = _words(phrase)
    tags = word_tags()
    return tags.get(words[0]) == "v" and all(len(word) > 1 and tags.get(word) in ("v", "vn", "n") for word in words)


def ends_in_noun(phrase: str) -> bool:
    """Say whether the last word of a phrase is a noun of the dictionary, so that a verb before it may be done to it.

    >>> ends_in_noun("培训农民"), ends_in_noun("转移就业"), ends_in_noun("进城落户")
    (True, False, False)
    """
    last = _words(phrase)[-1]
    return word_tags().get(last) == "n" and last not in DEEDS


def is_inside_word(phrase: str, start: int, end: int) -> bool:
    """Say whether a single character is only a part of a word of two, such as 对 in 对象 or 由 in 自由.

    >>> is_inside_word("扶持对象", 2, 3), is_inside_word("项目将开工", 2, 3)
    (True, False)
    """
    if end - start != 1:
        return False
    tags = word_tags()
    return phrase[start : end + 1] in tags or (start > 0 and phrase[start - 1 : end] in tags)


def splits_word(phrase: str, start: int, end: int) -> bool:
    """Say whether a word stands across the beginning of another and is the likelier one of the two.

    >>> splits_word("公共建筑", 1, 3), splits_word("城市低收入住房", 4, 6), splits_word("审议会审议议案", 3, 5)
    (True, True, False)

    A word is likelier where the dictionary counts it at least twice as often.
    """
    counts = base_dictionary()[0]
    return start > 0 and counts.get(phrase[start - 1 : start + 1], 0) > 2 * counts.get(phrase[start:end], inf)
