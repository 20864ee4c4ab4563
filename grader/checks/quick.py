"""The quick way for right answers, which most are: all cases of a check compared in one go.

A check that can say beforehand what it accepts of doubles (a value and a tolerance for each array of an answer, where the
tolerance is narrow enough to decide) has them laid end to end, once per assignment. Answers of just those forms are laid end to
end as well and compared at once. Anything else, a wrong number as well as another form of a right one, is left to
the check's own careful look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.asking import Ask
from grader.model import Call, Returned, Value

Array = np.ndarray[Any, np.dtype[Any]]
Bars = list[tuple[Array, Array]]
"""For each array of an answer: the value, and how far a right answer in doubles may be from it."""

SCALARS = ((), (1, 1))


@dataclass(frozen=True, eq=False)
class Packed:
    """The calls with the shapes of the arrays of their answers, and all bars end to end."""

    forms: tuple[tuple[Call, tuple[tuple[int, ...], ...], bool], ...]
    value: Array
    tolerance: Array


def packed(bars: Sequence[tuple[Call, Bars | None, bool]]) -> Packed | None:
    """The bars of all cases: call, bars, and whether the answer is a list. None when some case has none."""
    flat: list[tuple[Array, Array]] = []
    forms = []
    for call, case_bars, listed in bars:
        if case_bars is None:
            return None
        forms.append((call, tuple(np.shape(value) for value, _ in case_bars), listed))
        flat += [(np.ravel(value), np.ravel(tolerance)) for value, tolerance in case_bars]
    if not flat:
        return None
    values, tolerances = zip(*flat, strict=True)
    return Packed(tuple(forms), np.concatenate(values), np.concatenate(tolerances))


def all_right(pack: Packed, ask: Ask, part: int | None) -> bool:
    """Whether every answer has the form expected and lies within its bars."""
    got: list[Array] = []
    for call, shapes, listed in pack.forms:
        answer = ask(call)
        if type(answer) is not Returned:
            return False
        value = answer.value
        if part is not None:
            if not isinstance(value, list | tuple) or len(value) <= part:
                return False
            value = value[part]
        items = value if listed else (value,)
        if not isinstance(items, list | tuple) or len(items) != len(shapes):
            return False
        for item, shape in zip(items, shapes, strict=True):
            array = _as_due(item, shape)
            if array is None:
                return False
            got.append(array)
    # NaN is within nothing.
    return bool((np.abs(np.concatenate(got) - pack.value) <= pack.tolerance).all())


def identical(got: Value, expected: Value) -> bool:
    """Whether two answers are the same doubles to the bit, or the same word or whole number, or lists of such; False for
    anything else."""
    if isinstance(expected, list | tuple):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(expected)
            and all(map(identical, got, expected))
        )
    if isinstance(expected, float):
        return isinstance(got, float) and got == expected
    if isinstance(expected, int | str):
        return type(got) is type(expected) and got == expected
    return (
        type(got) is type(expected) is np.ndarray
        and got.dtype == expected.dtype == np.float64
        and got.shape == expected.shape
        and got.tobytes() == expected.tobytes()
    )


def _as_due(item: Value, shape: tuple[int, ...]) -> Array | None:
    if type(item) is np.ndarray:
        right = item.shape == shape or (item.shape in SCALARS and shape in SCALARS)
        return item.ravel() if right and item.dtype == np.float64 else None
    if type(item) is float and shape in SCALARS:
        return np.array((item,))
    return None
