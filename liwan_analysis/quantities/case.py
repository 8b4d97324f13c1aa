"""What the rules look at: a number, what was read around it, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from liwan_analysis.quantities.indicators import Reading
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.times import Years, time_before
from liwan_analysis.quantities.units import unit_kind

__all__ = ["Case"]

CLAUSE_END = re.compile(r"[，。；：]")
# A number and what may stand beside it in a list: 5.6％和
LISTED = r"[\d.．]+[^，。；、和\d]{0,8}"
# Where a change starts: 从2020年的15家, 由上年分别增长5.6％和
ORIGIN = re.compile(
    r"(?:从|由)(?![此来于而])"
    rf"[^，。；：、\d]{{0,10}}(?:(?:19|20)\d\d年?[^，。；：、\d]{{0,8}})?(?:{LISTED}[、和])*$"
)
# ... and where it ends: (15家)增加到38家, (5.6％)和13.1％，减为增长1.2%
ONWARD = re.compile(
    rf"(?:[、和]{LISTED})*(?:，(?=[转减降升增扩缩提]))?[^，。；：、\d]{{0,10}}?(?:[到至](?![位期来场户校少今])|[转减增降升变调]为)"
)


@dataclass(slots=True)
class Case:
    """What the rules look at: a number, what was read around it, and where in the sentence it stands.

    `before` is the sentence up to the number, `after` what of it stands behind; `segment` is what of `before` stands
    behind its last comma, and `clause` what stands behind its last mark of any kind. `time` is the word of time that
    holds for the number; `is_origin` says that a change starts from it (从15家增加到38家). `year` is what the rules on
    the year have read, once they have.
    """

    quantity: Quantity
    reading: Reading
    part: str
    before: str
    after: str
    years: Years
    year: int | None = None
    kind: str = field(init=False)
    segment: str = field(init=False)
    clause: str = field(init=False)
    time: re.Match[str] | None = field(init=False)
    is_origin: bool = field(init=False)

    def __post_init__(self) -> None:
        self.kind = unit_kind(self.quantity.unit_base)
        self.segment = CLAUSE_END.split(self.before)[-1]
        self.clause = self.segment.split("、")[-1]
        self.time = time_before(self.before, self.years.review)
        starts = ("从" in self.segment or "由" in self.segment) and ORIGIN.search(self.segment)
        self.is_origin = bool(starts and ONWARD.match(self.after))
