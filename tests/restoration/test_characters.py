"""The tables of characters are those that pypinyin and OpenCC give."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_characters.py"))


@pytest.mark.parametrize("name", ["readings.csv", "forms.csv"])
def test_a_table_is_as_its_script_makes_it(script: dict[str, Any], name: str) -> None:
    made = script["tables"]()[name]
    assert (script["ROOM"] / name).read_text("utf-8") == made, "run python scripts/make_characters.py"
