import numpy as np


def dloss_dA(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The gradient of loss = Σ_k (A_k - y_k)² by A, by rule 2.

    A: (n, 1), y: (n, 1). Returns an array of shape (n, 1).
    """
    return 2 * (A - y)


def dloss_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The gradient of the loss of the layer A = Wᵀ x + W0 by its offsets.

    x: (m, 1), W: (m, n), W0: (n, 1), y: (n, 1). Returns an array of shape (n, 1).
    """
    A = W.T @ x + W0
    return np.eye(W0.shape[0]) @ dloss_dA(A, y)
