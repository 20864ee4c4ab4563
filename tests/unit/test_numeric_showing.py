"""What people read of a number is the same whatever its last bits are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import numeric

UP, DOWN = np.inf, -np.inf


def neighbours(value: float) -> list[float]:
    """``value`` as a few processors may have it."""
    one, other = np.nextafter(value, UP), np.nextafter(value, DOWN)
    return [value, float(one), float(other), float(np.nextafter(one, UP))]


@settings(max_examples=300)
@given(st.integers(-(10**9), 10**9), st.integers(0, 12))
def test_last_bits_never_show(digits: int, decimals: int) -> None:
    """Products of numbers with four decimals have eight or twelve, so a sixth digit is half way more often than chance has it."""
    near = neighbours(digits / 10**decimals)
    assert len({numeric.six_digits(value, 1.0) for value in near}) == 1
    assert len({numeric.shown(np.array([value, 1.0])) for value in near}) == 1
    assert len({numeric.shown([np.array([[value], [1.0]]), "x"]) for value in near}) == 1


@pytest.mark.parametrize("noise", [0.0, 1.4e-17, -5e-15, 2e-16])
def test_what_rounding_leaves_of_zero_is_zero(noise: float) -> None:
    assert numeric.six_digits(noise, 0.3) == "0"
    array = np.array([[1.0, noise], [0.25, 3.0]])
    assert numeric.shown(array) == numeric.shown(np.where(array == noise, 0.0, array))


def test_numbers_are_shown_as_they_are() -> None:
    assert numeric.six_digits(1 / 3) == "0.333333"
    assert numeric.six_digits(np.nan) == "nan"
    assert numeric.six_digits(-np.inf, np.inf) == "-inf"
    assert numeric.six_digits(1e-20) == "1e-20"
    assert numeric.six_digits(np.int64(7), 1.0) == "7"
    assert numeric.shown(np.array([[1.0, 1 / 3]])) == "[[1.       0.333333]]  shape (1, 2)"
    assert numeric.shown(np.array([True, False])) == "[ True False]  shape (2,)"
    assert numeric.shown(np.zeros((0, 3))) == "[]  shape (0, 3)"
    assert numeric.shown(np.array(0.5)) == "0.5  shape ()"
    assert numeric.shown([1, 2.0, "a", None]) == "[1, 2.0, 'a', None]"
    assert numeric.shown((2 / 3, True)) == "(0.666667, True)"
    assert numeric.shown({"a": 1}) == "{'a': 1}"


def test_a_large_array_shows_its_corners() -> None:
    large = np.arange(1e6).reshape(1000, 1000) + 1 / 3
    assert numeric.shown(large) == numeric.shown(large + 1e-10)
    assert "..." in numeric.shown(large)
    assert numeric.shown(large.astype(np.float32)).endswith("shape (1000, 1000)")
    assert len(numeric.shown([large])) < 2000
