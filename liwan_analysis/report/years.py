"""Which year a report plans for, and of which place it is: from what is stated, in order of trust, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from liwan_analysis.lexicons.numerals import YEAR_DIGITS, read_ordinal
from liwan_analysis.report.chapters import LOOKING_AHEAD, LOOKING_BACK, Head, Line, years_in
from liwan_analysis.report.lines import DATE

__all__ = ["Clue", "find_place", "find_plan_year", "read_date"]

_PLACE = re.compile(r"(?:在|^)([\u4e00-\u9fff]{0,20}?)第?[一二三四五六七八九十]+届(全国)?人民代表大会")
_REPRESENTED = re.compile(r"我代表([\u4e00-\u9fff]{2,20}?)(?:人民政府|，|向)")
_TITLED = re.compile(
    r"(?:(?:19|20)\d\d年)?([\u4e00-\u9fff]{2,15}?[省市区县州旗])(?:(?:19|20)\d\d年)?(?:人民)?政府工作报告"
)
_GENERIC = ("自治区", "自治州", "自治县", "自治旗")
"""我代表自治区人民政府 names no place."""
_PROVINCES = re.findall(
    r"\S+",
    "北京市 天津市 上海市 重庆市 河北省 山西省 辽宁省 吉林省 黑龙江省 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 "
    "湖北省 湖南省 广东省 海南省 四川省 贵州省 云南省 陕西省 甘肃省 青海省 台湾省 内蒙古自治区 广西壮族自治区 "
    "西藏自治区 宁夏回族自治区 新疆维吾尔自治区",
)
_SHORT_PROVINCES = {re.sub(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", name): name for name in _PROVINCES}
_FILE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FILE_WORDS = re.compile(r"\d+|年|人民政府|政府工作报告|工作报告|[\W_]+")
_NUMERAL_DATE = re.compile(
    r"([一二三四五六七八九〇○零]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_PLANNED = re.compile(r"(?<![到至—])((?:19|20)\d\d)年[^。；：]{0,24}(?:预期目标|工作的?(?:总体要求|总的要求|总体思路))")
"""2006年国民经济和社会发展的主要预期目标是; 2021年工作的总体要求是."""
_LOOKED_BACK = re.compile(r"刚刚过去的((?:19|20)\d\d)年|去年[（(]((?:19|20)\d\d)年[）)]|^((?:19|20)\d\d)年，")
"""刚刚过去的2025年; and the first sentence below 去年工作回顾: 2005年，我国社会主义现代化事业取得显著成就."""


@dataclass(frozen=True)
class Clue:
    """What was found, and in words where."""

    value: str
    origin: str


def read_date(text: str) -> dt.date | None:
    """Read the first date of a text, in digits or Chinese numerals.

    >>> read_date("——二〇二六年一月二十七日在甘肃省"), read_date("2024-03-11 来源：")
    (datetime.date(2026, 1, 27), datetime.date(2024, 3, 11))
    """
    match = DATE.search(text)
    numerals = _NUMERAL_DATE.search(text)
    try:
        if match:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        if numerals:
            month, day = read_ordinal(numerals[2]) or 0, read_ordinal(numerals[3]) or 0
            return dt.date(int(numerals[1].translate(YEAR_DIGITS)), month, day)
    except ValueError:
        return None
    return None


def find_plan_year(
    title: str | None, delivered: dt.date | None, heads: list[Head], lines: list[Line], path: str
) -> Clue | None:
    """Find the year planned for: from title, meeting, chapter headings, dated sentences, file name, in that order.

    A meeting in November or December is about the year to come where a heading says so.
    """
    named = _year_of_headings([head.words for head in heads])
    in_title = years_in(title or "")
    if in_title:
        return Clue(str(max(in_title)), "the title")
    if delivered and not (delivered.month >= 11 and named == delivered.year + 1):
        return Clue(str(delivered.year), "the date of the meeting")
    if named:
        return Clue(str(named), "the headings of the chapters")
    told = _year_told(heads, lines)
    if told:
        return Clue(str(told), "a sentence with a date")
    in_name = year_of_path(path)
    return Clue(str(in_name), "the file's name") if in_name else None


def _year_of_headings(headings: list[str]) -> int | None:
    """Read the year planned for from chapter headings: that of a plan, or the year after one looked back on."""
    years = [
        year + (1 if LOOKING_BACK.search(heading) and not LOOKING_AHEAD.search(heading) else 0)
        for heading in headings
        for year in years_in(heading)
    ]
    return max(years, default=None)


def _year_told(heads: list[Head], lines: list[Line]) -> int | None:
    planned = next((m for line in lines if (m := _PLANNED.search(line.text))), None)
    if planned:
        return int(planned[1])
    for line in lines:
        match = _LOOKED_BACK.match(line.text) if line.text.startswith("刚刚") else None
        if match and match[1]:
            return int(match[1]) + 1
    for head in heads:
        if "去年" in head.words or "过去一年" in head.words:
            below = next((line for line in lines if line.start > head.line.start), None)
            match = _LOOKED_BACK.search(below.text) if below else None
            if match:
                return int(match[1] or match[2] or match[3]) + 1
    return None


def year_of_path(path: str) -> int | None:
    """Read the year from a file's name, or from the folder it stands in; two different years tell nothing.

    >>> year_of_path("浙江省-2019.txt"), year_of_path("2019/浙江.docx"), year_of_path("2019-2020.txt")
    (2019, 2019, None)
    """
    for name in (Path(path).stem, Path(path).parent.name):
        years = {int(year) for year in _FILE_YEAR.findall(name)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def find_place(title: str | None, meeting: list[str], text: str, path: str) -> Clue | None:
    """Find the place: from the meeting, the first sentences, the title and the file's name, in that order.

    >>> find_place(None, ["——2026年1月26日在广东省第十四届", "人民代表大会第五次会议上"], "", "")
    Clue(value='广东省', origin='the meeting')
    """
    match = _PLACE.search(re.sub(r"\s", "", "".join(meeting)))
    if match and (match[1] or match[2]):
        return Clue("全国" if match[2] and not match[1] else match[1], "the meeting")
    match = _REPRESENTED.search(text[:600])
    if match and match[1] == "国务院":
        return Clue("全国", "the first sentence")
    if match and len(match[1]) > 2 and match[1][-1] in "省市区县州旗" and match[1] not in _GENERIC:
        return Clue(match[1], "the first sentence")
    match = _TITLED.match(title or "")
    if match:
        return Clue(match[1], "the title")
    in_name = place_of_path(path)
    return Clue(in_name, "the file's name") if in_name else None


def place_of_path(path: str) -> str | None:
    """Read the place from a file's name: a name with 省, 市, 区, 县, 州 or 旗 at its end, or a province's short one.

    >>> place_of_path("2019/浙江.docx"), place_of_path("杭州市2021政府工作报告.pdf"), place_of_path("国务院-2007.txt")
    ('浙江省', '杭州市', '全国')
    >>> place_of_path("report-2019.txt") is None
    True
    """
    name: str = _FILE_WORDS.sub("", Path(path).stem)
    if name in ("国务院", "全国", "中央"):
        return "全国"
    full = _SHORT_PROVINCES.get(name, name)
    return full if re.fullmatch(r"[\u4e00-\u9fff]{1,14}[省市区县州旗盟]", full) else None
