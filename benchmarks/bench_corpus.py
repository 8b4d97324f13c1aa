"""What a report costs in numbers of them, beside what people run: `jieba.lcut` and a count of words.

    python benchmarks/bench_corpus.py REPORTS [--reports 60] [--rounds 20] [--growth 30 300]

REPORTS is a folder of real reports; from them as many as asked for are made by varying numbers, names and the order of
paragraphs. Printed: CPU a report of both, in turn, in one process; reports a second, CPU and peak memory of a process
with a plain loop, one worker and two; the store's size a report; what a second build of the same source takes. Then,
with two workers, how all of it grows with the number of reports (`--growth 30 300 3000` takes half an hour).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liwan_analysis.corpus.sources import Job

REPEATS = 5
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
BUILD = """
import json, resource, sys, time
import liwan_analysis as lw
import liwan_analysis.corpus.engine as engine
source, store, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
engine.MANY = engine.MANY if workers else 10**9
begin = time.perf_counter()
corpus = lw.build_corpus(source, store, workers=workers or None)
seconds = time.perf_counter() - begin
own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = sum(one.ru_utime + one.ru_stime for one in (own, children))
peak = (children if workers else own).ru_maxrss / 1024
print(json.dumps([seconds, cpu, peak, repr(corpus)]))
"""


def vary_into(folder: Path, texts: list[str], n: int) -> None:
    from make_reports import place_name, vary

    folder.mkdir()
    for number in range(n):
        varied = vary(texts[number % len(texts)], number)
        (folder / f"{place_name(number // 10)}-{2010 + number % 10}.txt").write_text(varied, "utf-8")


def compare(folder: Path, store: Path, rounds: int) -> tuple[float, float]:
    """Give CPU seconds a report: jieba.lcut with a count, and all that the store holds.

    Each report is done `REPEATS` times, both sides in turn, and the least counts: what others do on the machine only
    ever adds. The first report warms up.
    """
    import jieba

    from liwan_analysis.corpus.parts import stage
    from liwan_analysis.corpus.sources import list_jobs
    from liwan_analysis.report.load import read_report

    jieba.setLogLevel("ERROR")
    jobs = list(list_jobs(folder, store, lambda key: False))[: rounds + 1]
    sides: dict[str, Callable[[Job], object]] = {
        "jieba": lambda job: Counter(jieba.lcut(Path(job.path).read_text("utf-8"))),
        "ours": lambda job: stage(job, store, texts=True),
    }
    least: dict[tuple[str, str], float] = {}
    for job in jobs[:1] + jobs[1:] * REPEATS:
        for side, run in sides.items():
            read_report.cache_clear()
            begin = time.process_time()
            run(job)
            least[side, job.key] = min(time.process_time() - begin, least.get((side, job.key), inf))
    first, second = (statistics.mean(least[side, job.key] for job in jobs[1:]) for side in sides)
    return first, second


def build(folder: Path, store: Path, n: int, workers: int, label: str) -> str:
    """Build a store in a process of its own, print what it took, and give what the store says of itself."""
    command = [sys.executable, "-c", BUILD, str(folder), str(store), str(workers)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, cpu, peak, said = json.loads(done.stdout.splitlines()[-1])
    size = size_of(store) / n / 1024
    print(f"{label:20} {seconds:8.1f} {n / seconds:10.2f} {cpu / n:13.3f} {peak:21.0f} {size:12.0f}", flush=True)
    return str(said)


def size_of(store: Path) -> int:
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--reports", dest="n", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--growth", type=int, nargs="*", default=[30, 300])
    choice = parser.parse_args()
    texts = [path.read_text("utf-8") for path in sorted(choice.reports.rglob("*.txt"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vary_into(folder / "reports", texts, choice.n)
        jieba, ours = compare(folder / "reports", folder / "compared", choice.rounds)
        print(f"CPU a report, mean of {choice.rounds}, the least of {REPEATS} times each: ", end="")
        print(f"jieba.lcut and Counter {jieba * 1000:.0f} ms, ", end="")
        print(f"the whole store {ours * 1000:.0f} ms, {ours / jieba:.1f} times")
        print(f"{'':20} {'seconds':>8} {'reports/s':>10} {'CPU s/report':>13} {'peak MB of a process':>21} "
              f"{'KB a report':>12}", flush=True)  # fmt: skip
        for workers, label in ((0, "plain loop"), (1, "one worker"), (2, "two workers"), (2, "once more")):
            said = build(folder / "reports", folder / f"store{workers}", choice.n, workers, label)
        print(said)
        for n in choice.growth:
            source, store = folder / f"reports-{n}", folder / f"store-{n}"
            vary_into(source, texts, n)
            for label in (f"{n:,} reports", "once more"):
                said = build(source, store, n, 2, label)
            print(said)


if __name__ == "__main__":
    main()
