"""The three lists of dependencies agree, and the lock names no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text("utf-8")
CONDA_NAMES = {"matplotlib-base": "matplotlib", "lazy_loader": "lazy-loader"}


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
