"""What sites put in place of a character, or beside it: references, readings, a second mark."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from html.entities import html5

from liwan_analysis.lexicons.dictionary import base_dictionary, word_tags
from liwan_analysis.restoration.characters import LOST, PINYIN, readings, simplified
from liwan_analysis.restoration.steps import Edit

__all__ = ["has_doubling_habit", "merge_marks", "replace_reading", "resolve_references"]

_REFERENCE = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
"""A reference, escaped once or again (&amp;#25919;)."""
_QUOTED = re.compile(r"[“‘\"'`]&[^&;]{1,40};[”’\"'`]")
"""A reference alone in quotation marks, which is talked about (“&nbsp;”是空格) unless it is to a Chinese character."""


def resolve_references(text: str) -> list[Edit]:
    """Put the character in place of each reference to one that was left in plain text.

    >>> [edit.after for edit in resolve_references("&#25919;“&#x5e9c;院”, R&D、AT&T; “&nbsp;”")]
    ['政', '府']

    Only what HTML defines is a reference, and none to a control character is resolved.
    """
    edits = []
    for m in _REFERENCE.finditer(text):
        char = unescape(f"&{m[1]};") if m[1][0] == "#" or f"{m[1]};" in html5 else ""
        if char < "\u3000" and _QUOTED.match(text, m.start() - 1 if m.start() else 0):
            continue
        if char and (char.isprintable() or char.isspace() or char == "\u200b") and char != "\ufffd":
            edits.append(Edit(m.start(), m.end(), char, "resolve_references", "certain", f"{m[0]} is HTML for it"))
    return edits


_DOUBLED = re.compile(r"[,，](?=[,，。；;！？、：])")
_HABIT = 3
"""Doubled marks that show the habit of a site; once or twice an author slips."""


def merge_marks(text: str) -> list[Edit]:
    """Take away the comma that was put in front of another mark; between two digits it stays.

    >>> [(edit.start, edit.after) for edit in merge_marks("增長5.2%,,增速向好,。1,,000")]
    [(6, ''), (12, '')]
    """
    evidence = "a comma in front of another mark"
    return [
        Edit(m.start(), m.end(), "", "merge_marks", "inferred", evidence)
        for m in _DOUBLED.finditer(text)
        if not (text[m.start() - 1 : m.start()].isdecimal() and text[m.start() + 2 : m.start() + 3].isdecimal())
    ]


def has_doubling_habit(text: str) -> bool:
    """Tell whether narrow commas stand in front of other marks so often that a site put them there.

    >>> has_doubling_habit("向好,。增长,，提高,；"), has_doubling_habit("北京,,12,,13,,14")
    (True, False)

    Empty cells of a table look the same (北京,,12), but no other mark follows its commas.
    """
    if "," not in text:
        return False
    doubled = [text[m.start() : m.start() + 2] for m in _DOUBLED.finditer(text)]
    return len(doubled) >= _HABIT and any(pair != ",," for pair in doubled)


_SYLLABLE = re.compile(rf"(?<![{PINYIN}A-Z])[{PINYIN}]{{1,6}}(?![{PINYIN}A-Z])")
_APART = re.compile(r"[()（）\[\]【】《》〈〉“”‘’\"'`/·\-]")
"""Marks that set a reading apart from the sentence: it is a gloss or a name, and stays."""
_TALK = re.compile(r"[读讀念音拼注][^，。；\n]{0,3}$")
_LEAST, _CLEARLY = 20, 10
"""How often the deciding word occurs in jieba's corpus, at least, and how many times as often as any other."""


def replace_reading(text: str) -> list[Edit]:
    """Put a character back where its reading stands in its place; □ where no word tells which.

    >>> [(edit.after, edit.certainty) for edit in replace_reading("政fǔ工作报告，陈伟bō")]
    [('府', 'inferred'), ('□', 'unknown')]

    A reading that is set apart, that several syllables or Latin words stand beside, that the character next to it
    has, or that the sentence talks of, is somebody's pinyin. A numeral is not inferred: it would be a figure.
    """
    edits = []
    for m in _SYLLABLE.finditer(text):
        if m[0].isascii() or not _stands_for_a_character(text, m):
            continue
        char, word = _decide(text, m)
        certainty = "inferred" if char else "unknown"
        reason = f"as in {word}" if char else "no word tells which"
        evidence = f"a character read {m[0]}, {reason}"
        edits.append(Edit(m.start(), m.end(), char or LOST, "replace_reading", certainty, evidence))
    return edits


def _stands_for_a_character(text: str, m: re.Match[str]) -> bool:
    left, right = text[max(m.start() - 1, 0) : m.start()], text[m.end() : m.end() + 1]
    if not (_is_chinese(left) or _is_chinese(right)) or _APART.match(left) or _APART.match(right):
        return False
    chars = _read_so().get(m[0], "")
    beside = text[: m.start()].rstrip(" ")[-1:] + text[m.end() :].lstrip(" ")[:1]
    has_latin = any(char.isalpha() and not _is_chinese(char) for char in beside)
    is_gloss = (left != "" and left in chars) or (right != "" and right in chars)
    return chars != "" and not has_latin and not is_gloss and not _TALK.search(text[max(m.start() - 5, 0) : m.start()])


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _decide(text: str, m: re.Match[str]) -> tuple[str, str]:
    """Give the character and the word that decide, or nothing."""
    counts, _ = base_dictionary()
    left = re.split(r"[^\u3400-\u9fff]", text[max(m.start() - 3, 0) : m.start()])[-1].translate(simplified())
    right = re.split(r"[^\u3400-\u9fff]", text[m.end() : m.end() + 3])[0].translate(simplified())
    found = [
        (counts.get(word, 0), word, char)
        for char in _read_so()[m[0]]
        for start in range(len(left) + 1)
        for end in range(len(right) + 1)
        if (word := left[start:] + char + right[:end]) != char and not word_tags().get(word, "").startswith("nr")
    ]
    found.sort(reverse=True)
    if not found:
        return "", ""
    count, word, char = found[0]
    rival = next((rival for rival, _, other in found if other != char), 0)
    is_clear = count >= _LEAST and count >= _CLEARLY * rival
    return (char, word) if is_clear and word_tags().get(word) != "m" and not char.isnumeric() else ("", "")


@cache
def _read_so() -> dict[str, str]:
    """Give the characters that are read so, by reading: those of the basic block that words are made of."""
    counts, _ = base_dictionary()
    return {
        reading: common
        for reading, chars in readings().items()
        if (common := "".join(char for char in chars if "\u4e00" <= char < "\u9fa6" and counts.get(char, 0) >= 10))
    }
