"""What the text itself suggests: topics of blocks by matrix factorisation, and a network of terms that occur together.

Exploratory: a report has some eighty blocks, few for either method, so both say what to look at and prove nothing.
scikit-learn and networkx are loaded when they are used, since loading them takes longer than coding a report.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from liwan_analysis.terms.context import cooccurrence

__all__ = ["Topics", "find_topics", "term_network", "topic_agreement", "topic_numbers"]

FloatArray = NDArray[np.float64]

SEED = 20240227
N_TOP = 10
"""How many of a topic's terms are compared and shown: the usual number in work on topic coherence."""

WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
"""A term worth comparing: a word of two Chinese characters or more."""


@dataclass(frozen=True)
class Topics:
    """Topics of one report.

    `topics` has a row a topic: topic, terms (its strongest, the first the strongest), n_blocks, share (of blocks).
    `blocks` has a row a block: block_id, topic, weight (the topic's part of the block, 0 to 1). `numbers` is the table
    of `topic_numbers` that the number of topics was chosen by.
    """

    topics: pd.DataFrame
    blocks: pd.DataFrame
    numbers: pd.DataFrame


def topic_numbers(tokens: pd.DataFrame, counts: Sequence[int] = range(6, 15, 2), *, n_seeds: int = 4) -> pd.DataFrame:
    """Try several numbers of topics, and say how coherent and how stable the topics of each are.

    Columns: n_topics, coherence, stability, is_chosen.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.words import tokenize
    >>> topic_numbers(tokenize(load_report()), [6, 10], n_seeds=2).n_topics.tolist()
    [6, 10]

    `coherence` is the mean NPMI of the pairs among a topic's ten strongest terms, counted in sentences: −1 never
    together, 0 as chance would have it, 1 only together (Bouma 2009; Röder, Both & Hinneburg 2015). `stability` is the
    mean Jaccard overlap of the ten strongest terms between runs from different random starts, topics paired as well as
    they can be: 1 the same topics each time (Greene, O'Callaghan & Cunningham 2014). Chosen is the number with the best
    mean rank in both, the smaller one when two are level. Numbers larger than half the blocks are left out.

    Raises ValueError when the report has too few blocks for any of `counts`.
    """
    data = _Data(tokens)
    rows = []
    for n_topics in counts:
        if n_topics > data.n_blocks // 2:
            continue
        runs = [data.top_terms(data.factorise(n_topics, seed=SEED + i)[1]) for i in range(n_seeds)]
        coherence = float(np.mean([data.npmi(terms) for run in runs for terms in run]))
        stability = float(np.mean([_overlap(a, b) for a, b in combinations(runs, 2)])) if n_seeds > 1 else np.nan
        rows.append((n_topics, round(coherence, 4), round(stability, 4)))
    if not rows:
        raise ValueError(f"{data.n_blocks} blocks are too few for {min(counts)} topics; give a longer report")
    table = pd.DataFrame(rows, columns=["n_topics", "coherence", "stability"])
    ranks = table[["coherence", "stability"]].rank(ascending=False).mean(axis=1)
    table["is_chosen"] = table.index == ranks.idxmin()
    return table


def find_topics(tokens: pd.DataFrame, n_topics: int | None = None) -> Topics:
    """Find the topics of a report's blocks by non-negative matrix factorisation of their TF-IDF weights.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.words import tokenize
    >>> find_topics(tokenize(load_report()), 6).topics.columns.tolist()
    ['topic', 'terms', 'n_blocks', 'share']

    `tokens` is what `tokenize` gives. Blocks of review and plan with at least five content words count; terms are
    words of two Chinese characters or more, no stop words, that stand in at least two blocks and in no more than half.
    The factorisation starts from the singular vectors (NNDSVDa), so that it gives the same topics each time (Lee &
    Seung 1999; Boutsidis & Gallopoulos 2008). Without `n_topics` the number is the one that `topic_numbers` chooses.
    """
    numbers = topic_numbers(tokens) if n_topics is None else topic_numbers(tokens, [n_topics])
    data = _Data(tokens)
    chosen = int(numbers.loc[numbers["is_chosen"], "n_topics"].iloc[0])
    weights, loadings = data.factorise(chosen)
    top = data.top_terms(loadings)
    totals = weights.sum(axis=1)
    best = weights.argmax(axis=1)
    blocks = pd.DataFrame(
        {"block_id": data.block_ids, "topic": best, "weight": weights.max(axis=1) / totals.clip(1e-12)}
    )
    blocks = blocks[totals > 0].reset_index(drop=True).round({"weight": 4})
    n_blocks = blocks["topic"].value_counts().reindex(range(chosen), fill_value=0)
    topics = pd.DataFrame({
        "topic": range(chosen),
        "terms": ["、".join(terms) for terms in top],
        "n_blocks": n_blocks.to_numpy(),
        "share": (n_blocks / max(len(blocks), 1)).round(4).to_numpy(),
    })  # fmt: skip
    return Topics(topics, blocks, numbers)


def topic_agreement(blocks: pd.DataFrame, coded_blocks: pd.DataFrame) -> pd.DataFrame:
    """Say how far topics and coding divide the blocks in the same way: adjusted mutual information.

    >>> blocks = pd.DataFrame({"block_id": ["b1", "b2", "b3", "b4"], "topic": [0, 0, 1, 1]})
    >>> coded = pd.DataFrame({"block_id": blocks.block_id, "theme": [*"aabb"], "cap_major": [6, 6, 5, 5]})
    >>> topic_agreement(blocks, coded)["ami"].tolist()
    [1.0, 1.0]

    Columns: coding (theme, cap_major), n_blocks, n_topics, n_codes, ami. 1 is the same division, 0 what two unrelated
    divisions of these sizes would share (Vinh, Epps & Bailey 2010). `blocks` is that of `Topics`, `coded_blocks` what
    `code_blocks` gives; blocks that lack either are left out.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    both = blocks.merge(coded_blocks[["block_id", "theme", "cap_major"]].dropna(), on="block_id")
    if both.empty:
        raise ValueError("no block has both a topic and a theme: are the tables of the same report?")
    rows = []
    for coding in ("theme", "cap_major"):
        codes = both[coding].astype(str)
        ami = float(adjusted_mutual_info_score(codes, both["topic"]))
        rows.append((coding, len(both), both["topic"].nunique(), codes.nunique(), round(ami, 4)))
    return pd.DataFrame(rows, columns=["coding", "n_blocks", "n_topics", "n_codes", "ami"])


def term_network(
    tokens: pd.DataFrame, *, n_terms: int = 50, n_neighbours: int = 3, min_n: int = 3, seed: int = SEED
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the network of frequent terms that stand in the same sentences: its nodes and its edges.

    >>> from liwan_analysis.report import load_report
    >>> from liwan_analysis.words import tokenize
    >>> nodes, edges = term_network(tokenize(load_report()), n_terms=20)
    >>> len(nodes) <= 20, set(edges.source) | set(edges.target) == set(nodes.term)
    (True, True)

    Nodes: term, n (its frequency), degree, community, x, y. Edges: source, target, n (sentences with both), log_dice.

    The `n_terms` most frequent terms of review and plan; of the pairs with at least `min_n` sentences, those that are
    among the `n_neighbours` strongest (logDice) of either end, since all of them cannot be read. Terms without an edge
    are left out. Communities are Louvain's (Blondel et al. 2008), weighted by logDice and seeded, 0 the largest. The
    places follow the number of steps between terms (Kamada & Kawai 1989): nothing random is in them, and names do not
    pile up as a spring layout makes them. Two empty tables when no two terms meet often enough.
    """
    import networkx as nx

    terms = _content(tokens)
    frequency = terms["token"].value_counts(sort=False).rename_axis("term").reset_index(name="n")
    frequency = frequency.sort_values(["n", "term"], ascending=[False, True]).head(n_terms)
    pairs = cooccurrence(terms, frequency["term"].tolist(), min_n=min_n)
    edges = pairs[_is_strong(pairs, n_neighbours)].rename(columns={"term_a": "source", "term_b": "target"})
    edges = edges.reset_index(drop=True)
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges[["source", "target", "log_dice"]].itertuples(index=False))
    found = nx.community.louvain_communities(graph, seed=seed) if len(graph) else []
    order = sorted(found, key=lambda community: (-len(community), min(community)))
    community = {term: i for i, members in enumerate(order) for term in members}
    places = _places(graph)
    nodes = frequency[frequency["term"].isin(community)].reset_index(drop=True)
    nodes["degree"] = [graph.degree(term) for term in nodes["term"]]
    nodes["community"] = [community[term] for term in nodes["term"]]
    nodes["x"] = [round(float(places[term][0]), 4) for term in nodes["term"]]
    nodes["y"] = [round(float(places[term][1]), 4) for term in nodes["term"]]
    return nodes, edges


def _places(graph: Any) -> dict[str, Sequence[float]]:
    """Lay the network out by steps between terms; parts that do not meet stand apart by half of the longest way."""
    import networkx as nx

    steps = {term: dict(ways) for term, ways in nx.all_pairs_shortest_path_length(graph)}
    apart = 1 + max((n for ways in steps.values() for n in ways.values()), default=0) / 2
    distances = {a: {b: steps[a].get(b, apart) for b in graph} for a in graph}
    places: dict[str, Sequence[float]] = nx.kamada_kawai_layout(graph, dist=distances)
    return places


class _Data:
    """A report's blocks as TF-IDF vectors, and which terms stand in which sentences."""

    def __init__(self, tokens: pd.DataFrame) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        terms = _content(tokens)
        documents = terms.groupby("block_id", sort=False)["token"].agg(list)
        documents = documents[documents.map(len) >= 5]
        self.block_ids: list[str] = documents.index.tolist()
        self.n_blocks = len(documents)
        if self.n_blocks < 4:
            raise ValueError(f"{self.n_blocks} blocks with words are too few for topics; give a longer report")
        vectorizer = TfidfVectorizer(analyzer=list, min_df=2, max_df=0.5, sublinear_tf=True)
        self.matrix = vectorizer.fit_transform(documents)
        self.terms: list[str] = vectorizer.get_feature_names_out().tolist()
        inside = terms[terms["token"].isin(self.terms)]
        self.stands_in = pd.crosstab(inside["sentence_id"], inside["token"])[self.terms].to_numpy() > 0

    def factorise(self, n_topics: int, *, seed: int | None = None) -> tuple[FloatArray, FloatArray]:
        """Give the topics' weights in each block and the terms' in each topic; with a seed, from a random start."""
        from sklearn.decomposition import NMF
        from sklearn.exceptions import ConvergenceWarning

        start: dict[str, Any] = {"init": "nndsvda"} if seed is None else {"init": "random"}
        model = NMF(n_topics, **start, random_state=SEED if seed is None else seed, max_iter=300)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            weights = model.fit_transform(self.matrix)
        return np.asarray(weights, dtype=np.float64), np.asarray(model.components_, dtype=np.float64)

    def top_terms(self, loadings: FloatArray) -> list[list[str]]:
        order = np.argsort(-loadings.round(9), axis=1, kind="stable")[:, :N_TOP]
        return [[self.terms[i] for i in row] for row in order]

    def npmi(self, terms: Sequence[str]) -> float:
        """Give the mean NPMI of the pairs of terms, over the report's sentences."""
        columns = self.stands_in[:, [self.terms.index(term) for term in terms]].astype(np.float64)
        together = columns.T @ columns / len(columns)
        alone = np.diag(together)
        values = []
        for i, j in combinations(range(len(terms)), 2):
            p = together[i, j]
            certain = p in (0.0, 1.0)
            values.append((-1.0 if p == 0 else 1.0) if certain else np.log(p / (alone[i] * alone[j])) / -np.log(p))
        return float(np.mean(values))


def _content(tokens: pd.DataFrame) -> pd.DataFrame:
    """Give the tokens of review and plan that are terms worth comparing."""
    rows = tokens[tokens["part"].isin(["review", "plan"]) & ~tokens["is_stop"]]
    return rows[[WORD.fullmatch(token) is not None for token in rows["token"]]]


def _overlap(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> float:
    """Give the mean Jaccard overlap of two runs' topics, paired so that it is largest."""
    from scipy.optimize import linear_sum_assignment

    overlaps = np.array([[len(set(a) & set(b)) / len(set(a) | set(b)) for b in second] for a in first])
    rows, columns = linear_sum_assignment(-overlaps)
    return float(overlaps[rows, columns].mean())


def _is_strong(pairs: pd.DataFrame, n_neighbours: int) -> NDArray[np.bool_]:
    """Mark the pairs that are among the strongest of either end; pairs come strongest first."""
    n_met: Counter[str] = Counter()
    strong = []
    for ends in zip(pairs["term_a"], pairs["term_b"], strict=True):
        n_met.update(ends)
        strong.append(min(n_met[end] for end in ends) <= n_neighbours)
    return np.array(strong, dtype=np.bool_)
