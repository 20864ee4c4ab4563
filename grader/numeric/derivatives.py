"""Derivatives with a bar per entry, laid out by the lecture's rules: the door to what computes them.

*Trusted functions* (ours) go to :mod:`grader.numeric.complex_step`, where they take complex numbers; *black boxes* to
:mod:`grader.numeric.extrapolation`. A trusted function that loses the imaginary part would seem flat: :func:`cross_check`
finds those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import numpy as np

from grader.numeric import complex_step, extrapolation
from grader.numeric.layout import Layout, laid_out
from grader.numeric.records import Array, Estimate

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

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
            return complex_step.derivative(
                function, start, chosen, (function, *nearby), together if nearby else function
            )
        except complex_step.NOT_COMPLEX:
            pass
    return _extrapolated(function, start, chosen)


def derivatives_of_items(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    together: Mapping[str, Any],
    name: str,
    *,
    layout: str = "lecture",
) -> list[Estimate] | None:
    """The derivatives of a trusted function by every array in the list ``arguments[name]``, from a few calls in all.

    ``together``: the arguments and their neighbours as one. None where that is not to be had: :func:`derivative` gives them
    one by one. Raises :class:`ValueError` as that does.
    """
    chosen = _layout(layout)
    try:
        return complex_step.derivatives_of_items(function, arguments, together, name, chosen)
    except complex_step.NOT_COMPLEX:
        return None


def _layout(name: str) -> Layout:
    for known in LAYOUTS:
        if name == known:
            return known
    raise ValueError(f"unknown layout {name!r}: {' or '.join(LAYOUTS)}")


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
