"""The ways to read bytes that are out of step, from one place up to where they are in step again.

What is seen is taken back to bytes, and the bytes are put together the other way: the second byte of each character
that is seen is the first of one that is meant. A byte that is lost leaves several characters possible. Sites show a
lost byte as a question mark, which takes an ASCII character behind it along, or they show nothing and keep that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from liwan_analysis.restoration.characters import LOST, PINYIN, Annotation, has_reading, shown_as, simplified
from liwan_analysis.restoration.judge import ANY, Alphabet

__all__ = ["CUTS", "READING_END", "Reader", "is_silent"]

CUTS = "。!?;,:、"
READING_END = re.compile(rf"([{PINYIN}]{{1,6}})\)")
_REST_OF_TAG = re.compile(r"/?[a-z]+[^<>\n]{0,80}>")
_MOST_STATES, _LONGEST = 2000, 400
_STRETCH, _MOST_RARE = 6, 4
"""Of so many characters so many are rare where text that was in step is read out of step: no need to go on."""
_SHOWN_LOSS = re.compile(rf"\?(?=[。!?;,、]|[{PINYIN}]{{1,6}}\))")
_IN_STEP = -2


class _State(NamedTuple):
    """How far a reading has come: the place in the text, the byte that waits for its second, the characters so far.

    Each character is one, or the candidates where a byte is lost. No byte waits where the text is in step again.
    """

    at: int
    lead: int
    chars: tuple[str, ...]


def is_silent(text: str) -> bool:
    """Tell whether lost bytes are not shown: few question marks stand where only a lost byte puts one.

    >>> is_silent("保障??v深推進(jìn)改革?,"), is_silent("持續(xù)。ㄇ刂輩^(qū)外")
    (False, True)
    """
    return 2 * len(_SHOWN_LOSS.findall(text)) < max(text.count("?"), 1)


@dataclass(frozen=True)
class Reader:
    """Reads a page out of step: its text, alphabet and annotated characters, and whether it shows lost bytes."""

    text: str
    alphabet: Alphabet
    annotated: str
    is_silent: bool

    @classmethod
    def of(cls, text: str, notes: tuple[Annotation, ...], alphabet: Alphabet) -> Reader:
        """Make the reader of a page with these annotations."""
        return cls(text, alphabet, "".join(sorted({note[3] for note in notes})), is_silent(text))

    def read(self, start: int, left: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give every way to read from `start` on, behind `left`: where it is in step again, and the characters."""
        states = list(self._begin(start, left))
        for _ in range(_MOST_STATES):
            if not states:
                return
            state = states.pop()
            if state.at > start + _LONGEST:
                continue
            for after in self._go_on(state, is_first=state.at == start):
                if after.lead == _IN_STEP:
                    yield self._behind_reading(after), after.chars
                else:
                    states.append(after)

    def _behind_reading(self, state: _State) -> int:
        """Give the place where a reading ends, behind the reading of its last character, if one is there."""
        at, _, chars = state
        note = READING_END.match(self.text, at + 1) if self.text[at : at + 1] == "(" else None
        return note.end() if note and has_reading(chars[-1], note[1]) else at

    def _begin(self, start: int, left: str) -> Iterator[_State]:
        text = self.text
        if reading := READING_END.match(text, start + 1):
            last = left[-1:].encode("gb18030")[-1:]
            for char in self._with_reading(self.alphabet.leads.get(last[0] if last else 0, ""), reading[1]):
                yield _State(reading.end(), char.encode("gb18030")[1], ())
        elif self.is_silent:
            yield _State(start, ANY, ())
        elif text[start + 1 : start + 2] and text[start + 1] in CUTS:
            yield _State(start + 1, ANY, ())
        elif text[start + 1 : start + 2] > "\u2fff":  # the mark itself: 滨海快线 cut at A3BF, with BA of 海 gone
            yield _State(start, ANY, ())

    def _go_on(self, state: _State, *, is_first: bool) -> Iterator[_State]:
        at, lead, chars = state
        text = self.text
        char = text[at : at + 1]
        if char in ("", "\n"):
            if self.is_silent:
                yield from self._lost_in_silence(state)
            return
        if char == "?" and not self.is_silent:
            if edge := self.alphabet.spell(lead, 0x80):
                yield _State(at + 1, ANY, (*chars, edge))
            yield from self._lost_in_sight(state)
        elif char == "(" and (note := READING_END.match(text, at + 1)) and has_reading(text[at - 1], note[1]):
            yield _State(note.end(), lead, chars)
        elif "@" <= char <= "~" and (whole := self.alphabet.spell(lead, ord(char))):
            yield _State(at + 1, _IN_STEP, (*chars, whole))
        if self.is_silent and not is_first:
            if char in CUTS or char < "@":
                yield from self._lost_in_silence(state)
            edge = "" if lead == ANY else self.alphabet.spell(lead, 0x80)
            if edge and edge in self.alphabet.trails[0x80] and max(map(len, chars[1:]), default=1) == 1:
                yield _State(at, ANY, (*chars, edge))  # 80 and a byte behind it are no pair
        yield from self._pairs(state)

    def _pairs(self, state: _State) -> Iterator[_State]:
        """Take the two bytes of a character that is seen: the first ends a character, the second begins one."""
        at, lead, chars = state
        if sum(slot not in self.alphabet.common and len(slot) == 1 for slot in chars[-_STRETCH:]) >= _MOST_RARE:
            return
        for size in range(1, min(4, len(self.text) - at) + 1):
            for code in shown_as().get(self.text[at : at + size], ()):
                if not (char := self.alphabet.spell(lead, code[0])):
                    continue
                if code[1] >= 0x80:
                    yield _State(at + size, code[1], (*chars, char))
                elif not self.text[at].isascii():  # nobody wrote a small ﹖ or ﹙, of which a t or a v would be left
                    yield _State(at + size, _IN_STEP, (*chars, char, chr(code[1])))

    def _lost_in_silence(self, state: _State) -> Iterator[_State]:
        """Read the second byte of a character as dropped without a sign."""
        at, lead, chars = state
        row = self.alphabet.leads.get(lead, "")
        if (reading := READING_END.match(self.text, at + 1)) and self.text[at] == "(":
            if fitting := self._with_reading(self.annotated if lead == ANY else row, reading[1]):
                yield _State(reading.end(), _IN_STEP, (*chars, fitting))
        elif row:
            yield _State(at, _IN_STEP, (*chars, row))

    def _lost_in_sight(self, state: _State) -> Iterator[_State]:
        """Read a question mark as the second byte of a character, and what it may have swallowed."""
        at, lead, chars = state
        text, row = self.text, self.alphabet.leads.get(lead, "")
        if reading := READING_END.match(text, at + 1):
            if fitting := self._with_reading(self.annotated if lead == ANY else row, reading[1]):
                yield _State(reading.end(), _IN_STEP, (*chars, fitting))
        elif row:
            following = text[at + 1 : at + 2]
            if not following or following in CUTS + "\n":
                yield _State(at + 1, _IN_STEP, (*chars, row))
            elif tag := _REST_OF_TAG.match(text, at + 1):
                yield _State(tag.end(), _IN_STEP, (*chars, row))
            elif text.startswith("  ", at + 1):
                yield _State(at + 1, _IN_STEP, (*chars, row, "\n"))
            else:
                yield _State(at + 1, _IN_STEP, (*chars, row, LOST))

    def _with_reading(self, chars: str, reading: str) -> str:
        """Of some characters, those that the annotation can be about; those annotated elsewhere before all others."""
        fitting = [char for char in chars if has_reading(char, reading)]
        known = [char for char in fitting if char in self.annotated]
        return "".join(known or [char for char in fitting if ord(char) in simplified()])
