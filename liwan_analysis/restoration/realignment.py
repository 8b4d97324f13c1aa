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


_PLACES = re.compile(rf"[?。!;,]|\((?=[{PINYIN}]{{1,6}}\))")
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
    starts = iter(_starts(text, {note[0] for note in notes}))
    while (start := next((place for place in starts if place >= at), -1)) >= 0:
        left = (left + plain.traditional(at, start))[-12:]
        best = _best_path(start, left, plain, judge, reader)
        if best is None and text[start + 1 : start + 2].isdecimal():
            best = Realignment(start, start + 1, LOST, "")  # no question mark stands right before a number
        if best is None:
            left, at = left + plain.traditional(start, start + 1), start + 1
            continue
        found.append(best)
        left, at = left + best.true, best.end
    return found


def _starts(text: str, honest: set[int]) -> Iterator[int]:
    """Give the places where a text may go out of step: question marks, and where an orphan byte was dropped.

    Some sites drop it without a sign. What shows it is a mark with characters behind it that make no words
    (。ㄇ刂輩^ for （秦州區), or a reading that is not that of the character before it (總(cè)藬 for 總人). Only
    pages with readings are searched for them: `honest` has the places of those that fit.
    """
    counts, _ = base_dictionary()
    table = simplified()

    def is_odd(char: str) -> bool:
        return (char > "\u2fff" and char not in _KNOWN_MARKS and counts.get(char.translate(table), 0) < _RARE) or (
            "\u3105" <= char <= "\u3129" or "\ue000" <= char <= "\uf8ff"
        )

    for place in _PLACES.finditer(text):
        if place[0] == "?":
            yield place.start()
        elif not honest:
            continue
        elif place[0] == "(":
            if place.start() not in honest:
                yield place.start()
        elif any(map(is_odd, text[place.end() : place.end() + 5])):
            yield place.start()


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
        return None
    chosen = "".join(char for char, slot in zip(filled, path, strict=True) if len(slot) > 1)
    return Realignment(start, end, filled, chosen)


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
