"""The stream of random numbers is the same everywhere: pinned to the digit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grader.draws import Draws


def test_pinned_numbers() -> None:
    assert Draws(1, "one", "p1", 0).normal(3, 1).tolist() == [[-1.039], [-1.1539], [-0.8678]]


@given(st.integers(), st.text(max_size=5))
def test_equal_words_equal_stream(seed: int, word: str) -> None:
    one, other = Draws(seed, word), Draws(seed, word)
    assert np.array_equal(one.normal(4, 2), other.normal(4, 2))
    assert one.integer(0, 9) == other.integer(0, 9)
    assert one.uniform() == other.uniform()


@given(st.integers(0, 1000))
def test_ranges_and_shapes(seed: int) -> None:
    draws = Draws(seed, scale=10.0)
    assert draws.normal(2, 3).shape == (2, 3)
    assert isinstance(draws.normal(), float)
    assert 0 <= draws.uniform(low=0.0, high=1.0) <= 10
    assert draws.integer(3, 5) in (3, 4, 5)
    assert draws.choose("ab") in "ab"
    assert np.all(draws.normal(5, 5) != 0)
