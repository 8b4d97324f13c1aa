"""Every notebook as a reader meets it: opened in JupyterLab, all cells run, figures, tables and Chinese on the page."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from liwan_analysis.export.notebooks import find_notebooks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCREENSHOTS = Path(__file__).resolve().parents[2] / "test-screenshots"
SMALL = Path(__file__).parents[1] / "cases" / "small-report.txt"
SECONDS = 300
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RUN_ALL = """() => {
  window.allRan = false;
  window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.allRan = true; });
}"""
HAS_RUN = "() => window.allRan"
CLEAR_ALL = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
IS_READY = "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
IMAGES = "() => [...document.querySelectorAll('.jp-RenderedImage img')].map(i => [i.naturalWidth, i.alt])"
CHANGE = """([from, to]) => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = [...panel.content.widgets].filter(w => w.model.sharedModel.source.includes(from));
  cells.forEach(w => w.model.sharedModel.setSource(w.model.sharedModel.source.replace(from, to)));
  return cells.length;
}"""
ERRORS = "() => [...document.querySelectorAll('.jp-RenderedText[data-mime-type*=stderr]')].map(e => e.innerText)"
NOTIFIED = "() => document.querySelectorAll('.jp-Notification-Toast, .Toastify__toast').length"
STATE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = [...panel.content.widgets].filter(w => w.model.type === 'code').map(w => w.model);
  const outputs = cells.map(cell => cell.outputs.toJSON());
  const sources = test => cells.filter((_, i) => outputs[i].some(test)).map(cell => cell.sharedModel.source);
  return {
    total: cells.length,
    run: cells.filter(cell => cell.executionCount > 0).length,
    failed: sources(o => o.output_type === 'error'),
    noisy: sources(o => o.name === 'stderr'),
    images: outputs.flat().filter(o => o.data && o.data['image/png']).length,
    tables: outputs.flat().filter(o => o.data && o.data['text/html']).length,
  };
}"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab on copies of the notebooks, on the loopback address alone; gives its address with a token."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(SMALL, folder / "small-report.txt")
    (folder / "mine.csv").write_text("theme,term,cap_major\n新主题,产业项目,15\n", encoding="utf-8")
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')  # every cell on the page, not those on the screen alone
    token = secrets.token_hex(16)
    private = {"JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
    ]
    command = [sys.executable, "-m", "liwan_analysis.cli", "lab", "--to", str(folder), *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **private}, cwd=folder)
    try:
        yield _address(folder / "runtime", token, server)
    finally:
        server.terminate()  # the command passes it on, and ends with JupyterLab
        assert server.wait(timeout=20) == 0
        assert "interrupted; nothing was changed" not in (folder / "log").read_text("utf-8")


def _address(runtime: Path, token: str, server: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for found in runtime.glob("jpserver-*.json"):
            try:
                url = json.loads(found.read_text())["url"]
                urllib.request.urlopen(f"{url}api?token={token}", timeout=5).close()
                return f"{url}lab/workspaces/{{0}}/tree/notebooks/{{0}}.ipynb?token={token}"
            except (OSError, ValueError, KeyError):
                continue
        time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not start: {(runtime.parent / 'log').read_text()[-800:]}")


CHANGES = {
    "01_the_report": [],
    "02_term_frequency": [
        ("BOILERPLATE = True", "BOILERPLATE = False"),
        ('"plan", "review"', '"review", "plan"'),
        ('["产业", "城市", "服务"]', '["无此词", "项目"]'),
    ],
    "03_themes": [("THEMES = None", 'THEMES = "mine.csv"'), ("REPORT = choices.REPORT", 'REPORT = "small-report.txt"')],
    "04_targets": [
        ("REPORT = choices.REPORT", 'REPORT = "small-report.txt"'),
        ("PLACE, YEAR = choices.PLACE, choices.YEAR", 'PLACE, YEAR = "某县", 2025'),
    ],
    "05_two_reports": [
        ("OTHER = choices.OTHER", 'OTHER = "small-report.txt"'),
        ("LANGUAGE, SIZE, PALETTE = choices.LANGUAGE", 'LANGUAGE, SIZE, PALETTE = "en"'),
    ],
}
"""What a newcomer changes in each notebook: each row is a text of the choices and what takes its place."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.mark.parametrize("notebook", [path.stem for path in find_notebooks()])
def test_a_notebook_runs_in_jupyterlab_changed(lab: str, browser: Browser, notebook: str) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    try:
        page.goto(lab.format(notebook))
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=SECONDS * 1000)
        page.wait_for_function(IS_READY, timeout=SECONDS * 1000)
        page.evaluate(CLEAR_ALL)
        for change in CHANGES[notebook]:
            assert page.evaluate(CHANGE, change) == 1
        state = _run_all(page)
        assert state["failed"] == []
        assert state["noisy"] == []
        assert state["run"] == state["total"] > 3
        assert state["images"] >= 2
        assert state["tables"] >= 2
        shown = page.evaluate("() => document.querySelector('.jp-Notebook').innerText")
        assert ("青山县" if "small-report.txt" in str(CHANGES[notebook]) else "荔湾") in shown
        shown_images = page.evaluate(IMAGES)
        assert shown_images
        assert all(width > 300 for width, _ in shown_images)
        assert page.evaluate(NOTIFIED) == 0
        if notebook == "01_the_report":
            assert page.evaluate(CHANGE, ["REPORT = choices.REPORT", 'REPORT = "nowhere.txt"']) == 1
            failed = _run_all(page)["failed"]  # a cell behind may have been sent off already: it says the same
            assert "check_choices" in failed[0]
            lines = [line for shown in page.evaluate(ERRORS) for line in shown.strip().splitlines()]
            assert len(lines) == len(failed)
            assert all(line.startswith("ChoiceError: REPORT: no such file: nowhere.txt; looked in") for line in lines)
    except BaseException:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{notebook}.png", full_page=True)
        raise
    finally:
        page.close()


def _run_all(page: Page) -> dict[str, Any]:
    """Run all cells, and give what came of it."""
    page.evaluate(RUN_ALL)
    page.wait_for_function(HAS_RUN, timeout=SECONDS * 1000)
    state: dict[str, Any] = page.evaluate(STATE)
    return state
