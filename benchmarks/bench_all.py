"""Time and peak memory of whole commands, side by side: the tutorial script, our analysis, a whole run, nbconvert.

    python benchmarks/bench_all.py [--rounds 3]

The commands run in turn, round after round, so that a machine whose speed drifts treats them alike. Printed: median
seconds, ratio to the tutorial script, peak memory of the largest process. No figure here is a verdict.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"
ANALYSIS = """
import liwan_analysis as lw
report = lw.load_report()
tokens = lw.tokenize(report)
lw.term_frequency(tokens), lw.keyness(tokens), lw.collocates(tokens, "产业")
lw.theme_attention(lw.code_themes(report)), lw.find_targets(report), lw.build_ledger(report), lw.find_ranks(report)
"""
CHILD = "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"  # noqa: E501 - one process that waits for another


def commands(folder: Path, text: Path) -> dict[str, list[str]]:
    notebooks = [str(path) for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))]
    convert = [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--output-dir",
        str(folder / "nb"),
    ]
    return {
        "tutorial script": [sys.executable, str(HERE / "tutorial_script.py"), str(text), str(folder / "cloud.png")],
        "our analysis, no figures": [sys.executable, "-c", ANALYSIS],
        "liwan-analysis run": [sys.executable, "-m", "liwan_analysis.cli", "run", "--out", str(folder / "exports")],
        "nbconvert, one after another": [*convert, *notebooks],
    }


def measure(command: list[str], folder: Path) -> tuple[float, float]:
    """Give wall seconds and peak memory in MB of the command's largest process."""
    begin = time.perf_counter()
    environment = {**os.environ, "LIWAN_ANALYSIS_EXPORT": str(folder / "interactive")}
    if "run" in command:
        environment.pop("LIWAN_ANALYSIS_EXPORT")
    done = subprocess.run([sys.executable, "-c", CHILD, *command], capture_output=True, check=True, env=environment)
    return time.perf_counter() - begin, int(done.stdout) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    from liwan_analysis.report import load_report

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "report.txt"
        text.write_text(load_report().text, encoding="utf-8")
        figures: dict[str, list[tuple[float, float]]] = {}
        for _ in range(rounds):
            for label, command in commands(folder, text).items():
                figures.setdefault(label, []).append(measure(command, folder))
    first = statistics.median(seconds for seconds, _ in figures["tutorial script"])
    print(
        f"{'command':30} {'median s':>9} {'min':>7} {'max':>7} {'ratio':>7} {'peak MB':>8}   ({rounds} rounds, in turn)"
    )
    for label, values in figures.items():
        seconds = [value for value, _ in values]
        median = statistics.median(seconds)
        peak = max(memory for _, memory in values)
        print(f"{label:30} {median:9.2f} {min(seconds):7.2f} {max(seconds):7.2f} {median / first:7.2f} {peak:8.0f}")


if __name__ == "__main__":
    main()
