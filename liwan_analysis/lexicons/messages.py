"""What figures, findings, summary and page say, in English and Chinese: one table, lexicons/messages.csv."""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import Any, Literal, get_args

from liwan_analysis.lexicons.loader import read_table

__all__ = ["LANGUAGES", "Language", "check_language", "tell"]

Language = Literal["both", "zh", "en"]
LANGUAGES: tuple[str, ...] = get_args(Language)


class _Plurals(Formatter):
    """`{n:target|targets}` in a message gives the word that goes with the number n; other fields as in str.format."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        return str(super().format_field(value, format_spec))


def check_language(language: str) -> Language:
    """Give the language back; raise ValueError, naming the three there are, for another."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}; choose one of {', '.join(LANGUAGES)}")
    return language  # type: ignore[return-value]


@cache
def _messages() -> dict[str, dict[str, str]]:
    return {row["key"]: {"en": row["en"], "zh": row["zh"]} for row in read_table("messages.csv")}


def tell(key: str, language: str = "both", *, joint: str = " ", **values: object) -> str:
    """Give a message in a language; `both` is the Chinese, then `joint`, then the English.

    >>> tell("summary.start_with", "en", file="report.html")
    'start with report.html'
    >>> tell("unit.character")
    '字 characters'

    Raises ValueError for an unknown language, KeyError for an unknown key or a value that a message lacks.
    """
    said = _messages()[key]
    chosen = ("zh", "en") if check_language(language) == "both" else (language,)
    return joint.join(_Plurals().vformat(said[one], (), values) for one in chosen)
