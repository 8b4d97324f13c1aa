"""UTF-8 of which bytes were lost: which characters the others can belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["GAP", "TRAILS", "Char", "Losses", "Lost", "read_utf8"]

GAP = -1
"""Stands in a stream of bytes for one or two that were lost."""
TRAILS = bytes(range(0x80, 0xC0))
"""The bytes that can stand second or later in UTF-8."""
_LEADS = bytes((*range(0xE2, 0xEA), 0xEF))
"""The first bytes of Chinese characters and marks in UTF-8."""
_QUESTION = ord("?")


class Char(NamedTuple):
    """`stream[start:end]` is one character: `slot`, or one of those in `slot` where bytes were lost.

    Nothing stands in `slot` where no character fits; `is_lossy` says that a byte is missing.
    """

    start: int
    end: int
    slot: str
    is_lossy: bool


Lost = Callable[[int], bytes]
"""Which bytes can have been lost before the byte that is given; 7F stands for an ASCII character or the end."""


@dataclass(frozen=True)
class Losses:
    """What is known of the losses: which bytes, where (before which of the stream), and what they can have made."""

    lost_before: Lost
    is_place: Callable[[int], bool]
    is_likely: Callable[[str], bool]


def read_utf8(stream: Sequence[int], losses: Losses) -> Iterator[Char]:
    """Read a stream of bytes that has gaps, seen or unseen.

    >>> losses = Losses(lambda _: TRAILS, lambda _: True, "政府".__contains__)
    >>> [char.slot for char in read_utf8([0xE6, 0x94, 0xBF, 0xE5, 0xBA, GAP, 0x35], losses)]
    ['政', '府', '5']
    """
    at = 0
    while at < len(stream):
        is_ascii = 0 <= stream[at] < 0x80
        char = Char(at, at + 1, chr(stream[at]), False) if is_ascii else _read_char(stream, at, losses)
        yield char
        at = char.end


def _read_char(stream: Sequence[int], at: int, losses: Losses) -> Char:
    lead = bytes((stream[at],)) if stream[at] >= 0xC2 else b""
    need = 1 if b"" < lead < b"\xe0" else 2 if lead < b"\xf0" else 3
    before, gap = _take_trails(stream, at + len(lead), need)
    if lead and len(before) == need:
        return Char(at, gap, _char(lead + before), False)
    end, after = gap, b""
    while end < len(stream) and end - gap < need - len(before) and stream[end] in (GAP, _QUESTION):
        end += 1
    if end > gap:
        after, end = _take_trails(stream, end, need - len(before) - 1)
    if not lead:
        trails = before + after
        found = {_char(bytes((head, *trails))) for head in _LEADS if len(trails) == 2}
    else:
        found = set()
        first = at + 1
        places = [gap] if gap < end else [place for place in range(first, gap + 1) if losses.is_place(place)]
        for place in places:
            start, rest = lead + before[: place - first], before[place - first :] + after
            following = rest[0] if rest else stream[end] if end < len(stream) else GAP
            for middle in _middles(losses.lost_before, max(following, 0x7F), need - len(before) - len(after)):
                found.add(_char(start + middle + rest))
    return Char(at, max(end, at + 1), "".join(sorted(filter(losses.is_likely, found))), True)


def _middles(lost_before: Lost, following: int, length: int) -> Iterator[bytes]:
    """Give the sequences of lost bytes that can stand before a byte."""
    if length == 0:
        yield b""
        return
    for byte in lost_before(following):
        for others in _middles(lost_before, byte, length - 1):
            yield others + bytes((byte,))


def _take_trails(stream: Sequence[int], at: int, most: int) -> tuple[bytes, int]:
    end = at
    while end < len(stream) and end < at + most and 0x80 <= stream[end] < 0xC0:
        end += 1
    return bytes(stream[at:end]), end


def _char(code: bytes) -> str:
    char = code.decode("utf-8", errors="ignore")
    return char if len(char) == 1 else ""
