"""One name for what reports call differently: the standard names of lexicons/indicators.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from liwan_analysis.lexicons.loader import read_table

__all__ = ["OPENING", "StandardIndicator", "canonical_indicator", "standard_indicator"]

# Whose it is, or that it is new, goes off a name: 全市, 我区, 区级, 新增; not 市级“…”, which is a title
OPENING = re.compile(
    r"^(?:全[省市区县国]|[我本][省市区县]|[省市区县]级(?!“)|本级|地方|各类|年度|累计|新增|净增|新培育|其中)+"
)


@dataclass(frozen=True, slots=True)
class StandardIndicator:
    """An indicator that lexicons/indicators.csv knows.

    `name` is its standard name, `better` says whether more or less of it is better (None where neither is), and `kind`
    is the kind of unit of its level (lexicons/units.csv); its growth is in percent.
    """

    name: str
    better: Literal["more", "less"] | None
    kind: str


@cache
def _variants() -> dict[str, StandardIndicator]:
    return {
        row["variant"]: StandardIndicator(
            row["canonical"], cast(Literal["more", "less"] | None, row["better"] or None), row["kind"]
        )
        for row in read_table("indicators.csv")
    }


def standard_indicator(name: str) -> StandardIndicator | None:
    """Give the indicator that a report's name stands for, None where lexicons/indicators.csv does not know it.

    >>> standard_indicator("调查失业率")
    StandardIndicator(name='城镇调查失业率', better='less', kind='percent')
    >>> standard_indicator("碧道")

    Whose it is goes off the name: 区级一般公共预算收入 is 一般公共预算收入.
    """
    variants = _variants()
    return variants.get(name) or variants.get(OPENING.sub("", name))


def canonical_indicator(name: str) -> str:
    """Give the standard name of an indicator, by lexicons/indicators.csv; other names without place and 新增.

    >>> canonical_indicator("固投"), canonical_indicator("区级一般公共预算收入"), canonical_indicator("新增碧道")
    ('固定资产投资', '一般公共预算收入', '碧道')
    """
    standard = standard_indicator(name)
    if standard:
        return standard.name
    rest = re.sub(r"升级改造|改造提升|微改造|提升改造", "改造", OPENING.sub("", name))
    return rest[1:-1] if re.fullmatch(r"“[^“”]+”", rest) else rest or name
