"""Right answers written differently."""

import numpy as np


def dA_dW__einsum(x: np.ndarray, n: int) -> np.ndarray:
    """x_j δ_kp."""
    return np.einsum("j,kp->jkp", x[:, 0], np.eye(n))


def dA_dW__broadcasting(x: np.ndarray, n: int) -> np.ndarray:
    """The same by broadcasting."""
    return x[:, :, None] * np.eye(n)[None, :, :]


def dA_dW__loops(x: np.ndarray, n: int) -> np.ndarray:
    """Three loops."""
    m = x.shape[0]
    out = np.zeros((m, n, n))
    for j in range(m):
        for k in range(n):
            for p in range(n):
                out[j, k, p] = x[j, 0] if k == p else 0.0
    return out


def substitution_fits__by_sizes(m: int, n: int) -> bool:
    """The product has one column; ∂loss/∂W has n."""
    product = (np.zeros((m, n)) @ np.zeros((n, 1))).shape
    return product == (m, n)
