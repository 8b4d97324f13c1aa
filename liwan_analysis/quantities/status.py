"""What a quantity is in the report: a result, a target or a description."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.loader import either
from liwan_analysis.quantities.ahead import REACH
from liwan_analysis.quantities.case import Case
from liwan_analysis.quantities.grammar import words_of
from liwan_analysis.quantities.nouns import opening_verb
from liwan_analysis.quantities.records import Status
from liwan_analysis.quantities.rules import Rules
from liwan_analysis.quantities.years import is_told

__all__ = ["STATUS", "status_of"]


def _either(*roles: str) -> str:
    return either("status.csv", *roles)


TOTAL = re.compile(rf"(?:{_either('size')})$")
THRESHOLD = re.compile(rf"^的?(?:{_either('threshold_opening')})*(?:{_either('threshold')})")
# What is counted or measured as such is picked out only by a 的: 3000户以上的村, not 建设10个以上项目
PICKED = re.compile(rf"^的(?:{_either('threshold_opening')})*(?:{_either('threshold', 'site')})")
PICKED_OUT = re.compile(rf"(?:{_either('threshold')})$")
GRADED = re.compile(rf"^的?(?:{_either('threshold_opening')})*(?:{_either('threshold', 'site', 'product')})")
RATES = ("percent", "points", "times")
THRESHOLDS = dict.fromkeys(("money", "age"), THRESHOLD) | dict.fromkeys(
    ("weight", "power", "volume", "freight"), GRADED
)
PRODUCT = re.compile(rf"^[^，。；、的]{{0,8}}?(?:{_either('product')})")
# A thing of such a class, its kind in front: 30万千瓦以下(煤电机组); not 100万千瓦以上(光伏装机)
MADE = re.compile(rf"^[^，。；、的]{{0,6}}(?:{_either('site', 'product')})$")
# How many of those above it there are, in a count right behind: 10亿元以上(23个), 800人以上(的82个安置点)
COUNT_BEHIND = re.compile(r"^的?(?:\d+|[一二两三四五六七八九十]+)(?:个|家|项|户|所|条|座|处|名)")
# A rate of things of such a size, at the head of a clause: 20户以上(自然村网络覆盖率)
RATE_OF_THEM = re.compile(r"^[^，。；、的]{2,16}(?:率|比例)")
# What lasts or grows old as a matter of course, so that a length or an age of it is what is told: 人均预期寿命(85.3岁)
MEASURED_TIME = re.compile(r"(?:寿命|年限|时间|时长|时限|周期|天数)$")
# What a thing in the making is made for, and how long it is: 年产(50万吨的项目), 总长(128公里的高速)
YEARLY = re.compile(r"(?:年产|日产|年处理|日处理|总长|全长)(?:能力|度)?[约达超近]?$")
# The names of what things have: 规划床位(3000张的度假区), 总库容(1.47亿立方米的水库), 桥隧比(82%的高速)
PROPERTY = re.compile(
    rf"(?:{'|'.join(words_of('attribute'))}|库容|时速|装机|床位|座位|高度|长度|宽度|深度|能力|总量|人口|价值)$"
)
RATIO = re.compile(r"(?:率|比|比重|[密强浓湿]度)$")
# What a number with 的 is itself: 8%(的目标), 5%(的增速)
ITSELF = re.compile(
    r"^的(?:[^，。；、]{0,8}(?:目标|任务|要求|水平|增长|增速|增幅|涨幅|速度|幅度|基础|标准|比例|规模)|[^，。；、]{0,2}$|[^\u4e00-\u9fff“])"
)
COMPARED = re.compile(r"(?:比|较|高于|低于)(?:(?:19|20)\d\d年[底末]?|上年|去年|“[^”]{1,4}五”末)的$")
NATION = re.compile(_either("people"))
FACT = re.compile(rf"(?:{_either('fact')})[^，。；]{{0,6}}$")
BACKDROP = re.compile(rf"^(?:{_either('backdrop')})")
# A goal that the review looks back on: 4%左右、主要污染物排放总量减少2%的目标, 8%的预定目标
OLD_TARGET = re.compile(
    r"^(?:[、和][^，。；：]{0,24})?的(?:预定|预期|既定|年初|全年|年度|增长|调控|控制|计划|规划)*目标"
)
SET_BEFORE = re.compile(r"(?:确定|预定|提出|预期|计划)的$")
# A trial, a campaign or a circle that is called by how long it lasts: 延长30年试点, 15分钟生活圈
NAMED_BY_TIME = re.compile(rf"^[^，。；、的]{{0,8}}(?:{_either('named_by_time')})")
# A circle around homes that is called by how far it reaches: 2公里(服务圈)
CIRCLE = re.compile(r"[^，。；、的]{0,6}(?:服务|生活|养老|便民|健身|就医)圈")
# What a speech announces and then says one by one: 抓好三件事：一是…
ANNOUNCED = re.compile(
    r"^(?:重点|主要|基本|重要|方面)*(?:(?:工作|任务|事|事情|方面|原则|要求|准则|问题)(?=$|[，。；：])|措施：)"
)
HAN_COUNT = re.compile(r"^[一二两三四五六七八九十]+[个项件条大种]$")
KEPT = re.compile(rf"(?:{_either('kept')})[^，。；：]{{0,40}}$")
# What is there already and has no end: 推动7个国家物流枢纽(提质升级)
FOSTERED = re.compile(rf"(?:{_either('fosters')})[^，。；：]{{0,30}}$")
STANDING = re.compile(rf"^[^，。；：]{{0,12}}(?:{_either('standing')})[^，。；：]{{0,12}}(?:{_either('goes_better')})")

STATUS: Rules[Case, Status] = Rules("status")


def status_of(case: Case) -> tuple[Status, str]:
    """Say what a quantity is, and by which rule: `actual` (a result), `target` (a commitment) or `context`.

    Sizes and ages in front of what they describe, durations, thresholds (亿元以上项目), specifications (8英寸晶圆) and
    starting points (从15家增加到38家) describe; what is left is a result in the review and a commitment in the plan.
    """
    return STATUS.decide(case)


@STATUS.add(yes="glossary: 设立5个片区现场指挥部。", no="设立5个片区现场指挥部。")
def elsewhere(case: Case) -> Status | None:
    """Only review and plan report and promise."""
    return "context" if case.part not in ("review", "plan") else None


@STATUS.add(yes="企业从15家增加到38家。", no="从财政资金中拿出50亿元。")
def origin(case: Case) -> Status | None:
    """从15家 is where a change starts; in 由4.9%、5.5%转为下降1.2% all that stands before 转为 is."""
    return "context" if case.is_origin else None


@STATUS.add(yes="企业比2020年的15家增加3家。", no="企业比2020年增加3家。")
def compared(case: Case) -> Status | None:
    """比2020年的15家 is what the change is measured from."""
    return "context" if COMPARED.search(case.segment) else None


@STATUS.add(yes="经济连续3年增长。", no="经济增长3%。")
def streak(case: Case) -> Status | None:
    """连续三年 says for how long it has been so."""
    return "context" if case.clause.endswith("连续") else None


@STATUS.add(yes="团结14亿中国人民。", no="培训14万名农民。")
def nation(case: Case) -> Status | None:
    """14亿中国人民 and 13亿人口的国家 name the people and the country."""
    is_country = case.quantity.unit_base == "人口" and re.match(r"多?的[^，。；]{0,6}(?:国|省|市|县|区)", case.after)
    is_people = case.kind != "percent" and NATION.match(case.reading.phrase)
    return "context" if is_country or is_people else None


@STATUS.add(yes="关闭了17年的市场重新开业。", no="保障期限延长3年。")
def duration(case: Case) -> Status | None:
    """A duration or an age describes, if it is not lengthened, reached or told of a life or a time; 长达2600年 does."""
    if case.kind not in ("duration", "age"):
        return None
    is_told = not case.reading.behind and bool(MEASURED_TIME.search(case.reading.own))
    is_for_whom = case.reading.is_served and (case.kind == "age" or bool(case.reading.phrase))  # 为65岁老人
    is_reached = case.reading.reaches and not case.clause.endswith("长达") and not is_for_whom
    return None if is_told or case.reading.change or is_reached else "context"


@STATUS.add(yes="推进土地承包到期后再延长30年试点。", no="保障期限延长3年。")
def named_by_time(case: Case) -> Status | None:
    """A duration in a name says which trial, campaign or circle is meant."""
    return "context" if case.kind == "duration" and NAMED_BY_TIME.match(case.after) else None


@STATUS.add(yes="公交站点500米覆盖率超过99%。", no="新增管道500米。")
def reach(case: Case) -> Status | None:
    """A length in the name of a rate (500米覆盖率, 500米服务半径覆盖率) says how far the rate looks."""
    return "context" if case.kind == "length" and REACH.match(case.reading.behind) else None


@STATUS.add(yes="106个国考断面水质优良比例为73.6%。", no="新增国考断面106个。")
def rated(case: Case) -> Status | None:
    """How many things a rate is taken of (106个断面水质优良比例为73.6%) says which, where they open the clause."""
    return "context" if case.kind == "count" and not case.clause and case.reading.rate else None


@STATUS.add(yes="建成2公里服务圈。", no="建成管道2公里。")
def circle(case: Case) -> Status | None:
    """A length in the name of a circle (2公里服务圈) says how far it reaches."""
    return "context" if case.kind == "length" and CIRCLE.match(case.after) else None


@STATUS.add(yes="建成5000吨级码头。", no="建成码头5座。")
def grade(case: Case) -> Status | None:
    """A grade (5000吨级, 60万千瓦级) says of what class a thing is."""
    is_behind = case.kind not in ("count", "place") and re.match(r"级(?!别)", case.after)
    return "context" if is_behind or case.quantity.unit_base in ("级", "吨级") else None


@STATUS.add(yes="重点抓好8个方面工作。", no="新增公园8个。")
def aspects(case: Case) -> Status | None:
    """重点抓好8个方面 and 抓好三件事：一是… count the points of the speech."""
    is_list = HAN_COUNT.match(case.quantity.quote) and ANNOUNCED.match(case.after)
    return "context" if is_list or case.reading.phrase.startswith("方面") else None


@STATUS.add(yes="坚持解决问题的八项主张。", no="出台八项措施支持企业。")
def kept(case: Case) -> Status | None:
    """坚持八项主张 and 把好两个闸门 say how many there are of what is kept to; nothing of that number is done."""
    return "context" if HAN_COUNT.match(case.quantity.quote) and KEPT.search(case.before) else None


@STATUS.add(yes="推动7个国家物流枢纽提质升级。", no="推动7个项目开工。")
def standing(case: Case) -> Status | None:
    """A count in 推动 or 支持 of zones and places that are there and are to do better says which; it has no end."""
    is_ahead = case.part == "plan" or HAN_COUNT.match(case.quantity.quote)
    is_standing = is_ahead and case.kind == "count" and STANDING.match(case.after)
    return "context" if is_standing and FOSTERED.search(case.segment) else None


@STATUS.add(yes="建成100兆瓦储能电站。", no="关停小火电5000万千瓦。")
def size(case: Case) -> Status | None:
    """A size in front of a thing says which thing (8英寸晶圆), if it is exact and not built or shut by that much."""
    quantity, reading = case.quantity, case.reading
    is_done = bool(reading.verb or reading.change) or quantity.bound != "exact"
    is_amount = case.kind == "power" and "万" in (quantity.unit or "") and is_done
    is_size = case.kind in ("power", "energy") or quantity.unit_base == "英寸" or quantity.quote[0] in "百千"
    is_own = len(reading.own) > 2 or case.kind in ("count", "people", "money", "household")
    return "context" if is_size and reading.phrase and not is_own and not is_amount else None


@STATUS.add(yes="研制10米大采高液压支架5台。", no="改造10米宽道路5条。")
def specification(case: Case) -> Status | None:
    """A length or a weight right before a product is its specification (10米支架, 10吨起重机)."""
    quantity = case.quantity
    is_plain = case.kind in ("length", "weight") and quantity.bound == "exact" and quantity.unit == quantity.unit_base
    return "context" if is_plain and quantity.unit != "公里" and PRODUCT.match(case.after) else None


@STATUS.add(yes="推进总投资50亿元的项目。", no="新增债务总规模50亿元。")
def total(case: Case) -> Status | None:
    """What projects cost or cover in all is no result of the year and no promise for it; what is new in all is one."""
    clause = case.clause.rstrip("约超近达为")
    is_new = clause.endswith("总规模") and re.search(r"新增|开工|新建", case.segment) and case.after[:1] != "的"
    return "context" if TOTAL.search(clause) and not is_new else None


@STATUS.add(yes="提升面积5平方公里的园区。", no="提升园区5平方公里。")
def modifier(case: Case) -> Status | None:
    """A number with 的 in front of a noun describes it, where what it measures of it goes before (床位3000张的医院)."""
    if not case.after.startswith("的"):
        return None
    if case.reading.is_modifier:
        return "context"
    own = case.reading.own
    is_own = RATIO.search(own) if case.kind == "percent" else PROPERTY.search(own) or YEARLY.search(case.clause)
    return "context" if is_own and not ITSELF.match(case.after) else None


@STATUS.add(yes="新增亿元以上项目48个。", no="完成投资50亿元以上。")
def threshold(case: Case) -> Status | None:
    """亿元以上项目, 30万千瓦以下煤电机组 and 3000户以上的村 pick out what is meant; 100万元至300万元部分 too."""
    if case.quantity.bound not in ("at_least", "over", "at_most", "range") or case.kind in RATES:
        return None
    pattern = THRESHOLDS.get(case.kind, PICKED)
    is_limit = (case.quantity.bound_word or "").endswith(("以上", "以下"))
    is_class = is_limit and pattern is GRADED and bool(MADE.search(case.reading.phrase))
    phrase = case.reading.phrase
    is_money = case.kind == "money" and case.after.startswith(phrase) and not opening_verb(phrase)
    is_class = is_class or (is_limit and is_money and bool(PICKED_OUT.search(phrase)))
    is_counted = is_limit and COUNT_BEHIND.match(case.after)
    is_head = is_limit and not case.clause and RATE_OF_THEM.match(case.after)
    return "context" if is_class or is_counted or is_head or pattern.match(case.reading.behind) else None


@STATUS.add(yes="review: 增长7.8%，略低于8%的预定目标。", no="review: 新增就业13万人，超过预期目标。")
def old_target(case: Case) -> Status | None:
    """A goal that the review looks back on (低于8%的预定目标) is neither reached nor promised by its number."""
    is_set = case.after.startswith("目标") and SET_BEFORE.search(case.clause) is not None
    return "context" if case.part == "review" and (is_set or OLD_TARGET.match(case.after)) else None


@STATUS.add(yes="review: 今年中央财政将安排资金305亿元。", no="review: 去年中央财政安排资金305亿元。")
def announced(case: Case) -> Status | None:
    """What the review says of the year that has begun is no result yet."""
    review = case.years.review
    is_ahead = case.year is not None and review is not None and case.year > review
    return "target" if case.part == "review" and is_ahead else None


@STATUS.add(yes="review: 新增公园5个。", no="新增公园5个。")
def review(case: Case) -> Status | None:
    """A number of the review that describes nothing is a result."""
    return "actual" if case.part == "review" else None


@STATUS.add(yes="我们已取消审批事项15项。", no="取消审批事项15项。")
def told(case: Case) -> Status | None:
    """A result that the plan tells (已取消15项, 取消了原先336亿元) is a result."""
    return "actual" if is_told(case) else None


@STATUS.add(yes="去年完成投资50亿元。", no="今年完成投资50亿元。")
def past_year(case: Case) -> Status | None:
    """A year that is over cannot be promised any more."""
    review = case.years.review
    is_past = case.year is not None and review is not None and case.year <= review
    return "actual" if is_past else None


@STATUS.add(yes="全区现有企业50家。", no="新增企业50家。")
def fact(case: Case) -> Status | None:
    """已有, 现有, 拥有: the plan says what there is."""
    is_rate = case.clause.startswith("每")  # 每千名老人拥有床位40张 is to be reached
    return "context" if FACT.search(case.clause) and not is_rate else None


@STATUS.add(yes="今年高校毕业生超过1000万人。", no="帮助高校毕业生1000万人。")
def cohort(case: Case) -> Status | None:
    """How many leave school is no doing of the government."""
    return "context" if case.reading.indicator.endswith("毕业生") and not case.reading.verb else None


@STATUS.add(yes="依托50亿元基金。", no="设立50亿元基金。")
def backdrop(case: Case) -> Status | None:
    """聚焦, 依托, 立足: what a measure stands on."""
    is_backdrop = BACKDROP.match(case.segment) and case.kind not in ("count", "percent")
    return "context" if is_backdrop else None


@STATUS.add(yes="新增公园5个。", no="review: 新增公园5个。")
def plan(case: Case) -> Status | None:
    """A number of the plan that tells no result and describes nothing is promised."""
    return "target"
