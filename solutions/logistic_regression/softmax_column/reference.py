"""The softmax of a column, and its derivative."""

import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """The softmax of a column of scores.

    z is (K, 1); the result is (K, 1). No overflow and no warning, even for scores of 10 000.
    """
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)


def dsoftmax_dz(z: np.ndarray) -> np.ndarray:
    """The derivative ∂a/∂z of a = softmax(z).

    z is (K, 1); the result is (K, K), with entry (j, k) = ∂a_k/∂z_j.
    """
    column = softmax(z)
    return np.diagflat(column) - column @ column.T
