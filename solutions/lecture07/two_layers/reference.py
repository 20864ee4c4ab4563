from collections.abc import Callable

import numpy as np


def two_layers(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Callable[[np.ndarray], np.ndarray],
    f2: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """The output A² of a net with two layers.

    x: (m, 1), W1: (m, h), W01: (h, 1), W2: (h, n), W02: (n, 1); f1, f2 act entry by entry.
    Returns an array of shape (n, 1).
    """
    A1 = f1(W1.T @ x + W01)
    return f2(W2.T @ A1 + W02)
