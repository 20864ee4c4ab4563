"""Right answers written differently."""

import numpy as np


def dA_dW0j__slice(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """One row of the identity matrix."""
    return np.identity(W.shape[1])[j : j + 1, :]


def dA_dW0j__comparison(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """Kronecker's delta as a comparison."""
    return np.array([[1.0 if k == j else 0.0 for k in range(W.shape[1])]])


def dA_dW0__loops(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Entry by entry, whole numbers."""
    n = W0.shape[0]
    out = np.zeros((n, n), dtype=int)
    for j in range(n):
        for k in range(n):
            out[j, k] = int(j == k)
    return out


def dA_dW0__diagonal(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """A diagonal of ones."""
    return np.diagflat(np.ones_like(W0))
