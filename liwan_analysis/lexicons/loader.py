"""The word lists an analyst edits: words.txt, stopwords.txt and boilerplate.txt in the folder `lexicons`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["LexiconWord", "read_list", "read_words"]

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class LexiconWord:
    """A line of words.txt: a word to keep whole, its part of speech, and why it is listed."""

    word: str
    pos: str
    reason: str


def read_words(path: Path | None = None) -> list[LexiconWord]:
    """Read the words to keep whole: word, tab, part of speech, tab, reason; one a line, # opens a remark.

    >>> next(entry.reason for entry in read_words() if entry.word == "高质量发展")
    'policy term: the guiding ideas that every report names'

    Raises ValueError, naming file and line, for a line that is not of this form or gives a word twice.
    """
    path = path or FOLDER / "words.txt"
    words: dict[str, LexiconWord] = {}
    for number, line in _lines(path):
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != 3 or not all(fields):
            raise ValueError(f"{path.name}, line {number}: {line!r} is not word, tab, part of speech, tab, reason")
        if fields[0] in words:
            raise ValueError(f"{path.name}, line {number}: {fields[0]} is listed twice; delete one of the lines")
        words[fields[0]] = LexiconWord(*fields)
    return list(words.values())


def read_list(name: str) -> frozenset[str]:
    """Read a plain list of words, such as stopwords.txt: words parted by spaces or lines, # opens a remark.

    >>> "的" in read_list("stopwords.txt"), "推进" in read_list("boilerplate.txt")
    (True, True)
    """
    return frozenset(word for _, line in _lines(FOLDER / name) for word in line.split())


def _lines(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    cut = ((number, line.partition("#")[0].rstrip()) for number, line in enumerate(lines, start=1))
    return [(number, line) for number, line in cut if line]
