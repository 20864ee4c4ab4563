"""Why W can't take the place of W0 in the formula for the gradient."""

import numpy as np

WHY_NOT: str = (
    "A is a vector with n entries and W is a matrix with m × n, so the derivative of A by W has an entry for every "
    "triple (j, k, p): m · n · n numbers with three indices. None of the four conventions lays that out as a "
    "matrix (they cover a vector by a vector and a scalar by a matrix), so the product with ∂loss/∂A isn't "
    "defined. Nor could any matrix do: a matrix times ∂loss/∂A (n × 1) has one column, and ∂loss/∂W must be "
    "m × n, so the sizes only fit when n = 1. The way out is to take one entry W_jk at a time: W_jk acts on A_k only, "
    "∂A_k/∂W_jk = x_j, which gives ∂loss/∂W_jk = x_j ∂loss/∂A_k."
)


def dA_dW(x: np.ndarray, n: int) -> np.ndarray:
    """All derivatives of A = Wᵀ x + W0 by the entries of W, with three indices.

    x is (m, 1) and n is the number of outputs. The result is (m, n, n), with entry [j, k, p] = ∂A_p/∂W_jk,
    where W is (m, n) and A is (n, 1).
    """
    m = x.shape[0]
    out = np.zeros((m, n, n))
    for k in range(n):
        out[:, k, k] = x[:, 0]
    return out


def substitution_fits(m: int, n: int) -> bool:
    """Whether any matrix at all, put in place of ∂A/∂W, lets the sizes in the formula come out right.

    The formula is ∂loss/∂W = (that matrix) · ∂loss/∂A, where ∂loss/∂W is m × n and ∂loss/∂A is n × 1. The
    result is True or False.
    """
    return n == 1
