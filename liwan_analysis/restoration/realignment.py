"""Text that was read one byte out of step, put back in step.

The sites cut GBK bytes, or put "(pinyin)" into them, without respect to characters: BAD3 B6AB (河東) with a cut after
the third byte is read 河, a question mark, and everything after it one byte out of step, until an ASCII byte ends it.
Here the bytes are taken back out of what is seen, with every reading that a question mark can have, and put together
again. Where a byte is lost, the words that would result are the judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from liwan_analysis.lexicons.dictionary import base_dictionary
from liwan_analysis.restoration.characters import LOST, PINYIN, WIDE, Annotation, find_annotations, simplified
from liwan_analysis.restoration.judge import CLOSING, PAIRS, Judge
from liwan_analysis.restoration.readings import Reader

__all__ = ["Realignment", "realign"]


@dataclass(frozen=True, slots=True)
class Realignment:
    """`text[start:end]` was read out of step; it is `true`, of which `chosen` are the characters judged by words."""

    start: int
    end: int
    true: str
    chosen: str


_UNREAD = re.compile(rf"\?[{PINYIN}]{{1,6}}\)")
_STUCK = re.compile("[\u4e00-\u9fff][A-Za-z](?![A-Za-z])")
_WIDE_LETTER = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_LONE = re.compile(
    rf"(?<![0-9A-Za-z.%{PINYIN}])(?:[0-9]|(?<!\()[A-Za-z])(?:\([{PINYIN}]{{1,6}}\)|(?![0-9A-Za-z.%{PINYIN}(]))"
)
_ENDING = tuple("。，；！？,;!?")
_KNOWN_MARKS = frozenset("。，、；：！？“”‘’（）《》　□")
_RARE = 10
_SURE, _SURER = 3.0, 5.0
"""By how much a reading must beat the text as it stands; by more where no question mark shows that a byte is gone."""
_SHORT_ASIDE = 12
"""Characters after which a bracket that was opened may stay open: （广东省）2023年 closes at once."""
PAIRS_BACK = {closing: opening for opening, closing in PAIRS.items()}


def realign(text: str) -> list[Realignment]:
    """Find the stretches of a text that are out of step, and what they were.

    >>> realign("建設花地河?xùn)|側道路")
    [Realignment(start=5, end=11, true='東', chosen='')]
    """
    notes = find_annotations(text)
    if "?" not in text and not notes:
        return []
    plain = PlainText(text, notes)
    judge = Judge(plain.text, text)
    reader = Reader.of(text, notes, judge.alphabet)
    found: list[Realignment] = []
    left, at = "", 0
    honest = {note[0] for note in notes}
    starts = _starts(text, honest, is_silent=reader.is_silent)
    while (start := next((place for place in starts if place >= at), -1)) >= 0:
        left = (left + plain.traditional(at, start))[-12:]
        best = _best_path(start, left, plain, judge, reader)
        if best is None and text[start] == "?" and text[start + 1 : start + 2].isdecimal():
            best = Realignment(start, start + 1, LOST, "")  # no question mark stands right before a number
        if best is None and reader.is_silent and text[start] == "(" and start not in honest:
            best = Realignment(start, text.index(")", start) + 1, LOST, LOST)  # a reading of what cannot be read
        if best is None:
            left, at = left + plain.traditional(start, start + 1), start + 1
            continue
        found.append(_without_letters(best) if reader.is_silent else best)
        left, at = left + best.true, best.end
    return sorted([*found, *_lone_letters(text, found)], key=lambda one: one.start) if reader.is_silent else found


def _without_letters(found: Realignment) -> Realignment:
    """Put □ for a wide letter or digit: out of step, A3 of a mark and the first byte of 提 (CCE1) read as Ｌ."""
    true = _WIDE_LETTER.sub(LOST, found.true)
    chosen = found.chosen if true == found.true else _WIDE_LETTER.sub(LOST, found.chosen) + LOST
    return Realignment(found.start, found.end, true, chosen)


def _lone_letters(text: str, found: list[Realignment]) -> Iterator[Realignment]:
    """Find single letters and digits that nothing put back and nobody wrote.

    Such are one with a reading (F(xiàn)代: 現 is AC46, and 46 is F), one beside characters that nobody writes, and a
    letter between a mark and a Chinese character, unless the two make a word (A股, T恤).
    """
    counts, _ = base_dictionary()
    read = {place for one in found for place in range(one.start, one.end)}
    for lone in _LONE.finditer(text):
        at, end = lone.span()
        near = [place for place in range(max(at - 4, 0), min(end + 3, len(text))) if place not in read]
        is_word = any(text[at : at + size].upper() in counts for size in (2, 3))
        is_behind_mark = lone[0].isalpha() and text[at - 1 : at] in _ENDING and text[end : end + 1] > "\u4dff"
        is_odd = end > at + 1 or any(_is_odd(text[place]) for place in near)
        if at not in read and not is_word and (is_odd or is_behind_mark):
            yield Realignment(at, at + 1 if at + 1 in read else end, LOST, LOST)  # its reading may be read already


def _starts(text: str, honest: set[int], *, is_silent: bool) -> Iterator[int]:
    """Give the places where a text may go out of step: question marks, and where an orphan byte was dropped.

    Some sites drop it without a sign. What shows it is a mark with characters behind it that make no words
    (。ㄇ刂輩^ for （秦州區), or a reading that is not that of the character before it (總(cè)藬 for 總人). Only
    pages with readings are searched for them: `honest` has the places of those that fit.
    """
    if not is_silent or not honest:
        yield from (place.start() for place in re.finditer(r"\?", text))
        return
    odd = re.escape("".join(sorted(filter(_is_odd, set(text))))) or "\ufffd"
    soon = rf"(?=[^\n]{{0,4}}?(?:[{odd}]|{_STUCK.pattern}))"
    places = rf"[?!]|[。,;]{soon}|\((?=[{PINYIN}]{{1,6}}\)(?P<broken>{soon})?)"
    for place in re.finditer(places, text):
        if place[0] != "(" or place.start() not in honest or place["broken"] is not None:
            yield place.start()


@lru_cache(maxsize=10_000)
def _is_odd(char: str) -> bool:
    """Tell whether nobody writes a character in Chinese text: Zhuyin, private use, or hardly in any word."""
    if "\u3105" <= char <= "\u3129" or "\ue000" <= char <= "\uf8ff":
        return True
    counts, _ = base_dictionary()
    return char > "\u2fff" and char not in _KNOWN_MARKS and counts.get(char.translate(simplified()), 0) < _RARE


def _best_path(start: int, left: str, plain: PlainText, judge: Judge, reader: Reader) -> Realignment | None:
    text = reader.text
    line = plain.traditional(text.rfind("\n", 0, start) + 1, start)
    awaited = _awaited(line)
    wrong = "".join(mark for mark in CLOSING if mark != awaited)
    near = awaited if awaited and PAIRS_BACK[awaited] in line[-_SHORT_ASIDE:] else ""
    paths = [
        (end, tuple(near if len(slot) > 1 and near and near in slot else _without(slot, wrong) for slot in path))
        for end, path in reader.read(start, left)
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
    if score < literal + (_SURE if text[start] == "?" else _SURER):
        if not reader.is_silent or score < literal - _SURE or not _is_broken(text[start:end]):
            return None
        filled = "".join(slot if len(slot) == 1 else LOST for slot in path)
    chosen = "".join(char for char, slot in zip(filled, path, strict=True) if len(slot) > 1)
    return Realignment(start, end, filled, chosen)


def _is_broken(text: str) -> bool:
    """Tell whether a stretch shows what hardly anybody writes: an odd character, or a single letter behind Chinese."""
    return any(map(_is_odd, text)) or _STUCK.search(text) is not None


def _awaited(line: str) -> str:
    """Give the mark that would close what is open at the end of a line's beginning; nothing if nothing is."""
    awaited = ""
    for mark in line:
        if mark in PAIRS:
            awaited += PAIRS[mark]
        elif awaited.endswith(mark):
            awaited = awaited[: -len(mark)]
    return awaited[-1:]


def _without(slot: str, marks: str) -> str:
    """Take marks from the candidates for a lost character, where others are left."""
    return (slot.translate(dict.fromkeys(map(ord, marks))) or slot) if len(slot) > 1 else slot


class PlainText:
    """A text as its words are to be judged: simplified, wide, without annotations."""

    def __init__(self, text: str, notes: tuple[Annotation, ...]) -> None:
        places: list[int] = []
        pieces: list[str] = []
        at = removed = 0
        unread = ((m.start() + 2, m.end()) for m in _UNREAD.finditer(text))
        for start, end in sorted({*((note[0], note[1]) for note in notes), *unread}):
            if start < at:
                continue
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
