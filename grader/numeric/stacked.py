"""Many arrays of one shape with which a function computes as if they were one.

The derivative of a small net takes dozens of evaluations that differ in one number, and on arrays of a few entries nearly all of
their time goes into reaching NumPy and coming back. So the points are laid one behind the other and the function is called
once: each operation does its work on every row. Rows may also round otherwise (``rounding.Noisy``), each by a pattern of its own.

A row must come out as if the function had been called on it alone. So a stack takes part in what is known to treat all rows alike
(elementwise operations, products of matrices and the few functions below) and in nothing else: whatever looks at its truth, its
memory or its numbers raises, and the caller evaluates point by point instead.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, final

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from grader.numeric.records import Array
from grader.numeric.rounding import EXACT, factors

Seeds = tuple[int, ...]
"""Of each row the pattern by which it rounds otherwise, -1 for none. Empty: no row does."""

NOT_FOR_ROWS = "not to be had of many arrays at once"


@final
class Stack(NDArrayOperatorsMixin):
    """``rows`` is (number of rows, *shape of one). What it has and does is what one row alone has and does."""

    __slots__ = ("rows", "seeds")

    def __init__(self, rows: Array, seeds: Seeds = ()) -> None:
        self.rows, self.seeds = rows, seeds

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.rows.shape[1:])

    @property
    def ndim(self) -> int:
        return self.rows.ndim - 1

    @property
    def size(self) -> int:
        return int(np.prod(self.shape, dtype=int))

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.rows.dtype

    @property
    def T(self) -> Stack:
        last = self.rows.ndim - 1
        if last == 2:
            return Stack(self.rows.swapaxes(1, 2), self.seeds)
        return Stack(self.rows.transpose(0, *range(last, 0, -1)), self.seeds)

    @property
    def real(self) -> Stack:
        return Stack(self.rows.real, self.seeds)

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Stack:
        rows = self.rows.sum(axis=self._axes(axis), keepdims=keepdims)
        return _made(rows, _next(self.seeds), rounds=True)

    def mean(self, axis: int | None = None, keepdims: bool = False) -> Stack:
        summed = self.sum(axis, keepdims)
        count = self.size // max(summed.size, 1)
        return Stack(summed.rows / count, summed.seeds)

    def max(self, axis: int | None = None, keepdims: bool = False) -> Stack:
        rows = self.rows.max(axis=self._axes(axis), keepdims=keepdims)
        return _made(rows, _next(self.seeds), rounds=False)

    def _axes(self, axis: int | None) -> tuple[int, ...]:
        if axis is None:
            return tuple(range(1, self.rows.ndim))
        place = operator.index(axis)
        if not -self.ndim <= place < self.ndim:
            raise ValueError(f"no axis {axis}")
        return (place % self.ndim + 1,)

    def copy(self) -> Stack:
        return Stack(self.rows.copy(), self.seeds)

    def with_entry(self, at: tuple[int, ...], entry: Stack) -> Stack:
        """Each row with the entry at ``at`` replaced by that of ``entry``, a stack of numbers."""
        rows = self.rows.astype(np.result_type(self.rows, entry.rows))
        everywhere: tuple[Any, ...] = (slice(None), *at)
        rows[everywhere] = entry.rows.reshape(len(rows))
        return Stack(rows, self.seeds)

    def __getitem__(self, index: Any) -> Stack:
        places = index if isinstance(index, tuple) else (index,)
        if not all(type(place) in (int, slice) for place in places):
            raise TypeError(NOT_FOR_ROWS)
        found = self.rows[(slice(None), *places)]
        return Stack(found, self.seeds if found.ndim > 1 else ())

    def __pow__(self, other: Any) -> Any:
        # As arrays have it.
        return (
            np.square(self)
            if type(other) in (int, float) and other == 2
            else super().__pow__(other)
        )

    def __len__(self) -> int:
        return int(self.shape[0])

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError(NOT_FOR_ROWS)

    __array__ = __bool__ = __float__ = __complex__ = __int__ = __index__ = _refuse
    __iter__ = __contains__ = _refuse
    __hash__ = None  # type: ignore[assignment] # two of them compare row by row

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options or ufunc.nout != 1:
            return NotImplemented
        seeds: Seeds = ()
        if ufunc is np.matmul:
            plain = []
            for item in inputs:
                if isinstance(item, Stack):
                    seeds = _joined(seeds, item.seeds)
                    item = item.rows
                    if item.ndim != 3:
                        return NotImplemented
                elif item.ndim != 2:
                    return NotImplemented
                plain.append(item)
        elif ufunc.signature is None:
            most = max(map(_dimensions, inputs))
            plain = []
            for item in inputs:
                if isinstance(item, Stack):
                    seeds = _joined(seeds, item.seeds)
                    item = item.rows
                    if item.ndim <= most:
                        item = item.reshape(
                            len(item), *(1,) * (most + 1 - item.ndim), *item.shape[1:]
                        )
                plain.append(item)
        else:
            return NotImplemented
        return _made(ufunc(*plain), _next(seeds), rounds=ufunc.__name__ not in EXACT)

    def __array_function__(
        self,
        function: Callable[..., Any],
        types: Iterable[type],
        arguments: Sequence[Any],
        options: Mapping[str, Any],
    ) -> Any:
        known = FUNCTIONS.get(function)
        return NotImplemented if known is None else known(*arguments, **options)


def _dimensions(item: Any) -> int:
    if type(item) is Stack:
        return item.rows.ndim - 1
    return item.ndim if type(item) is np.ndarray else int(np.ndim(item))


def _joined(one: Seeds, other: Seeds) -> Seeds:
    if one and other:
        return one if one == other else tuple(map(max, one, other))
    return one or other


def _next(seeds: Seeds) -> Seeds:
    return tuple([seed + 1 if seed >= 0 else -1 for seed in seeds]) if seeds else ()


def _made(rows: Array, seeds: Seeds, rounds: bool) -> Stack:
    """The outcome of an operation, with the rows that round otherwise moved."""
    if not seeds or rows.dtype.kind not in "fc":
        return Stack(rows)
    if rounds:
        rows = rows * many_factors(rows.shape[1:], seeds, 1)
    # A single number is none of our arrays any more, and computes as numbers do.
    return Stack(rows, seeds if rows.ndim > 1 else ())


@functools.lru_cache(maxsize=8192)
def many_factors(shape: tuple[int, ...], seeds: Seeds, units: int) -> Array:
    """What moves each row by so many units in the last place of its entries. Shared: not to be written to."""
    still = np.ones(shape)
    found = np.stack([factors(shape, seed, units) if seed >= 0 else still for seed in seeds])
    found.setflags(write=False)
    return found


def _where(condition: Any, *values: Any) -> Stack:
    if len(values) != 2:
        raise TypeError(NOT_FOR_ROWS)
    items = (condition, *values)
    most = max(map(_dimensions, items))
    plain = [
        item.rows.reshape(len(item.rows), *(1,) * (most - item.ndim), *item.shape)
        if isinstance(item, Stack)
        else item
        for item in items
    ]
    # As of arrays, what is chosen rounds as usual.
    return Stack(np.where(*plain))


FUNCTIONS: Mapping[Callable[..., Any], Callable[..., Any]] = {
    np.sum: Stack.sum,
    np.mean: Stack.mean,
    np.max: Stack.max,
    np.amax: Stack.max,
    np.real: lambda stack: stack.real,
    np.transpose: lambda stack: stack.T,
    np.shape: lambda stack: stack.shape,
    np.ndim: lambda stack: stack.ndim,
    np.size: lambda stack: stack.size,
    np.where: _where,
}


def together(value: Any, seeds: Seeds) -> Any:
    """``value`` and its neighbours, one for each seed, as one: :func:`~grader.numeric.rounding.jittered` for all of them.

    Floats and arrays become stacks, lists and tuples such of stacks, anything else stays. Raises :class:`TypeError`
    for floats of another size.
    """
    if isinstance(value, list | tuple):
        items = [
            together(item, tuple([seed + 7 * k + 1 for seed in seeds]))
            for k, item in enumerate(value)
        ]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, float):
        return Stack(value * many_factors((), (-1, *seeds), 2))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        if value.dtype != np.float64:
            raise TypeError(NOT_FOR_ROWS)
        return Stack(value * many_factors(value.shape, (-1, *seeds), 2), (-1, *seeds))
    return value


def repeated(value: Any, times: int) -> Any:
    """All rows of :func:`together` so many times, one after the other."""
    if isinstance(value, Stack):
        return Stack(np.concatenate([value.rows] * times), value.seeds * times)
    if isinstance(value, list | tuple):
        items = [repeated(item, times) for item in value]
        return items if isinstance(value, list) else tuple(items)
    return value
