"""The formulas, as pure functions on numbers.

Every function takes numbers, or numpy arrays of them, and gives back a float for numbers and an array for arrays.
What is empty or cannot be (a count above its corpus, a negative size, a term that occurs nowhere) raises
ValueError: a 0.0 that looks like a finding misleads more than no figure.

>>> round(log_likelihood(20, 5, 1000, 2000), 5)
23.18531
>>> round(log_ratio(20, 5, 1000, 2000), 5)
3.0
>>> round(gries_dp([4, 0, 3, 1, 2], [300, 100, 250, 150, 200]), 5)
0.15

Words used below: a and b are the frequencies of a term in the target and in the reference, n1 and n2 their sizes in
tokens. For collocation, o11 is how often two words co-occur, fx and fy how often each occurs, n the size in tokens.
"""

import math
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
Value: TypeAlias = Any  # a float where numbers came in, a FloatArray where arrays did, as numpy's own functions do

Z_95 = 1.96  # the normal quantile of a 95 % interval, as the formula of the Log Ratio interval is published


def log_likelihood(a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, cells: Literal[2, 4] = 4) -> Value:
    """Give log-likelihood G²: how sure it is that a term is not equally frequent in target and reference.

    >>> round(log_likelihood(20, 5, 1000, 2000), 5)
    23.18531
    >>> round(log_likelihood(20, 5, 1000, 2000, cells=2), 5)
    22.97902

    0 (the same relative frequency) upwards, without direction: which side has more of the term is for `log_ratio`.
    It grows with the size of the corpora, so it compares terms within one pair of corpora, not across pairs.
    Above 3.84 is p < 0.05 before any correction for many terms.

    `cells=4` is 2 Σ O ln(O/E) over the whole 2×2 table (Dunning 1993); `cells=2` leaves out the two cells of all other
    words (Rayson & Garside 2000). The two differ: never mix them in one table.
    """
    a, b, n1, n2 = _two_corpora(a, b, n1, n2)
    if cells not in (2, 4):
        raise ValueError(f"cells must be 2 or 4, not {cells!r}")
    share = (a + b) / (n1 + n2)
    total = _times_log_ratio(a, n1 * share) + _times_log_ratio(b, n2 * share)
    if cells == 4:
        total += _times_log_ratio(n1 - a, n1 * (1 - share)) + _times_log_ratio(n2 - b, n2 * (1 - share))
    return _plain(np.maximum(2 * total, 0.0))


def log_ratio(a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Value:
    """Give the binary logarithm of how many times more frequent a term is in the target than in the reference.

    >>> round(log_ratio(20, 5, 1000, 2000), 5)
    3.0
    >>> round(log_ratio(20, 0, 1000, 2000), 6)
    6.321928

    0 is no difference, +1 twice as frequent in the target, −1 half as frequent. An effect size: comparable across
    corpora of any size. A count of zero is replaced by 0.5 (Hardie 2014), so a term missing on one side gets a finite
    value that depends on the size of that side.
    """
    a, b, n1, n2 = _two_corpora(a, b, n1, n2)
    return _plain(_log2_risk_ratio(a, b, n1, n2))


def log_ratio_interval(
    a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, z: float = Z_95
) -> tuple[Value, Value]:
    """Give the 95 % interval of the Log Ratio, as (low, high).

    >>> low, high = log_ratio_interval(20, 5, 1000, 2000)
    >>> round(low, 4), round(high, 4)
    (1.5904, 4.4096)

    (ln RR ± z √(1/a − 1/n1 + 1/b − 1/n2)) / ln 2, the interval of a relative risk (Katz et al. 1978) on the binary
    scale. A zero count is 0.5 here too, so that the interval stands around the value of `log_ratio`. `z` is the normal
    quantile: 1.96 for 95 %.
    """
    a, b, n1, n2 = _two_corpora(a, b, n1, n2)
    if not z > 0:
        raise ValueError(f"z must be above 0, not {z!r}")
    middle = _log2_risk_ratio(a, b, n1, n2)
    half = z * np.sqrt(1 / _half_for_zero(a) - 1 / n1 + 1 / _half_for_zero(b) - 1 / n2) / math.log(2)
    return _plain(middle - half), _plain(middle + half)


def percent_diff(a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Value:
    """Give %DIFF, the difference of the relative frequencies in per cent of the reference's.

    >>> round(percent_diff(20, 5, 1000, 2000), 5)
    700.0

    −100 (missing in the target) upwards, 0 no difference. An effect size (Gabrielatos & Marchi 2012), comparable
    across corpora, but lopsided: twice as frequent is +100, half as frequent −50. ValueError where b is 0: there is
    nothing to be a per cent of.
    """
    a, b, n1, n2 = _two_corpora(a, b, n1, n2)
    if (b == 0).any():
        raise ValueError("percent_diff has no value where the term is missing in the reference (b = 0)")
    return _plain((a / n1 - b / n2) * 100 / (b / n2))


def bic(g2: ArrayLike, n: ArrayLike) -> Value:
    """Give the Bayes factor of a G² as BIC = G² − ln n, n being the tokens of target and reference together.

    >>> round(bic(log_likelihood(20, 5, 1000, 2000), 3000), 5)
    15.17894

    Below 0 favours no difference, above 2 is positive evidence for one, above 6 strong, above 10 very strong
    (Wilson 2013). Unlike G² alone it allows for the size of the corpora.
    """
    g2, n = _numbers("g2", g2), _numbers("n", n)
    _require((n >= 1).all(), "n must be at least 1")
    return _plain(g2 - np.log(n))


def p_value(g2: ArrayLike) -> Value:
    """Give the probability of a G² at least this large if there were no difference (chi-square, one degree of freedom).

    >>> round(p_value(3.841458821), 6)
    0.05

    Between 0 and 1. The upper tail of chi-square with one degree of freedom is erfc(√(G²/2)).
    """
    roots = np.sqrt(_numbers("g2", g2) / 2)
    return _plain(np.array([math.erfc(root) for root in roots.flat]).reshape(roots.shape))


def benjamini_hochberg(p: ArrayLike) -> FloatArray:
    """Adjust the p-values of one family of tests so that they bound the share of false discoveries.

    >>> [round(q, 3) for q in benjamini_hochberg([0.5, 0.6, 0.1, 0.001]).tolist()]
    [0.6, 0.6, 0.2, 0.004]

    In the order given; never below the value that came in, never above 1 (Benjamini & Hochberg 1995).
    `scipy.stats.false_discovery_control` gives the same numbers and is what the tests compare with; importing it takes
    longer than analysing a report, so it is not called here.
    """
    p = np.atleast_1d(_numbers("p", p))
    _require((p <= 1).all() and p.ndim == 1, "p must be one row of probabilities between 0 and 1")
    order = np.argsort(p, kind="stable")
    adjusted = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.minimum(np.minimum.accumulate(adjusted[::-1])[::-1], 1.0)
    result = np.empty_like(adjusted)
    result[order] = adjusted
    return result


def gries_dp(counts: ArrayLike, sizes: ArrayLike) -> Value:
    """Give Gries' DP, the deviation of proportions: how unevenly a term is spread over the parts of a text.

    >>> round(gries_dp([4, 0, 3, 1, 2], [300, 100, 250, 150, 200]), 6)
    0.15

    ½ Σ |Fi/F − si|, si the part's share of the text: 0 is as even as the parts' sizes, and the maximum, the whole term
    in the smallest part, is 1 − min si (Gries 2008). Comparable between terms over the same parts. `counts` holds one
    number a part, or one row a term; of `sizes` only the proportions matter. ValueError for fewer than two parts, a
    part without size, or a term that occurs nowhere.
    """
    counts, sizes = _parts(counts, sizes)
    shares = counts / counts.sum(axis=-1, keepdims=True)
    return _plain(np.abs(shares - sizes / sizes.sum()).sum(axis=-1) / 2)


def gries_dp_norm(counts: ArrayLike, sizes: ArrayLike) -> Value:
    """Give Gries' DP divided by its maximum for these parts, 1 − min si (Lijffijt & Gries 2012).

    >>> round(gries_dp_norm([4, 0, 3, 1, 2], [300, 100, 250, 150, 200]), 6)
    0.166667

    0 even, 1 all in the smallest part: comparable between texts cut into different parts. Takes and refuses what
    `gries_dp` does.
    """
    counts, sizes = _parts(counts, sizes)
    dp = np.asarray(gries_dp(counts, sizes))
    return _plain(np.minimum(dp / (1 - sizes.min() / sizes.sum()), 1.0))


def juilland_d(counts: ArrayLike, sizes: ArrayLike) -> Value:
    """Give Juilland's D of the relative frequencies: how evenly a term is spread over the parts of a text.

    >>> round(juilland_d([4, 0, 3, 1, 2], [300, 100, 250, 150, 200]), 6)
    0.716499

    1 − CV/√(k−1) over k parts, CV the population standard deviation of the rates by their mean (Juilland et al. 1970).
    Note the direction: 1 is even, 0 all in one part, the reverse of DP. Each part weighs the same, so a small part
    sways it; DP allows for sizes and is the one to rank by. Takes and refuses what `gries_dp` does.
    """
    counts, sizes = _parts(counts, sizes)
    rates = counts / sizes
    variation = rates.std(axis=-1) / rates.mean(axis=-1)
    return _plain(np.clip(1 - variation / math.sqrt(sizes.size - 1), 0.0, 1.0))


def arf(positions: ArrayLike, n: int) -> float:
    """Give the average reduced frequency of a term from its places in a text of n tokens.

    >>> arf([10, 12, 15, 500, 900], 1000)
    2.575

    (1/v) Σ min(di, v) with v = n/F and di the distance to the occurrence before, the text taken as a circle (Savický &
    Hlaváčová 2002). From 1 (one clump) to F (spaced evenly): a frequency as it would be after clumps are reduced,
    comparable with other ARFs in the same text. It needs no parts. ValueError for no position, one given twice, or one
    outside the text.
    """
    places = np.atleast_1d(_numbers("positions", positions))
    return float(arf_by_term(np.zeros(places.size, dtype=np.int64), places, n)[0])


def arf_by_term(terms: ArrayLike, positions: ArrayLike, n: int) -> FloatArray:
    """Give `arf` for many terms at once: one value for each code 0, 1, … in `terms`.

    >>> arf_by_term([0, 0, 1, 0, 0, 0], [10, 12, 700, 15, 500, 900], 1000).tolist()
    [2.575, 1.0]

    `terms` holds the code of the term that stands at the place of the same index in `positions`.
    """
    codes = np.asarray(terms, dtype=np.int64)
    places = _numbers("positions", positions)
    _require(codes.shape == places.shape and places.ndim == 1, "terms and positions must be of one length")
    _require((places <= n).all(), f"a position is outside the text of {n} tokens")
    _require((codes >= 0).all(), "the codes of the terms must count up from 0")
    frequency = np.bincount(codes)
    _require((frequency > 0).all(), "a term has no position")
    order = np.lexsort((places, codes))
    codes, places = codes[order], places[order]
    last = np.cumsum(frequency) - 1
    first = last - frequency + 1
    gaps = np.empty(places.size)
    gaps[1:] = np.diff(places)
    gaps[first] = places[first] + n - places[last]
    _require((gaps > 0).all(), "a position is given twice")
    mean_gap = n / frequency
    reduced: FloatArray = np.bincount(codes, weights=np.minimum(gaps, mean_gap[codes])) / mean_gap
    return reduced


def log_dice(o11: ArrayLike, fx: ArrayLike, fy: ArrayLike) -> Value:
    """Give logDice: how exclusively two words keep each other's company.

    >>> round(log_dice(8, 20, 30), 6)
    12.356144

    14 + log2(2·o11/(fx+fy)) (Rychlý 2008). 14 when the two only ever occur together, one less for each halving; below
    0 is fewer than one co-occurrence in 16,000. It does not depend on the size of the corpus, so it is comparable
    across corpora. Where a collocate stands more than once beside one node it may pass 14. ValueError for words that
    never co-occur: the value would be −∞.
    """
    o11, fx, fy = _pair(o11, fx, fy)
    return _plain(14 + np.log2(2 * o11 / (fx + fy)))


def mutual_information(o11: ArrayLike, fx: ArrayLike, fy: ArrayLike, n: ArrayLike) -> Value:
    """Give MI, the binary logarithm of how many times more often two words co-occur than by chance.

    >>> round(mutual_information(8, 20, 30, 1000), 6)
    3.736966

    log2(o11·n/(fx·fy)) (Church & Hanks 1990): 0 is chance, above 3 is usually called strong. It favours rare words, so
    read it beside a frequency floor; it is comparable within one corpus and one span only (the expectation is not
    corrected for the span). ValueError for words that never co-occur.
    """
    o11, fx, fy = _pair(o11, fx, fy)
    return _plain(np.log2(o11 * _size_above(n, fx, fy) / (fx * fy)))


def t_score(o11: ArrayLike, fx: ArrayLike, fy: ArrayLike, n: ArrayLike) -> Value:
    """Give the t-score: how sure it is that two words co-occur more often than by chance.

    >>> round(t_score(8, 20, 30, 1000), 6)
    2.616295

    (O − E)/√O with E = fx·fy/n (Church et al. 1991): above 2 is usually called reliable, below 0 is rarer than chance.
    It favours frequent words and grows with the corpus, so it ranks within one corpus only. ValueError for words that
    never co-occur.
    """
    o11, fx, fy = _pair(o11, fx, fy)
    return _plain((o11 - fx * fy / _size_above(n, fx, fy)) / np.sqrt(o11))


def shannon_entropy(shares: ArrayLike) -> float:
    """Give Shannon's H in nats: how evenly attention is divided over categories.

    >>> round(shannon_entropy([0.4, 0.3, 0.2, 0.1]), 6)
    1.279854

    −Σ A ln A: 0 when one category has everything, ln K when all K have the same (Boydstun, Bevan & Thomas 2014).
    Comparable only over the same K; `normalised_entropy` divides by ln K. ValueError unless the shares add up to 1
    (to a thousandth, for rounded shares): leaving a category out must be a decision, not an accident.
    """
    values = _shares(shares)
    return float(-_times_log_ratio(values, np.ones_like(values)).sum() + 0.0)


def normalised_entropy(shares: ArrayLike) -> float:
    """Give H/ln K, 0 to 1, over the K categories of `shares`, those with a share of 0 included.

    >>> round(normalised_entropy([0.4, 0.3, 0.2, 0.1]), 6)
    0.92322

    Comparable across codebooks of different size (Boydstun, Bevan & Thomas 2014). ValueError for one category alone.
    """
    values = _shares(shares)
    _require(values.size > 1, "normalised entropy needs at least two categories")
    return shannon_entropy(values) / math.log(values.size)


def _require(holds: Any, problem: str) -> None:
    if not holds:
        raise ValueError(problem)


def _plain(values: Any) -> Value:
    return values.item() if np.ndim(values) == 0 else values


def _numbers(name: str, values: ArrayLike) -> FloatArray:
    array = np.asarray(values, dtype=np.float64)
    _require(array.size > 0, f"{name} is empty")
    _require((np.isfinite(array) & (array >= 0)).all(), f"{name} must be finite and not negative")
    return array


def _two_corpora(
    a: ArrayLike, b: ArrayLike, n1: ArrayLike, n2: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    target, reference = _numbers("a", a), _numbers("b", b)
    size1, size2 = _numbers("n1", n1), _numbers("n2", n2)
    _require((size1 > 0).all() and (size2 > 0).all(), "n1 and n2 must be above 0")
    _require((target <= size1).all() and (reference <= size2).all(), "a frequency is above the size of its corpus")
    _require((target + reference > 0).all(), "a term occurs neither in the target nor in the reference")
    return target, reference, size1, size2


def _half_for_zero(counts: FloatArray) -> FloatArray:
    return np.where(counts == 0, 0.5, counts)


def _log2_risk_ratio(a: FloatArray, b: FloatArray, n1: FloatArray, n2: FloatArray) -> FloatArray:
    ratio: FloatArray = np.log2((_half_for_zero(a) / n1) / (_half_for_zero(b) / n2))
    return ratio


def _times_log_ratio(observed: FloatArray, expected: FloatArray) -> FloatArray:
    occurs = observed > 0
    ratio = np.where(occurs, observed, 1.0) / np.where(occurs, expected, 1.0)
    product: FloatArray = observed * np.log(ratio)
    return product


def _parts(counts: ArrayLike, sizes: ArrayLike) -> tuple[FloatArray, FloatArray]:
    frequency, size = _numbers("counts", counts), _numbers("sizes", sizes)
    _require(
        size.ndim == 1 and frequency.ndim >= 1 and frequency.shape[-1] == size.size,
        "counts and sizes must name the same parts",
    )
    _require(size.size > 1, "dispersion needs at least two parts")
    _require((size > 0).all(), "every part must have a size above 0")
    _require((frequency.sum(axis=-1) > 0).all(), "a term that occurs in no part has no dispersion")
    return frequency, size


def _pair(o11: ArrayLike, fx: ArrayLike, fy: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    together, first, second = _numbers("o11", o11), _numbers("fx", fx), _numbers("fy", fy)
    _require((together > 0).all(), "words that never co-occur have no association score")
    _require(
        ((first > 0) & (second > 0) & (together <= np.maximum(first, second))).all(),
        "o11 cannot be above the frequency of both words",
    )
    return together, first, second


def _size_above(n: ArrayLike, fx: FloatArray, fy: FloatArray) -> FloatArray:
    size = _numbers("n", n)
    _require((size >= np.maximum(fx, fy)).all(), "n cannot be below the frequency of a word")
    return size


def _shares(shares: ArrayLike) -> FloatArray:
    values = _numbers("shares", shares)
    _require(values.ndim == 1, "shares must be one row of numbers")
    _require(math.isclose(float(values.sum()), 1.0, abs_tol=1e-3), "shares must add up to 1")
    return values
