"""Where a Chinese sentence ends."""

from __future__ import annotations

__all__ = ["FINAL", "split_sentences"]

CLOSERS = "”’）》」』】)\"'"
PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "「": "」", "『": "』", "(": ")"}
FINAL = "。！？!?"


def split_sentences(line: str) -> list[tuple[int, int]]:
    """Cut one paragraph into sentences, as half-open offsets that cover it without a gap.

    >>> [("他说：“好。行。”再来。")[a:b] for a, b in split_sentences("他说：“好。行。”再来。")]
    ['他说：“好。行。”', '再来。']

    A sentence ends at 。！？ outside quotes and parentheses, and takes the closing marks behind it along. Marks that do
    not pair within the paragraph are ignored, so that one lost quote does not swallow the rest.
    """
    paired = _paired_marks(line)
    spans = []
    start = depth = 0
    i = 0
    while i < len(line):
        depth += paired.get(i, 0)
        ends_inside = depth == 1 and paired.get(i + 1) == -1 and not (line[i + 1] in "）)" and i + 2 < len(line))
        if line[i] in FINAL and (depth == 0 or ends_inside) and not _is_title_mark(line, i):
            j = i + 1
            while j < len(line) and (line[j] in FINAL or (line[j] in CLOSERS and paired.get(j) != 1)):
                depth += paired.get(j, 0)
                j += 1
            if depth == 0 and (not ends_inside or _may_start(line, j)):
                spans.append((start, j))
                start = j
            i = j
        else:
            i += 1
    if start < len(line):
        spans.append((start, len(line)))
    return spans


def _is_title_mark(line: str, i: int) -> bool:
    """A half-width mark between Latin letters or digits ends no sentence."""
    return line[i] in "!?" and i + 1 < len(line) and line[i + 1].isascii() and line[i + 1].isalnum()


def _may_start(line: str, j: int) -> bool:
    """After 。” a sentence ends unless a mark or a particle carries it on."""
    return j >= len(line) or line[j] not in "，、；：的等和与及。"


def _paired_marks(line: str) -> dict[int, int]:
    """Give +1 for each opening and -1 for each closing mark that has its partner in the paragraph."""
    stack: list[tuple[str, int]] = []
    paired: dict[int, int] = {}
    closing = set(PAIRS.values())
    for i, character in enumerate(line):
        if character in PAIRS:
            stack.append((PAIRS[character], i))
        elif character in closing:
            for back in range(len(stack) - 1, -1, -1):
                if stack[back][0] == character:
                    paired[stack[back][1]] = 1
                    paired[i] = -1
                    del stack[back:]
                    break
    return paired
