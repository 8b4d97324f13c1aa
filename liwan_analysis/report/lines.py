"""What a line of a report's page is by its looks: title, meeting, address, heading, prose, or furniture of the page.

Each pattern is a shape that many reports share; an example stands beside it. Nothing here knows where a line stands.
"""

from __future__ import annotations

import re

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS
from liwan_analysis.report.sentences import ADDRESS, ITEM

__all__ = [
    "ATTACHMENT",
    "CHAPTER",
    "DATE",
    "ENTRY",
    "FURNITURE",
    "GLOSSARY",
    "MEETING",
    "PUBLISHED",
    "SECTION",
    "SPEAKER",
    "TITLE",
    "ends_sentence",
    "is_bare_heading",
    "is_furniture",
    "is_notice",
    "is_page_line",
    "is_placeholder",
    "is_prose",
    "is_structural",
]

TITLE = re.compile(
    r"^[—\-\s]*(?:(?:19|20)\d\d年)?[\u4e00-\u9fff]{0,14}(?:(?:19|20)\d\d年)?[\u4e00-\u9fff]{0,4}政府工作报告(?:[（(].{1,20}[）)])?$"
)
"""2026年福建省政府工作报告, 陕西省2026年政府工作报告, 政府工作报告（摘要）."""
_NUMERAL_DATE = r"[一二三四五六七八九〇○零]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
MEETING = re.compile(
    rf"(?:(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日|{_NUMERAL_DATE}).{{0,40}}(?:在|会议|大会|上))|"
    r"^第[一二三四五六七八九十]+届.{0,12}人民代表大会.*(?:会议|上)|^[（(](?:19|20)\d\d年\d{1,2}月\d{1,2}日[）)]$"
)
"""——2024年2月27日在广州市荔湾区, 第十七届人民代表大会第四次会议上, （2007年3月5日）."""
SPEAKER = re.compile(
    r"(?:^|\s|上)([\u4e00-\u9fff]{0,16}(?:省长|市长|区长|县长|州长|旗长|盟长|主席|总理|镇长|乡长|行政长官))[\s\u3000]*((?:[\u4e00-\u9fff·][\s\u3000]*){2,6})?$"
)
"""浙江省省长 刘捷, or 国务院总理 with the name on the next line."""
DATE = re.compile(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
PUBLISHED = re.compile(r"(?:时间|日期)[：:]?\s*" + DATE.pattern)
CHAPTER = re.compile(
    rf"^([{ORDINAL_DIGITS}]{{1,3}})、\s*([^。！？；]{{2,45}})$|^第([{ORDINAL_DIGITS}])部分[：:、\s]*(.{{2,45}})$"
)
"""一、2023年工作回顾; 第一部分 2023年工作回顾."""
SECTION = re.compile(rf"^[（(]([{ORDINAL_DIGITS}]{{1,3}})[）)]\s*")
"""（三）深化重点领域改革."""
GLOSSARY = re.compile(
    r"^(?:附件?\d*[：:]?\s*)?(?:《?政府工作报告》?|报告|有关|部分|相关|名词)*(?:名词解释|名词注释|用语说明|注释)"
)
ATTACHMENT = re.compile(rf"^附件?\s*[\d{ORDINAL_DIGITS}]*\s*[：:]?$|^附件\s*[\d{ORDINAL_DIGITS}]*\s*[：:].{{2,40}}$")
"""附件, 附件1, 附件2：2026年民生实事."""
ENTRY = re.compile(r"^(?:[〔\[（(]?(\d{1,3})[〕\]）)]?)\s*[.．、:：]?\s*(?=\D)")
FURNITURE = re.compile(
    r"发布(?:时间|日期)|发文|来源|浏览|点击|访问量|阅读|打印|字体|字号|下载|全屏|收藏|加大|还原|减小|分享|首页|扫一扫|相关报道|"
    r"当前位置|您的位置|责任编辑|编辑[：:]|作者[：:]|关闭|上一篇|下一篇|时间[：:]|日期[：:]|索引号|主题词|政府信息公开|政府工作报告|"
    r"摄$|相关(?:文档|链接|阅读|新闻|稿件)|"
    r"Public domain|公有领域|^(?:false|true)$|^[\W_]+$|^(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
"""Menus, sharing, dates and bylines: 【字号：, 来源：福建日报. In a body they would be words, so the place decides."""
_LABEL = re.compile(
    r"^.{0,6}(?:发布时间|发布日期|来源|作者|编辑|时间|日期|索引号|主题词|字体|字号)[：:]|扫一扫|当前位置|您的位置|上一篇|下一篇|记者.{0,12}摄"
)
"""What marks a line as the page's own even where it ends in a full stop; 加大投入。 is no menu."""
_NOTICE = re.compile(
    r"本作品(?:是|在|属于)|维基文库|版权(?:所有|声明)|ICP备|网安备|网站标识码|Copyright|©|"
    r"(?:主办|承办|协办)(?:单位)?[：:]|技术支持[：:]"
)
"""What stands at the foot of a page: 本作品…属于公有领域, 版权所有, 主办单位：."""
_WEB = re.compile(r"www\.|https?://|\.(?:com|cn|net|org)(?![a-z])", re.IGNORECASE)
"""A web address: no report reads one out."""
_PLACEHOLDER = re.compile(r"^(?:粗体文字|斜体文字|\[?编辑\]?)$")
"""What the buttons of MediaWiki's editor leave behind when nothing is selected."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_FINAL = "。！？；：!?;:…"
_CLOSERS = "”’）》」』】)\"' "
_PERIOD = (
    r"(?:“?十[一二三四五六七八]五”?(?:时期|期间|规划)?|(?:过去|今后|未来|近|前|这)?[一二三四五]年来?|(?:19|20)\d\d年|一九九[〇○零一二三四五六七八九]年|"
    r"去年|今年|明年|本届政府|一年来)"
)
_BARE = re.compile(
    rf"^(?:关于|对)?{_PERIOD}[^。！？；：，,;:]{{0,36}}"
    r"(?:回顾|成就|总结|工作|任务|目标|安排|建议|部署|要求|举措|思路|打算|重点|情况)$"
)
"""“十四五”时期工作回顾, 2026年重点工作, 今后五年的主要任务: a chapter without a number."""


def ends_sentence(line: str) -> bool:
    """Say whether a line ends as a paragraph does.

    >>> ends_sentence("增长5%。”"), ends_sentence("广义货币M")
    (True, False)
    """
    return line.rstrip(_CLOSERS)[-1:] in _FINAL and bool(line.rstrip(_CLOSERS))


def is_bare_heading(line: str) -> bool:
    """Say whether a line names a chapter without a number.

    >>> is_bare_heading("“十四五”时期工作回顾"), is_bare_heading("今年工作很重。")
    (True, False)
    """
    return len(line) <= 42 and bool(_BARE.match(line))


def is_structural(line: str) -> bool:
    """Say whether a line opens something in a report: an address, a chapter, a section, an item, an attachment."""
    return bool(
        ADDRESS.match(line)
        or CHAPTER.match(line)
        or SECTION.match(line)
        or ITEM.match(line)
        or ATTACHMENT.match(line)
        or (len(line) < 30 and GLOSSARY.match(line))
        or is_bare_heading(line)
    )


def is_prose(line: str) -> bool:
    """Say whether a line is running text: it ends a sentence, or is too long and too full of marks for a menu.

    >>> is_prose("今年建成3个园区。"), is_prose("来源：福建日报"), is_prose("首页")
    (True, False, False)
    """
    if is_page_line(line):
        return False
    n_han = len(_HAN.findall(line))
    if n_han < 4 or _is_word_list(line):
        return False
    if line.rstrip(_CLOSERS)[-1:] in "。！？；：":
        return len(line) > 12 or line.rstrip(_CLOSERS)[-1] != "："
    return len(line) > 40 and bool(re.search(r"[，。；]", line))


def is_page_line(line: str) -> bool:
    """Say whether a line begins as menus, dates and bylines do.

    >>> is_page_line("来源：福建日报"), is_page_line("加大农村教育投入。")
    (True, False)
    """
    if len(line) > 80:
        return False
    if line.rstrip(_CLOSERS)[-1:] in "。！？；":
        return bool(_LABEL.search(line[:20]))
    return bool(FURNITURE.search(line if len(line) <= 20 else line[:12]))


def is_furniture(line: str) -> bool:
    """Say whether a line, met outside a report's body, looks like furniture of its page.

    >>> [is_furniture(line) for line in ("打印", "来源：福建日报", "相关文档：", "一、2025年工作回顾", "增长5%。")]
    [True, True, True, False, False]

    A menu is short and has no marks; a list of search words has many short pieces and no end.
    """
    if is_notice(line):
        return True
    is_sentence = line.rstrip(_CLOSERS)[-1:] in "。！？；"
    if (
        len(line) <= 80
        and not is_sentence
        and not SECTION.match(line)
        and (FURNITURE.search(line) or MEETING.search(line))
    ):
        return True
    if is_page_line(line):
        return True
    if is_structural(line) or ENTRY.match(line):
        return False
    if not _HAN.search(line) or _is_word_list(line) or _WEB.search(line):
        return True
    return len(line) <= 40 and not re.search(r"[，。！？；：、,]", line.rstrip("：:"))


def is_notice(line: str) -> bool:
    """Say whether a line speaks of the page: whose it is, who runs it, under which law it may be copied."""
    return len(line) <= 240 and bool(_NOTICE.search(line))


def is_placeholder(line: str) -> bool:
    """Say whether a line is left over from an editor's buttons, wherever it stands."""
    return bool(_PLACEHOLDER.match(line))


def _is_word_list(line: str) -> bool:
    """A menu in one line, or search words: short pieces between marks and blanks, and no full stop."""
    if "。" in line or line.rstrip(_CLOSERS)[-1:] in "！？；":
        return False
    pieces = [piece for piece in re.split(r"[\s，、。；：|｜_\-—>》,;?？!！]+", line) if piece]
    return len(pieces) >= 8 and sum(map(len, pieces)) <= 6 * len(pieces)
