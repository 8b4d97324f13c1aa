"""Choice between the characters that a lost byte leaves possible, in a line that is otherwise known."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log

from liwan_analysis.restoration.characters import LOST, simplified
from liwan_analysis.restoration.judge import Judge

__all__ = ["Chooser"]

_LONGEST_RUN = 10
"""Characters that are chosen together, at most."""
_BOND = 1.5
"""Weight of two neighbours that the text itself has, one of them a digit or a mark, by the logarithm of how often."""
_USUAL = {("。", "\n"): 4.0, ("—", "—"): 20.0, ("…", "…"): 20.0, ("%", "、"): 1.0}
"""Neighbours that every text has, even where all of them lost a byte: the end of a paragraph, a dash, 5%、6%."""
_OF_CHEQUES = str.maketrans("", "", "壹贰叁肆伍陆柒捌玖拾佰仟")
"""The numerals of cheques, which no report writes beside those of every day: what is 十 or 叁 is 十."""
_DIGITS = str.maketrans("123456789", "000000000")


class Chooser:
    """Chooses by the words that result, and by what the text itself has beside digits, marks and ends of lines."""

    def __init__(self, known: str) -> None:
        plain = known.translate(simplified())
        self._judge = Judge(plain, known)
        pairs = Counter(pairwise(f"\n{plain}\n".translate(_DIGITS)))
        beside = {pair: _BOND * log(1 + n) for pair, n in pairs.items() if not "".join(pair).isalpha()}
        self._beside = beside | _USUAL

    def choose(self, slots: list[str]) -> str:
        r"""Choose one of each slot's characters; □ where it has none, or where numerals are to be told apart.

        >>> Chooser("经济发展\n政府工作").choose(["经", "济齐", "发", "展"])
        '经济发展'
        """
        slots = [_plain_numerals(slot) for slot in slots]
        true = [slot if len(slot) == 1 else LOST for slot in slots]
        at = 0
        while at < len(slots):
            if len(slots[at]) < 2:
                at += 1
                continue
            end = at + 1
            while end - at < _LONGEST_RUN and any(len(slot) > 1 for slot in slots[end : end + 2]):
                end += 1
            left, right = "".join(true[max(at - 12, 0) : at]), "".join(true[end : end + 6]).translate(simplified())
            path = tuple(slot or LOST for slot in slots[at:end])
            chosen = self._judge.fill(left, path, right) if len(path) > 1 else self._likeliest(left, path[0], right)
            for place, char in enumerate(chosen, at):
                is_figure = char.isnumeric() and sum(map(str.isnumeric, slots[place])) > 1
                true[place] = LOST if is_figure else char
            at = end
        return "".join(true)

    def _likeliest(self, left: str, slot: str, right: str) -> str:
        left = left[-6:].translate(simplified())
        before, after = (left[-1:] or "\n").translate(_DIGITS), (right[:1] or "\n").translate(_DIGITS)

        def score(char: str) -> float:
            plain = char.translate(simplified())
            beside = self._beside.get((before, plain), 0.0) + self._beside.get((plain, after), 0.0)
            return self._judge.score(left + plain + right) + beside

        return max(slot, key=score)


def _plain_numerals(slot: str) -> str:
    plain = slot.translate(_OF_CHEQUES)
    return plain if any(map(str.isnumeric, plain)) else slot
