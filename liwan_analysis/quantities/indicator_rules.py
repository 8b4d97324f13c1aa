"""The rules by which a number gets its indicator; `indicators` applies them and leaves their names in `rule`."""

from __future__ import annotations

from liwan_analysis.quantities.rules import Topic

__all__ = ["INDICATOR"]

INDICATOR = Topic("indicator")

for _name, _why, _yes, _no in (
    ("before", "The noun phrase before the number names what is measured.", "新增公园5个。", "新增5个公园。"),
    ("behind", "The noun phrase behind the number names what is measured.", "新增5个公园。", "新增公园5个。"),
    (
        "carried",
        "A number without a noun of its own goes on with that of the number before it.",
        "产值3亿元、增长5%。",
        "产值3亿元，税收增长5%。",
    ),
    (
        "owner",
        "A property (面积, 总投资) does not stand alone: what it belongs to goes in front.",
        "建成园区3个，面积5万平方米。",
        "建成园区5万平方米。",
    ),
    (
        "size",
        "A length, an area or an amount behind a count is the size of what is counted.",
        "改造47条道路共40公里。",
        "改造道路40公里。",
    ),
    (
        "shared",
        "Numbers joined by 、 in front of one noun share it.",
        "104条、73公里道路完工。",
        "104条道路完工。",
    ),
    (
        "modifier",
        "A number that only describes the noun behind it is a property of that noun.",
        "注册资金超亿元企业227户。",
        "企业227户。",
    ),
    (
        "threshold",
        "A count behind an amount that picks something out has that amount in its name.",
        "新增亿元以上项目48个。",
        "新增项目48个。",
    ),
    (
        "spent",
        "Money that is given or spent is named by what it goes to.",
        "安排5亿元支持企业50家。",
        "企业投入5亿元。",
    ),
    (
        "purpose",
        "Money that is given by no one in particular and for nothing that is counted is named by what it is for.",
        "筹措7亿元实施就业惠民工程。",
        "筹措资金7亿元实施就业惠民工程。",
    ),
    (
        "series",
        "Numbers behind 分别 belong to the things of the list one by one.",
        "对东盟、欧盟进出口分别增长5%、6%。",
        "进出口增长5%、6%。",
    ),
    (
        "reached",
        "惠及, 覆盖 and their like name how many are reached by their subject.",
        "企业惠及5万人。",
        "企业招聘5万人。",
    ),
    (
        "deed",
        "How many did something is named by what they did, where nothing else stands behind: 1334万人参保.",
        "21个县试点，1334万人参保。",
        "21个县试点，1334万人领取养老金。",
    ),
    (
        "subject",
        "A number behind a verb that ends the clause is about the subject of the clause.",
        "各项贷款新增5亿元。",
        "新增贷款5亿元。",
    ),
    ("people", "人口 behind a number is unit and noun in one.", "覆盖13亿人口。", "覆盖13亿人。"),
    (
        "back",
        "Where its clause has no noun and no number stands before, the clause before names it: 基本建成500万套.",
        "推进安居工程，基本建成500万套。",
        "基本建成安居工程500万套。",
    ),
    ("unit", "Where the text has no noun the unit gives one (银: 银牌).", "夺得3金2银。", "夺得奖牌5枚。"),
    ("verb", "Where there is nothing but a verb the verb stands for what is measured.", "今年安排5亿元。", "增长5%。"),
    ("next", "A number right before another one is named by that one.", "建成5座3公里大桥。", "建成5座大桥。"),
    ("none", "Nothing names what is measured.", "增长5%。", "产值增长5%。"),
):
    INDICATOR.name(_name, _why, yes=_yes, no=_no)
