"""Names for numbers that have no noun beside them: how long something lasts, how many people did something."""

from __future__ import annotations

import re

from liwan_analysis.quantities.behind import phrase_after
from liwan_analysis.quantities.grammar import pattern_of, phrase_before, strip_attribute, strip_links, subject_of
from liwan_analysis.quantities.nouns import ends_in_noun, has_noun, is_deed, opening_verb

__all__ = [
    "cut_behind",
    "deed_before",
    "deed_behind",
    "lasting_thing",
    "named_before",
    "producer_of",
    "rate_behind",
    "streak_of",
    "with_owner",
]

STOP = re.compile(r"[，。；：！？\n、（）]")
# What makes a deed of the past or the future of it, and is no part of the name: (1334万人)已参保
TOLD = re.compile(r"^(?:已经?|都|均|全部|将|再|实现|完成|成功|稳定)+|了$")
# A deed with its object that is longer tells a story and names nothing
LONGEST_DEED = 16
LONGEST_OF_VERBS = 6
# By how much something is cut or raised: 按不低于5%(的幅度压减), 以10%(的速度递增)
AMPLITUDE = re.compile(r"的?(?:幅度|速度|步伐)(?P<verb>[^，。；、的]{2})(?P<thing>[^，。；、]*)")
# What is carried out is not what is counted: 深化中欧班列改革，全年开行(3000列)
NO_THING = ("改革", "行动", "机制", "政策", "试点")
# What only says on which terms, or what for: 在确保质量的前提下, 专项用于项目建设
TERMS = ("在", "扣除", "剔除", "按", "为", "用于", "专项用于")
# How the production of something went: 粮食生产再获丰收，(产量稳定在1.3万亿斤)
PRODUCTION = re.compile(r"(?:^|[，；])([^，。；、的]{2,6}?)生产[^，。；、的]{2,10}，$")
# How hard it is worked at: 加大安居工程(建设力度)
EFFORT = re.compile(r"(?<=..)(?:建设|工作|推进)?(?:力度|步伐|进度)$")
# Since when and for how long, before what the clause speaks of: 从今年开始拟连续几年(发行国债)
WHEN_IT_IS = re.compile(r"^(?:从[今明去]年(?:开始|起)|连续[几多两三四五]年|[拟将])+")
# The rate that a percentage is: (7％左右)的增长速度
RATE_NOUN = re.compile(r"^的((?:预期)?(?:年均)?(?:增长|经济)?(?:增长|增速|增幅|涨幅)(?:速度|目标|率)?)(?!极|点)")
# A place among others and a comparison name nothing: 连续两年(快于城镇居民), 连续三年居全国首位
NO_OBJECT = re.compile(r"^(?:[高低快慢优多少大小]于|[位稳跃]?居|保持|位列|超|排名?|全[国省市区]|世界)|[第前首]|领先")


def lasting_thing(text: str, start: int, ceiling: int) -> str:
    """Give the thing behind a duration that lasts so long, "" where a verb follows.

    >>> lasting_thing("经过30多年改革开放，", 6, 11), lasting_thing("经过5年提升10个", 4, 6)
    ('改革开放', '')

    A verb may stand in it only where 的 follows and makes it describe a noun (25年坚持不懈的努力).
    """
    phrase = phrase_after(text, start, ceiling, is_money=False)
    phrase = re.split(r"(?<=..)和(?!谐)", phrase)[0]
    is_clause = bool(pattern_of("lead").match(phrase) or opening_verb(phrase))
    return "" if is_clause and "的" not in phrase else phrase


def streak_of(behind: str, clauses: list[str]) -> str:
    """Say of what it is told that it has been so for years: of the object behind, or the subject of a clause before.

    >>> streak_of("提高企业退休人员基本养老金", []), streak_of("快于城镇居民", ["农民收入实现较快增长"])
    ('企业退休人员基本养老金', '农民收入')
    """
    thing, verb, _ = phrase_before(STOP.split(behind)[0].removeprefix("未"))
    if verb and thing and has_noun(thing) and not NO_OBJECT.search(STOP.split(behind)[0]):
        return thing
    return next(filter(None, (subject_of(clause) for clause in reversed(clauses[-2:]))), "")


def deed_behind(behind: str) -> str:
    """Give what so many people did, where nothing but the deed stands behind their number: 1334万人(参保).

    >>> deed_behind("参保"), deed_behind("进城落户"), deed_behind("入选人才计划"), deed_behind("以上")
    ('参保', '进城落户', '入选人才计划', '')
    """
    deed = TOLD.sub("", behind)
    is_short = 1 < len(deed) <= 6 and is_deed(deed)
    return deed if is_short or (len(deed) <= LONGEST_DEED and opening_verb(deed)) else ""


def named_before(ahead: str) -> str:
    """Give what the clause before speaks of, where the clause of a number names nothing (…，基本建成500万套).

    >>> named_before("推进安居工程建设，在确保质量的前提下，"), named_before("首届师范生全部到中小学任教，")
    ('安居工程建设', '首届师范生')

    Its subject or, where it opens with a verb, the object; a clause on the terms of it (在…下) is passed over.
    """
    for clause in reversed(re.split(r"[，；]", ahead.removesuffix("，"))):
        if clause.startswith(TERMS):
            continue
        opening = WHEN_IT_IS.match(clause)
        clause = clause[opening.end() :] if opening else clause
        thing, verb, _ = phrase_before(EFFORT.sub("", clause))
        is_thing = verb and has_noun(thing) and not thing.endswith(NO_THING)
        return subject_of(clause) or (thing if is_thing else "")
    return ""


def producer_of(ahead: str, own: str) -> str:
    """Give what an output is the output of, where the clause before says how its production went.

    >>> producer_of("粮食生产再获丰收，", "产量"), producer_of("粮食生产再获丰收，", "面积")
    ('粮食', '')
    """
    match = PRODUCTION.search(ahead)
    return match[1] if match and own.endswith(("产量", "总产")) else ""


def rate_behind(behind: str) -> str:
    """Give the rate of change that a percentage says of itself to be: 7％左右(的增长速度); "" where it says none.

    >>> rate_behind("的预期增长目标"), rate_behind("的增速就能够实现就业"), rate_behind("的县")
    ('预期增长目标', '增速', '')
    """
    match = RATE_NOUN.match(behind)
    return match[1] if match else ""


def cut_behind(behind: str) -> tuple[str, str]:
    """Give the change that a percentage is the amplitude of, and what changes by it: 按5%(的幅度压减一般性支出).

    >>> cut_behind("的幅度压减一般性支出"), cut_behind("的速度递增"), cut_behind("的幅度")
    (('down', '一般性支出'), ('up', ''), ('', ''))
    """
    match = AMPLITUDE.match(behind)
    if match is None:
        return "", ""
    change = strip_links(match["verb"])[1]
    return (change, phrase_before(match["thing"])[0]) if change else ("", "")


def deed_before(rest: str) -> str:
    """Give what so many people do, where the words before their number are nothing but verbs: 进城落户(1300万人).

    >>> deed_before("今年再进城落户"), deed_before("实现转移就业"), deed_before("救助"), deed_before("培训农民")
    ('进城落户', '转移就业', '', '')

    One verb alone may be done to them (救助1300万人) and names nothing.
    """
    deed, before = rest, ""
    while deed != before:
        before = deed
        deed = TOLD.sub("", deed)
        scope = pattern_of("scope").match(deed)
        deed = deed[scope.end() :] if scope else deed
    return deed if 3 < len(deed) <= LONGEST_OF_VERBS and is_deed(deed) and not ends_in_noun(deed) else ""


def with_owner(owner: str, own: str) -> str:
    """Put what a property belongs to in front of it; what both have in common stands once.

    >>> with_owner("园区", "面积"), with_owner("粮食产量", "产量"), with_owner("长护险参保人数", "参保率")
    ('园区面积', '粮食产量', '长护险参保率')

    A rate that has its owner in its name needs none in front: 财政赤字8000亿元，赤字率 (1.5%).
    """
    if own.endswith("率"):
        if owner.endswith(own[:-1]):
            return own
        owner = strip_attribute(owner)
    shared = next((n for n in range(min(len(owner), len(own)), 1, -1) if owner.endswith(own[:n])), 0)
    return owner + own[shared:]
