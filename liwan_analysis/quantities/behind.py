"""Noun phrases behind a number: where they end, by the words of lexicons/grammar.csv."""

from __future__ import annotations

import re

from liwan_analysis.quantities.grammar import pattern_of, strip_links
from liwan_analysis.quantities.nouns import has_noun, inner_verb, is_inside_word, splits_word, without_deed

__all__ = ["phrase_after"]

# A verb that is over: 学校配备了
DONE = re.compile(r"(?<=..)[^“”、的]{2}了(?!解)")
# Where it stands: 产能全国第一
PLACED = re.compile(r"(?<=..)(?:居|位居|位列)?(?:全[国球省市区]|世界)(?:第|前|首位)")
# What each of them has, how they do: 茶农(户均增收…), 县市(发展不平衡), 搬迁群众(稳得住)
EACH = re.compile(
    r"(?<=.)[户人亩]均(?=.{2})|(?<=.)(?:发展)?不(?:平衡|充分|足|强|高|够|优|到位|完善|合理)|(?<=..)[稳留住用看][得不][住起上好]|(?<=..)增收$|(?<=..)本级(?=.{2})|(?<=..)[异易]地(?=搬迁)"
)
# How and when it is done, left where the verb behind was cut off: 创新药集中(获批上市), 古老税种从此(退出)
LEFT_OF_VERB = re.compile(
    r"(?<=..)(?:集中|紧急|从此|始终|继续|首次|共同|提前|虽然|已经|正在|不断|陆续|(?<![需主重概纲摘首紧])要)+$"
)
# What opens no phrase: a class, more of the same, a bound
NO_PHRASE = re.compile(
    r"[一二三四五]档|[和与及或](?![美谐平])(?!.{1,10}的)|等(?![级额待])|并(?!网)|以及|左右|以上|[一二两三四五六七八九十]个"
)
# Things that are joined, the last with a number of its own: 企业(和10个项目)
AND = re.compile(r"和(?!谐)|以及|及(?!时)|与(?!佛|民)")
MORE_THINGS = re.compile(r"[^和与及]{2,}(?:和|与|及|以及)")
# For whom it is done: 学生(为家庭减负)
FOR_WHOM = re.compile(r"(?<=..)(?:为(?!主)|对(?!象|外)|向(?!导))[^的]{2,8}$")
# What is done for it or to it: 对7亿亩耕地(实行最严格的保护)
DONE_FOR = re.compile(r"(?<=..)(?:实行|进行|给予|实施|开展).{2,}$")
# A predicate that says in which state a thing is, and belongs to it: 在建项目
STATE = re.compile(r"已[批建]|在[建校册职编产]|同步")
# What a phrase neither begins nor ends with
LINKED_ON = re.compile(r"(?:(?<!总)和|与|及|以及|或|、|共|合计|新|近|超|约)$")
NO_THING = re.compile(
    r"^级(?=.)|(?<=.[^高初集])中$|^(?:人民币|钱|部分|专项)$|^居住的|^[五百千万亿]+级$|^[这该][个些条项种类]?(?=..)"
)
QUOTED_AND_MORE = re.compile(r"^(“[^”]+”)(?:和|、|及).*$")
OPEN_QUOTE = re.compile(r"的?“[^”]*$")
QUOTE_BEHIND = re.compile(r"(?<=[^“]{3})“[^”]*”$")
EVERYWHERE = re.compile(r"(?<=..)在全[国省市区](?:复制)?推广$")
# No phrase goes on behind these
STOP = re.compile(r"[，。；：！？\n、（）]")


def phrase_after(
    text: str,
    start: int,
    ceiling: int,
    *,
    is_money: bool,
    is_served: bool = False,
    is_head: bool = False,
    is_urged: bool = False,
) -> str:
    """Give the noun phrase right behind a number, "" where a verb or nothing follows; `ceiling` is the next number.

    >>> phrase_after("5个产业项目加快建设，", 2, 11, is_money=False)
    '产业项目'

    `is_served` says that a verb is to come behind the noun: 为5名学生提供资助, 60%的医院实施制度. `is_head` says that
    the number opens its clause, so that a verb stands in what is behind it: 6个自治州通高铁. `is_urged` says that the
    thing is got to do something, which is told where nothing else is: 推动1000个小区安装充电设施.
    """
    behind = STOP.split(text[start:ceiling])[0]
    stop = start + len(behind)
    runs_on = stop == ceiling and ceiling < len(text)
    phrase = behind.lstrip(" ").removeprefix("的")
    if NO_PHRASE.match(phrase):
        return ""
    if 0 < len(phrase) <= 2 and text.startswith("、", stop):
        rest = STOP.split(text[stop + 1 : ceiling])[0]
        if stop + 1 + len(rest) < ceiling or ceiling == len(text) or is_served:
            phrase += "、" + rest
    if runs_on:
        phrase = strip_links(phrase)[0]
        phrase = AND.split(phrase)[0] if MORE_THINGS.search(phrase) else phrase
    whole, phrase = phrase, _end_at_verb(phrase)
    if is_head and not runs_on and phrase == whole:
        phrase = without_deed(phrase[: inner_verb(phrase)])
    if is_served or (is_urged and not runs_on and phrase == whole):
        phrase = DONE_FOR.sub("", FOR_WHOM.sub("", phrase[: inner_verb(phrase)]))
    lead = pattern_of("lead").match(phrase)
    if is_money and lead and len(lead[0]) > 1 and lead.end() < len(phrase) and not behind.startswith("的"):
        return ""
    phrase = _tidy(phrase)
    return phrase if has_noun(phrase) else ""


def _end_at_verb(phrase: str) -> str:
    """Cut a phrase where what is said of its thing begins (项目|加快建设, 学校|配备了…); "" where it begins so."""
    for match in pattern_of("predicate").finditer(phrase):
        if STATE.match(phrase, match.start()):
            continue
        if _is_part_of_noun(phrase, match):
            continue
        if match.start() == 0:
            return ""
        if _may_end(phrase, match):
            return phrase[: match.start()]
    said = DONE.search(phrase) or PLACED.search(phrase) or EACH.search(phrase)
    return phrase[: said.start()] if said else phrase


def _is_part_of_noun(phrase: str, predicate: re.Match[str]) -> bool:
    """A word of the predicates that stands in a noun: 二级及以上医院, 基本准则, (5个)拟竣工投产项目, 稳增长方案."""
    at, end = predicate.span()
    if predicate[0] == "以上":
        return phrase[:at].endswith(("及", "级"))
    if phrase[:at].endswith("稳"):
        return True
    if predicate[0] == "基本" and len(phrase) > end + 1 and has_noun(phrase[end : end + 2]):
        return True
    is_bare = phrase[:at] in ("新", "拟") or (at > 1 and len(phrase) > end and not has_noun(phrase[:at]))
    return is_bare and has_noun(phrase[end:])


def _may_end(phrase: str, predicate: re.Match[str]) -> bool:
    """A predicate ends a phrase outside quotes and words, and where no 的 behind it makes it part of one."""
    at, end = predicate.span()
    head = phrase[:at]
    is_split = splits_word(phrase, at, end) or is_inside_word(phrase, at, end)
    is_whole = head.count("“") == head.count("”") and not is_split
    return is_whole and ("的" not in phrase[at : at + 14] or predicate[0].endswith(("上", "率先")))


def _tidy(phrase: str) -> str:
    phrase = LINKED_ON.sub("", phrase.strip(" "))
    phrase = LEFT_OF_VERB.sub("", NO_THING.sub("", phrase))
    if "“" in phrase:
        phrase = QUOTED_AND_MORE.sub(r"\1", phrase)
        phrase = QUOTE_BEHIND.sub("", OPEN_QUOTE.sub("", phrase))
    phrase = EVERYWHERE.sub("", phrase)
    phrase = pattern_of("work_on").sub("", phrase)
    return phrase.strip("的")
