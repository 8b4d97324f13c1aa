"""Damaged text back to text, and every step that was taken.

Some sites clone official pages by machine, and damage them on the way: characters become traditional, one by one;
"(pinyin)" is put behind the bytes of some; bytes are cut at sentence marks, so that what follows is read out of
step; NFKC makes marks narrow. `restore` undoes this with the rules in `RULES`, which are functions on a text. It
changes characters only: page furniture and spam stay, and white space is left as it is.

A text is taken for damaged only if it shows what nobody writes: traditional characters that carry their own reading
in narrow parentheses, at least one in 400 characters, or a long stretch that makes sense one byte out of step and
none as it stands. Traditional text alone is no damage, nor are honest parentheses. On a damaged page, lines that
have simplified characters, and none that damage would have made traditional, did not go through it and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby

from liwan_analysis.lexicons.dictionary import base_dictionary
from liwan_analysis.restoration.characters import (
    LOST,
    WIDE,
    find_annotations,
    known_to_both,
    simplified,
    simplified_only,
)
from liwan_analysis.restoration.realignment import realign
from liwan_analysis.restoration.steps import Edit, Restoration, Step, apply_edits, compose

__all__ = ["RULES", "restore", "simplify_page"]

_RAREST = 400
"""Characters of text for each annotation, at most; the seed has one in 13, an honest text a gloss now and then."""
_LONG_STRETCH = 4
"""Characters that a stretch out of step must have to prove damage where there are no annotations."""


def restore(raw: str) -> Restoration:
    """Undo the damage that cloning sites do, and say what was done.

    >>> restore("推動經(jīng)濟(jì)發(fā)展(一期)").text
    '推动经济发展（一期）'
    >>> restore("推动经济发展(一期)").steps
    ()

    `raw` is the text of a page, of any length. How damage is told from other text is said at the top of this module.
    What a lost byte was is inferred from the words that result; where nothing tells, □ stands in its place, with a
    step that is "unknown". Empty text comes back empty.
    """
    return _run(raw, _regions(raw), _ROUNDS)


def simplify_page(raw: str) -> Restoration:
    """Simplify a page that is written in traditional characters; any other comes back as it is.

    >>> simplify_page("經濟發展穩中有進").text, simplify_page("经济发展，乾隆年间").text
    ('经济发展稳中有进', '经济发展，乾隆年间')

    A page counts as traditional where more than one Chinese character in twenty has a simplified form of its own.
    """
    n_traditional = sum(ord(char) in simplified() for char in raw)
    n_chinese = sum("\u3400" <= char <= "\u9fff" for char in raw)
    return _run(raw, [(0, raw, n_traditional > 0.05 * n_chinese)], ((simplify,),))


def _run(raw: str, regions: Iterable[tuple[int, str, bool]], rounds: _Rounds) -> Restoration:
    text: list[str] = []
    steps: list[Step] = []
    for start, region, is_damaged in regions:
        if is_damaged:
            region, found = _restore_region(region, rounds)
            steps += [
                Step(rule, start + begin, start + end, raw[start + begin : start + end], after, certainty, evidence)
                for begin, end, after, rule, certainty, evidence in found
            ]
        text.append(region)
    return Restoration("".join(text), tuple(steps))


def realign_bytes(text: str) -> list[Edit]:
    """Put stretches that were read one byte out of step back in step; see `realignment`."""
    edits = []
    for found in realign(text):
        true, certainty, evidence = found.true.replace("\u3000", " "), "certain", "read one byte out of step in GBK"
        if found.chosen:
            certainty = "inferred"
            evidence += f"; {'、'.join(found.chosen)} lost a byte, which was chosen by the words that result"
        end = found.end - true.endswith(LOST)
        if end > found.start:
            edits.append(Edit(found.start, end, true.removesuffix(LOST), "realign_bytes", certainty, evidence))
        if true.endswith(LOST):
            edits.append(mark_unknown(end))
    return edits


def mark_unknown(at: int) -> Edit:
    """Leave a visible □ for a character that the question mark at `at` has swallowed."""
    evidence = "an ASCII character was swallowed here, and nothing in the text tells which"
    return Edit(at, at + 1, LOST, "mark_unknown", "unknown", evidence)


def remove_annotation(text: str) -> list[Edit]:
    """Take away each parenthesis that holds a reading of the character before it."""
    return [
        Edit(start, end, "", "remove_annotation", "certain", f"{reading} is a reading of {char}")
        for start, end, reading, char in find_annotations(text)
    ]


def simplify(text: str) -> list[Edit]:
    """Make traditional characters simple, one by one, as they were made traditional."""
    table, edits = simplified(), []
    for m in _traditional().finditer(text):
        after, certainty, evidence = m[0].translate(table), "certain", "traditional form of the same character"
        if m[0] in known_to_both():
            certainty, evidence = "inferred", f"simplified text has {m[0]} too, but here {after} makes the words"
            if _makes_word(text, m.start()):
                continue
        edits.append(Edit(m.start(), m.end(), after, "simplify", certainty, evidence))
    return edits


def _makes_word(text: str, at: int) -> bool:
    """Tell whether a character, as it stands, belongs to a word of jieba's that has it rather than its other form."""
    kept, (counts, _) = text[at], base_dictionary()
    changed = kept.translate(simplified())
    left, right = _plain(text[max(at - 30, 0) : at])[-3:], _plain(text[at : at + 30])[1:4]
    for start in range(len(left) + 1):
        for end in range(len(right) + 1):
            count = counts.get(left[start:] + kept + right[:end], 0)
            is_word = start < len(left) or end > 0
            if is_word and count >= 10 and count > counts.get(left[start:] + changed + right[:end], 0):
                return True
    return False


def _plain(text: str) -> str:
    return apply_edits(text, remove_annotation(text)).translate(simplified())


@cache
def _traditional() -> re.Pattern[str]:
    both = "".join(sorted(known_to_both()))
    other = "".join(char for char in map(chr, simplified()) if char not in known_to_both())
    return re.compile(f"[{other}]+|[{both}]")


_NARROW = re.compile(r"(?<![0-9A-Za-z])[,;:!?]|[,;:!?](?![0-9A-Za-z/])|[()]")
_LATIN = re.compile(r"(?<=[0-9A-Za-z])\([\x20-\x27\x2a-\x7e]*\)(?=[0-9A-Za-z])")


def widen_punctuation(text: str) -> list[Edit]:
    """Make the marks of Chinese text wide again, but not those inside numbers, times and Latin words."""
    narrow = {at for pair in _LATIN.finditer(text) for at in (pair.start(), pair.end() - 1)}
    for start, end, _, _ in find_annotations(text):
        narrow |= {start, end - 1}
    evidence = "a mark of Chinese text, which NFKC had made narrow"
    return [
        Edit(m.start(), m.end(), m[0].translate(WIDE), "widen_punctuation", "inferred", evidence)
        for m in _NARROW.finditer(text)
        if m.start() not in narrow
    ]


RULES: dict[str, Callable[..., object]] = {
    rule.__name__: rule for rule in (realign_bytes, mark_unknown, remove_annotation, simplify, widen_punctuation)
}
"""Every rule that a step can name, in the order in which they are tried."""
_Rounds = tuple[tuple[Callable[[str], list[Edit]], ...], ...]
_ROUNDS: _Rounds = ((realign_bytes,), (remove_annotation, simplify, widen_punctuation))


def _restore_region(text: str, rounds: _Rounds) -> tuple[str, list[Edit]]:
    edits: list[Edit] = []
    for rules in rounds:
        found = sorted(edit for rule in rules for edit in rule(text))
        edits = compose(edits, text, found)
        text = apply_edits(text, found)
    return text, edits


def _regions(raw: str) -> Iterator[tuple[int, str, bool]]:
    """Cut a text into runs of lines that are damaged or not, each with its start."""
    if not _is_damaged(raw):
        yield 0, raw, False
        return
    lines = raw.splitlines(keepends=True)
    certain = frozenset(map(chr, simplified())) - known_to_both()
    touched = frozenset("".join(line for line in lines if not certain.isdisjoint(line)))
    modern = simplified_only() - touched

    def is_clean(line: str) -> bool:
        return certain.isdisjoint(line) and not modern.isdisjoint(line)

    start = 0
    for clean, run in groupby(lines, is_clean):
        region = "".join(run)
        yield start, region, not clean
        start += len(region)


def _is_damaged(raw: str) -> bool:
    notes = sum(ord(char) in simplified() for _, _, _, char in find_annotations(raw))
    if notes:
        return notes * _RAREST > len(raw)
    return any(len(found.true) >= _LONG_STRETCH for found in realign(raw))
