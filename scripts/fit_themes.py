"""Fit the factors of themes/weighing.py to the sentences that were coded by hand, and print them.

    python scripts/fit_themes.py ../shared

A conditional logit: each theme of a sentence, and none, scores the sum of its evidence times the factors, and the
factors are those under which the codes of tests/cases/themes_development.json are likeliest; another acceptable code
counts a fifth of the reader's first. Each report is also judged by factors fitted to the others, and the kappa of that
is printed: what the fit is worth on another report, though not what the lexicon is, whose words were chosen with these
reports at hand.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from liwan_analysis.report import load_report
from liwan_analysis.themes.agreement import agreement
from liwan_analysis.themes.lexicon import load_themes
from liwan_analysis.themes.reading import Headings, read_words
from liwan_analysis.themes.weighing import evidence

READINGS = Path(__file__).resolve().parents[1] / "tests" / "cases" / "themes_development.json"
NAMES = ("OWN", "SHARE", "BLOCK", "SECTION", "CHAPTER", "AROUND", "NOTHING")
BODY = ("review", "plan")

Matrix = NDArray[np.float64]


OTHER = 0.2
"""What another acceptable code counts beside the reader's first."""

Case = dict[str, Any]


def read(path: Path, cases: list[Case]) -> tuple[Matrix, Matrix]:
    """Give the evidence for each sentence that was read, and how the reader's vote is divided over the themes."""
    lexicon, report = load_themes(), load_report(path)
    themes = list(lexicon.themes)
    sentences = report.sentences[report.sentences["part"].isin(BODY)]
    said = read_words(sentences["text"].tolist(), lexicon)
    all_evidence = evidence(sentences, said, Headings(report, lexicon), themes)
    row_of = {
        (sha256(text.strip().encode()).hexdigest()[:12], start): row
        for row, (text, start) in enumerate(zip(sentences["text"], sentences["start"], strict=True))
    }
    votes = np.zeros((len(cases), len(themes) + 1))
    for vote, case in zip(votes, cases, strict=True):
        for theme in case["acceptable"]:
            vote[themes.index(theme) if theme else -1] = 1.0 if theme == case["theme"] else OTHER
    rows = [row_of[case["digest"], case["start"]] for case in cases]
    return all_evidence[rows], votes / votes.sum(axis=1, keepdims=True)


def fit(found: Matrix, votes: Matrix) -> Matrix:
    """Give the factors under which the votes are likeliest, held a little towards 0."""
    given = np.einsum("nk,nkm->m", votes, found)

    def loss(factors: Matrix) -> tuple[float, Matrix]:
        scores = found @ factors
        highest = scores.max(axis=1, keepdims=True)
        chances = np.exp(scores - highest)
        total = chances.sum(axis=1, keepdims=True)
        unlikely = (np.log(total) + highest).sum() - given @ factors + 0.05 * (factors**2).sum()
        return float(unlikely), np.einsum("nk,nkm->m", chances / total, found) - given + 0.1 * factors

    return np.asarray(minimize(loss, np.zeros(found.shape[2]), jac=True, method="L-BFGS-B").x)


def main() -> None:
    """Fit the factors to all readings, and judge each report by factors fitted to the others."""
    shared = Path(sys.argv[1])
    content = json.loads(READINGS.read_text(encoding="utf-8"))
    of_report: dict[str, list[Case]] = {name: [] for name in content["reports"]}
    for case in content["cases"]:
        of_report[case["report"]].append(case)
    parts = [read(shared / content["reports"][name]["file"], cases) for name, cases in of_report.items()]
    found, votes = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
    report_of = np.repeat(np.arange(len(parts)), [len(part) for part, _ in parts])
    guessed = np.zeros(len(votes), dtype=int)
    for number in range(len(parts)):
        out = report_of == number
        guessed[out] = (found[out] @ fit(found[~out], votes[~out])).argmax(axis=1)
    print(", ".join(f"{name} {factor:.2f}" for name, factor in zip(NAMES, fit(found, votes), strict=True)))
    print(agreement(votes.argmax(axis=1).tolist(), guessed.tolist()))


if __name__ == "__main__":
    main()
