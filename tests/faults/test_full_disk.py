"""A full disk and a sudden end at each single write: the old or the whole new stands there, and the next call works."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from disk import WAYS, Disk, apart, failing, killed_at
from make_reports import digests

from liwan_analysis.corpus import build_corpus, engine, open_corpus, parts
from liwan_analysis.export.aside import folder_aside, recover
from liwan_analysis.export.files import write_aside
from liwan_analysis.export.handover import hand_over
from liwan_analysis.export.run import export_report
from liwan_analysis.report import Report, ReportError, load_report

SMALL = Path(__file__).parents[1] / "cases" / "small-report.txt"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Instead of notebooks in kernels, one in this process whose figure and table say one word; and a plain page."""
    words = ["old"]

    def run(paths: list[Path], choices: Any, reports: Path, folder: Path, **_: Any) -> dict[str, Any]:
        table = pd.DataFrame({"word": words})
        write_aside(folder / "figures" / "term_ranks.svg", f"<svg>{words[0]}</svg>".encode())
        write_aside(folder / "tables" / "ledger.csv", words[0].encode())
        hand_over(folder / "handover" / "one.json", words, {"ledger": table})
        cells = [nbformat.v4.new_markdown_cell(words[0], id="one")]  # type: ignore[no-untyped-call]
        return {"01_the_report": nbformat.v4.new_notebook(cells=cells)}  # type: ignore[no-untyped-call]

    monkeypatch.setattr("liwan_analysis.export.run.run_notebooks", run)
    monkeypatch.setattr("liwan_analysis.export.run.choose_notebooks", lambda *_: [])
    monkeypatch.setattr("liwan_analysis.export.manifest._versions", dict)
    monkeypatch.setattr("liwan_analysis.export.page.make_page", lambda *_, **__: f"<p>{words[0]}</p>")
    return lambda word: words.__setitem__(0, word)


@pytest.fixture(scope="module")
def report() -> Report:
    return load_report(SMALL)


STEPS = pytest.mark.parametrize(
    ("there", "in_one_step"),
    [("nothing", True), ("an export", True), ("an export", False)],
    indirect=["there"],
    ids=["nothing there", "swapped in one step", "renamed twice"],
)


@pytest.fixture
def there(
    request: pytest.FixtureRequest, report: Report, said: Callable[[str], None], tmp_path: Path
) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A folder, what stands in it before, and what stands there after a new export."""
    target = tmp_path / "exports" / "small-report"
    if request.param == "an export":
        export_report(report, target)
        write_aside(target / "notes.txt", b"the reader's own")
    target.parent.mkdir(exist_ok=True)
    before = digests(target.parent)
    said("new")
    shutil.copytree(target.parent, tmp_path / "undisturbed")
    export_report(report, tmp_path / "undisturbed" / target.name)
    return target, before, digests(tmp_path / "undisturbed")


def _reset(target: Path, before: Path) -> None:
    shutil.rmtree(target.parent)
    shutil.copytree(before, target.parent)


@STEPS
@pytest.mark.parametrize("way", WAYS)
def test_a_disk_that_fails_at_any_write_of_an_export(
    there: tuple[Path, dict[str, str], dict[str, str]],
    report: Report,
    way: str,
    in_one_step: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target, before, new = there
    shutil.copytree(target.parent, tmp_path / "before")
    if not in_one_step:
        monkeypatch.setattr("liwan_analysis.export.files.exchange", lambda *_: False)
    n_failed = 0
    for n in range(1, 200):
        with failing(Disk(n, way)) as disk:
            try:
                export_report(report, target)
            except ReportError as error:
                n_failed += 1
                message = str(error)
            else:
                message = ""
        assert len(message.splitlines()) <= 1
        assert digests(target.parent) == (before if message else new)
        assert {path.name for path in target.parent.iterdir()} <= {target.name}
        if not disk.has_failed:
            break
        export_report(report, target)
        assert digests(target.parent) == new
        _reset(target, tmp_path / "before")
    assert not disk.has_failed
    assert n_failed > 20


@STEPS
def test_a_run_that_is_killed_at_any_write(
    there: tuple[Path, dict[str, str], dict[str, str]],
    report: Report,
    in_one_step: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the system swaps in one step a whole export stands there at once; else the next run puts it back."""
    target, before, new = there
    shutil.copytree(target.parent, tmp_path / "before")
    if not in_one_step:
        monkeypatch.setattr("liwan_analysis.export.files.exchange", lambda *_: False)
    n = 1
    while killed_at(n, lambda: export_report(report, target)):
        found = digests(target) if target.exists() else {}
        whole = [{name.partition("/")[2]: one for name, one in files.items()} for files in (before, new)]
        is_between = not in_one_step and before and not target.exists()
        assert is_between or found in whole
        if is_between:
            recover(target)
            assert digests(target) == whole[0]
        export_report(report, target)
        assert digests(target.parent) == new
        assert {path.name for path in target.parent.iterdir()} == {target.name}
        _reset(target, tmp_path / "before")
        n += 1
    assert n > 20
    assert digests(target.parent) == new


@pytest.mark.parametrize("in_one_step", [True, False], ids=["swapped in one step", "renamed twice"])
def test_two_runs_on_one_folder_leave_a_whole_export_of_one(
    report: Report,
    said: Callable[[str], None],
    in_one_step: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both run to their ends, neither clears what the other makes; swapped in one step, an export is always there."""
    target, whole = tmp_path / "exports" / "small-report", {}
    for word in ("one", "two"):
        said(word)
        export_report(report, target)
        whole[word] = digests(target)
    if not in_one_step:
        monkeypatch.setattr("liwan_analysis.export.files.exchange", lambda *_: False)
    children = []
    for word in whole:
        said(word)
        children.append(apart(lambda: [export_report(report, target) for _ in range(8)]))
    ended: list[int] = []
    while len(ended) < 2:
        assert target.exists() or not in_one_step
        for child in list(children):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                children.remove(child)
                ended.append(status)
    assert ended == [0, 0]
    assert digests(target) in whole.values()
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_what_nobody_holds_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    others = (".liwan-2024.abcdefgh", ".liwan-2024.mine.part", ".liwan.abcdefgh.part", "liwan-2024.abcdefgh.part")
    for name in (".liwan-2024.abcd_123.part", *others):
        write_aside(tmp_path / name / "figures" / "a.svg", b"left")
    with folder_aside(tmp_path, "liwan-2024") as one, folder_aside(tmp_path, "liwan-2024") as two:
        assert {path.name for path in tmp_path.iterdir()} == {*others, one.name, two.name}
    assert {path.name for path in tmp_path.iterdir()} == set(others)


@pytest.mark.parametrize("way", WAYS)
def test_only_some_files_are_all_new_or_all_old(
    report: Report, said: Callable[[str], None], way: str, tmp_path: Path
) -> None:
    target = tmp_path / "exports" / "small-report"
    export_report(report, target)
    before = digests(target)
    said("new")
    n, n_failed = 1, 0
    while True:
        with failing(Disk(n, way)) as disk:
            try:
                export_report(report, target, only=["ledger"])
            except ReportError:
                n_failed += 1
                assert digests(target) == before
                assert [path.name for path in target.parent.iterdir()] == [target.name]
        if not disk.has_failed:
            break
        if digests(target) != before:
            shutil.rmtree(target)
            said("old")
            export_report(report, target)
            said("new")
        n += 1
    assert n_failed > 10
    assert (target / "tables" / "ledger.csv").read_bytes() == b"new"
    assert (target / "figures" / "term_ranks.svg").read_bytes() == b"<svg>old</svg>"


@pytest.fixture
def growing(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """Reports, a store of three of the four, and the store of all; each report is read only once, by a plain loop."""
    read, known = parts._read, {}

    def once(job: Any, *, texts: bool) -> Any:
        if job.key not in known:
            known[job.key] = read(job, texts=texts)
        return known[job.key]

    monkeypatch.setattr(parts, "_read", once)
    monkeypatch.setattr(engine, "MANY", 1000)
    reports = Path(shutil.copytree(few, tmp_path / "reports"))
    last = sorted(reports.rglob("*.txt"))[-1]
    aside = last.rename(tmp_path / last.name)
    build_corpus(reports, tmp_path / "before")
    aside.rename(last)
    shutil.copytree(tmp_path / "before", tmp_path / "after")
    build_corpus(reports, tmp_path / "after")
    return reports, tmp_path / "before", tmp_path / "after"


def _is_as_before(store: Path, before: Path) -> None:
    """Everything that the store lists is as it was, whatever lies beside it."""
    there = digests(store)
    assert {name: there.get(name) for name in digests(before)} == digests(before)
    assert open_corpus(store).reports.equals(open_corpus(before).reports)


@pytest.mark.parametrize("way", [*WAYS, "killed"])
def test_a_store_that_grows_when_the_disk_or_the_process_ends(
    growing: tuple[Path, Path, Path], way: str, tmp_path: Path
) -> None:
    reports, before, after = growing
    store, n_failed = tmp_path / "store", 0
    for n in range(1, 300):
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(before, store)
        is_whole = False
        if way == "killed":
            has_failed = killed_at(n, lambda: build_corpus(reports, store))
        else:
            with failing(Disk(n, way)) as disk:
                with contextlib.suppress(OSError, ReportError):
                    build_corpus(reports, store)
                    is_whole = True
                assert not [path for path in store.rglob("*") if path.suffix in (".part", ".try")]
            has_failed = disk.has_failed
        if (store / "reports.parquet").read_bytes() == (after / "reports.parquet").read_bytes():
            corpus = open_corpus(store)
            assert corpus.reports.equals(open_corpus(after).reports)
            assert {name: digests(store).get(name) for name in digests(after)} == digests(after)
        else:
            assert not is_whole
            _is_as_before(store, before)
        n_failed += not is_whole
        build_corpus(reports, store)
        assert digests(store) == digests(after)
        if not has_failed:
            break
    assert not has_failed
    assert n_failed > 20
