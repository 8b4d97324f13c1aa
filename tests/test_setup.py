"""The house is in order: its lists of dependencies agree, its modules can be read, its public names are one list."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

import liwan_analysis as lw

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text("utf-8")
CONDA_NAMES = {"matplotlib-base": "matplotlib", "lazy_loader": "lazy-loader", "python-duckdb": "duckdb"}


def _split(requirement: str) -> tuple[str, str]:
    match = re.match(r"([A-Za-z0-9_.-]+)(.*)", requirement.strip())
    assert match, requirement
    return match[1].lower(), match[2].strip()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def test_environment_lists_what_the_project_needs() -> None:
    listed = dict(
        _split(line.strip(" -")) for line in ENVIRONMENT.splitlines() if re.match(r"\s+- [a-z0-9_-]+>=", line)
    )
    listed = {CONDA_NAMES.get(name, name): version for name, version in listed.items()}
    assert listed.pop("python") == PROJECT["requires-python"]
    assert listed == dict(_split(requirement) for requirement in PROJECT["dependencies"])
    assert "- --editable ." in ENVIRONMENT


def test_lock_holds_every_dependency_at_an_allowed_version() -> None:
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", LOCK, re.MULTILINE):
        locked.setdefault(name.lower(), []).append(version)
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    for name, bound in map(_split, wanted):
        assert bound.startswith(">=")
        assert locked[name], name
        assert all(_version(version) >= _version(bound) for version in locked[name]), name


def test_lock_has_hashes_and_no_address() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK
    assert "index-url" not in LOCK


PACKAGE = ROOT / "liwan_analysis"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
LONGEST = 300
LONG_BY_DESIGN = {"terms/measures.py"}
"""Formulas with their sources stand together, however many they are."""


def test_the_package_folder_holds_rooms_and_few_files() -> None:
    files = sorted(path.name for path in PACKAGE.iterdir() if path.is_file())
    assert len(files) <= 8, f"a new module belongs in a room: {', '.join(files)}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_read_in_a_sitting(module: str) -> None:
    n = len((PACKAGE / module).read_text("utf-8").splitlines())
    assert n <= LONGEST or module in LONG_BY_DESIGN, f"{module} has {n} lines, {LONGEST} are allowed: split it"


def test_no_room_is_forgotten_beside_the_figures() -> None:
    """The order of rooms names each by itself (exhaustive); the two contracts about figures list the others by hand."""
    _, of_figures, of_rooms = SETTINGS["tool"]["importlinter"]["contracts"]
    rooms = {f"liwan_analysis.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")} | {"liwan_analysis.views"}
    others = rooms - {"liwan_analysis.figures"}
    assert set(of_figures["forbidden_modules"]) == others - {"liwan_analysis.lexicons"} | {"liwan_analysis.cli"}
    assert set(of_rooms["source_modules"]) == others - {"liwan_analysis.export"}


# The public names: the stub lists them, the rooms hand them on, the design promises them

STUB = ast.parse((PACKAGE / "__init__.pyi").read_text("utf-8"))
IMPORTED = [(node.module, alias.name) for node in STUB.body if isinstance(node, ast.ImportFrom) for alias in node.names]
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
DESIGN = ROOT.parent / "shared" / "design.md"


def test_the_stub_lists_what_it_imports() -> None:
    (listed,) = [ast.literal_eval(node.value) for node in STUB.body if isinstance(node, ast.Assign)]
    assert listed == sorted({name for _, name in IMPORTED})
    assert len(listed) == len(IMPORTED), "a name is imported twice"
    assert sorted(lw.__all__) == listed


def test_the_stub_lists_every_room() -> None:
    assert sorted(name for room, name in IMPORTED if room is None and name != "views") == ROOMS


@pytest.mark.parametrize(("room", "name"), IMPORTED, ids=[name for _, name in IMPORTED])
def test_a_public_name_is_its_rooms_own(room: str | None, name: str) -> None:
    if room is None:
        assert getattr(lw, name) is importlib.import_module(f"liwan_analysis.{name}")
        return
    house = importlib.import_module(f"liwan_analysis.{room}")
    found = getattr(lw, name)
    assert found is getattr(house, name)
    assert name in house.__all__, f"{name} is missing from __all__ of {room}"
    home = getattr(found, "__module__", None) or found.__name__
    assert home.startswith(f"liwan_analysis.{room}."), f"{room} hands on {name}, which is from {home}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_what_it_names(room: str) -> None:
    house = importlib.import_module(f"liwan_analysis.{room}")
    assert house.__doc__, f"{room} does not say what it is for"
    assert [name for name in getattr(house, "__all__", []) if not hasattr(house, name)] == []


@pytest.mark.skipif(not DESIGN.exists(), reason="no design in ../shared")
def test_the_names_of_the_design_are_there() -> None:
    contract = DESIGN.read_text("utf-8").partition("## The contract")[2].partition("\n## ")[0]
    calls = contract.partition("| call | gives |")[2]
    promised = set(re.findall(r"\blw\.(\w+)\(", contract))
    for line in calls.splitlines():
        promised |= set(re.findall(r"`(\w+)[(`]", line.split("|")[1])) if line.startswith("| `") else set()
    assert len(promised) > 20
    assert promised <= set(lw.__all__), "a name that the design promises is missing"
