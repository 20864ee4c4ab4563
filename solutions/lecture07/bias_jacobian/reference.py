import numpy as np


def dA_dW0j(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """∂A/∂W0_j for A = Wᵀ x + W0, by rule 3: a row of shape (1, n).

    x: (m, 1), W: (m, n), W0: (n, 1), j: 0 … n-1.
    """
    row = np.zeros((1, W0.shape[0]))
    row[0, j] = 1.0
    return row


def dA_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """∂A/∂W0 for A = Wᵀ x + W0, by rule 3: entry (j, k) is ∂A_k/∂W0_j, shape (n, n).

    x: (m, 1), W: (m, n), W0: (n, 1).
    """
    return np.eye(W0.shape[0])
