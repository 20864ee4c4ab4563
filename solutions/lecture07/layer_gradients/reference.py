"""From ∂loss/∂Z^l to the parameters of layer l."""

import numpy as np


def dloss_dWl(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """∂loss/∂W^l for a layer Z^l = W^lᵀ A^(l−1) + W0^l.

    A_prev = A^(l−1) is (m, 1); dloss_dZl = ∂loss/∂Z^l is (n, 1). The result has the shape of W^l, (m, n).
    """
    return A_prev @ dloss_dZl.T


def dloss_dW0l(dloss_dZl: np.ndarray) -> np.ndarray:
    """∂loss/∂W0^l for a layer Z^l = W^lᵀ A^(l−1) + W0^l.

    dloss_dZl = ∂loss/∂Z^l is (n, 1). The result has the shape of W0^l, (n, 1).
    """
    return dloss_dZl
