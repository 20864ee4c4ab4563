"""Numeric derivatives with an honest error bar, and comparisons that know what rounding can do.

*Trusted functions* (ours) are differentiated by the complex step: for an analytic f,
f(u + ih) = f(u) + ih f′(u) + O(h²), so Im f(u + ih)/h is f′ to rounding at h = 1e-30, with one evaluation
per parameter and no subtraction (Squire & Trapp 1998). It needs functions that branch on ``.real``.

*Black boxes* (a student's own function) are differentiated by central differences at shrinking steps,
extrapolated to step zero (Richardson); the error bar is the largest change among neighbouring
entries of the tableau plus the rounding noise divided by the step. Where forward and backward slopes stop
converging to each other there is a kink: all that can be said is that the slope lies between them.

*Layout*: the lecture's four rules. ∂v/∂u is a scalar for scalars, b × 1 or b × c for a scalar v by a vector or matrix
u, and b × c with entry (j, k) = ∂v_k/∂u_j for vectors: the transpose of the numerator layout.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Layout = Literal["lecture", "indices"]

STEP = 1e-30
LEVELS = 6
"""Steps of the extrapolation: h, h/4, … h/4⁵, each on both sides: 12 evaluations."""

LOOSEST = {8: 1e-4, 4: 1e-2, 2: 1e-1}
"""The largest relative tolerance that still decides, by the item size of the answer's dtype."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """A derivative and how far off it may be.

    ``value``, ``error`` (≥ 0) and ``kink`` have the derivative's shape; where ``kink`` is true the slope is
    known to lie within ``value ± error`` and nothing more can be said. ``evaluations`` were spent.
    """

    value: Array
    error: Array
    kink: Array
    evaluations: int = 0

    def facts(self) -> tuple[Array, Array, Array]:
        """The plain tuple that can be stored; see :meth:`of`."""
        return self.value, self.error, self.kink

    @classmethod
    def of(cls, facts: Sequence[Any]) -> Estimate:
        value, error, kink = facts
        return cls(np.asarray(value), np.asarray(error), np.asarray(kink, dtype=bool))


class Agreement(enum.Enum):
    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"


@dataclass(frozen=True, eq=False)
class Comparison:
    """``wrong`` marks the entries outside the tolerance; ``worst`` is the index of the worst of them, or of
    the first undecided entry."""

    verdict: Agreement
    wrong: Array
    worst: tuple[int, ...] | None
    tolerance: Array


# --- layout -------------------------------------------------------------------------------------


def layout_shape(v_shape: tuple[int, ...], u_shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of ∂v/∂u by the lecture's rules; shapes are (), (1, 1), (b, 1) or (b, c).

    Raises :class:`ValueError` where no rule applies (a vector or matrix v by a matrix u).
    """
    v, u = _two_dimensional(v_shape), _two_dimensional(u_shape)
    if v == (1, 1) and u == (1, 1):
        return ()
    if v == (1, 1):
        return u
    if v[1] == 1 and u[1] == 1:
        return (u[0], v[0])
    raise ValueError(f"no rule lays out the derivative of {v_shape} by {u_shape}")


def _two_dimensional(shape: tuple[int, ...]) -> tuple[int, int]:
    if shape == ():
        return (1, 1)
    if len(shape) == 2:
        return (shape[0], shape[1])
    raise ValueError(f"{shape} is neither a scalar nor a 2-D array")


def _lay_out(slopes: list[Array], v_shape: tuple[int, ...], u: Array, layout: Layout) -> Array:
    """``slopes[j]`` is ∂v/∂u_j (flattened v) for each entry of u in C order."""
    stacked = np.stack([np.ravel(slope) for slope in slopes])
    if layout == "indices":
        squeezed = tuple(size for size in v_shape if size != 1) or (1,)
        rest = (np.prod(v_shape, dtype=int),) if len(v_shape) == 2 else squeezed
        return stacked.reshape(*u.shape, *rest)
    return stacked.reshape(layout_shape(v_shape, u.shape))


# --- derivatives --------------------------------------------------------------------------------


def derivative(
    function: Callable[[Any], Any], u: Any, *, trusted: bool, layout: str = "lecture"
) -> Estimate:
    """∂function/∂u at ``u``: a scalar, (b, 1) or (b, c), laid out by the lecture's rules.

    ``layout="indices"`` gives [*u, v] for what no rule covers. ``trusted`` uses the complex step: one
    evaluation per parameter and three more rounds for the error bar. Otherwise 12 per parameter.
    """
    start = np.asarray(u, dtype=np.float64)
    chosen: Layout = "indices" if layout == "indices" else "lecture"
    if not trusted:
        return _extrapolated(function, start, chosen)
    try:
        value, v_shape = _complex_step(function, start, chosen)
    except (TypeError, np.exceptions.ComplexWarning):
        return _extrapolated(function, start, chosen)
    del v_shape
    spread = np.zeros_like(value)
    for signs in _jitters(start.shape, 2):
        moved = start * (1 + 2 * np.finfo(float).eps * signs)
        spread = np.maximum(spread, abs(_complex_step(function, moved, chosen)[0] - value))
    eps = np.finfo(float).eps
    largest = np.max(np.abs(value), initial=0.0)
    error = 4 * spread + 64 * eps * np.abs(value) + 8 * eps * largest
    bad = ~np.isfinite(value)
    error = np.where(bad, np.inf, error)
    return Estimate(value, error, np.zeros(value.shape, bool), 3 * start.size)


def _complex_step(
    function: Callable[[Any], Any], u: Array, layout: Layout
) -> tuple[Array, tuple[int, ...]]:
    slopes: list[Array] = []
    v_shape: tuple[int, ...] = ()
    for index in np.ndindex(u.shape):
        moved = u.astype(complex)
        moved[index] += 1j * STEP
        out = np.asarray(function(moved if u.shape else complex(moved)))
        v_shape = out.shape
        # A function that gives real numbers has no part that depends on the imaginary one.
        slopes.append(np.imag(out) / STEP if np.iscomplexobj(out) else np.zeros(out.shape))
    return _lay_out(slopes, v_shape, u, layout), v_shape


def _jitters(shape: tuple[int, ...], count: int) -> list[Array]:
    """Fixed patterns of ±1, the same on every machine."""
    size = int(np.prod(shape, dtype=int))
    patterns = []
    for k in range(count):
        bits = np.array([(0x9E3779B97F4A7C15 * (j + 1 + 97 * k) >> 40) & 1 for j in range(size)])
        patterns.append((2.0 * bits - 1.0).reshape(shape))
    return patterns


def _extrapolated(function: Callable[[Any], Any], u: Array, layout: Layout) -> Estimate:
    values, errors, kinks = [], [], []
    v_shape: tuple[int, ...] = ()
    for index in np.ndindex(u.shape):
        direction = np.zeros(u.shape)
        direction[index] = 1.0
        points = steps(u, direction)
        outs = [np.asarray(function(p if u.shape else float(p)), dtype=float) for p in points]
        v_shape = outs[0].shape
        slope = combine(outs, u, direction)
        values.append(slope.value)
        errors.append(slope.error)
        kinks.append(slope.kink)
    return Estimate(
        _lay_out(values, v_shape, u, layout),
        _lay_out(errors, v_shape, u, layout),
        _lay_out(kinks, v_shape, u, layout).astype(bool),
        u.size * 2 * LEVELS,
    )


def first_step(u: Array, direction: Array) -> float:
    """The largest step along ``direction``: 2⁻⁵ of the size of what it moves."""
    moved = np.abs(u[direction != 0]) if u.shape else np.abs(np.asarray([u]))
    scale = max(
        float(np.max(moved, initial=0.0)), float(np.sqrt(np.mean(np.square(u)))) if u.size else 0.0
    )
    length = float(np.max(np.abs(direction), initial=0.0)) or 1.0
    # A power of two keeps u ± h exact in most digits.
    return 2.0 ** (np.floor(np.log2(scale or 1.0)) - 5) / length


def steps(u: Any, direction: Any) -> list[Array]:
    """The points at which a black box is to be evaluated: u + h d, u − h d, u + (h/4) d, …

    Made first and in one go, so that they can be sent to a sandbox as one batch of calls.
    """
    start, along = np.asarray(u, dtype=float), np.asarray(direction, dtype=float)
    h = first_step(start, along)
    return [start + sign * h / 4**k * along for k in range(LEVELS) for sign in (1.0, -1.0)]


def combine(outs: Sequence[Any], u: Any, direction: Any) -> Estimate:
    """The directional derivative from the values at :func:`steps`, entry by entry of the output."""
    start, along = np.asarray(u, dtype=float), np.asarray(direction, dtype=float)
    h = np.array([first_step(start, along) / 4**k for k in range(LEVELS)])
    plus = np.stack([np.asarray(out, dtype=float) for out in outs[0::2]])
    minus = np.stack([np.asarray(out, dtype=float) for out in outs[1::2]])
    with np.errstate(all="ignore"):
        return _combine(plus, minus, h)


def _combine(plus: Array, minus: Array, h: Array) -> Estimate:
    shape = plus.shape[1:]
    steps_column = h.reshape(-1, *([1] * len(shape)))
    eps = np.finfo(float).eps
    size = np.maximum(np.abs(plus), np.abs(minus))
    noise = 8 * eps * np.max(size, axis=0) / steps_column
    tableau = [(plus - minus) / (2 * steps_column)]
    best = tableau[0][0]
    bar = np.full(shape, np.inf)
    for order in range(1, LEVELS):
        factor = 16.0**order
        finer = (factor * tableau[-1][1:] - tableau[-1][:-1]) / (factor - 1)
        for k in range(finer.shape[0]):
            near = np.maximum(
                np.abs(finer[k] - tableau[-1][k + 1]), np.abs(finer[k] - tableau[-1][k])
            )
            error = near + 4 * noise[k + order]
            better = error < bar
            best, bar = np.where(better, finer[k], best), np.where(better, error, bar)
        tableau.append(finer)
    # The value at u itself is the mean of the closest pair, good to second order: enough to see a kink.
    middle = (plus[-1] + minus[-1]) / 2
    forward = (plus[:-1] - middle) / steps_column[:-1]
    backward = (middle - minus[:-1]) / steps_column[:-1]
    gap = np.abs(forward - backward)
    # Smooth functions halve the gap with the step; a kink keeps it.
    floor = 8 * noise[:-1] + 1e-9 * np.max(np.abs(tableau[0]), axis=0)
    staying = (gap[1:] > 0.6 * gap[:-1]) & (gap[1:] > floor[1:])
    kink = np.any(staying, axis=0) & np.all(np.isfinite(gap), axis=0)
    low = np.minimum(np.min(forward, axis=0), np.min(backward, axis=0))
    high = np.maximum(np.max(forward, axis=0), np.max(backward, axis=0))
    value = np.where(kink, (low + high) / 2, best)
    error = np.where(kink, (high - low) / 2, bar)
    unknown = ~np.all(np.isfinite(plus) & np.isfinite(minus), axis=0)
    return Estimate(
        value, np.where(unknown, np.inf, error), np.asarray(kink & ~unknown), 2 * LEVELS
    )


def cross_check(function: Callable[[Any], Any], u: Any) -> bool:
    """Whether complex step and extrapolation agree: done when an assignment is built.

    Catches trusted functions that lose the imaginary part (``np.abs``, ``np.maximum``).
    """
    step = derivative(function, u, trusted=True)
    slope = derivative(function, u, trusted=False)
    scale = np.max(np.abs(slope.value), initial=0.0)
    return bool(
        np.all(np.abs(step.value - slope.value) <= step.error + 4 * slope.error + 1e-7 * scale)
    )


# --- comparing ----------------------------------------------------------------------------------


def compare(got: Any, estimate: Estimate, *, spread: Array | None = None) -> Comparison:
    """``got`` against a derivative with its error bar; shapes must be equal.

    Outside the tolerance: disagrees. Inside a tolerance too wide to decide: undecided.
    """
    return _compare(np.asarray(got), estimate.value, estimate.error, spread, 1e-9)


def compare_value(
    got: Any,
    expected: Any,
    *,
    exact: bool = False,
    rtol: float | None = None,
    spread: Any = None,
) -> Comparison:
    """``got`` against a reference's answer; shapes must be equal.

    ``exact`` allows no difference at all; ``rtol`` replaces the relative part of the tolerance; ``spread`` is how far
    the reference itself moves when its inputs change in the last digit (:func:`input_spread`).
    """
    one, other = np.asarray(got), np.asarray(expected)
    if exact:
        wrong = ~((one == other) | ((one != one) & (other != other)))
        verdict = Agreement.DISAGREES if np.any(wrong) else Agreement.AGREES
        return Comparison(verdict, wrong, _first(wrong), np.zeros(other.shape))
    zero = np.zeros(other.shape)
    return _compare(one, other, zero, spread, 1e-9 if rtol is None else rtol)


def _compare(got: Array, value: Array, error: Array, spread: Any, rtol: float) -> Comparison:
    value = np.asarray(value, dtype=float)
    single = got.dtype.kind == "f" and got.dtype.itemsize < 8
    unit = float(np.finfo(got.dtype).eps) if single else float(np.finfo(float).eps)
    loosest = LOOSEST.get(got.dtype.itemsize if got.dtype.kind == "f" else 8, 1e-4)
    size = np.abs(np.where(np.isfinite(value), value, 0.0))
    largest = float(np.max(size, initial=0.0))
    moved = 0.0 if spread is None else np.abs(np.asarray(spread, dtype=float))
    with np.errstate(all="ignore"):
        tolerance = (
            error
            + 8 * moved
            + max(rtol, 64 * unit if single else 0.0) * size
            + (64 if single else 4096) * unit * largest
        )
        numbers = got.astype(float)
        difference = np.abs(numbers - value)
        same = (numbers == value) | (np.isnan(numbers) & np.isnan(value))
        wrong = ~((difference <= tolerance) | same) | (np.isnan(numbers) & ~np.isnan(value))
        # Zero entries: what is left of rounding in entries of the largest size is no digit of theirs.
        vague = ~wrong & ~same & (tolerance > loosest * np.maximum(size, largest * 1e-6))
    wrong, vague = np.asarray(wrong), np.asarray(vague)
    if np.any(wrong):
        ranked = np.where(wrong, np.nan_to_num(difference, nan=np.inf, posinf=np.inf), -1.0)
        at = tuple(int(k) for k in np.unravel_index(int(np.argmax(ranked)), wrong.shape))
        return Comparison(Agreement.DISAGREES, wrong, at, np.asarray(tolerance))
    if np.any(vague):
        return Comparison(Agreement.UNDECIDED, wrong, _first(vague), np.asarray(tolerance))
    return Comparison(Agreement.AGREES, wrong, None, np.asarray(tolerance))


def _first(mask: Array) -> tuple[int, ...] | None:
    found = np.argwhere(mask)
    return tuple(int(k) for k in found[0]) if len(found) else None


def input_spread(function: Callable[..., Any], arguments: Sequence[Any]) -> Array | None:
    """How far an answer moves when each float input moves by two units in its last place, or None
    when the answer is no array of numbers."""
    eps = np.finfo(float).eps
    with np.errstate(all="ignore"):
        base = _numbers(function(*arguments))
        if base is None:
            return None
        spread = np.zeros(base.shape)
        for k in range(3):
            moved = [_jitter(argument, 2 * eps, k) for argument in arguments]
            other = _numbers(function(*moved))
            if other is None or other.shape != base.shape:
                return None
            spread = np.maximum(spread, np.abs(other - base))
    return np.asarray(np.nan_to_num(spread, nan=0.0, posinf=0.0))


def _numbers(value: Any) -> Array | None:
    if isinstance(value, np.ndarray | float | np.floating) and np.asarray(value).dtype.kind == "f":
        return np.asarray(value, dtype=float)
    return None


def _jitter(value: Any, relative: float, k: int) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value * (1 + relative * _jitters(value.shape, k + 1)[k])
    if isinstance(value, list | tuple):
        return type(value)(_jitter(item, relative, k) for item in value)
    return value


def looks_finite_differenced(got: Any, expected: Any) -> bool:
    """Whether ``got`` is right only to the digits that difference quotients have.

    A formula in double precision is good to about 1e-13 of the largest entry; difference quotients leave
    1e-11 to 1e-5. Answers that are farther off are simply wrong, and not for this test.
    """
    one, other = np.asarray(got), np.asarray(expected, dtype=float)
    if one.dtype.kind == "f" and one.dtype.itemsize < 8:
        return False
    largest = float(np.max(np.abs(other), initial=0.0))
    if largest == 0.0 or not np.all(np.isfinite(one.astype(float))):
        return False
    error = float(np.max(np.abs(one.astype(float) - other))) / largest
    return 2e-12 < error < 1e-4
