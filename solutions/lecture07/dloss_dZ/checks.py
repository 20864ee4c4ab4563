"""The trusted function that is differentiated numerically: the loss as seen from layer l."""

from typing import Any

import numpy as np
from given import Activation


def same_Zs(draw: Any, sizes: dict[str, Any], inputs: dict[str, Any]) -> list[np.ndarray]:
    """The drawn Zs once more, to stay still while Zs moves."""
    return [Z.copy() for Z in inputs["Zs"]]


def the_loss(
    l: int,
    Zs: list[np.ndarray],
    Z_points: list[np.ndarray],
    Ws: list[np.ndarray],
    fs: list[Activation],
    dloss_dAL: np.ndarray,
) -> complex:
    """A loss that is linear in A^L with the slope ``dloss_dAL``, as a function of Z^l.

    The offsets are those that make Z_points the pre-activations of the net, so they need not be drawn:
    Z^(k+1) moves from its point by W^(k+1)ᵀ times what A^k moves.
    """
    Z = Zs[l - 1]
    for k in range(l, len(Zs)):
        moved = fs[k - 1](Z) - fs[k - 1](Z_points[k - 1])
        Z = Z_points[k] + Ws[k].T @ moved
    return np.sum(dloss_dAL * fs[-1](Z))
