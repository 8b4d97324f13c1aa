"""The reading of one number, step by step: what was read, by which rule, and why."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from liwan_analysis.quantities.indicator_rules import INDICATOR
from liwan_analysis.quantities.measure import MEASURE
from liwan_analysis.quantities.mentions import Mention
from liwan_analysis.quantities.modality import HARDNESS, MODALITY, hardness_by
from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.records import Place, Statement
from liwan_analysis.quantities.rules import Rule, Topic
from liwan_analysis.quantities.status import STATUS
from liwan_analysis.quantities.table import mentions_of, read_statements, sentence_places
from liwan_analysis.quantities.written import BOUND, NO_QUANTITY, NUMBER
from liwan_analysis.quantities.years import YEAR
from liwan_analysis.report.model import Report

__all__ = ["TOPICS", "Explanation", "Step", "explain"]

TOPICS: tuple[tuple[Topic, str], ...] = (
    (NUMBER, "what is read as a number"),
    (NO_QUANTITY, "what is no quantity, though it is written in digits"),
    (BOUND, "how the number is bounded"),
    (INDICATOR, "what it measures"),
    (MEASURE, "whether it is a level, a share or a rate of growth, and which way it goes"),
    (YEAR, "which year it is about"),
    (STATUS, "whether it is a result, a target or a description"),
    (MODALITY, "which word of commitment governs it"),
    (HARDNESS, "how firmly it is promised"),
)
"""All rules, topic by topic in the order of reading, with the question that each topic answers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reading: what was asked, what was read, and the rule with its reason ("" where none was needed)."""

    what: str
    said: str
    rule: str
    why: str


@dataclass(frozen=True, repr=False)
class Explanation:
    """The reading of one number: its sentence, the number marked 【】, and the steps. Printed it is lines of text."""

    sentence: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Lay the steps out, two lines each: what was read, and by which rule and why."""
        lines = [self.sentence]
        for step in self.steps:
            lines.append(f"{step.what:<10} {step.said}")
            if step.rule:
                lines.append(f"{'':<10}   {step.rule}: {step.why}")
        return "\n".join(lines)

    __repr__ = __str__


def explain(report: Report, start: int) -> Explanation:
    r"""Explain how the number at an offset of `report.text` was read, step by step.

    >>> from liwan_analysis.report import load_report
    >>> report = load_report()
    >>> explanation = explain(report, report.text.index("560亿元以上"))
    >>> explanation.sentence[55:73]
    '固定资产投资完成【560亿元以上】，'
    >>> print(*str(explanation).splitlines()[1:], sep="\n")  # doctest: +ELLIPSIS
    number     560 亿元 = 56,000,000,000 元
                 number.digits: It is written in digits.
    bound      at_least, by 以上
                 bound.at_least: 以上, 不少于, 不低于, 至少 and 上 (lexicons/bounds.csv) set a floor.
    indicator  固定资产投资, by the verb 完成
                 indicator.before: The noun phrase before the number names what is measured.
    measure    level
                 measure.level: It is neither a rate nor a part of a whole: it says how much there is.
    year       2024
                 year.part: Without a word of time the part decides: the year of the review or of the plan, ...
    status     target, among the headline targets
                 status.plan: A number of the plan that tells no result and describes nothing is promised.
    modality   none
    hardness   hard
                 hardness.bound: Without such a word a floor or a ceiling (以上, 以内) makes a target hard, ...

    Of a number that is no quantity it says what stands there and why it is none. Each `start` of `find_quantities` and
    `find_non_quantities` will do, and any offset inside the number.

    Raises ValueError where no number stands.
    """
    for statement in read_statements(report):
        if statement.place.start <= start < statement.place.end:
            place = statement.place
            return Explanation(_marked(report, place.start, place.end), tuple(_steps(statement)))
    for mention in mentions_of(report):
        if mention.start <= start < mention.end and mention.quantity is None:
            return Explanation(_marked(report, mention.start, mention.end), (_step_of_none(report, mention),))
    around = report.text[max(start - 6, 0) : max(start, 0) + 6].replace("\n", " ")
    here = f"({around!r} stands there)" if around else f"(the text has {len(report.text)} characters)"
    raise ValueError(f"no number stands at {start} {here}; give a `start` of find_quantities or find_non_quantities")


@cache
def _rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in chain.from_iterable(topic.rules for topic, _ in TOPICS)}


def _marked(report: Report, start: int, end: int) -> str:
    """The sentence around a stretch, with the stretch in 【】."""
    text = report.text
    here: Place | None = next((place for place in sentence_places(report) if place.start <= start < place.end), None)
    first = here.start if here else text.rfind("\n", 0, start) + 1
    last = max(here.end, end) if here else text.find("\n", end) % (len(text) + 1)
    return f"{text[first:start]}【{text[start:end]}】{text[end:last]}".strip()


def _step(what: str, said: str, rule: str) -> Step:
    known = _rules().get(rule)
    return Step(what, said, rule, known.why if known else "")


def _step_of_none(report: Report, mention: Mention) -> Step:
    said = f"{report.text[mention.start : mention.end]} is no quantity: {mention.reason}"
    return _step("number", said, f"{NO_QUANTITY.topic}.{mention.reason}")


def _steps(statement: Statement) -> Iterator[Step]:
    quantity, indicator = statement.quantity, statement.indicator
    applied = {rule.partition(".")[0]: rule for rule in statement.rule.split("; ")}
    yield _step("number", _value(quantity), applied.get("number", ""))
    word = f", by {quantity.bound_word}" if quantity.bound_word else ""
    yield _step("bound", f"{quantity.bound}{word}", applied.get("bound", ""))
    verb = f", by the verb {indicator.verb}" if indicator.verb else ""
    yield _step("indicator", f"{indicator.name or 'none'}{verb}", applied.get("indicator", ""))
    direction = f", {statement.direction}" if statement.direction else ""
    yield _step("measure", f"{statement.measure}{direction}", applied.get("measure", ""))
    yield _step("year", str(statement.year or "none"), applied.get("year", ""))
    headline = ", among the headline targets" if statement.is_headline else ""
    yield _step("status", f"{statement.status}{headline}", applied.get("status", ""))
    if statement.status == "target":
        yield _step("modality", statement.modality or "none", applied.get("modality", ""))
        yield _step("hardness", statement.hardness, hardness_by(statement.modality, quantity.bound)[1])


def _value(quantity: Quantity) -> str:
    if quantity.uncertain:
        return f"{quantity.quote} has no value: a character in it or beside it is lost"
    most = "" if math.isnan(quantity.value_max) else f" to {quantity.value_max:,.12g}"
    written = f"{quantity.value:,.12g}{most} {quantity.unit or 'without a unit'}"
    if quantity.unit == quantity.unit_base:
        return written
    return f"{written} = {quantity.value_base:,.12g} {quantity.unit_base or 'without a unit'}"
