"""Damaged text back to text, and every step that was taken.

Some sites clone official pages by machine, and damage them on the way: characters become traditional, one by one;
"(pinyin)" is put behind the bytes of some; bytes are cut at sentence marks, so that what follows is read out of
step; NFKC makes marks narrow. Others read a whole file in the wrong encoding, leave references of HTML in it, or put
a reading in place of a character. `restore` undoes this with the rules in `RULES`, which are functions on a text. It
changes characters only: page furniture and spam stay, and white space is left as it is.

A text is taken for damaged only if it shows what nobody writes: traditional characters that carry their own reading
in narrow parentheses, at least one in 400 characters, or a long stretch that makes sense one byte out of step and
none as it stands. Traditional text alone is no damage, nor are honest parentheses. On a damaged page, lines that
have simplified characters, and none that damage would have made traditional, did not go through it and stay. How the
other damages are told from honest text is said at their rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

import numpy as np

from liwan_analysis.lexicons.dictionary import base_dictionary
from liwan_analysis.restoration.characters import (
    LOST,
    WIDE,
    find_annotations,
    known_to_both,
    simplified,
    simplified_only,
)
from liwan_analysis.restoration.misreadings import reread_bytes
from liwan_analysis.restoration.realignment import realign
from liwan_analysis.restoration.steps import Edit, Restoration, Step, apply_edits, compose
from liwan_analysis.restoration.substitutes import (
    has_doubling_habit,
    merge_marks,
    replace_reading,
    resolve_references,
)

__all__ = ["RULES", "restore", "simplify_page"]

_RAREST = 400
"""Characters of text for each annotation, at most; the seed has one in 13, an honest text a gloss now and then."""
_LONG_STRETCH = 4
"""Characters that a stretch out of step must have to prove damage where there are no annotations."""
_CHINESE = re.compile("[\u3400-\u9fff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Characters that nobody writes: a stretch that has one proves damage however short it is."""


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
    if not _shows_anything(raw):
        return Restoration(raw, ())
    return _restoration(raw, *_take_rounds(raw, (reread_bytes,), (resolve_references,), (_undo,), (replace_reading,)))


def simplify_page(raw: str) -> Restoration:
    """Simplify a page that is written in traditional characters; any other comes back as it is.

    >>> simplify_page("經濟發展穩中有進").text, simplify_page("经济发展，乾隆年间").text
    ('经济发展稳中有进', '经济发展，乾隆年间')

    A page counts as traditional where more than one Chinese character in twenty has a simplified form of its own.
    """
    n_traditional = sum(map(len, _traditional().findall(raw)))
    if n_traditional <= 0.05 * sum(map(len, _CHINESE.findall(raw))):
        return Restoration(raw, ())
    return _restoration(raw, *_take_rounds(raw, (simplify,)))


def _restoration(raw: str, text: str, edits: list[Edit]) -> Restoration:
    steps = [Step(rule, start, end, raw[start:end], after, *why) for start, end, after, rule, *why in edits]
    return Restoration(text, tuple(steps))


def realign_bytes(text: str) -> list[Edit]:
    """Put stretches that were read one byte out of step back in step; see `realignment`."""
    edits = []
    for found in realign(text):
        true, certainty, evidence = found.true.replace("\u3000", " "), "certain", "read one byte out of step in GBK"
        if found.chosen:
            is_open = LOST in found.chosen
            certainty = "unknown" if is_open else "inferred"
            reason = "and the words do not tell which" if is_open else "which was chosen by the words that result"
            evidence += f"; {'、'.join(found.chosen)} lost a byte, {reason}"
        swallows = true.endswith(LOST) and LOST not in found.chosen
        end = found.end - swallows
        if end > found.start:
            after = true.removesuffix(LOST) if swallows else true
            edits.append(Edit(found.start, end, after, "realign_bytes", certainty, evidence))
        if swallows:
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
    notes = find_annotations.__wrapped__(text)  # a few characters, not to be remembered in place of a page
    return apply_edits(text, [Edit(start, end, "", "", "", "") for start, end, _, _ in notes]).translate(simplified())


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
    rule.__name__: rule
    for rule in (
        reread_bytes,
        resolve_references,
        realign_bytes,
        mark_unknown,
        merge_marks,
        remove_annotation,
        simplify,
        widen_punctuation,
        replace_reading,
    )
}
"""Every rule that a step can name, in the order in which they are tried."""
_Rule = Callable[[str], list[Edit]]


def _undo(text: str) -> list[Edit]:
    """Undo what cloning sites do, in the lines that went through it."""
    edits: list[Edit] = []
    for start, region, is_damaged in _regions(text):
        if is_damaged:
            rounds: tuple[tuple[_Rule, ...], ...]
            rounds = ((realign_bytes,), (merge_marks,), (remove_annotation, simplify, widen_punctuation))
        else:
            rounds = ((merge_marks,),) if has_doubling_habit(region) else ()
        _, found = _take_rounds(region, *rounds)
        edits += [Edit(start + edit.start, start + edit.end, *edit[2:]) for edit in found]
    return edits


def _take_rounds(text: str, *rounds: tuple[_Rule, ...]) -> tuple[str, list[Edit]]:
    """Take rounds of rules, each on the text that the round before has made."""
    edits: list[Edit] = []
    for rules in rounds:
        found = sorted(edit for rule in rules for edit in rule(text))
        edits = compose(edits, text, found)
        text = apply_edits(text, found)
    return text, edits


_SIGNS = "(?&,锛紝銆涓鏀\ufffd"
"""Without these and without foreign letters a text has no damage: those behind the comma come from UTF-8 in GBK."""
_HONEST = frozenset("·×°±")
_SHORT = 400
"""Characters of a text so short that it may be misread and have none of the signs."""


def _shows_anything(raw: str) -> bool:
    """Tell at a glance whether a text can be damaged; most are not, and need no second look."""
    if len(raw) <= _SHORT or any(sign in raw for sign in _SIGNS):
        return True
    letters = np.array([raw]).view(np.uint32) - np.uint32(0x80) < 0x180  # Latin-1, and letters with tone marks
    return bool(letters.any()) and not _HONEST.issuperset(raw[at] for at in np.flatnonzero(letters))


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
    if notes * _RAREST > len(raw):
        return True
    return any(
        len(found.true) >= _LONG_STRETCH or _PRIVATE.search(raw, found.start, found.end) for found in realign(raw)
    )
