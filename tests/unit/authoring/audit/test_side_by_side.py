"""A reference beside its mutants: which differ, on which inputs, and what counts as the same."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.authoring.audit import equivalence

NONE: list[list[int]] = [[], [], []]
BOTH: list[list[int]] = [[0, 1], [], []]
CELL = Path(equivalence.__file__).with_name("side_by_side.py").read_text()


def side_by_side(*sources: str, rtol: float = 0.0, others: int = 0) -> Any:
    module = types.ModuleType("cell")
    module.__dict__.update(_rtol=rtol, _others=others)
    exec(f"_sources = {list(sources)!r}\n{CELL}", module.__dict__)  # noqa: S102 (our own cell)
    return module


def apart(cell: Any, function: str, inputs: list[list[Any]]) -> list[list[list[int]]]:
    """The differences of each mutant, where all inputs prove something."""
    *found, unfair = cell.differences(function, inputs)
    assert unfair == NONE
    return list(found)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1.0, np.float64(1.0), True),
        (1.0, np.ones((1, 1)), True),
        (1.0, np.ones(1), False),
        (np.ones((2, 1)), np.ones(2), False),
        (np.ones(2), np.ones(2) * (1 + 1e-12), True),
        (np.ones(2), np.ones(2) * (1 + 1e-6), False),
        (np.array([1.0, 0.0]), np.array([1.0, 1e-15]), True),
        (True, 1, False),
        (np.bool_(True), 1, False),
        (3, np.int64(3), True),
        (3, np.float64(4), False),
        (3, np.array(3), True),
        (float("nan"), float("nan"), False),
        ([1, "a"], (1, "a"), False),
        ([np.ones(2), 1.0], (np.ones(2), 1.0), True),
        (np.array(True), True, True),
        (np.array([True]), True, True),
        (range(1, 3), [1, 2], False),
        ((np.array([3]), 2), (3, 2), True),
        ((np.array([3, 3]), 2), (3, 2), False),
        ([1], [1, 2], False),
        ("a", "b", False),
        (None, None, True),
        (np.array([True]), np.array([True]), True),
        (np.array([True, False]), np.array([True, False]), False),
    ],
)
def test_same(one: object, other: object, same: bool) -> None:
    assert side_by_side()._same(one, other) is same


def test_differences_by_input_and_spoilt_arguments_apart() -> None:
    reference = "def f(x):\n    return abs(x)\n"
    plain = "def f(x):\n    return x\n"
    raising = "def f(x):\n    raise ValueError\n"
    spoiling = "def f(x):\n    y = abs(x)\n    x += 1\n    return y\n"
    cell = side_by_side(reference, plain, raising, spoiling)
    inputs = [[np.ones((2, 1))], [-np.ones((2, 1))]]
    assert apart(cell, "f", inputs) == [[[1], [], []], [[0, 1], [], []], [[], [], [0, 1]]]
    assert inputs[0][0].tolist() == [[1], [1]]


def test_a_formula_is_computed_once_at_each_point_for_all_mutants() -> None:
    calls: list[Any] = []
    formula = lambda u: calls.append(u) or 2.0 * u  # noqa: E731 (what a formula becomes)
    reference = "def f(v, u):\n    return v(u) + v(u + 1)\n"
    spoiling = "def f(v, u):\n    a = v(u)\n    a += v(u + 1)\n    return a\n"
    cell = side_by_side(reference, spoiling, reference.replace("1", "2"))
    u = np.ones((2, 1))
    assert apart(cell, "f", [[formula, u], [formula, u + 1]]) == [NONE, BOTH]
    assert len(calls) == 3 + 3


def test_a_function_that_no_mutant_changed_is_computed_once_for_all() -> None:
    helper = "calls = []\n\ndef g(u, k):\n    calls.append(k)\n    return [k * u]\n\n"
    reference = helper + "def f(u):\n    return g(u, 2)[0] + g(u, 3)[0]\n"
    spoiling = helper + "def f(u):\n    a = g(u, 2)[0]\n    a += g(u, 3)[0]\n    return a\n"
    changed = reference.replace("k * u", "k + u")
    cell = side_by_side(reference, spoiling, reference.replace("+ g", "- g"), changed)
    u = np.ones((2, 1))
    assert apart(cell, "f", [[u], [2 * u]]) == [NONE, BOTH, BOTH]
    called = [module.calls for module in cell._modules]
    assert called == [[2, 3, 2, 3], [], [], [2, 3, 2, 3]]
    assert apart(cell, "g", [[u, 2]]) == [NONE, NONE, [[0], [], []]]


def test_a_function_that_writes_into_its_argument_is_called_each_time() -> None:
    helper = "def g(u):\n    u += 1\n    return 1.0\n\n"
    reference = helper + "def f(u):\n    v = u.copy()\n    return g(v) + v\n"
    same = reference.replace("return g(v) + v", "a = g(v)\n    return a + v")
    cell = side_by_side(reference, same, reference.replace("g(v)", "1.0"))
    assert apart(cell, "f", [[np.ones((2, 1))]] * 2) == [NONE, BOTH]


def test_what_a_formula_hands_back_of_its_argument_is_not_remembered() -> None:
    reference = "def f(v, u):\n    return v(u) + 1\n"
    spoiling = "def f(v, u):\n    a = v(u)\n    a += 1\n    return a\n"
    cell = side_by_side(reference, spoiling)
    assert apart(cell, "f", [[lambda u: u[:1], np.ones((2, 1))]]) == [[[], [], [0]]]


def test_what_is_within_the_tolerance_of_a_check_is_told_apart() -> None:
    reference = "def f(x):\n    return x\n"
    near, far = reference.replace("return x", "return 1.001 * x"), reference.replace("x\n", "-x\n")
    inputs = [[np.ones((2, 1))], [np.zeros((2, 1))]]
    cell = side_by_side(reference, near, far, rtol=0.01)
    assert apart(cell, "f", inputs) == [[[], [0], []], [[0], [], []]]
    assert apart(side_by_side(reference, near), "f", inputs) == [[[0], [], []]]


def test_inputs_on_which_right_answers_differ_prove_nothing() -> None:
    reference = "def f(x):\n    return (x + 1e16) - 1e16\n"
    other = "def f(x):\n    return x\n"
    mutant = "def f(x):\n    return (x + 1e16) - 1e16 + 1\n"
    cell = side_by_side(reference, mutant, other, others=1)
    inputs = [[4.0], [0.3], [8.0]]
    assert cell.differences("f", inputs) == [[[0, 2], [], []], [[1], [], []]]


def test_a_class_that_was_changed_shows_in_what_makes_one() -> None:
    reference = (
        "class A:\n    def g(self, x):\n        return 2 * x\n\n"
        "def h(x):\n    return A().g(x)\n\ndef f(x):\n    return h(x)\n"
    )
    cell = side_by_side(reference, reference.replace("2 * x", "3 * x"))
    assert apart(cell, "f", [[1.0], [0.0]]) == [[[0], [], []]]
    assert equivalence.affected(reference, "A.g", ["f"]) == {"f"}


@pytest.mark.parametrize(
    ("function", "expected"),
    [("f", {"f"}), ("_g", {"f", "h"}), ("h", {"h"})],
)
def test_where_a_change_shows(function: str, expected: set[str]) -> None:
    source = "def f(x):\n    return _g(x)\n\ndef _g(x):\n    return x\n\ndef h(x):\n    return f(_g(x))\n"
    assert equivalence.affected(source, function, ["f", "h"]) == expected
