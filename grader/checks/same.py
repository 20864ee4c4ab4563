"""When two answers are the same to the bit. (Whether one is the other but for rounding is for ``grader.diagnosis.matching``.)"""

from __future__ import annotations

import numpy as np

from grader.model import Value


def same(one: Value, other: Value) -> bool:
    """Whether two answers are the same to the bit; NaN equals NaN, and a tuple is the list as which it travels."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        return one.tobytes() == other.tobytes() or bool(
            np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
        )
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is not type(other):
        return False
    return bool(one == other) or (one != one and other != other)


def evidently(got: Value, expected: Value) -> bool:
    """Whether ``got`` is the same as ``expected`` and so right by any tolerance: doubles, whole numbers, words, and lists of such."""
    return _ordinary(expected) and same(got, expected)


def _ordinary(value: Value) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_ordinary, value))
    if isinstance(value, np.ndarray):
        return bool(value.dtype == np.float64)
    return isinstance(value, float | int | str)


def like(got: Value, expected: Value) -> bool:
    """Whether ``got`` has the form of ``expected``: types and shapes, doubles for doubles, finite where it is."""
    if isinstance(expected, list | tuple):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(expected)
            and all(map(like, got, expected))
        )
    if isinstance(expected, np.ndarray | float):
        if not isinstance(got, np.ndarray | float):
            return False
        one, other = np.asarray(got), np.asarray(expected)
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and bool(np.all(np.isfinite(one) | ~np.isfinite(other)))
        )
    return type(got) is type(expected)
