"""Two passages that readers look for first: the problems a review admits, and the headline targets of a plan."""

from __future__ import annotations

import re

from liwan_analysis.report.chapters import Chapter, Line, part_at
from liwan_analysis.report.sentences import split_sentences

__all__ = ["find_headline", "find_problems"]

_PROBLEMS = re.compile(r"(?:成绩|同时|清醒|认识|看到|面临|存在).{0,30}(?:问题|困难|挑战|不足|短板|差距)")
_HEADLINE = re.compile(
    r"(?:主要)?(?:预期|发展|工作)?目标(?:任务)?(?:建议)?(?:为|是)?[：:]|主要预期目标(?:为|是|如下)?|"
    r"今年[^。]{0,12}预期目标(?:为|是)[：:]?"
)
"""经济社会发展主要预期目标是：; 今年经济增长预期目标为7%左右."""
_NAMED = re.compile("预期目标|主要目标")
_ITEM = re.compile(r"^(?:——|—|[一二三四五六七八九十]{1,2}是|\d{1,2}[.．、](?!\d))")
"""——地区生产总值增长5%左右； an item of a list that begins on the line after 主要预期目标是：."""


def find_problems(chapters: list[Chapter], lines: list[Line]) -> tuple[int, int] | None:
    """Give the paragraph that names problems: the last of the review that opens with them."""
    naming = [line for line in lines if part_at(chapters, line.start) == "review" and _PROBLEMS.search(line.text[:60])]
    return (naming[-1].start, naming[-1].end) if naming else None


def find_headline(chapters: list[Chapter], lines: list[Line], plan_year: int | None) -> tuple[int, int] | None:
    """Give the stretch that states the year's headline targets.

    It goes from the sentence that names them to its paragraph's end, or to the end of the list that it announces.
    """
    best: tuple[int, int, int] | None = None
    for i, line in enumerate(lines):
        if not _NAMED.search(line.text) or part_at(chapters, line.start) != "plan":
            continue
        for a, _ in split_sentences(line.text):
            sentence = line.text[a:]
            match = _HEADLINE.search(sentence[:90]) if _NAMED.search(sentence[:90]) else None
            if not match:
                continue
            last = _end_of_list(lines, i) if match.end() == len(sentence) else i
            n_digits = len(re.findall(r"\d", sentence + "".join(line.text for line in lines[i + 1 : last + 1])))
            score = _score(sentence[: match.end()], plan_year) + min(n_digits, 3)
            if best is None or score > best[0]:
                best = (score, line.start + a, lines[last].end)
            break
    return best[1:] if best and best[0] > 1 else None


def _score(opening: str, plan_year: int | None) -> int:
    return (
        2 * ("预期目标" in opening)
        + ("：" in opening)
        + ("今年" in opening or str(plan_year) in opening)
        - 3 * ("五”时期" in opening)
    )


def _end_of_list(lines: list[Line], i: int) -> int:
    """The last line of a list that line `i` announces with a colon at its end; `i` itself where it announces none."""
    if not lines[i].text.endswith(("：", ":")) or i + 1 >= len(lines):
        return i
    last = i + 1
    has_items = bool(_ITEM.match(lines[last].text))
    while last + 1 < len(lines):
        after = lines[last + 1].text
        is_item = has_items and _ITEM.match(after) and re.search(r"\d", after)
        if not (is_item or lines[last].text.endswith("；")):
            break
        last += 1
    return last
