"""Right answers written differently."""

import numpy as np


def dloss_dA__loops(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Entry by entry."""
    out = np.zeros_like(A)
    for k in range(A.shape[0]):
        out[k, 0] = 2 * A[k, 0] - 2 * y[k, 0]
    return out


def dloss_dW0__chain_rule(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """With the matrix ∂A/∂W0 written out."""
    A = W.T @ x + W0
    return np.eye(W0.size) @ (2 * (A - y))


def dloss_dW0__einsum(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sums over the input index, spelt out."""
    return 2 * (np.einsum("jk,jo->ko", W, x) + W0 - y)
