"""Targets and achievements: what the plan promises, what the review reports, and how it is worded."""

from __future__ import annotations

import math
import re
from bisect import bisect_right

import pandas as pd

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.status import find_modality, hardness_of, modality_words
from liwan_analysis.quantities.table import QUANTITY_COLUMNS, find_quantities
from liwan_analysis.report.model import Report
from liwan_analysis.targets.audit import audit_numbers
from liwan_analysis.targets.ledger import build_ledger
from liwan_analysis.targets.ranks import find_ranks

__all__ = [
    "audit_numbers",
    "build_ledger",
    "count_hardness",
    "count_modality",
    "find_achievements",
    "find_ranks",
    "find_targets",
    "rank_share",
]

GOAL = re.compile(either("goals.csv", "goal"))
NO_GOAL = re.compile(rf"{either('goals.csv', 'not_anywhere')}|^(?:{either('goals.csv', 'not_opening')})")


def find_targets(report: Report) -> pd.DataFrame:
    """Find what the plan commits to: quantities with status target, and the headline goals without a number.

    >>> from liwan_analysis.report import load_report
    >>> targets = find_targets(load_report())
    >>> targets.loc[targets["is_headline"], "quote"].tolist()[:3]
    ['5%以上', '560亿元以上', '635亿元']

    Columns are those of `find_quantities`. A goal without a number (居民收入增长与经济增长同步) has its clause as
    `quote`, no `value` and no `unit`. What restoration could not settle is left out.
    """
    quantities = find_quantities(report)
    rows = quantities[(quantities["status"] == "target") & ~quantities["uncertain"]]
    goals = _goals_without_number(report, quantities)
    if not goals.empty:
        rows = pd.concat([rows, goals.astype(rows.dtypes.to_dict())])
    return rows.sort_values("start", kind="stable", ignore_index=True)


def find_achievements(report: Report) -> pd.DataFrame:
    """Find what the review reports as done: quantities with status actual, without those that are uncertain.

    >>> from liwan_analysis.report import load_report
    >>> find_achievements(load_report())["status"].unique().tolist()
    ['actual']
    """
    quantities = find_quantities(report)
    return quantities[(quantities["status"] == "actual") & ~quantities["uncertain"]].reset_index(drop=True)


def _goals_without_number(report: Report, quantities: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    if report.headline is not None:
        start, end = _goal_sentence(report.text, *report.headline)
        sentences = report.sentences
        starts = sentences["start"].tolist()
        for a, b in _clauses(report.text, start, end):
            quote = report.text[a:b]
            has_number = bool(((quantities["start"] >= a) & (quantities["start"] < b)).any())
            if has_number or NO_GOAL.match(quote) or not GOAL.search(quote):
                continue
            sentence = sentences.iloc[bisect_right(starts, a) - 1]
            modality = find_modality(quote)
            rows.append(
                {
                    "quote": quote,
                    "value": math.nan,
                    "value_max": math.nan,
                    "value_base": math.nan,
                    "bound": None,
                    "measure": None,
                    "indicator": _subject(quote),
                    "status": "target",
                    "modality": modality,
                    "hardness": hardness_of(modality, "exact"),
                    "year": report.plan_year,
                    "part": sentence["part"],
                    "section": sentence["section_id"],
                    "block": sentence["block_id"],
                    "sentence_id": sentence["sentence_id"],
                    "is_headline": True,
                    "uncertain": False,
                    "start": a,
                    "end": b,
                }
            )
    return pd.DataFrame(rows, columns=QUANTITY_COLUMNS)


def _goal_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The goals stand behind the colon (or 预期目标), up to the end of that sentence."""
    match = re.search(r"目标(?:任务)?(?:建议)?(?:为|是|如下)?[：:]?|[：:]", text[start:end])
    begin = start + match.end() if match else start
    stop = text.find("。", begin, end)
    return begin, stop if stop >= 0 else end


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    for match in re.finditer(r"[^，；：]+", text[start:end]):
        spans.append((start + match.start(), start + match.end()))
    return spans


def _subject(clause: str) -> str:
    """The noun a goal is about: what stands before its verb."""
    clause = re.sub(r"^完成[^，]*?下达的?", "", clause)
    match = re.match(
        r"(.+?)(?:增长与|增长和|增速|与经济|和经济|基本|稳中|保稳|有效|进一步|继续|持续|均(?=完成|达|保持)|完成|保持|高于|目标|降低|减排|不纳入|控制|稳定|在)",
        clause,
    )
    return match[1] if match and len(match[1]) > 1 else clause


def count_hardness(targets: pd.DataFrame, by: str = "section") -> pd.DataFrame:
    """Count hard, soft and plain targets by section (or part): one row a section, columns hard, soft, plain, n.

    >>> from liwan_analysis.report import load_report
    >>> count_hardness(find_targets(load_report())).columns.tolist()
    ['section', 'hard', 'soft', 'plain', 'n']
    """
    kinds = ["hard", "soft", "plain"]
    named = targets.assign(**{by: targets[by].fillna("opening")})
    counts = named.groupby([by, "hardness"]).size().unstack(fill_value=0).reindex(columns=kinds, fill_value=0)
    order = named.groupby(by)["start"].min().sort_values().index
    counts = counts.reindex(order)
    counts["n"] = counts.sum(axis=1)
    return counts.rename_axis(columns=None).reset_index()


def count_modality(targets: pd.DataFrame) -> pd.DataFrame:
    """Count the words of commitment that govern targets: modality, hardness, n, the most frequent first.

    >>> from liwan_analysis.report import load_report
    >>> count_modality(find_targets(load_report())).loc[0, "modality"]
    '力争'
    """
    counts = targets["modality"].value_counts().rename_axis("modality").reset_index(name="n")
    counts = counts.sort_values(["n", "modality"], ascending=[False, True], ignore_index=True)
    counts.insert(1, "hardness", counts["modality"].map(modality_words()))
    return counts


def rank_share(achievements: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """Say how many results are presented with a rank and how many without: presented, n, share.

    A result counts as ranked where a rank, a first, a record or a comparison stands in its clause chain: after it,
    before the next result of another indicator, in the same sentence.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> rank_share(find_achievements(report), find_ranks(report))["presented"].tolist()
    ['with a rank', 'without']
    """
    ranked = 0
    for number, group in achievements.groupby("sentence_id"):
        places = ranks.loc[ranks["sentence_id"] == number, "start"].tolist()
        group = group.sort_values("start")
        for _, chain in group.groupby(group["indicator"].ne(group["indicator"].shift()).cumsum()):
            after = group.loc[group["start"] > chain["start"].max(), "start"]
            stop = after.min() if len(after) else math.inf
            ranked += len(chain) * any(chain["start"].min() < place < stop for place in places)
    total = len(achievements)
    counts = pd.DataFrame({"presented": ["with a rank", "without"], "n": [ranked, total - ranked]})
    counts["share"] = counts["n"] / total if total else math.nan
    return counts
