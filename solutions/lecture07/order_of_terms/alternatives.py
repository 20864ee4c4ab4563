"""Right answers written differently."""

import numpy as np


def both_orders__loops(dA_dW0j: np.ndarray, dloss_dA: np.ndarray) -> tuple[float, np.ndarray]:
    """Sums and entries, one by one; the first as a plain number."""
    n = dloss_dA.shape[0]
    total = 0.0
    table = np.zeros((n, n))
    for k in range(n):
        total += dA_dW0j[0, k] * dloss_dA[k, 0]
        for j in range(n):
            table[k, j] = dloss_dA[k, 0] * dA_dW0j[0, j]
    return total, table


def both_orders__outer(dA_dW0j: np.ndarray, dloss_dA: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An inner and an outer product."""
    inner = np.sum(dA_dW0j.T * dloss_dA, axis=0, keepdims=True)
    return inner, np.outer(dloss_dA, dA_dW0j)


def same_result__by_shapes(n: int) -> bool:
    """Let NumPy find the sizes."""
    row, column = np.ones((1, n)), np.ones((n, 1))
    return (row @ column).shape == (column @ row).shape
