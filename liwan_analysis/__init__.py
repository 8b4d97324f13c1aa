"""Read a Chinese government work report (政府工作报告) with numbers.

>>> import liwan_analysis as lw
>>> report = lw.load_report()                      # the report in seeds/; or the path of any other
>>> tokens = lw.tokenize(report)                   # words with their places
>>> lw.term_frequency(tokens).term[0]
'项目'
>>> lw.keyness(tokens, target="plan", reference="review").columns[2]
'n_reference'
>>> lw.find_targets(report).query("is_headline").quote.iloc[0]
'5%以上'
>>> lw.theme_attention(lw.code_themes(report)).part.unique().tolist()
['review', 'plan']

Importing this reads no file and prints nothing; each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "report": ["Report", "ReportError", "load_report"],
    "restoration": ["Restoration", "restore"],
    "words": ["suggest_terms", "tokenize"],
    "terms": [
        "collocates",
        "concordance",
        "dispersion_positions",
        "keyness",
        "ngrams",
        "segmented_text",
        "term_frequency",
    ],
    "themes": ["attention_shift", "code_blocks", "code_themes", "load_themes", "theme_attention", "uncoded_sentences"],
    "quantities": ["find_quantities", "read_quantity"],
    "targets": ["audit_numbers", "build_ledger", "find_achievements", "find_ranks", "find_targets"],
    "outputs": ["Outputs"],
    "export": ["export_report"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    """Load a public name, or one of the package's modules, when it is first used."""
    if name in _HOME_OF:
        return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    if name in (*_HOMES, "figures", "measures", "topics"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"liwan_analysis has no {name!r}")


def __dir__() -> list[str]:
    return __all__
