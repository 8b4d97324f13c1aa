"""Panels: one row a place, year and what is measured; long, with `wide` for place × year.

Each panel says in `attrs` what its measures are. Reports that failed are in no panel; `corpus.reports` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from liwan_analysis.corpus.concepts import MEASURES, ConceptSource, concept_table, load_concepts
from liwan_analysis.corpus.reuse import body_of, compare_texts, reused_passages, words_of
from liwan_analysis.corpus.store import Corpus, quoted
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError

__all__ = ["attention_panel", "concept_panel", "reuse_panel", "reuse_passages", "target_panel", "wide"]

KEYS = ["report_id", "place", "level", "year"]
NATION = "全国"
YEARS_BEFORE = 3
REUSE_COLUMNS = [
    *("n_strings", "n_reused", "share_reused", "jaccard_words", "n_words", "n_new", "share_new", "n_before"),
    "new_words",
]


def _reports(corpus: Corpus) -> pd.DataFrame:
    """Give the reports that were read, with place and year, in order of place and year."""
    reports = corpus.reports.query("status == 'ok'")
    return reports[KEYS].sort_values(["place", "year", "report_id"], kind="stable", ignore_index=True)


def concept_panel(corpus: Corpus, concepts: ConceptSource = None) -> pd.DataFrame:
    """Give every named measure of each concept, for each report and each part of it.

    `concepts` is a dict of lists of terms or a CSV with the columns concept and term; without it those of
    lexicons/concepts.csv. One row a report, part (`all`, `front`, `review`, `plan`, `closing`) and concept, with the
    columns of `concept_table`; `attrs` defines each measure. They do not rank places alike: say which one you use.
    Matches with their places: `find_concepts(corpus.report(report_id), load_concepts(concepts))`.

    Raises `ReportError` for a store without texts, unless it was given away with the panel of these concepts.
    """
    wanted = load_concepts(concepts)
    reports = _reports(corpus)
    if corpus.has_texts:
        table = _of_each(corpus, reports, lambda report: concept_table(report, wanted))
    else:
        table = corpus.panel("concepts")
        terms = dict(zip(table["concept"], table["terms"], strict=True))
        unknown = [concept.name for concept in wanted if terms.get(concept.name) != "|".join(concept.terms)]
        if unknown:
            raise ReportError(
                f"{corpus.folder.name}: holds no texts, and of concepts only {'、'.join(terms)}, not these terms of "
                f"{'、'.join(unknown)}; build a store from the texts"
            )
        table = table[table["concept"].isin([concept.name for concept in wanted])].drop(columns="terms")
    return _with_keys(reports, table, dict(MEASURES))


def attention_panel(corpus: Corpus) -> pd.DataFrame:
    """Give the share of attention of each theme, for each report and each of its parts.

    Columns: report_id, place, level, year, and those of `theme_attention`: theme, theme_en, cap_major, part,
    n_sentences, share (from 0 to 1, of the sentences that have a theme), share_low, share_high.
    """
    attention = corpus.table("attention")
    columns = [column for column in attention.columns if column not in KEYS[1:]]
    note = "share: sentences whose predominant theme it is / sentences with a theme, in this part of the report"
    return _with_keys(_reports(corpus), attention[columns], {"note": note})


def target_panel(corpus: Corpus, indicator: str = "地区生产总值", measure: str = "growth") -> pd.DataFrame:
    """Give what each report promises of an indicator for its own year, its bound and tone, and last year's result.

    One row a report; a report that promises nothing of it keeps its row, with what is missing missing. `indicator` is
    a canonical name of lexicons/indicators.csv, `measure` growth, share or level. Where a report says several, the
    headline target stands here, else the first; `n_targets` says how many there are.

    Columns: report_id, place, level, year, indicator, target, target_max (of a range), unit, bound, bound_word,
    hardness, modality, is_headline, target_quote, target_start, target_end; last_result with quote and place (the
    report's own figure for the year before, as its ledger has it); above_place and above_target (the level above, same
    year, where it is in the corpus) and amplification (层层加码: own target − the one above, in points or in `unit`,
    missing where the two have unlike units; of a range its lower end counts).
    """
    reports = _reports(corpus)
    about = f"indicator_id = {quoted(indicator)} and measure = {quoted(measure)} and value is not null"
    targets = _first(corpus.table("targets", where=about))
    rows = reports.merge(_renamed(targets, TARGETS), how="left", on="report_id")
    pairs = corpus.table("ledger", where=f"comparable and not is_computed and measure = {quoted(measure)}")
    results = _renamed(pairs, RESULTS).drop_duplicates(["report_id", "target_start"])
    rows = rows.merge(results, how="left", on=["report_id", "target_start"])
    rows.insert(len(KEYS), "indicator", indicator)
    rows["n_targets"] = rows["n_targets"].fillna(0).astype("int64")
    above = _above(rows)
    rows["above_place"] = pd.Series([one and one.place for one in above], rows.index, dtype=rows["place"].dtype)
    rows["above_target"] = pd.Series([one and one.target for one in above], rows.index, dtype="float64")
    is_alike = [one is not None and one.unit == unit for one, unit in zip(above, rows["unit"], strict=True)]
    rows["amplification"] = (rows["target"] - rows["above_target"]).round(10).where(is_alike)
    rows.attrs = {"note": f"{indicator}, {measure}; amplification: own target − target of the level above, same year"}
    return rows


TARGETS = {
    "value": "target",
    "value_max": "target_max",
    "unit": "unit",
    "bound": "bound",
    "bound_word": "bound_word",
    "hardness": "hardness",
    "modality": "modality",
    "is_headline": "is_headline",
    "quote": "target_quote",
    "start": "target_start",
    "end": "target_end",
    "n": "n_targets",
}
RESULTS = {
    "target_start": "target_start",
    "actual": "last_result",
    "actual_quote": "last_result_quote",
    "actual_start": "last_result_start",
    "actual_end": "last_result_end",
}


def _first(table: pd.DataFrame) -> pd.DataFrame:
    """Keep one row a report: of the targets for the report's own year a headline target, else the first."""
    table = table[table["stated_year"] == table["year"]]
    table = table.assign(n=table.groupby("report_id")["start"].transform("size"))
    table = table.sort_values(["is_headline", "start"], ascending=[False, True], kind="stable")
    return table.drop_duplicates("report_id")


def _renamed(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    renamed = table[["report_id", *names]].rename(columns=dict(names))
    return renamed.astype({name: "Int64" for name in renamed if name.endswith(("_start", "_end"))})


def _above(rows: pd.DataFrame) -> list[Any]:
    """Give each row that of the level above in its year: the country for a province, else whose name begins its own."""
    told = rows.dropna(subset=["place", "year", "target"])
    by_place = {(row.place, row.year): row for row in reversed(list(told.itertuples()))}
    of_country = {row.year: row for row in by_place.values() if row.level == NATION}

    def find(row: Any) -> Any:
        if not isinstance(row.place, str):
            return None
        if row.level == "省":
            return of_country.get(row.year)
        begins = (row.place[:end] for end in range(len(row.place) - 1, 0, -1))
        return next((by_place[place, row.year] for place in begins if (place, row.year) in by_place), None)

    return [find(row) for row in rows.itertuples()]


def reuse_panel(corpus: Corpus) -> pd.DataFrame:
    """Give how much of each report stood in the one of the year before, of the same place.

    One row a report whose place has a report of the year before. Columns: report_id, place, level, year, n_strings,
    n_reused, share_reused (of its strings of eight characters), jaccard_words, n_words, n_new, share_new (words that
    none of the up to three years before has), n_before (how many of the three were there), new_words (parted by |).
    The passages themselves: `reuse_passages(corpus, report_id)`.
    """
    reports = _reports(corpus)
    note = "share_reused: strings of 8 characters that last year's report of the place has / strings of 8 characters"
    if not corpus.has_texts:
        return _with_keys(reports, corpus.panel("reuse"), {"note": note})
    rows = []
    words: dict[str, frozenset[str]] = {}
    ids = {(place, year): report_id for report_id, place, _, year in reports.itertuples(index=False)}
    for report_id, place, _, year in reports.itertuples(index=False):
        before = [ids[place, year - back] for back in range(1, YEARS_BEFORE + 1) if (place, year - back) in ids]
        report = corpus.report(report_id)
        words[report_id] = words_of(report)
        if (place, year - 1) not in ids:
            continue
        last = body_of(corpus.report(before[0]))
        found = compare_texts(body_of(report), last, words[report_id], [words[one] for one in before])
        rows.append((report_id, *(getattr(found, column) for column in REUSE_COLUMNS[:-1]), "|".join(found.new_words)))
    return _with_keys(reports, pd.DataFrame(rows, columns=["report_id", *REUSE_COLUMNS]), {"note": note})


def reuse_passages(corpus: Corpus, report_id: str, *, most: int = 20) -> pd.DataFrame:
    """Give the longest passages that a report took over from the one of the year before, with both places and the text.

    Columns: those of `reused_passages`, report_before and quote. Raises `ReportError` for a report that is not there or
    has none before it, and for a store without texts.
    """
    reports = _reports(corpus).set_index("report_id")
    if report_id not in reports.index:
        raise ReportError(f"{corpus.folder.name}: no report {report_id!r} was read; corpus.reports lists them")
    _, place, year = reports[["level", "place", "year"]].loc[report_id]
    before = reports[(reports["place"] == place) & (reports["year"] == year - 1)].index
    if not len(before):
        raise ReportError(
            f"{corpus.folder.name}: no report of {place} of {year - 1} is there to compare {report_id} with"
        )
    text = body_of(corpus.report(report_id))
    passages = reused_passages(text, body_of(corpus.report(before[0])), most=most)
    quotes = [text[start:end] for start, end in zip(passages["start"], passages["end"], strict=True)]
    return passages.assign(report_before=before[0], quote=quotes)


def wide(panel: pd.DataFrame, values: str) -> pd.DataFrame:
    """Lay a panel out as place × year.

    >>> panel = pd.DataFrame({"place": ["甲", "甲", "乙"], "year": [2019, 2020, 2019], "n": [1, 2, 3]})
    >>> wide(panel, "n").loc["甲"].tolist()
    [1.0, 2.0]

    Choose one part, concept or theme first: `wide(panel.query("part == 'plan' and concept == '创新'"), "n")`.
    Raises ValueError, naming what still differs, where a place and year have several rows.
    """
    twice = panel[panel.duplicated(["place", "year"], keep=False)]
    if len(twice):
        first = twice.groupby(["place", "year"])
        names = [name for name in ("part", "concept", "theme", "report_id") if name in twice]
        kinds = [name for name in names if (twice[name] != first[name].transform("first")).any()]
        raise ValueError(f"{len(twice)} rows share place and year; choose one {' and one '.join(kinds) or 'row'} first")
    return panel.pivot(index="place", columns="year", values=values)


def _of_each(corpus: Corpus, reports: pd.DataFrame, make: Callable[[Report], pd.DataFrame]) -> pd.DataFrame:
    tables = [make(corpus.report(report_id)).assign(report_id=report_id) for report_id in reports["report_id"]]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["report_id"])


def _with_keys(reports: pd.DataFrame, table: pd.DataFrame, attrs: dict[str, str]) -> pd.DataFrame:
    """Put report_id, place, level and year in front, in the order of places and years."""
    joined = reports.merge(table, how="inner", on="report_id")
    joined.attrs = attrs
    return joined
