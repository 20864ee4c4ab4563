"""Why the terms of the chain rule can't change places."""

import numpy as np


def both_orders(dA_dW0j: np.ndarray, dloss_dA: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product of the two terms of the chain rule, in both orders.

    dA_dW0j is ∂A/∂W0_j, of shape (1, n); dloss_dA is ∂loss/∂A, of shape (n, 1). The result is a pair: the
    matrix product in the lecture's order, (1, 1), and the matrix product in the other order, (n, n).
    """
    return dA_dW0j @ dloss_dA, dloss_dA @ dA_dW0j


def same_result(n: int) -> bool:
    """Whether the two products have the same size when A is (n, 1).

    n is a whole number, 1 or larger; the result is True or False.
    """
    return n == 1
