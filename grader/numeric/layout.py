"""The lecture's four rules for the shape of ∂v/∂u.

∂v/∂u is a scalar for scalars, u's shape for a scalar v by a vector or matrix u, and b × c with entry (j, k) =
∂v_k/∂u_j for vectors: the transpose of the numerator layout that many texts use. No rule covers a
vector by a matrix; there, three indices are due, [*u, v].
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from grader.numeric.records import Array

Layout = Literal["lecture", "indices"]
Shape = tuple[int, ...]


def layout_shape(v_shape: Shape, u_shape: Shape) -> Shape:
    """The shape of ∂v/∂u; ``v_shape`` and ``u_shape`` are (), (1, 1), (b, 1) or (b, c).

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


def _two_dimensional(shape: Shape) -> tuple[int, int]:
    if shape == ():
        return (1, 1)
    if len(shape) == 2:
        return (shape[0], shape[1])
    raise ValueError(f"{shape} is neither a scalar nor a 2-D array")


def laid_out(slopes: Array, v_shape: Shape, u_shape: Shape, layout: Layout) -> Array:
    """``slopes`` is (entries of u, entries of v), both in C order; the result is laid out.

    "indices" gives [*u, v] with a column v as one index. Raises :class:`ValueError` as :func:`layout_shape`.
    """
    if layout == "indices":
        column = len(v_shape) == 2 and v_shape[1] == 1
        return slopes.reshape(*u_shape, *(v_shape[:1] if column else v_shape))
    return np.asarray(slopes.reshape(layout_shape(v_shape, u_shape)))
