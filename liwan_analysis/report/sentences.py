"""Sentences, and the run-in headings among them: short sentences that name what follows them."""

from __future__ import annotations

import re

from liwan_analysis.lexicons.numerals import ORDINAL_DIGITS

__all__ = [
    "ADDRESS",
    "FINAL",
    "ITEM",
    "headings_of",
    "is_heading",
    "split_sentences",
    "style_of",
]

CLOSERS = "”’）》」』】)\"'"
PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "「": "」", "『": "』", "(": ")"}
FINAL = "。！？!?"
_MARK = re.compile("[" + re.escape("".join({*PAIRS, *PAIRS.values()})) + "]")
_FINAL_OR_MARK = re.compile("[" + re.escape("".join({*PAIRS, *PAIRS.values(), *FINAL})) + "]")
DEEPEST = 50
"""How far back an opening mark is looked for among those that are open: no honest text has so many."""


def split_sentences(line: str) -> list[tuple[int, int]]:
    """Cut one paragraph into sentences, as half-open offsets that cover it without a gap.

    >>> [("他说：“好。行。”再来。")[a:b] for a, b in split_sentences("他说：“好。行。”再来。")]
    ['他说：“好。行。”', '再来。']

    A sentence ends at 。！？ outside quotes and parentheses, and takes the closing marks behind it along. Marks that do
    not pair within the paragraph are ignored, so that one lost quote does not swallow the rest.
    """
    paired = _paired_marks(line)
    spans = []
    start = depth = 0
    i = 0
    while found := _FINAL_OR_MARK.search(line, i):
        i = found.start()
        depth += paired.get(i, 0)
        ends_inside = depth == 1 and paired.get(i + 1) == -1 and not (line[i + 1] in "）)" and i + 2 < len(line))
        if line[i] in FINAL and (depth == 0 or ends_inside) and not _is_title_mark(line, i):
            j = i + 1
            while j < len(line) and (line[j] in FINAL or (line[j] in CLOSERS and paired.get(j) != 1)):
                depth += paired.get(j, 0)
                j += 1
            if depth == 0 and (not ends_inside or _may_start(line, j)):
                spans.append((start, j))
                start = j
            i = j
        else:
            i += 1
    if start < len(line):
        spans.append((start, len(line)))
    return spans


def _is_title_mark(line: str, i: int) -> bool:
    """A half-width mark between Latin letters or digits ends no sentence."""
    return line[i] in "!?" and i + 1 < len(line) and line[i + 1].isascii() and line[i + 1].isalnum()


def _may_start(line: str, j: int) -> bool:
    """After 。” a sentence ends unless a mark or a particle carries it on."""
    return j >= len(line) or line[j] not in "，、；：的等和与及。"


def _paired_marks(line: str) -> dict[int, int]:
    """Give +1 for each opening and -1 for each closing mark that has its partner in the paragraph."""
    stack: list[tuple[str, int]] = []
    paired: dict[int, int] = {}
    for mark in _MARK.finditer(line):
        character, i = mark[0], mark.start()
        if character in PAIRS:
            stack.append((PAIRS[character], i))
        else:
            for back in range(len(stack) - 1, max(len(stack) - DEEPEST, 0) - 1, -1):
                if stack[back][0] == character:
                    paired[stack[back][1]] = 1
                    paired[i] = -1
                    del stack[back:]
                    break
    return paired


ADDRESS = re.compile(
    r"^(?:尊敬的)?(?:(?:大会)?主席团|(?:大会)?主席|各位领导)?、?(?:尊敬的)?各位代表(?:、(?:各位委员|同志们|各位同志|朋友们))?[！!，,：:、]?|"
    r"^(?:同志们|各位同志|各位委员)[！!，,：:]"
)
"""各位代表：, 尊敬的各位代表, 主席团、各位代表, 同志们！: how a speaker turns to the hall."""
ITEM = re.compile(rf"^(?:——|—|[{ORDINAL_DIGITS}]{{1,2}}是|\d{{1,2}}[.．、](?!\d)|第[{ORDINAL_DIGITS}]{{1,2}}，)")
ADVERBS = (
    "持续|不断|加快|加速|稳步|大幅|显著|明显|全面|深入|有序|有力|有效|扎实|"
    "进一步|更加|稳定|逐步|总体|日益|蓬勃|快速|纵深|积极|稳|更"
)
TELLING = re.compile(r"过去|今年|去年|我们|[一二三四五]年来|这")
"""How a sentence begins that tells rather than names."""
OUTCOME = re.compile(
    rf"(?:(?:{ADVERBS})[\u4e00-\u9fff]{{1,3}}|有力有效|有序有效|量质齐升|提质增效|[\u4e00-\u9fff]{{2}}有[\u4e00-\u9fff]|"
    r"加速|提速|见效|显著|明显|良好|完善|优化|健全|浓厚|稳固|巩固|提升|增强|提高|改善|向好|加强)$"
)
"""How a heading of results ends: 经济运行量质齐升, 营商环境持续优化, 文商旅融合发展加速, 平安荔湾建设见行见效."""
ENDEAVOUR = re.compile(
    "(?:大力|着力|加力|全力|积极|持续|扎实|切实|深入|统筹|充分|加快|加强|推进|推动|促进|提升|提高|扩大|优化|强化|深化|"
    "完善|健全|激发|营造|培育|发挥|做优|做强|做大|建强|防范|维护|保障|改善|落实|严格|坚持|打造|拓展|增强|巩固|守牢|稳定)"
)
"""How a heading of endeavours begins: 提升科技创新质效, 大力提振消费."""


_WORK = re.compile(r"[^，。：；、“]{5,18}(建设|治理|管理|改革|监管|保护|保障)，")


def headings_of(paragraph: str, opens: str | None, *, shares_paragraph: bool) -> dict[int, str | None]:
    """Give where blocks open in a paragraph, as offsets into it, each with its heading or None.

    >>> headings_of("做优做强现代商贸业。支持企业做大，做强。", None, shares_paragraph=False)
    {0: '做优做强现代商贸业'}
    >>> paragraph = "（一）稳增长。运行量质齐升。全年增长4.8%。项目推进有力有效。投资增长。"
    >>> headings_of(paragraph, "稳增长", shares_paragraph=True)
    {0: '稳增长', 7: '运行量质齐升', 23: '项目推进有力有效'}

    `opens` is the heading of the section that begins here, `shares_paragraph` says that all of the section stands in
    this one paragraph, so that its blocks share it.
    """
    spans = split_sentences(paragraph)
    first = paragraph[: spans[0][1]]
    starts: dict[int, str | None] = {0: opens}
    if opens is None and is_heading(first, is_alone=len(spans) == 1):
        starts[0] = ITEM.sub("", first).rstrip("。：；") or None
    shared = spans[1:-1] if shares_paragraph else []
    style = style_of(paragraph[slice(*shared[0])]) if shared else None
    work = _work_of(paragraph[slice(*shared[0])]) if shared and style is None else None
    for a, b in spans[1:-1]:
        sentence = paragraph[a:b]
        item = ITEM.match(sentence)
        if item and sentence[item.end() - 1] == "是" and is_heading(sentence[item.end() :], is_alone=False):
            starts[a] = sentence[item.end() :].rstrip("。")
        elif style and style_of(sentence) == style:
            starts[a] = sentence.rstrip("。")
        elif work and _work_of(sentence) == work:
            starts[a] = sentence[: sentence.index("，")]
    return starts


def _work_of(sentence: str) -> str | None:
    """Give the noun of work that ends a sentence's first clause, where that clause names an endeavour.

    加强政府系统党的全面领导和党的建设，把…贯穿始终 and 强化法治政府建设，自觉接受… name 建设. Clauses that name
    the same in one paragraph are headings that their sentences were run into.
    """
    match = _WORK.match(sentence)
    return match[1] if match and ENDEAVOUR.match(sentence) and not re.search(r"\d", match[0]) else None


def is_heading(sentence: str, *, is_alone: bool) -> bool:
    """Say whether a paragraph's first sentence is a run-in heading.

    >>> is_heading("做优做强现代商贸业。", is_alone=False), is_heading("今年，我们要建成3条道路。", is_alone=False)
    (True, False)

    It is short and has no comma; an item (——, 一是, 1.) may have one, and may stand alone on its line.
    """
    if ADDRESS.match(sentence) or TELLING.match(sentence):
        return False
    item = ITEM.match(sentence)
    core = sentence[item.end() :] if item else sentence
    if item:
        return len(core) <= 45 and core.endswith("。") and not re.search(r"\d", core)
    return not is_alone and len(core) <= 30 and core.endswith("。") and not re.search(r"[，：；\d]", core)


def style_of(sentence: str) -> str | None:
    """Say in which style a sentence inside a paragraph names what follows: "outcome", "endeavour", or not at all.

    >>> style_of("项目推进有力有效。"), style_of("大力提振消费。"), style_of("华林禅寺扩建工程取得标志性进展。")
    ('outcome', 'endeavour', None)

    Such a heading is short and has neither comma nor number. The first one of a paragraph sets the style of the others,
    since a report names its results or its endeavours, not both by turns.
    """
    core = sentence.rstrip("。")
    if not (6 <= len(core) <= 18) or not sentence.endswith("。") or re.search(r"[，、：；《（\d]", core):
        return None
    if ENDEAVOUR.match(core):
        return "endeavour"
    return "outcome" if OUTCOME.search(core) and "“" not in core else None
