"""The judge of lost bytes: how likely a stretch of text is, by jieba's words and the neighbours the text itself has."""

from __future__ import annotations

import re
from collections import Counter
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
        (counts, _), seen = base_dictionary(), set(text)
        self.leads: dict[int, str] = {}
        self.trails: dict[int, str] = {}
        self.common: set[str] = set()
        self.chars: dict[bytes, str] = {}
        for code, char in codes().items():
            if "\ue000" <= char <= "\uf8ff" or (char in simplified_only() and char not in seen):
                continue
            if char < "\u4e00" and not _is_mark(char):
                continue  # a number or a letter is never read out of bytes that are out of step
            self.chars[code] = char
            if char in _MARKS or counts.get(char.translate(simplified()), 0) >= 10:
                self.leads[code[0]] = self.leads.get(code[0], "") + char
                self.common.add(char)
                self.trails[code[1]] = self.trails.get(code[1], "") + char

    def spell(self, lead: int, trail: int) -> str:
        """Give the character of two bytes, or the candidates where the first is lost; nothing if there is none."""
        return self.trails.get(trail, "") if lead == ANY else self.chars.get(bytes((lead, trail)), "")


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
_COUNT_OF_WORDS = 1000  # how often a word counts as met that is handed in, where the dictionary has 60 million


class Judge:
    """Tells how likely a stretch of text is, by jieba's words and by the neighbours that the text itself has."""

    def __init__(self, plain: str, text: str, words: frozenset[str] = frozenset()) -> None:
        self.alphabet = Alphabet(text)
        self._chances = _chances(words)
        plain = re.sub("？.{0,40}", LOST, plain)
        pairs = Counter(pair for pair in pairwise(plain) if _MARKS.keys().isdisjoint(pair))
        self._bonds = {pair: _BOND * log(1 + n) for pair, n in pairs.items()}
        self._own = {a + b: log(_OWN * n / len(plain)) for (a, b), n in pairs.items() if n > 1}
        self._known: dict[str, float] = {}

    def score(self, text: str) -> float:
        """Log-probability of the best way to cut the text into words, and of its neighbours."""
        if text in self._known:
            return self._known[text]
        chances, own = self._chances, self._own
        best, floor = [0.0], 0
        for end in range(1, len(text) + 1):
            last, following = text[end - 1], text[end : end + 1]
            top = best[-1] + _char_score(last)
            if last in _MARKS:
                floor = end
                best.append(top - _MISPLACED * _is_misplaced(text[max(end - 2, 0) : end - 1], last, following))
                continue
            is_paused = following != "" and following in _PAUSES
            for start in range(max(floor, end - 6), end):
                word = text[start:end]
                chance = chances[word]
                if start == end - 2 and word in own:
                    chance = max(chance, own[word])
                found = best[start] + chance
                if found > top:
                    if is_paused and word_tags().get(word) in _WEAK:
                        found -= _WEAK_END
                        if found <= top:
                            continue
                    top = found
            best.append(top)
        bond = self._bonds.get
        score = best[-1] + sum(bond(pair, 0.0) for pair in pairwise(text))
        self._known[text] = score
        return score

    def is_word(self, text: str) -> bool:
        """Tell whether the dictionary has a word."""
        return self._chances[text] != _NEVER

    def count(self, word: str) -> int:
        """Give how often a word is met in 60 million."""
        return self._chances.count(word)

    def fill(self, left: str, path: tuple[str, ...], right: str) -> str:
        """Choose the lost characters by the words that result."""
        counts, _ = base_dictionary()
        beams: list[list[str]] = [[""], *([] for _ in path)]
        for k, slot in enumerate(path):
            grown = [text + char for text in beams[k] for char in slot]
            beams[k + 1] = self._likeliest(left, [*beams[k + 1], *grown], path[k + 1 :], right)
            following = path[k + 1] if k + 1 < len(path) else ""
            if len(slot) > 1 and len(following) > 1:
                words = [a + b for a in slot for b in following if counts.get((a + b).translate(simplified()))]
                beams[k + 2] = [text + word for text in beams[k][:2] for word in words]
        return max(beams[-1], key=lambda text: self.score((left + text).translate(simplified())[-40:] + right))

    def _likeliest(self, left: str, texts: list[str], path: tuple[str, ...], right: str) -> list[str]:
        """Keep the six beginnings that fit best between what stands before and what comes next."""
        ahead = "".join(slot if len(slot) == 1 else LOST for slot in path[:5])
        after = (ahead.translate(simplified()) + right)[:6]
        ranked = sorted(
            ((self.score((left + text)[-6:].translate(simplified()) + after), text) for text in texts), reverse=True
        )
        return [text for _, text in ranked[:6]]


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
