"""Concordance lines: every place of a word with what stands left and right of it (keyword in context, KWIC)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from liwan_analysis.report.model import Report

__all__ = ["concordance"]

COLUMNS = ["left", "node", "right", "part", "section_id", "start", "end"]


def concordance(
    report: Report,
    node: str,
    width: int = 20,
    *,
    sort: Literal["position", "left", "right"] = "position",
    regex: bool = False,
    glossary: bool = False,
) -> pd.DataFrame:
    """Show every place of a string with up to `width` characters of its sentence on either side.

    Columns: left, node, right, part, section_id, start, end; `report.text[start:end]` is the node of its row.

    >>> from liwan_analysis.report.model import load_report
    >>> lines = concordance(load_report(), "城市更新", width=4)
    >>> set(lines["node"]), max(map(len, lines["left"]))
    ({'城市更新'}, 4)

    The node is any string, so it is found whatever the segmentation made of it: 产业 is found in 产业园 as well. With
    `regex` it is a regular expression (`产业(?!园)`), matched within one sentence. Context never leaves the sentence.
    Lines come in the order of the text; `sort="right"` groups what follows the node, `sort="left"` what stands before
    it, read from the node outwards. Headings count as sentences; the glossary is left out unless asked.

    A node that does not occur gives an empty table. ValueError for an empty node, a width below 0, an unknown order
    or a regular expression that cannot be read.
    """
    if not node:
        raise ValueError("the node of a concordance cannot be empty")
    if width < 0:
        raise ValueError(f"width must be at least 0 characters, not {width}")
    if sort not in ("position", "left", "right"):
        raise ValueError(f"sort must be position, left or right, not {sort!r}")
    try:
        pattern = re.compile(node if regex else re.escape(node))
    except re.error as error:
        raise ValueError(f"{node!r} is no regular expression: {error}") from None
    sentences = report.sentences
    if not glossary:
        sentences = sentences[sentences["part"] != "glossary"]
    columns = (sentences[column].tolist() for column in ("start", "end", "part", "section_id"))
    lines = []
    for start, end, part, section_id in zip(*columns, strict=True):
        sentence = report.text[start:end]
        for match in pattern.finditer(sentence):
            a, b = match.span()
            if a < b:
                left, right = sentence[max(0, a - width) : a], sentence[b : b + width]
                lines.append((left, match[0], right, part, section_id, start + a, start + b))
    if sort == "left":
        lines.sort(key=lambda line: (line[0][::-1], line[5]))
    elif sort == "right":
        lines.sort(key=lambda line: (line[2], line[5]))
    table = pd.DataFrame(lines, columns=COLUMNS).astype({"start": "int64", "end": "int64"})
    where = "with the glossary" if glossary else "without the glossary"
    table.attrs = {"note": f"{len(table)} places of {node}, {where}; context up to {width} characters in the sentence."}
    return table
