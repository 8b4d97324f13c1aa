"""Loading a report: what is kept, what is found, and what is said of bad input."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from liwan_analysis.report import Report, ReportError, load_report, seed_path

TABLES = ["parts", "sections", "blocks", "sentences", "glossary"]
PAGE = "<!doctype html><html><head><meta charset='{}'><title>x_网站</title></head><body><div>首页</div>{}</body></html>"
SMALL = (
    "2025年某县政府工作报告\n——2025年1月8日在某县第十届人民代表大会第五次会议上\n某县人民政府县长 王小明\n各位代表：\n"
    "现在，我代表县人民政府，向大会报告工作，请予审议。\n一、2024年工作回顾\n过去一年，地区生产总值增长5.1%。\n"
    "二、2025年工作安排\n今年经济社会发展主要预期目标是：地区生产总值增长5%左右。\n（一）发展产业，做强实体经济。建成3个园区。\n"
    "各位代表！让我们团结奋斗！"
)


def test_the_seed_is_the_file_as_received() -> None:
    assert hashlib.sha256(seed_path().read_bytes()).hexdigest() in (seed_path().parent / "sources.csv").read_text(
        "utf-8"
    )


def test_what_the_seed_says_of_itself(report: Report) -> None:
    assert report.title == "2024年政府工作报告"
    assert report.place == "广州市荔湾区"
    assert report.speaker == "谭明鹤"
    assert report.delivered == dt.date(2024, 2, 27)
    assert report.published == dt.date(2024, 3, 11)
    assert (report.review_year, report.plan_year) == (2023, 2024)
    assert list(report.parts["part"]) == ["front", "review", "plan", "closing", "glossary"]
    assert report.sections.groupby("part").size().to_dict() == {"review": 7, "plan": 11}
    assert len(report.glossary) == 24
    assert report.text.startswith("2024年政府工作报告\n——2024年2月27日在广州市荔湾区\n第十七届人民代表大会第四次会议")
    assert report.text.endswith("损害党和政府的威信。")


def test_furniture_and_foreign_lines_stand_in_the_repairs_and_nowhere_else(report: Report) -> None:
    spam = seed_path().read_text("utf-8").split("\n")[0]
    shown = report.text + report.repairs.to_csv() + repr(report) + "".join(report.notes)
    assert not any(spam[i : i + 6] in shown for i in range(len(spam) - 6))
    foreign = report.repairs[report.repairs["rule"] == "remove_foreign_line"]
    assert foreign[["raw_start", "raw_end", "before"]].values.tolist() == [[0, len(spam), f"({len(spam)} characters)"]]
    assert not any(word in report.text for word in ("浏览次数", "扫一扫", "字体"))


def test_offsets_join_back_to_the_text(any_report: Report) -> None:
    text = any_report.text
    sentences = any_report.sentences
    assert "".join(sentences["text"]) == text.replace("\n", "")
    assert all(text[row.start : row.end] == row.text for row in sentences.itertuples())
    blocks = any_report.blocks
    covered = "".join(text[row.start : row.end] for row in blocks.itertuples())
    assert covered.replace("\n", "") == text.replace("\n", "")
    assert set(sentences["block_id"]) == set(blocks["block_id"])


def test_rows_of_a_table_do_not_overlap(any_report: Report) -> None:
    for name in TABLES:
        table = getattr(any_report, name)
        assert (table["start"] < table["end"]).all(), name
        assert (table["start"].iloc[1:].to_numpy() >= table["end"].iloc[:-1].to_numpy()).all(), name


def test_blocks_and_sentences_lie_in_their_section(any_report: Report) -> None:
    sections = any_report.sections.set_index("section_id")
    for table in (any_report.blocks, any_report.sentences):
        inside = table.dropna(subset="section_id")
        assert len(inside) > 0
        for row in inside.itertuples():
            section = sections.loc[row.section_id]
            assert section.start <= row.start < row.end <= section.end
            assert row.part == section.part
    for row in any_report.sections.itertuples():
        blocks = any_report.blocks[any_report.blocks["section_id"] == row.section_id]
        assert (blocks["start"].min(), blocks["end"].max()) == (row.start, row.end)


EXPECTED = {
    "fujian-2026": ("2026年福建省政府工作报告", "福建省", "赵龙", 2025, 2026, 9, 18),
    "guowuyuan-2019": (None, "全国", None, 2018, 2019, 0, 10),
    "guowuyuan-2022": ("政府工作报告", "全国", "李克强", 2021, 2022, 0, 9),
    "hebei-2026": ("2026年河北省政府工作报告", "河北省", "王正谱", 2025, 2026, 0, 11),
    "hubei-2026": ("2026年湖北省政府工作报告", "湖北省", "李殿勋", 2025, 2026, 0, 14),
    "shaanxi-2026": ("陕西省2026年政府工作报告", "陕西省", "赵刚", 2025, 2026, 6, 9),
    "zhejiang-2026": ("2026年浙江省政府工作报告", "浙江省", "刘捷", 2025, 2026, 10, 16),
}


def test_other_reports_have_a_sensible_structure(other_path: Path) -> None:
    report = load_report(other_path)
    counts = report.sections.groupby("part").size()
    found = (report.title, report.place, report.speaker, report.review_year, report.plan_year)
    assert (*found, counts.get("review", 0), counts.get("plan", 0)) == EXPECTED[other_path.stem]
    assert report.text.rstrip("”").endswith("！")
    assert not any(word in report.text for word in ("相关报道", "字号：", "扫一扫", "Public domain", "责任编辑"))
    assert report.problems is not None
    assert "问题" in report.quote(*report.problems) or "挑战" in report.quote(*report.problems)
    assert report.headline is not None
    assert "预期目标" in report.quote(*report.headline)[:60]
    assert "No glossary (名词解释) was found." in report.notes
    assert report.glossary.empty


def test_run_in_headings_of_the_seed_begin_blocks_of_their_own(report: Report) -> None:
    starts = {report.text[row.start : row.start + 7] for row in report.blocks.itertuples()}
    assert {"文商旅融合发展", "平安荔湾建设见", "加强政府系统党", "此外，国防动员"} <= starts
    headings = report.sentences[report.sentences["is_heading"]]
    assert not headings["text"].str.contains("222件").any()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(SMALL.encode(encoding))
    assert load_report(path).text == SMALL


def test_a_big5_report_is_read_and_simplified(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(
        (
            "2025年某縣政府工作報告\n各位代表：\n一、2024年工作回顧\n過去一年，經濟發展穩中有進，產業結構持續優化。\n"
            * 3
        ).encode("big5")
    )
    report = load_report(path)
    assert report.title == "2025年某县政府工作报告"
    assert "经济发展稳中有进，产业结构持续优化" in report.text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_saved_page_gives_the_same_report(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.html"
    body = (
        "".join(f"<p>　　{line}</p>" for line in SMALL.split("\n"))
        + "<script>alert(1)</script><p>扫一扫在手机打开当前页</p>"
    )
    path.write_bytes(PAGE.format(encoding, body).encode(encoding))
    report = load_report(path)
    assert report.text == SMALL
    assert (report.place, report.speaker, report.plan_year) == ("某县", "王小明", 2025)


BAD = {
    "missing": (None, "no such file"),
    "empty": (b"", "empty"),
    "blank": (b" \n\t ", "empty"),
    "binary": (bytes(range(256)) * 40, "binary|neither"),
    "english": (b"Government work report. " * 40, "not Chinese"),
    "page": (PAGE.format("utf-8", "<p>今天天气很好，适合出门散步。</p>").encode(), "no work report"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_line(tmp_path: Path, name: str) -> None:
    content, expected = BAD[name]
    path = tmp_path / "report.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReportError, match=expected) as caught:
        load_report(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    assert ";" in message


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="folder"):
        load_report(tmp_path)


def test_what_is_missing_is_none_and_said(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("今年建成3个园区。", "utf-8")
    report = load_report(path)
    assert report.text == "今年建成3个园区。"
    assert (report.title, report.place, report.speaker, report.delivered, report.plan_year) == (None,) * 5
    assert report.sections.empty
    assert report.glossary.empty
    assert list(report.sections.columns) == ["section_id", "part", "number", "heading", "start", "end"]
    assert any("No chapters" in note for note in report.notes)


def test_a_table_taken_from_a_report_is_a_copy(report: Report) -> None:
    sections = report.sections
    sections.loc[0, "heading"] = "changed"
    assert report.sections.loc[0, "heading"] == "全力拼经济稳增长，经济发展动能持续增强"
    with pytest.raises(AttributeError):
        report.text = ""  # type: ignore[misc]
