"""Noun phrases in front of a number: where they begin and end, by the words of lexicons/grammar.csv."""

from __future__ import annotations

import re
from functools import cache

from liwan_analysis.lexicons.loader import NOTHING, either, read_table
from liwan_analysis.quantities.compared import COMPARED, COMPARED_FIRST, find_compared
from liwan_analysis.quantities.nouns import (
    has_noun,
    is_inside_word,
    is_place,
    is_verb,
    opening_verb,
    paired_verbs,
    runs_into,
    splits_word,
)

__all__ = [
    "is_attribute",
    "is_event",
    "pattern_of",
    "phrase_before",
    "strip_attribute",
    "strip_links",
    "subject_of",
    "words_of",
]

# A part by its name: 产值(占全省比重)
OF_WHOLE = re.compile(r"占[^，。；、]{2,16}?的?(?:比重|比例|份额)$")
PROPERTY = re.compile(
    r".{1,3}[率度]|占?比重?|占[^，。；、]{2,16}?的?(?:比重|比例|份额)|在[^，。；、]{2,14}(?:占比|排名)"
)
# The last of several things: 企业等(项目)
AND_OTHERS = re.compile(r"^.*(?<![高平均中同优对初一二三甲])等(?!级|待|额|次|因)(?=.)")
OUT_OF = re.compile(r"^从(.{2,})中$|(?<=..)到期后$")
# The time at the head of a phrase, no part of the name: 五年来 (新增就业), 前三季度 (进出口)
WHEN = (
    r"从(?:19|20)\d\d年(?:[到至](?:19|20)\d\d年|开始|起)|在[^，。；、]{2,10}?(?=(?:实施|开展|建设|建成|新建|举办|设立).{3})|"
    r"从[^，。；、]{1,8}中(?=[^央小学心国西东部间等].{3})|"
    r"(?:《[^》]+》|规划|纲要)(?:提出|明确|确定|规定)了?|(?:到|至|截至)?(?:19|20)\d\d年[底末]?|[去上今本]年[底末初]|近?[一二三四五六七八九十两]年(?![级制期])[来内间]?|"
    r"“[一二三四五六七八九十]{1,3}五”(?:时期|期间|末|以来|前[二三四两]年)|用[一二三四五两]年(?:左右)?的?时间|"
    r"前[一二三四五\d]{1,2}(?:个月|季度)|近\d{1,2}年|\d{1,2}年[内来]|\d{1,2}(?:[—-]\d{1,2})?月份?|平均每[天日月年]|"
    # An item of a list, and what intends: 三是(支持), 要把, 要再
    r"[一二三四五六七八九十]{1,2}是|要[把将使](?=..)|实现(?=[^，。；、]{2,}的)|要(?=[对再])|[要再]为|要(?![求闻道点素地塞害件领])(?=.{4})|今明两年|[上下]半年|"
    # Once more, first, and as before: 再(压减产能), 先(发行国债); not in 再生, 再贷款, 先进, 继续教育
    # Since when: 新片区挂牌以来(新设企业)
    r"[^，。；、的]{2,16}(?:挂牌|成立|启动|实施|运行|开通|开业|改革|开放)以来(?=.{2})|"
    r"再(?!生|贷|贴|就业|制造|融资|保险|造|教育|担保)|先(?![进行锋导后期天生手驱])|继续(?!教育)(?=..)"
)
# Nouns that end like a word that links: 就业意向(3.6万人)
AIMS = ("意向", "去向", "方向", "导向")
# Who does it, before the verb: 国务院(制定行政法规)
RULERS = "国务院(?!的|各?部门|组成|直属|常务|会议)(?=..)"
# What is said of a subject whose number comes in the next clause: 产量屡创新高，达到(5亿吨)
RECORD = (
    r"[再屡又]?创|屡获|迈上|列全|连跨|跨[过越]|首次|稳居|跃居|位居|居全|实现|近年来|"
    r"在[^，。；、]{2,14}基础上|[是为][^，。；、]{0,8}(?:以来)?最"
)
# Behind 基本 these are things, and no verb: 基本竞争力, 基本工资; not 基本建成
ABILITIES = ("竞争", "工资", "医疗", "养老", "公共", "农田", "药物", "生活")
# For whom it is done may be a list, and ends before what is done: 为低保、低收入家庭实施(适老化改造)
LISTED_FOR = re.compile(r"(?<=户|人|庭|体|员|工|民|生|童)(?:实施|开展|进行|提供|发放)(?=..)")
# What is no name without the verb before it: 补贴(资金), 完成(额), 资助(金)
BARE = "(?:(?:补助|补贴|专项|奖补)?(?:资金|经费)|.)"


@cache
def words_of(role: str) -> tuple[str, ...]:
    """Give the words of one role in lexicons/grammar.csv, the longest first.

    >>> "建成" in words_of("lead")
    True
    """
    found = [row["word"] for row in read_table("grammar.csv") if row["role"] == role]
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def _either(*roles: str) -> str:
    return either("grammar.csv", *roles)


def _either_long(role: str) -> str:
    return "|".join(word for word in words_of(role) if len(word) > 1) or NOTHING


@cache
def pattern_of(kind: str) -> re.Pattern[str]:
    """Give the pattern of one kind of words in lexicons/grammar.csv.

    >>> bool(pattern_of("lead").match("建设公园"))
    True
    """
    sites = "|".join(f"(?<={word})" for word in words_of("site")) or NOTHING
    told = "(?:(?<=累计)|(?<=先后)|(?<=[已共将拟]))"
    plain = "|".join(f"(?<={word})" for word in words_of("plain_verb"))
    # a verb in the name of an event leads to none: (开展)招商推介活动
    no_event = "(?:(?<=开展)|(?<=举办)|(?!(?:活动|行动|大会)$))"
    no_noun = f"(?!{_either('noun_ending')})"
    patterns = {
        "link": rf"(?:{_either('link')})$",
        "change": rf"(?:(?P<up>{_either('up')})|(?P<down>{_either('down')})|(?P<better>{_either('better')}))$",
        "compound": _either("compound"),
        "scope": rf"^(?!{_either('compound')})(?:{WHEN}|{RULERS}|{_either('scope')})",
        "lead": rf"^(?!{_either('compound')})(?P<verb>新?(?:{_either('lead')}))(?!{BARE}$){no_noun}"
        "(?:好(?![转评氧坏]))?",
        "last_verb": rf"(?P<verb>{_either('tail')})$",
        # a verb behind its subject, or any that is told of as done or to come: 工程已投入, 财政将投入
        "strong": rf"(?<=.)(?P<verb>(?:{_either('strong')}){no_event}|{told}(?:{_either('lead')}))(?=..)"
        rf"(?:{plain}|(?!{BARE}$)){no_noun}",
        "predicate": rf"{_either('predicate')}|(?<=.)(?:{_either('transitive')})(?=.{{2}})",
        "plain_before": rf"[将拟已]?(?:{_either('plain_verb')})(?=(?:{_either('attribute', 'spent')})$)",
        # what is said of a subject
        "said": rf"{RECORD}|{_either('predicate')}",
        "attribute": rf"^(?:{_either('attribute')})$",
        "event": rf"^(?:{_either('event')})+$",
        # how and when its verb is done is no part of a subject: 中欧班列累计 (开行), 住房基本 (建成)
        "hedge": rf"(?:{_either_long('scope')}|基本|(?<![需主重必])要|[将拟已均都])+$",
        # what is done to a place is no part of its name: 公园建设, 修订工作
        "work_on": rf"(?:{sites})建设$|(?<=[续改建造治订评])工作$",
    }
    return re.compile(patterns[kind])


def is_attribute(phrase: str) -> bool:
    """Say whether a phrase only names a property of something else (面积, 营收), so that its owner goes in front.

    >>> is_attribute("营收"), is_attribute("完成率"), is_attribute("公园")
    (True, True, False)
    """
    whole = OF_WHOLE.sub("", phrase) or phrase if "占" in phrase else phrase
    return bool(pattern_of("attribute").match(whole) or PROPERTY.fullmatch(phrase))


def strip_attribute(phrase: str) -> str:
    """Take a property off the end of a phrase, to leave its owner.

    >>> strip_attribute("粮食播种面积"), strip_attribute("面积")
    ('粮食', '面积')
    """
    if not phrase.endswith(words_of("attribute")):
        return phrase
    for word in words_of("attribute"):
        if phrase.endswith(word) and len(phrase) > len(word) + 1:
            return phrase[: -len(word)]
    return phrase


def is_event(phrase: str) -> bool:
    """Say whether a phrase is only what is done, not to what (升级改造, 建设)."""
    return bool(pattern_of("event").match(phrase))


def strip_links(before: str) -> tuple[str, str, bool, str]:
    """Take the words between noun and number off: give the rest, the change they tell of, whether it reaches, the verb.

    >>> strip_links("固定资产投资完成"), strip_links("占比提高到")
    (('固定资产投资', '', False, '完成'), ('占比', 'up', True, ''))
    """
    change, reaches, verb, rest = "", False, "", before.rstrip()
    if rest.startswith(("比", "较")) and not COMPARED.match(rest):
        rest = COMPARED_FIRST.sub("", rest)
    while rest:
        if rest.endswith(words_of("keep")):
            break
        compared = find_compared(rest)
        if compared:
            rest = rest[: compared.start()]
            continue
        match = None if change else pattern_of("change").search(rest)
        if match:
            change = "up" if match["up"] else "down" if match["down"] else "better"
            if rest[: match.start()].endswith("新"):
                change = ""
                break
            rest = rest[: match.start()]
            continue
        match = pattern_of("link").search(rest)
        if match is None or (len(match[0]) == 1 and (is_place(rest[-2:]) or rest.endswith(AIMS))):
            break
        reaches = reaches or match[0][-1] in "到至为达在"
        verb = verb or (match[0] if match[0] in words_of("plain_verb") else "")
        rest = rest[: match.start()]
    return rest, change, reaches, verb


def phrase_before(rest: str, *, is_list: bool = False) -> tuple[str, str, str]:
    """Give the noun phrase at the end of the words before a number, the verb that leads to it, and the subject.

    >>> phrase_before("全年发放政府消费券"), phrase_before("改革试点覆盖")
    (('政府消费券', '发放', ''), ('', '覆盖', '改革试点'))

    There is a subject only where the words end in a verb, and so without a noun phrase of the number's own. `is_list`
    says that 均 or 分别 stands before the number, so that it speaks of all that is listed.
    """
    pieces = rest.split("、")
    phrase = pieces[-1]
    served = LISTED_FOR.search(phrase) if len(pieces) > 1 else None
    if served:
        phrase = phrase[served.end() :]
        pieces = [phrase]
    if len(pieces) > 1 and "等" not in phrase:
        keep = -len(pieces) if is_list else max(-3, -len(pieces))
        first, verb = _strip_opening(pieces[keep])
        middle = pieces[keep + 1 : -1]
        limit = 24 if is_list else 10
        if (
            phrase
            and first
            and not is_event(first)
            and not (is_verb(first.lstrip("要再将拟并")) and (opening_verb(phrase) or _opens(phrase, "lead")))
            and not pattern_of("last_verb").fullmatch(phrase)
            and all(piece and len(piece) <= limit for piece in (first, *middle))
        ):
            listed = "、".join([first, *middle, phrase]).strip("的 ")
            return pattern_of("plain_before").sub("", listed), verb, ""
    phrase = AND_OTHERS.sub("", phrase) if "等" in phrase else phrase
    phrase, verb = _strip_opening(phrase)
    phrase = OUT_OF.sub(r"\1", phrase)
    last = pattern_of("last_verb").search(phrase)
    if last and not verb:
        subject = COMPARED.sub("", phrase[: last.start()])
        return "", last["verb"], pattern_of("hedge").sub("", re.sub(r"^从|中$", "", subject)).strip("的 ")
    return phrase.strip("的 "), verb, ""


def subject_of(clause: str) -> str:
    """Give what a clause is about, where something is said of it; "" where it opens with a verb or has no subject.

    >>> subject_of("粮食产量屡创历史新高"), subject_of("稳步推进改革"), subject_of("农民人均纯收入")
    ('粮食产量', '', '农民人均纯收入')
    """
    if opening_verb(clause) or _opens(clause, "lead"):
        return ""
    for match in pattern_of("said").finditer(clause):
        if match[0] == "基本" and clause[match.end() : match.end() + 2] in ABILITIES:
            continue
        if match.start() > 1 and not splits_word(clause, *match.span()):
            subject = clause[: match.start()].removesuffix("所")
            if has_noun(subject):
                return subject
        if match.start() == 0:
            return ""
    return clause if clause.endswith(words_of("attribute")) else ""


def _strip_opening(phrase: str) -> tuple[str, str]:
    """Take time, place, adverbs and verbs off the front of a noun phrase; a noun-like verb may be all there is."""
    verb = ""
    while phrase:
        lead = _opens(phrase, "lead")
        scope = _opens(phrase, "scope")
        if phrase.startswith(words_of("keep")) and not (lead and len(lead["verb"]) > 2):
            return phrase, next(word for word in words_of("keep") if phrase.startswith(word))
        if lead and (not scope or lead.end() >= scope.end()):
            if lead.end() == len(phrase) and is_event(phrase):
                return phrase, verb
            verb, phrase = lead["verb"], phrase[lead.end() :]
        elif scope:
            phrase = phrase[scope.end() :]
        elif not pattern_of("compound").match(phrase) and opening_verb(phrase):
            verb = opening_verb(phrase)
            phrase = phrase.removeprefix(verb)
        else:
            pair = paired_verbs(phrase) if "和" in phrase or "或" in phrase else ""
            if pair:
                verb, phrase = pair, phrase[phrase.index(pair) + len(pair) :]
                continue
            strong = [
                match for match in pattern_of("strong").finditer(phrase) if not splits_word(phrase, *match.span("verb"))
            ]
            if not strong or "的" in phrase[strong[-1].end() :]:
                break
            subject, verb = phrase[: strong[-1].start("verb")], strong[-1]["verb"]
            phrase = phrase[strong[-1].start("verb") if verb in words_of("keep") else strong[-1].end() :]
            if verb in words_of("plain_verb") and is_attribute(phrase) and has_noun(subject):
                return re.sub(r"[将拟已]$", "", subject) + phrase, verb
    return phrase, verb


def _opens(phrase: str, kind: str) -> re.Match[str] | None:
    """Find the word that opens a phrase.

    A single character does not where it begins a longer word (对 in 对象), nor does 新开 in 新开辟.
    """
    match = pattern_of(kind).match(phrase)
    if match and (
        is_inside_word(phrase, 0, match.end()) or (kind == "lead" and runs_into(match[0], phrase[match.end() :]))
    ):
        return None
    return match
