"""What a rule of pairing is, and the lists in which rules are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from liwan_analysis.targets.candidates import Candidate

__all__ = ["Certainty", "Holds", "PairRule", "register"]

Certainty = Literal["certain", "likely"]
Holds = Callable[[Candidate, Candidate], bool]


@dataclass(frozen=True, slots=True)
class PairRule:
    """A rule that pairs a result with a goal: its name, why it holds, and texts of review and plan to judge it by.

    In `yes` the rule pairs the two numbers; in `no` no rule does.
    """

    name: str
    why: str
    certainty: Certainty
    yes: tuple[str, str]
    no: tuple[str, str]
    holds: Holds


def register(rules: list[PairRule]) -> Callable[..., Callable[[Holds], Holds]]:
    """Give a decorator that makes a function of two candidates a rule at the end of `rules`."""

    def rule(why: str, *, certainty: Certainty, yes: tuple[str, str], no: tuple[str, str]) -> Callable[[Holds], Holds]:
        def take(holds: Holds) -> Holds:
            rules.append(PairRule(f"pair.{holds.__name__}", why, certainty, yes, no, holds))
            return holds

        return take

    return rule
