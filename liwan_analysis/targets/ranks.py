"""Ranks and comparisons: how a result is presented (增速排名全市第五, 高于全市平均水平, 创历史新高)."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from liwan_analysis.lexicons.loader import either
from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS, read_ordinal
from liwan_analysis.quantities.behind import phrase_after
from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.quantities.grammar import is_attribute, phrase_before
from liwan_analysis.quantities.records import Column, Place, Statement, Status, names_of, to_table
from liwan_analysis.quantities.table import sentence_places
from liwan_analysis.report.model import Report

__all__ = ["RANK_COLUMNS", "Rank", "find_ranks"]

RankKind = Literal["position", "top", "first", "record", "comparison"]
NUMBER = rf"[{ORDINAL_DIGITS}]{{1,3}}|\d{{1,3}}"
SCOPE, PLACED, FIRST, FRONT, AHEAD, BEHIND, RECORD = (
    either("ranks.csv", role) for role in ("scope", "placed", "first", "front", "ahead", "behind", "record")
)
# What a result is set against: 全市平均水平, 预期, 规上工业平均水平
AVERAGE = r"全[市省区县国](?:平均水平|平均|水平)?|预期|经济增速|[^，。；、\d“”]{0,8}平均水平"
# A rank or a first in a group, a rank alone, a comparison, a record; 科技创新高地 is no record
RANK = re.compile(
    rf"(?:{PLACED}|成为|为|均)*(?P<scope>{SCOPE})(?:各[市区]|城市)?(?:{PLACED}|同类)*"
    rf"(?:第(?P<rank>{NUMBER})位?(?![批个届次轮产方者极条\d{ORDINAL_DIGITS}])|前(?P<top>{NUMBER})[位名强]?(?!季)"
    rf"|(?P<front>{FRONT})|(?P<first>{FIRST}))"
    rf"|(?:{PLACED})第(?P<plain>{NUMBER})位?(?![批个届次轮产方者极条\d{ORDINAL_DIGITS}])"
    rf"|(?P<ahead>{AHEAD})(?P<above>{AVERAGE})|(?:{BEHIND})(?P<below>{AVERAGE})"
    rf"|(?<!技)(?:创|刷新)下?(?P<record>历史|历年|同期|近年|有记录以?)?(?:以?来)?(?:{RECORD})(?!地)"
)
BREAK = re.compile(r"[，。；：！？、\n（]")


@dataclass(frozen=True, slots=True)
class Rank:
    """How a result is presented: by a rank, as a first, as a record, or above an average."""

    quote: str
    kind: RankKind
    scope: str | None
    rank: float
    indicator: str | None
    status: Status
    year: int | None
    place: Place


RANK_TABLE = (
    Column("quote", "quote"),
    Column("kind", "kind"),
    Column("scope", "scope"),
    Column("rank", "rank", "float64"),
    Column("indicator", "indicator"),
    Column("status", "status"),
    Column("year", "year", "Int64"),
    Column("part", "place.part"),
    Column("section_id", "place.section_id"),
    Column("block_id", "place.block_id"),
    Column("sentence_id", "place.sentence_id", "int64"),
    Column("start", "place.start", "int64"),
    Column("end", "place.end", "int64"),
)
RANK_COLUMNS = names_of(RANK_TABLE)


def find_ranks(report: Report, quantities: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find how results are presented: by a rank, as a first, as a record, or above an average.

    >>> from liwan_analysis.report import load_report
    >>> ranks = find_ranks(load_report())
    >>> ranks.loc[0, ["quote", "kind", "scope", "indicator"]].tolist()
    ['增速排名全市第五', 'position', '全市', '地区生产总值增速']

    `kind` is position (第五), top (前三, 前列), first (首个, 首批), comparison (高于全市平均水平) or record
    (创历史新高); `rank` is the place, missing where none is stated. Only review and plan are read. `quantities` is a
    corrected table of `find_quantities`: a rank takes the name of what the number before it measures.
    """
    return to_table(_read_ranks(report, statements_of(report, quantities)), RANK_TABLE)


def _read_ranks(report: Report, statements: Sequence[Statement]) -> Iterator[Rank]:
    starts = [statement.place.start for statement in statements]
    sentences = sentence_places(report)
    sentence_starts = [sentence.start for sentence in sentences]
    last: tuple[int, str | None] = (-1, None)
    for match in RANK.finditer(report.text):
        sentence = sentences[max(bisect_right(sentence_starts, match.start()) - 1, 0)]
        if sentence.part not in ("review", "plan") or report.text[: match.start()].endswith("从"):
            continue
        floor = sentence.start
        clause = BREAK.split(report.text[floor : match.start()])[-1]
        at = bisect_left(starts, match.start()) - 1
        carried = (starts[at], statements[at].indicator.name) if at >= 0 and starts[at] >= floor else (-1, None)
        chain = max(carried, last if last[0] >= floor else (-1, None), key=lambda found: found[0])
        kind, rank = _kind_of(match)
        indicator = _indicator(report.text, match, clause, (chain[1], carried[1]), kind)
        start = match.start() - (0 if kind == "first" and "率先" not in match[0] else len(clause))
        last = (match.start(), indicator)
        is_review = sentence.part == "review"
        yield Rank(
            quote=report.text[start : match.end()],
            kind=kind,
            scope=match["scope"] or match["above"] or match["below"] or match["record"],
            rank=rank,
            indicator=indicator,
            status="actual" if is_review else "target",
            year=report.review_year if is_review else report.plan_year,
            place=replace(sentence, start=start, end=match.end()),
        )


def _kind_of(match: re.Match[str]) -> tuple[RankKind, float]:
    number = match["rank"] or match["plain"]
    if number:
        return "position", _place(number)
    if match["top"]:
        return "top", _place(match["top"])
    if match["front"]:
        return ("position", 1.0) if match["front"] in ("首位", "榜首") else ("top", math.nan)
    if match["first"]:
        return "first", 1.0
    return ("comparison", math.nan) if match["above"] or match["below"] else ("record", math.nan)


def _place(numeral: str) -> float:
    place = read_ordinal(numeral)
    return math.nan if place is None else float(place)


def _indicator(
    text: str, match: re.Match[str], clause: str, carried: tuple[str | None, str | None], kind: str
) -> str | None:
    """Name what is ranked: the noun before the rank or what the number before it measures; of a first, what follows."""
    if kind == "first" and match["first"] == "率先":
        return phrase_before(BREAK.split(text[match.end() : match.end() + 40])[0])[0] or None
    if kind == "first":
        return phrase_after(text, match.end(), min(match.end() + 40, len(text)), is_money=False) or None
    noun = re.sub(r"(?:连续[一二两三四五六七八九十\d]+年|均|都|分别|继续|也|已|进入|入选)+$", "", clause)
    noun = re.sub(r"从(?:全.|世界)第.{1,3}位?$", "", noun)
    chain, owner = carried
    if not noun:
        return chain
    if owner and (is_attribute(noun) or noun in ("增速", "增幅", "金额", "总数")):
        shared = next((k for k in range(len(noun), 0, -1) if owner.endswith(noun[:k])), 0)
        return owner + noun[shared:]
    return noun
