import numpy as np


def both_orders__swapped(dA_dW0j, dloss_dA):
    """The two results are swapped. The lecture's order, row times column, gives one number, 1 × 1; it should come
    first."""
    return dloss_dA @ dA_dW0j, dA_dW0j @ dloss_dA


def both_orders__same_product_twice(dA_dW0j, dloss_dA):
    """Both of your results are the 1 × 1 product. Really switch the factors for the second one: a column times a row is a whole
    matrix."""
    return dA_dW0j @ dloss_dA, dA_dW0j @ dloss_dA


def both_orders__elementwise(dA_dW0j, dloss_dA):
    """You multiply with `*`, which works entry by entry and broadcasts (1, n) and (n, 1) to (n, n). The chain rule needs the matrix
    product `@`."""
    return dA_dW0j * dloss_dA, dloss_dA * dA_dW0j


def both_orders__second_transposed(dA_dW0j, dloss_dA):
    """Your second product is transposed: it should be dloss_dA times dA_dW0j, so that entry (j, k) is
    (∂loss/∂A_j)(∂A_k/∂W0_j)."""
    return dA_dW0j @ dloss_dA, (dloss_dA @ dA_dW0j).T


def both_orders__scalar(dA_dW0j, dloss_dA):
    """Your first result is a bare number. The exercise asks for the arrays that `@` gives, of shapes (1, 1) and (n, n)."""
    return np.sum(dA_dW0j @ dloss_dA), np.sum(dloss_dA @ dA_dW0j)


def same_result__always(n):
    """You say that the order never matters. Write down the sizes: 1 × n times n × 1 is 1 × 1, and n × 1 times 1 × n is n × n."""
    return True


def same_result__never(n):
    """You say that the order always matters. What are the two sizes when n = 1?"""
    return False
