import numpy as np


def both_orders(dA_dW0j: np.ndarray, dloss_dA: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product of the two terms in the lecture's order, and in the other order.

    dA_dW0j: (1, n), dloss_dA: (n, 1). Returns two arrays, of shapes (1, 1) and (n, n).
    """
    return dA_dW0j @ dloss_dA, dloss_dA @ dA_dW0j


def same_result(n: int) -> bool:
    """Whether the two orders give results of the same size when there are n outputs.

    n: at least 1. Returns True or False.
    """
    return n == 1
