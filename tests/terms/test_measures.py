import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import contingency

from liwan_analysis.terms import measures

CASES = json.loads((Path(__file__).parents[1] / "cases" / "measures.json").read_text(encoding="utf-8"))
steady = settings(max_examples=60)


def labels(cases):
    return [case["label"] for case in cases]


@pytest.mark.parametrize("case", CASES["values"], ids=labels(CASES["values"]))
def test_value(case):
    value = getattr(measures, case["call"])(*case["arguments"], **case.get("options", {}))
    assert value == pytest.approx(case["expected"], abs=5e-6, rel=0)


@pytest.mark.parametrize("case", CASES["refusals"], ids=labels(CASES["refusals"]))
def test_refusal(case):
    with pytest.raises(ValueError, match=case["expected"]) as error:
        getattr(measures, case["call"])(*case["arguments"])
    assert "\n" not in str(error.value)


def test_other_forms_of_g2_are_refused():
    with pytest.raises(ValueError, match="cells"):
        measures.log_likelihood(20, 5, 1000, 2000, cells=3)


def test_numbers_give_numbers_and_arrays_give_arrays():
    assert type(measures.log_ratio(20, 5, 1000, 2000)) is float
    assert measures.log_ratio(np.array([20, 5]), np.array([5, 20]), 1000, 1000).tolist() == pytest.approx([2, -2])
    assert measures.gries_dp([[4, 0], [2, 2]], [100, 100]).tolist() == [0.5, 0.0]


@st.composite
def two_corpora(draw):
    n1, n2 = draw(st.integers(2, 50_000)), draw(st.integers(2, 50_000))
    a, b = draw(st.integers(0, n1)), draw(st.integers(0, n2))
    assume(0 < a + b < n1 + n2)
    return a, b, n1, n2


@st.composite
def spread(draw):
    sizes = draw(st.lists(st.integers(1, 3_000), min_size=2, max_size=12))
    counts = [draw(st.integers(0, min(size, 60))) for size in sizes]
    assume(sum(counts))
    return counts, sizes


@st.composite
def shares(draw):
    counts = np.array(draw(st.lists(st.integers(0, 400), min_size=2, max_size=20)))
    assume(counts.sum())
    return counts / counts.sum()


@steady
@given(two_corpora())
def test_g2_and_its_p_are_those_of_scipy(corpora):
    a, b, n1, n2 = corpora
    table = [[a, b], [n1 - a, n2 - b]]
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    g2 = measures.log_likelihood(*corpora)
    assert g2 == pytest.approx(expected.statistic, abs=1e-6)
    assert measures.p_value(g2) == pytest.approx(stats.chi2.sf(g2, 1), abs=1e-12)


@steady
@given(two_corpora())
def test_two_cells_are_part_of_four(corpora):
    a, b, n1, n2 = corpora
    rest = 2 * sum(
        o * np.log(o / e) if o else 0.0
        for o, e in ((n1 - a, n1 * (n1 + n2 - a - b) / (n1 + n2)), (n2 - b, n2 * (n1 + n2 - a - b) / (n1 + n2)))
    )
    two = measures.log_likelihood(*corpora, cells=2)
    assert two + rest == pytest.approx(measures.log_likelihood(*corpora), abs=1e-6)


@steady
@given(two_corpora())
def test_log_ratio_and_its_interval_are_those_of_a_relative_risk(corpora):
    a, b, n1, n2 = corpora
    assume(a and b)
    risk = contingency.relative_risk(a, n1, b, n2)
    interval = risk.confidence_interval(0.95)
    ours = measures.log_ratio_interval(*corpora, z=stats.norm.ppf(0.975))
    assert measures.log_ratio(*corpora) == pytest.approx(np.log2(risk.relative_risk), abs=1e-9)
    assert ours == pytest.approx((np.log2(interval.low), np.log2(interval.high)), abs=1e-9)


@steady
@given(two_corpora())
def test_comparison_turned_round_changes_only_the_sign(corpora):
    a, b, n1, n2 = corpora
    low, high = measures.log_ratio_interval(a, b, n1, n2)
    ratio = measures.log_ratio(a, b, n1, n2)
    assert measures.log_ratio(b, a, n2, n1) == pytest.approx(-ratio, abs=1e-9)
    assert measures.log_ratio_interval(b, a, n2, n1) == pytest.approx((-high, -low), abs=1e-9)
    assert measures.log_likelihood(b, a, n2, n1) == pytest.approx(measures.log_likelihood(a, b, n1, n2), abs=1e-6)
    assert low <= ratio <= high
    assert (low + high) / 2 == pytest.approx(ratio, abs=1e-9)


@steady
@given(two_corpora(), st.integers(2, 9))
def test_effect_size_ignores_scale_and_evidence_grows_with_it(corpora, factor):
    assume(corpora[0] and corpora[1])
    larger = [x * factor for x in corpora]
    assert measures.log_ratio(*larger) == pytest.approx(measures.log_ratio(*corpora), abs=1e-9)
    assert measures.percent_diff(*larger) == pytest.approx(measures.percent_diff(*corpora), rel=1e-9, abs=1e-9)
    assert measures.log_likelihood(*larger) == pytest.approx(factor * measures.log_likelihood(*corpora), abs=1e-5)
    assert np.log2(measures.percent_diff(*corpora) / 100 + 1) == pytest.approx(measures.log_ratio(*corpora), abs=1e-9)


@steady
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_benjamini_hochberg_is_that_of_scipy(p):
    assert measures.benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)


@steady
@given(spread(), st.integers(2, 9), st.randoms())
def test_dispersion_keeps_its_bounds_and_ignores_scale_and_order(parts, factor, chance):
    counts, sizes = parts
    dp, normed, d = (f(counts, sizes) for f in (measures.gries_dp, measures.gries_dp_norm, measures.juilland_d))
    assert 0 <= dp <= 1 - min(sizes) / sum(sizes) + 1e-12
    assert dp <= normed + 1e-12
    assert normed <= 1
    assert 0 <= d <= 1
    order = chance.sample(range(len(sizes)), len(sizes))
    shuffled = [counts[i] * factor for i in order], [sizes[i] * factor for i in order]
    assert measures.gries_dp(*shuffled) == pytest.approx(dp, abs=1e-12)
    assert measures.juilland_d(*shuffled) == pytest.approx(d, abs=1e-9)


@steady
@given(spread())
def test_juilland_d_is_one_minus_scipys_variation(parts):
    counts, sizes = parts
    rates = np.array(counts) / np.array(sizes)
    expected = 1 - stats.variation(rates) / np.sqrt(len(sizes) - 1)
    assert measures.juilland_d(counts, sizes) == pytest.approx(max(expected, 0.0), abs=1e-9)


@steady
@given(st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.integers(0, n - 1), min_size=1))))
def test_arf_lies_between_one_and_the_frequency_wherever_the_circle_starts(text):
    n, places = text
    value = measures.arf(sorted(places), n)
    assert 1 - 1e-9 <= value <= len(places) + 1e-9
    assert measures.arf([(place + n // 3) % n for place in places], n) == pytest.approx(value, abs=1e-9)
    in_order = sorted(places)
    gaps = [in_order[0] + n - in_order[-1], *np.diff(in_order)]
    assert value == pytest.approx(sum(min(gap, n / len(places)) for gap in gaps) * len(places) / n, abs=1e-9)


def test_arf_of_many_terms_is_that_of_each():
    chance = np.random.default_rng(1)
    codes = np.concatenate([np.arange(7), chance.integers(0, 7, 300)])
    positions = chance.permutation(1_000)[: codes.size]
    together = measures.arf_by_term(codes, positions, 1_000)
    assert together.tolist() == pytest.approx([measures.arf(positions[codes == code], 1_000) for code in range(7)])


@steady
@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_association_is_symmetric_and_bounded(fx, fy, data):
    o11 = data.draw(st.integers(1, min(fx, fy)))
    n = data.draw(st.integers(fx + fy, 20_000))
    assert measures.log_dice(o11, fx, fy) == measures.log_dice(o11, fy, fx) <= 14
    assert measures.mutual_information(o11, fx, fy, n) == pytest.approx(measures.mutual_information(o11, fy, fx, n))
    assert measures.t_score(o11, fx, fy, n) <= np.sqrt(o11)
    above_chance = o11 * n > fx * fy
    assert (measures.t_score(o11, fx, fy, n) > 0) == above_chance
    assert measures.log_dice(o11 * 3, fx * 3, fy * 3) == pytest.approx(measures.log_dice(o11, fx, fy))


@steady
@given(shares())
def test_entropy_is_that_of_scipy_and_stays_below_ln_k(parts):
    value = measures.shannon_entropy(parts)
    assert value == pytest.approx(stats.entropy(parts), abs=1e-9)
    assert 0 <= value <= np.log(len(parts)) + 1e-9
    assert measures.normalised_entropy(parts) == pytest.approx(value / np.log(len(parts)))
    assert measures.shannon_entropy([*parts, 0.0]) == pytest.approx(value)
