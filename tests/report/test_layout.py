"""Text from elsewhere: a clean report, broken as other people's programs break it, and what comes back.

Each way of breaking is a forward model of what formats.md describes; the shares are what was measured, less a little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from liwan_analysis.report import load_report, parse_report
from liwan_analysis.report.layout import LAYOUT_RULES, lay_out
from liwan_analysis.restoration import RULES
from liwan_analysis.restoration.steps import Restoration, replay
from liwan_analysis.views import KINDS

SHARED = Path(__file__).resolve().parents[3] / "shared"
PATHS = [None, *sorted(SHARED.glob("reports/*.txt")), *sorted(SHARED.glob("corpora/sheng-2026/*.txt"))]


def _hard(text: str, width: int = 35, indent: str = "", between: str = "") -> str:
    lines = []
    for paragraph in text.split("\n"):
        paragraph = indent + paragraph
        lines += [paragraph[i : i + width] for i in range(0, len(paragraph), width)] + [between] * bool(between)
    return "\n".join(line.strip(between) if between else line for line in lines)


def _hard_by_columns(text: str, columns: int = 70) -> str:
    """As a terminal or an e-mail does: a Chinese character counts two, and no line begins with a mark."""
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for char in paragraph:
            size = 1 if char.isascii() else 2
            if used + size > columns and char not in "，。；、：！？”":
                lines.append(line)
                line, used = "", 0
            line, used = line + char, used + size
        lines.append(line)
    return "\n".join(lines)


def _space(text: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff，。；：])(?=[0-9])|(?<=[0-9%％])(?=[\u4e00-\u9fff])", " ", text)


def _widen(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _space_years(text: str) -> str:
    text = re.sub(r"((?:19|20)\d\d)年", lambda match: " ".join(match[1]) + " 年", text)
    return re.sub(r"(?<=\d)(?=[％%])", " ", text)


def _link(text: str) -> str:
    """Titles and slogans stood in links, and each on a line of its own."""
    return re.sub(r"《[^》\n]{2,20}》|“[^”\n]{2,12}”", lambda m: f"{m[0][0]}\n{m[0][1:-1]}\n{m[0][-1]}", text)


def _link_between_blank_lines(text: str) -> str:
    return _link(text.replace("\n", "\n\n"))


WAYS: dict[str, tuple[Callable[[str], str], float]] = {
    "hard breaks at 35": (_hard, 0.94),
    "hard breaks at 70 columns": (_hard_by_columns, 0.93),
    "hard breaks at 30, indented": (lambda text: _hard(text, 30, "　　"), 0.99),
    "hard breaks at 40, blank lines between": (lambda text: _hard(text, 40, between="\r").replace("\r", ""), 0.99),
    "breaks lost, blanks left": (lambda text: text.replace("\n", " "), 0.85),
    "breaks lost, indents left": (lambda text: text.replace("\n", "　　"), 0.85),
    "breaks lost": (lambda text: text.replace("\n", ""), 0.2),
    "blanks around numbers": (_space, 0.995),
    "full-width digits": (_widen, 1.0),
    "digits one by one": (_space_years, 0.98),
    "pieces on lines of their own": (_link, 0.995),
    "pieces between blank lines": (_link_between_blank_lines, 0.995),
}


@cache
def _texts() -> list[str]:
    return [load_report(path).text for path in PATHS]


def _count_digits(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d", text))


@pytest.mark.parametrize("way", WAYS)
def test_broken_text_comes_back(way: str) -> None:
    break_text, share = WAYS[way]
    n_back = n = 0
    for text in _texts():
        report = parse_report(break_text(text))
        expected, found = Counter(text.split("\n")), Counter(report.text.split("\n"))
        n_back, n = n_back + (expected & found).total(), n + expected.total()
        assert re.sub(r"\s", "", report.text) == re.sub(r"\s", "", text)
        assert _count_digits(report.text) == _count_digits(text)
        assert {"review", "plan"} <= set(report.parts["part"])
    assert n_back / n >= share


@pytest.mark.parametrize("way", WAYS)
def test_steps_of_the_layout_replay(way: str) -> None:
    raw = WAYS[way][0](_texts()[0])
    found = lay_out(raw, Restoration(raw, ()))
    assert replay(raw, found.steps) == found.text
    assert {step.rule for step in found.steps} <= set(LAYOUT_RULES)


def test_every_rule_is_explained() -> None:
    assert set(LAYOUT_RULES) | set(RULES) <= set(KINDS)


def test_clean_text_stays_as_it_is() -> None:
    for text in _texts():
        if not re.search(r"[\u200b\ufeff]", text):
            assert lay_out(text, Restoration(text, ())).steps == ()


CASES = {
    "a subscript": ("广义货币M\n2\n供应量增长5%。", "广义货币M2供应量增长5%。"),
    "titles that were links": ("制定了《\n信访条例\n》和《\n公务员法\n》。", "制定了《信访条例》和《公务员法》。"),
    "a subject that was a link": (
        "今年经济社会发展的\n主要预期目标\n是：增长5%。",
        "今年经济社会发展的主要预期目标是：增长5%。",
    ),
    "a blank in a year": ("一、2026 年重点工作", "一、2026年重点工作"),
    "a year digit by digit": ("1 9 9 7 年增长 8 ％。", "1997年增长8％。"),
    "full-width digits": ("１９９７年增长８．５％。", "1997年增长8.5％。"),
    "two numbers side by side": ("分别增长5% 120 家。", "分别增长5% 120家。"),
    "a zero-width space": ("增长\u200b5%。", "增长5%。"),
    "a section keeps its line": (
        "重点抓好以下工作\n（一）扩大内需。增长5%。",
        "重点抓好以下工作\n（一）扩大内需。增长5%。",
    ),
    "an ornament is no end of a title": ("增长5%。\n》》点击图片进入专题《《", "增长5%。"),
}


@pytest.mark.parametrize("name", CASES)
def test_small_texts(name: str) -> None:
    raw, expected = CASES[name]
    assert parse_report(f"各位代表：\n{raw}").text == f"各位代表：\n{expected}"
