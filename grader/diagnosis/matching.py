"""When two answers are the same: to rounding, in shape, and in kind.

What is said of a difference must not depend on the last bits, which follow from the processor: so zeros and equal numbers
are such up to rounding, and the entry that is named is clearly wrong.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader import numeric
from grader.model import Value

Array = np.ndarray[Any, np.dtype[Any]]

ROUNDING = 1e-9
NOTHING = 1e-12
"""Relative to the largest entry: what is that close is the same, or 0, but for rounding."""

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
        limit = TOLERANCE * sizes + NOTHING * largest
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
        whole = np.abs(found - np.round(found)) <= ROUNDING * np.maximum(1.0, np.abs(found))
        return distinct(found[np.isfinite(found) & ~whole])


def distinct(numbers: Array) -> int:
    """How many different finite numbers other than 0 there are."""
    flat = np.sort(numbers[np.isfinite(numbers)], axis=None)
    limit = ROUNDING * float(np.abs(flat).max(initial=0.0))
    flat = flat[np.abs(flat) > limit]
    return int(flat.size and 1 + np.sum(np.diff(flat) > limit))


def nothing(numbers: Array, beside: Array) -> bool:
    """Whether all ``numbers`` are 0 beside others."""
    return bool(np.all(np.abs(numbers) <= NOTHING * np.abs(beside).max(initial=0.0)))


def rounded(got: Array, expected: Array, decimals: int) -> bool:
    """Whether ``got`` is ``expected`` rounded, up or down where it lies half way."""
    half = 0.5 * 10.0**-decimals * (1 + 1e-6)
    whole = np.array_equal(got, np.round(got, decimals))
    return whole and bool(np.all(np.abs(got - expected) <= half))


def settled(numbers: Array) -> Array:
    """``numbers`` with 0 for what is nothing beside the largest: its sign would be chance."""
    sizes = np.abs(numbers)
    largest = float(np.max(sizes, initial=0.0, where=np.isfinite(sizes)))
    return np.where(sizes <= NOTHING * largest, 0.0, numbers)


def first_difference(got: Value, expected: Value) -> str:
    """The first entry that is clearly wrong: "[0, 1]", "[2, 0] of item 1"; "" when that can't be said."""
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
    wrong = np.argwhere(numeric.clearly_wrong(one, other))
    return str([int(k) for k in wrong[0]]) if len(wrong) else ""
