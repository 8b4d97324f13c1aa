"""JupyterLab on the notebooks: in the project's folder, or on copies of a reader's own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from liwan_analysis.export.files import write_aside
from liwan_analysis.export.notebooks import find_notebooks
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.report.source import ReportError

__all__ = ["LAB_OPTIONS", "copy_notebooks", "lab_environment", "open_lab"]

LAB_OPTIONS = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
"""JupyterLab is not to ask the network for news and updates."""
SETTINGS = Path(__file__).resolve().parent / "jupyter"
"""Settings of JupyterLab that come with the package: no question about news."""
COPIED = ".copied.json"
"""The sha256 of each notebook as it was copied: what differs from it is the reader's."""


def open_lab(to: str | None, options: Sequence[str]) -> int:
    """Open JupyterLab in the folder in which notebooks/ and exports/ lie; give its exit status.

    `to` is a folder to copy the notebooks into; where the package is installed they are copied always, into
    liwan-notebooks unless `to` says otherwise. `options` are JupyterLab's own. Raises `ReportError` in one line for
    root without --allow-root.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in options:
        raise ReportError("lab: JupyterLab does not run as root unless told to; add --allow-root, or log in as a user")
    home = find_notebooks()[0].parent
    is_installed = home.parent == Path(__file__).resolve().parents[1]
    folder = home.parent
    if to or is_installed:
        folder = Path(to or "liwan-notebooks").expanduser()
        for line in copy_notebooks(home, folder / "notebooks"):
            print(line)
    first = "/lab/tree/notebooks/01_the_report.ipynb"
    command = [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={folder.resolve()}"]
    command += [f"--LabApp.default_url={first}", *LAB_OPTIONS, *options]
    with subprocess.Popen(command, env=lab_environment()) as server:
        # Ctrl-C reaches JupyterLab by itself, which asks before it stops; an end asked of this command is passed on
        heard = {
            signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
            signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: server.terminate()),
        }
        try:
            return server.wait()
        finally:
            for wanted, handler in heard.items():
                signal.signal(wanted, handler)


def lab_environment() -> dict[str, str]:
    """Give the environment in which JupyterLab also reads the settings of the package."""
    paths = [os.environ.get("JUPYTER_CONFIG_PATH"), str(SETTINGS)]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def copy_notebooks(home: Path, folder: Path) -> list[str]:
    """Copy the notebooks and choices.py into a folder of the reader's; say what was copied, and what was kept.

    What the reader changed is kept as it is. Raises `ReportError` where the folder cannot be written.
    """
    try:
        return _copy(home, folder)
    except OSError as error:
        raise ReportError(f"{folder}: cannot be written ({error.strerror}); choose another folder with --to") from None


def _copy(home: Path, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / COPIED
    copied = json.loads(record.read_text("utf-8")) if record.exists() else {}
    said = []
    for source in [*sorted(home.glob("[0-9]*.ipynb")), home / "choices.py"]:
        path = folder / source.name
        ours, theirs = _sum(source), _sum(path) if path.exists() else None
        if theirs not in (None, ours, copied.get(source.name)):
            said.append(tell("summary.kept_notebook", "en", path=path))
        elif theirs != ours:
            shutil.copyfile(source, path)
            said.append(tell("summary.copied_notebook", "en", path=path))
            copied[source.name] = ours
    write_aside(record, json.dumps(copied, indent=2).encode("utf-8"))
    return said


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
