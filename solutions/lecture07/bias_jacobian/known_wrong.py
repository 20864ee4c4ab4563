"""Mistakes with ∂A/∂W0, and what to tell the student."""

import numpy as np


def dA_dW0j__numerator_layout(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """Your entries are right, but they stand in a column, which is the numerator layout of many
    books. By rule 3 the index of A runs along the row: for a vector A and the scalar W0_j the result is 1 × n."""
    column = np.zeros((W0.shape[0], 1))
    column[j, 0] = 1.0
    return column


def dA_dW0j__every_entry(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """You have a 1 for every entry of A. But W0_j is the offset of one unit only: A_k = Σ_i W_ik x_i + W0_k contains
    W0_j for a single k. Which one?"""
    return np.ones((1, W0.shape[0]))


def dA_dW0j__counts_from_one(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """Your 1 stands one place too far to the left: you count j from 1. In the lecture indices start
    at 1, in Python and in this exercise at 0."""
    row = np.zeros((1, W0.shape[0]))
    row[0, j - 1] = 1.0
    return row


def dA_dW0j__the_offset_itself(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """You put W0_j where its derivative belongs. A_j contains W0_j with the factor 1, so when W0_j grows by
    a little, by how much does A_j grow?"""
    row = np.zeros((1, W0.shape[0]))
    row[0, j] = W0[j, 0]
    return row


def dA_dW0j__only_one_output(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> float:
    """You give ∂A_j/∂W0_j alone, one number. The derivative of the whole vector A is asked: one entry for
    each A_k, in a row, including those that don't depend on W0_j."""
    return 1.0


def dA_dW0__only_the_diagonal(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """That is a vector with ∂A_k/∂W0_k in it. The derivative of a vector by a vector is a matrix (rule 3,
    n × n): the entries ∂A_k/∂W0_j with j ≠ k belong to it, too, even if they are dull."""
    return np.ones((W0.shape[0], 1))


def dA_dW0__all_ones(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """You say that every offset moves every output. Write A_k = Σ_i W_ik x_i + W0_k: which offsets appear in
    A_k? Entry (j, k) is zero for all others."""
    return np.ones((W0.shape[0], W0.shape[0]))


def dA_dW0__size_of_the_input(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Your matrix is m × m, the size of the input x. Both A and W0 have one entry per output of the layer,
    n of them."""
    return np.eye(x.shape[0])


def dA_dW0__derivative_by_x(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """That is W, how A changes with the input x. Here x is held still and the offsets W0 move; they are added
    as they are."""
    return W


def dA_dW0__offsets_on_the_diagonal(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """You put the offsets themselves on the diagonal. The place is right, but a derivative says how fast
    A_k grows when W0_k does, not how large W0_k is."""
    return np.diagflat(W0)
