"""Chinese characters as the damage sees them: their readings, their simplified forms and their bytes."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

__all__ = [
    "LOST",
    "WIDE",
    "Annotation",
    "codes",
    "find_annotations",
    "has_reading",
    "known_to_both",
    "readings",
    "shown_as",
    "simplified",
]

LOST = "□"
"""What stands for a character that nothing in the file tells."""

WIDE = str.maketrans(",;:!?()", "，；：！？（）")
"""The marks that NFKC made narrow, back to the width that Chinese text gives them."""

PINYIN = "a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüêńňǹḿɑɡ"
_ANNOTATION = re.compile(rf"\(([{PINYIN}]{{1,6}})\)")
_LOOKALIKES = str.maketrans("ɑɡ", "ag")

Annotation = tuple[int, int, str, str]
"""Start, end, the reading, and the character that it reads."""


def _rows(name: str) -> list[dict[str, str]]:
    """Read a table that scripts/make_characters.py has made."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def readings() -> dict[str, str]:
    """Give the characters that are read in each way, with the tone, in the order of their code points (pypinyin's).

    >>> "長" in readings()["cháng"], "長" in readings()["zhǎng"]
    (True, True)
    """
    return {row["reading"]: row["characters"] for row in _rows("readings.csv")}


def has_reading(char: str, reading: str) -> bool:
    """Tell whether a character can be read so.

    >>> has_reading("長", "zhǎng"), has_reading("長", "cháng"), has_reading("長", "Chang")
    (True, True, False)
    """
    return char > "\u33ff" and char in readings().get(reading.translate(_LOOKALIKES), "")


@lru_cache(maxsize=4)
def find_annotations(text: str) -> tuple[Annotation, ...]:
    """Find the parentheses that hold a reading of what stands before them.

    >>> find_annotations("發(fā)展(一)計劃(Plan)")
    ((1, 5, 'fā', '發'),)

    The sites put them behind bytes, so what is read may also be made of a character's last byte and a Latin letter:
    爆款IP is EE in 款 and 49 in I, together 領.

    >>> find_annotations("爆款I(lǐng)P")
    ((3, 9, 'lǐng', '領'),)
    """
    found: list[Annotation] = []
    for m in _ANNOTATION.finditer(text):
        char = text[m.start() - 1 : m.start()]
        if "@" <= char <= "~":
            behind_note = found and found[-1][1] == m.start() - 1
            before = found[-1][3] if behind_note else text[m.start() - 2]
            char = codes().get(before.encode("gb18030")[-1:] + char.encode(), char)
        if has_reading(char, m[1]):
            found.append((m.start(), m.end(), m[1], char))
    return tuple(found)


@cache
def simplified() -> dict[int, str]:
    """Give the simplified form of each traditional character, for `str.translate`.

    >>> "經濟發展".translate(simplified())
    '经济发展'

    The table is OpenCC's, character by character, and 著, which the sites write for every 着.
    """
    rows = _rows("forms.csv")
    return {ord(char): row["simplified"] for row in rows for char in row["traditional"]} | {ord("著"): "着"}


@cache
def known_to_both() -> frozenset[str]:
    """Give the characters that `simplified` changes although simplified text has them too, such as 乾 and 著."""
    return frozenset(char for char in map(chr, simplified()) if _is_encodable(char, "gb2312"))


def _is_encodable(char: str, encoding: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeEncodeError:
        return False


@cache
def simplified_only() -> frozenset[str]:
    """Give the characters that traditional text does not have, such as 经.

    >>> "经" in simplified_only(), "后" in simplified_only()
    (True, False)

    OpenCC would change both on the way to traditional text, but only 后 is in Big5.
    """
    return frozenset(row["simplified"] for row in _rows("forms.csv") if row["modern"] == "1")


@cache
def codes() -> dict[bytes, str]:
    r"""Give the character of each two-byte GBK code, private use included.

    >>> codes()[bytes.fromhex("a3ec")], codes()[bytes.fromhex("a98f")]
    ('ｌ', '\ue7ed')

    Python's gb18030 codec is the GBK of the day, except for A989 to A995, which newer editions of the standard moved.
    """
    table = {}
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            char = bytes((lead, trail)).decode("gb18030", errors="replace")
            if lead == 0xA9 and 0x89 <= trail <= 0x95:
                char = chr(0xE7E7 + trail - 0x89)
            if len(char) == 1 and char != "\ufffd":
                table[bytes((lead, trail))] = char
    return table


@cache
def shown_as() -> dict[str, list[bytes]]:
    """Give the codes that a stretch of text can come from after NFKC.

    >>> [code.hex() for code in shown_as()["l"]]
    ['a3ec']
    """
    table: dict[str, list[bytes]] = {}
    for code, char in codes().items():
        is_as_it_is = "\u4e00" <= char <= "\u9fff"  # most are, and asking takes as long as all the rest
        table.setdefault(char if is_as_it_is else unicodedata.normalize("NFKC", char), []).append(code)
    return table
