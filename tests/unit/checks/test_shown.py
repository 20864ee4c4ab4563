"""Values as text: what NumPy and Python write, in time that depends on what is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader import numeric
from grader.checks.shown import short

SMALL: list[Any] = [
    True, 1, -1.5, 1j, "it's", 'a "word"', [], (), (1,), (1, 2), [1, [2.5, "x"]], [np.ones(2), None], np.ones((3, 1)),
    np.arange(35.0), np.zeros((0, 3)), np.array(2.0), [np.eye(2)] * 3, np.arange(504.0).reshape(7, 8, 9), np.eye(9),
    ["word"] * 200, "long " * 100, list(range(500)), [[1.0] * 9] * 40,
]  # fmt: skip


@pytest.mark.parametrize("value", SMALL, ids=lambda value: str(value)[:20])
def test_what_is_shown_is_as_if_all_had_been_written(value: Any) -> None:
    text = numeric.shown(value)
    assert short(value) == (text if len(text) <= 300 else text[:299] + "…")


LARGE: dict[str, Callable[[], Any]] = {
    "eight dimensions": lambda: np.arange(5**8).astype("i1").reshape((5,) * 8),
    "tiny arrays": lambda: [np.array(1.0)] * 45_000,
    "half precision": lambda: [np.float16(1.5)] * 45_000,
    "numbers": lambda: [0.5] * 90_000,
    "nested": lambda: [[[[1.0] * 9] * 9] * 9] * 99,
    "arrays in a list": lambda: [np.ones((5,) * 8)] * 9,
    "large arrays in a list": lambda: [np.ones((300, 300))] * 9,
    "a string": lambda: "it's \"" * 200_000,
    "strings": lambda: ["x" * 100_000] * 10,
    "integers": lambda: [10**4000] * 100,
}


@pytest.mark.parametrize("name", LARGE)
def test_nothing_is_written_that_is_cut_off(name: str) -> None:
    """Counted in calls of functions, of which writing all of it takes a hundred thousand and more."""
    value, calls = LARGE[name](), 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        text = short(value)
    finally:
        sys.setprofile(None)
    assert len(text) <= 300
    assert calls < 30_000
