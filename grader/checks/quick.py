"""The quick way for right answers, which most are: all cases of a check compared in one go.

A check that can say beforehand what it accepts of doubles (a value and a tolerance for each array of an answer, where the
tolerance is narrow enough to decide) has them laid end to end, once per assignment. Answers of just those forms are laid end to
end as well and compared at once; where one differs, those that don't are found right by the same numbers. Anything else, a wrong
number as well as another form of a right one, is left to the check's own careful look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from grader.asking import Ask
from grader.model import Answer, Call, Returned, Value

Array = np.ndarray[Any, np.dtype[Any]]
Bars: TypeAlias = "tuple[Array, Array] | list[Bars]"
"""Of an array the value, and how far a right answer in doubles may be from it; of a list, the bars of its items."""
Shapes: TypeAlias = "tuple[int, ...] | list[Shapes]"

SCALARS = ((), (1, 1))


@dataclass(frozen=True, eq=False)
class Form:
    """A call, the shapes of the arrays of its answer, and where its numbers lie in the pack."""

    call: Call
    shapes: Shapes
    place: slice


@dataclass(frozen=True, eq=False)
class Packed:
    """One form per case, None where a check can't say beforehand what it accepts, and all bars end to end.

    ``silent``: an answer with warnings is none of the right ones.
    """

    forms: tuple[Form | None, ...]
    value: Array
    tolerance: Array
    silent: bool

    def all_right(self, ask: Ask, part: int | None) -> bool:
        """Whether every answer has the form expected and lies within its bars."""
        got: list[Array] = []
        for form in self.forms:
            if form is None or not self._collect(form, ask(form.call), part, got):
                return False
        # NaN is within nothing.
        return bool(got) and bool(
            (np.abs(np.concatenate(got) - self.value) <= self.tolerance).all()
        )

    def right(self, case: int, answer: Answer, part: int | None) -> bool:
        """The same for the answer to one case, by its number."""
        form, got = self.forms[case], list[Array]()
        if form is None or not self._collect(form, answer, part, got):
            return False
        off = np.abs(np.concatenate(got) - self.value[form.place])
        return bool((off <= self.tolerance[form.place]).all())

    def _collect(self, form: Form, answer: Answer, part: int | None, got: list[Array]) -> bool:
        """Add the answer's arrays to ``got``; False where it has another form."""
        if type(answer) is not Returned or (self.silent and answer.warnings):
            return False
        value = answer.value
        if part is not None:
            if not isinstance(value, list | tuple) or len(value) <= part:
                return False
            value = value[part]
        return _collect(form.shapes, value, got)


def packed(bars: Sequence[tuple[Call, Bars | None]], *, silent: bool = False) -> Packed:
    """The bars of all cases, by call."""
    flat: list[tuple[Array, Array]] = []
    forms: list[Form | None] = []
    end = 0
    for call, case_bars in bars:
        leaves = [] if case_bars is None else _leaves(case_bars)
        if case_bars is None or not leaves:
            forms.append(None)
            continue
        start, end = end, end + sum(value.size for value, _ in leaves)
        forms.append(Form(call, _shapes(case_bars), slice(start, end)))
        flat += [(np.ravel(value), np.ravel(tolerance)) for value, tolerance in leaves]
    values, tolerances = zip(*flat, strict=True) if flat else ((np.zeros(0),), (np.zeros(0),))
    return Packed(tuple(forms), np.concatenate(values), np.concatenate(tolerances), silent)


def bars_of(value: Value, bar: Callable[[Array], Array | None]) -> Bars | None:
    """``value`` and its tolerances, from those of each array of doubles in it; None where there is anything else."""
    if isinstance(value, list | tuple):
        found = [bars_of(item, bar) for item in value]
        return None if any(one is None for one in found) else [one for one in found if one]
    if not isinstance(value, np.ndarray | float):
        return None
    array = np.asarray(value)
    tolerance = bar(array) if array.dtype.kind == "f" else None
    return None if tolerance is None else (array, tolerance)


def _leaves(bars: Bars) -> list[tuple[Array, Array]]:
    return [one for item in bars for one in _leaves(item)] if isinstance(bars, list) else [bars]


def _shapes(bars: Bars) -> Shapes:
    return [_shapes(item) for item in bars] if isinstance(bars, list) else bars[0].shape


def _collect(shapes: Shapes, value: Value, got: list[Array]) -> bool:
    if isinstance(shapes, list):
        if not isinstance(value, list | tuple) or len(value) != len(shapes):
            return False
        return all(_collect(inner, item, got) for inner, item in zip(shapes, value, strict=True))
    array = _as_due(value, shapes)
    if array is None:
        return False
    got.append(array)
    return True


def _as_due(item: Value, shape: tuple[int, ...]) -> Array | None:
    if type(item) is np.ndarray:
        right = item.shape == shape or (item.shape in SCALARS and shape in SCALARS)
        return item.ravel() if right and item.dtype == np.float64 else None
    if type(item) is float and shape in SCALARS:
        return np.array((item,))
    return None
