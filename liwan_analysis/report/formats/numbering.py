"""Automatic numbers of a .docx (一、 （一） 1.): the text holds none of them, numbering.xml says how to count."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from liwan_analysis.report.formats.package import local, value

__all__ = ["Numbering", "Style", "read_styles"]

DIGITS = "〇一二三四五六七八九"
MAX_CHAIN = 50
"""Styles inherit from styles; a chain longer than this runs in a circle."""


def chinese_number(n: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """Write a number as headings have it.

    >>> [chinese_number(n) for n in (3, 10, 11, 20, 105, 110)]
    ['三', '十', '十一', '二十', '一百零五', '一百一十']
    """
    if not 0 < n < 10_000:
        return str(n)
    text = ""
    for place in range(3, -1, -1):
        digit = n // 10**place % 10
        if digit:
            text += digits[digit] + (units[place - 1] if place else "")
        elif text and not text.endswith("零") and n % 10**place:
            text += "零"
    return text.removeprefix(digits[1]) if 10 <= n < 20 and digits == DIGITS else text


def _digits(n: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(n))


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda n: characters[n - 1] if 0 < n <= len(characters) else str(n)


def _letters(n: int) -> str:
    return chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1) if 0 < n <= 780 else str(n)


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    text = ""
    for worth, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        text += letters * (n // worth)
        n %= worth
    return text


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,  # Word and WPS write 一、二、 under this name too
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "chineseLegalSimplified": lambda n: chinese_number(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _cycle("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _cycle("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _cycle("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _cycle("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "numberInDash": lambda n: f"- {n} -",
    "upperLetter": _letters,
    "lowerLetter": lambda n: _letters(n).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "none": lambda n: "",
    "bullet": lambda n: "",
}
"""How each numFmt writes a number; one that is not here is written in digits, as Word does."""


@dataclass(frozen=True)
class Style:
    """What a paragraph style says that matters here: its name, its list and level, and the style it is based on."""

    name: str = ""
    num_id: str | None = None
    level: int | None = None
    based_on: str | None = None


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Read styles.xml into `Style` by its id, each with what it inherits; the default paragraph style has the id "".

    >>> read_styles(None)
    {}
    """
    own: dict[str, Style] = {}
    for element in root if root is not None else ():
        if local(element) != "style" or value(element, "type") not in (None, "paragraph"):
            continue
        children = {local(child): child for child in element}
        num_id, level = list_and_level(children.get("pPr"))
        name = (value(children.get("name")) or "").lower()
        style = Style(name, num_id, level, value(children.get("basedOn")))
        own[value(element, "styleId") or ""] = style
        if value(element, "default") in ("1", "true"):
            own[""] = style
    return {key: _inherit(style, own) for key, style in own.items()}


def _inherit(style: Style, own: dict[str, Style]) -> Style:
    num_id, level, parent = style.num_id, style.level, style
    for _ in range(MAX_CHAIN):
        if parent.based_on is None or parent.based_on not in own:
            break
        parent = own[parent.based_on]
        num_id = parent.num_id if num_id is None else num_id
        level = parent.level if level is None else level
    return Style(style.name, num_id, level, style.based_on)


def list_and_level(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Give the list (numId) and the level that paragraph properties name."""
    for child in properties if properties is not None else ():
        if local(child) == "numPr":
            found = {local(part): value(part) for part in child}
            return found.get("numId"), _number(found.get("ilvl"))
    return None, None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


@dataclass
class _Level:
    """One level of a list: where it starts, how it writes, what its label looks like, what makes it start anew."""

    start: int = 1
    form: str = "decimal"
    label: str = ""
    restart: int | None = None
    is_legal: bool = False


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, which count as its paragraphs pass."""

    def __init__(self, root: etree._Element | None) -> None:
        self.abstract: dict[str, _List] = {}
        self.lists: dict[str, _List] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self.own: dict[str, dict[int, _Level]] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                levels = dict(_read_level(child) for child in element if local(child) == "lvl")
                self.abstract[value(element, "abstractNumId") or ""] = _List(levels)
        self._follow_links(root)
        for element in root if root is not None else ():
            if local(element) == "num":
                self._read_list(element)

    def _follow_links(self, root: etree._Element | None) -> None:
        """A definition may only name a list style (numStyleLink), whose own definition (styleLink) has the levels."""
        named, links = {}, {}
        for element in root if root is not None else ():
            for child in element if local(element) == "abstractNum" else ():
                key = value(element, "abstractNumId") or ""
                if local(child) == "styleLink":
                    named[value(child)] = self.abstract[key]
                elif local(child) == "numStyleLink":
                    links[key] = value(child)
        self.abstract |= {key: named[style] for key, style in links.items() if style in named}

    def _read_list(self, element: etree._Element) -> None:
        num_id = value(element, "numId") or ""
        for child in element:
            if local(child) == "abstractNumId":
                known = self.abstract.get(value(child) or "")
                if known is not None:
                    self.lists[num_id] = known
            elif local(child) == "lvlOverride":
                level = _number(value(child, "ilvl")) or 0
                for part in child:
                    if local(part) == "startOverride":
                        self.starts.setdefault(num_id, {})[level] = _number(value(part)) or 0
                    elif local(part) == "lvl":
                        self.own.setdefault(num_id, {})[level] = _read_level(part)[1]

    def next_label(self, num_id: str, level: int) -> str:
        """Count one paragraph of a list on and give its label, such as 一、 or （二）; "" for a bullet.

        Lists that share a definition count on together, as in Word; a deeper level starts anew under each
        number above it.
        """
        known = self.lists.get(num_id)
        if known is None:
            return ""
        levels = known.levels | self.own.get(num_id, {})
        if level not in levels:
            return ""
        start = self.starts.get(num_id, {}).pop(level, None)
        if start is not None:
            known.counts[level] = start
        else:
            known.counts[level] = known.counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in known.counts if at > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del known.counts[deeper]
        return self._label(levels, known.counts, level)

    def _label(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        if levels[level].form == "bullet":
            return ""

        def write(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            form = "decimal" if levels[level].is_legal else levels[at].form
            return FORMATS.get(form, str)(counts.get(at, levels[at].start))

        return re.sub(r"%([1-9])", write, levels[level].label)


def _read_level(element: etree._Element) -> tuple[int, _Level]:
    found = {local(child): value(child) for child in element}
    form = found.get("numFmt") or "decimal"
    start = _number(found.get("start"))
    level = _Level(
        start=1 if start is None else start,
        form=form,
        label=(found.get("lvlText") or "")[:100],
        restart=_number(found.get("lvlRestart")),
        is_legal="isLgl" in found and found["isLgl"] not in ("0", "false"),
    )
    return _number(value(element, "ilvl")) or 0, level
