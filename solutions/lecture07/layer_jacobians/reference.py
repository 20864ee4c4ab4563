"""The two matrices a layer adds to the chain rule."""

import numpy as np
from given import Activation


def dA_dZ(Z: np.ndarray, df: "Activation") -> np.ndarray:
    """∂A/∂Z for A = f(Z), where f acts elementwise and df is its derivative f′.

    Z is (n, 1); df takes an array of any shape. The result is (n, n), with entry (j, k) = ∂A_k/∂Z_j.
    """
    return np.diagflat(df(Z))


def dZ_dAprev(W: np.ndarray) -> np.ndarray:
    """∂Z/∂A_prev for Z = Wᵀ A_prev + W0.

    W is (m, n), A_prev is (m, 1), Z is (n, 1). The result is (m, n), with entry (j, k) = ∂Z_k/∂(A_prev)_j.
    """
    return W
