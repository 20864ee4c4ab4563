"""Derivatives with a bar per entry, laid out by the lecture's rules.

*Trusted functions* (ours) are differentiated by the complex step: for an analytic f,
f(u + ih) = f(u) + ih f′(u) + O(h²), so Im f(u + ih)/h is f′ to rounding at h = 1e-30, with one evaluation
per parameter and no subtraction (Squire & Trapp 1998). It needs functions that branch on ``.real``
and keep the imaginary part; :func:`cross_check` finds those that don't.

The points of all parameters go through the function together where it lets them (:mod:`grader.numeric.stacked`); one is
evaluated alone as well, and where that differs, all are. The bar comes from four more evaluations: slopes along random directions, at inputs moved in their
last place, with arithmetic that rounds otherwise. What they miss of the slope that the entries add up to is what rounding
does. Each parameter's share of a direction is one over its derivative, so small derivatives get small bars.

*Black boxes* go to :mod:`grader.numeric.extrapolation`.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from typing import Any, get_args

import numpy as np

from grader.numeric import extrapolation
from grader.numeric.layout import Layout, Shape, laid_out
from grader.numeric.records import EPS, Array, Estimate
from grader.numeric.rounding import moved, noised, signs
from grader.numeric.stacked import Stack, many_factors

STEP = 1e-30
PROBES = 4
PROBE_STEP = 3e-30
"""Another step than the slopes': where the slope depends on it (log, √ at 0), there is no derivative."""

UNSEEN = float(np.finfo(np.float64).tiny) / STEP
"""A slope below this may vanish when it is multiplied by the step: 2e-278."""

SMALLEST_SHARE = 1e-200

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

PATTERNS = tuple(range(PROBES))

FEW = 2
"""So many points are as quickly had one by one."""

MOST = 1 << 16
"""Numbers in the points that are looked at together."""

SAME = 1e-9
"""Relative to the largest slope: a point alone and among others differ by rounding only."""

Function = Callable[[Any], Any]


def derivative(
    function: Function,
    u: Any,
    *,
    trusted: bool,
    layout: str = "lecture",
    nearby: Sequence[Function] = (),
    together: Function | None = None,
) -> Estimate:
    """∂function/∂u at ``u``: a scalar, (b, 1) or (b, c), laid out by the lecture's rules.

    ``layout="indices"`` gives [*u, v], for what no rule covers. ``trusted`` takes the complex step (one evaluation
    per parameter and four for the bar) where the function takes complex numbers; else 12 evaluations per parameter.
    ``nearby``: the same function with its *other* inputs :func:`~grader.numeric.rounding.jittered`; the bar covers what
    rounding does to them and before they meet ``u``. ``together``: the function with these inputs and then those of its three
    neighbours as :func:`~grader.numeric.stacked.together` makes them, where they can be had so.
    Raises :class:`ValueError` for an unknown layout and where no rule applies.
    """
    start = np.asarray(u, dtype=np.float64)
    chosen = _layout(layout)
    if trusted:
        try:
            return _complex_derivative(
                function, start, chosen, (function, *nearby), together if nearby else function
            )
        except (TypeError, np.exceptions.ComplexWarning):
            pass  # it does not take complex numbers, or drops what makes them complex
    return _extrapolated(function, start, chosen)


def _layout(name: str) -> Layout:
    for known in LAYOUTS:
        if name == known:
            return known
    raise ValueError(f"unknown layout {name!r}: {' or '.join(get_args(Layout))}")


def _complex_derivative(
    function: Function,
    u: Array,
    layout: Layout,
    nearby: Sequence[Function],
    together: Function | None,
) -> Estimate:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        slopes, v_shape = _slopes(function, u)
        error = _rounding_bar(slopes, u, nearby, together)
    known = np.isfinite(slopes) & np.isfinite(error)
    value = laid_out(slopes, v_shape, u.shape, layout)
    return Estimate(
        value,
        laid_out(np.where(known, error, np.inf), v_shape, u.shape, layout),
        np.zeros(value.shape, dtype=bool),
        u.size + PROBES,
    )


def _slopes(function: Function, u: Array) -> tuple[Array, Shape]:
    """The slopes (entries of u, entries of v), and v's shape."""
    still = u.astype(complex)
    if u.size > FEW and u.size**2 <= MOST:
        found = _slopes_together(function, still)
        if found is not None:
            last = np.ravel(_slope_of_entry(function, still, tuple(n - 1 for n in u.shape)))
            if _alike(found[0][-1], last):
                return found
    rows = [_slope_of_entry(function, still, index) for index in np.ndindex(u.shape)]
    return np.array([row.ravel() for row in rows]), rows[-1].shape if rows else ()


def _slope_of_entry(function: Function, still: Array, index: tuple[int, ...]) -> Array:
    point = still.copy()
    point[index] += 1j * STEP
    return _imaginary(function(point if still.shape else complex(point)), STEP)


def _slopes_together(function: Function, still: Array) -> tuple[Array, Shape] | None:
    """All slopes from one call, or None where the function does not take many points at once."""
    count = still.size
    points = np.empty((count, count), dtype=complex)
    points[:] = still.ravel()
    points.ravel()[:: count + 1] += 1j * STEP
    rows = _rows(function, Stack(points.reshape(count, *still.shape)), STEP)
    return None if rows is None else (rows.reshape(count, -1), rows.shape[1:])


def _rows(function: Function, points: Stack, step: float) -> Array | None:
    """What :func:`_imaginary` says of each point, or None."""
    try:
        value = function(points)
    except Exception:  # it looks at what a stack does not show: it is asked point by point
        return None
    if type(value) is Stack:
        return _imaginary(value.rows, step)
    return None


def _alike(one: Array, other: Array) -> bool:
    """Whether two rows are the same but for rounding; where one is not finite, they count as unlike."""
    if one.shape != other.shape:
        return False
    largest = float(np.max(np.abs(other), initial=0.0))
    return bool((np.abs(one - other) <= SAME * largest).all())


def _probe(function: Function, plain: Function, u: Array, direction: Array, seed: int) -> Array:
    try:
        return _slope(
            lambda point: function(noised(np.asarray(point), seed)), u, direction, PROBE_STEP
        )
    except Exception:  # not every function takes a subclass of ndarray
        return _slope(plain, u, direction, PROBE_STEP)


def _slope(function: Function, u: Array, direction: Array, step: float) -> Array:
    point = u + 1j * step * direction
    return _imaginary(function(point if u.shape else complex(point)), step)


def _imaginary(value: Any, step: float) -> Array:
    """The slope in what a function gave at a point that is ``step`` off in the imaginary direction."""
    out = np.asarray(value)
    # A function that gives real numbers has no part that depends on the imaginary one (a step).
    return np.asarray(out.imag / step if out.dtype.kind == "c" else np.zeros(out.shape))


def _rounding_bar(
    slopes: Array, u: Array, nearby: Sequence[Function], together: Function | None
) -> Array:
    """The bar of ``slopes`` (entries of u, entries of v)."""
    sizes = np.abs(slopes)
    scale = sizes.max(axis=1)
    smallest = float(scale.min())
    if not 0 < smallest < np.inf:
        live = scale[np.isfinite(scale) & (scale > 0)]
        smallest = float(np.min(live, initial=np.inf))
        if not np.isfinite(smallest):
            smallest = 1.0
    ratio = smallest / np.where(scale > 0, scale, smallest)
    share = np.minimum(np.maximum(ratio, SMALLEST_SHARE), 1.0)
    directions = _all_signs(len(share)) * share
    expected = np.array([direction @ slopes for direction in directions])
    missed = np.abs(_probes(u, directions, nearby, together) - expected).max(axis=0)
    return np.asarray(
        4 * missed / share[:, None] * (scale > 0)[:, None]
        + 8 * EPS * sizes
        + (2 * EPS * scale)[:, None]
        + UNSEEN
    )


@functools.lru_cache(maxsize=1024)
def _all_signs(count: int) -> Array:
    """The directions of all probes, before each parameter gets its share."""
    return np.array([signs((count,), k) for k in range(PROBES)])


def _probes(
    u: Array, directions: Array, nearby: Sequence[Function], together: Function | None
) -> Array:
    """The slopes along the directions (probes, entries of v), each at an input of its own and with other rounding."""
    if together is not None:
        nudged = u * many_factors(u.shape, PATTERNS, 2)
        along = 1j * PROBE_STEP * directions.reshape(nudged.shape)
        found = _rows(together, Stack(nudged + along, PATTERNS), PROBE_STEP)
        if found is not None:
            return found.reshape(PROBES, -1)
    alone = [
        _probe(
            nearby[k % len(nearby)],
            nearby[0],
            moved(u, k),
            direction.reshape(u.shape),
            k,
        ).ravel()
        for k, direction in enumerate(directions)
    ]
    return np.array(alone)


def _extrapolated(function: Function, u: Array, layout: Layout) -> Estimate:
    found: list[Estimate] = []
    for index in np.ndindex(u.shape):
        direction = np.zeros(u.shape)
        direction[index] = 1.0
        found.append(extrapolation.directional(function, u if u.shape else float(u), direction))
    v_shape = found[0].value.shape
    value, error, kink = (
        laid_out(np.stack([np.ravel(part) for part in parts]), v_shape, u.shape, layout)
        for parts in zip(*(one.facts() for one in found), strict=True)
    )
    return Estimate(value, error, kink, sum(one.evaluations for one in found))


def cross_check(function: Function, u: Any) -> bool:
    """Whether complex step and extrapolation agree at ``u``: asked when an assignment is built.

    Finds trusted functions that lose the imaginary part (``np.abs``), which the complex step alone would call flat.
    A function whose derivative neither can tell there (a kink, a jump) is given the benefit of the doubt.
    """
    step = derivative(function, u, trusted=True, layout="indices")
    slope = derivative(function, u, trusted=False, layout="indices")
    scale = float(np.max(np.abs(slope.value), initial=0.0, where=np.isfinite(slope.value)))
    with np.errstate(invalid="ignore"):
        far = np.abs(step.value - slope.value) > step.error + 4 * slope.error + 1e-7 * scale
    return not bool(np.any(far))
