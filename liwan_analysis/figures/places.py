"""Where a mark of a figure leads: to the place of the text that its row speaks of."""

from __future__ import annotations

from urllib.parse import quote

import pandas as pd

__all__ = ["place_urls"]


def place_urls(table: pd.DataFrame, prefix: str = "") -> list[str | None]:
    """Give for each row the address of its place in the reading page; None where the row has none.

    >>> place_urls(pd.DataFrame({"start": [3, None], "end": [9, None]}))
    ['#t-3-9', None]
    >>> place_urls(pd.DataFrame({"target_start": [3], "target_end": [9], "target_report": ["浙江省-2026"]}), "target_")
    ['#t-%E6%B5%99%E6%B1%9F%E7%9C%81-2026-3-9']

    The columns are start and end behind `prefix`. A table of many reports names the report in PREFIXreport or
    report_id, and its name stands first in the address. The page has what such an address leads to; an SVG file by
    itself has not, and there the link leads nowhere.
    """
    edges = [f"{prefix}start", f"{prefix}end"]
    if not set(edges) <= set(table.columns):
        return [None] * len(table)
    named = next((name for name in (f"{prefix}report", "report_id") if name in table.columns), None)
    reports = table[named].tolist() if named else [None] * len(table)
    return [
        None if pd.isna(start) or pd.isna(end) else f"#t-{_name(report)}{int(start)}-{int(end)}"
        for report, start, end in zip(reports, table[edges[0]], table[edges[1]], strict=True)
    ]


def _name(report: object) -> str:
    return f"{quote(report, safe='')}-" if isinstance(report, str) else ""
