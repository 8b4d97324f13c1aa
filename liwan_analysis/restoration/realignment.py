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
from liwan_analysis.restoration.characters import (
    LOST,
    PINYIN,
    WIDE,
    Annotation,
    find_annotations,
    has_reading,
    shown_as,
    simplified,
)
from liwan_analysis.restoration.judge import ANY, CLOSING, PAIRS, Alphabet, Judge

__all__ = ["Realignment", "realign"]


@dataclass(frozen=True, slots=True)
class Realignment:
    """`text[start:end]` was read out of step; it is `true`, of which `chosen` are the characters judged by words."""

    start: int
    end: int
    true: str
    chosen: str


Path = tuple[int, tuple[str, ...]]
"""Where the text is in step again, and the characters up to there: one, or the candidates where a byte is lost."""
_CUTS = "。!?;,:、"
_READING_END = re.compile(rf"([{PINYIN}]{{1,6}})\)")
_REST_OF_TAG = re.compile(r"/?[a-z]+[^<>\n]{0,80}>")
_MOST_PATHS, _LONGEST = 2000, 400
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
    annotated = "".join(sorted({note[3] for note in notes}))
    found: list[Realignment] = []
    left, at = "", 0
    starts = iter(_starts(text, {note[0] for note in notes}))
    while (start := next((place for place in starts if place >= at), -1)) >= 0:
        left = (left + plain.traditional(at, start))[-12:]
        best = _best_path(text, start, left, plain, judge, annotated)
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


def _best_path(text: str, start: int, left: str, plain: PlainText, judge: Judge, annotated: str) -> Realignment | None:
    line = plain.traditional(text.rfind("\n", 0, start) + 1, start)
    awaited = _awaited(line)
    wrong = "".join(mark for mark in CLOSING if mark != awaited)
    near = awaited if awaited and PAIRS_BACK[awaited] in line[-_SHORT_ASIDE:] else ""
    paths = [
        (end, tuple(near if len(slot) > 1 and near and near in slot else _without(slot, wrong) for slot in path))
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


def _paths(  # noqa: C901 - one way to read the bytes per branch, and each ends in another state of the same search
    text: str, start: int, left: str, alphabet: Alphabet, annotated: str
) -> Iterator[Path]:
    """Give every way to read the bytes from a question mark up to where they are in step again."""
    paths: list[tuple[int, int, tuple[str, ...]]] = []
    reading = _READING_END.match(text, start + 1)
    if reading:
        last = left[-1:].encode("gb18030")[-1:]
        for char in _with_reading(alphabet.leads.get(last[0] if last else 0, ""), reading[1], annotated):
            paths.append((reading.end(), char.encode("gb18030")[1], ()))
    elif text[start] != "?":
        paths.append((start, ANY, ()))
    elif start + 1 < len(text) and text[start + 1] in _CUTS:
        paths.append((start + 1, ANY, ()))
    elif text[start + 1 : start + 2] > "\u2fff":  # the mark itself: 滨海快线 cut at A3BF, with BA of 海 gone
        paths.append((start, ANY, ()))
    for _ in range(_MOST_PATHS):
        if not paths:
            return
        at, lead, chars = paths.pop()
        if at == len(text) or text[at] == "\n" or at > start + _LONGEST:
            continue
        if text[at] == "?":
            if edge := alphabet.spell(lead, 0x80):
                paths.append((at + 1, ANY, (*chars, edge)))
            yield from _lost_trail(text, at, lead, chars, alphabet, annotated)
        elif text[at] == "(" and (note := _READING_END.match(text, at + 1)) and has_reading(text[at - 1], note[1]):
            paths.append((note.end(), lead, chars))
        elif "@" <= text[at] <= "~" and (char := alphabet.spell(lead, ord(text[at]))):
            yield at + 1, (*chars, char)
        is_end = at > start + 1 and (text[at] in _CUTS or text[at] < "@")
        if text[start] != "?" and is_end and (row := alphabet.leads.get(lead)):
            yield at, (*chars, row)
        for size in range(1, min(4, len(text) - at) + 1):
            for code in shown_as().get(text[at : at + size], ()):
                char = alphabet.spell(lead, code[0])
                if not char:
                    continue
                if code[1] < 0x80:
                    # what nobody wrote: a small ﹖ or ﹙, of which a t or a v would be left
                    if not text[at].isascii():
                        yield at + size, (*chars, char, chr(code[1]))
                else:
                    paths.append((at + size, code[1], (*chars, char)))


def _lost_trail(
    text: str, at: int, lead: int, chars: tuple[str, ...], alphabet: Alphabet, annotated: str
) -> Iterator[Path]:
    """Read a question mark as the second byte of a character, and what it may have swallowed."""
    row = alphabet.leads.get(lead, "")
    if reading := _READING_END.match(text, at + 1):
        fitting = _with_reading(annotated if lead == ANY else alphabet.leads.get(lead, ""), reading[1], annotated)
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
