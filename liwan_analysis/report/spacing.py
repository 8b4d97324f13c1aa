"""Characters that another program put between the report's own: invisible ones, blanks around numbers, wide digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from liwan_analysis.report.lines import CHAPTER, MEETING, SECTION, TITLE, is_page_line
from liwan_analysis.restoration.steps import Edit

__all__ = ["close_spaces", "drop_invisible", "narrow_digits"]

_INVISIBLE = re.compile("(?<=\n)[\u200b-\u200f\u2060\ufeff\u00ad]+\n|[\u200b-\u200f\u2060\ufeff\u00ad]+")
"""Zero-width space and joiners, word joiner, byte order mark, soft hyphen: editors leave them, nobody sees
them. A line that holds nothing else goes with them: it is no blank line, it parts no paragraphs."""
_DIGIT = re.compile("[0-9]")
_WIDE_DIGITS = re.compile(r"[０-９]+(?:[．.][０-９]+)*")
_BLANK = r"[ \t\u00a0\u2002-\u200a\u202f\u3000]+"
_AROUND = re.compile(
    rf"(?<=[0-9%％℃‰]){_BLANK}(?=[\u4e00-\u9fff，。、；：！？）”》])|"
    rf"(?<=[\u4e00-\u9fff，。；：！？（“《]){_BLANK}(?=[0-9])|(?<=[0-9]){_BLANK}(?=[%％℃‰])"
)
"""2026 年, 增长 5, 8 ％. Chinese is written without blanks; 年 5 月 and 5% 左右 too."""
_GAP = rf"(?:{_BLANK})?"
_SPACED_YEAR = re.compile(rf"(?<![0-9A-Za-z.])(?:1{_BLANK}9|2{_BLANK}0){_BLANK}\d{_BLANK}\d(?={_GAP}年)")
"""1 9 9 7 年: four digits, one by one, before 年."""
_SPACED_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z.])\d(?:{_BLANK}(?:[.．]{_BLANK})?\d(?![0-9]))+(?={_GAP}[%％\u4e00-\u9fff])"
)
"""4 . 3 ％, 1 2 3 4 亿元: any number set one by one, where the text sets its years like that."""


def drop_invisible(text: str) -> list[Edit]:
    r"""Take away characters that show nothing.

    >>> [edit[:3] for edit in drop_invisible("增长\u200b5%")]
    [(2, 3, '')]
    """
    evidence = "a character that shows nothing"
    return [Edit(m.start(), m.end(), "", "drop_invisible", "certain", evidence) for m in _INVISIBLE.finditer(text)]


def narrow_digits(text: str) -> list[Edit]:
    """Make full-width digits narrow; each stays the digit that it is.

    >>> [edit[:3] for edit in narrow_digits("１９９７年")]
    [(0, 4, '1997')]
    """
    evidence = "the same digits, set full-width"
    return [
        Edit(m.start(), m.end(), _narrow(m[0]), "narrow_digits", "certain", evidence)
        for m in _WIDE_DIGITS.finditer(text)
    ]


def _narrow(digits: str) -> str:
    return "".join(
        "." if char == "．" else chr(ord(char) - 0xFEE0) if "０" <= char <= "９" else char for char in digits
    )


def close_spaces(text: str) -> list[Edit]:
    """Close the blanks between a number and the Chinese around it, and those inside a number set digit by digit.

    >>> [edit[:3] for edit in close_spaces("一、2026 年重点工作")]
    [(6, 7, '')]

    Two numbers side by side stay apart, and so does what stands on a line of the page's own (2026-02-02 来源：).
    """
    spaced = len(_SPACED_YEAR.findall(text)) >= 3
    return [edit for start, line in _lines(text) for edit in _close(line, start, spaced=spaced)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if _DIGIT.search(line):
            bare = re.sub(r"\s", "", line)
            opens = TITLE.match(bare) or MEETING.search(bare) or CHAPTER.match(bare) or SECTION.match(bare)
            if opens or not is_page_line(bare):
                yield start, line
        start += len(line) + 1


def _close(line: str, start: int, *, spaced: bool) -> list[Edit]:
    found: dict[tuple[int, int], str] = {}
    for m in (_SPACED_NUMBER if spaced else _SPACED_YEAR).finditer(line):
        inner = re.finditer(_BLANK, line[m.start() : m.end()])
        found |= {(m.start() + b.start(), m.start() + b.end()): "a number set digit by digit" for b in inner}
    for m in _AROUND.finditer(line):
        found.setdefault(m.span(), "Chinese is written without blanks around a number")
    return [
        Edit(start + a, start + b, "", "close_spaces", "certain", evidence)
        for (a, b), evidence in sorted(found.items())
    ]
