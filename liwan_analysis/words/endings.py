"""Words that a text shows by where they stand: between the commas of a list, and before what names end in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from liwan_analysis.lexicons.loader import read_table
from liwan_analysis.words.cutting import CutText

__all__ = [
    "AFFIXES",
    "GLUE",
    "JOINING",
    "NUMERALS",
    "ending_of",
    "ending_tag",
    "from_affixes",
    "from_lists",
    "from_names",
]

NUMERALS = "一二三四五六七八九十百千万两双多零"
GLUE = re.compile(r"[的了着把被及或是将让使得由有以为从不没未也都又就才再更最很你我他她它吗呢吧谁对可于至到]")
JOINING = frozenset({"和", "与", "及", "以及"})
SEPARATING = JOINING | {"等"}
LISTING = re.compile("[、等]")
CLOSING = frozenset("，。；）")
AFFIXES = frozenset("率化型性式制级带观")
LONGEST = 8  # characters of a name
FARTHEST = 7  # words of a list's item, its verb included

NAME_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz", "nt"})
WEAK_TAGS = frozenset(
    {"p", "c", "u", "uj", "ul", "ud", "uz", "ug", "r", "rr", "rz", "d", "m", "q", "y", "e", "o", "v", "f", "k"}
)


@cache
def _endings() -> tuple[dict[str, str], re.Pattern[str]]:
    """Read what names end in, the tag of each ending, and a pattern that finds them, the longest first."""
    tags = {row["ending"]: row["tag"] for row in read_table("name_endings.csv")}
    return tags, re.compile("|".join(sorted(tags, key=len, reverse=True)))


def ending_of(text: str) -> str:
    """Give the longest ending of a name that a text ends in, with something before it; empty where there is none.

    >>> ending_of("驷马涌"), ending_of("荔湾体育馆"), ending_of("高质量发展")
    ('涌', '体育馆', '')
    """
    tags, _ = _endings()
    return next((text[-size:] for size in range(4, 0, -1) if len(text) > size and text[-size:] in tags), "")


def ending_tag(text: str) -> str | None:
    """Give the tag of a name by its ending; None where it ends like no name.

    >>> ending_tag("驷马涌"), ending_tag("威高集团"), ending_tag("高质量发展")
    ('ns', 'nt', None)
    """
    return _endings()[0].get(ending_of(text))


def from_names(cut: CutText) -> Iterator[str]:
    """Find names by their endings: 驷马涌, 白鹤沙路, 威高集团, 广州期货交易所.

    Before the ending stands an unknown word, torn-up characters, a place or a person's name; up to two nouns may stand
    between a place and a body's ending.
    """
    tags, endings = _endings()
    for match in endings.finditer(cut.text):
        start, end = match.span()
        last = cut.ends.get(end)
        if last is None:
            continue
        first = last
        while cut.spans[first][0] > start:
            first -= 1
        torn = cut.spans[first][0] < start
        if torn and cut.kinds[first] != "odd":
            if first == last or not cut.touches[first - 1] or cut.kinds[first - 1] != "single":
                continue
            first -= 1
        opening = _opening(cut, first, end)
        if opening == first and tags[match[0]] == "nt" and len(match[0]) > 1:
            opening = _placed_opening(cut, first, end)
        begin = cut.spans[opening][0]
        if (
            (torn or opening < first)
            and end - begin >= 3
            and not _follows_latin(cut, opening)
            and not GLUE.match(cut.text[begin])
        ):
            yield cut.text[begin:end]


def _opening(cut: CutText, first: int, end: int) -> int:
    """Go back from a name's ending over what may belong to the name."""
    opening = first
    while (
        opening
        and cut.touches[opening - 1]
        and end - cut.spans[opening - 1][0] <= LONGEST
        and _may_name(cut, opening - 1)
    ):
        opening -= 1
    may_go_on = opening and opening < first and cut.tokens[opening] in _endings()[0] and cut.touches[opening - 1]
    if may_go_on and end - cut.spans[opening - 1][0] <= LONGEST and _may_open(cut, opening - 1):
        opening -= 1
    return opening


def _may_name(cut: CutText, i: int) -> bool:
    token, kind, tag = cut.tokens[i], cut.kinds[i], cut.dictionary.get(cut.tokens[i], "x")
    if token[-1] in "省市区县州" or token in cut.boilerplate or _follows_latin(cut, i):
        return False
    return (
        kind == "odd"
        or (kind == "single" and (tag == "f" or tag not in WEAK_TAGS))
        or (kind == "word" and tag in NAME_TAGS)
    )


def _may_open(cut: CutText, i: int) -> bool:
    """A known word may open a name whose rest was torn up: 如意|坊|隧道."""
    token = cut.tokens[i]
    return cut.kinds[i] == "word" and len(token) == 2 and token not in cut.boilerplate and token not in _endings()[0]


def _placed_opening(cut: CutText, first: int, end: int) -> int:
    """A place may open a body's name with up to two nouns between: 广州|期货|交易所."""
    for opening in range(first - 1, max(first - 4, -1), -1):
        if not cut.touches[opening] or end - cut.spans[opening][0] > LONGEST + 2:
            break
        if cut.dictionary.get(cut.tokens[opening]) == "ns" and cut.kinds[opening] == "word":
            return opening
        if not (
            cut.kinds[opening] == "word"
            and cut.tag(opening) in ("n", "nz", "b", "j", "vn")
            and cut.tokens[opening] not in cut.boilerplate
        ):
            break
    return first


def _follows_latin(cut: CutText, i: int) -> bool:
    return i > 0 and cut.kinds[i - 1] == "latin" and cut.touches[i - 1]


def from_affixes(cut: CutText) -> Iterator[str]:
    """Find words with a derivational ending that jieba leaves alone: 办结|率, 紧密|型."""
    for i in [i for i, token in enumerate(cut.tokens) if token in AFFIXES]:
        if cut.touches[i - 1] and cut.kinds[i - 1] in ("word", "odd"):
            yield cut.tokens[i - 1] + cut.tokens[i]


def from_lists(cut: CutText) -> Iterator[str]:
    """Find unknown words that stand alone between 、 or before 等: 唯品会、立白、名创优品等."""
    tokens = cut.tokens
    for match in LISTING.finditer(cut.text):
        before, behind = cut.ends.get(match.start()), cut.starts.get(match.end())
        if before is not None:
            first = before
            while before - first < FARTHEST and cut.touches[first - 1] and tokens[first - 1] not in SEPARATING:
                first -= 1
            yield from _listed(cut, first, before)
        if match[0] == "、" and behind is not None:
            last = behind
            while last - behind < FARTHEST and cut.touches[last] and tokens[last + 1] not in SEPARATING:
                last += 1
            if cut.touches[last] or cut.text[cut.spans[last][1] : cut.spans[last][1] + 1] in CLOSING:
                yield from _listed(cut, behind, last)


def _listed(cut: CutText, first: int, last: int) -> Iterator[str]:
    """Give what stands in a list, without the verb before it, if it is an unknown word or the name of a body."""
    while first < last and _opens_clause(cut, first):
        first += 1
    start, end = cut.spans[first][0], cut.spans[last][1]
    pieces, size = range(first, last + 1), end - start
    if (2 <= size <= 5 and _is_unknown(cut, pieces)) or (size <= 7 and _is_body(cut, pieces)):
        yield cut.text[start:end]


def _opens_clause(cut: CutText, i: int) -> bool:
    token = cut.tokens[i]
    return len(token) > 1 and (token in cut.boilerplate or token in cut.stop or cut.tag(i).startswith("v"))


def _is_unknown(cut: CutText, pieces: range) -> bool:
    """Say whether pieces in a list are an unknown word torn up rather than known words side by side."""
    tokens = [cut.tokens[i] for i in pieces]
    if all(cut.kinds[i] == "word" for i in pieces):
        return False
    if any(GLUE.search(token) for token in tokens if len(token) == 1) or GLUE.match(tokens[0]):
        return False
    kinds = [cut.kinds[i] for i in pieces]
    kinds = ["single" if len(t) == 1 and k == "loose" else k for t, k in zip(tokens, kinds, strict=True)]
    if "latin" in kinds or "loose" in kinds:
        return False
    head, tail = cut.tag(pieces[0]), cut.tag(pieces[-1])
    if kinds[-1] == "single" and len(kinds) > 1 and tail.startswith(("a", "d", "f", "p", "u")):
        return False
    if "odd" in kinds:
        return kinds[0] != "word" or not head.startswith(("d", "v", "p", "c", "a"))
    if kinds == ["word", "single"]:
        return tokens[-1] in NUMERALS or not (head.startswith(("d", "v", "p", "a")) or tail.startswith("v"))
    if kinds == ["single", "word", "single"]:
        return not head.startswith(("d", "v", "p", "a"))
    return "word" not in kinds and len(kinds) <= 3 and not head.startswith(("d", "p"))


def _is_body(cut: CutText, pieces: range) -> bool:
    """Say whether two or three nouns in a list are the name of a body: 七喜|创意园."""
    start, end = cut.spans[pieces[0]][0], cut.spans[pieces[-1]][1]
    ending = ending_of(cut.text[start:end])
    if len(pieces) not in (2, 3) or _endings()[0].get(ending) != "nt" or len(ending) < len(cut.tokens[pieces[-1]]):
        return False
    before = [i for i in pieces if cut.spans[i][1] <= end - len(ending)]
    return bool(before) and all(
        cut.kinds[i] in ("word", "single") and cut.tag(i).startswith(("n", "j", "b", "vn")) for i in before
    )
