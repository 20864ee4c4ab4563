"""Mistakes with a layer's gradients, and what to tell the student."""

import numpy as np


def dloss_dWl__transposed(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """Your matrix is transposed. By rule 4, ∂loss/∂W^l has the shape of W^l, m × n: the index of the input A^(l−1) on the
    rows, that of the output on the columns."""
    return dloss_dZl @ A_prev.T


def dloss_dWl__bias_rule(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """All your rows are equal: that is what the offsets get, and A^(l−1) does not appear. The weight W_jk enters Z_k
    multiplied by entry j of A^(l−1)."""
    return np.ones(A_prev.shape) @ dloss_dZl.T


def dloss_dWl__slope_missing(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """That is how Z_k moves with W_jk, namely by entry j of A^(l−1). To reach the loss multiply by ∂loss/∂Z_k,
    column by column."""
    return A_prev @ np.ones(dloss_dZl.shape).T


def dloss_dWl__descent_sign(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """The sign is wrong. The gradient itself has no minus; that comes in with the step W − η ∂loss/∂W."""
    return -A_prev @ dloss_dZl.T


def dloss_dWl__summed_over_outputs(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """You let every weight act on all outputs: each entry contains the sum of ∂loss/∂Z. But W_jk appears in Z_k only,
    so column k needs ∂loss/∂Z_k alone."""
    return A_prev @ np.full(dloss_dZl.shape, np.sum(dloss_dZl)).T


def dloss_dW0l__numerator_layout(dloss_dZl: np.ndarray) -> np.ndarray:
    """You return a row. The derivative of the scalar loss by the column W0^l is a column, (n, 1)."""
    return dloss_dZl.T


def dloss_dW0l__summed(dloss_dZl: np.ndarray) -> np.ndarray:
    """You add all entries up. A sum over the data points appears when many of them are handled at once; here is one
    data point, and each offset has its own derivative."""
    return np.sum(dloss_dZl).reshape(1, 1)


def dloss_dW0l__ones(dloss_dZl: np.ndarray) -> np.ndarray:
    """That is ∂Z_k/∂W0_k = 1, the first factor of the chain rule. The second one, ∂loss/∂Z_k, is still missing."""
    return np.ones(dloss_dZl.shape)


def dloss_dW0l__descent_sign(dloss_dZl: np.ndarray) -> np.ndarray:
    """The sign is wrong. The gradient has no minus; the step W0 − η ∂loss/∂W0 has."""
    return -dloss_dZl


def dloss_dW0l__jacobian(dloss_dZl: np.ndarray) -> np.ndarray:
    """You put the entries on the diagonal of a matrix. The product (n × n)(n × 1) of ∂Z/∂W0 with ∂loss/∂Z sums over k
    and leaves a column."""
    return np.diagflat(dloss_dZl)
