"""How a number is written and what bounds it: the rules that give a quantity its value, and those that give it none."""

from __future__ import annotations

import re

from liwan_analysis.quantities.numerals import Quantity
from liwan_analysis.quantities.rules import Topic

__all__ = ["BOUND", "NO_QUANTITY", "NUMBER", "number_rules"]

NUMBER = Topic("number")
DIGITS = NUMBER.name("digits", "It is written in digits.", yes="新增公园5个。", no="建成两座变电站。")
CHINESE = NUMBER.name(
    "chinese",
    "A Chinese numeral measures where a unit of amount, a counter word or a word of lasting stands with it.",
    yes="建成两座变电站。",
    no="推进三大平台建设。",
)

BOUND = Topic("bound")
BOUND.name(
    "at_least",
    "以上, 不少于, 不低于, 至少 and 上 (lexicons/bounds.csv) set a floor.",
    yes="新增就业1.3万人以上。",
    no="新增就业1.3万人。",
)
BOUND.name(
    "over", "超, 突破, 逾 and 多 behind a number say that it is more.", yes="产值超50亿元。", no="产值达50亿元。"
)
BOUND.name(
    "at_most", "以内, 以下, 不超过, 低于 set a ceiling.", yes="城镇登记失业率4.5%以内。", no="城镇登记失业率4.5%。"
)
BOUND.name("about", "左右, 约 and 近 say that it is near.", yes="增长5%左右。", no="增长5%。")
BOUND.name("range", "Two numbers joined by 至, 到 or a dash are a range.", yes="增长6%—6.5%。", no="增长6%和6.5%。")

NO_QUANTITY = Topic("none")
"""Why a number in digits is no quantity; what stands behind the point is the `reason` of `find_non_quantities`."""
for _name, _why, _yes, _no in (
    ("date", "A year, a month or a day says when.", "2023年建成公园。", "建成公园2023座。"),
    ("period", "A number of years with 近, 未来, 过去 or 来 says when.", "近3年建成公园。", "工期缩短3年。"),
    ("ordinal", "第 counts nothing, it gives a place in a row.", "举办第30届年会。", "举办年会30场。"),
    ("rank", "前, 排名 and 位列 give a place among others.", "增速排名前3。", "增速3%。"),
    ("code", "Letters, signs or a proportion with the digits make a code.", "建设5G网络。", "建设5个网络。"),
    (
        "name",
        "A number in quotes or a title, with 强, 号 or 版, of the items of a policy, or without a unit is a name.",
        "引进世界500强。",
        "引进企业500家。",
    ),
    ("list number", "It numbers the items of a list.", "1．扩大投资。", "扩大投资1亿元。"),
    ("base", "每10万人 is what another number is counted on.", "每10万人拥有公园。", "服务10万人。"),
):
    NO_QUANTITY.name(_name, _why, yes=_yes, no=_no)


def number_rules(quantity: Quantity) -> tuple[str, str]:
    """Name the rules on how the number was written and what bounds it; "" for an exact number, which needs none.

    >>> from liwan_analysis.quantities import read_quantity
    >>> number_rules(read_quantity("1.3万人以上")), number_rules(read_quantity("两座"))
    (('number.digits', 'bound.at_least'), ('number.chinese', ''))
    """
    written = DIGITS if re.search(r"\d", quantity.quote) else CHINESE
    return written, "" if quantity.bound == "exact" else f"{BOUND.topic}.{quantity.bound}"
