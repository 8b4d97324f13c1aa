"""What a notebook leaves for `run` beside its files: findings, and tables with their types and attrs, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from liwan_analysis.export.files import write_aside

__all__ = ["flat", "hand_over", "read_handover"]


def hand_over(path: Path, findings: Sequence[str], tables: Mapping[str, pd.DataFrame]) -> None:
    """Write what the files alone do not say."""
    told = {"findings": findings, "tables": {name: _as_json(table) for name, table in tables.items()}}
    write_aside(path, json.dumps(told, ensure_ascii=False, default=str).encode("utf-8"))


def read_handover(path: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Give the tables and findings that a notebook left for `run`: each cell as it was, what is missing as None."""
    told = json.loads(path.read_text("utf-8"))
    tables = {}
    for name, one in told["tables"].items():
        tables[name] = pd.DataFrame(one["data"], columns=one["columns"], dtype=object)
        tables[name].attrs = one["attrs"]
    return tables, told["findings"]


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Make an index that says something a column; a mere count of rows is left out of what is written."""
    return table.reset_index() if table.index.name or isinstance(table.index, pd.MultiIndex) else table


def _as_json(table: pd.DataFrame) -> dict[str, Any]:
    cells = flat(table).astype(object)
    return {**cells.where(cells.notna(), None).to_dict(orient="split", index=False), "attrs": table.attrs}
