"""Make the tables of characters that restoration reads: how each is read, and the simplified form that it has.

    python scripts/make_characters.py

Needs pypinyin and opencc (in the development extras). What stands in the tables is theirs; kept as files, a report is
restored in the same way whatever versions of them there are, and neither is loaded to read one.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from opencc import OpenCC
from pypinyin import Style, pinyin

ROOM = Path(__file__).resolve().parents[1] / "liwan_analysis" / "restoration"
CHARACTERS = [chr(code) for code in range(0x3400, 0xA000)]
READ = [*CHARACTERS, *map(chr, range(0xF900, 0xFB00))]
"""GBK, whose bytes the damage comes from, has no characters beyond these."""


def tables() -> dict[str, str]:
    """Give the content of each file by its name."""
    return {"readings.csv": _readings(), "forms.csv": _forms()}


def _readings() -> str:
    """Write a row for each way of reading, with the characters that are read so in the order of their code points."""
    rows = defaultdict(list)
    for char in READ:
        for reading in sorted(set(pinyin(char, style=Style.TONE, heteronym=True)[0]) - {char}):
            rows[reading].append(char)
    return "reading,characters\n" + "".join(f"{reading},{''.join(rows[reading])}\n" for reading in sorted(rows))


def _forms() -> str:
    """Write a row for each simplified form, with what becomes it character by character.

    `modern` is 1 for a form that traditional text never has: OpenCC would change it on the way to traditional text, and
    Big5 lacks it, as with 经 and not with 后.
    """
    simple = OpenCC("t2s").convert("\n".join(CHARACTERS)).split("\n")
    other = OpenCC("s2t").convert("\n".join(CHARACTERS)).split("\n")
    changed = {char for char, form in zip(CHARACTERS, simple, strict=True) if char != form}
    rows: dict[str, list[str]] = defaultdict(list)
    for char, form in zip(CHARACTERS, simple, strict=True):
        if char in changed:
            rows[form].append(char)
    modern = {
        char
        for char, form in zip(CHARACTERS, other, strict=True)
        if char != form and char not in changed and not _is_in_big5(char)
    }
    lines = [f"{form},{''.join(rows.get(form, ''))},{int(form in modern)}\n" for form in sorted(rows.keys() | modern)]
    return "simplified,traditional,modern\n" + "".join(lines)


def _is_in_big5(char: str) -> bool:
    try:
        return bool(char.encode("big5"))
    except UnicodeEncodeError:
        return False


if __name__ == "__main__":
    for name, content in tables().items():
        (ROOM / name).write_text(content, encoding="utf-8")
