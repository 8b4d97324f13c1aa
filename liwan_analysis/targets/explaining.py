"""Explaining: how a target came by its row in the ledger, or why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.report.model import Report
from liwan_analysis.targets.candidates import Candidate
from liwan_analysis.targets.ledger import Pair, read_pairs, read_sides
from liwan_analysis.targets.matching import refusal
from liwan_analysis.targets.pairing import PAIR_RULES, same_thing
from liwan_analysis.targets.refusals import NEAREST, nearest

__all__ = ["explain_pair"]


def explain_pair(report: Report, start: int) -> str:
    r"""Say how the target at `start` came by its row in the ledger: the result beside it, the rule, what was refused.

    >>> from liwan_analysis.report import parse_report
    >>> report = parse_report("各位代表：\n一、2030年工作回顾\n改造停车场20个，水产品总产量130万吨。\n"
    ...     "二、2031年工作安排\n新建停车场30个，水产品产量达到140万吨。\n", place="某区", year=2031)
    >>> print(explain_pair(report, report.text.index("140万吨")))  # doctest: +ELLIPSIS
    target    水产品产量达到140万吨 (68)
    result    水产品总产量130万吨 (33)
    rule      pair.short_name, likely: a report leaves out 全社会, ...
    compared  like with like: named 水产品总产量 in the review, 水产品产量 in the plan
    >>> print(explain_pair(report, report.text.index("30个")))
    target    新建停车场30个 (57)
    result    none
    refused   改造停车场20个: other work: renovate, not new

    `start` is a character of the target's number, or of the result that stands beside it. Raises ValueError where no
    target of the plan that the ledger looks at stands there.
    """
    results, goals = read_sides(report, statements_of(report))
    pairs = [pair for pair in read_pairs(results, goals) if not pair.is_computed]
    for goal in goals:
        mine = [pair for pair in pairs if pair.goal is goal.statement]
        at = [goal.statement.place, *(pair.result.place for pair in mine)]
        if any(place.start <= start < place.end for place in at):
            told: Sequence[Pair | None] = mine or [None]
            return "\n".join(line for pair in told for line in _lines(goal, pair, results))
    raise ValueError(
        f"no target stands at {start} of {report.report_id}: take target_start of build_ledger or find_targets"
    )


def _lines(goal: Candidate, pair: Pair | None, results: Sequence[Candidate]) -> Iterator[str]:
    yield f"target    {_quoted(goal)} ({goal.statement.place.start})"
    if pair is None:
        yield "result    none"
        yield from _refused(goal, results)
        return
    result = next(one for one in results if one.statement is pair.result)
    (why,) = (rule.why for rule in PAIR_RULES if rule.name == pair.rule)
    yield f"result    {_quoted(result)} ({result.statement.place.start})"
    yield f"rule      {pair.rule}, {pair.certainty}: {why}"
    note = f": {pair.note}" if pair.note else ""
    yield f"compared  {'like with like' if pair.comparable else 'not like with like'}{note}"


def _refused(goal: Candidate, results: Sequence[Candidate]) -> Iterator[str]:
    """The results that are about the same thing and were refused; else those whose names look most like it."""
    same = [(one, refusal(one, goal, rule)) for one in results if (rule := same_thing(one, goal))]
    other = [] if same else [(one.candidate, one.reason) for one in nearest(goal.canonical, results)]
    for one, reason in (same or other)[:NEAREST]:
        yield f"refused   {_quoted(one)}: {reason or 'another target is nearer to it'}"


def _quoted(one: Candidate) -> str:
    """The number with the clause before it."""
    clause = one.before.replace("、", "，").split("，")[-1]
    return clause + one.statement.quantity.quote
