"""Speed of finding quantities, in MB of UTF-8 text a second, and what other number finders give on the same text.

usage: python benchmarks/bench_quantities.py [--rounds 7] [--other-python PATH] [REPORT]

Timed is `find_quantities` on a loaded report: numbers, units, indicators, status and years of every part. A report is
read once and remembers it, so each round has a copy that remembers nothing. With
`--other-python`, the interpreter of an environment that has jionlp (1.5) or recognizers-text-suite (1.0.2a2, with
emoji 1.7), their finders run on the same text: `ner.extract_money` of the one; ages, currencies, dimensions and
percentages of the other. Neither has bounds such as 以上, modality, indicators or years, so what is counted is only how
many of our quantities they meet. Times are medians; nothing here passes or fails.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from liwan_analysis.quantities import find_quantities
from liwan_analysis.report import load_report
from liwan_analysis.targets import audit_numbers, build_ledger, find_ranks, find_targets

OTHERS = {
    "jionlp": """
import jionlp as jio
def find(line):
    return [m["offset"] for m in jio.ner.extract_money(line, with_parsing=False)]
find("投资三亿元")
""",
    "recognizers-text-suite": """
from recognizers_text import Culture
from recognizers_number_with_unit import recognize_age, recognize_currency, recognize_dimension
from recognizers_number import recognize_percentage
def find(line):
    rows = []
    for name in (recognize_age, recognize_currency, recognize_dimension, recognize_percentage):
        rows += [(m.start, m.end + 1) for m in name(line, Culture.Chinese)]
    return rows
find("投资三亿元")
""",
}
CHILD = """
import json, sys, time
text = open(sys.argv[1], encoding="utf-8").read()
began = time.perf_counter()
rows, offset = [], 0
for line in text.split("\\n"):
    rows += [[offset + a, offset + b] for a, b in find(line)] if line else []
    offset += len(line) + 1
print(json.dumps({"seconds": time.perf_counter() - began, "rows": rows}))
"""


def median_seconds(work: object, rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()  # type: ignore[operator]
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def run_other(python: str, name: str, path: Path) -> dict[str, object] | None:
    code = OTHERS[name] + CHILD
    found = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, check=False)
    return json.loads(found.stdout.splitlines()[-1]) if found.returncode == 0 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", nargs="?")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--other-python")
    arguments = parser.parse_args()
    report = load_report(arguments.report)
    size = len(report.text.encode("utf-8")) / 1e6
    table = find_quantities(report)
    print(f"{report!r}: {size:.3f} MB, {len(table)} quantities")
    for work in (find_quantities, find_targets, find_ranks, build_ledger, audit_numbers):
        seconds = median_seconds(lambda work=work: work(replace(report)), arguments.rounds)
        print(f"  {work.__name__:<16} {seconds:8.4f} s  {size / seconds:6.2f} MB/s")
    if not arguments.other_python:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(report.text, encoding="utf-8")
        for name in OTHERS:
            found = run_other(arguments.other_python, name, path)
            if found is None:
                print(f"  {name:<24} does not run here", file=sys.stderr)
                continue
            rows = [(int(a), int(b)) for a, b in found["rows"]]  # type: ignore[attr-defined]
            met = sum(any(a < row.end and row.start < b for a, b in rows) for row in table.itertuples())
            seconds = float(str(found["seconds"]))
            print(f"  {name:<24} {seconds:8.4f} s  {size / seconds:6.2f} MB/s  meets {met / len(table):.1%} of ours")


if __name__ == "__main__":
    main()
