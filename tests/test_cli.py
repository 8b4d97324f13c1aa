"""The command as a user types it: exit status, one line for what is wrong, a filter that keeps the bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from liwan_analysis.cli import main
from liwan_analysis.report import seed_path


def _call(*arguments: str, data: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "liwan_analysis.cli", *arguments]
    return subprocess.run(command, input=data, capture_output=True, cwd=cwd, check=False)


BAD_RUNS = {
    "no command": ([], "required: COMMAND"),
    "unknown command": (["nonsense"], "invalid choice: 'nonsense'"),
    "unknown option": (["run", "--nope"], "unrecognized arguments: --nope"),
    "two lines": (["run", "a", "b\nc"], "unrecognized arguments: b c"),
    "one report too many": (["run", "a", "b"], "unrecognized arguments: b"),
    "option without value": (["run", "--workers"], "expected one argument; see liwan-analysis run --help"),
    "empty path": (["run", ""], "an empty path was given"),
    "missing": (["run", "no-such-file.txt"], "no such file"),
    "folder": (["run", "."], "folder"),
    "other missing": (["run", "--other", "no-such-file.txt"], "--other: no such file: no-such-file.txt; looked in"),
    "year": (["run", "--year", "24"], "'24' is not a year from 1949 to 2100"),
    "language": (["run", "--language", "fr"], "invalid choice: 'fr'"),
    "only nothing": (["run", "--only", ","], "no figure or table was named"),
    "only unknown": (["run", "--only", "ledger,nonsense"], "no figure or table 'nonsense'; there are achievements, "),
    "workers": (["run", "--workers", "0"], "whole number"),
    "restore missing": (["restore", "no-such-file.txt"], "cannot be read"),
}


@pytest.mark.parametrize("name", BAD_RUNS)
def test_bad_input_gives_one_line_and_status_2(name: str, tmp_path: Path) -> None:
    arguments, expected = BAD_RUNS[name]
    done = _call(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("liwan-analysis: ")
    assert expected in line
    assert done.stdout == b""
    assert list(tmp_path.iterdir()) == []


def test_restore_is_a_filter() -> None:
    clean = "今年，地区生产总值增长5%以上（含税）。\r\n第二行\n".encode()
    assert _call("restore", data=clean).stdout == clean
    assert _call("restore", "-", data=clean.decode().encode("gb18030")).stdout == clean
    assert _call("restore", data=b"").stdout == b""


def test_restore_explains_each_step() -> None:
    done = _call("restore", "--explain", data="全區(qū)經(jīng)濟(jì)運(yùn)行\n".encode())
    assert done.stdout.decode() == "全区经济运行\n"
    table = [line.split("\t") for line in done.stderr.decode().splitlines()]
    assert table[0] == ["rule", "raw_start", "raw_end", "before", "after", "certainty", "evidence"]
    assert len(table) > 4
    assert all(len(row) == 7 for row in table)


def test_restored_seed_reads_as_the_report(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["restore", str(seed_path())]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "固定资产投资完成560亿元以上，力争达到635亿元" in text


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("run", "restore", "lab", "examples:"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root is refused")
def test_lab_as_root_says_what_to_do_in_one_line(tmp_path: Path) -> None:
    done = _call("lab", "--no-browser", cwd=tmp_path)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert (
        line
        == "liwan-analysis: lab: JupyterLab does not run as root unless told to; add --allow-root, or log in as a user"
    )


def test_a_run_says_what_it_found_in_the_chosen_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary alone: what a run writes is tested in export."""
    from liwan_analysis.export.staging import Export

    folder = tmp_path / "small-report"
    export = Export(folder, ["figures/a.svg", "tables/a.csv", "tables/b.csv", "report.html"], ["一句"])
    monkeypatch.setattr("liwan_analysis.export.run.export_report", lambda *_, **__: export)
    small = str(Path(__file__).parent / "cases" / "small-report.txt")
    for language in ("zh", "en"):
        assert main(["run", small, "--language", language, "--place", "某县", "--out", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    half = len(lines) // 2
    assert lines[0] == "2025年青山县政府工作报告 · 某县 · 1,086字"
    assert lines[2] == f"{folder}: figures/ 1个文件，tables/ 2个文件，请先打开 report.html"
    assert lines[half].endswith("某县 · 1,086 characters")
    assert lines[half + 2] == f"{folder}: 1 file in figures/, 2 files in tables/, start with report.html"


def test_version_is_one_line() -> None:
    version = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert _call("--version").stdout.decode() == f"liwan-analysis {version}\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_gets_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = _call("run", "--out", str(tmp_path / "exports"))
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr
