"""Rules that are tried in order: the first that speaks decides, and its name goes into `rule`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from liwan_analysis.quantities.indicators import Reading
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.units import unit_kind

__all__ = ["Case", "Rule", "Rules"]

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: a number, what was read around it, and where in the sentence it stands.

    `before` is the sentence up to the number, `after` what of it stands behind; `segment` is what of `before` stands
    behind its last comma, and `clause` what stands behind its last mark of any kind.
    """

    quantity: Quantity
    reading: Reading
    part: str
    before: str
    year: int | None
    review_year: int | None
    after: str = ""
    kind: str = field(init=False)
    segment: str = field(init=False)
    clause: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", unit_kind(self.quantity.unit_base))
        object.__setattr__(self, "segment", re.split(r"[，。；：]", self.before)[-1])
        object.__setattr__(self, "clause", self.segment.split("、")[-1])


@dataclass(frozen=True, slots=True)
class Rule(Generic[R]):
    """A rule: its name, why it holds, a sentence in which it decides, and what it reads (None: it does not speak)."""

    name: str
    why: str
    example: str
    read: Callable[[Case], R | None]


class Rules(Generic[R]):
    """The rules on one question, in the order in which they are tried."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.rules: list[Rule[R]] = []

    def add(self, example: str) -> Callable[[Callable[[Case], R | None]], Callable[[Case], R | None]]:
        """Add a function as the next rule, under its own name; its docstring is the reason why it holds."""

        def take(read: Callable[[Case], R | None]) -> Callable[[Case], R | None]:
            self.rules.append(Rule(f"{self.topic}.{read.__name__}", read.__doc__ or "", example, read))
            return read

        return take

    def decide(self, case: Case) -> tuple[R, str]:
        """Give what the first rule that speaks says, and its name; the last one of a list always speaks."""
        for rule in self.rules:
            said = rule.read(case)
            if said is not None:
                return said, rule.name
        raise LookupError(f"no rule of {self.topic} speaks of {case.quantity.quote!r}")
