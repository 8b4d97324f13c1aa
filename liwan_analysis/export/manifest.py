"""manifest.json: what an export was made from, by whom, and the sha256 of each file in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.corpus.version import LIBRARIES
from liwan_analysis.export.files import MANIFEST, read_manifest, write_aside
from liwan_analysis.lexicons.loader import FOLDER as LEXICONS

if TYPE_CHECKING:
    from liwan_analysis.export.subject import Subject

__all__ = ["manifest_bytes", "note_by_hand"]

VERSIONED = tuple(sorted({*LIBRARIES, "matplotlib", "numpy", "pandas", "scikit-learn", "scipy"}))
"""What an export hangs on: what reads and cuts a text, and what counts and draws."""


def manifest_bytes(
    report: Subject, choices: Mapping[str, Any], outputs: Mapping[str, str], *, other: Subject | None = None
) -> bytes:
    """Give the manifest of a whole run: its reports and choices, the sha256 of lexicons and outputs, versions."""
    content = {"report": _describe(report)} | ({"other": _describe(other)} if other else {})
    content |= {"choices": dict(choices), "lexicons": lexicon_sums(), "versions": _versions(), "outputs": dict(outputs)}
    return _as_bytes(content)


def note_by_hand(
    folder: Path, report: Subject, who: str, choices: Mapping[str, Any], files: Mapping[str, bytes]
) -> list[str]:
    """Enter in the manifest what a notebook wrote by hand; give the files of the last whole run that are older now.

    `outputs` keeps what still is as the run made it; what differs stands under `by_hand` with the notebook's choices
    and the lexicons, where those are not the run's. `older` lists the page, the workbook and the notebooks as run,
    which show what was there before.
    """
    manifest = read_manifest(folder) or json.loads(manifest_bytes(report, {}, {}))
    sums = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    outputs = manifest.get("outputs", {})
    whole = [path for path in outputs if not path.startswith(("figures/", "texts/")) and not path.endswith(".csv")]
    changed = {path: one for path, one in sums.items() if outputs.get(path) != one}
    by_hand = {
        name: entry | {"outputs": {path: one for path, one in entry["outputs"].items() if path not in sums}}
        for name, entry in manifest.get("by_hand", {}).items()
    }
    by_hand[who] = {"choices": dict(choices), "outputs": changed}
    if manifest.get("lexicons") != lexicon_sums():
        by_hand[who]["lexicons"] = lexicon_sums()
    manifest["by_hand"] = {name: entry for name, entry in sorted(by_hand.items()) if entry["outputs"]}
    manifest["outputs"] = {path: one for path, one in outputs.items() if path not in changed}
    manifest["older"] = whole if manifest["by_hand"] else []
    write_aside(folder / MANIFEST, _as_bytes(manifest))
    return list(manifest["older"])


def lexicon_sums() -> dict[str, str]:
    """Give the sha256 of every lexicon by its file name."""
    paths = sorted(path for path in LEXICONS.iterdir() if path.suffix in (".csv", ".txt"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _describe(report: Subject) -> dict[str, Any]:
    return {
        "id": report.report_id,
        "title": report.title,
        "place": report.place,
        "plan_year": report.plan_year,
        "delivered": str(report.delivered) if report.delivered else None,
        "published": str(report.published) if report.published else None,
        "file": Path(report.source.path).name,
        "sha256": report.source.sha256,
    }


def _versions() -> dict[str, str]:
    return {name: metadata.version(name) for name in ("liwan-analysis", *VERSIONED)}


def _as_bytes(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n").encode("utf-8")
