"""The judge of lost bytes: how likely a stretch of text is, by jieba's words and the neighbours the text itself has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import log

from liwan_analysis.lexicons.dictionary import base_dictionary, word_tags
from liwan_analysis.restoration.characters import (
    LOST,
    codes,
    simplified,
    simplified_only,
)

__all__ = ["ANY", "CLOSING", "PAIRS", "Alphabet", "Judge"]

ANY = -1  # a byte that was lost


class Alphabet:
    """The characters that can be spelled, and those likely enough to fill a gap."""

    def __init__(self, text: str) -> None:
        lacking = simplified_only().difference(text)
        self.chars = {code: char for code, char in _writable().items() if char not in lacking}
        self.common = _common() - lacking
        self.leads: dict[int, str] = {}
        self.trails: dict[int, str] = {}
        for code in _common_codes():
            char = self.chars.get(code)
            if char:
                self.leads[code[0]] = self.leads.get(code[0], "") + char
                self.trails[code[1]] = self.trails.get(code[1], "") + char

    def spell(self, lead: int, trail: int) -> str:
        """Give the character of two bytes, or the candidates where the first is lost; nothing if there is none."""
        return self.trails.get(trail, "") if lead == ANY else self.chars.get(bytes((lead, trail)), "")


@cache
def _writable() -> dict[bytes, str]:
    """Give the codes of what is read out of bytes that are out of step: never of a number, a letter or private use."""
    return {
        code: char
        for code, char in codes().items()
        if not "\ue000" <= char <= "\uf8ff" and (char >= "\u4e00" or _is_mark(char))
    }


@cache
def _common_codes() -> tuple[bytes, ...]:
    """Give the codes of what is likely enough to fill a gap."""
    counts, table = base_dictionary()[0], simplified()
    return tuple(
        code for code, char in _writable().items() if char in _MARKS or counts.get(char.translate(table), 0) >= 10
    )


@cache
def _common() -> frozenset[str]:
    return frozenset(_writable()[code] for code in _common_codes())


_MARKS = {
    char: log(chance)
    for chars, chance in [
        ("。，、；：", 2e-2),
        ("（）“”《》 \u3000\n", 4e-3),
        ("！？‘’", 3e-4),
        ("0123456789%.", 4e-3),
    ]
    for char in chars
}
_STOPS, CLOSING = "。，、；：！？", "”’）》"
PAIRS = dict(zip("“‘（《", CLOSING, strict=True))
_WIDE_MARKS = "！（），：；？％＋－．／～"
_PAUSES = _STOPS + CLOSING
_NO_CLOSING_AFTER = "，、；：“‘（《"
_NO_STOP_AFTER = "。！？" + _NO_CLOSING_AFTER
_WEAK = ("c", "p", "d", "m")  # classes that seldom end a clause: conjunctions, prepositions, adverbs, numerals
# Weights of the judge, in logarithms of odds, found on damaged versions of other reports.
_BOND = 0.7  # for two neighbours that the text itself has, marks apart, by the logarithm of how often
_OWN = 0.3  # how far two characters that the text repeats count as a word
_SINGLE = 3.0  # against a word of one character
_WEAK_END = 3.0  # against a weak word before a pause
_MISPLACED = 6.0  # against a mark where none can stand
_NEVER = float("-inf")  # for what is no word
_LONGEST = 6  # characters of a word
_FEW = 4  # characters in one place that are sooner scored each by itself
_COUNT_OF_WORDS = 1000  # how often a word counts as met that is handed in, where the dictionary has 60 million


class Judge:
    """Tells how likely a stretch of text is, by jieba's words and by the neighbours that the text itself has."""

    def __init__(self, plain: str, text: str, words: frozenset[str] = frozenset()) -> None:
        self.alphabet = Alphabet(text)
        self._chances = _chances(words)
        plain = re.sub("？.{0,40}", LOST, plain)
        pairs = Counter(pair for pair in pairwise(plain) if _MARKS.keys().isdisjoint(pair))
        self._bond = defaultdict(float, {pair: _BOND * log(1 + n) for pair, n in pairs.items()}).__getitem__
        self._own = {a + b: log(_OWN * n / len(plain)) for (a, b), n in pairs.items() if n > 1}
        self._known: dict[str, float] = {}
        self._heads: dict[str, list[tuple[int, float]]] = {}

    def score(self, text: str) -> float:
        """Log-probability of the best way to cut the text into words, and of its neighbours."""
        if text in self._known:
            return self._known[text]
        score = self._cut(text)[-1] + sum(map(self._bond, pairwise(text)))
        self._known[text] = score
        return score

    def _cut(self, text: str) -> list[float]:
        """Log-probability of the best way to cut each beginning of the text into words."""
        best = [0.0, *[_NEVER] * len(text)]
        for start, first in enumerate(text):
            alone = best[start] + _char_score(first)
            if first in _MARKS:
                before, following = text[max(start - 1, 0) : start], text[start + 1 : start + 2]
                best[start + 1] = alone - _MISPLACED * _is_misplaced(before, first, following)
                continue
            best[start + 1] = max(best[start + 1], alone)
            for size, chance in self._words_at_start(text[start : start + _LONGEST + 1]):
                if best[start] + chance > best[start + size]:
                    best[start + size] = best[start] + chance
        return best

    def _cut_behind(self, text: str) -> list[float]:
        """Log-probability of the best way to cut each ending of a text that stands behind a character, no mark."""
        best = [0.0] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            first = text[start]
            best[start] = _char_score(first) + best[start + 1]
            if first in _MARKS:
                before, following = text[start - 1] if start else "的", text[start + 1 : start + 2]
                best[start] -= _MISPLACED * _is_misplaced(before, first, following)
                continue
            for size, chance in self._words_at_start(text[start : start + _LONGEST + 1]):
                best[start] = max(best[start], chance + best[start + size])
        return best

    def _words_at_start(self, text: str) -> list[tuple[int, float]]:
        """Give the words that a text begins with: how long each is, and its chance there."""
        if text in self._heads:
            return self._heads[text]
        found = []
        for size in range(1, min(_LONGEST, len(text)) + 1):
            word = text[:size]
            chance = max(self._chances[word], self._own.get(word, _NEVER))
            if chance != _NEVER:
                is_paused = size < len(text) and text[size] in _PAUSES
                found.append((size, chance - _WEAK_END * (is_paused and word_tags().get(word) in _WEAK)))
            if not self._chances.begins_word(word):
                break
        self._heads[text] = found
        return found

    def is_word(self, text: str) -> bool:
        """Tell whether the dictionary has a word."""
        return self._chances[text] != _NEVER

    def count(self, word: str) -> int:
        """Give how often a word is met in 60 million."""
        return self._chances.count(word)

    def fill(self, left: str, path: tuple[str, ...], right: str) -> str:
        """Choose the lost characters by the words that result."""
        counts, simple = base_dictionary()[0], simplified()
        beams: list[list[str]] = [[""], *([] for _ in path)]
        for k, slot in enumerate(path):
            grown = [text + char for text in beams[k] for char in slot]
            beams[k + 1] = self._likeliest(left, [*beams[k + 1], *grown], path[k + 1 :], right)
            following = path[k + 1] if k + 1 < len(path) else ""
            if len(slot) > 1 and len(following) > 1:
                firsts, seconds = ([(char, char.translate(simple)) for char in chars] for chars in (slot, following))
                words = [a + b for a, first in firsts for b, second in seconds if counts.get(first + second)]
                beams[k + 2] = [text + word for text in beams[k][:2] for word in words]
        return max(beams[-1], key=lambda text: self.score((left + text).translate(simplified())[-40:] + right))

    def _likeliest(self, left: str, texts: list[str], path: tuple[str, ...], right: str) -> list[str]:
        """Keep the six beginnings that fit best between what stands before and what comes next."""
        ahead = "".join(slot if len(slot) == 1 else LOST for slot in path[:5])
        after = (ahead.translate(simplified()) + right)[:6]
        seen = [(left + text)[-6:].translate(simplified()) for text in texts]
        many = [before for before, n in Counter(text[:-1] for text in seen).items() if n > _FEW]
        fits = {before: self.fit(before, after) for before in many}
        scores = [fits[one[:-1]](one[-1:]) if one[:-1] in fits else self.score(one + after) for one in seen]
        ranked = sorted(zip(scores, texts, strict=True), reverse=True)
        return [text for _, text in ranked[:6]]

    def fit(self, before: str, after: str) -> Callable[[str], float]:
        """Give what tells the score of `before`, a character and `after` together; most of it is worked out once.

        The best cut has a word that holds the character: what stands before that word, and what behind it, is scored
        whatever the character is.
        """
        ahead, behind = self._cut(before), self._cut_behind(after)
        bonds = sum(map(self._bond, pairwise(before))) + sum(map(self._bond, pairwise(after)))
        here, chances, own = len(before), self._chances, self._own
        floor = max((place + 1 for place, char in enumerate(before) if char in _MARKS), default=0)
        ceiling = next((place for place, char in enumerate(after) if char in _MARKS), len(after))
        spans = [
            (before[start:], after[:end], ahead[start] + behind[end], end < len(after) and after[end] in _PAUSES)
            for start in range(max(floor, here + 1 - _LONGEST), here + 1)
            if chances.begins_word(before[start:])
            for end in range(min(ceiling, start + _LONGEST - 1 - here) + 1)
        ]

        def score(char: str) -> float:
            if char in _MARKS or not char:
                return self.score(before + char + after)
            top = ahead[here] + _char_score(char) + behind[0]
            for left, right, others, is_paused in spans:
                word = left + char + right
                chance = chances[word]
                if len(word) == 2 and word in own:
                    chance = max(chance, own[word])
                found = others + chance
                if found > top:
                    top = max(top, found - _WEAK_END * (is_paused and word_tags().get(word) in _WEAK))
            return top + bonds + self._bond((before[-1:], char)) + self._bond((char, after[:1]))

        return score


def _is_misplaced(before: str, mark: str, after: str) -> bool:
    """Tell whether a mark cannot stand between two characters; either is empty where the text is not known."""
    if mark == "\u3000":
        return before not in "\n \u3000"
    if mark in PAIRS:
        return after != "" and after in _PAUSES + "\n"
    refused = _NO_STOP_AFTER if mark in _STOPS else _NO_CLOSING_AFTER if mark in CLOSING else ""
    return before != "" and before in refused


def _is_mark(char: str) -> bool:
    """Tell whether a character that is no Chinese one can be meant: a mark, or Ⅰ to Ⅻ as in Ⅰ—Ⅲ类水质."""
    if "！" <= char <= "～":
        return char in _WIDE_MARKS
    return "Ⅰ" <= char <= "Ⅻ" or not (char.isnumeric() or char.isalpha())


@cache
def _chances(words: frozenset[str]) -> _Chances:
    return _Chances(words)


class _Chances(dict[str, float]):
    """The logarithm of each word's chance, less for a single character; worked out when it is first asked for."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self._words = words

    def count(self, word: str) -> int:
        return max(base_dictionary()[0].get(word, 0), _COUNT_OF_WORDS * (word in self._words))

    def begins_word(self, text: str) -> bool:
        """Tell whether a word may begin so; the dictionary has every beginning. Two may be the text's own."""
        return len(text) < 2 or bool(self._words) or text in base_dictionary()[0]

    def __missing__(self, word: str) -> float:
        count, (_, total) = self.count(word), base_dictionary()
        self[word] = log(count / total) - _SINGLE * (len(word) == 1) if count else _NEVER
        return self[word]


@cache
def _char_score(char: str) -> float:
    if char in _MARKS:
        return _MARKS[char]
    if "\u4e00" <= char <= "\u9fff":
        return -19.0
    if char == LOST:
        return -12.0
    return -9.0 if char.isascii() else -22.0
