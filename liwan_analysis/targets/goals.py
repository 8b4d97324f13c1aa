"""Targets and achievements: what the plan promises, what the review reports, and how it is worded."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.quantities.measure import measure_of_goal
from liwan_analysis.quantities.modality import hardness_of, modality_of, modality_words
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.records import STATEMENT_COLUMNS, Indicator, Statement, to_table
from liwan_analysis.quantities.table import sentence_places
from liwan_analysis.report.model import Report

__all__ = ["count_hardness", "count_modality", "find_achievements", "find_targets", "rank_share", "read_targets"]

GOAL = re.compile(either("goals.csv", "goal"))
NO_GOAL = re.compile(rf"{either('goals.csv', 'not_anywhere')}|^(?:{either('goals.csv', 'not_opening')})")
# Who set the task says nothing of what it is about: 全面完成国家下达的节能减排任务
TASK = re.compile(r"^(?:全面|如期|圆满)*完成[^，]*?下达的?")
_HOW = (
    "进一步|继续|持续|稳步|有序|平稳|稳中|保稳|有效|有所|得到|更加|明显|显著|不断|逐步|加快|总体|稳定"
    "|基本(?=平衡|稳定|持平|同步|合理|平稳|完成|实现|达到)|均(?=完成|达|保持)"
)
_VERB = "完成|保持|实现|高于|快于|低于|不纳入|控制|降低|(?<!节能)(?<!降碳)减排|目标|任务|在"
_AT_END = f"(?:{either('goals.csv', 'goal')}|{either('claims.csv', 'predicate')}|化解)$"
"""Within a clause these are parts of names: 经济增长质量, 环境质量改善目标."""
SUBJECT = re.compile(rf"(.{{2,}}?)(?:增长(?=[与和])|增速|[与和]经济|{_HOW}|{_VERB}|{_AT_END})")


def find_targets(report: Report, quantities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find what the plan commits to: quantities with status target, and the headline goals without a number.

    >>> from liwan_analysis.report import load_report
    >>> targets = find_targets(load_report())
    >>> targets.loc[targets["is_headline"], "quote"].tolist()[:3]
    ['5%以上', '560亿元以上', '635亿元']

    Columns are those of `find_quantities`; `quantities` is a corrected table of it. A goal without a number
    (居民收入增长与经济增长同步) has its clause as `quote`, no `value` and no `unit`, and the `measure` and
    `direction` of its own words. What restoration could not settle is left out.
    """
    return to_table(read_targets(report, quantities), STATEMENT_COLUMNS)


def read_targets(report: Report, quantities: pd.DataFrame | None = None) -> list[Statement]:
    """Give what the plan commits to as statements, in the order of the text; `find_targets` lays them out as a table.

    >>> from liwan_analysis.report import load_report
    >>> [target.quantity.quote for target in read_targets(load_report()) if target.is_headline][:3]
    ['5%以上', '560亿元以上', '635亿元']
    """
    statements = statements_of(report, quantities)
    targets = [one for one in statements if one.status == "target" and not one.quantity.uncertain]
    targets += _goals_without_number(report, statements)
    return sorted(targets, key=lambda target: target.place.start)


def find_achievements(report: Report, quantities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find what the review reports as done: quantities with status actual, without those that are uncertain.

    >>> from liwan_analysis.report import load_report
    >>> find_achievements(load_report())["status"].unique().tolist()
    ['actual']

    Columns are those of `find_quantities`; `quantities` is a corrected table of it.
    """
    statements = statements_of(report, quantities)
    return to_table(
        [one for one in statements if one.status == "actual" and not one.quantity.uncertain], STATEMENT_COLUMNS
    )


def _goals_without_number(report: Report, statements: Iterable[Statement]) -> Iterator[Statement]:
    if report.headline is None:
        return
    places = sentence_places(report)
    starts = [place.start for place in places]
    stated = [statement.place.start for statement in statements]
    for start, end in _clauses(report.text, *_goal_sentence(report.text, *report.headline)):
        quote = report.text[start:end]
        if NO_GOAL.search(quote) or not GOAL.search(quote) or any(start <= at < end for at in stated):
            continue
        sentence = places[bisect_right(starts, start) - 1]
        modality, modality_rule = modality_of(quote)
        measure, direction = measure_of_goal(quote)
        yield Statement(
            quantity=Quantity(quote, start, end, math.nan, math.nan, None, math.nan, None, None, None, uncertain=False),
            indicator=Indicator(_subject(quote), None),
            measure=measure,
            direction=direction,
            status="target",
            modality=modality,
            hardness=hardness_of(modality, None),
            year=report.plan_year,
            place=replace(sentence, start=start, end=end),
            is_headline=True,
            rule="; ".join(filter(None, ("goal.without_number", "year.part", "status.headline", modality_rule))),
        )


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
    """The noun a goal is about: what stands before its verb and the adverbs of that.

    >>> [_subject(goal) for goal in ("国际收支状况有所改善", "居民收入稳步增长", "重点领域风险有序化解")]
    ['国际收支状况', '居民收入', '重点领域风险']
    >>> [_subject(goal) for goal in ("城乡居民基本养老金提高", "全面完成国家下达的节能减排任务")]
    ['城乡居民基本养老金', '节能减排']
    """
    clause = TASK.sub("", clause)
    match = SUBJECT.match(clause)
    return match[1] if match else clause


def count_hardness(targets: pd.DataFrame, by: str = "section_id") -> pd.DataFrame:
    """Count hard, soft and plain targets by section (or part): one row a section, with hard, soft, plain and n.

    >>> from liwan_analysis.report import load_report
    >>> count_hardness(find_targets(load_report())).columns.tolist()
    ['section_id', 'hard', 'soft', 'plain', 'n']
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
    >>> from liwan_analysis.targets import find_ranks
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
