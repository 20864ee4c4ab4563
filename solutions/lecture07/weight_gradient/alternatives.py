"""Right answers written differently."""

import numpy as np
from reference import dloss_dWjk


def dloss_dWjk__matrix_entry(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> np.ndarray:
    """One entry of the matrix, as a (1, 1) array."""
    A = W.T @ x + W0
    return (2 * x @ (A - y).T)[j : j + 1, k : k + 1]


def dloss_dW__loops(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Entry by entry."""
    m, n = W.shape
    out = np.zeros((m, n))
    for j in range(m):
        for k in range(n):
            out[j, k] = dloss_dWjk(x, W, W0, y, j, k)
    return out


def dloss_dW__einsum(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """x_j ∂loss/∂A_k."""
    A = W.T @ x + W0
    return np.einsum("jo,ko->jk", x, 2 * (A - y))


def dloss_dW__outer(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """An outer product."""
    return np.outer(x, 2 * (W.T @ x + W0 - y))
