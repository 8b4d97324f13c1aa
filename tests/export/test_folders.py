"""The folder of an export: whose it is, what a reader keeps in it, what its manifest says, and what `--only` writes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from liwan_analysis.export.files import carry_over, check_target, folder_of, put_in_place, write_aside
from liwan_analysis.export.lab import copy_notebooks, lab_environment, open_lab
from liwan_analysis.export.manifest import lexicon_sums, manifest_bytes
from liwan_analysis.export.notebooks import find_notebooks
from liwan_analysis.export.outputs import Outputs
from liwan_analysis.export.run import export_report
from liwan_analysis.lexicons.loader import FOLDER as LEXICONS
from liwan_analysis.report import Report, ReportError, load_report

SMALL = Path(__file__).parents[1] / "cases" / "small-report.txt"


@pytest.fixture(scope="module")
def small() -> Report:
    return load_report(SMALL)


@pytest.fixture(scope="module")
def plan_only(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of another place with a plan and no review."""
    text = SMALL.read_text("utf-8").replace("青山", "绿水")
    before, after = text.split("一、2024年工作回顾")[0], text.split("二、2025年工作安排")[1]
    path = tmp_path_factory.mktemp("plan") / "plan-only.txt"
    path.write_text(f"{before}一、2025年工作安排{after}", encoding="utf-8")
    report = load_report(path)
    assert "review" not in set(report.parts["part"])
    return report


@pytest.fixture(scope="module")
def pair(plan_only: Report, small: Report, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A run on two reports, the first without a review, in English, and the progress that it told."""
    folder = tmp_path_factory.mktemp("pair") / "plan-only"
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "mine.png").write_bytes(b"mine")
    (folder / ".DS_Store").write_bytes(b"left by a system")
    told: list[Any] = []
    export_report(plan_only, folder, other=small, language="en", on_cell=lambda *one: told.append(one))
    return folder, told


def test_a_pair_of_which_one_has_no_review_runs(pair: tuple[Path, list[Any]]) -> None:
    folder, _ = pair
    ledgers = pd.read_csv(folder / "tables" / "two_ledgers.csv", encoding="utf-8-sig")
    assert set(ledgers["side"]) == {"青山县 2025"}
    page = html.parse(folder / "report.html").getroot()
    assert "The report has no review; what would be compared with it is left out." in page.text_content()
    prose = page.xpath("//main//section//h1 | //main//h2 | //main//section//p | //nav | //footer")
    assert len(prose) > 50
    assert [
        one.text_content()
        for one in prose
        if not any(letter.isascii() and letter.isalpha() for letter in one.text_content())
    ] == []
    headings = "".join(one.text_content() for one in page.xpath("//main//section//h1 | //main//h2"))
    assert not any("\u3400" <= letter <= "\u9fff" for letter in headings)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["other"]["sha256"] == hashlib.sha256(SMALL.read_bytes()).hexdigest()
    assert manifest["choices"] == {"PLACE": None, "YEAR": None, "LANGUAGE": "en"}


def test_progress_only_grows(pair: tuple[Path, list[Any]]) -> None:
    _, told = pair
    assert [done for _, done, _ in told] == list(range(1, told[-1][2] + 1))
    assert len({total for _, _, total in told}) == 1


def test_what_a_reader_keeps_survives_a_run(pair: tuple[Path, list[Any]]) -> None:
    folder, _ = pair
    assert (folder / "figures" / "mine.png").read_bytes() == b"mine"
    assert (folder / ".DS_Store").is_file()
    assert "figures/mine.png" not in json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]


def test_the_manifest_records_the_lexicons(pair: tuple[Path, list[Any]]) -> None:
    recorded = json.loads((pair[0] / "manifest.json").read_text("utf-8"))["lexicons"]
    assert recorded["themes.csv"] == hashlib.sha256((LEXICONS / "themes.csv").read_bytes()).hexdigest()
    assert len(recorded) == len([path for path in LEXICONS.iterdir() if path.suffix in (".csv", ".txt")])
    assert recorded == lexicon_sums()


def test_files_of_an_earlier_run_go_and_those_of_the_reader_stay(tmp_path: Path, small: Report) -> None:
    target, staging = tmp_path / "old", tmp_path / "new"
    for name in ("tables/gone.csv", "tables/mine.csv", "tables/ledger.csv", "deep/er/mine.txt"):
        write_aside(target / name, b"old")
    write_aside(target / "manifest.json", manifest_bytes(small, {}, {"tables/gone.csv": "…", "tables/ledger.csv": "…"}))
    write_aside(staging / "tables" / "ledger.csv", b"new")
    carry_over(target, staging, ["tables/gone.csv", "tables/ledger.csv"])
    put_in_place(staging, target)
    found = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert found == {"tables/mine.csv": b"old", "tables/ledger.csv": b"new", "deep/er/mine.txt": b"old"}


def test_two_reports_of_one_name_get_two_folders(tmp_path: Path, small: Report) -> None:
    other = dataclasses.replace(small, source=dataclasses.replace(small.source, sha256="0" * 64), place="别县")
    corrected = dataclasses.replace(other, place=small.place)
    assert folder_of(small, tmp_path) == tmp_path / "small-report"
    write_aside(tmp_path / "small-report" / "manifest.json", manifest_bytes(small, {}, {}))
    assert folder_of(small, tmp_path) == tmp_path / "small-report"
    assert folder_of(corrected, tmp_path) == tmp_path / "small-report"
    assert folder_of(other, tmp_path) == tmp_path / "small-report-00000000"
    with pytest.raises(ReportError, match="holds the export of another report; choose another folder"):
        check_target(other, tmp_path / "small-report")
    unnamed = dataclasses.replace(other, place=None, title=None)
    assert folder_of(unnamed, tmp_path) == tmp_path / "small-report-00000000"


def test_only_writes_just_those(tmp_path: Path, small: Report) -> None:
    target = tmp_path / "small-report"
    write_aside(target / "report.html", b"page")
    write_aside(target / "manifest.json", manifest_bytes(small, {}, {"report.html": "…"}))
    export = export_report(small, target, only=["ledger", "headline_targets"], language="zh")
    figures = [f"figures/{name}.{kind}" for name in ("headline_targets", "ledger") for kind in ("pdf", "png", "svg")]
    assert export.files == [*figures, "tables/headline_targets.csv", "tables/ledger.csv"]
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    assert manifest["older"] == ["report.html"]
    assert set(manifest["by_hand"]["run --only"]["outputs"]) == set(export.files)
    assert (target / "report.html").read_bytes() == b"page"
    with pytest.raises(
        ReportError, match=r"--only: there is no figure or table 'ledgers'; there are .*headline_targets, keyness, "
    ):
        export_report(small, target, only=["ledgers"])


def test_a_notebook_run_by_hand_renews_notes_and_says_what_is_older(
    tmp_path: Path, small: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    folder = tmp_path / "exports" / "small-report"
    sums = {"report.html": "…", "tables/small-report.xlsx": "…", "tables/a.csv": "…", "tables/b.csv": "…"}
    write_aside(folder / "manifest.json", manifest_bytes(small, {}, sums))
    write_aside(
        folder / "tables" / "notes.csv", "table,key,value\r\na,note,old\r\nb,note,'=kept\r\n".encode("utf-8-sig")
    )
    out = Outputs(small, "01_the_report", {"LANGUAGE": "en", "PLACE": "某县"})
    table = pd.DataFrame({"n": [1]})
    table.attrs = {"note": "new"}
    out.table("a", table)
    said = out.write()
    assert said.splitlines()[0] == "0 figures and 1 table written to exports/small-report"
    assert said.splitlines()[1].startswith(
        "Older than these, from the last whole run: report.html, tables/small-report.xlsx"
    )
    notes = pd.read_csv(folder / "tables" / "notes.csv", encoding="utf-8-sig")
    assert notes.to_numpy().tolist() == [["b", "note", "'=kept"], ["a", "note", "new"]]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["outputs"] == {name: "…" for name in sums if name != "tables/a.csv"}
    entry = manifest["by_hand"]["01_the_report"]
    assert entry["choices"]["PLACE"] == "某县"
    assert set(entry["outputs"]) == {"tables/a.csv", "tables/notes.csv"}
    before = (folder / "manifest.json").read_bytes()
    out.write()
    assert (folder / "manifest.json").read_bytes() == before


def test_copied_notebooks_keep_what_a_reader_changed(tmp_path: Path) -> None:
    home, folder = find_notebooks()[0].parent, tmp_path / "mine" / "notebooks"
    names = sorted([path.name for path in [*find_notebooks(), *find_notebooks("store")]] + ["choices.py"])
    assert len(copy_notebooks(home, folder)) == len(names)
    assert sorted(path.name for path in folder.iterdir() if path.name[0] != ".") == names
    assert copy_notebooks(home, folder) == []
    newer = tmp_path / "newer"
    newer.mkdir()
    for name in names:
        (newer / name).write_text("newer")
    (folder / "choices.py").write_text("REPORT = 'mine.docx'")
    (folder / "01_the_report.ipynb").unlink()
    said = copy_notebooks(newer, folder)
    assert (folder / "choices.py").read_text() == "REPORT = 'mine.docx'"
    assert {(folder / name).read_text() for name in names if name != "choices.py"} == {"newer"}
    assert [line for line in said if "was kept" in line] == [said[-1]]
    assert "choices.py: yours is changed and was kept; rename it" in said[-1]


def test_lab_opens_the_projects_folder_and_passes_options_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[list[str], dict[str, str]]] = []
    start, handler = subprocess.Popen, signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(
        "subprocess.Popen", lambda command, env: called.append((command, env)) or start([sys.executable, "-c", ""])
    )
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    with pytest.raises(ReportError, match=r"^lab: .*add --allow-root"):
        open_lab(None, ["--no-browser"])
    assert open_lab(None, ["--no-browser", "--port=9999", "--allow-root"]) == 0
    assert open_lab(str(tmp_path / "mine"), ["--allow-root"]) == 0
    assert signal.getsignal(signal.SIGINT) is handler
    (first, environment), (second, _) = called
    assert first[-3:] == ["--no-browser", "--port=9999", "--allow-root"]
    assert f"--ServerApp.root_dir={find_notebooks()[0].parents[1]}" in first
    assert f"--ServerApp.root_dir={tmp_path / 'mine'}" in second
    assert (tmp_path / "mine" / "notebooks" / "choices.py").is_file()
    settings = Path(environment["JUPYTER_CONFIG_PATH"].split(":")[-1])
    page = json.loads((settings / "labconfig" / "page_config.json").read_text("utf-8"))
    assert page["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    assert lab_environment()["JUPYTER_CONFIG_PATH"] == environment["JUPYTER_CONFIG_PATH"]
