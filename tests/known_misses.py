"""What is known to come out wrong, as data: a new miss breaks the build, and a mended one that is still listed too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
from conftest import OTHER_REPORTS

PATH = Path(__file__).parent / "cases" / "known_misses.json"
KNOWN: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
REPORTS_HERE = {"liwan-2024", *(path.stem for path in OTHER_REPORTS)}

Miss = dict[str, Any]


def check_misses(kind: str, found: Iterable[Miss], *, reports: Iterable[str] = REPORTS_HERE) -> None:
    """Compare the misses of these reports with those that are listed under `kind`; a listed one also says `why`."""
    assert all(miss["why"] for miss in KNOWN[kind])
    listed = [
        {key: value for key, value in miss.items() if key != "why"}
        for miss in KNOWN[kind]
        if miss["report"] in set(reports)
    ]
    misses = [{key: _plain(value) for key, value in miss.items()} for miss in found]
    new = [miss for miss in misses if miss not in listed]
    mended = [miss for miss in listed if miss not in misses]
    assert not new, f"{len(new)} new misses of {kind}: {json.dumps(new, ensure_ascii=False)}"
    assert not mended, f"right now, take them off {PATH.name}, {kind}: {json.dumps(mended, ensure_ascii=False)}"
    assert len(misses) == len(listed), f"{kind}: a miss is listed twice, or found twice"


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
