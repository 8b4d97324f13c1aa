"""How fast restoration is, in MB of UTF-8 a second, and how much of simulated damage it leaves.

    python benchmarks/bench_restoration.py [CLEAN REPORT ...]

Speeds are medians of process time over several rounds, beside that of NFKC normalisation of the same text.
"""

from __future__ import annotations

import statistics
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import damage

from liwan_analysis.report import seed_path
from liwan_analysis.restoration import restore


def speed(act: Callable[[str], object], text: str, rounds: int = 5) -> float:
    act(text)
    seconds = []
    for turn in range(1, rounds + 1):
        again = text + " " * turn  # so that nothing is remembered from the turn before
        begin = time.process_time()
        act(again)
        seconds.append(time.process_time() - begin)
    return len(text.encode()) / 1e6 / max(statistics.median(seconds), 1e-9)


def main() -> None:
    seed = seed_path().read_text("utf-8")
    annotated = damage.annotations_in(seed)
    restored = restore(seed).text
    only_annotated = damage.damage(restored, annotated, rate=0.0).replace("?", "")
    texts = {"the seed": seed, "annotations only": only_annotated, "clean": restored}
    for name, text in texts.items():
        ours, nfkc = speed(restore, text), speed(lambda t: unicodedata.normalize("NFKC", t), text)
        print(f"{name:18} {ours:8.2f} MB/s   NFKC alone {nfkc:8.1f} MB/s   ratio {ours / nfkc:.4f}")
    for path in map(Path, sys.argv[1:]):
        clean = path.read_text("utf-8")
        damaged = damage.damage(clean, annotated, seed=1)
        begin = time.process_time()
        found = restore(damaged).text
        seconds = time.process_time() - begin
        lines = zip(clean.split("\n"), found.split("\n"), strict=True)
        pairs = [["".join(unicodedata.normalize("NFKC", text).split()) for text in pair] for pair in lines]
        wrong = sum(a != b for a, b in pairs)
        print(f"{path.name:24} lines not exact {wrong:4} of {len(pairs):4}   {seconds:.2f} s")


if __name__ == "__main__":
    main()
