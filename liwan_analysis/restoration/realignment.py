"""Text that was read one byte out of step, put back in step.

The sites cut GBK bytes, or put "(pinyin)" into them, without respect to characters: BAD3 B6AB (河東) with a cut after
the third byte is read 河, a question mark, and everything after it one byte out of step, until an ASCII byte ends it.
Here the bytes are taken back out of what is seen, with every reading that a question mark can have, and put together
again. Where a byte is lost, the words that would result are the judge.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

from liwan_analysis.lexicons.dictionary import base_dictionary, word_tags
from liwan_analysis.restoration.characters import (
    PINYIN,
    WIDE,
    Annotation,
    codes,
    find_annotations,
    has_reading,
    shown_as,
    simplified,
    simplified_only,
)

__all__ = ["LOST", "Realignment", "realign"]

LOST = "□"
"""What stands for a character that nothing in the file tells."""


@dataclass(frozen=True, slots=True)
class Realignment:
    """`text[start:end]` was read out of step; it is `true`, of which `chosen` are the characters judged by words."""

    start: int
    end: int
    true: str
    chosen: str


Path = tuple[int, tuple[str, ...]]
"""Where the text is in step again, and the characters up to there: one, or the candidates where a byte is lost."""

_ANY = -1  # a byte that was lost
_CUTS = "。!?;,:、"
_READING_END = re.compile(rf"([{PINYIN}]{{1,6}})\)")
_REST_OF_TAG = re.compile(r"/?[a-z]+[^<>\n]{0,80}>")
_MOST_PATHS, _LONGEST = 2000, 400


def realign(text: str) -> list[Realignment]:
    """Find the stretches of a text that are out of step, and what they were.

    >>> realign("建設花地河?xùn)|側道路")
    [Realignment(start=5, end=11, true='東', chosen='')]
    """
    if "?" not in text:
        return []
    notes = find_annotations(text)
    plain = PlainText(text, notes)
    judge = Judge(plain.text, text)
    annotated = "".join(sorted({note[3] for note in notes}))
    found: list[Realignment] = []
    left, at = "", 0
    while (start := text.find("?", at)) >= 0:
        left = (left + plain.traditional(at, start))[-12:]
        best = _best_path(text, start, left, plain, judge, annotated)
        if best is None and text[start + 1 : start + 2].isdecimal():
            best = Realignment(start, start + 1, LOST, "")  # no question mark stands right before a number
        if best is None:
            left, at = left + "?", start + 1
            continue
        found.append(best)
        left, at = left + best.true, best.end
    return found


def _best_path(text: str, start: int, left: str, plain: PlainText, judge: Judge, annotated: str) -> Realignment | None:
    line = plain.traditional(text.rfind("\n", 0, start) + 1, start)
    wrong = "".join(mark for mark in _CLOSING if mark != _awaited(line))
    paths = [
        (end, tuple(_without(slot, wrong) for slot in path))
        for end, path in _paths(text, start, left, judge.alphabet, annotated)
    ]
    if not paths:
        return None
    horizon = max(end for end, _ in paths)
    before = left[-6:].translate(simplified())
    literal = judge.score(before + plain.between(start, horizon))
    outlines = []
    for end, path in paths:
        outline = "".join(slot if len(slot) == 1 else LOST for slot in path).translate(simplified())
        outlines.append((judge.score(before + outline + plain.between(end, horizon)), end, path))
    outlines.sort(key=lambda outline: -outline[0])
    ranked = []
    for _, end, path in outlines[:6]:
        filled = judge.fill(left, path, plain.between(end, horizon))
        ranked.append(
            (judge.score(before + filled.translate(simplified()) + plain.between(end, horizon)), end, path, filled)
        )
    score, end, path, filled = max(ranked)
    if score < literal + 3:
        return None
    chosen = "".join(char for char, slot in zip(filled, path, strict=True) if len(slot) > 1)
    return Realignment(start, end, filled, chosen)


def _awaited(line: str) -> str:
    """Give the mark that would close what is open at the end of a line's beginning; nothing if nothing is."""
    awaited = ""
    for mark in line:
        if mark in _PAIRS:
            awaited += _PAIRS[mark]
        elif awaited.endswith(mark):
            awaited = awaited[: -len(mark)]
    return awaited[-1:]


def _without(slot: str, marks: str) -> str:
    """Take marks from the candidates for a lost character, where others are left."""
    return (slot.translate(dict.fromkeys(map(ord, marks))) or slot) if len(slot) > 1 else slot


def _paths(text: str, start: int, left: str, alphabet: Alphabet, annotated: str) -> Iterator[Path]:
    """Give every way to read the bytes from a question mark up to where they are in step again."""
    paths: list[tuple[int, int, tuple[str, ...]]] = []
    reading = _READING_END.match(text, start + 1)
    if reading:
        last = left[-1:].encode("gb18030")[-1:]
        for char in _with_reading(alphabet.leads.get(last[0] if last else 0, ""), reading[1], annotated):
            paths.append((reading.end(), char.encode("gb18030")[1], ()))
    elif start + 1 < len(text) and text[start + 1] in _CUTS:
        paths.append((start + 1, _ANY, ()))
    for _ in range(_MOST_PATHS):
        if not paths:
            return
        at, lead, chars = paths.pop()
        if at == len(text) or text[at] == "\n" or at > start + _LONGEST:
            continue
        if text[at] == "?":
            if edge := alphabet.spell(lead, 0x80):
                paths.append((at + 1, _ANY, (*chars, edge)))
            yield from _lost_trail(text, at, lead, chars, alphabet, annotated)
        elif text[at] == "(" and (note := _READING_END.match(text, at + 1)) and has_reading(text[at - 1], note[1]):
            paths.append((note.end(), lead, chars))
        elif "@" <= text[at] <= "~" and (char := alphabet.spell(lead, ord(text[at]))):
            yield at + 1, (*chars, char)
        for size in range(1, min(4, len(text) - at) + 1):
            for code in shown_as().get(text[at : at + size], ()):
                char = alphabet.spell(lead, code[0])
                if not char:
                    continue
                if code[1] < 0x80:
                    yield at + size, (*chars, char, chr(code[1]))
                else:
                    paths.append((at + size, code[1], (*chars, char)))


def _lost_trail(
    text: str, at: int, lead: int, chars: tuple[str, ...], alphabet: Alphabet, annotated: str
) -> Iterator[Path]:
    """Read a question mark as the second byte of a character, and what it may have swallowed."""
    row = alphabet.leads.get(lead, "")
    if reading := _READING_END.match(text, at + 1):
        fitting = _with_reading(annotated if lead == _ANY else alphabet.leads.get(lead, ""), reading[1], annotated)
        if fitting:
            yield reading.end(), (*chars, fitting)
    elif row:
        following = text[at + 1 : at + 2]
        if not following or following in _CUTS + "\n":
            yield at + 1, (*chars, row)
        elif tag := _REST_OF_TAG.match(text, at + 1):
            yield tag.end(), (*chars, row)
        elif text.startswith("  ", at + 1):
            yield at + 1, (*chars, row, "\n")
        else:
            yield at + 1, (*chars, row, LOST)


def _with_reading(chars: str, reading: str, annotated: str) -> str:
    """Of some characters, those that the annotation can be about; those annotated elsewhere before all others."""
    fitting = [char for char in chars if has_reading(char, reading)]
    known = [char for char in fitting if char in annotated]
    return "".join(known or [char for char in fitting if ord(char) in simplified()])


class Alphabet:
    """The characters that can be spelled, and those likely enough to fill a gap."""

    def __init__(self, text: str) -> None:
        (counts, _), seen = base_dictionary(), set(text)
        self.leads: dict[int, str] = {}
        self.trails: dict[int, str] = {}
        self.chars: dict[bytes, str] = {}
        for code, char in codes().items():
            if "\ue000" <= char <= "\uf8ff" or (char in simplified_only() and char not in seen):
                continue
            if (char < "\u3400" and char.isnumeric()) or "０" <= char <= "９":
                continue  # a number is never read out of bytes that are out of step
            self.chars[code] = char
            if char in _MARKS or counts.get(char.translate(simplified()), 0) >= 10:
                self.leads[code[0]] = self.leads.get(code[0], "") + char
                self.trails[code[1]] = self.trails.get(code[1], "") + char

    def spell(self, lead: int, trail: int) -> str:
        """Give the character of two bytes, or the candidates where the first is lost; nothing if there is none."""
        return self.trails.get(trail, "") if lead == _ANY else self.chars.get(bytes((lead, trail)), "")


class PlainText:
    """A text as its words are to be judged: simplified, wide, without annotations."""

    def __init__(self, text: str, notes: tuple[Annotation, ...]) -> None:
        places: list[int] = []
        pieces: list[str] = []
        at = removed = 0
        for start, end, _, _ in notes:
            places += range(at - removed, start - removed)
            places += [start - removed] * (end - start)
            pieces.append(text[at:start])
            removed += end - start
            at = end
        self._places = [*places, *range(at - removed, len(text) + 1 - removed)]
        self._wide = ("".join(pieces) + text[at:]).translate(WIDE)
        self.text = self._wide.translate(simplified())

    def traditional(self, start: int, end: int) -> str:
        return self._wide[self._places[start] : self._places[end]]

    def between(self, start: int, end: int) -> str:
        return self.text[self._places[start] : self._places[end] + 6]


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
_STOPS, _CLOSING = "。，、；：！？", "”’）》"
_PAIRS = dict(zip("“‘（《", _CLOSING, strict=True))
_PAUSES = _STOPS + _CLOSING
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


class Judge:
    """Tells how likely a stretch of text is, by jieba's words and by the neighbours that the text itself has."""

    def __init__(self, plain: str, text: str) -> None:
        self.alphabet = Alphabet(text)
        plain = re.sub("？.{0,40}", LOST, plain)
        pairs = Counter(pair for pair in pairwise(plain) if _MARKS.keys().isdisjoint(pair))
        self._bonds = {pair: _BOND * log(1 + n) for pair, n in pairs.items()}
        self._own = {a + b: log(_OWN * n / len(plain)) for (a, b), n in pairs.items() if n > 1}
        self._known: dict[str, float] = {}

    def score(self, text: str) -> float:
        """Log-probability of the best way to cut the text into words, and of its neighbours."""
        if text in self._known:
            return self._known[text]
        chances, own = _chances(), self._own
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
    if mark in _PAIRS:
        return after != "" and after in _PAUSES + "\n"
    refused = _NO_STOP_AFTER if mark in _STOPS else _NO_CLOSING_AFTER if mark in _CLOSING else ""
    return before != "" and before in refused


@cache
def _chances() -> _Chances:
    return _Chances()


class _Chances(dict[str, float]):
    """The logarithm of each word's chance, less for a single character; worked out when it is first asked for."""

    def __missing__(self, word: str) -> float:
        counts, total = base_dictionary()
        count = counts.get(word, 0)
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
