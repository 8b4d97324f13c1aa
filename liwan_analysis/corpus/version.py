"""The version of what reads a report: code and lexicons together, as one key."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

__all__ = ["LIBRARIES", "reading_version"]

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = ("lexicons", "restoration", "report", "words", "quantities", "terms", "targets", "themes")
"""What a report goes through; a change in any of them makes every part of a store out of date."""
SHOWN = ("columns.csv", "concepts.csv", "messages.csv", "notes.csv")
"""Lexicons of what is said about the rows, or counted in them later: they decide none."""
OWN = ("corpus/parts.py", "corpus/schemas.py")
LIBRARIES = ("charset-normalizer", "cn2an", "jieba", "lxml", "pypdfium2", "rjieba")


@cache
def reading_version() -> str:
    """Give the sha256 of every file of code and lexicons that the tables hang on, and of the libraries' versions.

    >>> len(reading_version())
    64
    """
    digest = hashlib.sha256()
    paths = [PACKAGE / name for name in OWN]
    paths += [path for room in ROOMS for path in (PACKAGE / room).rglob("*") if path.is_file() and _counts(path)]
    for path in sorted(paths, key=lambda path: path.relative_to(PACKAGE).as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    for library in LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    is_shown = path.parent.name == "lexicons" and path.name in SHOWN
    return "__pycache__" not in path.parts and not path.name.startswith(".") and not is_shown
