"""The trusted function that is differentiated numerically."""

import numpy as np
from given import Activation, squared_loss


def the_loss(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
) -> float | complex:
    """The squared loss of the net's output."""
    A = x
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        A = f(W.T @ A + W0)
    return squared_loss(A, y)
