"""Each row of lexicons/grammar.csv earns its place: its example is read otherwise without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from liwan_analysis.lexicons import loader
from liwan_analysis.lexicons.loader import Row, read_table
from liwan_analysis.quantities import grammar, nouns, read_passage, series

CACHES = (
    grammar.words_of,
    grammar._either,
    grammar.pattern_of,
    nouns._names,
    nouns._endings,
    nouns._rated,
    series._measured,
)
ROWS = read_table("grammar.csv")


@contextmanager
def _without(row: Row, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rows = tuple(one for one in ROWS if one is not row)

    def read(path: Any, schema: Any, stamp: Any) -> tuple[Row, ...]:
        return rows if path.name == "grammar.csv" else original(path, schema, stamp)

    original = loader._read_again
    with monkeypatch.context() as patch:
        patch.setattr(loader, "_read_again", read)
        for cache in CACHES:
            cache.cache_clear()
        yield
    for cache in CACHES:
        cache.cache_clear()


def _read(text: str) -> list[tuple[Any, ...]]:
    """Read an example as part of both chapters: what its numbers measure and what they are."""
    return [
        (one.indicator, one.measure, one.direction, one.status)
        for part in ("review", "plan")
        for one in read_passage(text, part, review_year=2025, plan_year=2026)
    ]


@pytest.mark.parametrize("role", sorted({row["role"] for row in ROWS}))
def test_each_row_decides_in_its_example(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    idle = []
    for row in ROWS:
        if row["role"] != role:
            continue
        assert row["word"] in row["example"]
        read = _read(row["example"])
        with _without(row, monkeypatch):
            if _read(row["example"]) == read:
                idle.append((row["word"], row["role"], row["example"]))
    assert not idle


def test_each_role_has_rows() -> None:
    assert {row["role"] for row in ROWS} == set(loader.SCHEMAS["grammar.csv"].choices["role"])
