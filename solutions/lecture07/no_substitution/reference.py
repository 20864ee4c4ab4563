import numpy as np

WHY_NOT: str = """A is a vector of n numbers and W a matrix of m times n numbers, so the derivative has an entry for
every j, k and p: three indices, and no rule lays that out as a matrix. Any matrix times the n x 1 column dloss/dA has a
single column, so the result could be m x n only for n = 1."""


def dA_dW(x: np.ndarray, n: int) -> np.ndarray:
    """All derivatives of A = Wᵀ x + W0 by the weights: entry [j, k, p] is ∂A_p/∂W_jk.

    x: (m, 1), n: the number of outputs. Returns an array of shape (m, n, n).
    """
    m = x.shape[0]
    result = np.zeros((m, n, n))
    for k in range(n):
        result[:, k, k] = x[:, 0]
    return result


def substitution_fits(m: int, n: int) -> bool:
    """Whether any matrix times ∂loss/∂A (n × 1) can have the size m × n of ∂loss/∂W.

    m, n: at least 1. Returns True or False.
    """
    return n == 1
