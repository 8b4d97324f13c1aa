"""The store: what stands in it, how it is read, what adds to it, what it refuses, and that nothing is half-written."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from make_reports import SMALL, digests

import liwan_analysis.corpus.engine as engine
from liwan_analysis.corpus import Corpus, build_corpus, open_corpus
from liwan_analysis.corpus.command import summary
from liwan_analysis.corpus.schemas import TABLES
from liwan_analysis.quantities import find_quantities
from liwan_analysis.report import ReportError, load_report, parse_report
from liwan_analysis.targets import build_ledger, find_targets
from liwan_analysis.themes import code_themes, theme_attention
from liwan_analysis.words import tokenize

OWN = ["report_id", "place", "year"]


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def stage(job: Any, *_: Any, **__: Any) -> str:
        raise AssertionError(f"{job.name} is read again")

    monkeypatch.setattr(engine, "stage", stage)


def test_a_store_has_a_row_for_each_report(corpus: Corpus, few: Path) -> None:
    reports = corpus.reports
    assert sorted(reports["source"]) == sorted(path.relative_to(few).as_posix() for path in few.rglob("*.txt"))
    assert set(reports["status"]) == {"ok"}
    assert reports["report_id"].tolist() == [f"{row.place}-{row.year}" for row in reports.itertuples()]
    places = list(zip(reports["place"], reports["year"], strict=True))
    assert places == sorted(places)
    assert set(reports["level"]) == {"县"}


def test_its_tables_are_those_of_the_reports(corpus: Corpus) -> None:
    for report_id in corpus.reports["report_id"].iloc[[0, 3]]:
        report = corpus.report(report_id)
        where = f"report_id = '{report_id}'"
        for name, expected in {
            "quantities": find_quantities(report).rename(columns={"year": "stated_year"}),
            "targets": find_targets(report).rename(columns={"year": "stated_year"}),
            "ledger": build_ledger(report),
            "attention": theme_attention(code_themes(report)),
            "sentences": report.sentences.drop(columns="text"),
        }.items():
            found = corpus.table(name, where=where)
            assert found.columns.tolist()[:3] == OWN
            assert len(expected) > 0
            pd.testing.assert_frame_equal(found[expected.columns], expected, check_dtype=False)
        tokens = tokenize(report)
        terms = corpus.table("terms", where=where)
        assert terms["n"].sum() == len(tokens) == corpus.reports.set_index("report_id")["n_tokens"][report_id]
        counted = terms.set_index(["part", "term"])["n"].sort_index()
        assert counted.to_dict() == tokens.groupby(["part", "token"]).size().to_dict()


def test_a_report_comes_back_as_it_was_read(corpus: Corpus, few: Path) -> None:
    row = corpus.reports.iloc[1]
    report, expected = corpus.report(row["report_id"]), load_report(few / row["source"], row["place"], row["year"])
    assert report.text == expected.text
    assert report.source.sha256 == expected.source.sha256
    assert report.source.path == row["source"]
    for name in ("parts", "sections", "blocks", "sentences", "glossary", "repairs"):
        pd.testing.assert_frame_equal(getattr(report, name), getattr(expected, name))


def test_sql_reads_every_table(corpus: Corpus) -> None:
    for name in TABLES:
        n = corpus.sql(f"select count(*) as n from {name}")["n"][0]
        assert n == len(corpus.table(name)) > 0
    joined = corpus.sql("select level, count(*) as n from targets join reports using (report_id) group by level")
    assert joined.to_dict("list") == {"level": ["县"], "n": [len(corpus.table("targets"))]}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("delete from reports", "can only be read"),
        ("copy reports to 'stolen.csv'", "can only be read"),
        ("create table mine as select 1", "can only be read"),
        ("select 1; select 2", "can only be read"),
        ("", "can only be read"),
        ("select * from '/etc/passwd'", "cannot be run"),
        ("select * from read_csv('/etc/passwd')", "cannot be run"),
        ("select nonsense from reports", "cannot be run"),
        ("selec", "cannot be run"),
    ],
)
def test_sql_can_only_read_the_store(corpus: Corpus, query: str, said: str) -> None:
    before = digests(corpus.folder)
    with pytest.raises(ReportError, match=said) as caught:
        corpus.sql(query)
    assert len(str(caught.value).splitlines()) == 1
    assert digests(corpus.folder) == before


def test_what_is_taken_from_a_corpus_is_a_copy(corpus: Corpus) -> None:
    taken = corpus.reports
    taken["place"] = "某地"
    assert "某地" not in corpus.reports["place"].tolist()
    with pytest.raises(AttributeError):
        corpus.folder = Path("elsewhere")  # type: ignore[misc]


def test_no_file_names_a_machine(corpus: Corpus, few: Path) -> None:
    for path in corpus.folder.rglob("*.parquet"):
        table = pq.read_table(path)
        cells = [str(cell) for column in table.columns for cell in column.to_pylist()]
        assert not any(str(few) in cell for cell in [*cells, str(table.schema.metadata)])


@pytest.mark.usefixtures("no_reading")
def test_a_second_build_does_nothing(corpus: Corpus, few: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in corpus.folder.rglob("*.parquet")}
    assert build_corpus(few, corpus.folder).contents == corpus.contents
    assert {path: path.stat().st_mtime_ns for path in corpus.folder.rglob("*.parquet")} == before


def _copy(few: Path, folder: Path) -> Path:
    shutil.copytree(few, folder)
    return folder


def test_a_changed_file_is_read_again_though_size_and_time_are_the_same(few: Path, tmp_path: Path) -> None:
    source = _copy(few, tmp_path / "source")
    build_corpus(source, tmp_path / "store")
    path = next(iter(sorted(source.rglob("*.txt"))))
    status, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("稳中求进", "稳扎稳打", 1), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    corpus = build_corpus(source, tmp_path / "store")
    assert len(corpus.reports) == 4
    assert corpus.sql("select count(*) as n from texts where contains(text, '稳扎稳打')")["n"][0] == 1
    build_corpus(source, tmp_path / "afresh")
    assert digests(tmp_path / "store") == digests(tmp_path / "afresh")


def test_what_is_new_is_added_and_what_is_gone_goes_when_asked(
    few: Path, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _copy(few, tmp_path / "source")
    last = sorted(source.rglob("*.txt"))[-1]
    text = last.read_text("utf-8")
    last.unlink()
    read: list[str] = []
    stage = engine.stage
    monkeypatch.setattr(engine, "stage", lambda job, *a, **k: read.append(job.name) or stage(job, *a, **k))
    store = tmp_path / "store"
    assert len(build_corpus(source, store).reports) == len(read) == 3
    last.write_text(text, "utf-8")
    assert len(build_corpus(source, store).reports) == 4
    assert read[3:] == [last.relative_to(source).as_posix()]
    assert digests(store) == digests(corpus.folder)
    last.unlink()
    assert len(build_corpus(source, store).reports) == 4
    assert len(build_corpus(source, store, drop_gone=True).reports) == 3
    assert len(read) == 4


def test_two_reports_of_one_place_and_year_are_refused_by_name(few: Path, tmp_path: Path) -> None:
    source = _copy(few, tmp_path / "source")
    path = next(iter(sorted(source.rglob("*.txt"))))
    name = path.relative_to(source).as_posix()
    other = path.with_name(f"{path.stem}2025年政府工作报告.txt")
    other.write_text(path.read_text("utf-8").replace("5%", "6%"), "utf-8")
    reports = build_corpus(source, tmp_path / "store").reports.set_index("source")
    refused = reports[reports["status"] == "failed"]
    assert sorted(refused.index) == sorted([name, other.relative_to(source).as_posix()])
    assert other.name in refused["reason"][name]
    assert "--keep-both" in refused["reason"][name]
    both = build_corpus(source, tmp_path / "store", keep_both=True)
    kept = both.reports.set_index("source")
    assert set(kept["status"]) == {"ok"}
    assert {kept["report_id"][name], kept["report_id"][refused.index.drop(name)[0]]} == {
        f"{path.stem}-2025",
        f"{path.stem}-2025-2",
    }
    assert both.table("terms")["report_id"].nunique() == 5
    other.unlink()
    assert build_corpus(source, tmp_path / "store", drop_gone=True).reports["status"].tolist() == ["ok"] * 4


def test_the_same_text_twice_is_one_report(few: Path, tmp_path: Path) -> None:
    source = _copy(few, tmp_path / "source")
    path = next(iter(sorted(source.rglob("*.txt"))))
    shutil.copy(path, path.with_name(f"{path.stem}2025.txt"))
    reports = build_corpus(source, tmp_path / "store").reports
    assert sorted(reports["status"]) == ["failed"] + ["ok"] * 4
    assert reports.loc[reports["status"] == "failed", "reason"].str.contains("the same text as").all()


BAD = {
    "empty.txt": b"",
    "english.txt": b"This is a report in another language. " * 40,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "word.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    "cut.docx": b"PK\x03\x04" + bytes(60),
    "binary.txt": bytes(range(256)) * 30,
    "rich.txt": b"{\\rtf1 " + b"x" * 200,
    "page.html": "<html><body><p>网站首页 联系我们</p></body></html>".encode(),
    "broken.jsonl": b'{"doc": "\xff\xfe', "table.xlsx": b"PK\x03\x04xl/",
}  # fmt: skip


def test_bad_files_cost_themselves(few: Path, tmp_path: Path) -> None:
    source = _copy(few, tmp_path / "source")
    for name, data in BAD.items():
        (source / name).write_bytes(data)
    (source / "loop").symlink_to(source)
    (source / "nowhere.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(source / "pipe.txt")
    corpus = build_corpus(source, tmp_path / "store")
    failed = corpus.reports[corpus.reports["status"] == "failed"]
    assert sorted(failed["source"]) == sorted([*BAD, "nowhere.txt", "pipe.txt"])
    assert failed["reason"].str.len().min() > 20
    assert not failed["reason"].str.contains(r"\n|this program|" + str(tmp_path)).any()
    assert (corpus.reports["status"] == "ok").sum() == 4
    assert sum("failed: " in line for line in summary(corpus)) == len(BAD) + 2


def test_a_store_without_texts_can_be_given_away(corpus: Corpus, few: Path, tmp_path: Path) -> None:
    given = corpus.without_texts(tmp_path / "given")
    assert not (tmp_path / "given" / "texts").exists()
    assert given.table("targets").equals(corpus.table("targets"))
    for call in (lambda: given.table("texts"), lambda: given.report(given.reports["report_id"][0])):
        with pytest.raises(ReportError, match="without texts"):
            call()
    built = build_corpus(few, tmp_path / "built", texts=False)
    assert digests(built.folder) == digests(given.folder) | {".lock": digests(built.folder)[".lock"]}
    sentence = SMALL.read_text("utf-8").splitlines()[5]
    assert not any(sentence.encode() in path.read_bytes() for path in given.folder.rglob("*.parquet"))
    with pytest.raises(ReportError, match="not empty"):
        corpus.without_texts(tmp_path / "given")
    with pytest.raises(ReportError, match="without texts; build another"):
        build_corpus(few, tmp_path / "built", texts=True)


def test_a_full_disk_leaves_the_store_as_it_was(
    few: Path, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at parts, at segments, at the last file; with room, the store is whole."""
    import liwan_analysis.corpus.parts as parts
    import liwan_analysis.corpus.segments as segments

    left = 0
    write, write_arrow, writer = pq.write_table, parts._write_arrow, pq.ParquetWriter

    def spend() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    class Writer(writer):  # type: ignore[misc, valid-type]
        def write_table(self, *args: Any, **kwargs: Any) -> None:
            spend()
            super().write_table(*args, **kwargs)

    monkeypatch.setattr(parts.pq, "write_table", lambda *a, **k: (spend(), write(*a, **k)))
    monkeypatch.setattr(parts, "_write_arrow", lambda *a: (spend(), write_arrow(*a)))
    monkeypatch.setattr(segments.pq, "ParquetWriter", Writer)
    store = tmp_path / "store"
    for room in [0, 2, 4, *range(6), 9, 14]:
        left = room
        with pytest.raises(OSError, match="No space left"):
            build_corpus(few, store)
        assert not list(store.rglob("*.part"))
        with pytest.raises(ReportError, match=r"not finished|there is no store"):
            open_corpus(store)
    left = 1000
    build_corpus(few, store)
    assert digests(store) == digests(corpus.folder)


def test_what_a_killed_build_left_is_cleared_away(few: Path, corpus: Corpus, tmp_path: Path) -> None:
    store = tmp_path / "store"
    (store / "staged" / "rows").mkdir(parents=True)
    (store / "terms").mkdir()
    (store / "staged" / "rows" / "00000.parquet").write_bytes(b"PAR1")
    (store / "terms" / "2025-000-0000000000000000.parquet").write_bytes(b"PAR1")
    (store / "terms" / "half.part").write_bytes(b"PAR1")
    (store / ".lock").touch()
    build_corpus(few, store)
    assert digests(store) == digests(corpus.folder)


def test_a_store_of_another_format_is_refused_in_one_line(corpus: Corpus, tmp_path: Path) -> None:
    shutil.copytree(corpus.folder, tmp_path / "old")
    path = tmp_path / "old" / "reports.parquet"
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({b"liwan_analysis": b'{"format": 0}'}), path)
    with pytest.raises(ReportError, match="format 0, and this version reads 1") as caught:
        open_corpus(tmp_path / "old")
    assert len(str(caught.value).splitlines()) == 1


def test_what_is_no_store_is_not_written_into(few: Path, corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ReportError, match="holds other files"):
        build_corpus(few, tmp_path)
    with pytest.raises(ReportError, match="this is a file"):
        build_corpus(few, tmp_path / "mine.txt")
    with pytest.raises(ReportError, match="this is a store and no source"):
        build_corpus(corpus.folder, tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_one_build_at_a_time(few: Path, tmp_path: Path) -> None:
    from liwan_analysis.corpus.build import _locked

    with _locked(tmp_path / "store"), pytest.raises(ReportError, match="another build of this store is running"):
        build_corpus(few, tmp_path / "store")


def test_a_damaged_report_comes_back_with_its_repairs(tmp_path: Path) -> None:
    raw = SMALL.read_text("utf-8").replace("全县经济运行", "全縣經(jīng)濟(jì)運(yùn)行")
    (tmp_path / "某县-2025.txt").write_text(raw, "utf-8")
    corpus = build_corpus([tmp_path / "某县-2025.txt"], tmp_path / "store")
    report = corpus.report("某县-2025")
    expected = parse_report(raw, "某县", 2025)
    assert len(expected.repairs) > 0
    assert report.text == expected.text
    pd.testing.assert_frame_equal(report.repairs, expected.repairs)
