"""Derivatives of trusted functions by the complex step, with a bar per entry.

For an analytic f, f(u + ih) = f(u) + ih f′(u) + O(h²), so Im f(u + ih)/h is f′ to rounding at h = 1e-30, with one evaluation
per parameter and no subtraction (Squire & Trapp 1998). It needs functions that branch on ``.real`` and keep the imaginary part.

The bar comes from four more evaluations: slopes along random directions, at inputs moved in their last place, with
arithmetic that rounds otherwise. What they miss of the slope that the entries add up to is what rounding does. Each
parameter's share of a direction is one over its derivative, so small derivatives get small bars.

All points go through the function together where it lets them (:mod:`grader.numeric.stacked`); one of them is evaluated alone as
well, and where that differs, all are. The points of several arrays, such as the weights of all layers, can go together, too.
"""

from __future__ import annotations

import functools
import itertools
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from grader.numeric.layout import Layout, Shape, laid_out
from grader.numeric.records import EPS, Array, Estimate
from grader.numeric.rounding import moved, noised, signs
from grader.numeric.stacked import Stack, many_factors, repeated

STEP = 1e-30
PROBES = 4
PROBE_STEP = 3e-30
"""Another step than the slopes': where the slope depends on it (log, √ at 0), there is no derivative."""

UNSEEN = float(np.finfo(np.float64).tiny) / STEP
"""A slope below this may vanish when it is multiplied by the step: 2e-278."""

SMALLEST_SHARE = 1e-200

PATTERNS = tuple(range(PROBES))

FEW = 2
"""So many points are as quickly had one by one."""

MOST = 1 << 16
"""Numbers in the points that are looked at together."""

NOT_COMPLEX = (TypeError, np.exceptions.ComplexWarning)
"""What a function raises that does not take complex numbers, or drops what makes them complex."""

SAME = 1e-9
"""Relative to the largest slope: a point alone and among others differ by rounding only."""

Function = Callable[[Any], Any]


def derivative(
    function: Function,
    u: Array,
    layout: Layout,
    nearby: Sequence[Function],
    together: Function | None,
) -> Estimate:
    """∂function/∂u; see :func:`grader.numeric.derivative`. Raises :data:`NOT_COMPLEX`."""
    with _strict():
        slopes, v_shape = _slopes(function, u)
        directions = Directions(slopes)
        probes = _probes(u, directions.along, nearby, together)
        return _estimate(slopes, directions.bar(probes), v_shape, u.shape, layout)


@contextmanager
def _strict() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        yield


def _estimate(
    slopes: Array, error: Array, v_shape: Shape, u_shape: Shape, layout: Layout
) -> Estimate:
    if not np.isfinite(error).all():  # as it is wherever a slope is not
        error = np.where(np.isfinite(error), error, np.inf)
    value = laid_out(slopes, v_shape, u_shape, layout)
    return Estimate(
        value,
        error.reshape(value.shape),
        np.zeros(value.shape, dtype=bool),
        len(slopes) + PROBES,
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


def _rows(function: Function, points: Any, step: float) -> Array | None:
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


class Directions:
    """The directions of the probes for ``slopes`` (entries of u, entries of v), and the bar that follows from what they find."""

    def __init__(self, slopes: Array) -> None:
        self.slopes, self.sizes = slopes, np.abs(slopes)
        self.scale = scale = self.sizes.max(axis=1)
        smallest = float(scale.min())
        self.all_live = 0 < smallest < np.inf
        if self.all_live:
            ratio = smallest / scale
        else:
            live = scale[np.isfinite(scale) & (scale > 0)]
            smallest = float(np.min(live, initial=np.inf))
            if not np.isfinite(smallest):
                smallest = 1.0
            ratio = np.minimum(smallest / np.where(scale > 0, scale, smallest), 1.0)
        self.share = np.maximum(ratio, SMALLEST_SHARE)
        self.along = _all_signs(len(ratio)) * self.share

    def bar(self, probes: Array) -> Array:
        """``probes``: the slopes along the directions (probes, entries of v)."""
        expected = np.array([direction @ self.slopes for direction in self.along])
        missed = np.abs(probes - expected).max(axis=0)
        moves = 4 * missed / self.share[:, None]
        if not self.all_live:
            moves *= (self.scale > 0)[:, None]
        return np.asarray(moves + 8 * EPS * self.sizes + (2 * EPS * self.scale)[:, None] + UNSEEN)


@functools.lru_cache(maxsize=1024)
def _all_signs(count: int) -> Array:
    """The directions of all probes, before each parameter gets its share."""
    return np.array([signs((count,), k) for k in range(PROBES)])


def _probe_points(u: Array, directions: Array) -> Array:
    """Where each probe looks, at an input of its own."""
    nudged = u * many_factors(u.shape, PATTERNS, 2)
    return np.asarray(nudged + 1j * PROBE_STEP * directions.reshape(nudged.shape))


def _probes(
    u: Array, directions: Array, nearby: Sequence[Function], together: Function | None
) -> Array:
    """The slopes along the directions (probes, entries of v), each at an input of its own and with other rounding."""
    if together is not None:
        points = Stack(_probe_points(u, directions), PATTERNS)
        found = _rows(together, points, PROBE_STEP)
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


def derivatives_of_items(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    together: Mapping[str, Any],
    name: str,
    layout: Layout,
) -> list[Estimate] | None:
    """See :func:`grader.numeric.derivatives_of_items`. Raises :data:`NOT_COMPLEX`."""
    us: list[Array] = arguments[name]
    count = sum(u.size for u in us)
    if not together or count * max(u.size for u in us) > MOST:
        return None
    ends = list(itertools.accumulate(u.size for u in us))

    def of_item(u: Any, k: int) -> Any:
        return function(**{**arguments, name: [*us[:k], u, *us[k + 1 :]]})

    with _strict():
        points = _points_of_items(us, ends)
        rows = _rows(lambda items: function(**{**arguments, name: items}), points, STEP)
        if rows is None:
            return None
        table = rows.reshape(count, -1)
        k = len(us) // 2
        still = us[k].astype(complex)
        alone = _slope_of_entry(lambda u: of_item(u, k), still, tuple(n - 1 for n in still.shape))
        if not _alike(table[ends[k] - 1], np.ravel(alone)):
            return None
        slopes = np.split(table, ends[:-1])
        directions = [Directions(part) for part in slopes]
        others = {key: repeated(value, len(us)) for key, value in together.items()}
        others[name] = _probes_of_items(us, others[name], directions)
        probes = _rows(lambda inputs: function(**inputs), others, PROBE_STEP)
        if probes is None:
            return None
        each = zip(us, slopes, directions, probes.reshape(len(us), PROBES, -1), strict=True)
        v_shape = rows.shape[1:]
        return [
            _estimate(part, along.bar(found), v_shape, u.shape, layout)
            for u, part, along, found in each
        ]


def _points_of_items(us: Sequence[Array], ends: Sequence[int]) -> list[Stack]:
    """The whole list at each point: one entry of one array is moved in each row."""
    items = []
    for u, end in zip(us, ends, strict=True):
        points = np.empty((ends[-1], u.size), dtype=complex)
        points[:] = u.ravel()
        moving = np.arange(u.size)
        points[end - u.size + moving, moving] += 1j * STEP
        items.append(Stack(points.reshape(ends[-1], *u.shape)))
    return items


def _probes_of_items(
    us: Sequence[Array], others: Sequence[Stack], directions: Sequence[Directions]
) -> list[Stack]:
    """The whole list at each probe of each item, whose neighbours are ``others``."""
    items = []
    for k, (u, other, direction) in enumerate(zip(us, others, directions, strict=True)):
        rows = other.rows.astype(complex)
        seeds: list[int] = list(other.seeds)
        own = slice(PROBES * k, PROBES * (k + 1))
        rows[own] = _probe_points(u, direction.along)
        seeds[own] = PATTERNS
        items.append(Stack(rows, tuple(seeds)))
    return items
