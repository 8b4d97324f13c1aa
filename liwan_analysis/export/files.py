"""The folder of an export: whose it is, files put in place whole, and what a reader keeps there left alone."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.export.aside import exchange
from liwan_analysis.report.source import ReportError

if TYPE_CHECKING:
    from liwan_analysis.export.subject import Subject

__all__ = ["carry_over", "check_target", "folder_of", "put_in_place", "read_manifest", "write_aside"]

BY_NOTEBOOKS = {"figures", "tables", "texts"}
LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
MANIFEST = "manifest.json"


def write_aside(path: Path, content: bytes) -> None:
    """Write a file so that at every moment either the old or the whole new one stands there.

    Raises OSError, leaving nothing behind, where the disk is full or the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Give the manifest of an export; None where there is none that can be read."""
    try:
        read = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) and isinstance(read.get("report"), dict) else None


def folder_of(report: Subject, exports: Path) -> Path:
    """Give the folder of a report's export: exports/<report-id>, or one of its own where another report has that.

    The other folder's name ends in the first digits of the report's sha256. A file that was corrected, of the same
    place and title, is the same report.
    """
    folder = exports / report.report_id
    return folder if _is_of(report, folder) else exports / f"{report.report_id}-{report.source.sha256[:8]}"


def _is_of(report: Subject, folder: Path) -> bool:
    """Say whether a folder is free for a report, or holds its export."""
    manifest = read_manifest(folder)
    if manifest is None or manifest["report"].get("sha256") == report.source.sha256:
        return True
    name = (report.place, report.title)
    return any(name) and (manifest["report"].get("place"), manifest["report"].get("title")) == name


def check_target(report: Subject, target: Path) -> None:
    """Raise `ReportError` in one line for a folder that is none, is somebody else's, or is another report's export."""
    if target.is_symlink():
        raise ReportError(f"{target}: this is a symbolic link; remove it or choose another folder with --out")
    if not target.exists():
        return
    if not target.is_dir() or not (
        read_manifest(target) or {path.name for path in target.iterdir()} <= BY_NOTEBOOKS | LEFT_BY_SYSTEMS
    ):
        raise ReportError(f"{target}: holds files that are no export; choose another folder with --out")
    if not _is_of(report, target):
        raise ReportError(f"{target}: holds the export of another report; choose another folder with --out")


def carry_over(target: Path, staging: Path, made: Collection[str]) -> None:
    """Copy into a new export what a reader keeps in the old one: all that no run has `made`."""
    for folder, _, names in os.walk(target):
        for name in names:
            path = Path(folder) / name
            within = path.relative_to(target)
            if within.as_posix() not in {*made, MANIFEST} and not (staging / within).exists():
                (staging / within).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, staging / within, follow_symlinks=False)


def put_in_place(staging: Path, target: Path) -> None:
    """Swap the new folder in, in one step where the system can; where another run does the same, the later one stays.

    Where it cannot, a run killed between two steps leaves the earlier export aside, and `recover` puts it back.
    """
    for _ in range(20):
        if exchange(staging, target):
            return
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
        try:
            with contextlib.suppress(FileNotFoundError):
                target.rename(old / "old")
            try:
                staging.rename(target)
                return
            except OSError:
                if not target.exists():
                    if (old / "old").exists():
                        (old / "old").rename(target)
                    raise
        finally:
            shutil.rmtree(old, ignore_errors=True)
    raise ReportError(f"{target}: other runs keep writing there; choose another folder with --out")
