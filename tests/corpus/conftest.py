"""Small reports in numbers, and what a folder holds in bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from make_reports import write_small

from liwan_analysis.corpus import Corpus, build_corpus


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder, by its name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty small reports: seven counties in up to three years."""
    folder = tmp_path_factory.mktemp("many") / "reports"
    write_small(folder, 20)
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four small reports: a county in three years, and another in one."""
    folder = tmp_path_factory.mktemp("few") / "reports"
    write_small(folder, 4)
    return folder


@pytest.fixture(scope="session")
def corpus(few: Path) -> Corpus:
    return build_corpus(few, few.parent / "store")
