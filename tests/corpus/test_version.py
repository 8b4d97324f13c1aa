"""The version of what reads a report: an edit of what decides a stored row changes it, and no other edit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import liwan_analysis.corpus.version as version


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("lexicons/words.txt", True),
        ("lexicons/themes.csv", True),
        ("lexicons/loader.py", True),
        ("quantities/table.py", True),
        ("lexicons/messages.csv", False),
        ("lexicons/columns.csv", False),
        ("lexicons/notes.csv", False),
        ("lexicons/concepts.csv", False),
    ],
)
def test_only_what_decides_a_row_is_in_the_version(
    name: str, decides: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = shutil.copytree(version.PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "PACKAGE", package)
    before = version.reading_version.__wrapped__()
    with (package / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (version.reading_version.__wrapped__() != before) == decides
