"""Place and year of a report before it is read: from the cells of its row, or from the names of file and folders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from liwan_analysis.lexicons.numerals import YEAR_DIGITS
from liwan_analysis.report.years import find_place, place_of_path, year_of_path

__all__ = ["Known", "level_of", "place_of_cells", "read_names", "read_year"]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_HAN_YEAR = re.compile(r"[一二]([〇○零Oo一二三四五六七八九]{3})年?")
_NATION = ("国务院", "全国", "中央", "中国", "国家")


@dataclass(frozen=True)
class Known:
    """What is known of a report's place and year before it is read, each with where it is from.

    >>> read_names("2019/浙江.docx")
    Known(place='浙江省', place_from='file name', year=2019, year_from='folder name')
    """

    place: str | None = None
    place_from: str | None = None
    year: int | None = None
    year_from: str | None = None

    def or_else(self, other: Known) -> Known:
        """Fill what is missing from another source.

        >>> Known("浙江省", "table").or_else(read_names("2019/广东.txt"))
        Known(place='浙江省', place_from='table', year=2019, year_from='folder name')
        """
        place = (self.place, self.place_from) if self.place else (other.place, other.place_from)
        year = (self.year, self.year_from) if self.year else (other.year, other.year_from)
        return Known(*place, *year)


def read_names(name: str) -> Known:
    """Read place and year from a file's name, else from its folders, the nearest first.

    >>> read_names("浙江/杭州市2021政府工作报告.pdf").place, read_names("浙江/2019.txt").place
    ('杭州市', '浙江省')
    >>> read_names("report.txt")
    Known(place=None, place_from=None, year=None, year_from=None)
    """
    path = PurePosixPath(name)
    known = Known()
    for level in (path, *path.parents):
        origin = "file name" if level is path else "folder name"
        stem = level.name if level is path else level.name + "."  # a folder has no suffix to lose
        place, year = (place_of_path(stem), year_of_path(stem)) if level.name else (None, None)
        found = Known(place, origin if place else None, year, origin if year else None)
        known = known.or_else(found)
    return known


def read_year(cell: str) -> int | None:
    """Read the year of a cell: 2019, 2019.0, 2019年, 二〇一九年; None where it is not one year.

    >>> [read_year(cell) for cell in ("2019", "2019.0", "2019年", "二〇一九年", "20019", "2018-2019")]
    [2019, 2019, 2019, 2019, None, None]
    """
    years = set(_YEAR.findall(cell))
    if len(years) == 1:
        return int(years.pop())
    match = None if years else _HAN_YEAR.fullmatch(cell.strip())
    return int(match[0].rstrip("年").translate(YEAR_DIGITS)) if match else None


def place_of_cells(cells: dict[str, str]) -> str | None:
    """Read the place of a row: 地区, else 区县 behind its city, else the city, else the province, else the title.

    >>> place_of_cells({"province": "浙江"}), place_of_cells({"city": "广州市", "county": "荔湾区"})
    ('浙江省', '广州市荔湾区')
    >>> place_of_cells({"title": "2019年浙江省政府工作报告"})
    '浙江省'
    """
    if cells.get("place"):
        return _full(cells["place"])
    city, county = cells.get("city", ""), cells.get("county", "")
    if county:
        return county if not city or county.startswith(city) else _full(city) + county
    if city or cells.get("province"):
        return _full(city or cells["province"])
    clue = find_place(cells["title"], [], "", "") if cells.get("title") else None
    return clue.value if clue else None


def _full(name: str) -> str:
    return place_of_path(f"{name}.") or name


def level_of(place: str | None) -> str | None:
    """Give the level of a place by the ending of its name: 全国, 省, 市, 县; None where the ending tells none.

    >>> [level_of(place) for place in ("全国", "浙江省", "北京市", "杭州市", "荔湾区", "延边朝鲜族自治州", "某地")]
    ['全国', '省', '省', '市', '县', '市', None]

    A city of the rank of a county (义乌市) ends like any other and counts as 市.
    """
    if not place:
        return None
    if place in _NATION:
        return "全国"
    if re.fullmatch(
        r"[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]+(?<!地)自治区|(?:北京|天津|上海|重庆)市|.*特别行政区", place
    ):
        return "省"
    if place.endswith(("市", "自治州", "地区", "盟")):
        return "市"
    return "县" if place.endswith(("县", "区", "旗")) else None
