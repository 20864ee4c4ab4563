"""What an author's function calculates is the same case on every processor."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog.draws import draw
from grader.draws import Draws

PARTS = st.floats(min_value=1e-30, max_value=1e30).map(lambda value: float(f"{value:.6g}"))


def drawn(value: Any) -> Any:
    """What an input comes to whose function in checks.py returns ``value``."""
    return draw({"python": "calculated"}, Draws(1), {}, {}, {"calculated": lambda *_: value})


@given(st.lists(PARTS, min_size=1, max_size=6), st.integers(-8, 8))
def test_last_bits_are_none_of_a_case(entries: list[float], ulps: int) -> None:
    there = [entry + ulps * np.spacing(entry) for entry in entries]
    for shaped in (np.array, list, tuple, lambda numbers: {"numbers": [np.array(numbers)]}):
        assert repr(drawn(shaped(there))) == repr(drawn(shaped(entries)))


def test_other_values_stay() -> None:
    whole = np.arange(4).reshape(2, 2)
    assert drawn(whole) is whole
    assert drawn((3, "word", True, None)) == (3, "word", True, None)
    assert drawn(np.empty((0, 3))).shape == (0, 3)
    assert drawn(0.1 + 0.2) == 0.3
    assert np.array_equal(
        drawn(np.array([[np.inf, 0.0], [-np.inf, -2e-7]])), [[np.inf, 0], [-np.inf, -2e-7]]
    )
