"""Steps from damaged text to restored text: what one changes, how two rounds make one, how to take them again."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

__all__ = [
    "Edit",
    "Restoration",
    "Step",
    "apply_edits",
    "compose",
    "replay",
]

_CERTAINTIES = ("certain", "inferred", "unknown")


@dataclass(frozen=True, slots=True)
class Step:
    """One change: `raw[raw_start:raw_end]` was `before` and became `after`.

    `rule` is a key of `RULES`; `certainty` is "certain", "inferred" or "unknown"; `evidence` says why, in words.
    """

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

    @cached_property
    def _ends(self) -> list[tuple[int, int]]:
        """Where each step ends, in the raw text and in the restored one."""
        shift, ends = 0, [(0, 0)]
        for step in self.steps:
            shift += len(step.after) - len(step.before)
            ends.append((step.raw_end, step.raw_end + shift))
        return ends

    def locate(self, raw_offset: int) -> int:
        """Give the place in `text` of a place in the raw text, both in characters from 0.

        >>> from liwan_analysis.restoration import restore
        >>> restore("經(jīng)濟(jì)").locate(7)
        1

        A place inside a step is where the step's `after` begins.
        """
        at = bisect_right(self._ends, raw_offset, key=lambda ends: ends[0]) - 1
        if at < len(self.steps):
            raw_offset = min(raw_offset, self.steps[at].raw_start)
        raw_end, text_end = self._ends[at]
        return text_end + raw_offset - raw_end


def replay(raw: str, steps: tuple[Step, ...]) -> str:
    """Take steps again on the raw text that they were taken on.

    >>> from liwan_analysis.restoration import restore
    >>> raw = "經(jīng)濟(jì)"
    >>> replay(raw, restore(raw).steps)
    '经济'

    Raises ValueError, with the offset, if the text is another one.
    """
    for step in steps:
        if raw[step.raw_start : step.raw_end] != step.before:
            raise ValueError(f"offset {step.raw_start}: these steps were not taken on this text")
    return apply_edits(raw, [Edit(step.raw_start, step.raw_end, step.after, "", "", "") for step in steps])


class Edit(NamedTuple):
    """A change to the text that one rule sees: `text[start:end]` becomes `after`."""

    start: int
    end: int
    after: str
    rule: str
    certainty: str
    evidence: str


def apply_edits(text: str, edits: list[Edit]) -> str:
    """Give the text after the edits, which are sorted and do not overlap."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.after]
        at = edit.end
    return "".join([*pieces, text[at:]])


def compose(first: list[Edit], text: str, second: list[Edit]) -> list[Edit]:
    """Make one list of two in a row: `text` is what `first` made, and what `second` changes; overlaps are merged."""
    if not first or not second:
        return first or second
    placed = [(edit.start, edit.end, 0, edit) for edit in second]
    shift = 0
    for edit in first:
        start, growth = edit.start + shift, len(edit.after) - edit.end + edit.start
        placed.append((start, start + len(edit.after), growth, edit))
        shift += growth
    placed.sort(key=itemgetter(0, 1))
    older = set(map(id, first))
    done, shift, at = [], 0, 0
    while at < len(placed):
        start, end, growth, edit = placed[at]
        begin, group = start - shift, [edit]
        shift += growth
        at += 1
        while at < len(placed) and placed[at][0] < end:
            _, reach, growth, edit = placed[at]
            end, shift = max(end, reach), shift + growth
            group.append(edit)
            at += 1
        _, _, after, rule, certainty, evidence = group[0]
        if len(group) > 1:
            inner = [e._replace(start=e.start - start, end=e.end - start) for e in group if id(e) not in older]
            after = apply_edits(text[start:end], inner)
            rule, evidence = next((e.rule, e.evidence) for e in group if id(e) in older)
            certainty = max((e.certainty for e in group), key=_CERTAINTIES.index)
        done.append(Edit(begin, end - shift, after, rule, certainty, evidence))
    return done
