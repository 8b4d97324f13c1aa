"""What stands in a message and differs by language: names of parts and themes, and lists that may be empty.

Each function but `shown_in`, which is for tables, gives one that is called with a language, en or zh, when the message
is made: see `Outputs.say`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from liwan_analysis.export.choices import listed
from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.lexicons.notes import with_notes_in

__all__ = ["Worded", "name_leaders", "name_parts", "name_terms", "name_themes", "shown_in"]

Worded = Callable[[str], str]


def name_parts(choice: str | Iterable[str]) -> Worded:
    """Name parts of a report; what is no part, such as the label of a report, is its own name.

    >>> name_parts(["plan", "review"])("zh"), name_parts("广东省 2026")("en")
    ('计划、回顾', '广东省 2026')
    """
    return lambda language: _join((_part(part, language) for part in listed(choice)), language)


def name_terms(terms: Iterable[str], most: int = 4) -> Worded:
    """Name the first terms of several, or say that there is none.

    >>> name_terms(["招商", "狠抓"], 1)("en"), name_terms([])("en")
    ('招商', 'no term')
    """
    found = list(terms)[:most]
    return lambda language: "、".join(found) or tell("notebook.no_term", language)


def name_themes(themes: Iterable[str]) -> Worded:
    """Name themes in a language; a theme without an English name keeps its own.

    >>> name_themes(["教育"])("en"), name_themes(["教育"])("zh")
    ('Education', '教育')
    """
    found = list(themes)
    return lambda language: _join((_theme(theme, language) for theme in found), language)


def name_leaders(leaders: Iterable[tuple[str, str, int]]) -> Worded:
    """Say for each part which theme has most attention, and from how many others it cannot be told apart.

    >>> name_leaders([("plan", "教育", 1)])("en")
    'plan: Education, not told apart from 1 other'
    """
    found = list(leaders)

    def word(language: str) -> str:
        return ("；" if language == "zh" else "; ").join(
            tell(
                "notebook.leader" if n else "notebook.leader_alone",
                language,
                part=_part(part, language),
                theme=_theme(theme, language),
                n=n,
            )
            for part, theme, n in found
        )

    return word


def _join(names: Iterable[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(names) or tell("notebook.none", language)


def _part(part: str, language: str) -> str:
    try:
        return tell(f"notebook.part.{part}", language)
    except KeyError:
        return part


def shown_in(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Give a table as a page shows it: its notes told in the language, its themes by their names in it.

    >>> shown_in(pd.DataFrame({"theme": ["能源"], "theme_en": ["Energy"], "n": [2]}), "en")
        theme  n
    0  Energy  2
    """
    told = with_notes_in(table, language)
    if language == "en" and "theme" in told:
        told["theme"] = told["theme"].map(lambda theme: _theme(theme, language), na_action="ignore")
    return told if language == "both" else told.drop(columns="theme_en", errors="ignore")


def _theme(theme: str, language: str) -> str:
    if language == "zh":
        return theme
    return next((row["theme_en"] for row in read_table("theme_names.csv") if row["theme"] == theme), theme)
