"""When are two numbers about the same thing? Rules that are tried in order, each with its reason and examples."""

from __future__ import annotations

import re

from liwan_analysis.targets.candidates import Candidate
from liwan_analysis.targets.pair_rules import PairRule
from liwan_analysis.targets.pairing_by_name import BY_NAME
from liwan_analysis.targets.pairing_by_sentence import BY_SENTENCE, OF_UNNAMED

__all__ = ["PAIR_RULES", "same_thing"]

PAIR_RULES = (*BY_NAME, *BY_SENTENCE)
"""The rules in the order in which they are tried: what is certain comes first."""
LEVEL = re.compile(r"(?:国家|自治区|[省市县])级")
"""Who grants a title: 国家级, 省级."""


def _is_of_other_level(result: Candidate, goal: Candidate) -> bool:
    """Say whether both name the level that grants them, and not the same: 国家级绿色工厂, 省级绿色工厂."""
    ours, theirs = ({*LEVEL.findall(one.statement.indicator.name or "")} for one in (result, goal))
    return bool(ours and theirs and not ours & theirs)


def same_thing(result: Candidate, goal: Candidate) -> PairRule | None:
    """Give the first rule by which two candidates are about the same thing; None where none is.

    >>> from liwan_analysis.quantities import read_passage
    >>> from liwan_analysis.targets.candidates import read_candidates
    >>> was, will = "水产品总产量130万吨。", "水产品产量达到140万吨。"
    >>> (result,) = read_candidates(was, read_passage(was, "review"))
    >>> (goal,) = read_candidates(will, read_passage(will, "plan"))
    >>> same_thing(result, goal).name
    'pair.short_name'
    """
    rules = PAIR_RULES if result.is_named and goal.is_named else OF_UNNAMED
    if rules is PAIR_RULES and result.letters.isdisjoint(goal.letters):
        rules = BY_SENTENCE if result.is_said_around or goal.is_said_around else ()
    for rule in rules:
        if rule.holds(result, goal):
            return None if _is_of_other_level(result, goal) else rule
    return None
