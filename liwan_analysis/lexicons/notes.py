"""Notes in the reader's language: what a report and a table say of themselves, by lexicons/notes.csv.

Notes are made in English, and kept so: in `report.notes`, in `table.attrs`, in the column `note`, in stores. They are
told in another language where they are shown; an English note is the key of its translation, with a field `{n}` for
what differs.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter

import pandas as pd

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.messages import check_language

__all__ = ["COLUMNS", "in_language", "with_notes_in"]

BETWEEN = re.compile(r"(?<=\.) |; ")
"""What stands between the pieces of a note that was put together: a space behind a sentence, else a semicolon."""
COLUMNS = frozenset({"note", "notes", "evidence"})
"""The columns of tables that hold notes."""
NOTE = "note"
"""A field `{reason:note}` holds what is a note itself; other fields may hold anything."""


def in_language(note: str, language: str = "both") -> str:
    """Tell an English note in a language; `both` is the Chinese, then the English.

    >>> in_language("The year planned for, 2024, is taken from the file's name.", "zh")
    '计划年份2024取自文件名。'
    >>> in_language("a total in the review, an addition in the plan; named 道路 there", "zh")
    '回顾为累计数，计划为新增数；该处称为道路'
    >>> in_language("No plan was found.")
    '未找到计划部分。 / No plan was found.'

    What lexicons/notes.csv does not have, such as the name of a stop list of the reader's own, stays as it is. Raises
    ValueError for an unknown language.
    """
    if check_language(language) == "en":
        return note
    lines = [_told(line) or line for line in note.split("\n")]
    told = "\n".join(lines)
    return told if language == "zh" or told == note else f"{told} / {note}"


def with_notes_in(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Give a table with its column `note` (or `evidence`, of repairs) and what its `attrs` say told in a language.

    >>> table = pd.DataFrame({"note": ["another thing", None]})
    >>> table.attrs = {"note": "The glossary is left out.", "n_tokens": 12}
    >>> said = with_notes_in(table, "zh")
    >>> said["note"].iloc[0], said.attrs
    ('另一事项', {'note': '名词解释不计。', 'n_tokens': 12})
    """
    told = table.copy(deep=False)
    for column in COLUMNS & set(table.columns):
        told[column] = table[column].map(lambda note: in_language(note, language), na_action="ignore")
    told.attrs = {
        key: in_language(value, language) if isinstance(value, str) else value for key, value in table.attrs.items()
    }
    return told


@lru_cache(maxsize=4096)
def _told(note: str) -> str | None:
    """Tell a note in Chinese, piece by piece where it was put together; None where a piece is not known."""
    for cut in BETWEEN.finditer(note):
        head = _piece(note[: cut.start()])
        tail = _told(note[cut.end() :]) if head else None
        if head and tail:
            return head + ("" if cut[0] == " " else "；") + tail
    return _piece(note)


def _piece(note: str) -> str | None:
    exact, patterns = _messages()
    if note in exact:
        return exact[note]
    for pattern, of_notes, chinese in patterns:
        match = pattern.fullmatch(note)
        values = (
            {key: _value(value, must_be=key in of_notes) for key, value in match.groupdict().items()} if match else {}
        )
        if match and all(value is not None for value in values.values()):
            return chinese.format(**values)
    return None


def _value(value: str, *, must_be: bool) -> str | None:
    if must_be:
        return _told(value)
    exact = _messages()[0]
    return "或".join("+".join(exact.get(word, word) for word in one.split("+")) for one in value.split(" or "))


@cache
def _messages() -> tuple[dict[str, str], list[tuple[re.Pattern[str], frozenset[str], str]]]:
    """Read lexicons/notes.csv: notes without a field by their English, and the others as patterns."""
    exact, patterns = {}, []
    for row in read_table("notes.csv"):
        fields = [field for field in Formatter().parse(row["en"]) if field[1]]
        if not fields:
            exact[row["en"]] = row["zh"]
            continue
        pattern = "".join(
            re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in Formatter().parse(row["en"])
        )
        patterns.append(
            (re.compile(pattern), frozenset(name for _, name, kind, _ in fields if name and kind == NOTE), row["zh"])
        )
    return exact, patterns
