"""Text that was read in the wrong encoding: GBK or UTF-8 as Latin-1 or cp1252, UTF-8 as GBK.

The bytes are taken back out of what is seen and read as what they are. Latin-1 loses no byte; cp1252 has no character
for five; GBK has none for many pairs. Such a byte is seen as U+FFFD, as a question mark, or not at all, and an ASCII
character may be gone with it. UTF-8 shows where a byte is missing, and the words tell which it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from liwan_analysis.lexicons.dictionary import base_dictionary
from liwan_analysis.restoration.characters import LOST, codes, known_to_both, simplified
from liwan_analysis.restoration.choice import choose_all
from liwan_analysis.restoration.steps import Edit
from liwan_analysis.restoration.utf8 import GAP, TRAILS, Char, Losses, Lost, read_utf8

__all__ = ["reread_bytes"]

_HOLES = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""The bytes that cp1252 has no character for."""
_MARKS = "，。、；：？！“”‘’（）《》—…·／〔〕【】％－～\u3000"
_DIGITS = "0123456789"
_GBK_AS_LATIN, _UTF8_AS_LATIN, _UTF8_AS_GBK = (
    "GBK that was read as Latin-1 or cp1252",
    "UTF-8 that was read as Latin-1 or cp1252",
    "UTF-8 that was read as GBK",
)


class _Line(NamedTuple):
    """A misread line: where it begins, its bytes, the place that each has in the line, and how it was misread."""

    start: int
    stream: list[int]
    places: list[int]
    kind: str


def reread_bytes(text: str) -> list[Edit]:
    r"""Read the bytes of misread lines as what they are.

    >>> [edit.after for edit in reread_bytes("Õþ¸®¹¤×÷±¨¸æ\n政府\næ”¿åºœ\n鏀垮簻宸ヤ綔鎶ュ憡")]
    ['政府工作报告', '政府', '政府工作报告']

    A line was misread if the bytes behind it spell common Chinese characters: honest text spells none so. Where such
    lines are most of the text, those of a single character or mark go with them, and so do lines that lost too much to
    show it where those before and behind them were misread.
    """
    kinds = (_GBK_AS_LATIN, _UTF8_AS_LATIN, _UTF8_AS_GBK)
    lines = _misread_lines(text)
    for kind in kinds:
        if sum(len(line.stream) for line in lines if line.kind == kind) > 0.5 * len(text):
            found = _misread_lines(text, kind)
            starts = {line.start for line in found}
            lines = [*found, *(line for line in lines if line.start not in starts)]
            break
    edits = [edit for kind in kinds for edit in _to_edits(text, [line for line in lines if line.kind == kind])]
    return sorted(edits)


def _misread_lines(text: str, proved: str = "") -> list[_Line]:
    lines: list[_Line] = []
    doubtful: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        if not line.isascii():
            if kind := _kind(line, proved):
                if lines and lines[-1].kind == kind:
                    lines += _those_that_decode(text, doubtful, kind)
                lines.append(_to_line(start, line, kind))
                doubtful = []
            else:
                doubtful.append((start, line))
        start += len(line) + 1
    return lines


def _to_line(start: int, line: str, kind: str) -> _Line:
    return _Line(start, *_to_bytes(line, is_narrow=kind != _UTF8_AS_GBK), kind)


def _those_that_decode(text: str, doubtful: list[tuple[int, str]], kind: str) -> Iterator[_Line]:
    """Give the lines between two misread ones that can be read in the same way: å° is 小 without its last byte."""
    lost_before = _lost_before(text, kind)
    for start, line in doubtful:
        if kind != _UTF8_AS_GBK and not _narrow_bytes().keys() >= set(line):
            continue
        one = _to_line(start, line, kind)
        slots = [char.slot for char in _read(one, lost_before, _likely_chars().__contains__)]
        if all((slot.isascii() and slot) or not _likely_chars().isdisjoint(slot) for slot in slots):
            yield one


_UTF8 = re.compile(rb"[\xe2-\xe9\xef][\x80-\xbf]{2}")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x00-\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")


def _kind(line: str, proved: str) -> str:
    """Tell how a line was misread; nothing if it was not. Where a kind is `proved`, one character of it will do."""
    is_narrow = _narrow_bytes().keys() >= set(line)
    if is_narrow:
        data = bytes(byte for char in line if (byte := _narrow_bytes()[char]) != GAP)
    else:
        data = line.replace("\ufffd", "").encode("gb18030", errors="replace")
    n_high = len(_HIGH.findall(data))
    of_utf8 = _UTF8.findall(data)
    kind = _UTF8_AS_LATIN if is_narrow else _UTF8_AS_GBK
    readings = [(kind, 6.0 * len(of_utf8), [code.decode() for code in of_utf8])]
    if is_narrow:
        of_gbk = [code for code in _PAIR.findall(data) if len(code) == 2]
        readings.append((_GBK_AS_LATIN, 2.2 * len(of_gbk), [codes().get(code, "") for code in of_gbk]))
    for kind, n_read, chars in readings:
        if not (n_read >= n_high or proved):
            continue
        n_likely = sum(map(_likely_chars().__contains__, chars))
        is_sure = len(chars) > 1 and n_likely >= 0.9 * len(chars) if not proved else chars and kind == proved
        if is_sure:
            return kind
    return ""


@cache
def _likely_chars() -> frozenset[str]:
    counts, _ = base_dictionary()
    chars = map(chr, range(0x4E00, 0x9FA6))
    return frozenset(char for char in chars if counts.get(char.translate(simplified()), 0) >= 10) | {*_MARKS}


@cache
def _narrow_bytes() -> dict[str, int]:
    """Give the byte of each character that Latin-1 or cp1252 has, and of U+FFFD."""
    table = {chr(byte): byte for byte in range(256)} | {"\ufffd": GAP}
    return table | {bytes((byte,)).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in _HOLES}


@cache
def _wide_codes() -> dict[str, bytes]:
    return {char: code for code, char in codes().items()}


def _to_bytes(line: str, *, is_narrow: bool) -> tuple[list[int], list[int]]:
    """Give the bytes of a line, and for each the place of its character in the line."""
    stream: list[int] = []
    places: list[int] = []
    for place, char in enumerate(line):
        if char == "\ufffd" or is_narrow:
            code: Iterable[int] = (_narrow_bytes()[char],)
        elif char == "€" and _is_byte_80(stream, line[place + 1 : place + 2]):
            code = (0x80,)
        else:
            code = _wide_codes().get(char) or char.encode("gb18030", errors="replace")
        stream += code
        places += [place] * (len(stream) - len(places))
    return stream, places


def _is_byte_80(before: list[int], following: str) -> bool:
    """Tell whether € is the byte 80, as cp936 has it, rather than A2E3: A2 ends a character and E3 begins one."""
    needs_one = len(before) > 1 and before[-2] >= 0xE0 and 0x80 <= before[-1] < 0xC0
    return not needs_one or not b"\x80" <= following.encode("gb18030", errors="replace")[:1] < b"\xc0"


def _to_edits(text: str, lines: list[_Line]) -> list[Edit]:
    if not lines:
        return []
    lost_before = _lost_before(text, lines[0].kind)
    known = "\n".join(_outline(_read(line, lost_before, _likely_chars().__contains__)) for line in lines)
    table = simplified().keys() - set(map(ord, known_to_both()))
    is_simple = sum(ord(char) in table for char in known) < 0.02 * len(known)
    likely = {char for char in _likely_chars() if not is_simple or ord(char) not in table}
    read = [(line, _read(line, lost_before, likely.__contains__)) for line in lines]
    swallowing = lines[0].kind == _UTF8_AS_GBK and _is_swallowing(text, read)
    chosen = choose_all([[char.slot for char in chars] for _, chars in read])
    found = zip(read, chosen, strict=True)
    return [edit for (line, chars), true in found for edit in _joined(_line_edits(text, line, chars, true, swallowing))]


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Make one of edits that follow each other and have the same to say."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start and joined[-1][3:] == edit[3:]:
            edit = edit._replace(start=joined[-1].start, after=joined.pop().after + edit.after)
        joined.append(edit)
    return joined


def _outline(chars: list[Char]) -> str:
    return "".join(char.slot if len(char.slot) == 1 else LOST for char in chars)


def _read(line: _Line, lost_before: Lost, is_likely: Callable[[str], bool]) -> list[Char]:
    if line.kind == _GBK_AS_LATIN:
        return list(_read_gbk(line.stream))
    places = [*line.places, len(line.stream)]
    losses = Losses(lost_before, lambda at: places[at] != places[at - 1], is_likely)
    return list(read_utf8(line.stream, losses))


def _read_gbk(stream: list[int]) -> Iterator[Char]:
    at = 0
    while at < len(stream):
        if size := _size_of_four(stream[at : at + 4]):
            yield Char(at, at + size, _char_of_four(stream[at : at + size]), size < 4 or GAP in stream[at : at + 4])
            at += size
            continue
        pair = stream[at : at + 2]
        if 0 <= pair[0] < 0x80:
            yield Char(at, at + 1, chr(pair[0]), False)
            at += 1
            continue
        options = product(*(_HOLES if byte == GAP else (byte,) for byte in pair))
        slot = "".join(codes().get(bytes(option), "") for option in options)
        end = at + (len(pair) if slot else 1)
        yield Char(at, end, slot, GAP in pair or not slot)
        at = end


def _size_of_four(code: list[int]) -> int:
    """How many of some bytes are the four of a character outside GBK, or three where the first was dropped; 0 if none.

    A byte and a digit are no pair: 6¤7 are three of the bytes 81 36 A4 37, and its digits are none.
    """
    if len(code) == 4 and _is_half_of_four(*code[:2]) and _is_half_of_four(*code[2:]):
        return 4
    is_cut = len(code) > 2 and chr(max(code[0], 0)) in _DIGITS and code[1] != GAP and _is_half_of_four(*code[1:3])
    return 3 if is_cut else 0


def _is_half_of_four(lead: int, digit: int) -> bool:
    return (lead == GAP or 0x81 <= lead <= 0xFE) and chr(max(digit, 0)) in _DIGITS


def _char_of_four(code: list[int]) -> str:
    """Give what four bytes can spell where some are lost; nothing where they are three."""
    options = product(*(_HOLES if byte == GAP else (byte,) for byte in code))
    chars = (bytes(option).decode("gb18030", errors="ignore") for option in options if len(option) == 4)
    return "".join(char for char in chars if len(char) == 1 and unicodedata.category(char) not in ("Cn", "Co"))


def _lost_before(text: str, kind: str) -> Lost:
    """Say which bytes can be lost before a byte: those that the wrong encoding makes nothing of."""
    if kind != _UTF8_AS_GBK:
        return lambda _: _HOLES
    codec = "gb18030" if re.search("[\ue000-\uf8ff]", text) else "gbk"  # Python's gbk has no private use area
    return lambda following: TRAILS if following < 0x80 else _unpaired(following, codec)


@cache
def _unpaired(following: int, codec: str) -> bytes:
    """Give the bytes that make no pair with the one that follows."""
    return bytes(byte for byte in TRAILS if "\ufffd" in bytes((byte, following)).decode(codec, errors="replace"))


def _is_swallowing(text: str, read: list[tuple[_Line, list[Char]]]) -> bool:
    """Tell whether the ASCII character behind a lost byte went with it: whether years behind one are broken."""
    whole = broken = 0
    for line, chars in read:
        for char in chars:
            if char.is_lossy:
                following = bytes(byte for byte in line.stream[char.end : char.end + 5] if byte != GAP)
                whole += bool(re.match(rb"(?:19|20)\d\d(?!\d)", following))
                broken += bool(re.match(rb"[09]\d\d(?!\d)", following))
    return broken > whole or (broken == whole and "\ufffd" not in text)


def _line_edits(text: str, line: _Line, chars: list[Char], chosen_chars: str, swallowing: bool) -> Iterator[Edit]:
    """Give the edits of a line, each from one place where what is seen and what is true are in step to the next."""
    places, stream = [*line.places, line.places[-1] + 1], [*line.stream, GAP]
    begin, after, chosen, certainty = 0, "", "", "certain"
    for char, true in zip(chars, chosen_chars, strict=True):
        after += true
        if char.is_lossy and len(char.slot) != 1:
            chosen += true
            certainty = "unknown" if LOST in chosen else "inferred"
        if swallowing and char.is_lossy and 0 <= stream[char.end] < 0x80:
            after, certainty = after + LOST, "unknown"
        end = places[char.end]
        if end == places[char.end - 1]:
            continue  # the next character begins in the middle of what is seen
        if text[line.start + begin : line.start + end] != after:
            evidence = line.kind + (f"; {chosen} lost a byte, and the words were the judge" if chosen else "")
            yield Edit(line.start + begin, line.start + end, after, "reread_bytes", certainty, evidence)
        begin, after, chosen, certainty = end, "", "", "certain"
