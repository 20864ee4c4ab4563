"""Derivatives: right to rounding against 50-digit arithmetic, laid out by the rules, honest about doubt."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import numeric
from grader.draws import Draws

RULES = [
    ((), (), ()),
    ((1, 1), (1, 1), ()),
    ((), (3, 1), (3, 1)),
    ((1, 1), (3, 1), (3, 1)),
    ((4, 1), (3, 1), (3, 4)),
    ((4, 1), (), (1, 4)),
    ((4, 1), (1, 1), (1, 4)),
    ((), (2, 3), (2, 3)),
    ((1, 1), (1, 3), (1, 3)),
]


@pytest.mark.parametrize(("v", "u", "shape"), RULES)
def test_each_rule_has_its_shape(v, u, shape):
    assert numeric.layout_shape(v, u) == shape


@pytest.mark.parametrize(
    ("v", "u"), [((2, 1), (2, 2)), ((2, 2), (1, 1)), ((3,), (3, 1)), ((), (2,))]
)
def test_no_rule_is_an_error(v, u):
    with pytest.raises(ValueError, match=r"rule|2-D"):
        numeric.layout_shape(v, u)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_vector_by_a_vector_has_u_down_and_v_across(trusted):
    M = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    found = numeric.derivative(lambda u: M @ u, np.ones((3, 1)), trusted=trusted)
    assert found.value.shape == (3, 2)
    assert np.all(np.abs(found.value - M.T) <= found.error)


def test_three_indices():
    x = np.array([[1.0], [2.0], [3.0]])
    found = numeric.derivative(lambda W: W.T @ x, np.ones((3, 2)), trusted=True, layout="indices")
    wanted = np.einsum("j,kp->jkp", x[:, 0], np.eye(2))
    assert np.array_equal(found.value, wanted)


def test_three_indices_keep_a_single_output():
    x = np.ones((3, 1))
    found = numeric.derivative(lambda W: W.T @ x, np.ones((3, 1)), trusted=True, layout="indices")
    assert found.value.shape == (3, 1, 1)


def test_an_unknown_layout_is_wrong_use():
    with pytest.raises(ValueError, match="numerator"):
        numeric.derivative(lambda u: u, 1.0, trusted=True, layout="numerator")


def test_cost():
    calls = []

    def f(u):
        calls.append(1)
        return np.sum(u**3)

    u = np.arange(1.0, 13.0).reshape(3, 4)
    trusted = numeric.derivative(f, u, trusted=True)
    assert trusted.evaluations == u.size + 4
    assert len(calls) == 3  # all points, one of them alone, and those of the bar
    calls.clear()
    numeric.derivative(lambda u: f(u.view(np.ndarray)), u, trusted=True)  # not for many at once
    assert len(calls) == u.size + 4
    calls.clear()
    black_box = numeric.derivative(f, u, trusted=False)
    assert len(calls) == black_box.evaluations == 12 * u.size


FUNCTIONS = [
    (np.tanh, mpmath.tanh, 0.3),
    (np.exp, mpmath.exp, -2.5),
    (np.sin, mpmath.sin, 1.1),
    (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (1 + mpmath.exp(-z)), 4.0),
    (lambda z: z**3 - 2 * z, lambda z: z**3 - 2 * z, 1e6),
    (lambda z: np.log(z) / z, lambda z: mpmath.log(z) / z, 1e-12),
    (np.sqrt, mpmath.sqrt, 1e12),
    (lambda z: 1e12 * z * z, lambda z: mpmath.mpf(10) ** 12 * z * z, 1e-12),
]


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(("ours", "exact", "at"), FUNCTIONS)
def test_the_truth_lies_within_the_bar(ours, exact, at, trusted):
    with mpmath.workdps(50):
        truth = float(mpmath.diff(exact, mpmath.mpf(at)))
    found = numeric.derivative(ours, at, trusted=trusted)
    assert abs(float(found.value) - truth) <= float(found.error)
    assert float(found.error) <= (1e-13 if trusted else 1e-7) * abs(truth)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    exponent=st.integers(-12, 12),
    weight=st.integers(-3, 3),
)
def test_bars_hold_at_all_magnitudes(seed, exponent, weight):
    rng = np.random.default_rng(seed)
    W1, W2 = rng.normal(size=(3, 4)), 10.0**weight * rng.normal(size=(4, 2))
    x = 10.0**exponent * rng.normal(size=(3, 1))

    def loss(u):
        return np.sum(np.square(W2.T @ np.tanh(W1.T @ u / 10.0**exponent)))

    # 1 - z² loses digits where tanh saturates: the truth needs more than the 53 bits under test.
    fine1, fine2, at = (part.astype(np.longdouble) for part in (W1, W2, x))
    z = np.tanh(fine1.T @ at / 10.0**exponent)
    truth = fine1 @ ((1 - z**2) * (fine2 @ (2 * (fine2.T @ z)))) / 10.0**exponent
    for trusted in (True, False):
        found = numeric.derivative(loss, x, trusted=trusted)
        assert np.all(np.abs(found.value - truth) <= found.error)


def test_cancellation_widens_the_trusted_bar():
    def close_call(u):
        return np.sum(((u + 1e8) - 1e8) ** 2)

    sharp = numeric.derivative(lambda u: np.sum(u**2), np.ones((2, 1)), trusted=True)
    vague = numeric.derivative(
        lambda u: np.sum((u * u - 1.0) ** 2), np.full((2, 1), 1 + 1e-9), trusted=True
    )
    assert np.max(sharp.error / np.abs(sharp.value)) < 1e-13
    assert np.min(vague.error / np.abs(vague.value)) > 1e-9
    assert np.all(np.isfinite(numeric.derivative(close_call, np.ones((2, 1)), trusted=True).error))


def test_other_inputs_count_when_they_are_moved_too():
    a = 1 + 1e-9

    def f(b):
        return lambda u: np.sum((b * b - 1.0) * u)

    alone = numeric.derivative(f(a), np.ones((2, 1)), trusted=True)
    with_neighbours = numeric.derivative(
        f(a), np.ones((2, 1)), trusted=True, nearby=[f(a * (1 + 4e-16)), f(a * (1 - 4e-16))]
    )
    assert np.all(with_neighbours.error > 1e3 * alone.error)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_flat_function_has_the_derivative_zero_exactly(trusted):
    found = numeric.derivative(
        lambda z: np.sum((z.real >= 0) * 1.0), np.ones((2, 2)), trusted=trusted
    )
    assert np.array_equal(found.value, np.zeros((2, 2)))
    # Equal values at twelve points may also be a saturated function's, with a slope too small to see.
    zero = numeric.Agreement.AGREES if trusted else numeric.Agreement.UNDECIDED
    assert numeric.compare(np.zeros((2, 2)), found).verdict is zero
    assert numeric.compare(np.full((2, 2), 1e-9), found).verdict is numeric.Agreement.DISAGREES


def test_a_slope_too_small_for_the_step_is_within_its_bar():
    """1/cosh²(352) is 7e-306: times the step it is no double any more."""
    found = numeric.derivative(lambda u: np.sum(np.tanh(352.0 * u)), np.ones((1, 1)), trusted=True)
    truth = 352.0 * 4 * np.exp(-704.0)
    assert 0 < truth <= float(found.error)
    assert numeric.compare(np.asarray(truth), found).verdict is numeric.Agreement.AGREES
    assert numeric.compare(np.asarray(1e-9), found).verdict is numeric.Agreement.DISAGREES


def test_a_black_box_that_saturates_is_not_called_flat():
    found = numeric.derivative(lambda u: np.sum(np.tanh(30 + u)), np.ones((2, 1)), trusted=False)
    truth = 1 / np.cosh(31.0) ** 2
    assert np.all(np.abs(found.value - truth) <= found.error)
    assert numeric.compare(np.full((2, 1), truth), found).verdict is numeric.Agreement.UNDECIDED


def relu(z):
    return np.where(z > 0, z, 0.0)


@pytest.mark.parametrize("distance", [0.0, 1e-12, -1e-12, 1e-9, -1e-7, 1e-6])
def test_next_to_a_kink_the_slope_lies_in_an_interval(distance):
    found = numeric.derivative(lambda u: np.sum(relu(u - 1.0) + u), 1.0 + distance, trusted=False)
    truth = 2.0 if distance > 0 else 1.0
    assert abs(float(found.value) - truth) <= float(found.error)
    assert bool(found.kink)
    assert float(found.error) < 1.0
    assert numeric.compare(np.asarray(truth), found).verdict is numeric.Agreement.UNDECIDED
    assert numeric.compare(np.asarray(3.0), found).verdict is numeric.Agreement.DISAGREES


@pytest.mark.parametrize("distance", [1e-2, -1e-2, 4e-3])
def test_steps_that_stay_on_one_side_of_a_kink_decide(distance):
    found = numeric.derivative(
        lambda u: np.sum(relu(u - 1.0) + u**2), 1.0 + distance, trusted=False
    )
    truth = (1.0 if distance > 0 else 0.0) + 2 * (1 + distance)
    assert not bool(found.kink)
    assert abs(float(found.value) - truth) <= float(found.error) < 1e-6


def test_no_kink_at_any_distance_makes_a_confident_mistake():
    """A black box with a kink somewhere near: the bar holds whatever the distance.

    Jumps of the slope below about 1e-7 of it are less than the extrapolation can see: there the bar may be
    several times too small, far below any tolerance of a check.
    """
    rng = np.random.default_rng(0)
    for _ in range(5000):
        t = rng.choice([-1, 1]) * 10.0 ** rng.uniform(-13, -0.5)
        jump = rng.choice([-1, 1]) * 10.0 ** rng.uniform(-6, 0.5)
        bend = rng.uniform(-2, 2)

        def f(u, t=t, jump=jump, bend=bend):
            return math.sin(u) + bend * u * u + jump * max(u - (1.0 + t), 0.0)

        truth = math.cos(1.0) + 2 * bend + (jump if t < 0 else 0.0)
        found = numeric.derivative(lambda u, f=f: np.asarray(f(float(u))), 1.0, trusted=False)
        # Within a kink's interval the truth lies on its edge, up to rounding.
        assert abs(float(found.value) - truth) <= float(found.error) * (1 + 1e-5), (t, jump, bend)


@pytest.mark.parametrize(
    "wild",
    [
        lambda u: np.sum(np.where(u >= 1.0, 1.0, 0.0)),  # a jump at the point itself
        lambda u: np.sum(np.where(u > 1.0, np.nan, u)),
        lambda u: np.sum(np.where(u > 1.0, np.inf, u)),
        lambda u: np.sum(np.sqrt(np.abs(u - 1.0))),
    ],
    ids=["jump", "nan", "inf", "cusp"],
)
def test_where_there_is_no_derivative_nothing_is_decided(wild):
    found = numeric.derivative(wild, 1.0, trusted=False)
    assert np.isinf(found.error)
    for got in (0.0, 1.0, 1e9):
        verdict = numeric.compare(np.asarray(got), found).verdict
        assert verdict is numeric.Agreement.UNDECIDED


def test_a_non_finite_trusted_derivative_decides_nothing():
    found = numeric.derivative(lambda u: np.log(u), 0.0, trusted=True)
    assert numeric.compare(np.asarray(1.0), found).verdict is numeric.Agreement.UNDECIDED


def test_a_function_that_takes_no_complex_numbers_is_extrapolated():
    def f(u):
        return math.exp(float(np.real_if_close(u))) if np.isrealobj(u) else math.exp(u)

    found = numeric.derivative(f, 0.5, trusted=True)
    assert found.evaluations == 12
    assert abs(float(found.value) - math.exp(0.5)) <= float(found.error)


def test_a_function_that_drops_the_imaginary_part_is_extrapolated():
    def f(u):
        out = np.zeros(np.shape(u))
        out[...] = u**2
        return out

    found = numeric.derivative(lambda u: np.sum(f(u)), np.full((2, 1), 3.0), trusted=True)
    assert found.value == pytest.approx(6.0, rel=1e-8)


def test_the_cross_check_finds_a_lost_imaginary_part():
    u = np.array([[1.0], [-2.0]])
    assert numeric.cross_check(lambda z: np.sum(np.where(z.real < 0, -z, z)), u)
    assert not numeric.cross_check(lambda z: np.sum(np.abs(z)), u)


def test_a_direction_through_points_sent_elsewhere():
    u, d = np.array([[1.0], [2.0]]), np.array([[0.5], [-1.0]])
    points = numeric.steps(u, d)
    assert len(points) == 12
    assert np.array_equal(points[0], u)
    found = numeric.combine([np.sum(p**3) for p in points], u, d)
    assert abs(float(found.value) - np.sum(3 * u**2 * d)) <= float(found.error) < 1e-7
    same = numeric.directional(lambda p: np.sum(p**3), u, d)
    assert float(same.value) == float(found.value)


def test_a_value_per_point_is_due():
    with pytest.raises(ValueError, match="3 values for 12"):
        numeric.combine([1.0, 2.0, 3.0], 1.0, 1.0)


def test_facts_come_back():
    found = numeric.derivative(lambda u: np.sum(u**2), np.ones((2, 1)), trusted=True)
    again = numeric.Estimate.of(found.facts())
    assert np.array_equal(again.value, found.value)
    assert np.array_equal(again.error, found.error)
    assert again.kink.dtype == bool


def test_rounding_of_a_linear_function_is_no_jump() -> None:
    """Its one-sided slopes differ by rounding over the step, which grows as the step shrinks."""
    for seed in range(200):
        draws = Draws("linear", seed)
        w, x = draws.uniform(1, 4, low=0.1, high=2), draws.normal(4, 1)

        def mean(u: np.ndarray, w: np.ndarray = w) -> float:
            return float(np.sum(w.T * u) / np.sum(w))

        found = numeric.derivative(mean, x, trusted=False)
        assert np.all(found.error < 1e-10)
        assert np.all(np.abs(found.value - w.T / np.sum(w)) <= found.error)
        assert not np.any(found.kink)
