"""A promise: a target with what the next report says of it, as a record."""

from __future__ import annotations

import math
from dataclasses import dataclass

from liwan_analysis.quantities.records import Statement
from liwan_analysis.targets.refusals import Refusal
from liwan_analysis.targets.verdicts import Judgement, Verdict

__all__ = ["Promise", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a report that is quoted, and where it stands; the report's name beside it."""

    report: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A target with what the next report says of it.

    `result` is missing where no number of the next report judges it; `told` are the words that do, or that claim it.
    `searched` are the names it was looked for under, `refused` the nearest numbers that do not judge it, with reasons.
    """

    place: str | None
    indicator: str
    goal: Statement
    stated: Words
    result: Statement | None
    told: Words | None
    judgement: Judgement
    searched: tuple[str, ...]
    refused: tuple[Refusal, ...]

    @property
    def result_value(self) -> float:
        """The number the next report gives, as written."""
        return math.nan if self.result is None else self.result.quantity.value

    @property
    def result_unit(self) -> str | None:
        """Its unit, as written."""
        return None if self.result is None else self.result.quantity.unit

    @property
    def verdict(self) -> Verdict:
        """How the target came out."""
        return self.judgement.verdict

    @property
    def note(self) -> str | None:
        """What a reader should know of the verdict."""
        return self.judgement.note or None

    @property
    def result_report(self) -> str | None:
        """The report that tells of it."""
        return self.told.report if self.told else None

    @property
    def result_quote(self) -> str | None:
        """The words in which it does."""
        return self.told.quote if self.told else None

    @property
    def result_start(self) -> int | None:
        """Where they begin."""
        return self.told.start if self.told else None

    @property
    def result_end(self) -> int | None:
        """Where they end."""
        return self.told.end if self.told else None
