"""Make docs/columns.md: what each column of the tables means, in English and Chinese, from lexicons/columns.csv.

    python scripts/make_columns.py

A test says whether the page is up to date.
"""

from __future__ import annotations

from pathlib import Path

from liwan_analysis.lexicons.loader import read_table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "columns.md"
HEAD = """# Columns 各列的含义

Made by `python scripts/make_columns.py` from `liwan_analysis/lexicons/columns.csv`; edit a row there, not here. The
workbook of an export explains its columns with the same words. One name means one thing in all tables.

由 `python scripts/make_columns.py` 从 `liwan_analysis/lexicons/columns.csv` 生成；请改那里的行，不要改本页。
导出的工作簿用同样的文字解释各列。同一列名在各表中含义相同。

| column 列 | meaning | 含义 |
|---|---|---|
"""


def page() -> str:
    """Give the text of the page."""
    rows = [[row[name].replace("|", "\\|") for name in ("meaning", "meaning_zh")] for row in read_table("columns.csv")]
    names = [row["column"] for row in read_table("columns.csv")]
    return HEAD + "".join(f"| `{name}` | {en} | {zh} |\n" for name, (en, zh) in zip(names, rows, strict=True))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
