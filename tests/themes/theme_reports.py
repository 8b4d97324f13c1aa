"""Small reports for the tests of themes and topics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from liwan_analysis.report import Report, load_report


def make_report(folder: Path, review: Sequence[str], plan: Sequence[str] = ("我们要努力工作。",)) -> Report:
    """Write a report with these paragraphs into a file, and load it."""
    lines = [
        "2024年青山区政府工作报告",
        "各位代表：",
        "现在，我代表区人民政府，向大会报告工作，请予审议。",
        "一、2023年工作回顾",
        *review,
        "二、2024年工作安排",
        *plan,
    ]
    path = folder / "report.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_report(path)
