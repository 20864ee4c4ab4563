"""How far rounding may move an answer: measured, by running the reference again with other rounding.

Each round moves every float input by two units in its last place, and every result of an arithmetic
operation inside by one, up or down by a fixed pattern (Monte Carlo arithmetic, Parker 1997, with
patterns in place of chance). What cancels inside a formula shows in the spread of the answers, which is all
that another right formula may be off by.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.numeric.records import EPS, Array

ROUNDS = 4

EXACT = frozenset(
    {
        *("floor", "ceil", "trunc", "rint", "sign", "absolute", "negative", "positive"),
        *("maximum", "minimum", "fmax", "fmin", "copysign", "conjugate", "heaviside"),
    }
)
"""Operations that never round."""


@functools.lru_cache(maxsize=8192)
def signs(shape: tuple[int, ...], seed: int) -> Array:
    """A fixed pattern of ±1, the same on every machine. Shared: not to be written to."""
    count = np.arange(1, int(np.prod(shape, dtype=int)) + 1, dtype=np.uint64)
    mixed = (count + np.uint64(97 * seed + 1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (2.0 * ((mixed >> np.uint64(40)) & np.uint64(1)).astype(float) - 1.0).reshape(shape)
    found.setflags(write=False)
    return found


@functools.lru_cache(maxsize=8192)
def factors(shape: tuple[int, ...], seed: int, units: int) -> Array:
    """What moves an array by so many units in the last place of its entries. Shared: not to be written to."""
    found = np.asarray(1 + units * EPS * signs(shape, seed))
    found.setflags(write=False)
    return found


def moved(u: Array, seed: int) -> Array:
    """``u`` with every entry moved by two units in its last place."""
    return np.asarray(u * factors(np.shape(u), seed, 2))


class Noisy(np.ndarray[Any, Any]):
    """An array whose arithmetic rounds otherwise: each result is moved by one unit in its last place."""

    seed: int = 0

    def __array_finalize__(self, source: Any) -> None:
        if type(source) is Noisy:
            self.seed = source.seed

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        # Drawing the cases of one seed comes through here ten thousand times.
        seed = -1
        plain = []
        for item in inputs:
            if type(item) is Noisy:
                if item.seed > seed:
                    seed = item.seed
                item = item.view(np.ndarray)
            plain.append(item)
        seed = (self.seed if seed < 0 else seed) + 1
        if method == "__call__" and not options:
            return _noisy(ufunc(*plain), seed, ufunc.__name__ not in EXACT)
        outs = options.pop("out", None)
        if outs is not None:
            options["out"] = tuple(_plain(item) for item in outs)
        result = getattr(ufunc, method)(*plain, **options)
        if outs is not None:
            return outs[0] if len(outs) == 1 else outs
        return _noisy(result, seed, ufunc.__name__ not in EXACT)


def _plain(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Noisy) else value


def _noisy(result: Any, seed: int, rounds: bool) -> Any:
    if type(result) is not np.ndarray:
        if isinstance(result, tuple):
            return tuple(_noisy(item, seed, rounds) for item in result)
        if not isinstance(result, np.generic) or result.dtype.kind not in "fc":
            return result
        return result * factors((), seed, 1) if rounds else result
    if result.dtype.kind not in "fc":
        return result
    wrapped = (result * factors(result.shape, seed, 1) if rounds else result).view(Noisy)
    wrapped.seed = seed
    return wrapped


def input_spread(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """How far an answer moves when inputs and operations round otherwise.

    An array of the answer's shape; a list of those for a list or tuple of answers; None for an answer that is
    neither. None too when the function raises.
    """
    with np.errstate(all="ignore"):
        try:
            base = function(*arguments)
            rounds = [_round(function, arguments, 1000 * k) for k in range(1, ROUNDS + 1)]
        except Exception:  # a reference may refuse its input: then there is no answer to compare
            return None
        return _spread(base, rounds)


def _round(function: Callable[..., Any], arguments: Sequence[Any], seed: int) -> Any:
    try:
        return function(*(jittered(argument, seed) for argument in arguments))
    except Exception:  # not every function takes a subclass of ndarray: move the inputs alone
        return function(*(jittered(argument, seed, noisy=False) for argument in arguments))


def jittered(value: Any, seed: int, *, noisy: bool = True) -> Any:
    """``value`` with every float in it moved; ``noisy``: its arrays also make what follows round otherwise."""
    if isinstance(value, list | tuple):
        items = [jittered(item, seed + 7 * k + 1, noisy=noisy) for k, item in enumerate(value)]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, float):
        return float(moved(np.asarray(value), seed))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        other = moved(value, seed).astype(value.dtype)
        return noised(other, seed) if noisy else other
    return value


def noised(array: Array, seed: int) -> Noisy:
    """``array`` as one whose arithmetic rounds otherwise."""
    wrapped = array.view(Noisy)
    wrapped.seed = seed
    return wrapped


def _spread(base: Any, others: Sequence[Any]) -> Any:
    if isinstance(base, list | tuple):
        if any(not isinstance(other, list | tuple) or len(other) != len(base) for other in others):
            return None
        return [_spread(item, [other[k] for other in others]) for k, item in enumerate(base)]
    if isinstance(base, bool) or not isinstance(base, float | np.floating | np.ndarray):
        return None
    middle = np.asarray(base)
    if middle.dtype.kind != "f":
        return None
    spread = np.zeros(middle.shape)
    for other in others:
        if np.shape(other) != middle.shape:
            return None
        spread = np.maximum(spread, np.abs(np.asarray(_plain(other), dtype=float) - middle))
    return np.asarray(np.nan_to_num(spread, nan=0.0, posinf=0.0))
