"""What a reader may choose in a notebook: the defaults, and one clear line for what cannot be chosen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from liwan_analysis.corpus import Corpus, load_concepts, open_corpus
from liwan_analysis.export.subject import seed_store
from liwan_analysis.lexicons.messages import LANGUAGES
from liwan_analysis.report.load import load_report
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError
from liwan_analysis.themes.lexicon import ThemeLexicon, load_themes

__all__ = [
    "LOOKS",
    "OWN",
    "SHARED",
    "ChoiceError",
    "check_choices",
    "defaults_of",
    "find_file",
    "listed",
    "open_report",
    "open_store",
    "open_themes",
]

SHARED: dict[str, Any] = {
    "REPORT": None,
    "PLACE": None,
    "YEAR": None,
    "OTHER": None,
    "LANGUAGE": "both",
    "SIZE": None,
    "PALETTE": None,
}
"""What all notebooks share; notebooks/choices.py sets it."""
OWN: dict[str, dict[str, Any]] = {
    "02_term_frequency": {
        "BOILERPLATE": True,
        "TARGET": "plan",
        "REFERENCE": "review",
        "NODES": ["产业", "城市", "服务"],
    },
    "03_themes": {"THEMES": None},
    "06_many_reports": {"STORE": None, "CONCEPTS": None, "CONCEPT": "创新"},
    "07_promises": {"STORE": None, "INDICATOR": "地区生产总值", "TOLERANCE": None},
}
"""What one notebook alone lets its reader choose."""
LOOKS = frozenset({"LANGUAGE", "SIZE", "PALETTE"})
"""These change how a finding looks, not what it is."""

SIZES = ("one-column", "two-column", "slide")
PALETTES = ("colour-blind", "grey")
PARTS = ("front", "review", "plan", "closing", "glossary")


class ChoiceError(ReportError):
    """A choice that cannot be; the message is one line: which choice, what is wrong with it, what to do."""


def defaults_of(notebook: str) -> dict[str, Any]:
    """Give the choices of a notebook as they stand before anyone changes them.

    >>> defaults_of("02_term_frequency")["TARGET"], defaults_of("01_the_report")["LANGUAGE"]
    ('plan', 'both')
    """
    return SHARED | OWN.get(notebook, {})


def listed(choice: Any) -> list[Any]:
    """Give a choice of one thing or of several as a list.

    >>> listed("产业"), listed(["产业", "城市"])
    (['产业'], ['产业', '城市'])
    """
    return list(choice) if isinstance(choice, (list, tuple)) else [choice]


def find_file(name: str, path: str | Path) -> Path:
    """Find the file that a choice names: from where Python runs, in notebooks/ there, or one folder up.

    Raises `ChoiceError`, saying where it looked, where there is none.
    """
    given = Path(path).expanduser()
    folders = [Path()] if given.is_absolute() else [Path(), Path("notebooks"), Path("..")]
    for folder in folders:
        if (folder / given).exists():
            return folder / given
    if given.is_absolute():
        raise ChoiceError(f"{name}: no such file: {given}; give the path of a file that is there")
    looked = ", ".join(str(folder.resolve()) for folder in folders if folder.is_dir())
    raise ChoiceError(f"{name}: no such file: {given}; looked in {looked}; give its path from one of these, or in full")


def open_report(path: str | Path | None = None, place: str | None = None, year: int | None = None) -> Report:
    """Load a report as `load_report` does, from a path that is looked up where a person would expect.

    >>> open_report().plan_year
    2024

    Raises `ChoiceError` where there is no such file, `ReportError` where it cannot be read.
    """
    return load_report(None if path is None else find_file("REPORT", path), place=place, year=year)


def open_themes(themes: str | Path | ThemeLexicon | None = None) -> ThemeLexicon:
    """Give the themes that a reader chose: None for those of the package, the path of a CSV, or themes as loaded.

    >>> len(open_themes().themes)
    23

    Raises `LexiconError` for a line that does not fit, `ChoiceError` where there is no such file.
    """
    if isinstance(themes, ThemeLexicon):
        return themes
    return load_themes(None if themes is None else find_file("THEMES", themes))


def open_store(path: str | Path | None = None) -> Corpus:
    """Open a store from a path that is looked up where a person would expect; None is the one in seeds/.

    >>> open_store()
    <Corpus of 7 reports, 1 place, 2006–2012 · 0 failed>

    Raises `ChoiceError` where there is no such folder, `ReportError` where it holds no store.
    """
    return open_corpus(seed_store() if path is None else find_file("STORE", path))


def check_choices(names: Mapping[str, Any]) -> None:
    """Check the choices among some names, a notebook's `globals()`; other names are let be.

    >>> check_choices({"LANGUAGE": "zh", "NODES": "产业", "x": 1})
    >>> check_choices({"LANGUAGE": "fr"})
    Traceback (most recent call last):
    ...
    liwan_analysis.export.choices.ChoiceError: LANGUAGE is 'fr'; choose one of both, zh, en

    A report, other report or themes file that is named is opened, so that what is wrong with it shows here. Raises
    `ChoiceError`, `ReportError` or `LexiconError`.
    """
    sys.modules.pop("choices", None)  # so that a change in choices.py counts as soon as the cell is run again
    for name, check in _CHECKS.items():
        if name in names:
            check(name, names[name])
    _check_parts(names)
    if "CONCEPT" in names:
        _check_concept(names)
    if "REPORT" in names:
        open_report(names["REPORT"], names.get("PLACE"), names.get("YEAR"))


def _among(*allowed: Any) -> Callable[[str, Any], None]:
    def check(name: str, value: Any) -> None:
        if not any(value is one or (isinstance(one, str) and value == one) for one in allowed):
            raise ChoiceError(f"{name} is {value!r}; choose one of {', '.join(map(str, allowed))}")

    return check


def _check_place(name: str, value: Any) -> None:
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise ChoiceError(f'{name} is {value!r}; give a name in quotes, such as "荔湾区", or None')


def _check_year(name: str, value: Any) -> None:
    if value is not None and (type(value) is not int or not 1949 <= value <= 2100):
        raise ChoiceError(f"{name} is {value!r}; give a year from 1949 to 2100 without quotes, such as 2024, or None")


def _check_size(name: str, value: Any) -> None:
    if isinstance(value, (tuple, list)):
        if len(value) == 2 and all(isinstance(inches, (int, float)) and inches > 0 for inches in value):
            return
    elif value is None or value in SIZES:
        return
    raise ChoiceError(f"{name} is {value!r}; give (width, height) in inches, one of {', '.join(SIZES)}, or None")


def _check_palette(name: str, value: Any) -> None:
    if not (value is None or isinstance(value, Mapping) or value in PALETTES):
        raise ChoiceError(f"{name} is {value!r}; choose one of {', '.join(PALETTES)}, a mapping of colours, or None")


def _check_nodes(name: str, value: Any) -> None:
    if not isinstance(value, (str, list, tuple)) or not all(
        isinstance(node, str) and node.strip() for node in listed(value)
    ):
        raise ChoiceError(f'{name} is {value!r}; give words in a list, such as ["产业", "城市"]')


def _check_path(name: str, value: Any) -> None:
    if value is not None and not (isinstance(value, (str, Path)) and str(value)):
        raise ChoiceError(f"{name} is {value!r}; give the path of a file in quotes, or None")


def _check_other(name: str, value: Any) -> None:
    _check_path(name, value)
    if value is not None:
        load_report(find_file(name, value))


def _check_themes(name: str, value: Any) -> None:
    if not isinstance(value, ThemeLexicon):
        _check_path(name, value)
    open_themes(value)


def _check_store(name: str, value: Any) -> None:
    _check_path(name, value)
    open_store(value)


def _check_concepts(name: str, value: Any) -> None:
    if isinstance(value, str | Path):
        value = find_file(name, value)
    try:
        load_concepts(value)
    except ValueError as error:
        raise ChoiceError(f"{name}: {error}") from None


def _check_word(name: str, value: Any) -> None:
    if not (isinstance(value, str) and value.strip()):
        raise ChoiceError(f'{name} is {value!r}; give one name in quotes, such as "创新" or "地区生产总值"')


def _check_concept(names: Mapping[str, Any]) -> None:
    """Check that the store can count the concepts, and that the one to be ranked is among them."""
    given = names.get("CONCEPTS")
    corpus = open_store(names.get("STORE"))
    if given is not None and not corpus.has_texts:
        raise ChoiceError(
            f"CONCEPTS: {corpus.folder.name} holds no texts to count them in; give None, or a store with texts in STORE"
        )
    known = [
        one.name for one in load_concepts(find_file("CONCEPTS", given) if isinstance(given, str | Path) else given)
    ]
    if names["CONCEPT"] not in known:
        raise ChoiceError(f"CONCEPT is {names['CONCEPT']!r}; choose one of {', '.join(known)}")


def _check_tolerance(name: str, value: Any) -> None:
    if value is not None and not (isinstance(value, int | float) and not isinstance(value, bool) and value >= 0):
        raise ChoiceError(f"{name} is {value!r}; give a number from 0 up (points, or percent of an amount), or None")


def _check_parts(names: Mapping[str, Any]) -> None:
    chosen = {name: listed(names[name]) for name in ("TARGET", "REFERENCE") if name in names}
    for name, parts in chosen.items():
        if not parts or any(part not in PARTS for part in parts):
            raise ChoiceError(f"{name} is {names[name]!r}; choose one of {', '.join(PARTS)}, or several in a list")
    if len(chosen) == 2 and set(chosen["TARGET"]) & set(chosen["REFERENCE"]):
        raise ChoiceError(
            f"TARGET and REFERENCE share {'、'.join(sorted(set(chosen['TARGET']) & set(chosen['REFERENCE'])))}; "
            "choose different parts"
        )


_CHECKS: dict[str, Callable[[str, Any], None]] = {
    "REPORT": _check_path,
    "PLACE": _check_place,
    "YEAR": _check_year,
    "OTHER": _check_other,
    "LANGUAGE": _among(*LANGUAGES),
    "SIZE": _check_size,
    "PALETTE": _check_palette,
    "BOILERPLATE": _among(True, False),
    "NODES": _check_nodes,
    "THEMES": _check_themes,
    "STORE": _check_store,
    "CONCEPTS": _check_concepts,
    "CONCEPT": _check_word,
    "INDICATOR": _check_word,
    "TOLERANCE": _check_tolerance,
}
