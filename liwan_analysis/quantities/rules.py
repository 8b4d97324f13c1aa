"""Rules that say their name: why each holds, where it decides and where it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Rule", "Rules", "Topic"]

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, why it holds, a sentence in which it decides (`yes`) and one in which it does not (`no`).

    A sentence is read as one of the plan; "review: …" or "glossary: …" in front says that it stands elsewhere.
    """

    name: str
    why: str
    yes: str
    no: str


class Topic:
    """A question, and the rules that answer it, in the order in which they are tried."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.rules: list[Rule] = []

    def name(self, name: str, why: str, *, yes: str, no: str) -> str:
        """Add a rule that other code applies, and give the name under which it leaves its trace.

        >>> people = Topic("people")
        >>> people.name("unit", "人口 is unit and noun in one.", yes="覆盖13亿人口。", no="覆盖13亿人。")
        'people.unit'

        Raises ValueError where the topic has a rule of that name.
        """
        rule = Rule(f"{self.topic}.{name}", why, yes, no)
        if any(other.name == rule.name for other in self.rules):
            raise ValueError(f"there are two rules {rule.name}; give the second another name")
        self.rules.append(rule)
        return rule.name


class Rules(Topic, Generic[C, R]):
    """The rules on one question, in the order in which they are tried: the first that speaks decides.

    >>> size = Rules[int, str]("size")
    >>> @size.add(yes="新增公园1000个。", no="新增公园5个。")
    ... def many(number: int) -> str | None:
    ...     '''A thousand is many.'''
    ...     return "many" if number >= 1000 else None
    >>> size.decide(2000), size.rules[0].why
    (('many', 'size.many'), 'A thousand is many.')
    """

    def __init__(self, topic: str) -> None:
        super().__init__(topic)
        self._tried: list[tuple[str, Callable[[C], R | None]]] = []

    def add(self, *, yes: str, no: str) -> Callable[[Callable[[C], R | None]], Callable[[C], R | None]]:
        """Add a function as the next rule, under its own name; its docstring is the reason why it holds."""

        def take(read: Callable[[C], R | None]) -> Callable[[C], R | None]:
            name = self.name(read.__name__, " ".join((read.__doc__ or "").split()), yes=yes, no=no)
            self._tried.append((name, read))
            return read

        return take

    def decide(self, case: C) -> tuple[R, str]:
        """Give what the first rule that speaks says, and its name; the last one of a list always speaks."""
        for name, read in self._tried:
            said = read(case)
            if said is not None:
                return said, name
        raise LookupError(f"no rule of {self.topic} speaks of {case!r}")
