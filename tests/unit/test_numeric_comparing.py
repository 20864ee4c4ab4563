"""Comparisons: right answers pass whatever their rounding, wrong ones never, doubt is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import numeric
from grader.numeric import Agreement, Estimate
from grader.numeric.rounding import Noisy


def sharp(value):
    value = np.asarray(value, dtype=float)
    return Estimate(value, 1e-15 * np.abs(value), np.zeros(value.shape, dtype=bool))


@pytest.mark.parametrize("scale", [1e-12, 1e-6, 1.0, 1e6, 1e12])
@pytest.mark.parametrize("entry", [(0, 0), (1, 2)])
def test_one_entry_off_by_1e_5_is_found(scale, entry):
    truth = scale * np.array([[1.0, -2.0, 3e-3], [4e3, 5.0, 6e-2]])
    got = truth.copy()
    got[entry] *= 1 + 1e-5
    for result in (numeric.compare(got, sharp(truth)), numeric.compare_value(got, truth)):
        assert result.verdict is Agreement.DISAGREES
        assert result.wrong.sum() == 1
        assert result.entry is None, "so little may be rounding, and which entry it is in chance"
        assert (np.argwhere(result.wrong) == entry).all()


def test_the_first_entry_that_is_clearly_wrong_is_named():
    truth = np.array([[1.0, -2.0], [0.5, 0.0]])
    noisy = truth * (1 + 1e-5 * np.array([[1.0, -3.0], [2.0, 0.0]]))
    for compared in (lambda got: numeric.compare(got, sharp(truth)), lambda got: numeric.compare_value(got, truth)):  # fmt: skip
        assert compared(noisy).entry is None
        assert compared(2 * truth).entry == (0, 0)
        for at in ((0, 1), (1, 0), (1, 1)):
            # Neither the noise of the entries before nor a larger mistake behind takes the name away.
            got = noisy.copy()
            got[at] += 0.1
            assert compared(got).entry == at
            got[1, 1] = np.nan
            assert compared(got).entry == at
    assert numeric.compare_value(np.float64(1.5), 1.0).entry == ()
    assert numeric.compare_value(np.float64(1.00001), 1.0).entry is None
    # Where all should be 0, what is not.
    assert numeric.compare_value(np.array([0.0, 1e-3]), np.zeros(2)).entry == (1,)


@settings(max_examples=200, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    noise=st.floats(1e-12, 1e-5),
    wrong=st.integers(0, 11),
)
def test_no_noise_decides_which_entry_is_named(seed, noise, wrong):
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=(4, 3))
    named = set()
    for _ in range(3):
        got = truth + noise * np.abs(truth).max() * rng.normal(size=truth.shape)
        plain = numeric.compare_value(got, truth, rtol=1e-14)
        assert plain.entry is None
        got.flat[wrong] += 0.5
        named.add(numeric.compare_value(got, truth, rtol=1e-14).entry)
    assert named == {tuple(int(k) for k in np.unravel_index(wrong, truth.shape))}


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), exponent=st.integers(-12, 12), single=st.booleans())
def test_rounding_never_costs_a_right_answer(seed, exponent, single):
    rng = np.random.default_rng(seed)
    A, B = rng.normal(size=(4, 5)), 10.0**exponent * rng.normal(size=(5, 3))
    got = (A.astype(np.float32) @ B.astype(np.float32)) if single else A @ B
    wanted = np.array(
        [[float(sum(a * b for a, b in zip(r, c, strict=True))) for c in B.T] for r in A]
    )
    spread = numeric.input_spread(np.matmul, (A, B))
    result = numeric.compare_value(got, wanted, spread=spread)
    assert result.verdict is not Agreement.DISAGREES
    if not single:
        assert result.verdict is Agreement.AGREES


def test_float32_is_judged_by_its_own_digits():
    truth = np.array([[1.0, 2.0], [3.0, 4.0]])
    got = (truth * (1 + 1e-7)).astype(np.float32)
    assert numeric.compare(got, sharp(truth)).verdict is Agreement.AGREES
    assert numeric.compare_value(got, truth).verdict is Agreement.AGREES
    worse = (truth * 1.001).astype(np.float32)
    assert numeric.compare(worse, sharp(truth)).verdict is Agreement.DISAGREES
    assert numeric.compare_value(worse, truth).verdict is Agreement.DISAGREES


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, int])
def test_what_equals_a_sharp_derivative_is_right_in_any_precision(dtype):
    truth = np.eye(3)
    assert numeric.compare(truth.astype(dtype), sharp(truth)).verdict is Agreement.AGREES


def test_integers_are_numbers():
    assert numeric.compare(np.array([1, 2]), sharp([1.0, 2.0])).verdict is Agreement.AGREES
    assert numeric.compare_value(np.array([1, 2]), np.array([1.0, 3.0])).entry == (1,)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_non_finite_answers_are_wrong_unless_expected(bad):
    truth = np.array([1.0, 2.0])
    got = np.array([1.0, bad])
    assert numeric.compare(got, sharp(truth)).verdict is Agreement.DISAGREES
    assert numeric.compare_value(got, truth).entry == (1,)
    assert numeric.compare_value(got, got).verdict is Agreement.AGREES
    assert numeric.compare_value(truth, got).verdict is Agreement.DISAGREES


def test_a_bar_too_wide_decides_nothing_inside_and_everything_outside():
    wide = Estimate(np.array([1.0, 2.0]), np.array([1e-15, 0.1]), np.zeros(2, dtype=bool))
    inside = numeric.compare(np.array([1.0, 2.15]), wide)
    assert inside.verdict is Agreement.UNDECIDED
    assert inside.entry == (1,)
    assert numeric.compare(np.array([1.0, 2.5]), wide).verdict is Agreement.DISAGREES
    assert numeric.compare(np.array([1.1, 2.0]), wide).entry == (0,)
    # Even what equals the middle of the bar says nothing of how well the bar decides.
    assert not numeric.compare(wide.value, wide).decides
    assert numeric.compare(wide.value, sharp(wide.value)).decides


def test_exact_allows_nothing():
    assert numeric.compare_value(1.0, 1.0 + 2e-16, exact=True).verdict is Agreement.DISAGREES
    nan = np.array([np.nan, 1.0])
    assert numeric.compare_value(nan, nan.copy(), exact=True).verdict is Agreement.AGREES


def test_an_author_may_ask_for_fewer_digits():
    truth = np.array([1.0, 0.0])
    assert numeric.compare_value(truth + 1e-6, truth, rtol=1e-4).verdict is Agreement.AGREES
    assert numeric.compare_value(truth + 1e-3, truth, rtol=1e-4).verdict is Agreement.DISAGREES


@pytest.mark.parametrize(
    "compare", [numeric.compare_value, lambda g, e: numeric.compare(g, sharp(e))]
)
def test_shapes_never_broadcast(compare):
    with pytest.raises(ValueError, match=r"\(3,\)"):
        compare(np.ones(3), np.ones((3, 1)))


def test_where_exp_was_cut_off_is_no_mistake():
    assert numeric.compare_value(np.exp(-500.0), 0.0).verdict is Agreement.AGREES
    assert numeric.compare_value(1e-9, 0.0).verdict is Agreement.DISAGREES


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


@pytest.mark.parametrize("z", [8.0, 20.0, 30.0, 36.0])
def test_a_formula_that_cancels_is_given_its_own_noise(z):
    """σ(1 − σ) loses digits at large z that e^-z/(1 + e^-z)² keeps: both are right."""
    at = np.array([[z]])
    spread = numeric.input_spread(sigmoid_slope, (at,))
    other = np.exp(-at) / (1 + np.exp(-at)) ** 2
    result = numeric.compare_value(other, sigmoid_slope(at), spread=spread)
    assert result.verdict is (Agreement.AGREES if z <= 20 else Agreement.UNDECIDED)
    assert numeric.compare_value(2 * other, sigmoid_slope(at), spread=spread).verdict is not (
        Agreement.AGREES
    )


def test_the_spread_has_the_answers_structure():
    x = np.ones((2, 1))
    spread = numeric.input_spread(lambda u: ([u * 2.1], 3.3 * float(u[0, 0])), (x,))
    assert spread[0][0].shape == (2, 1)
    assert spread[1].shape == ()
    assert 0 < spread[0][0].max() < 1e-14
    assert numeric.input_spread(lambda u: "text", (x,)) is None
    assert numeric.input_spread(lambda u: 1 / 0, (x,)) is None


def test_a_function_that_refuses_subclasses_still_has_a_spread():
    def picky(u):
        if type(u) is not np.ndarray:
            raise TypeError(type(u).__name__)
        return u * 3.0

    assert numeric.input_spread(picky, (np.ones((2, 1)),)).max() > 0


def test_noise_follows_in_place_operations_and_leaves_exact_ones_alone():
    u = np.ones(3).view(Noisy)
    v = u * 3.0
    v += 1.0
    assert isinstance(v, Noisy)
    assert np.any(np.asarray(v) != 4.0)
    assert np.array_equal(np.asarray(np.floor(u * 2.5 + 0.1)), [2.0, 2.0, 2.0])


@pytest.mark.parametrize("h", [1e-3, 1e-4, 1e-5, 1e-6, 1e-7])
def test_difference_quotients_are_seen(h):
    rng = np.random.default_rng(5)
    W, x, y = rng.normal(size=(4, 3)), rng.normal(size=(4, 1)), rng.normal(size=(3, 1))

    def loss(M):
        return float(np.sum((np.tanh(M.T @ x) - y) ** 2))

    got = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[index] = h
        got[index] = (loss(W + step) - loss(W - step)) / (2 * h)
    a = np.tanh(W.T @ x)
    exact = x @ (2 * (a - y) * (1 - a**2)).T
    assert numeric.looks_finite_differenced(got, exact)
    assert not numeric.looks_finite_differenced(exact * (1 + 4e-16), exact)
    assert not numeric.looks_finite_differenced(exact.astype(np.float32), exact)
    assert not numeric.looks_finite_differenced(2 * exact, exact)
    assert not numeric.looks_finite_differenced(got, exact, spread=np.full(W.shape, 1.0))
