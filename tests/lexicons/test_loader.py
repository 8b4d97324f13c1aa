"""The lexicons: each file is as its schema says, and a bad line of any is refused in one line that names it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from liwan_analysis.cli import main
from liwan_analysis.lexicons import loader
from liwan_analysis.lexicons.loader import LexiconError, check_lexicons, read_list, read_table
from liwan_analysis.lexicons.schemas import CAP_TOPICS, LISTS, OWN_THEMES, SCHEMAS, Schema
from liwan_analysis.report import Report
from liwan_analysis.themes import load_themes
from liwan_analysis.words import tokenize

PACKAGE = Path(loader.__file__).resolve().parents[1]
SHIPPED = loader.FOLDER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lexicons that may be damaged; the loader reads there."""
    for path in (*SHIPPED.glob("*.csv"), *SHIPPED.glob("*.txt")):
        shutil.copyfile(path, tmp_path / path.name)
    monkeypatch.setattr(loader, "FOLDER", tmp_path)
    return tmp_path


def test_every_file_has_a_schema_and_is_as_it_says() -> None:
    files = {path.name for path in SHIPPED.iterdir() if path.suffix in (".csv", ".txt")}
    assert files == {*SCHEMAS, *LISTS}
    check_lexicons()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_speaks_of_its_own_columns(name: str) -> None:
    schema = SCHEMAS[name]
    columns = {*schema.columns, *schema.optional}
    assert {*schema.key, *schema.may_be_empty, *schema.choices, *schema.ranges, *schema.lists} <= columns
    for column, choices in schema.choices.items():
        used = {
            value
            for row in read_table(name)
            for value in (row.words(column) if column in schema.lists else [row[column]])
        }
        unused = set(choices) - used
        assert not unused or column in ("pos", "cap_major"), f"{name}: nothing is {unused}"


@pytest.mark.parametrize("name", [name for name in SCHEMAS if "reason" in SCHEMAS[name].columns])
def test_rows_that_came_out_of_code_have_a_reason(name: str) -> None:
    assert all(row["reason"] for row in read_table(name))


# Each kind of damage gives the line as it would be, and what the message must say of it


def _line(schema: Schema, **cells: str) -> str:
    """A line that the schema allows, but for `cells`."""
    given = {}
    for column in schema.columns:
        if column in schema.choices:
            given[column] = schema.choices[column][0]
        elif column in schema.ranges:
            given[column] = "1"
        else:
            given[column] = "" if column in schema.may_be_empty else "试试看"
    return (("," if schema.header else "\t").join((given | cells).values())) + "\n"


def _too_few(schema: Schema) -> tuple[str, str]:
    return "只有一格\n", "is not word, tab" if not schema.header else "1 cells where the header has"


def _too_many(schema: Schema) -> tuple[str, str]:
    mark = "," if schema.header else "\t"
    return _line(schema).rstrip(
        "\n"
    ) + mark * 3 + "多\n", "is not word, tab" if not schema.header else "cells where the header"


def _empty(schema: Schema) -> tuple[str, str]:
    return _line(schema, **{schema.key[0]: ""}), f"the {schema.key[0]} is empty"


def _twice(schema: Schema) -> tuple[str, str]:
    return _line(schema) + _line(schema), "is listed twice (first in line"


def _white(schema: Schema) -> tuple[str, str]:
    return _line(schema, **{schema.key[0]: " 试试看"}), "white space around"


def _wide_white(schema: Schema) -> tuple[str, str]:
    return _line(schema, **{schema.key[0]: "试试看\u3000"}), "white space around"


def _invisible(schema: Schema) -> tuple[str, str]:
    return _line(schema, **{schema.key[0]: "试\u200b看"}), "cannot be seen"


DAMAGE: dict[str, Callable[[Schema], tuple[str, str]]] = {
    "too few cells": _too_few,
    "too many cells": _too_many,
    "empty word": _empty,
    "twice": _twice,
    "white space": _white,
    "wide white space": _wide_white,
    "invisible": _invisible,
}


@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_bad_line_is_named(name: str, kind: str, folder: Path) -> None:
    line, message = DAMAGE[kind](SCHEMAS[name])
    _expect_refusal(folder / name, line, message)


def _choices() -> Iterator[tuple[str, str]]:
    return ((name, column) for name, schema in SCHEMAS.items() for column in (*schema.choices, *schema.ranges))


@pytest.mark.parametrize(("name", "column"), list(_choices()))
def test_a_value_that_does_not_exist_is_named(name: str, column: str, folder: Path) -> None:
    message = f"the {column} 'lnik' " + ("does not exist" if column in SCHEMAS[name].choices else "is no number")
    _expect_refusal(folder / name, _line(SCHEMAS[name], **{column: "lnik"}), message)


@pytest.mark.parametrize("name", [name for name in SCHEMAS if SCHEMAS[name].lists])
@pytest.mark.parametrize(
    ("cell", "message"), [("数||体", "empty place"), ("数| 体", "white space"), ("数|数", "twice")]
)
def test_a_list_in_a_cell_is_checked(name: str, cell: str, message: str, folder: Path) -> None:
    column = min(SCHEMAS[name].lists - {*SCHEMAS[name].choices})
    _expect_refusal(folder / name, _line(SCHEMAS[name], **{column: cell}), message)


def _expect_refusal(path: Path, line: str, message: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text + line, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        read_table(path.name)
    number = text.count("\n") + line.count("\n")
    assert str(error.value).startswith(f"{path}, line {number}: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", [name for name in SCHEMAS if SCHEMAS[name].header])
def test_a_bad_header_is_named(name: str, folder: Path) -> None:
    path = folder / name
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    first = header.split(",")[0]
    for bad, message in (
        (header + ",remark", "the column 'remark' is unknown"),
        (header.replace(first, "wrod", 1), f"the column {first!r} is missing"),
        (f"{header},{first}", f"the column {first!r} stands twice"),
    ):
        path.write_text(f"{bad}\n{rest}", encoding="utf-8")
        with pytest.raises(LexiconError, match=message) as error:
            read_table(name)
        assert str(error.value).startswith(f"{path}, line 1: ")


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    path = folder / "name_endings.csv"
    text = path.read_text(encoding="utf-8")
    for content, message in (
        (text.encode("gb18030"), "line 2: not UTF-8"),
        ((text + '湖,"ns\n').encode(), "cannot be read as CSV"),
        (b"", "line 1: the file is empty"),
        (text.split("\n")[0].encode() + b"\n", "line 2: there is no word in the file"),
    ):
        path.write_bytes(content)
        with pytest.raises(LexiconError, match=message):
            check_lexicons()
    path.unlink()
    with pytest.raises(LexiconError, match=r"name_endings\.csv: cannot be read"):
        check_lexicons()


def test_a_counter_word_without_a_kind_is_named(folder: Path) -> None:
    with (folder / "counters.csv").open("a", encoding="utf-8") as file:
        file.write("尊,count,,,statues\n")
    with pytest.raises(LexiconError, match=r"counters\.csv, line [0-9]+: 尊 is not in units\.csv"):
        check_lexicons()


def test_a_spreadsheet_may_have_saved_the_file(folder: Path) -> None:
    path = folder / "units.csv"
    rows = read_table("units.csv")
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")
    assert [row.cells for row in read_table("units.csv")] == [row.cells for row in rows]


def test_a_plain_list_names_a_word_that_stands_twice(folder: Path) -> None:
    with (folder / "stopwords.txt").open("a", encoding="utf-8") as file:
        file.write("的\n")
    with pytest.raises(LexiconError, match=r"stopwords\.txt, line 1[0-9]: 的 is listed twice"):
        read_list("stopwords.txt")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_tells_the_columns_of_every_file(readme: str) -> None:
    lines = (PACKAGE.parent / readme).read_text(encoding="utf-8").splitlines()
    told = {line.split("|")[1].strip(" `"): line for line in lines if line.startswith(("| `",)) and ".py" not in line}
    for name, schema in SCHEMAS.items():
        columns = re.findall(r"`([a-z_]+)`", told[name].split("|")[3])
        assert tuple(columns) == (*schema.columns, *schema.optional)
    assert set(LISTS) <= told.keys()


def test_contributing_names_every_lexicon() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"lexicons/([a-z_]+\.(?:csv|txt))", text))
    assert named == {*SCHEMAS, *LISTS}


# A reader's own themes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("theme,term,wieght\n教育,学位,2\n", "line 1: the column 'wieght' is unknown"),
        ("theme,term\n教育, 学位\n", "line 2: white space around the term '学位'"),
        ("theme,term\n教育,学位,2\n", "line 2: 3 cells where the header has 2"),
        ("theme,term,weight\n教育,学位,nan\n", "line 2: the weight nan is not between 0 and 10"),
        ('theme,term\n教育,"学位\n医疗健康,医院\n', "line 2: cannot be read as CSV"),
    ],
)
def test_themes_of_ones_own_go_through_the_same_checks(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        load_themes(path)
    assert str(error.value).startswith(f"{path}, {message}")


def test_only_theme_and_term_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("theme,term,cap_major,note\n教育,研学营地\n\n教育,学位房,14,homes\n", encoding="utf-8")
    terms = load_themes(path).terms
    assert [terms[term][0].cap_major for term in ("研学营地", "学位房")] == [6, 14]
    assert [row.line for row in read_table(path, OWN_THEMES)] == [2, 4]


def test_a_folder_is_no_lexicon(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_themes(tmp_path)


def test_every_major_topic_has_a_theme() -> None:
    used = {row["cap_major"] for name in ("theme_names.csv", "themes.csv") for row in read_table(name)}
    assert {int(code) for code in used if code} <= set(CAP_TOPICS)


# What the command does


def test_run_refuses_a_bad_lexicon_before_anything_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("liwan_analysis.report.load.load_report", lambda *_: pytest.fail("a report was read"))
    with (folder / "grammar.csv").open("a", encoding="utf-8") as file:
        file.write("达到,lnik,stands between the thing and its number,投资达到5亿元。\n")
    assert main(["run"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"liwan-analysis: {folder / 'grammar.csv'}, line ")
    assert "the role 'lnik' does not exist; it is one of attribute, better" in line


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package, whose lexicons may be edited as an analyst edits them."""
    for room in (".", "lexicons", "restoration", "report", "report/formats", "quantities", "themes", "words"):
        (tmp_path / "liwan_analysis" / room).mkdir(exist_ok=True)
        for path in (PACKAGE / room).iterdir():
            if path.is_file():
                shutil.copyfile(path, tmp_path / "liwan_analysis" / room / path.name)
    return tmp_path


def _python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(copy)}
    return subprocess.run([sys.executable, *arguments], capture_output=True, cwd=copy, env=environment, check=False)


def test_the_command_gives_one_line_and_status_2(copy: Path) -> None:
    with (copy / "liwan_analysis" / "lexicons" / "modality.csv").open("a", encoding="utf-8") as file:
        file.write("必将,firm,,,0,,the result is foretold\n")
    done = _python(copy, "-m", "liwan_analysis.cli", "run")
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert "modality.csv, line 23: the hardness 'firm' does not exist; it is one of hard, soft, plain" in line
    assert not (copy / "exports").exists()


def test_a_new_word_works_by_a_line_alone(copy: Path) -> None:
    lexicons = copy / "liwan_analysis" / "lexicons"
    with (lexicons / "counters.csv").open("a", encoding="utf-8") as file:
        file.write("尊,count,,,statues\n")
    with (lexicons / "units.csv").open("a", encoding="utf-8") as file:
        file.write("尊,count,,\n")
    with (lexicons / "bounds.csv").open("a", encoding="utf-8") as file:
        file.write("起码,before,at_least,any,a floor in speech\n")
    code = (
        "from liwan_analysis.quantities import read_quantity as r; q = r('起码十尊'); print(q.value, q.unit, q.bound)"
    )
    assert _python(copy, "-c", code).stdout.decode().strip() == "10.0 尊 at_least"


# Words that are tried


def test_words_to_be_tried_have_their_own_argument(report: Report) -> None:
    with pytest.raises(ValueError, match=r"lexicon is True or False.*words=\[…\]"):
        tokenize(report, lexicon=["专业批发市场"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"one string; put it in a list"):
        tokenize(report, words="专业批发市场")
    for bad in ("", " 市场", 5):
        with pytest.raises(ValueError, match="is no word"):
            tokenize(report, words=[bad])  # type: ignore[list-item]
    assert "固定资产投资完成" in set(tokenize(report, words=["固定资产投资完成"], pos=False).token)
