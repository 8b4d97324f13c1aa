"""Damaged text back to text, and every step that was taken."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from liwan_analysis.characters import WIDE, find_annotations, known_to_both, simplified
from liwan_analysis.dictionary import word_frequencies
from liwan_analysis.realignment import LOST, realign

__all__ = ["RULES", "Restoration", "Step", "replay", "restore", "simplify_page"]

Edit = tuple[int, int, str, str, str, str]  # start, end, after, rule, certainty, evidence


@dataclass(frozen=True, slots=True)
class Step:
    """One change: `raw[raw_start:raw_end]` was `before` and became `after`."""

    rule: str
    raw_start: int
    raw_end: int
    before: str
    after: str
    certainty: str
    evidence: str


@dataclass(frozen=True)
class Restoration:
    """A restored text and the steps that lead to it, sorted by place and without overlap."""

    text: str
    steps: tuple[Step, ...]
    _ends: list[tuple[int, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note where each step ends, in the raw text and in the restored one."""
        shift, ends = 0, [(0, 0)]
        for step in self.steps:
            shift += len(step.after) - len(step.before)
            ends.append((step.raw_end, step.raw_end + shift))
        object.__setattr__(self, "_ends", ends)

    def locate(self, raw_offset: int) -> int:
        """Give the place in `text` of a place in the raw text; inside a step, where the step's `after` begins."""
        k = bisect_right(self._ends, raw_offset, key=lambda ends: ends[0]) - 1
        raw_end, text_end = self._ends[k]
        if k < len(self.steps) and self.steps[k].raw_start < raw_offset:
            raw_offset = self.steps[k].raw_start
        return text_end + raw_offset - raw_end


def replay(raw: str, steps: tuple[Step, ...]) -> str:
    """Apply steps to the raw text."""
    pieces, at = [], 0
    for step in steps:
        if raw[step.raw_start : step.raw_end] != step.before:
            raise ValueError(f"offset {step.raw_start}: the text is not the one these steps were taken on")
        pieces += [raw[at : step.raw_start], step.after]
        at = step.raw_end
    return "".join(pieces) + raw[at:]


def realign_bytes(text: str) -> list[Edit]:
    """Put stretches that were read one byte out of step back in step."""
    edits: list[Edit] = []
    for found in realign(text):
        true, certainty, evidence = found.true.replace("\u3000", " "), "certain", "read one byte out of step in GBK"
        if found.chosen:
            certainty = "inferred"
            evidence += f"; a byte of {'、'.join(found.chosen)} is lost, and was chosen by the words that result"
        if true.endswith(LOST):
            reason = "one ASCII character was swallowed; nothing in the file tells which"
            edits.append((found.start, found.end - 1, true[:-1], "realign_bytes", certainty, evidence))
            edits.append((found.end - 1, found.end, LOST, "mark_unknown", "unknown", reason))
        else:
            edits.append((found.start, found.end, true, "realign_bytes", certainty, evidence))
    return edits


def remove_annotation(text: str) -> list[Edit]:
    """Take away a parenthesis that holds a reading of the character before it."""
    return [
        (start, end, "", "remove_annotation", "certain", f"{reading} is a reading of {char}")
        for start, end, reading, char in find_annotations(text)
    ]


def simplify(text: str) -> list[Edit]:
    """Traditional characters to simplified ones, character by character."""
    edits: list[Edit] = []
    for m in _traditional_run().finditer(text):
        before = m[0]
        after = before.translate(simplified())
        certainty, evidence = "certain", "traditional form of the same character"
        if known_to_both().intersection(before):
            certainty, evidence = "inferred", "the words that result decide between two forms"
            chosen = ""
            for k, char in enumerate(before):
                chosen += (
                    _choose(
                        char,
                        _plain(text[max(0, m.start() + k - 30) : m.start() + k])[-4:],
                        text[m.start() + k + 1 : m.start() + k + 30],
                    )
                    if char in known_to_both()
                    else after[k]
                )
            after = chosen
        if after != before:
            edits.append((m.start(), m.end(), after, "simplify", certainty, evidence))
    return edits


def _plain(text: str) -> str:
    return _apply(text, remove_annotation(text)).translate(simplified())


@cache
def _traditional_run() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, simplified()))}]+")


def _choose(char: str, left: str, right: str) -> str:
    """Keep a character that simplified text also has, if it makes a word there."""
    changed = simplified()[ord(char)]
    counts, right = word_frequencies(), _plain(right)[:4]
    for size in range(2, 6):
        for before in range(size):
            if before > len(left) or size - before - 1 > len(right):
                continue
            head, tail = left[len(left) - before :], right[: size - before - 1]
            count = counts.get(head + char + tail, 0)
            if count >= 10 and count > counts.get(head + changed + tail, 0):
                return char
    return changed


_HALF = re.compile(r"[,;:!?()]")


def widen_punctuation(text: str) -> list[Edit]:
    """Half-width marks between Chinese text back to full width."""
    edits: list[Edit] = []
    for m in _HALF.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if before.isascii() and after.isascii() and before.strip() and after.strip() and m[0] not in "()":
            continue
        edits.append(
            (
                m.start(),
                m.end(),
                m[0].translate(WIDE),
                "widen_punctuation",
                "inferred",
                "a mark between Chinese characters; NFKC made it narrow",
            )
        )
    return edits


RULES: dict[str, Callable[[str], list[Edit]]] = {
    "realign_bytes": realign_bytes,
    "mark_unknown": realign_bytes,
    "remove_annotation": remove_annotation,
    "simplify": simplify,
    "widen_punctuation": widen_punctuation,
}


ROUNDS = ((realign_bytes,), (remove_annotation, simplify), (widen_punctuation,))


def _apply(text: str, edits: list[Edit]) -> str:
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit[0]], edit[2]]
        at = edit[1]
    return "".join(pieces) + text[at:]


def _compose(first: list[Edit], text: str, second: list[Edit]) -> list[Edit]:
    """One list for two in a row: `second` was made on `text`, the outcome of `first`; what overlaps is merged."""
    done: list[Edit] = []
    shift = k = n = 0
    while k < len(first) or n < len(second):
        start = first[k][0] + shift if k < len(first) else len(text) + 1
        if n == len(second) or start + len(first[k][2]) <= second[n][0] if k < len(first) else False:
            done.append(first[k])
            shift += len(first[k][2]) - first[k][1] + first[k][0]
            k += 1
            continue
        if second[n][1] <= start:
            done.append((second[n][0] - shift, second[n][1] - shift, *second[n][2:]))
            n += 1
            continue
        begin = min(start, second[n][0])
        end, raw_begin, inner = begin, begin - shift, []
        label = first[k][3:]
        while True:
            if k < len(first) and first[k][0] + shift <= end:
                end = max(end, first[k][0] + shift + len(first[k][2]))
                shift += len(first[k][2]) - first[k][1] + first[k][0]
                k += 1
            elif n < len(second) and second[n][0] < end:
                end = max(end, second[n][1])
                inner.append((second[n][0] - begin, second[n][1] - begin, *second[n][2:]))
                n += 1
            elif n < len(second) and second[n][0] == begin == end:
                end = second[n][1]
                inner.append((0, end - begin, *second[n][2:]))
                n += 1
            else:
                break
        done.append((raw_begin, end - shift, _apply(text[begin:end], inner), *label))
    return done


def _is_damaged(raw: str) -> bool:
    notes = [note for note in find_annotations(raw) if ord(note[3]) in simplified()]
    return len(notes) * 400 > len(raw)


def restore(raw: str) -> Restoration:
    """Give back the text of a page that a cloning site damaged, and every step that was taken.

    >>> restoration = restore("建成長者飯?zhí)?40個、社區(qū)頤康服務(wù)站197個")
    >>> restoration.text
    '建成长者饭堂□40个、社区颐康服务站197个'
    >>> [step.after for step in restoration.steps if step.certainty == "unknown"]
    ['□']

    The damage: simplified to traditional, "(pinyin)" put behind characters, bytes cut out of step, marks narrowed by
    NFKC. A page counts as damaged where a bracket with the reading of the traditional character before it stands at
    least once in 400 characters; any other text, honest traditional text too, comes back unchanged with no steps.
    Each step is certain, inferred (several readings are possible, the words that result decide) or unknown (□ stands
    where nothing in the file tells). Lines stay lines, and white space at their ends is left alone.
    """
    return _run(raw, ROUNDS) if _is_damaged(raw) else Restoration(raw, ())


def simplify_page(raw: str) -> Restoration:
    """Simplify a page that is written in traditional characters; any other comes back as it is.

    >>> simplify_page("經濟發展穩中有進").text, simplify_page("经济发展，乾隆年间").text
    ('经济发展稳中有进', '经济发展，乾隆年间')

    A page counts as traditional where more than one Chinese character in twenty has a simplified form of its own.
    """
    n_traditional = sum(ord(char) in simplified() for char in raw)
    n_chinese = sum("\u3400" <= char <= "\u9fff" for char in raw)
    return _run(raw, ((simplify,),)) if n_traditional > 0.05 * n_chinese else Restoration(raw, ())


def _run(raw: str, rounds: tuple[tuple[Callable[[str], list[Edit]], ...], ...]) -> Restoration:
    edits: list[Edit] = []
    text = raw
    for rules in rounds:
        found = sorted(edit for rule in rules for edit in rule(text))
        edits = _compose(edits, text, found)
        text = _apply(text, found)
    steps = tuple(
        Step(rule, s, e, raw[s:e], after, certainty, evidence) for s, e, after, rule, certainty, evidence in edits
    )
    return Restoration(text, steps)
