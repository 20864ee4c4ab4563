"""Stacks: a row comes out as if the function had been called on it alone, or the stack refuses."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import numeric
from grader.numeric import complex_step
from grader.numeric.rounding import jittered, noised
from grader.numeric.stacked import Stack

A = np.array([[0.3, -1.2], [2.0, 0.7], [-0.4, 1.1]])
y = np.array([[0.5], [-2.0]])

PROGRAMS = {
    "layer": lambda u: A.T @ u + 0.5,
    "loss": lambda u: np.sum((np.tanh(A.T @ u) - y) ** 2),
    "outer": lambda u: u @ u.T * 2.0 - 1.0,
    "powers": lambda u: u**3 / (1.0 + u**2) + 2.0**u,
    "branches": lambda u: np.where(np.real(u) > 0, u, 0.1 * u),
    "softmax": lambda u: np.exp(u - np.max(np.real(u))) / np.sum(np.exp(u - np.max(np.real(u)))),
    "columns": lambda u: (
        np.sum(np.exp(u @ y.T), axis=0, keepdims=True) + np.mean(u, axis=1, keepdims=True)
    ),
    "mean": lambda u: np.mean(u * u) + u.sum() + u.real.mean(),
    "entries": lambda u: u[1, 0] * u[:2] + u[-1],
    "sizes": lambda u: u.shape[0] * np.shape(u)[1] * u / len(u) + np.size(u) * np.ndim(u),
    "scaled": lambda u: np.float64(3.0) * u + np.ones((3, 1)) / u.copy(),
}


@pytest.mark.parametrize("noisy", [False, True])
@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("kind", [float, complex])
def test_rows_are_what_each_gives_alone(name, kind, noisy):
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(5, 3, 1)).astype(kind) + (0.1j if kind is complex else 0)
    seeds = (0, -1, 1000, 1, 7) if noisy else ()
    program = PROGRAMS[name]
    with np.errstate(all="ignore"):
        found = program(Stack(rows.copy(), seeds))
        for k, row in enumerate(rows):
            alone = program(noised(row, seeds[k]) if noisy and seeds[k] >= 0 else row)
            wanted = np.asarray(alone).view(np.ndarray)
            assert found.shape == wanted.shape
            assert np.allclose(found.rows[k], wanted, rtol=1e-15, atol=0), name


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5), st.integers(1, 4))
def test_derivatives_are_the_same_as_point_by_point(seed, m, n, layers):
    """Of nets as the lectures have them, values and bars, whatever the sizes."""
    rng = np.random.default_rng(seed)
    sizes = [m, *rng.integers(1, 6, layers - 1), n]
    Ws = [rng.normal(size=(a, b)) for a, b in itertools.pairwise(sizes)]
    x, target = rng.normal(size=(m, 1)), rng.normal(size=(n, 1))
    place = int(rng.integers(layers))

    def loss(Ws, x, target):
        for W in Ws:
            x = np.tanh(W.T @ x)
        return np.sum((x - target) ** 2)

    def of_u(arguments):
        Ws, x, target = arguments
        return lambda u: loss([*Ws[:place], u, *Ws[place + 1 :]], x, target)

    def alone(function):
        def one(u):
            assert not isinstance(u, Stack)
            return function(u)

        return one

    arguments = [Ws, x, target]
    others = [jittered(arguments, 1000 * k) for k in (1, 2, 3)]
    stacked = numeric.together(arguments, (1000, 2000, 3000))
    here = of_u(arguments)
    together = numeric.derivative(
        here, Ws[place], trusted=True, nearby=[*map(of_u, others)], together=of_u(stacked)
    )
    apart = numeric.derivative(
        alone(here), Ws[place], trusted=True, nearby=[alone(of_u(o)) for o in others]
    )
    # Products may be summed in another order beside others: the last bits of the sum of squares.
    assert np.allclose(together.value, apart.value, rtol=1e-13, atol=1e-15)
    assert np.all(np.abs(together.value - apart.value) <= together.error)
    assert np.allclose(together.error, apart.error, rtol=50, atol=1e-250)


def of_the_net(x, Ws, target):
    for W in Ws:
        x = np.tanh(W.T @ x)
    return np.sum((x - target) ** 2)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 5), min_size=3, max_size=7))
def test_all_arrays_of_a_list_together_as_one_by_one(seed, sizes):
    rng = np.random.default_rng(seed)
    arguments = {
        "x": rng.normal(size=(sizes[0], 1)),
        "Ws": [rng.normal(size=pair) for pair in itertools.pairwise(sizes)],
        "target": rng.normal(size=(sizes[-1], 1)),
    }
    seeds = (1000, 2000, 3000)
    stacked = {key: numeric.together(value, seeds) for key, value in arguments.items()}
    found = numeric.derivatives_of_items(of_the_net, arguments, stacked, "Ws")
    assert found is not None
    others = [{k: jittered(v, seed) for k, v in arguments.items()} for seed in seeds]
    for k, W in enumerate(arguments["Ws"]):

        def of_u(inputs, k=k):
            Ws = inputs["Ws"]
            return lambda u: of_the_net(**{**inputs, "Ws": [*Ws[:k], u, *Ws[k + 1 :]]})

        alone = numeric.derivative(
            of_u(arguments), W, trusted=True, nearby=[of_u(o) for o in others]
        )
        assert found[k].value.shape == alone.value.shape
        assert np.all(np.abs(found[k].value - alone.value) <= found[k].error + alone.error)
        assert np.allclose(found[k].error, alone.error, rtol=50, atol=1e-250)
        assert found[k].evaluations == alone.evaluations


@pytest.mark.parametrize(
    "function",
    [
        lambda us: np.sum(np.cumsum(us[0])) * np.sum(us[1]),
        lambda us: np.trace(us[0]) * us[1].size,
        lambda us: Stack(us[0].rows[::-1]) if isinstance(us[0], Stack) else us[0],
    ],
)
def test_a_list_whose_arrays_can_not_go_together(function):
    arguments = {"us": [np.ones((2, 1)), np.arange(3.0).reshape(3, 1)]}
    stacked = {"us": numeric.together(arguments["us"], (1000, 2000, 3000))}
    assert numeric.derivatives_of_items(function, arguments, stacked, "us") is None
    assert numeric.derivatives_of_items(function, arguments, {}, "us") is None


REFUSED = {
    "truth": lambda u: u if u[0, 0] > 0 else -u,
    "number": lambda u: float(u[0, 0]) * u,
    "array": np.asarray,
    "array of stacks": lambda u: np.array([u, u]),
    "loop": lambda u: list(u),
    "membership": lambda u: 0.0 in u,
    "in place": lambda u: u.__setitem__((0, 0), 1.0),
    "added in place": lambda u: np.add(u, 1.0, out=np.empty((3, 1))),
    "flat": lambda u: u.ravel(),
    "unknown function": np.cumsum,
    "unknown method": lambda u: u.dot(u),
    "reduction": np.add.reduce,
    "fancy index": lambda u: u[[0, 1]],
    "mask": lambda u: u[u > 0],
    "new axis": lambda u: u[None],
    "vectors": lambda u: u[:, 0] @ u[:, 0],
    "axis": lambda u: np.sum(u, axis=2),
    "two results": np.modf,
    "places": lambda u: np.where(u > 0),
    "key": lambda u: {u: 1},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_rows_can_not_share_is_refused(name):
    with pytest.raises((TypeError, AttributeError, ValueError)):
        REFUSED[name](Stack(np.ones((4, 3, 1))))


@pytest.mark.parametrize(
    "function",
    [
        lambda u: np.sum(np.cumsum(u) ** 2),
        lambda u: u[0, 0] * u[1, 0] if u[0, 0].real > 0 else u[0, 0] * 0,
        lambda u: np.array([[u[0, 0] * u[1, 0]], [u[2, 0] ** 2]]),
        lambda u: np.ones((2, 1)),
    ],
)
def test_a_function_that_refuses_is_asked_point_by_point(function):
    u = np.array([[1.0], [2.0], [3.0]])
    found = numeric.derivative(function, u, trusted=True)
    black_box = numeric.derivative(lambda u: np.real(function(u)), u, trusted=False)
    assert found.evaluations == 3 + 4
    assert np.all(np.abs(found.value - black_box.value) <= found.error + black_box.error + 1e-9)


def test_a_function_that_mixes_its_points_is_found_out():
    """One that takes a stack for what it is not gives other slopes than the point alone, and those count."""

    def mixing(u):
        rows = getattr(u, "rows", None)
        return (
            Stack(rows * np.arange(1.0, 1 + len(rows))[:, None, None]) if rows is not None else u**2
        )

    found = numeric.derivative(mixing, np.array([[1.0], [2.0], [3.0]]), trusted=True)
    assert np.allclose(found.value, np.diag([2.0, 4.0, 6.0]))


def test_arrays_too_large_to_be_stacked_are_differentiated_point_by_point(monkeypatch):
    monkeypatch.setattr(complex_step, "MOST", 8)
    calls = []

    def f(u):
        calls.append(type(u))
        return np.sum(u**3)

    found = numeric.derivative(f, np.arange(1.0, 4.0).reshape(3, 1), trusted=True)
    assert np.allclose(found.value.ravel(), [3, 12, 27])
    assert calls.count(Stack) == 1  # the bar's
