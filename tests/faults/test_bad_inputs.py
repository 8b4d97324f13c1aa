"""Bad and odd inputs, made by script: each ends in a result or in one line, and the page that counts them is true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_bad_inputs_end_in_a_result_or_in_one_line_as_the_page_says() -> None:
    """In a process of its own, under the limits that the page states."""
    script = ROOT / "tests" / "make_bad_inputs.py"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, script, "--check"], env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.stderr == "\n"
    assert done.returncode == 0
    page = (ROOT / "docs" / "robustness.md").read_text("utf-8")
    assert page == done.stdout.removesuffix("\n")
    assert int(page.split(" bad and odd inputs")[0].split()[-1]) >= 300
