"""Choice between the characters that a lost byte leaves possible, in a text that is otherwise known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import log

from liwan_analysis.lexicons.loader import read_table, read_words
from liwan_analysis.restoration.characters import LOST, simplified
from liwan_analysis.restoration.judge import Judge

__all__ = ["choose_all"]

_LONGEST_RUN = 10
"""Characters that are chosen together, at most."""
_BEFORE, _AFTER = 8, 6
"""Characters around a choice that have a say in it."""
_BOND = 1.5
"""Weight of two neighbours that the text itself has, one of them a digit or a mark, by the logarithm of how often."""
_PRIOR = 0.4
"""Weight of a character that the text has elsewhere, by the logarithm of how often."""
_MARGIN = 4.0
"""How much likelier than any other a character must be, in logarithms of odds; below it nobody knows."""
_ALONE = 0.53
"""Share of its margin that a word of one character keeps."""
_RARER = 1.1
"""What is added to the margin for a word that is rarer than the other character alone, by the logarithm of how much.

做得更好 was read as 博得更好: the judge is for long words, and 做 is met more often than most of them."""
_OF_MARK, _OF_STOP = 6.0, 4.5
"""The same for a mark, and for 。, which ends a paragraph more often than any other."""
_SURE = 10.0
"""The same for what is to be evidence for the rest."""
_NEVER = [("0", "！"), ("%", "！"), ("\n", "、"), ("\n", "。"), ("\u3000", "。")]
_USUAL = {("。", "\n"): 6.0, ("！", "\n"): 6.0, ("—", "—"): 20.0, ("…", "…"): 20.0, ("%", "、"): 1.0}
_USUAL |= {("0", unit): 3.0 for unit in "个月年日亿万倍位岁"} | dict.fromkeys(_NEVER, -20.0)
"""Neighbours that every text has, even where all of them lost a byte: the end of a paragraph, a dash, 5%、6%, a unit
behind a number; and such as none has."""
_SELDOM = dict.fromkeys("／·", 12.0) | {"－": 22.0}
"""Marks that the judge takes for less likely than they are between words that would bear another."""
_OF_CHEQUES = str.maketrans("", "", "壹贰叁肆伍陆柒捌玖拾佰仟")
"""The numerals of cheques, which no report writes beside those of every day: what is 十 or 叁 is 十."""
_DIGITS = str.maketrans("123456789", "000000000")


def choose_all(lines: list[list[str]]) -> list[str]:
    r"""Choose one of each slot's characters; □ where it has none, or where the words around do not decide.

    >>> choose_all([["经", "济齐", "发", "展"], ["发", "抾"], ["济齐"]])
    ['经济发展', '发抾', '□']

    It is done twice: what is sure the first time is evidence for the rest. Of numerals that only a byte tells apart
    none is chosen.
    """
    lines = [[_plain_numerals(slot) for slot in slots] for slots in lines]
    chosen = ["".join(slot if len(slot) == 1 else LOST for slot in slots) for slots in lines]
    for margin in (_SURE, _MARGIN):
        chooser = _Chooser("\n".join(chosen), margin)
        chosen = [chooser.choose(slots) for slots in lines]
    return chosen


class _Chooser:
    """Chooses by the words that result, and by what the text itself has."""

    def __init__(self, known: str, margin: float) -> None:
        self._margin = margin
        plain = known.translate(simplified())
        self._judge = Judge(plain, known, _words())
        self._counts = Counter(plain)
        pairs = Counter(pairwise(f"\n{plain}\n".translate(_DIGITS)))
        beside = {pair: _BOND * log(1 + n) for pair, n in pairs.items() if not "".join(pair).isalpha()}
        self._beside = {pair: bond for pair, bond in beside.items() if LOST not in pair} | _USUAL

    def choose(self, slots: list[str]) -> str:
        """Choose in one line, from left to right."""
        true = [slot if len(slot) == 1 else LOST for slot in slots]
        for at, end in _runs(slots):
            left, right = "".join(true[max(at - _BEFORE, 0) : at]), "".join(true[end : end + _AFTER])
            path = [slot or LOST for slot in slots[at:end]]
            true[at:end] = self._decide(left, path, right)
        return "".join(true)

    def _decide(self, left: str, path: list[str], right: str) -> Iterable[str]:
        if len(path) == 1:
            best = [max(path[0], key=lambda char: self._score(left, [char], right))]
        else:
            best = list(self._judge.fill(left, tuple(path), right.translate(simplified())))
        top = self._score(left, best, right)
        for place, (slot, char) in enumerate(zip(path, best, strict=True)):
            is_figure = char.isnumeric() and sum(map(str.isnumeric, slot)) > 1
            n_word = self._n_of_word(left, best, right, place)
            others = ((other[place], self._score(left, other, right)) for other in self._others(best, path, place))
            is_sure = not is_figure and all(top - score >= self._needed(char, n_word, other) for other, score in others)
            yield char if len(slot) == 1 or is_sure else LOST

    def _others(self, best: list[str], path: list[str], place: int) -> Iterator[list[str]]:
        """Give what else can be read: another character here, or another that makes a word with another next to it."""
        for char in path[place]:
            if char == best[place]:
                continue
            yield [*best[:place], char, *best[place + 1 :]]
            for beside in (place - 1, place + 1):
                if not 0 <= beside < len(path) or len(path[beside]) < 2:
                    continue
                for other in path[beside]:
                    word = other + char if beside < place else char + other
                    if other != best[beside] and self._judge.is_word(word.translate(simplified())):
                        read = list(best)
                        read[place], read[beside] = char, other
                        yield read

    def _needed(self, char: str, n_word: int, other: str) -> float:
        """Give the margin that a character in a word met so often needs over another."""
        if not char.isalpha():
            return max(self._margin, _OF_STOP if char == "。" else _OF_MARK)
        rarer = _MARGIN + _RARER * log((1 + self._judge.count(other)) / (1 + n_word))
        needed = max(self._margin, rarer) if n_word else self._margin / _ALONE
        return max(needed, _SURE) if char.isnumeric() else needed  # 十 for 名 would be a number that nobody stated

    def _n_of_word(self, left: str, chosen: list[str], right: str, place: int) -> int:
        """How often the commonest of the longer words is met that a character chosen at a place can belong to."""
        line = (left + "".join(chosen) + right).translate(simplified())
        at = len(left) + place
        words = (line[start:end] for start in range(max(at - 3, 0), at + 1) for end in range(at + 1, start + 5))
        return max((self._judge.count(word) for word in words if len(word) > 1), default=0)

    def _score(self, left: str, chosen: list[str], right: str) -> float:
        line = (left + "".join(chosen) + right).translate(simplified())
        begin, end = len(left), len(left) + len(chosen)
        framed = ("\n" * (not left) + line + "\n" * (not right)).translate(_DIGITS)
        beside = sum(self._beside.get(pair, 0.0) for pair in pairwise(framed))
        prior = sum(log(1 + self._counts[char]) + _SELDOM.get(char, 0.0) for char in line[begin:end])
        return self._judge.score(line) + beside + _PRIOR * prior


def _runs(slots: list[str]) -> Iterator[tuple[int, int]]:
    """Give where slots stand of which a character is to be chosen, together with those near them."""
    at = 0
    while at < len(slots):
        end = at + 1
        if len(slots[at]) > 1:
            while end - at < _LONGEST_RUN and any(len(slot) > 1 for slot in slots[end : end + 2]):
                end += 1
            yield at, end
        at = end


@cache
def _words() -> frozenset[str]:
    """Words that reports use and the general dictionary lacks."""
    listed = (
        {row["word"] for row in read_table("report_words.csv")}
        | {word.word for word in read_words()}
        | {row["term"] for row in read_table("themes.csv")}
    )
    return frozenset(word for word in listed if 1 < len(word) <= 6)


def _plain_numerals(slot: str) -> str:
    plain = slot.translate(_OF_CHEQUES)
    return plain if any(map(str.isnumeric, plain)) else slot
