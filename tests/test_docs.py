"""The pages say what is so: the two languages say the same, commands exist, blocks run, the version is one."""

from __future__ import annotations

import csv
import doctest
import os
import re
import runpy
import shlex
import tomllib
from pathlib import Path

import pytest
from make_reports import SMALL, vary

from liwan_analysis.cli import main

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAIRS = (("README.md", "README.zh-CN.md"), ("docs/guide.md", "docs/guide.zh-CN.md"))
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*.cff"))
)
CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\.venv/bin/)?liwan-analysis (.*)$", re.MULTILINE)


def read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def bare(code: str) -> str:
    """Code without its remarks, which are in the language of the page."""
    return re.sub(r"\s+#(?! doctest).*", "", code)


def shape(page: str) -> dict[str, list[object]]:
    """What a page has in either language: levels of headings, code, sizes of tables, names in code, pictures."""
    text = read(page)
    prose = CODE.sub("", text)
    tables = re.findall(r"(?:^\|.*\n)+", prose, re.MULTILINE)
    return {
        "headings": re.findall(r"^#+", prose, re.MULTILINE),
        "code": [bare(code) for _, code in CODE.findall(text)],
        "rows": [table.count("\n") for table in tables],
        "columns": [len(re.findall(r"(?<!\\)\|", table.split("\n")[0])) for table in tables],
        "pictures": re.findall(r"!\[.*?\]\((.*?)\)", prose),
        "figures of tables": [sorted(re.findall(r"\d+\.\d+", table)) for table in tables],
    }


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_say_the_same(english: str, chinese: str) -> None:
    ours, theirs = shape(english), shape(chinese)
    assert len(ours["headings"]) > 3
    assert len(ours["code"]) > 3
    for what, found in ours.items():
        assert found == theirs[what], f"{what} differ"


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_name_the_same_things(english: str, chinese: str) -> None:
    """Names of functions and options in the prose."""

    def names(page: str) -> set[str]:
        return set(re.findall(r"`((?:lw\.|--|make )[\w.-]+)", CODE.sub("", read(page))))

    assert names(english)
    assert names(english) == names(chinese)


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".md")])
def test_links_lead_somewhere(page: str) -> None:
    for target, mark in re.findall(r"\]\(([^)#\s]*)(#[^)]*)?\)", CODE.sub("", read(page))):
        assert "://" not in target, f"{page}: {target} leaves the project"
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.exists(), f"{page} leads to {target}, which is not there"
        if mark:
            headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
            assert mark[1:] in {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}, mark


COMMANDS = sorted(
    {bare(line).strip() for page in PAGES for _, code in CODE.findall(read(page)) for line in COMMAND.findall(code)}
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_shown_is_understood(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as its words go: what it then does is tested beside what does it."""
    arguments = shlex.split(command.split(" > ")[0])
    for act in ("_run", "_corpus", "_restore", "_lab"):
        monkeypatch.setattr(f"liwan_analysis.cli.{act}", lambda _: 0)
    assert main(arguments) == 0


def test_commands_are_shown_for_each_of_its_words() -> None:
    assert {command.split()[0] for command in COMMANDS} == {"run", "corpus", "restore", "lab"}


def test_make_has_what_the_pages_call() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    called = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)`", read(page))}
    assert {"analysis", "test", "lab", "docs"} <= called <= targets


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the guides speak of: two years of a county, and a table of three counties in three years."""
    folder = tmp_path_factory.mktemp("guide")
    text = SMALL.read_text("utf-8")
    (folder / "qingshan-2025.txt").write_text(text, "utf-8")
    (folder / "qingshan-2026.txt").write_text(vary(text, 1, shift=1), "utf-8")
    with (folder / "counties.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["place", "year", "doc"])
        for number, name in enumerate(("青山县", "白石县", "云林县")):
            named = text.replace("青山县", name).replace("青山", name[:-1])
            for shift in range(3):
                rows.writerow([name, 2025 + shift, vary(named, 3 * number + shift, shift=shift)])
    return folder


@pytest.mark.parametrize("page", PAIRS[1])
def test_the_guide_runs(page: str, folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        failed, tried = doctest.testfile(str(ROOT / page), module_relative=False, encoding="utf-8")
    finally:
        os.chdir(before)
    assert tried > 30
    assert failed == 0, "see the output above"
    assert (tmp_path / "panel.dta").stat().st_size > 1000
    blocks = [code for language, code in CODE.findall(read(page)) if language == "python"]
    assert all(block.startswith(">>> ") for block in blocks), "a block that is not tried"


READ_ALONE = {"my-report.docx": "qingshan-2025.txt", "x.txt": "qingshan-2026.txt"}


@pytest.mark.parametrize("page", PAIRS[0])
def test_the_blocks_of_the_readme_run(page: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, from_ in READ_ALONE.items():
        (tmp_path / name).write_bytes((folder / from_).read_bytes())
    monkeypatch.chdir(tmp_path)
    import liwan_analysis as lw

    lw.build_corpus(folder / "counties.csv", tmp_path / "provinces")
    names: dict[str, object] = {"lw": lw, "text": SMALL.read_text("utf-8")}
    blocks = [code for language, code in CODE.findall(read(page)) if language == "python"]
    assert len(blocks) == 4
    for block in blocks:
        exec(block, names)


def test_the_page_of_columns_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "make_columns.py"))
    assert made["PAGE"].read_text("utf-8") == made["page"](), "run python scripts/make_columns.py"


def test_the_version_is_that_of_pyproject() -> None:
    version = PROJECT["version"]
    assert f"\nversion: {version}\n" in read("CITATION.cff")
    for page in PAIRS[0]:
        assert re.findall(r"liwan_analysis (\d+\.\d+\.\d+)", read(page)) == [version]
    assert re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)[0] == version


def test_the_measures_of_concepts_are_explained() -> None:
    from liwan_analysis.corpus.concepts import MEASURES

    page = read("docs/measures.md")
    assert [name for name in MEASURES if f"`{name}`" not in page] == []


def test_checks_before_a_commit_are_those_of_make_test() -> None:
    hooks = re.findall(r"^        entry: \.venv/bin/(.*)$", read(".pre-commit-config.yaml"), re.MULTILINE)
    tests = read("Makefile").partition("test: $(READY)\n")[2].partition("\n\n")[0]
    assert hooks == re.findall(r"^\t\$\(BIN\)/(.*)$", tests, re.MULTILINE)
