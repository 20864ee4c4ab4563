"""When two answers are the same: to rounding, in shape, and in kind."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader import numeric
from grader.model import Value

TOLERANCE = 1e-7
"""Relative to the largest entry: above the rounding of float32 no answer is *that* close by chance."""


def array(value: Value) -> np.ndarray[Any, Any] | None:
    """``value`` in doubles, or None when it is no number or array of numbers."""
    found = numeric.numbers(value)
    return None if found is None else found.astype(float)


def equal(one: Value, other: Value) -> bool:
    """The same answer: same shapes (a scalar may be a float, 0-d or (1, 1)), same numbers to rounding."""
    if isinstance(one, msgspec.Struct) or isinstance(other, msgspec.Struct):
        return type(one) is type(other) and bool(one == other)  # raised instead of returning
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    first, second = array(one), array(other)
    if first is None or second is None:
        return (
            first is None
            and second is None
            and type(one) is type(other)
            and bool(np.all(one == other))
        )
    if first.shape != second.shape and not ({first.shape, second.shape} <= {(), (1, 1)}):
        return False
    return close(first.reshape(second.shape), second)


def close(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> bool:
    """Equal entry by entry, relative to the entry and (a little) to the largest one."""
    with np.errstate(all="ignore"):
        largest = float(np.max(np.abs(second), initial=0.0))
        limit = TOLERANCE * np.abs(second) + 1e-12 * largest
        same = (np.abs(first - second) <= limit) | (first == second)
        return bool(np.all(same | (np.isnan(first) & np.isnan(second))))


def differs(one: Value, other: Value) -> bool:
    return not equal(one, other)
