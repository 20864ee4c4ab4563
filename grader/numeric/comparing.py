"""Whether an answer is right, to what rounding can do and no further.

The tolerance is set entry by entry: the bar of what is expected, four times what rounding moves the
reference's own answer, and a few digits of the entry itself. Two right formulas differ by no more; the
mistakes people make differ by far more. Outside the tolerance an answer *disagrees*; inside a narrow one it *agrees*;
inside a wider one nothing can be said: *undecided*. Narrow is 3e-6 of the entry for a derivative, so that a mistake of
1e-5 in one entry never passes, 1e-4 for a value, 1e-2 for float32.

Which entry is named follows from the work alone: of a difference quotient, say, the processor's rounding decides which entry
is farthest off. So the first one that is *clearly* wrong is named, and none where all are nearly right.

Shapes are the caller's business and must be equal: ``np.allclose`` would broadcast (3,) against (3, 1).
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from grader.numeric.records import EPS, Agreement, Array, Comparison, Estimate
from grader.numeric.showing import clearly_wrong

DIGITS = 1e-10
"""Relative to the entry: what right answers may always lose. A wrong formula is never that close."""

NEGLIGIBLE = 1e-13
"""Relative to the largest entry: as near to a true zero as arithmetic comes."""

UNDERFLOW = 1e-100
"""Absolute: below this, answers differ by where exp() was cut off, not by mistakes."""

LOOSEST = {2: 1e-1, 4: 1e-2}
"""The widest relative tolerance that decides, by the bytes of the answer's floats; for doubles the next two."""

LOOSEST_SLOPE = 3e-6
LOOSEST_VALUE = 1e-4


def numbers(value: Any) -> Array | None:
    """``value`` (a number or an array of real numbers, of any precision) as an array; None for anything else.

    Truth values are no numbers here, and lists no arrays: what an answer *is* counts as well as what is in it.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            return np.asarray(float(value))
        except OverflowError:
            return None
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        return value
    return None


def are_truths(value: Any) -> bool:
    """Whether ``value`` is an array of True and False."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "b"


def truth(value: Any) -> bool | None:
    """``value`` as True or False: a bool, or an array that holds nothing but one; None for anything else."""
    if are_truths(value) and value.size == 1:
        return bool(value.item())
    return value if isinstance(value, bool) else None


def compare(got: Any, estimate: Estimate, *, spread: Any = None) -> Comparison:
    """``got`` (floats of any precision, or integers) against a derivative with its bar.

    ``spread``: :func:`grader.numeric.input_spread` of a reference for the derivative, where there is one.
    Raises :class:`ValueError` when the shapes differ.
    """
    answer = np.asarray(got)
    _same_shape(answer, estimate.value)
    value = estimate.value
    if spread is None:
        tolerance, vague, sharp, unknown = _alone(estimate, _bytes(answer), _unit(answer))
    else:
        tolerance, vague, sharp, unknown = _limits(
            estimate, _bytes(answer), _unit(answer), np.asarray(spread, dtype=float)
        )
    # An answer that equals the middle of a wide bar is no more certain than any other inside.
    return _verdict(answer, value, tolerance, vague, unknown, equal_is_right=sharp)


def decided(estimate: Estimate) -> Array | None:
    """The tolerance that doubles have around a derivative; None where it is too wide to decide in some entry."""
    value, error = estimate.value, estimate.error
    with np.errstate(all="ignore"):
        # As in _limits, of which nothing but this is needed here.
        tolerance = np.asarray(2 * error + _rounding(EPS, value, None))
        if not (tolerance <= _narrow(value, LOOSEST_SLOPE * np.abs(value), EPS)).all():
            return None
    return tolerance if np.isfinite(error).all() else None


def _narrow(value: Array, loosest: Array, unit: float) -> Array:
    """``loosest``, and what counts as nothing where a true zero is due."""
    zeros = value == 0
    if not zeros.any():
        return loosest
    nothing = max(NEGLIGIBLE * unit / EPS * _largest(value), UNDERFLOW)
    return np.maximum(loosest, np.where(zeros, nothing, 0.0))


def _limits(
    estimate: Estimate, size: int, unit: float, spread: Array | None
) -> tuple[Array, Array, Array, Array]:
    """Of each entry the tolerance, and whether it is too wide, narrow enough, and not known at all."""
    value = estimate.value
    with np.errstate(all="ignore"):
        tolerance = 2 * estimate.error + _rounding(unit, value, spread)
        if spread is None and unit > EPS:
            # Without a spread there is only the size of the entries to tell what float32 loses.
            tolerance = tolerance + 1e3 * unit * np.abs(value)
        sizes = np.abs(value)
        vague = ~(tolerance <= _narrow(value, LOOSEST.get(size, LOOSEST_SLOPE) * sizes, unit))
        sharp = 2 * estimate.error <= _narrow(value, LOOSEST_SLOPE * sizes, unit)
    unknown = ~np.isfinite(estimate.error)
    return np.asarray(tolerance), np.asarray(vague), np.asarray(sharp), np.asarray(unknown)


@functools.lru_cache(maxsize=1024)
def _alone(estimate: Estimate, size: int, unit: float) -> tuple[Array, Array, Array, Array]:
    """:func:`_limits` without a spread, kept: many wrong answers are compared with one estimate (which is never changed)."""
    return _limits(estimate, size, unit, None)


def compare_value(
    got: Any, expected: Any, *, exact: bool = False, rtol: float | None = None, spread: Any = None
) -> Comparison:
    """``got`` against a reference's answer, numbers or arrays of numbers.

    ``exact`` allows no difference at all. ``rtol`` sets the tolerance, relative to the entry (and a tenth of it
    to the largest). Otherwise it follows from ``spread`` (:func:`grader.numeric.input_spread`), and where that is
    None from the size of the entries. NaN and infinities are right only where expected.
    Raises :class:`ValueError` when the shapes differ.
    """
    answer, value = np.asarray(got), np.asarray(expected)
    _same_shape(answer, value)
    vague = np.zeros(value.shape, dtype=bool)
    if exact:
        return _verdict(answer, value, np.zeros(value.shape), vague, vague)
    value = value.astype(float)
    largest, size = _largest(value), np.abs(value)
    with np.errstate(all="ignore"):
        if rtol is not None:
            tolerance = rtol * (size + largest / 10)
        else:
            derived = _rounding(_unit(answer), value, spread)
            floor = (4 if spread is not None else 256) * _unit(answer) * largest + UNDERFLOW
            tolerance = derived + floor
            vague = (derived > LOOSEST.get(_bytes(answer), LOOSEST_VALUE) * size) & (
                derived > floor
            )
    return _verdict(answer, value, np.asarray(tolerance), np.asarray(vague), np.zeros_like(vague))


def _same_shape(got: Array, expected: Array) -> None:
    if got.shape != expected.shape:
        raise ValueError(f"shapes differ: {got.shape} and {expected.shape}")


def _unit(got: Array) -> float:
    return float(np.finfo(got.dtype).eps) if _bytes(got) < 8 else EPS


def _bytes(got: Array) -> int:
    return got.dtype.itemsize if got.dtype.kind == "f" else 8


def _largest(value: Array) -> float:
    if value.size:
        largest = float(np.abs(value).max())
        if largest < np.inf:
            return largest
    return float(np.max(np.abs(value), initial=0.0, where=np.isfinite(value)))


def _rounding(unit: float, value: Array, spread: Any) -> Array:
    """What rounding in the answer's own precision may do to each entry."""
    sizes = np.abs(value)
    relative = (DIGITS + 64 * unit) * np.where(sizes < np.inf, sizes, 0.0)
    if spread is None:
        return np.asarray(relative)
    moves = np.asarray(spread, dtype=float).reshape(value.shape)
    return np.asarray(relative + 4 * moves * (unit / EPS))


def _verdict(
    got: Array,
    value: Array,
    tolerance: Array,
    vague: Array,
    unknown: Array,
    *,
    equal_is_right: Any = True,
) -> Comparison:
    """``unknown``: entries of which nothing is known, so that no answer is wrong."""
    decides = not np.any(vague | unknown)
    with np.errstate(all="ignore"):
        given = got.astype(float)
        off = np.abs(given - value)
        same = (given == value) | (np.isnan(given) & np.isnan(value))
        wrong = np.asarray(~(off <= tolerance) & ~same & ~unknown)
        doubtful = np.asarray((vague & ~wrong & ~(same & equal_is_right)) | unknown)
        if np.any(wrong):
            clear = wrong & clearly_wrong(given, value)
            at = _first(clear) if clear.any() else None
            return Comparison(Agreement.DISAGREES, wrong, at, tolerance, decides)
    if np.any(doubtful):
        return Comparison(Agreement.UNDECIDED, wrong, _first(doubtful), tolerance, decides)
    return Comparison(Agreement.AGREES, wrong, None, tolerance, decides)


def _first(marked: Array) -> tuple[int, ...]:
    return tuple(int(k) for k in np.unravel_index(int(np.argmax(marked)), marked.shape))


def looks_finite_differenced(got: Any, expected: Any, *, spread: Any = None) -> bool:
    """Whether ``got`` is right only to the digits that difference quotients have.

    A formula in double precision is good to about 1e-13 of the largest entry (or to the ``spread`` of the
    reference); difference quotients leave 1e-11 to 1e-5. Answers that are farther off are wrong, and float32 is
    short of digits for another reason: neither is for this test. A quotient that happens to be exact (of a
    linear function, with a large step) can't be told from a formula.
    """
    one, other = np.asarray(got), np.asarray(expected, dtype=float)
    largest = _largest(other)
    if _bytes(one) < 8 or one.shape != other.shape or largest == 0.0:
        return False
    given = one.astype(float)
    if not np.all(np.isfinite(given)) or not np.all(np.isfinite(other)):
        return False
    noise = 0.0 if spread is None else 16 * float(np.max(np.asarray(spread), initial=0.0))
    off = float(np.max(np.abs(given - other)))
    return bool(max(1e-12 * largest, noise) < off < 1e-4 * largest)
