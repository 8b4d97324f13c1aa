"""The whole analysis of one report without figures, against the common tutorial script: time and peak memory.

usage: python benchmarks/bench_terms.py [--rounds 7] [REPORT]

Each run is a whole process, started from nothing, the two in turn (A B A B …) after one of each that is not counted
(it leaves both with warm files and jieba's cache). The tutorial script reads the restored text of the same report:
it takes about as long as on the file as received. Printed are medians, and the median of the ratios of analysis to
script within a round; below 1.0 is faster, or smaller. Processor time is there beside wall time because it says more on
a busy machine.
"""

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
FONTS = sorted((HERE.parent / "liwan_analysis" / "fonts").glob("*.[ot]tf"))


def analyse(source: str | None) -> None:
    """Load, cut into words, and count: the run that is measured."""
    from liwan_analysis.report import load_report
    from liwan_analysis.terms import collocates, keyness, term_frequency
    from liwan_analysis.words import tokenize

    tokens = tokenize(load_report(source))
    term_frequency(tokens)
    keyness(tokens)
    for node in ("产业", "城市", "服务"):
        collocates(tokens, node)


def write_text(source: str | None, target: Path) -> None:
    """Write the restored text; in a process of its own, as a measured child starts with its parent's peak memory."""
    from liwan_analysis.report import load_report

    target.write_text(load_report(source).text, encoding="utf-8")


class Run(NamedTuple):
    """What one process took: seconds on the wall and of the processor, and its peak memory in MB."""

    wall: float
    processor: float
    memory: float


def measure(command: list[str]) -> Run:
    """Run a command as a process of its own and say what it took."""
    with tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"a run failed: {errors.read().strip().splitlines()[-1:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Measure both in turn and print the table."""
    parser = argparse.ArgumentParser(description="The analysis of a report against the common tutorial script.")
    parser.add_argument("report", nargs="?", help="a report; without one, the report in seeds/")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--once", action="store_true", help="run the analysis once, unmeasured")
    options = parser.parse_args()
    if options.once:
        analyse(options.report)
        return

    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "report.txt"
        writer = multiprocessing.get_context("spawn").Process(target=write_text, args=(options.report, text))
        writer.start()
        writer.join()
        cloud = [str(HERE / "tutorial_script.py"), str(text), str(Path(folder) / "cloud.png"), *map(str, FONTS[:1])]
        ours = [str(Path(__file__)), "--once", *([options.report] if options.report else [])]
        commands = {"analysis": [sys.executable, *ours], "tutorial script": [sys.executable, *cloud]}
        for command in commands.values():
            measure(command)
        rounds = [[measure(command) for command in commands.values()] for _ in range(options.rounds)]
    print(f"{'':16}{'wall s':>8}{'(min to max)':>16}{'processor s':>13}{'peak MB':>9}")
    for name, runs in zip(commands, zip(*rounds, strict=True), strict=True):
        wall, processor, memory = (statistics.median(figures) for figures in zip(*runs, strict=True))
        between = f"({min(run.wall for run in runs):.2f} to {max(run.wall for run in runs):.2f})"
        print(f"{name:16}{wall:8.2f}{between:>16}{processor:13.2f}{memory:9.0f}")
    ratios = [[ours / theirs for ours, theirs in zip(*both, strict=True)] for both in rounds]
    wall, processor, memory = (statistics.median(figures) for figures in zip(*ratios, strict=True))
    print(f"{'ratio':16}{wall:8.2f}{'':16}{processor:13.2f}{memory:9.2f}")


if __name__ == "__main__":
    main()
