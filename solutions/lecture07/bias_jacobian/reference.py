"""How the layer's output moves with its offsets."""

import numpy as np


def dA_dW0j(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """∂A/∂W0_j, how the output of A = Wᵀ x + W0 changes with one of its offsets.

    x is (m, 1), W is (m, n), W0 is (n, 1); j counts from 0 to n − 1. The result is (1, n): rule 3 for a
    vector A and a scalar W0_j.
    """
    row = np.zeros((1, W0.shape[0]))
    row[0, j] = 1.0
    return row


def dA_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """∂A/∂W0, how the output of A = Wᵀ x + W0 changes with all its offsets.

    x is (m, 1), W is (m, n), W0 is (n, 1). The result is (n, n), with entry (j, k) = ∂A_k/∂W0_j.
    """
    return np.eye(W0.shape[0])
