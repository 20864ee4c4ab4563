import numpy as np


def dloss_dWjk(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """∂loss/∂W_jk of the layer A = Wᵀ x + W0 with the loss Σ_k (A_k - y_k)².

    x: (m, 1), W: (m, n), W0: (n, 1), y: (n, 1), j: 0 … m-1, k: 0 … n-1. Returns a scalar.
    """
    A = W.T @ x + W0
    return float(x[j, 0] * 2 * (A[k, 0] - y[k, 0]))


def dloss_dW(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂W of the layer A = Wᵀ x + W0 with the loss Σ_k (A_k - y_k)², by rule 4.

    x: (m, 1), W: (m, n), W0: (n, 1), y: (n, 1). Returns an array of shape (m, n).
    """
    A = W.T @ x + W0
    return x @ (2 * (A - y)).T
