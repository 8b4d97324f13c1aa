"""Every step from the file to the report's text, with its place in both."""

from __future__ import annotations

from bisect import bisect_right

import pandas as pd

from liwan_analysis.report.formats import Removed
from liwan_analysis.report.model import TABLES
from liwan_analysis.report.page import Kept
from liwan_analysis.restoration.steps import Restoration, Step

__all__ = ["place_repairs"]


def place_repairs(restoration: Restoration, kept: Kept, dropped: tuple[Removed, ...] = ()) -> pd.DataFrame:
    """Give each step its place in the report's text; steps in lines that were taken out go with those lines.

    A step in the white space between two lines stands where the next one begins. `dropped` is what the reader of the
    file's format left out or changed before there was a text (page numbers of a PDF, deleted words of a .docx).
    """
    to_raw = _RawOffsets(restoration.steps)
    page_starts = [piece.page_start for piece in kept.pieces]
    removed = sorted((removal.page_start, removal.page_end) for removal in kept.removed)
    rows: list[tuple[object, ...]] = []

    def place(page_start: int) -> int:
        at = bisect_right(page_starts, page_start) - 1
        if at >= 0 and page_start <= kept.pieces[at].page_end:
            return kept.pieces[at].start + page_start - kept.pieces[at].page_start
        return kept.pieces[at + 1].start if at + 1 < len(kept.pieces) else kept.length

    for step in restoration.steps:
        page_start = restoration.locate(step.raw_start)
        if _is_removed(removed, page_start, is_gone=not step.after):
            continue
        start = place(page_start)
        end = min(start + len(step.after.strip()), kept.length)
        content = (step.before, step.after, step.certainty, step.evidence)
        rows.append((step.rule, step.raw_start, step.raw_end, *content, start, end))
    for removal in kept.removed:
        raw = (to_raw(removal.page_start), to_raw(removal.page_end))
        rows.append((removal.rule, *raw, removal.before, "", "certain", removal.evidence, removal.start, removal.start))
    for one in dropped:
        start = place(restoration.locate(one.at))
        where = f"page {one.page}: {one.why}" if one.page else one.why
        raw = (one.at, one.at + len(one.after))
        rows.append((one.rule, *raw, one.words, one.after, "certain", where, start, start + len(one.after)))
    table = pd.DataFrame(rows, columns=TABLES["repairs"])
    return table.sort_values(["raw_start", "raw_end"], kind="stable", ignore_index=True)


def _is_removed(removed: list[tuple[int, int]], page_start: int, *, is_gone: bool) -> bool:
    """Say whether a step lies in a line that was taken out; one that leaves nothing may lie at the line's end."""
    at = bisect_right(removed, (page_start, len(removed) and removed[-1][1])) - 1
    if at < 0:
        return False
    start, end = removed[at]
    return start < page_start <= end if is_gone else start <= page_start < end


class _RawOffsets:
    """From an offset in the restored page back to the raw text."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.page_ends: list[int] = [0]
        self.raw_ends: list[int] = [0]
        shift = 0
        for step in steps:
            shift += len(step.after) - (step.raw_end - step.raw_start)
            self.page_ends.append(step.raw_end + shift)
            self.raw_ends.append(step.raw_end)

    def __call__(self, page_offset: int) -> int:
        at = bisect_right(self.page_ends, page_offset) - 1
        return self.raw_ends[at] + page_offset - self.page_ends[at]
