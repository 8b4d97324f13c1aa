"""Speed of `tokenize` beside bare `jieba.lcut` on the same text, dictionary ready, without parts of speech.

    python benchmarks/bench_words.py [REPORT] [--rounds 15]

The two run in turn, round after round; printed are medians and the ratio of the times (2 would be half the speed).
`tokenize` includes finding the report's own terms, each time on a copy of the report that remembers no earlier cut.
Word F1 and terms kept on the hand-made labels are in the tests.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import jieba

from liwan_analysis.lexicons.dictionary import base_dictionary
from liwan_analysis.report import load_report
from liwan_analysis.words import tokenize


def seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", nargs="?")
    parser.add_argument("--rounds", type=int, default=15)
    choice = parser.parse_args()
    report = load_report(choice.report)
    bare = jieba.Tokenizer()
    bare.FREQ, bare.total = dict(base_dictionary()[0]), base_dictionary()[1]
    bare.initialized = True
    actions = {
        "jieba.lcut": lambda: bare.lcut(report.text),
        "tokenize, pos=False": lambda: tokenize(replace(report), pos=False),
        "tokenize": lambda: tokenize(replace(report)),
    }
    for action in actions.values():
        action()
    times = {name: [] for name in actions}
    for _ in range(choice.rounds):
        for name, action in actions.items():
            times[name].append(seconds(action))
    base = statistics.median(times["jieba.lcut"])
    print(f"{len(report.text):,} characters, median of {choice.rounds} rounds")
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:<20} {median:.3f} s   {median / base:.2f} times jieba.lcut")


if __name__ == "__main__":
    main()
