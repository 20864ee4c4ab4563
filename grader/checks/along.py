"""Values as ``follows`` asks of them: along a random direction, with an input exchanged, and as flat lists of arrays."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from grader import numeric
from grader.checks.trusted import FUNCTIONS
from grader.checks.value import SCALARS
from grader.draws import Draws
from grader.model import Value

# The path parameter t runs through the steps for a scalar u = 1: every input moves by t − 1 times its
# direction.
PATH = (1.0, 1.0)


@functools.cache
def times() -> tuple[float, ...]:
    return tuple(float(point) for point in numeric.steps(*PATH))


def path(value: Value, direction: Value) -> list[Value]:
    """The values at all steps."""
    if isinstance(value, list):
        paths = [path(one, other) for one, other in zip(value, direction, strict=True)]
        return [list(step) for step in zip(*paths, strict=True)]
    steps = np.array(times()).reshape(-1, *[1] * np.ndim(value)) - 1.0
    found = value + steps * direction
    return list(found) if np.ndim(value) else found.tolist()


def another(value: Value) -> Value:
    """Numbers with as few digits in the place of those of ``value``, or its functions in another order; None where there is none."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
        return np.round(-1.5 * value, 4)
    if isinstance(value, list) and value:
        if all(isinstance(item, FUNCTIONS) for item in value):
            turned = value[1:] + value[:1]
            return turned if turned != value else None
        others = [another(item) for item in value]
        return None if any(other is None for other in others) else others
    return None


def near(got: Value, wanted: Value, tolerance: float) -> bool:
    """Whether all arrays of numbers of both are alike within a share of the largest entry of each."""
    given, right = arrays(got), arrays(wanted)
    return (
        bool(right)
        and len(given) == len(right)
        and all(
            ({one.shape, other.shape} <= SCALARS or one.shape == other.shape)
            and bool(np.all(np.abs(one - other) <= tolerance * np.max(np.abs(other), initial=0.0)))
            for one, other in zip(given, right, strict=True)
        )
    )


def real(value: Value) -> bool:
    """Whether there are only real numbers in ``value``: no gradient follows from a complex start, say."""
    if isinstance(value, list | tuple):
        return all(map(real, value))
    return np.asarray(value).dtype.kind in "fiu"


def arrays(value: Value) -> list[np.ndarray[Any, Any]]:
    """All arrays of numbers in ``value``, lists flattened."""
    if isinstance(value, list | tuple):
        return [array for item in value for array in arrays(item)]
    numbers = numeric.numbers(value)
    return [] if numbers is None else [numbers]


def random_like(value: Value, words: tuple[str, ...]) -> Value:
    """A random direction for an array, or one for each array of a list."""
    # The stream has the case's name, not its seed: it is the same whenever cases are drawn again.
    numbers = _directions(words, max(64, 1 << _size(value).bit_length()))
    return _cut(value, numbers, 0)[0]


def _size(value: Value) -> int:
    return sum(map(_size, value)) if isinstance(value, list) else math.prod(np.shape(value))


def _cut(value: Value, numbers: np.ndarray[Any, Any], start: int) -> tuple[Value, int]:
    """The numbers from ``start`` on in the form of ``value``, and where they end."""
    if isinstance(value, list):
        items: list[Value] = []
        for item in value:
            found, start = _cut(item, numbers, start)
            items.append(found)
        return items, start
    shape = np.shape(value)
    end = start + math.prod(shape)
    return (numbers[start:end].reshape(shape) if shape else float(numbers[start])), end


@functools.lru_cache(maxsize=256)
def _directions(words: tuple[str, ...], count: int) -> np.ndarray[Any, Any]:
    """The first numbers of a stream. Shared: not to be written to."""
    numbers = np.asarray(Draws("direction", *words).normal(count))
    numbers.setflags(write=False)
    return numbers
