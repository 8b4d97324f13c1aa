"""Time and peak memory of whole commands, side by side: the tutorial script, our analysis, a whole run, nbconvert.

    python benchmarks/bench_all.py [--rounds 3]

The commands run in turn, round after round, so that a machine whose speed drifts treats them alike; a first round, in
which Python compiles what it imports, is not counted. Printed: seconds on the clock and of all processors, the least of
the rounds and their median, ratios to the tutorial script, and peak memory of the largest process. Where others use
the machine, too, the least are nearer to the truth. Then the speed of restoration and of tokenizing, as their own
benchmarks print it. No figure here is a verdict.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"
LOAD = "import liwan_analysis as lw; report = lw.load_report()"
ANALYSIS = f"""
{LOAD}
tokens = lw.tokenize(report)
lw.term_frequency(tokens), lw.keyness(tokens), lw.collocates(tokens, "产业")
lw.theme_attention(lw.code_themes(report)), lw.find_targets(report), lw.build_ledger(report), lw.find_ranks(report)
"""
CHILD = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
sys.exit(code)
"""
BESIDE = ("bench_restoration.py", "bench_words.py")


@dataclass(frozen=True)
class Measured:
    """One round of a command: seconds on the clock and of all its processes, MB of the largest."""

    wall: float
    processor: float
    peak: float


def commands(folder: Path, text: Path) -> dict[str, list[str]]:
    notebooks = [str(path) for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))]
    convert = ["-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", str(folder / "nb")]
    return {
        "tutorial script": [sys.executable, str(HERE / "tutorial_script.py"), str(text), str(folder / "cloud.png")],
        "import and load the report": [sys.executable, "-c", LOAD],
        "our analysis, no figures": [sys.executable, "-c", ANALYSIS],
        "liwan-analysis run": [sys.executable, "-m", "liwan_analysis.cli", "run", "--out", str(folder / "exports")],
        "nbconvert, one after another": [sys.executable, *convert, *notebooks],
    }


def measure(command: list[str], folder: Path) -> Measured:
    """Run a command to its end, its compiled modules kept between rounds as an installed package keeps them."""
    environment = {**os.environ, "LIWAN_ANALYSIS_EXPORT": str(folder / "interactive")}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if "run" in command:
        environment.pop("LIWAN_ANALYSIS_EXPORT")
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", CHILD, *command], capture_output=True, check=True, env=environment)
    wall = time.perf_counter() - begin
    peak, processor = done.stdout.split()
    return Measured(wall, float(processor), int(peak) / 1024)


def machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores{load}"


def print_table(figures: dict[str, list[Measured]], rounds: int) -> None:
    first = figures["tutorial script"]
    heads = ["wall min", "med", "ratio", "cpu min", "med", "ratio", "peak MB"]
    print(
        f"{'command':30} {' '.join(f'{head:>8}' for head in heads)}   ({rounds} rounds, in turn; ratios of the least)"
    )
    for label, values in figures.items():
        row = []
        for kind in ("wall", "processor"):
            seconds = [getattr(value, kind) for value in values]
            least = min(getattr(value, kind) for value in first)
            row += [min(seconds), statistics.median(seconds), min(seconds) / least]
        peak = max(value.peak for value in values)
        print(f"{label:30} {' '.join(f'{number:8.2f}' for number in row)} {peak:8.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    from liwan_analysis.report import load_report

    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "report.txt"
        text.write_text(load_report().text, encoding="utf-8")
        figures: dict[str, list[Measured]] = {}
        for number in range(rounds + 1):
            for label, command in commands(folder, text).items():
                measured = measure(command, folder)
                if number:
                    figures.setdefault(label, []).append(measured)
    print_table(figures, rounds)
    for script in BESIDE:
        print(f"\n{script}", flush=True)
        subprocess.run([sys.executable, str(HERE / script)], check=True)
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
