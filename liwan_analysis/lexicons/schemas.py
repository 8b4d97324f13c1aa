"""What each lexicon file must look like: its columns, what tells its rows apart, and which values a column may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["CAP_TOPICS", "LISTS", "OWN_THEMES", "SCHEMAS", "Schema"]

CAP_TOPICS = {
    1: "Macroeconomics",
    2: "Civil Rights",
    3: "Health",
    4: "Agriculture",
    5: "Labor",
    6: "Education",
    7: "Environment",
    8: "Energy",
    9: "Immigration",
    10: "Transportation",
    12: "Law and Crime",
    13: "Social Welfare",
    14: "Housing",
    15: "Domestic Commerce",
    16: "Defense",
    17: "Technology",
    18: "Foreign Trade",
    19: "International Affairs",
    20: "Government Operations",
    21: "Public Lands",
    23: "Culture",
}
"""Major topics of the Comparative Agendas Project's master codebook, with its names; 11 and 22 do not exist."""


@dataclass(frozen=True, eq=False)
class Schema:
    """The form of a lexicon file.

    `columns` must all be there and none beside them and `optional`; a cell of `optional` or `may_be_empty` may be
    empty. No two rows agree in all of `key`. `choices` are the only values of a column, `ranges` the least and the
    most a number may be. A column in `lists` holds several words, parted by |. What stands in a column of `refers` must
    stand in that column of the other file, too. A file without `header` has its cells parted by tabs, and # opens a
    remark in it.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...]
    optional: tuple[str, ...] = ()
    may_be_empty: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    header: bool = True


def _roles(*roles: str) -> Schema:
    """Words with the role each plays; a word may play several, not_before keeps longer words out (家 of 家庭)."""
    return Schema(
        ("word", "role", "not_before", "reason"),
        ("word", "role"),
        may_be_empty=frozenset({"not_before"}),
        choices={"role": roles},
        lists=frozenset({"not_before"}),
    )


TOPIC_CODES = tuple(map(str, CAP_TOPICS))
WEIGHTS = {"weight": (0.0, 10.0)}
TAGS = (
    "a", "ad", "an", "b", "c", "d", "eng", "f", "g", "h", "i", "j", "k", "l", "m", "mq", "n", "ng", "nr", "nrfg", "nrt",
    "ns", "nt", "nz", "o", "p", "q", "r", "s", "t", "tg", "u", "v", "vd", "vg", "vi", "vn", "vq", "x", "y", "z",
)  # fmt: skip
"""Parts of speech, in jieba's tags."""

OWN_THEMES = Schema(
    ("theme", "term"),
    ("theme", "term"),
    optional=("weight", "cap_major", "theme_en", "note", "source"),
    choices={"cap_major": TOPIC_CODES},
    ranges=WEIGHTS,
)
"""A reader's own themes: only theme and term are needed."""

SCHEMAS: Mapping[str, Schema] = MappingProxyType({
    "abstract.csv": Schema(("word", "where"), ("word",), choices={"where": ("anywhere", "end")}),
    "bounds.csv": Schema(
        ("word", "side", "bound", "numerals", "reason"),
        ("word", "side"),
        choices={
            "side": ("before", "behind"),
            "bound": ("at_least", "over", "at_most", "about"),
            "numerals": ("any", "digits"),
        },
    ),
    "claims.csv": _roles("claimed", "failed", "predicate"),
    "columns.csv": Schema(("column", "meaning", "meaning_zh"), ("column",)),
    "concepts.csv": Schema(("concept", "term"), ("concept", "term")),
    "counters.csv": Schema(
        ("word", "kind", "not_before", "figurative", "reason"),
        ("word", "kind"),
        may_be_empty=frozenset({"not_before", "figurative"}),
        choices={"kind": ("count", "money", "duration"), "figurative": ("hundreds", "abstract")},
        lists=frozenset({"not_before", "figurative"}),
        refers={"word": ("units.csv", "unit")},
    ),
    "goals.csv": _roles("goal", "not_opening", "not_anywhere"),
    "grammar.csv": Schema(
        ("word", "role", "reason", "example"),
        ("word", "role"),
        choices={
            "role": (
                "attribute", "better", "compound", "down", "event", "keep", "lead", "link", "noun",
                "noun_ending", "plain_verb", "predicate", "rated", "reached", "scope", "site", "spent", "strong",
                "tail", "transitive", "up",
            )
        },
    ),
    "indicators.csv": Schema(
        ("canonical", "variant", "better", "kind", "measured_as", "reason"),
        ("variant",),
        may_be_empty=frozenset({"better"}),
        choices={
            "better": ("more", "less"),
            "kind": ("age", "area", "count", "household", "length", "money", "people", "percent", "weight"),
            "measured_as": ("level", "growth", "level and growth"),
        },
    ),
    "ledger.csv": _roles(
        "new", "renovate", "done", "start", "continue", "adds", "total", "state", "ending", "generic",
        "generic_opening", "generic_anywhere", "generic_first", "constant_prices", "counted_alike", "qualifier",
        "yearly_value", "action", "summed", "people", "payer", "money_word", "amount", "loose", "done_first", "telling",
        "firm", "work_noun", "singled_out",
    ),
    "messages.csv": Schema(("key", "en", "zh"), ("key",)),
    "modality.csv": Schema(
        ("word", "hardness", "not_behind", "not_before", "n_behind", "verbs_behind", "reason"),
        ("word",),
        may_be_empty=frozenset({"not_behind", "not_before", "verbs_behind"}),
        choices={"hardness": ("hard", "soft", "plain"), "n_behind": ("0", "1", "2")},
        lists=frozenset({"not_behind", "not_before", "verbs_behind"}),
    ),
    "name_endings.csv": Schema(("ending", "tag"), ("ending",), choices={"tag": ("ns", "nt")}),
    "names.csv": _roles("period", "issues", "issued", "lasting", "plain_before", "plain_behind"),
    "notes.csv": Schema(("en", "zh"), ("en",)),
    "same_words.csv": Schema(
        ("word", "stands_for", "kind", "reason"), ("word", "kind"), choices={"kind": ("unit", "word")}
    ),
    "ranks.csv": _roles("scope", "placed", "first", "front", "record", "ahead", "behind"),
    "report_words.csv": Schema(("word", "reason"), ("word",)),
    "status.csv": _roles(
        "size", "threshold", "threshold_opening", "site", "product", "named_by_time", "people", "kept", "fosters",
        "standing", "goes_better", "fact", "former", "backdrop", "growth", "growth_head", "governs", "goes_on",
    ),
    "theme_names.csv": Schema(("theme", "theme_en", "cap_major"), ("theme",), choices={"cap_major": TOPIC_CODES}),
    "themes.csv": Schema(
        ("theme", "term", "weight", "cap_major", "note", "source"),
        ("theme", "term"),
        may_be_empty=frozenset({"cap_major"}),
        choices={"cap_major": TOPIC_CODES},
        ranges=WEIGHTS,
    ),
    "units.csv": Schema(
        ("unit", "kind", "noun", "not_before"),
        ("unit",),
        may_be_empty=frozenset({"noun", "not_before"}),
        choices={
            "kind": (
                "age", "area", "count", "duration", "energy", "freight", "household", "length", "medals", "money",
                "people", "percent", "place", "points", "power", "times", "volume", "weight",
            )
        },
        lists=frozenset({"not_before"}),
    ),
    "words.txt": Schema(("word", "pos", "reason"), ("word",), choices={"pos": TAGS}, header=False),
})  # fmt: skip
"""The tables an analyst edits. A file with roles is named after the module that reads it."""

LISTS = ("boilerplate.txt", "stopwords.txt")
"""Plain lists: words parted by spaces or lines, # opens a remark."""
