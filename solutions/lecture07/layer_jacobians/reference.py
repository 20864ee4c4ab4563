from collections.abc import Callable

import numpy as np


def dA_dZ(Z: np.ndarray, df: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """∂A/∂Z for A = f(Z), by rule 3: entry (j, k) is ∂A_k/∂Z_j.

    Z: (n, 1); df: the derivative f', which acts entry by entry. Returns an array of shape (n, n).
    """
    return np.diag(df(Z)[:, 0])


def dZ_dAprev(W: np.ndarray) -> np.ndarray:
    """∂Z/∂A^(l-1) for Z = Wᵀ A^(l-1) + W0, by rule 3: entry (j, k) is ∂Z_k/∂A_j^(l-1).

    W: (m, n). Returns an array of shape (m, n).
    """
    return W.copy()
