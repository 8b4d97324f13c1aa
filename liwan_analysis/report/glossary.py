"""The terms a report explains behind its text (名词解释), each with its definition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liwan_analysis.report.chapters import Line
from liwan_analysis.report.lines import ENTRY

__all__ = ["Entry", "find_entries"]


@dataclass(frozen=True)
class Entry:
    """A term explained in the glossary."""

    number: int
    term: str
    definition: str
    start: int
    end: int


def find_entries(text: str, lines: list[Line]) -> Iterator[Entry]:
    """Read entries that count from 1; a line without the next number goes on with the entry before it."""
    expected = 1
    open_entry: tuple[int, int, int] | None = None
    for line in lines:
        match = ENTRY.match(line.text)
        if match and int(match[1]) == expected:
            if open_entry:
                yield _read_entry(text, *open_entry)
            open_entry = (expected, line.start, line.end)
            expected += 1
        elif open_entry:
            open_entry = (open_entry[0], open_entry[1], line.end)
    if open_entry:
        yield _read_entry(text, *open_entry)


def _read_entry(text: str, number: int, start: int, end: int) -> Entry:
    content = text[start:end]
    match = ENTRY.match(content)
    content = content[match.end() :] if match else content
    term, mark, definition = (
        re.split(r"(：|:|——|，是指|是指|指)", content, maxsplit=1)
        if re.search(r"：|:|——|指", content)
        else (content, "", "")
    )
    if mark.endswith("指"):
        definition = mark.lstrip("，") + definition
    return Entry(number, term.strip(" 【】[]"), definition.strip(), start, end)
