"""The gradient by the weights: one layer, identity activation, squared loss."""

import numpy as np
from given import layer


def dloss_dWjk(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """∂loss/∂W_jk for one layer A = Wᵀ x + W0 (identity activation) and the squared loss.

    x is (m, 1), W is (m, n), W0 and y are (n, 1); j counts from 0 to m − 1, k from 0 to n − 1. The result
    is a scalar.
    """
    A = layer(x, W, W0)
    return x[j, 0] * 2.0 * (A[k, 0] - y[k, 0])


def dloss_dW(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂W for one layer A = Wᵀ x + W0 (identity activation) and the squared loss.

    x is (m, 1), W is (m, n), W0 and y are (n, 1); the result is (m, n), with entry (j, k) = ∂loss/∂W_jk.
    """
    return x @ (2.0 * (layer(x, W, W0) - y)).T
