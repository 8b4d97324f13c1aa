"""Nothing lost in silence: what is not in the text stands in the repairs, and what is cut looks like furniture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from liwan_analysis.report import Report, ReportError, load_report, parse_report, seed_path

HERE = Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared"
PATHS = [seed_path(), *sorted(SHARED.glob("reports/*.txt")), *sorted(SHARED.glob("corpora/*/*.txt"))]
CLEAN = [path for path in PATHS if path.name != seed_path().name] or [HERE.parents[1] / "cases" / "small-report.txt"]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _taken_again(raw: str, report: Report) -> str:
    """Take every row of `repairs` on the raw text: what is left must be the report's text, but for white space."""
    pieces, at = [], 0
    for row in report.repairs.itertuples():
        assert row.raw_start >= at, f"{row.rule} overlaps with the row before it"
        pieces += [raw[at : row.raw_start], row.after]
        at = row.raw_end
    return _bare("".join([*pieces, raw[at:]]))


def _raw(path: Path) -> str:
    return path.read_text("utf-8").replace("\r\n", "\n").lstrip("\ufeff")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_character_is_in_the_text_or_in_the_repairs(path: Path) -> None:
    report = load_report(path)
    assert _taken_again(_raw(path), report) == _bare(report.text)


MENU = (
    "首页\n>\n政务公开\n>\n政府工作报告\n发布时间：2026-02-09 09:00\n来源：某某日报\n【字号：\n大\n中\n小\n】\n打印\n"
)
FOOT = (
    "\n相关报道：\n省十四届人大四次会议开幕\n一图读懂政府工作报告\n上一篇：公告\n责任编辑：王某\n扫一扫在手机打开当前页\n"
    "版权所有：某某人民政府办公厅 主办单位：某某人民政府\nICP备12345678号"
)


def _without_address(text: str) -> str:
    return re.sub(r"^.*?各位代表：\n", "", text, count=1, flags=re.DOTALL)


def _from_second_chapter(text: str) -> str:
    at = re.search(r"^二、", text, re.MULTILINE)
    return text[at.start() :] if at else text


def _review_only(text: str) -> str:
    at = re.search(r"^二、", text, re.MULTILINE)
    return text[: at.start()] if at else text


MUTILATED = {
    "as it is": lambda text: text,
    "salutation removed": _without_address,
    "beginning at 二、": _from_second_chapter,
    "尊敬的各位代表": lambda text: text.replace("各位代表：", "尊敬的各位代表：", 1),
    "主席团、各位代表": lambda text: text.replace("各位代表：", "主席团、各位代表：", 1),
    "同志们": lambda text: text.replace("各位代表", "同志们"),
    "plan only": lambda text: _without_address(_from_second_chapter(text)),
    "review only": _review_only,
    "in the middle of a page": lambda text: MENU + text + FOOT,
    "review in the middle of a page": lambda text: MENU + _review_only(text) + FOOT,
    "plan in the middle of a page": lambda text: MENU + _from_second_chapter(text) + FOOT,
}


@pytest.mark.parametrize("how", MUTILATED)
@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_mutilated_report_loses_nothing_of_its_own(path: Path, how: str) -> None:
    whole = load_report(path).text
    text = MUTILATED[how](whole)
    report = parse_report(text)
    assert _taken_again(text, report) == _bare(report.text)
    own = text.removeprefix(MENU).removesuffix(FOOT)
    assert _bare(own) == _bare(report.text)
    assert not [note for note in report.notes if "were taken out" in note]


def test_more_than_a_tenth_cut_is_said() -> None:
    text = "各位代表：\n一、2024年工作回顾\n增长5%。\n" + "\n".join(f"关于第{n}号公告的通知" for n in range(40))
    report = parse_report("\n".join(reversed(text.split("\n")[3:])) + "\n" + "\n".join(text.split("\n")[:3]))
    assert any("of the Chinese characters" in note and "were taken out" in note for note in report.notes)


SENTENCE = "现在，我代表区人民政府，向大会报告工作，请予审议，并请各位政协委员提出意见。"


def test_text_in_the_wrong_encoding_is_read_again() -> None:
    wrong = (SENTENCE * 20).encode("utf-8").decode("gb18030", "replace")
    report = parse_report(wrong)
    assert report.text == SENTENCE * 20
    assert "reread_bytes" in set(report.repairs["rule"])


def test_text_that_cannot_be_read_is_refused_in_one_line() -> None:
    torn = "".join(character.encode("utf-8")[:2].decode("gb18030", "replace") for character in SENTENCE * 20)
    with pytest.raises(ReportError, match=r"can be read.*UTF-8") as caught:
        parse_report(torn)
    assert "\n" not in str(caught.value)


def test_a_notice_on_copyright_is_furniture_and_a_sentence_about_copyright_is_not() -> None:
    text = "各位代表：\n一、2024年工作回顾\n加强版权保护，版权登记增长5%。\n各位代表！让我们团结奋斗！"
    assert parse_report(f"{text}\n本作品在中国大陆属于公有领域。").text == text
