"""The one reader of the lexicons: every file is checked against its schema, and a bad line is named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from liwan_analysis.lexicons.schemas import LISTS, SCHEMAS, Schema

__all__ = [
    "FOLDER",
    "LexiconError",
    "LexiconWord",
    "Row",
    "check_lexicons",
    "either",
    "guarded",
    "read_list",
    "read_table",
    "read_words",
]

FOLDER = Path(__file__).resolve().parent
NOTHING = "(?!)"
"""A pattern that finds nothing, where an empty one would find everything."""
_COMMENT = re.compile(r"\s*#.*$")


class LexiconError(ValueError):
    """A lexicon that cannot be used: one line that names the file, the line, what is wrong and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Show that line alone in a notebook, without the way to it through the package."""
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class Row:
    """A line of a lexicon: its cells by column, and where it stands."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell; "" for an optional column that is not there."""
        return self.cells.get(column, "")

    def words(self, column: str) -> tuple[str, ...]:
        """Give the words of a cell that holds several, parted by |.

        >>> next(row for row in read_table("counters.csv") if row["word"] == "处").words("not_before")
        ('理', '置')
        """
        return tuple(filter(None, self[column].split("|")))

    def error(self, what: str) -> LexiconError:
        """Say what is wrong with this line."""
        return LexiconError(f"{self.path}, line {self.line}: {what}")


@dataclass(frozen=True)
class LexiconWord:
    """A line of words.txt: a word to keep whole, its part of speech, and why it is listed."""

    word: str
    pos: str
    reason: str


def read_table(source: str | Path, schema: Schema | None = None) -> tuple[Row, ...]:
    """Read a table of this folder by its name, or another file by its path and schema; in the order of the file.

    >>> next(row["hardness"] for row in read_table("modality.csv") if row["word"] == "力争")
    'soft'

    A file is read again only after it was changed. Raises `LexiconError` for the first line that is not as the schema
    says (see schemas.py): a column missing or unknown, too few or too many cells, an empty cell, white space around a
    word, a value that is none of its column's, a key that stands twice.
    """
    path = FOLDER / source if isinstance(source, str) else source
    return _read_again(path, schema or SCHEMAS[path.name], _stamp(path))


def read_words(path: Path | None = None) -> list[LexiconWord]:
    """Read the words to keep whole: word, tab, part of speech, tab, reason; one a line, # opens a remark.

    >>> next(entry.reason for entry in read_words() if entry.word == "高质量发展")
    'policy term: the guiding ideas that every report names'
    """
    path = path or FOLDER / "words.txt"
    return list(_read_words_again(path, _stamp(path)))


def read_list(name: str) -> frozenset[str]:
    """Read a plain list of words, such as stopwords.txt: words parted by spaces or lines, # opens a remark.

    >>> "的" in read_list("stopwords.txt"), "推进" in read_list("boilerplate.txt")
    (True, True)
    """
    path = FOLDER / name
    return _read_list_again(path, _stamp(path))


def either(name: str, *roles: str) -> str:
    """Give a pattern for the words of some roles, the longest first; a word does not stand before its `not_before`.

    >>> either("status.csv", "former"), either("status.csv", "no such role")
    ('原先|原来|原有|全部', '(?!)')

    Where a role has no words, the pattern finds nothing.
    """
    rows = [row for row in read_table(name) if row["role"] in roles]
    return "|".join(guarded(row, "word") for row in sorted(rows, key=lambda row: -len(row["word"]))) or NOTHING


def guarded(row: Row, column: str) -> str:
    """Give a pattern for a word that is not the beginning of another: 家 but not 家庭."""
    others = "|".join(map(re.escape, row.words("not_before")))
    return re.escape(row[column]) + (f"(?!{others})" if others else "")


def check_lexicons() -> None:
    """Check every lexicon of the package; raises `LexiconError` for the first bad line.

    >>> check_lexicons()
    """
    for name, schema in SCHEMAS.items():
        rows = read_table(name)
        if not rows:
            raise LexiconError(f"{FOLDER / name}, line 2: there is no word in the file; give at least one")
        for column, (other, key) in schema.refers.items():
            known = {row[key] for row in read_table(other)}
            for row in rows:
                if row[column] not in known:
                    raise row.error(f"{row[column]} is not in {other}; add its line there, too")
    for name in LISTS:
        read_list(name)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); put the file back or give another") from None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def _read_again(path: Path, schema: Schema, stamp: tuple[int, int]) -> tuple[Row, ...]:
    rows: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in _csv_rows(path, schema) if schema.header else _tabbed_rows(path, schema):
        _check_row(row, schema)
        key = tuple(row[column] for column in schema.key)
        if key in seen:
            raise row.error(f"{', '.join(key)} is listed twice (first in line {seen[key]}); delete one of the lines")
        seen[key] = row.line
        rows.append(row)
    return tuple(rows)


@lru_cache(maxsize=4)
def _read_words_again(path: Path, stamp: tuple[int, int]) -> tuple[LexiconWord, ...]:
    rows = read_table(path, SCHEMAS["words.txt"])
    return tuple(LexiconWord(row["word"], row["pos"], row["reason"]) for row in rows)


@lru_cache(maxsize=16)
def _read_list_again(path: Path, stamp: tuple[int, int]) -> frozenset[str]:
    seen: dict[str, int] = {}
    for number, line in _lines(path):
        for word in line.split():
            if word in seen:
                raise LexiconError(
                    f"{path}, line {number}: {word} is listed twice (first in line {seen[word]}); delete one of them"
                )
            seen[word] = number
    return frozenset(seen)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LexiconError(f"{path}, line {line}: not UTF-8; save the file as CSV UTF-8") from None
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); give the path of a CSV file") from None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(io.StringIO(_text(path), newline=None), start=1):
        words = _COMMENT.sub("", line.rstrip("\n"))
        if words.strip():
            yield number, words


def _tabbed_rows(path: Path, schema: Schema) -> Iterator[Row]:
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) != len(schema.columns):
            form = ", tab, ".join(schema.columns)
            raise LexiconError(f"{path}, line {number}: {line!r} is not {form}; put one tab between the cells")
        yield Row(path, number, MappingProxyType(dict(zip(schema.columns, cells, strict=True))))


def _csv_rows(path: Path, schema: Schema) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    header: list[str] | None = None
    line = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise LexiconError(
                f"{path}, line {line}: cannot be read as CSV ({error}); close each quotation mark in its line"
            ) from None
        if not cells:
            continue
        if header is None:
            header = cells
            _check_header(path, line, header, schema)
            continue
        if len(cells) < len(header) and set(header[len(cells) :]) <= set(schema.optional):
            cells += [""] * (len(header) - len(cells))  # a line may stop early where only optional columns follow
        if len(cells) != len(header):
            raise LexiconError(
                f"{path}, line {line}: {len(cells)} cells where the header has {len(header)}; "
                f"give one for each of {', '.join(header)}, and put a cell with a comma in quotation marks"
            )
        yield Row(path, line, MappingProxyType(dict(zip(header, cells, strict=True))))
    if header is None:
        raise LexiconError(f"{path}, line 1: the file is empty; its header is {','.join(schema.columns)}")


def _check_header(path: Path, line: int, header: Sequence[str], schema: Schema) -> None:
    known = (*schema.columns, *schema.optional)
    needed = " and ".join(schema.columns) if schema.optional else ", ".join(schema.columns)
    for column in schema.columns:
        if column not in header:
            raise LexiconError(f"{path}, line {line}: the column {column!r} is missing; the header needs {needed}")
    for column in header:
        if column not in known:
            raise LexiconError(
                f"{path}, line {line}: the column {column!r} is unknown; the columns are {', '.join(known)}"
            )
        if header.count(column) > 1:
            raise LexiconError(f"{path}, line {line}: the column {column!r} stands twice; delete one")


def _check_row(row: Row, schema: Schema) -> None:
    for column, cell in row.cells.items():
        if not cell:
            if column not in schema.may_be_empty and column not in schema.optional:
                raise row.error(f"the {column} is empty; fill it in, or delete the line")
            continue
        if cell[0].isspace() or cell[-1].isspace():
            raise row.error(f"white space around the {column} {cell.strip()!r}; delete it")
        if not cell.isprintable():
            raise row.error(f"the {column} {cell!r} holds a character that cannot be seen; type it anew")
        if column in schema.lists:
            _check_list(row, column)
        if column in schema.choices or column in schema.ranges:
            _check_values(row, column, schema)


def _check_list(row: Row, column: str) -> None:
    values = row[column].split("|")
    if not all(value and value == value.strip() for value in values):
        raise row.error(f"the {column} {row[column]!r} has an empty place or white space beside |; delete it")
    if len(set(values)) < len(values):
        raise row.error(f"the {column} {row[column]!r} names a word twice; delete one")


def _check_values(row: Row, column: str, schema: Schema) -> None:
    choices = schema.choices.get(column)
    for value in row.words(column) if column in schema.lists else (row[column],):
        if choices and value not in choices:
            raise row.error(f"the {column} {value!r} does not exist; it is one of {', '.join(choices)}")
    if column in schema.ranges:
        low, high = schema.ranges[column]
        try:
            number = float(row[column])
        except ValueError:
            raise row.error(f"the {column} {row[column]!r} is no number; give one from {low:g} to {high:g}") from None
        if not low <= number <= high:
            raise row.error(f"the {column} {number:g} is not between {low:g} and {high:g}")
