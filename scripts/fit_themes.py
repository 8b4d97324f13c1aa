"""Learn what words tell of the themes, fit the factors of themes/weighing.py, and say what both are worth.

    python scripts/fit_themes.py ../shared            # print factors and agreement, write learned_words.csv
    python scripts/fit_themes.py ../shared --judge    # only judge: each report by what the others taught; four minutes

Three steps. (1) Sentences of all reports for which the lexicon's decision is clear teach what other words go with each
theme: a multinomial regression on words alone, with the lexicon's decisions as codes. (2) With the sum of these words
as one more piece of evidence, the factors are fitted to the sentences that were coded by hand; a correction of the
words' weights is fitted along with them. (3) Both sets of weights are added up, rounded and written.

Codes by hand are those of tests/cases/themes_development.json, themes_coding.json and themes_further.json. The lexicon
was made with the reports of the first two at hand, so there its words look better than they are elsewhere; the third
counts three times. Another acceptable code counts a fifth of the reader's first.

Run it with OPENBLAS_NUM_THREADS=1, as the file was made: sums of several threads differ in the last digit, and some
weights then by a hundredth.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from liwan_analysis.report import load_report
from liwan_analysis.themes.agreement import agreement
from liwan_analysis.themes.learned import PATH, LearnedWords
from liwan_analysis.themes.lexicon import load_themes
from liwan_analysis.themes.reading import Headings, read_words
from liwan_analysis.themes.weighing import OUT, evidence, in_question

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
NAMES = ("OWN", "SHARE", "BLOCK", "SECTION", "CHAPTER", "AROUND", "NOTHING")
LEXICON_ALONE = np.array([2.2, 1.8, 0.7, 0.9, 0.7, 1.0, 0.5])
"""The factors with which the lexicon decides alone, in step 1."""
SHUT = {"广西壮族自治区-2026", "国务院-2016"}
"""Reports that teach nothing, because figures are measured on them."""
BODY = ["review", "plan"]

CLEAR = 1.5
"""By how much the lexicon's decision must stand before its second best to teach words."""
OTHER, FURTHER = 0.2, 3.0
"""What another acceptable code counts beside the reader's first; what a sentence of themes_further.json counts."""
HOLD, CORRECT = 0.1, 0.1
"""How strongly the weights of words are held towards 0, in steps 1 and 2; those of frequent words more (`rarity`)."""
RARE = 20
"""Sentences in which a word stands that is held as strongly as these say."""
SENTENCES, REPORTS = 4, 3
"""In how many sentences and reports a word must stand; names of places stand in fewer."""
LEAST = 0.1
"""A weight nearer to 0 is not kept."""

LEXICON = load_themes()
THEMES = list(LEXICON.themes)
Matrix = NDArray[np.float64]


@dataclass
class Text:
    """A report: its sentences, what the lexicon finds for each theme in each of them, and codes by hand by row."""

    sentences: list[str]
    words: list[set[str]]
    evidence: Matrix
    codes: dict[int, tuple[list[str | None], float]]


def load(shared: Path) -> dict[str, Text]:
    """Read all reports, each once, and the codes by hand of their sentences."""
    paths = {path.stem: path for room in ("corpora/*/*.txt", "reports/*.txt") for path in sorted(shared.glob(room))}
    paths["liwan-2024"] = next((shared / "seeds").glob("*.txt"))
    read: dict[str, Text] = {}
    known: dict[str, str] = {}
    for name, path in paths.items():
        report = load_report(path)
        first = known.setdefault(sha256("".join(report.text.split())[:300].encode()).hexdigest(), name)
        if name in SHUT or (first != name and not name.startswith("guowuyuan")):
            continue
        if first != name:
            read.pop(first)  # the same report in another file: the codes are of this one
        body = report.sentences[report.sentences["part"].isin(BODY)]
        texts = body["text"].tolist()
        found = evidence(body, read_words(texts, LEXICON), Headings(report, LEXICON), THEMES)
        words = [{word for word in rjieba.cut(text) if re.fullmatch("[一-鿿]{2,4}", word)} for text in texts]
        read[name] = Text(texts, words, found, codes_of(name, texts, body["start"].tolist()))
    return read


def codes_of(report: str, texts: Sequence[str], starts: Sequence[int]) -> dict[int, tuple[list[str | None], float]]:
    """Give the acceptable codes of the sentences that were read, the first first, and what each reading counts."""
    rows: dict[int, tuple[list[str | None], float]] = {}
    stripped = [text.strip() for text in texts]
    digests = [sha256(text.encode()).hexdigest()[:12] for text in stripped]
    for file, counts in (("themes_development.json", 1.0), ("themes_further.json", FURTHER)):
        for case in json.loads((CASES / file).read_text(encoding="utf-8"))["cases"]:
            if case["report"] == report:
                places = [row for row, digest in enumerate(digests) if digest == case["digest"]]
                row = min(places, key=lambda row, start=case["start"]: abs(starts[row] - start))
                rows.setdefault(row, (case["acceptable"], counts))
    second = json.loads((CASES / "themes_coding_second.json").read_text(encoding="utf-8"))["cases"]
    second = {(case["report"], case["sentence"]): case["theme_2"] for case in second}
    for case in json.loads((CASES / "themes_coding.json").read_text(encoding="utf-8")):
        if case["report"] == report and case["sentence"] in stripped:
            codes = [case["theme_1"], second[report, case["sentence"]]]
            rows.setdefault(stripped.index(case["sentence"]), (list(dict.fromkeys(codes)), 1.0))
    return rows


def fit(
    found: Matrix, words: csr_matrix, votes: Matrix, counts: Matrix, start: Matrix, hold: float
) -> tuple[Matrix, Matrix]:
    """Give factors and weights of words under which the votes are likeliest; factors are held a little to `start`."""
    n_factors, shape = found.shape[2], (words.shape[1], votes.shape[1])
    flat, given = found.reshape(-1, n_factors), votes * counts[:, None]
    given_factors, given_words = np.einsum("nk,nkm->m", given, found), words.T @ given

    def loss(both: Matrix) -> tuple[float, Matrix]:
        factors, weights = both[:n_factors], both[n_factors:].reshape(shape)
        scores = (flat @ factors).reshape(votes.shape) + words @ weights
        highest = scores.max(axis=1, keepdims=True)
        chances = np.exp(scores - highest)
        total = chances.sum(axis=1, keepdims=True)
        unlikely = (counts * (np.log(total) + highest)[:, 0]).sum() - (given * scores).sum()
        chances *= counts[:, None] / total
        slope = chances.ravel() @ flat - given_factors + 0.1 * (factors - start)
        slopes = words.T @ chances - given_words + 2 * hold * weights
        unlikely += 0.05 * ((factors - start) ** 2).sum() + hold * (weights**2).sum()
        return float(unlikely), np.concatenate([slope, slopes.ravel()])

    first = np.concatenate([start, np.zeros(shape[0] * shape[1])])
    best = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return best[:n_factors], best[n_factors:].reshape(shape)


def votes_of(codes: Sequence[str | None]) -> Matrix:
    """Divide a reader's vote over the codes that are acceptable."""
    vote = np.zeros(len(THEMES) + 1)
    for number, theme in enumerate(codes):
        vote[THEMES.index(theme) if theme else -1] = OTHER if number else 1.0
    return vote / vote.sum()


def count_words(learned: LearnedWords, texts: Sequence[str]) -> csr_matrix:
    """Give which words each text says, as `LearnedWords.score` adds them up."""
    of_text, found = learned.find(texts)
    shares = 1 / np.sqrt(np.bincount(of_text, minlength=len(texts)))[of_text]
    return csr_matrix((shares, (of_text, found)), shape=(len(texts), len(learned.words)))


def teach(texts: Collection[Text]) -> tuple[Matrix, LearnedWords]:
    """Learn factors and weights of words from these reports."""
    in_sentences = Counter(word for text in texts for words in text.words for word in words)
    in_reports = Counter(word for text in texts for word in set().union(*text.words))
    words = tuple(sorted(w for w, n in in_sentences.items() if n >= SENTENCES and in_reports[w] >= REPORTS))
    n_codes = len(THEMES) + 1
    empty = LearnedWords(words, tuple(THEMES), np.zeros((len(words), n_codes)))
    n_sentences = sum(len(text.sentences) for text in texts)
    rarity = np.log(n_sentences / np.array([in_sentences[word] for word in words])) / np.log(n_sentences / RARE)
    counted = [csr_matrix(count_words(empty, text.sentences).multiply(rarity)) for text in texts]
    clear, votes = [], []
    for text, said in zip(texts, counted, strict=True):
        scores = text.evidence @ LEXICON_ALONE
        ordered = np.sort(scores, axis=1)
        rows = [r for r in np.flatnonzero(ordered[:, -1] - ordered[:, -2] > CLEAR).tolist() if r not in text.codes]
        clear.append(said[rows])
        votes.append(np.eye(n_codes)[scores[rows].argmax(axis=1)])
    silver, codes = csr_matrix(np.vstack([one.toarray() for one in clear])), np.concatenate(votes)
    none = np.zeros((len(codes), n_codes, 1))
    none[:, -1] = 1.0
    _, weights = fit(none, silver, codes, np.ones(len(codes)), np.zeros(1), HOLD)
    read = [(text, said, list(text.codes)) for text, said in zip(texts, counted, strict=True) if text.codes]
    by_words = csr_matrix(np.vstack([said[rows].toarray() for _, said, rows in read]))
    found = np.concatenate([text.evidence[rows] for text, _, rows in read])
    found = np.concatenate([found, (by_words @ weights)[:, :, None]], axis=2)
    hand = [code for text, _, _ in read for code in text.codes.values()]
    counts = np.array([count for _, count in hand])
    start = np.append(LEXICON_ALONE, 0.3)
    factors, correction = fit(found, by_words, np.array([votes_of(one) for one, _ in hand]), counts, start, CORRECT)
    both = (factors[-1] * weights + correction) * rarity[:, None]
    both -= both.mean(axis=1, keepdims=True)
    both[abs(both) < LEAST] = 0.0
    return factors[:-1], LearnedWords(words, tuple(THEMES), both.round(2))


def judge(texts: dict[str, Text]) -> None:
    """Code each report by what the others teach, and say how far that agrees with its reader."""
    pairs: dict[str, list[tuple[list[str | None], str | None]]] = {"further": [], "other": []}
    for name, text in texts.items():
        if not text.codes:
            continue
        factors, learned = teach([other for other_name, other in texts.items() if other_name != name])
        scores = text.evidence @ factors + learned.score(text.sentences, THEMES)
        scores[~in_question(text.evidence)] = OUT
        for row, (codes, counts) in text.codes.items():
            pairs["further" if counts == FURTHER else "other"].append((codes, [*THEMES, None][scores[row].argmax()]))
    for kind, found in pairs.items():
        accepted = sum(code in codes for codes, code in found) / len(found)
        print(
            kind, agreement([codes[0] for codes, _ in found], [code for _, code in found]), f"acceptable {accepted:.3f}"
        )


def main() -> None:
    """Write the weights of words and print the factors, or judge both."""
    texts = load(Path(sys.argv[1]))
    if "--judge" in sys.argv:
        judge(texts)
        return
    factors, learned = teach(list(texts.values()))
    print(", ".join(f"{name} {factor:.2f}" for name, factor in zip(NAMES, factors, strict=True)))
    with PATH.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["word", *THEMES, "-"])
        for word, weights in zip(learned.words, (100 * learned.weights).round().astype(int).tolist(), strict=True):
            if any(weights):
                out.writerow([word, *(weight or "" for weight in weights)])
    print(f"{len(learned.words)} words, {PATH.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
