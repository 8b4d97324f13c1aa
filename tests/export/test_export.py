"""A whole run: on a small report twice, and on the other real reports where they are present."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from lxml import html
from matplotlib import image as mpl_image
from matplotlib.figure import Figure

from liwan_analysis.export.handover import read_handover
from liwan_analysis.export.kernels import FOLDER_VARIABLE
from liwan_analysis.export.notebooks import _without_traces, find_notebooks, prepare, read_notebook
from liwan_analysis.export.outputs import Outputs
from liwan_analysis.export.page import make_page
from liwan_analysis.export.run import export_report
from liwan_analysis.export.sheets import column_meanings
from liwan_analysis.report import ReportError, load_report

SMALL = Path(__file__).parents[1] / "cases" / "small-report.txt"
PARTS = {"figures", "manifest.json", "notebooks", "report.html", "tables", "texts"}


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "small-report"
    export = export_report(load_report(SMALL), folder)
    assert len(export.findings) == 5
    return folder


def test_a_run_writes_what_the_design_says(small: Path) -> None:
    assert {path.name for path in small.iterdir()} == PARTS
    manifest = json.loads((small / "manifest.json").read_text("utf-8"))
    files = _files(small)
    del files["manifest.json"]
    assert manifest["outputs"] == files
    assert manifest["report"]["sha256"] == hashlib.sha256(SMALL.read_bytes()).hexdigest()
    names = {path.stem for path in (small / "figures").iterdir()}
    assert len(names) >= 6
    assert all((small / "figures" / f"{name}.{kind}").is_file() for name in names for kind in ("png", "svg", "pdf"))


def test_every_exported_column_is_explained(small: Path) -> None:
    meanings = column_meanings()
    for path in (small / "tables").glob("*.csv"):
        if path.stem != "themes_by_section":
            header = path.read_text("utf-8-sig").splitlines()[0].split(",")
            assert [column for column in header if column not in meanings] == [], path.stem


def test_notes_say_what_was_counted(small: Path) -> None:
    notes = pd.read_csv(small / "tables" / "notes.csv", encoding="utf-8-sig")
    tables = {path.stem for path in (small / "tables").glob("*.csv")}
    assert set(notes["table"]) <= tables
    said = notes[notes["table"] == "term_frequency"].set_index("key")["value"]
    assert "Stop words (stopwords.txt, numbers, boilerplate.txt) are counted in N" in said["note"]
    assert said["n_tokens"].isdecimal()
    floors = notes[notes["table"].isin(["keyness", "bigrams"]) & (notes["key"] == "note")]["value"]
    assert floors.str.contains("left out").all()
    assert len(floors) == 2


def test_nothing_but_the_page_and_its_folders_is_left(small: Path) -> None:
    assert [
        path for path in small.rglob("*") if path.suffix in (".pkl", ".json") and path.name != "manifest.json"
    ] == []
    assert not (small / "handover").exists()


def test_the_page_escapes_what_the_report_says(small: Path) -> None:
    report = dataclasses.replace(load_report(SMALL), title="<script>alert('题')</script>", notes=('a < b & "c"',))
    cell = nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
        "print('<i>')",
        outputs=[nbformat.v4.new_output("stream", text="<i>\n  x")],  # type: ignore[no-untyped-call]
    )
    prose = nbformat.v4.new_markdown_cell("# A *finding* & more\n\n<b>text</b>")  # type: ignore[no-untyped-call]
    page = html.document_fromstring(make_page(report, {"one": nbformat.v4.new_notebook(cells=[prose, cell])}))
    assert not page.xpath("//i")
    assert ["alert" in script.text for script in page.xpath("//script")] == [False]
    assert page.xpath("//header/h1")[0].text_content().endswith("<script>alert('题')</script>")
    assert [item.text_content() for item in page.xpath("//header//li")] == ['a < b & "c"']
    assert [block.text_content() for block in page.xpath("//pre")] == ["<i>\n  x", "print('<i>')"]
    assert page.xpath("//nav//a")[0].text_content() == "A finding & more"
    assert page.xpath("//nav//a/@href") == ["#one-1", "#report"]


def test_the_page_stands_alone(small: Path) -> None:
    content = (small / "report.html").read_text("utf-8")
    page = html.document_fromstring(content)
    assert not page.xpath("//script/@src | //link | //iframe")
    assert len(page.xpath("//script")) == 1
    assert all(source.startswith("data:") for source in page.xpath("//img/@src"))
    assert all(alt.strip() for alt in page.xpath("//img/@alt"))
    figures = page.xpath("//figure//*[local-name()='svg']")
    assert len(figures) >= 6
    assert all(figure.get("aria-label", "").strip() for figure in figures)
    links = page.xpath("//nav//a/@href")
    inside = [link[1:] for link in page.xpath("//a/@href") if not link.startswith("http")]
    assert links
    assert set(inside) <= set(page.xpath("//@id"))
    assert "JupyterLab" not in page.text_content()
    assert "written to exports" not in page.text_content()
    assert "<b>粗体</b>" not in content
    assert "Finding 1: " not in content


def test_outputs_name_no_place_of_this_machine(small: Path) -> None:
    for path in [*(small / "notebooks").iterdir(), small / "report.html", small / "manifest.json"]:
        content = path.read_text("utf-8")
        assert str(Path.cwd()) not in content
        assert str(small) not in content
        assert "/tmp/" not in content


def test_two_runs_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """One kernel for all notebooks the second time, so that nothing may depend on which of them share one."""
    export_report(load_report(SMALL), tmp_path / "small-report", workers=1)
    assert _files(tmp_path / "small-report") == _files(small)


def test_what_a_cell_prints_in_pieces_is_one_output() -> None:
    """A busy machine sends the end of a line by itself; the notebook as run must not tell."""
    pieces = [("stdout", "one"), ("stdout", "\n"), ("stderr", "two"), ("stdout", "three")]
    outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in pieces]  # type: ignore[no-untyped-call]
    cell = nbformat.v4.new_code_cell("print(1)", outputs=outputs)  # type: ignore[no-untyped-call]
    (kept,) = _without_traces(nbformat.v4.new_notebook(cells=[cell])).cells  # type: ignore[no-untyped-call]
    assert [(one.name, one.text) for one in kept.outputs] == [
        ("stdout", "one\n"),
        ("stderr", "two"),
        ("stdout", "three"),
    ]


def _is_clipped(figure: Figure) -> bool:
    """Say whether anything drawn reaches beyond the page by more than a hundredth of an inch."""
    drawn, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    return min(drawn.x0, drawn.y0, width - drawn.x1, height - drawn.y1) < -0.01


def test_every_notebook_runs_on_other_reports(
    other_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process and in one format, to keep it short; a whole run is tested on the small report."""
    monkeypatch.chdir(other_path.parent)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr("liwan_analysis.export.outputs.FORMATS", ("svg",))
    findings = []
    for path in find_notebooks():
        notebook = prepare(read_notebook(path), path.stem, {"REPORT": other_path.name})
        cells: dict[str, Any] = {}
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    exec(compile(cell.source, path.name, "exec"), cells)
        assert [name for name, (figure, _, _) in cells["out"]._figures.items() if _is_clipped(figure)] == []
        findings += read_handover(tmp_path / "handover" / f"{path.stem}.json")[1]
    assert len(findings) == 5
    assert len(list((tmp_path / "figures").iterdir())) >= 12
    assert len(list((tmp_path / "tables").iterdir())) >= 30


def _run(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "liwan_analysis.cli", "run", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("begun", ["handover", "figures"])
def test_an_interrupted_run_leaves_the_earlier_export(small: Path, sent: signal.Signals, begun: str) -> None:
    """While the kernels start, and while they run notebooks."""
    before = _files(small)
    running = _run(str(SMALL), "--out", str(small.parent))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(small.parent.glob(f".small-report.*/{begun}")):
        time.sleep(0.1)
    running.send_signal(sent)
    _, message = running.communicate(timeout=60)
    assert running.returncode == 2
    assert message.decode().splitlines() == ["liwan-analysis: interrupted; nothing was changed"]
    assert _files(small) == before
    assert [path.name for path in small.parent.iterdir()] == [small.name]


def test_a_notebook_that_fails_leaves_the_earlier_export(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "liwan_analysis.export.run.find_notebooks", lambda: [Path(__file__).parents[1] / "cases" / "failing.ipynb"]
    )
    before = _files(small)
    with pytest.raises(ReportError, match=r"failing\.ipynb: a cell failed with ZeroDivisionError: division by zero"):
        export_report(load_report(SMALL), small)
    assert _files(small) == before
    assert [path.name for path in small.parent.iterdir()] == [small.name]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(ReportError, match="choose another folder"):
        export_report(load_report(SMALL), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_text_without_review_and_plan_is_refused_in_one_line(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("2031年某区政府工作报告\n各位代表：\n建设道路3条。\n", encoding="utf-8")
    with pytest.raises(ReportError, match=r"^page\.txt: no review of the past year .* and no plan for the year"):
        export_report(load_report(page), tmp_path / "export")
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_file_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(SMALL.read_bytes())
    report = load_report(page)
    page.write_bytes(SMALL.read_bytes() + b"\n")
    with pytest.raises(ReportError, match=r"^page\.txt: has changed since it was loaded"):
        export_report(report, tmp_path / "export")
    page.unlink()
    with pytest.raises(ReportError, match=r"^page\.txt: cannot be read again"):
        export_report(report, tmp_path / "export")
    assert list(tmp_path.iterdir()) == []


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(ReportError, match="symbolic link"):
        export_report(load_report(SMALL), tmp_path / "link")
    assert os.listdir(tmp_path / "real") == []  # noqa: PTH208 - the list itself is compared


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("liwan_analysis.export.run.run_notebooks", full)
    monkeypatch.setattr("liwan_analysis.export.run.run_notebooks", lambda *_, **__: full())
    with pytest.raises(ReportError, match="No space left on device"):
        export_report(load_report(SMALL), tmp_path / "export")
    assert list(tmp_path.iterdir()) == []


def test_a_figure_that_was_changed_after_it_was_shown_is_written_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    kept: list[Figure] = []

    def draw(_: pd.DataFrame) -> Figure:
        kept.append(Figure(figsize=(2, 1)))
        kept[0].add_subplot()
        return kept[0]

    light = []
    for is_changed in (False, True):
        out = Outputs(load_report(), "02_term_frequency")
        out.figure("places", draw, pd.DataFrame({"n": [1]}))
        if is_changed:
            kept[0].axes[0].set_facecolor("black")
        out.write()
        light.append(mpl_image.imread(tmp_path / "figures" / "places.png").mean())
        kept.clear()
    assert light[1] < light[0] - 0.2
