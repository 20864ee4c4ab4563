"""When two answers are the same: to rounding, in shape, and in kind."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader import numeric
from grader.model import Value

Array = np.ndarray[Any, np.dtype[Any]]

TOLERANCE = 1e-7
"""Relative to the largest entry: above the rounding of float32 no answer is *that* close by chance."""


def array(value: Value) -> Array | None:
    """``value`` in doubles, or None when it is no number or array of numbers."""
    found = numeric.numbers(value)
    return None if found is None else found.astype(float, copy=False)


def equal(one: Value, other: Value) -> bool:
    """The same answer: same shapes (a scalar may be a float, 0-d or (1, 1)), same numbers to rounding."""
    if type(one) is np.ndarray and type(other) is np.ndarray and one.shape == other.shape:
        if one.dtype == other.dtype == np.float64:
            return close(one, other)
    elif isinstance(one, msgspec.Struct) or isinstance(other, msgspec.Struct):
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


def close(first: Array, second: Array) -> bool:
    """Equal entry by entry, relative to the entry and (a little) to the largest one."""
    # Answers of known functions are found equal to the last bit.
    return bool((first == second).all() or entries(first, second).all())


def entries(first: Array, second: Array) -> Array:
    """Which entries of two arrays of one shape are equal as :func:`close` has it."""
    with np.errstate(all="ignore"):
        sizes = np.abs(second)
        largest = float(sizes.max()) if sizes.size else 0.0
        limit = TOLERANCE * sizes + 1e-12 * largest
        off = np.abs(first - second)
        if float(off.max(initial=0.0)) < np.inf:
            return np.asarray(off <= limit)  # finite, all of them
        same = (off <= limit) | (first == second)
        return np.asarray(same | (np.isnan(first) & np.isnan(second)))


def differs(one: Value, other: Value) -> bool:
    return not equal(one, other)


def peculiar(value: Value) -> int:
    """How many different finite numbers that aren't whole ``value`` holds: 0, 1 and sizes many functions return."""
    if isinstance(value, list | tuple):
        return sum(map(peculiar, value))
    found = array(value)
    if found is None:
        return 0
    with np.errstate(all="ignore"):
        return len(np.unique(found[np.isfinite(found) & (found != np.round(found))]))


def first_difference(got: Value, expected: Value) -> str:
    """Where two answers of one shape differ first: "[0, 1]", "[2, 0] of item 1"; "" when that can't be said."""
    if isinstance(got, list | tuple) and isinstance(expected, list | tuple):
        if len(got) != len(expected):
            return ""
        for k, (one, other) in enumerate(zip(got, expected, strict=True)):
            if differs(one, other):
                place = first_difference(one, other)
                return f"{place} of item {k}" if place and " of " not in place else ""
        return ""
    one, other = array(got), array(expected)
    if one is None or other is None or one.shape != other.shape or not one.shape:
        return ""
    wrong = np.argwhere(~entries(one, other))
    return str([int(k) for k in wrong[0]]) if len(wrong) else ""
