"""One name for what reports call differently: the standard names of lexicons/indicators.csv."""

from __future__ import annotations

import re
from functools import cache

from liwan_analysis.lexicons.loader import read_table

__all__ = ["OPENING", "canonical_indicator", "known_indicator"]

# Whose it is, or that it is new, goes off a name: 全市, 我区, 区级, 新增; not 市级“…”, which is a title
OPENING = re.compile(
    r"^(?:全[省市区县国]|[我本][省市区县]|[省市区县]级(?!“)|本级|地方|各类|年度|累计|新增|净增|新培育|其中)+"
)


@cache
def _variants() -> dict[str, str]:
    rows = read_table("indicators.csv")
    return {row["variant"]: row["canonical"] for row in rows} | {row["canonical"]: row["canonical"] for row in rows}


def known_indicator(name: str) -> str | None:
    """Give the standard name of an indicator that lexicons/indicators.csv knows, None for one that it does not.

    >>> known_indicator("固投"), known_indicator("区级一般公共预算收入"), known_indicator("碧道")
    ('固定资产投资', '一般公共预算收入', None)
    """
    variants = _variants()
    return variants.get(name) or variants.get(OPENING.sub("", name))


def canonical_indicator(name: str) -> str:
    """Give the standard name of an indicator, by lexicons/indicators.csv; other names without place and 新增.

    >>> canonical_indicator("固投"), canonical_indicator("区级一般公共预算收入"), canonical_indicator("新增碧道")
    ('固定资产投资', '一般公共预算收入', '碧道')
    """
    known = known_indicator(name)
    if known:
        return known
    rest = re.sub(r"升级改造|改造提升|微改造|提升改造", "改造", OPENING.sub("", name))
    return rest[1:-1] if re.fullmatch(r"“[^“”]+”", rest) else rest or name
