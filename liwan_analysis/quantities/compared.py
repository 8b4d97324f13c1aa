"""What stands between a noun and its number, or around it, and names nothing: comparisons, shares and terms."""

from __future__ import annotations

import re

__all__ = ["COMPARED", "COMPARED_FIRST", "SHARE", "find_compared"]

# A time that a number is compared with: 2020年, 上年, 前三年, 五年前, 上半年, “十三五”
YEAR = r"(?:(?:19|20)\d\d年|上年|去年|前年|年初|[上下]半年|前[一二三四五两]年|[一二三四五十两]年前|同期|“[^”]{1,6}”)"
# What the number is compared with, between its noun and it: 产值比上年 (增长5%), 满意度从2020年的 (84.7 …)
COMPARED = re.compile(
    rf"(?:从|由|到|至)?{YEAR}的$|(?:从|由){YEAR}$|(?:(?<![到至])|(?<=[加少升高降低大长][到至]))(?:19|20)\d\d年$|(?:从|由)$|(?:比|较){YEAR}[^，。；、]{{0,4}}(?:[高低多]|(?<!减)少)了?$"
    rf"|(?:比|较|与|同){YEAR}(?:同期|末|底|时期|初|相比|的|年度|预算|计划|预计数|赤字)*$"
    r"|(?:稳定|保持)?在全[国省市区]$|(?:高于|低于|快于|好于|优于)(?:全[国省市区]|上年|去年|同期|平均|水平|GDP|经济)*$"
    # What is left out of account: 收入扣除退税因素后 (增长0.8%), 收入按可比口径 (增长4.2%)
    r"|(?:扣除|剔除)[^，。；、]{1,14}(?:因素|影响)?后$|(?:扣除|剔除)[^，。；、]{1,12}(?:因素|影响)$|(?<=..)(?<!占)(?:比(?![重例率值])|较)[^，。；、比较提]{2,12}[高低快慢](?:出|了)?$|按?可比(?:口径|价格?)(?:计算)?$"
    # For whom or how long it is: 收购价平均每斤 (提高0.1元), 支出五年 (累计1万亿元)
    r"|(?:平均|人均)?(?:每(?:[人生年月日天斤亩户]|小时|\d+(?:公斤|千克|斤|亩|平方米)))+$|(?:年生均|生均|(?:(?<=[从由到年])|又|再|^)人均)$|(?<=[到达为])每[^，。；、]{2,6}$|(?<=.)[一二三四五两]年(?:来|内|间)?$"
    # When, how and where it is: 养老金今年(再提高), 收入同口径(增长), 成果在全国推广(26项), 投资超年度计划(28%)
    r"|(?<=..)(?:年内|年底前|[年月]末|今年)?(?:至少|最少|最多)要?$|(?<=..)(?:年内|年底前)要?$"
    # From where a change starts is said by a name of its own: 起征点从月销售额 (10万元提高到15万元)
    r"|(?<=...)(?<![自理])由(?![此于])[^，。；、由]{2,9}额$"
    r"|(?<=...)(?<![自服听依由])从(?![业事严紧优重轻教医化属])[^，。；、从]{1,7}[^，。；、从中里]$"
    r"|(?<=..)(?:今年|去年|近年来|每|统一|(?<![创更革翻刷常])新)$|同口径$|在全[国省市区](?:复制)?推广$|(?:在全[国省市区])?率先$|超过?(?:年度|全年)(?:计划|目标|预算)$"
)
# The same at the head of a clause: 比上年同期 (增加3家)
COMPARED_FIRST = re.compile(
    r"^(?:比|较)(?:(?:19|20)\d\d年|上年|去年|“[^”]{1,6}”)(?:同期|末|底|时期|年度|预算|计划|预计数|赤字(?=减少|增加))*"
)
# The whole of which the number is a part: 占全市的 (5%), 民营企业占比超过 (60%)
SHARE = re.compile(
    r"(?:占|达到?|(?<!作)为|不低于|不超过)(?P<whole>[^，。；、]{2,14}?)的$"
    r"|(?<=..)超过?(?:全[国省市球]|世界)的?$"
    r"|占(?:全[市省区国](?:总量)?|总[^，。；、]{0,4}|同期[^，。；、]{0,6}|[^，。；、比份]{0,8})(?:达到?|为|超过)?$"
)

# What COMPARED ends with, or has in it: few words before a number do, and the look is a dear one
ENDS = frozenset("的年时国省市区后素响均来内间前末少多要一新径广先划标算")
INSIDE = re.compile(r"[从由比较与同于每]")


def find_compared(rest: str) -> re.Match[str] | None:
    """Find what the words before a number end with and only compare it.

    >>> find_compared("产值比上年")[0], find_compared("产值")
    ('比上年', None)
    """
    return COMPARED.search(rest) if rest[-1] in ENDS or INSIDE.search(rest) else None
