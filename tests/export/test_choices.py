"""Every choice of every notebook: changed and run, on two reports; and one clear line for what cannot be chosen."""

from __future__ import annotations

import contextlib
import io
import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from liwan_analysis.corpus import Corpus
from liwan_analysis.export.choices import LOOKS, OWN, SHARED, check_choices, defaults_of
from liwan_analysis.export.notebooks import find_notebooks, in_language, prepare, read_notebook
from liwan_analysis.export.outputs import Outputs
from liwan_analysis.lexicons.loader import LexiconError, read_table
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.report import Report, ReportError, load_report

CASES = Path(__file__).parents[1] / "cases"
SMALL = CASES / "small-report.txt"
CHOICES = json.loads((CASES / "notebook_choices.json").read_text("utf-8"))
NOTEBOOKS = {path.stem: path for path in find_notebooks()}
STORE_NOTEBOOKS = {path.stem: path for path in find_notebooks("store")}
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a reader's own, in whose notebooks/ Python runs; what is drawn is not written as a picture."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "mine.csv").write_text("theme,term,cap_major\n新主题,产业项目,15\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("theme,term\n新主题,产业项目\n", encoding="utf-8")
    (tmp_path / "other.txt").write_bytes(SMALL.read_bytes())
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setattr("liwan_analysis.export.outputs.figure_bytes", lambda *_, **__: b"drawn")
    monkeypatch.setattr("liwan_analysis.export.outputs.pngs_for_print_and_screen", lambda _: (b"drawn", b"drawn"))
    return tmp_path


def _run(notebook: str, choices: dict[str, Any]) -> tuple[Outputs, str]:
    """Run a notebook's cells in this process; give its outputs and all that it printed or showed as text."""
    cells: dict[str, Any] = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for cell in prepare(read_notebook((NOTEBOOKS | STORE_NOTEBOOKS)[notebook]), notebook, choices).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, notebook, "exec"), cells)
    titles = [picture.title for _, picture, _ in cells["out"]._figures.values()]
    return cells["out"], "\n".join([printed.getvalue(), *titles, *cells["out"]._findings])


@pytest.mark.parametrize("report", [None, str(SMALL)], ids=["seed", "small"])
@pytest.mark.parametrize("case", CHOICES["right"], ids=lambda case: case["label"])
def test_a_changed_choice_runs(case: dict[str, Any], report: str | None, at_hand: Path) -> None:
    out, shown = _run(case["notebook"], {"REPORT": report, **case["choices"]})
    assert case["expected"] in shown
    changed = set(out.changed())
    assert changed == set(case["choices"]) - LOOKS | ({"REPORT"} if report else set())
    line = out.say("not_asserted", names=", ".join(out.changed()), joint=" ")
    assert shown.count(line) == (1 if changed and case["notebook"] != "05_two_reports" else 0)
    manifest = json.loads((at_hand / "exports" / out.folder.name / "manifest.json").read_text("utf-8"))
    assert set(manifest["by_hand"]) == {case["notebook"]}
    assert changed <= {*manifest["by_hand"][case["notebook"]]["choices"]}


@pytest.mark.parametrize("is_seed", [True, False], ids=["seed", "small"])
@pytest.mark.parametrize("case", CHOICES["stores"], ids=lambda case: case["label"])
def test_a_changed_choice_runs_on_a_store(case: dict[str, Any], is_seed: bool, corpus: Corpus, at_hand: Path) -> None:
    store = None if is_seed else str(corpus.folder)
    out, shown = _run(case["notebook"], {"STORE": store, **case["choices"]})
    assert case["expected"] in shown
    assert set(out.changed()) == set(case["choices"]) - LOOKS | (set() if is_seed else {"STORE"})


def test_concepts_of_a_readers_own_on_a_store_with_texts(corpus: Corpus, at_hand: Path) -> None:
    (at_hand / "concepts.csv").write_text("concept,term\n道路,道路\n道路,公路\n", encoding="utf-8")
    choices = {"STORE": str(corpus.folder), "CONCEPTS": "concepts.csv", "CONCEPT": "道路"}
    out, shown = _run("06_many_reports", choices)
    assert "道路" in shown
    assert set(out.changed()) == set(choices)


def test_every_choice_is_changed_by_a_test() -> None:
    changed = {(case["notebook"], name) for case in CHOICES["right"] + CHOICES["stores"] for name in case["choices"]}
    changed |= {(case["notebook"], "STORE") for case in CHOICES["stores"]}  # each runs on two stores
    changed |= {("06_many_reports", "CONCEPTS")}  # by the test above
    own = {(notebook, name) for notebook, names in OWN.items() for name in names}
    shared = {name for _, name in changed} & set(SHARED)
    assert own <= changed
    assert shared == set(SHARED) - {"REPORT"}  # each runs on two reports
    checked = {name for case in CHOICES["wrong"] for name in case["choices"]}
    assert checked == set(SHARED) | {name for names in OWN.values() for name in names}


@pytest.mark.parametrize("case", CHOICES["wrong"], ids=lambda case: case["label"])
def test_a_wrong_choice_gets_one_line_where_it_is_made(case: dict[str, Any], at_hand: Path) -> None:
    with pytest.raises((ReportError, LexiconError), match=case["expected"]) as raised:
        check_choices(case["choices"])
    (line,) = raised.value._render_traceback_()
    assert "\n" not in line
    assert line.endswith(str(raised.value))


def test_a_path_is_looked_up_beside_and_above(at_hand: Path) -> None:
    check_choices({"OTHER": "other.txt"})
    (at_hand / "notebooks" / "beside.txt").write_bytes(SMALL.read_bytes())
    check_choices({"REPORT": "beside.txt", "OTHER": str(at_hand / "other.txt")})
    assert len(list(at_hand.iterdir())) == 4


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_and_choices_py_state_the_defaults(notebook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = {k: v for k, v in runpy.run_path(str(NOTEBOOKS[notebook].with_name("choices.py"))).items() if k.isupper()}
    assert shared == SHARED | {"STORE": None}
    (cell,) = [cell for cell in read_notebook(NOTEBOOKS[notebook]).cells if "parameters" in _tags(cell)]
    monkeypatch.syspath_prepend(NOTEBOOKS[notebook].parent)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    names: dict[str, Any] = {}
    exec(compile(cell.source, notebook, "exec"), names)
    chosen = {name: value for name, value in names.items() if name.isupper()}
    assert chosen == {name: value for name, value in defaults_of(notebook).items() if name in chosen}
    assert set(chosen) == set(defaults_of(notebook)) - ({"OTHER"} if notebook != "05_two_reports" else set())


def test_papermill_still_overrides(at_hand: Path) -> None:
    from papermill.parameterize import parameterize_notebook

    notebook = read_notebook(NOTEBOOKS["04_targets"])
    notebook.metadata["papermill"] = type(notebook)()
    for cell in notebook.cells:
        cell.metadata["tags"] = _tags(cell)
    cells = parameterize_notebook(notebook, {"REPORT": "other.txt", "LANGUAGE": "en"}).cells
    at = next(i for i, cell in enumerate(cells) if "injected-parameters" in _tags(cell))
    names: dict[str, Any] = {"PLACE": None, "YEAR": None, "SIZE": None, "PALETTE": None}
    code = [cell.source for cell in cells[at : at + 2] if cell.cell_type == "code"]
    exec("import liwan_analysis as lw\n" + "\n".join(code), names)
    assert names["report"].place == "青山县"
    assert names["out"].language == "en"


def test_what_was_saved_in_a_notebook_never_leaks_into_a_run() -> None:
    notebook = read_notebook(NOTEBOOKS["02_term_frequency"])
    for cell in notebook.cells:
        if "parameters" in _tags(cell):
            cell.source = 'REPORT = "left-over.docx"\nNODES = ["旧词"]\nraise SystemExit'
    source = "\n".join(cell.source for cell in prepare(notebook, "02_term_frequency", {}).cells)
    assert "left-over" not in source
    assert "旧词" not in source
    assert "NODES = ['产业', '城市', '服务']" in source


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def _prose(notebook: str, **choices: Any) -> list[str]:
    cells = prepare(read_notebook(NOTEBOOKS[notebook]), notebook, choices).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown" and "jupyter" not in _tags(cell)]


SEED_ONLY = (
    "荔湾",
    "Guangzhou",
    "Finding",
    "发现",
    "招商",
    "狠抓",
    "foreign line",
    "无关文字",
    "proofread",
    "农业农村",
)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_no_prose_of_the_seed_stands_under_another_report(notebook: str, report: Report) -> None:
    """Neither words of its findings nor nine characters in a row of its text."""
    prose = "\n".join(_prose(notebook, REPORT="other.txt"))
    assert len(prose) > 200
    assert [word for word in SEED_ONLY if word in prose] == []
    runs = re.findall(r"[\u3400-\u9fff\d%.]{9,}", prose)
    copied = {run[at : at + 9] for run in runs for at in range(len(run) - 8) if run[at : at + 9] in report.text}
    assert copied == set()
    assert any(word in "\n".join(_prose(notebook)) for word in SEED_ONLY)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
@pytest.mark.parametrize("report_name", [None, "other.txt"])
def test_prose_is_there_in_both_languages(notebook: str, report_name: str | None) -> None:
    both = _prose(notebook, REPORT=report_name)
    for cell in both:
        english, chinese = (in_language(cell, language) for language in ("en", "zh"))
        assert english
        assert chinese
        assert english.count("#") == chinese.count("#")
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"`.*?`|\(.*?\.ipynb\)|\[.*?\]", "", chinese))
        assert len(HAN.findall(chinese)) > len(words)
    titles = [cell.splitlines() for cell in both if cell.startswith("#")]
    assert all(not HAN.search(lines[0].split("：")[0][:3]) and HAN.search(lines[1]) for lines in titles)


def test_messages_are_in_both_languages_with_plurals() -> None:
    rows = [row for row in read_table("messages.csv") if not row["key"].startswith(("figure.", "unit."))]
    assert [row["key"] for row in rows if HAN.search(row["en"])] == []
    assert [row["key"] for row in rows if not HAN.search(row["zh"]) and row["key"] != "page.sha256"] == []
    for row in rows:
        english, chinese = (set(re.findall(r"\{(\w+)", row[language])) for language in ("en", "zh"))
        only_chooses_a_word = set(re.findall(r"\{(\w+):[^}]*\|", row["en"]))
        assert chinese <= english, row["key"]
        assert english - chinese <= only_chooses_a_word, row["key"]
    assert tell("notebook.headline", "en", n=1, k=1) == "1 headline target, 1 of them with a number"
    assert tell("notebook.hardness", "en", hard=1, soft=0, plain=2) == "1 target is hard, 0 soft, 2 plainly stated"


def test_a_path_from_the_folder_that_names_the_year_keeps_it(tmp_path: Path) -> None:
    from liwan_analysis.export.run import _copy_source, _told

    (tmp_path / "2031").mkdir()
    source = tmp_path / "2031" / "浙江.txt"
    source.write_bytes(SMALL.read_bytes())
    copied = tmp_path / "copied"
    assert _copy_source(load_report(source), copied) == "2031/浙江.txt"
    assert (copied / "2031" / "浙江.txt").read_bytes() == SMALL.read_bytes()
    assert _told(load_report(source, place="某区", year=2030)) == {"PLACE": "某区", "YEAR": 2030}
    assert _told(load_report(source)) == {"PLACE": None, "YEAR": None}
