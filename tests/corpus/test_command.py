"""The command `corpus`: a summary at the end, one line for what is wrong, and what was read is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import liwan_analysis.corpus.engine as engine
from liwan_analysis.cli import main
from liwan_analysis.corpus import open_corpus
from liwan_analysis.corpus.command import summary


def test_it_ends_with_a_summary(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(shutil.copytree(few, tmp_path / "reports"))
    (source / "empty.txt").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    assert main(["corpus", "reports", "--no-texts", "--language", "en"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "4 reports, 2 places, 2025–2027 · 1 failed (4 县)",
        "  failed: empty.txt: the file is empty; save the report's text into it",
        "reports.store: the store; open it with: liwan_analysis.open_corpus('reports.store')",
    ]
    assert summary(open_corpus("reports.store"), "zh") == [
        "4份报告，2个地区，2025–2027年 · 1份失败 (4 县)",
        "  失败: empty.txt: the file is empty; save the report's text into it",
        "reports.store: 报告库，打开时用: liwan_analysis.open_corpus('reports.store')",
    ]
    assert not open_corpus("reports.store").has_texts


BAD = {
    "missing source": (["no-such-folder"], "no such file or folder"),
    "workers and scheduler": (["reports", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "give one of the two"),
    "no worker": (["reports", "--workers", "0"], "whole number"),
    "store in a file": (["reports", "--store", "file.txt"], "this is a file"),
    "store in a folder of others": (["reports", "--store", "reports"], "holds other files"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_in_one_line(
    name: str, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(few, tmp_path / "reports")
    (tmp_path / "file.txt").write_text("mine", "utf-8")
    monkeypatch.chdir(tmp_path)
    arguments, expected = BAD[name]
    try:
        status = main(["corpus", *arguments])
    except SystemExit as stop:
        status = int(stop.code or 0)
    assert status == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("liwan-analysis: ")
    assert expected in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.txt", "reports"]


def test_an_interrupted_build_goes_on_from_there(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read: list[str] = []
    stage = engine.stage

    def twice(job: engine.Job, *args: Path, **options: bool) -> str:
        if len(read) == 2:
            raise KeyboardInterrupt
        read.append(job.name)
        return stage(job, *args, **options)

    store = str(tmp_path / "store")
    with monkeypatch.context() as patch:
        patch.setattr(engine, "stage", twice)
        assert main(["corpus", str(few), "--store", store, "--store-only"]) == 2
    assert "what was read is kept" in capsys.readouterr().err
    monkeypatch.setattr(engine, "stage", lambda job, *a, **k: read.append(job.name) or stage(job, *a, **k))
    assert main(["corpus", str(few), "--store", store, "--store-only"]) == 0
    assert len(read) == len(set(read)) == 4
