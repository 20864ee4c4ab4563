"""Slopes of black boxes: central differences extrapolated to step zero, with a bar that holds.

A central difference is off by a series in h², so differences at h, h/4, h/16 … combine to ever
higher order (Richardson). The bar of an entry of that tableau is the largest change to its
neighbours, plus what the function's rounding noise, divided by the step, can do. The entry with the
smallest bar is taken.

The noise is not guessed from the size of the values alone, since a function may cancel inside: it is also
read off what second differences hold beyond a kink and a parabola, and off a point a few last places away.

A *kink* shows when the forward and the backward slope stop converging to each other. Steps above it are left
out; where it is nearer than the smallest step, the slope is one of the two one-sided ones, and all
that is said is the interval between them. Where those grow without bound (a jump), nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.numeric.records import EPS, Array, Estimate

LEVELS = 5
RATIO = 4.0
NEAR = 2.0**-42
"""The noise point's distance, relative to the largest step: a few dozen last places."""

EVALUATIONS = 2 + 2 * LEVELS
"""Per direction: the point itself, one for the noise, and two per step."""

SMOOTH = 0.6
"""Smooth functions quarter the gap of the one-sided slopes at each step; a kink keeps it."""

JUMP = 1.6


def first_step(u: Array, direction: Array) -> float:
    """The largest step along ``direction``: 2⁻⁵ of the size of what it moves."""
    moved = np.abs(u[direction != 0])
    scale = max(
        float(np.max(moved, initial=0.0)), float(np.sqrt(np.mean(np.square(u)))) if u.size else 0.0
    )
    length = float(np.max(np.abs(direction), initial=0.0)) or 1.0
    # A power of two loses no digits of u ± h that u itself has.
    return float(2.0 ** (np.floor(np.log2(scale or 1.0)) - 5) / length)


def steps(u: Any, direction: Any) -> list[Array]:
    """The 12 points at which a black box is to be evaluated, ``u`` itself first.

    Made in one go, so that they can be sent to a sandbox as one batch of calls.
    """
    start, along = np.asarray(u, dtype=float), np.asarray(direction, dtype=float)
    h = first_step(start, along)
    pairs = [start + sign * h / RATIO**k * along for k in range(LEVELS) for sign in (1.0, -1.0)]
    return [start, start + h * NEAR * along, *pairs]


def combine(outs: Sequence[Any], u: Any, direction: Any) -> Estimate:
    """The directional derivative from the values at :func:`steps`, for each entry of the output.

    Raises :class:`ValueError` when the values differ in shape or aren't numbers.
    """
    start, along = np.asarray(u, dtype=float), np.asarray(direction, dtype=float)
    h = first_step(start, along)
    values = np.stack([np.asarray(out, dtype=float) for out in outs])
    if len(values) != EVALUATIONS:
        raise ValueError(f"{len(values)} values for {EVALUATIONS} points")
    flat = values.reshape(EVALUATIONS, -1)
    with np.errstate(all="ignore"):
        value, error, kink = _slopes(flat, h / RATIO ** np.arange(LEVELS)[:, None], h * NEAR)
    shape = values.shape[1:]
    return Estimate(value.reshape(shape), error.reshape(shape), kink.reshape(shape), EVALUATIONS)


def directional(function: Callable[[Any], Any], u: Any, direction: Any) -> Estimate:
    """The slope of ``function`` at ``u`` along ``direction``: 12 evaluations."""
    points = steps(u, direction)
    return combine(
        [function(point if np.ndim(u) else float(point)) for point in points], u, direction
    )


def _slopes(values: Array, h: Array, near: float) -> tuple[Array, Array, Array]:
    """``values`` is (12, entries), ``h`` (levels, 1)."""
    middle, plus, minus = values[0], values[2::2], values[3::2]
    forward, backward = (plus - middle) / h, (middle - minus) / h
    central = (plus - minus) / (2 * h)
    bend = plus - 2 * middle + minus
    size = np.max(np.abs(values), axis=0)
    # Free of the terms in h (a kink's) and in h² (a smooth function's).
    straight = bend[1:] - bend[:-1] / RATIO
    noise = np.maximum(4 * EPS * size, np.abs(straight[-1] - straight[-2] / RATIO**2))
    leap = values[1] - middle - central[-1] * near
    noise = np.maximum(noise, np.abs(leap))

    gap = np.abs(forward - backward)
    rough = (gap[1:] > SMOOTH * gap[:-1]) & (gap[1:] > 4 * noise / h[1:])
    # The first level that no later roughness speaks against.
    usable_from = np.max(np.where(rough, np.arange(1, LEVELS)[:, None], 0), axis=0)
    # A small kink hides behind a curvature: what is left of the gap without the term in h.
    hidden = np.abs(RATIO * (forward - backward)[1:] - (forward - backward)[:-1]) / (RATIO - 1)
    value, error = _tableau(central, 2 * RATIO * noise / h[1:] + 2 * hidden, usable_from)

    low, high = _one_sided(forward, backward, noise / h[-1])
    kink = (usable_from == LEVELS - 1) & ((high - low) / 2 < np.inf)
    # The gap of a linear function is rounding divided by the step, which grows like a jump's.
    seen = gap > 16 * EPS * size / h
    jump = np.all((gap[1:] > JUMP * gap[:-1]) & seen[:-1] & seen[1:], axis=0)
    value = np.where(kink, (low + high) / 2, value)
    error = np.where(kink, (high - low) / 2, error)
    unknown = jump | ~np.all(np.isfinite(values), axis=0) | ~np.isfinite(value)
    # Equal values at all points: flat as far as doubles can tell.
    flat = np.all(values == middle, axis=0)
    value = np.where(flat, 0.0, value)
    error = np.where(flat, 4 * EPS * size / h[0], error)
    return value, np.where(unknown, np.inf, error), kink & ~unknown


def _tableau(central: Array, unseen: Array, usable_from: Array) -> tuple[Array, Array]:
    """The best entry and its bar. ``unseen`` is what the levels but the first add to the change."""
    best, bar = central[-1], np.full(central.shape[1:], np.inf)
    column = central
    for order in range(1, LEVELS):
        factor = RATIO ** (2 * order)
        finer = (factor * column[1:] - column[:-1]) / (factor - 1)
        changes = np.maximum(np.abs(finer - column[1:]), np.abs(finer - column[:-1]))
        changes[1:] = np.maximum(changes[1:], np.abs(finer[1:] - finer[:-1]))
        rows = np.arange(len(finer))[:, None]
        errors = np.where(rows >= usable_from, 2 * changes + unseen[order - 1 :], np.inf)
        for value, error in zip(finer, errors, strict=True):
            better = error < bar
            best, bar = np.where(better, value, best), np.where(better, error, bar)
        column = finer
    return best, bar


def _one_sided(forward: Array, backward: Array, noise: Array) -> tuple[Array, Array]:
    """An interval that holds the slopes on both sides, each extrapolated once to step zero."""
    ends = []
    for slope in (forward, backward):
        limit = (RATIO * slope[-1] - slope[-2]) / (RATIO - 1)
        wide = np.abs(limit - slope[-1]) + 4 * noise
        ends += [slope[-1] - wide, slope[-1] + wide, limit - wide, limit + wide]
    return np.min(ends, axis=0), np.max(ends, axis=0)
