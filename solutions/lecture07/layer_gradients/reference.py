import numpy as np


def dloss_dWl(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """∂loss/∂W^l from the layer's input and ∂loss/∂Z^l, by rule 4.

    A_prev: (m, 1), dloss_dZl: (n, 1). Returns an array of shape (m, n).
    """
    return A_prev @ dloss_dZl.T


def dloss_dW0l(dloss_dZl: np.ndarray) -> np.ndarray:
    """∂loss/∂W0^l from ∂loss/∂Z^l, by rule 2.

    dloss_dZl: (n, 1). Returns an array of shape (n, 1).
    """
    return dloss_dZl.copy()
