"""Right answers written differently."""

import numpy as np
from given import Activation


def dA_dZ__loops(Z: np.ndarray, df: Activation) -> np.ndarray:
    """One call of df per entry."""
    n = Z.shape[0]
    out = np.zeros((n, n))
    for k in range(n):
        out[k, k] = df(Z[k : k + 1, :])[0, 0]
    return out


def dA_dZ__broadcasting(Z: np.ndarray, df: Activation) -> np.ndarray:
    """An identity matrix whose rows are scaled."""
    return np.eye(len(Z)) * df(Z)


def dZ_dAprev__copy(W: np.ndarray) -> np.ndarray:
    """A copy."""
    return np.array(W)


def dZ_dAprev__loops(W: np.ndarray) -> np.ndarray:
    """Entry by entry."""
    m, n = W.shape
    return np.array([[W[j, k] for k in range(n)] for j in range(m)])
