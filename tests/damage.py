"""Damage a clean text as cloning sites do, so that restoration has an exact answer to be compared with.

The order is that of the sites: simplified to traditional character by character, "(pinyin)" put behind the bytes
of some characters, the bytes cut at sentence marks, each piece decoded on its own, NFKC.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

MARKS = "。！？；，"
"""The marks at which the bytes are cut."""

CUT_RATE = 0.6
"""Of the places that spell a mark out of step, the seed was cut at about this share."""

CRUDE = dict(
    zip(
        "着净杆签闲冲钟范干里涌污筑后征游于斗占并愿咨云恒余采",
        "著凈桿簽閑沖鐘范干里涌污筑后征游于斗占并愿咨云恒余采",
        strict=True,
    )
)
"""Where the sites' table differs from OpenCC's s2tw."""

_NOTE = re.compile(r"(.)\(([^()A-Z]{1,6})\)")


@cache
def _converter(table: str) -> OpenCC:
    return OpenCC(table)


def to_traditional(text: str, table: str = "crude") -> str:
    """Convert character by character, with the sites' table or with one of OpenCC's."""
    convert = _converter("s2tw" if table == "crude" else table).convert
    forms = {char: convert(char) for char in set(text)}
    return text.translate(str.maketrans(forms | CRUDE if table == "crude" else forms))


def reading(char: str) -> str:
    return str(pinyin(char, style=Style.TONE)[0][0])


def annotations_in(damaged: str) -> dict[str, str]:
    """Which characters carry a reading, and which reading, the most frequent first."""
    found = Counter(m.groups() for m in _NOTE.finditer(damaged))
    return {char: note for (char, note), _ in found.most_common() if note in pinyin(char, heteronym=True)[0]}


def choose_annotated(text: str, share: float, seed: int = 0, table: str = "crude") -> dict[str, str]:
    """Draw a share of the characters that conversion changes, with their readings."""
    changed = sorted({new for old, new in zip(text, to_traditional(text, table), strict=True) if old != new})
    return {char: reading(char) for char in random.Random(seed).sample(changed, round(share * len(changed)))}


def decode(data: bytes, *, drops: bool = False) -> str:
    """Decode GBK as the sites do: a bad pair, or a lone byte at the end, is one question mark.

    Sites that drop orphan bytes leave no mark at all, and keep the ASCII character of a bad pair.
    """
    out, at = [], 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 4 if re.match(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]", data[at : at + 4]) else 2
        code = data[at : at + size]
        if len(code) == 2 and 0xA989 <= int.from_bytes(code) <= 0xA995:
            out.append(chr(0xE7E7 + code[1] - 0x89))
        else:
            char = code.decode("gb18030", errors="replace")
            bad = code[1:].decode("ascii", errors="ignore") if drops else "?"
            out.append(char if len(char) == 1 and char != "\ufffd" else bad)
        at += size
    return "".join(out)


def damage_line(
    line: str, annotated: Mapping[str, str], marks: str, is_cut: random.Random, rate: float, table: str, drops: bool
) -> str:
    data = to_traditional(line, table).encode("gb18030") + b"</p>"
    for char, note in annotated.items():
        code = char.encode("gb18030")
        data = data.replace(code, code + f"({note})".encode("gb18030"))
    pieces, begin, at = [], 0, 0
    for m in re.finditer(b"(?=(%s))" % b"|".join(re.escape(mark.encode("gb18030")) for mark in marks), data):
        if m.start() >= at and is_cut.random() < rate:
            pieces += [data[begin : m.start()]]
            begin, at = m.start(), m.start() + len(m[1])
    text = "".join(decode(piece, drops=drops) for piece in [*pieces, data[begin:]])
    return unicodedata.normalize("NFKC", text.removesuffix("</p>"))


def damage(
    text: str,
    annotated: Mapping[str, str],
    *,
    marks: str = MARKS,
    rate: float = CUT_RATE,
    seed: int = 0,
    table: str = "crude",
    drops: bool = False,
) -> str:
    """Damage a text, line by line; `annotated` is applied in its order, `rate` is the share of places cut."""
    chance = random.Random(seed)
    return "\n".join(damage_line(line, annotated, marks, chance, rate, table, drops) for line in text.split("\n"))


def put_references(text: str, *, share: float = 0.5, seed: int = 0) -> str:
    """Write a share of the Chinese characters as references of HTML, in either notation."""
    chance = random.Random(seed)
    forms = ("&#{:d};", "&#x{:x};", "&amp;#{:d};")
    return "".join(
        chance.choice(forms).format(ord(char)) if char > "\u2fff" and chance.random() < share else char for char in text
    )


def double_marks(text: str, *, share: float = 0.3, seed: int = 0) -> str:
    """Put a narrow comma in front of a share of the marks."""
    chance = random.Random(seed)
    return "".join("," + char if char in "，。；" and chance.random() < share else char for char in text)


def put_readings(text: str, *, share: float = 0.01, seed: int = 0) -> str:
    """Write the reading of a share of the Chinese characters in their place."""
    chance = random.Random(seed)
    return "".join(reading(char) if "\u4e00" <= char <= "\u9fff" and chance.random() < share else char for char in text)


MISREADINGS = {
    f"{true} as {wrong}, {lost}": (true, wrong, lost)
    for true, wrong in [
        ("gb18030", "latin-1"),
        ("gb18030", "cp1252"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "gbk"),
    ]
    for lost in ("replace", "ignore")
    if wrong != "latin-1" or lost == "replace"
}
"""Encodings: the true one, the wrong one, and what became of a byte that the wrong one has no character for."""


def misread(text: str, true: str, wrong: str, lost: str) -> str:
    """Read a whole text in the wrong encoding; a byte of a line's end is never lost."""
    return "\n".join(line.encode(true).decode(wrong, errors=lost) for line in text.split("\n"))
