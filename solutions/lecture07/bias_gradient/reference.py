"""The gradient by the offsets: one layer, identity activation, squared loss."""

import numpy as np
from given import layer


def dloss_dA(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂A for the squared loss Σ_k (A_k − y_k)².

    A and y are (n, 1); the result is (n, 1).
    """
    return 2.0 * (A - y)


def dloss_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂W0 for one layer A = Wᵀ x + W0 (identity activation) and the squared loss.

    x is (m, 1), W is (m, n), W0 and y are (n, 1); the result is (n, 1).
    """
    return dloss_dA(layer(x, W, W0), y)
