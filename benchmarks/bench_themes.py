"""How fast themes are coded, in megabytes of UTF-8 text a second and beside a plain search for one term.

A report that was coded remembers it, so each round has a copy that remembers nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from liwan_analysis.report import load_report
from liwan_analysis.themes import code_blocks, code_themes, load_themes, theme_attention

TARGET = 1.0  # MB/s


def seconds(call: Callable[[], object], repeats: int = 15) -> float:
    """Give the least processor time of several runs: what the call costs when nothing is in its way."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    report = load_report()
    megabytes = len(report.text.encode("utf-8")) / 1e6
    lexicon = load_themes()
    coded = code_themes(report)
    loops = 200
    plain = seconds(lambda: [report.text.count("教育") for _ in range(loops)]) / loops
    print(f"{megabytes * 1000:.0f} kB, {len(lexicon.terms)} terms")
    for name, call in {
        "find terms": lambda: list(lexicon.find(report.text)),
        "code_themes": lambda: code_themes(replace(report)),
        "code_blocks": lambda: code_blocks(report),
        "theme_attention, 2000 samples": lambda: theme_attention(coded),
    }.items():
        taken = seconds(call)
        print(f"{name:32} {1000 * taken:7.1f} ms {megabytes / taken:7.2f} MB/s {taken / plain:9.0f} × str.count")
    speed = megabytes / seconds(lambda: code_themes(replace(report)))
    print(f"coding: {speed:.2f} MB/s, {speed / TARGET:.1f} times the target of {TARGET:.0f} MB/s")


if __name__ == "__main__":
    main()
