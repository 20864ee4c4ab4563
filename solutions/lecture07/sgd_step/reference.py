import numpy as np


def sgd_step(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """One SGD step of size eta on (x, y) for the layer A = Wᵀ x + W0 and the squared loss.

    x: (m, 1), y: (n, 1), W: (m, n), W0: (n, 1). Returns (new W, new W0), shapes (m, n) and (n, 1).
    The arguments are left unchanged.
    """
    dloss_dA = 2 * (W.T @ x + W0 - y)
    return W - eta * x @ dloss_dA.T, W0 - eta * dloss_dA
