"""Mistakes with the order of the chain rule's terms, and what to tell the student."""

import numpy as np


def both_orders__swapped(
    dA_dW0j: np.ndarray, dloss_dA: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """You return the two products the other way round. The lecture writes ∂loss/∂W0_j = ∂A/∂W0_j · ∂loss/∂A,
    a row times a column, and that product comes first."""
    return dloss_dA @ dA_dW0j, dA_dW0j @ dloss_dA


def both_orders__elementwise(
    dA_dW0j: np.ndarray, dloss_dA: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """You multiply with `*`. For a row and a column NumPy then fills a whole n × n table by broadcasting,
    in either order, and nothing is summed over k. The chain rule's sum is a matrix product."""
    return dA_dW0j * dloss_dA, dloss_dA * dA_dW0j


def both_orders__not_summed(
    dA_dW0j: np.ndarray, dloss_dA: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Your first result holds the n terms ∂A_k/∂W0_j · ∂loss/∂A_k, but they are not added up. The loss
    depends on W0_j through every A_k, so the chain rule sums over k."""
    return dA_dW0j * dloss_dA.T, dloss_dA @ dA_dW0j


def both_orders__other_order_transposed(
    dA_dW0j: np.ndarray, dloss_dA: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Your second result is transposed. In ∂loss/∂A · ∂A/∂W0_j the column comes first: its entries number the
    rows of the product."""
    return dA_dW0j @ dloss_dA, (dloss_dA @ dA_dW0j).T


def both_orders__same_twice(
    dA_dW0j: np.ndarray, dloss_dA: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """You give the same number twice, as if the order did not matter. For matrices it does: write the sizes
    under the factors of the second product, n × 1 and 1 × n, and read off the size of the result."""
    return dA_dW0j @ dloss_dA, dA_dW0j @ dloss_dA


def same_result__always(n: int) -> bool:
    """You say that the order never matters. A row times a column is 1 × 1, a column times a row is n × n; those
    sizes are only equal for one n."""
    return True


def same_result__never(n: int) -> bool:
    """You say that the two sizes always differ. There is one n for which a row and a column are the same
    thing; try the smallest."""
    return False


def same_result__inverted(n: int) -> bool:
    """Your answer is upside down: True where the sizes differ. The question is whether they are the same."""
    return n != 1
