"""Following a target into the next report: the number that judges it, the words that do, or silence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from liwan_analysis.quantities.canonical import canonical_indicator
from liwan_analysis.quantities.corrections import statements_of
from liwan_analysis.quantities.records import Statement
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError
from liwan_analysis.targets.candidates import Candidate, is_particular, one_by_one, read_candidates
from liwan_analysis.targets.claims import Claim, find_claim, find_claim_of_all, find_failure, names_of_goal
from liwan_analysis.targets.footing import is_change, is_over_years, measured_as
from liwan_analysis.targets.goals import read_targets
from liwan_analysis.targets.matching import Match, likeness
from liwan_analysis.targets.pairing import same_thing
from liwan_analysis.targets.promise import Promise, Words
from liwan_analysis.targets.refusals import NEAREST, Refusal, nearest, refuse
from liwan_analysis.targets.verdicts import Judgement, Verdict, judge

__all__ = ["read_promises"]

CEILING = re.compile("控制在$")
INCOME, ECONOMY = "居民人均可支配收入", "地区生产总值"
# Income is to grow with the economy, or faster
IN_STEP = re.compile(r"收入[^，。；]*(?:同步|高于|快于)")
LONGEST = 60
"""No quote begins further than this before its number."""


def read_promises(
    targets_report: Report, results_report: Report | None, tolerance: float | None = None
) -> list[Promise]:
    """Give what `match_promises` lays out as records, with the names searched and the numbers refused."""
    _check(targets_report, results_report)
    told = None if results_report is None else _Told(results_report)
    return [_follow(targets_report, *goal, told, tolerance) for goal in _goals(targets_report)]


def _check(first: Report, second: Report | None) -> None:
    if second is None:
        return
    if first.place and second.place and first.place != second.place:
        raise ReportError(
            f"{first.report_id} is of {first.place}, {second.report_id} of {second.place}: "
            "give two reports of one place, or say place= when loading"
        )
    if first.plan_year and second.plan_year and second.plan_year != first.plan_year + 1:
        raise ReportError(
            f"{first.report_id} is of {first.plan_year}, {second.report_id} of {second.plan_year}: "
            "give the report of the year after as the second, or say year= when loading"
        )


class _Told:
    """What the next report tells: its results, and the claim of all goals at once."""

    def __init__(self, report: Report) -> None:
        stated = [one for one in statements_of(report) if one.status == "actual" and is_particular(one)]
        self.report = report
        self.results = [each for one in read_candidates(report.text, stated) for each in one_by_one(one)]
        self.claim_of_all = find_claim_of_all(report)


def _goals(report: Report) -> Iterator[tuple[Statement, Candidate | None]]:
    """Each target of the plan once, with what matching looks at; a goal without a number has none of that.

    A number that holds for each of several things is a target for each of them.

    Left out is what no other number could be set beside: a change against last year, which its own level says already,
    a name too general, and a count in characters (两个攻坚战, 三项工作), which is a way of speaking.
    """
    targets = [one for one in read_targets(report) if is_particular(one)]
    targets.sort(key=lambda one: (not one.is_headline, one.place.start))
    read = {one.statement.place.start: list(one_by_one(one)) for one in read_candidates(report.text, targets)}
    seen: set[tuple[object, ...]] = set()
    for target in targets:
        for goal in read.get(target.place.start, [None]):
            key = _key(goal) if goal else (target.indicator.name,)
            if _can_be_followed(target, goal) and key not in seen:
                seen.add(key)
                yield target, goal


def _can_be_followed(target: Statement, goal: Candidate | None) -> bool:
    if goal is None:
        return math.isnan(target.quantity.value)
    in_characters = goal.kind == "count" and not re.search(r"\d", target.quantity.quote)
    return not (goal.is_over or is_change(goal) or in_characters)


def _key(goal: Candidate) -> tuple[object, ...]:
    """What makes two statements one target: 8%左右 among the headline targets and again where it is explained."""
    quantity = goal.statement.quantity
    amount = (quantity.value_base, None if math.isnan(quantity.value_max) else quantity.value_max, quantity.unit_base)
    return (goal.canonical, measured_as(goal), *amount, goal.statement.year)


def _follow(
    report: Report, target: Statement, goal: Candidate | None, told: _Told | None, tolerance: float | None
) -> Promise:
    name = goal.canonical if goal else canonical_indicator(target.indicator.name or "")
    found = _Found(report, target, goal, name, told)
    if told is None:
        return found.promise(Judgement("pending", math.nan, "the next report is not there"))
    if goal and target.year != report.plan_year:
        note = f"the target is for {target.year}, the next report tells of {report.plan_year}"
        return found.promise(Judgement("not_comparable", math.nan, note))
    if goal and is_over_years(goal):
        return found.promise(Judgement("not_comparable", math.nan, "the target is for several years, not for one"))
    if goal is None:
        return found.without_number(told, tolerance)
    return found.with_number(goal, told, tolerance)


class _Found:
    """A target on its way into the next report."""

    def __init__(
        self, report: Report, target: Statement, goal: Candidate | None, name: str, told: _Told | None
    ) -> None:
        self.report, self.target, self.goal, self.name, self.told = report, target, goal, name, told
        self.names = tuple(dict.fromkeys((*names_of_goal(name), target.indicator.name or name)))
        self.refused: tuple[Refusal, ...] = ()

    def promise(self, judgement: Judgement, result: Statement | None = None, words: Words | None = None) -> Promise:
        stated = _words(self.report, self.target)
        return Promise(
            self.report.place, self.name, self.target, stated, result, words, judgement, self.names, self.refused
        )

    def with_number(self, goal: Candidate, told: _Told, tolerance: float | None) -> Promise:
        """Judge by the number that is most alike; else say on what other footing one stands, or ask the words."""
        judging, refused = [], []
        for result in told.results:
            rule = same_thing(result, goal)
            if rule is None:
                continue
            reason = refuse(result, goal, self.report.plan_year)
            if reason is None:
                judging.append(Match(result, goal, rule))
            else:
                refused.append(Refusal(result, *reason))
        self.refused = tuple(refused[:NEAREST])
        if judging:
            best = max(judging, key=likeness).result
            return self._judged(goal, best, told, tolerance)
        footing = [one for one in refused if one.is_footing]
        if footing:
            footing.sort(key=lambda one: measured_as(one.candidate) != measured_as(goal))
            quote = _words(told.report, footing[0].candidate.statement).quote
            return self.promise(Judgement("not_comparable", math.nan, f"{footing[0].reason}: {quote}"))
        return self._by_words(told)

    def _judged(self, goal: Candidate, result: Candidate, told: _Told, tolerance: float | None) -> Promise:
        is_ceiling = bool(CEILING.search(goal.before))
        judgement = judge(self.target, result.statement, is_ceiling=is_ceiling, tolerance=tolerance)
        notes = [judgement.note, "" if result.canonical == goal.canonical else f"named {result.canonical} there"]
        if judgement.verdict in ("about", "missed"):
            notes.append(_quoted(told.report, find_failure(told.report, self.names)))
        note = "; ".join(filter(None, notes))
        words = _words(told.report, result.statement)
        return self.promise(Judgement(judgement.verdict, judgement.gap, note), result.statement, words)

    def without_number(self, told: _Told, tolerance: float | None) -> Promise:
        """Judge a goal without a number by two results where it sets one against the other, else by words."""
        if IN_STEP.search(self.target.quantity.quote):
            income, economy = (_growth(told, name, self.report.plan_year) for name in (INCOME, ECONOMY))
            if income and economy:
                return self._in_step(income.statement, economy.statement, told, tolerance)
        return self._by_words(told)

    def _in_step(self, income: Statement, economy: Statement, told: _Told, tolerance: float | None) -> Promise:
        gap = round(income.quantity.value - economy.quantity.value, 6) + 0.0
        is_loose = "同步" in self.target.quantity.quote
        verdict: Verdict = "met" if gap >= 0 else "missed"
        if gap < 0 and is_loose and tolerance is None:
            verdict = "about"
        elif gap < 0 and is_loose and tolerance is not None:
            verdict = "met" if -gap <= tolerance else "missed"
        note = f"income grew by {income.quantity.quote}, the economy by {economy.quantity.quote}"
        return self.promise(Judgement(verdict, gap, note), income, _words(told.report, income))

    def _by_words(self, told: _Told) -> Promise:
        failure = find_failure(told.report, self.names)
        if failure:
            return self._claimed("missed", "the report itself says so, without a number", failure, told)
        wording = None if self.goal else self.target.quantity.quote
        claim = find_claim(told.report, self.names, wording)
        if claim:
            return self._claimed("restated", "claimed in words, without a number", claim, told)
        if told.claim_of_all and self.target.is_headline:
            return self._claimed("restated", "claimed of all goals together, without a number", told.claim_of_all, told)
        self.refused = self.refused or nearest(self.name, told.results)
        note = f"searched for {'、'.join(self.names)}"
        return self.promise(Judgement("not_reported", math.nan, note))

    def _claimed(self, verdict: Verdict, note: str, claim: Claim, told: _Told) -> Promise:
        quote = told.report.text[claim.start : claim.end]
        words = Words(told.report.report_id, quote, claim.start, claim.end)
        return self.promise(Judgement(verdict, math.nan, note), None, words)


def _growth(told: _Told, name: str, year: int | None) -> Candidate | None:
    """Find the growth of one year of an indicator; real growth before the other."""
    known = [
        one
        for one in told.results
        if one.canonical == name
        and one.statement.measure == "growth"
        and one.unit == "%"
        and one.statement.year == year
    ]
    known = [one for one in known if not refuse(one, one, year)]
    return max(known, key=lambda one: ("实际" in one.before, -one.statement.place.start), default=None)


def _quoted(report: Report, failure: Claim | None) -> str:
    return f"the report says: {report.text[failure.start : failure.end]}" if failure else ""


def _words(report: Report, statement: Statement) -> Words:
    """Quote a number with its name: from where the name stands before it, or else from the mark before it."""
    start, end = statement.place.start, statement.place.end
    before = re.split(r"[。；\n]", report.text[max(0, start - LONGEST) : start])[-1]
    name = statement.indicator.name or ""
    at = before.rfind(name) if name else -1
    back = len(before) - at if at >= 0 else len(re.split(r"[，：、]", before)[-1])
    return Words(report.report_id, report.text[start - back : end], start - back, end)
