import numpy as np


def dA_dW0j__ones(x, W, W0, j):
    """You let W0_j move every output. A_k = Σ_p W_pk x_p + W0_k holds only its own offset: which of the A_k change when W0_j
    does?"""
    return np.ones((1, W0.shape[0]))


def dA_dW0j__counted_from_one(x, W, W0, j):
    """Your 1 stands one place too far: j counts from 0, so j = 0 is the first offset."""
    row = np.zeros((1, W0.shape[0]))
    row[0, (j + 1) % W0.shape[0]] = 1.0
    return row


def dA_dW0j__column(x, W, W0, j):
    """You return a column, n × 1. By rule 3 the derivative of A (n × 1) by one number (1 × 1) is a row, 1 × n."""
    column = np.zeros((W0.shape[0], 1))
    column[j, 0] = 1.0
    return column


def dA_dW0j__own_entry_only(x, W, W0, j):
    """You return one number, ∂A_j/∂W0_j. The question is about all outputs: a row with an entry for each A_k, zeros
    included."""
    return np.ones((1, 1))


def dA_dW0j__times_offset(x, W, W0, j):
    """Your row holds W0_j itself where its derivative is due. How much does A_j = … + W0_j grow when W0_j grows by 1?"""
    row = np.zeros((1, W0.shape[0]))
    row[0, j] = W0[j, 0]
    return row


def dA_dW0__vector_of_ones(x, W, W0):
    """You return a vector of ones, the diagonal of the matrix. The derivative of a vector by a vector is a matrix: the zeros beside the
    diagonal belong to it."""
    return np.ones((W0.shape[0], 1))


def dA_dW0__all_ones(x, W, W0):
    """Your matrix is full of ones: every offset would move every output. In A_k only W0_k occurs, so most of the entries are
    something else."""
    return np.ones((W0.shape[0], W0.shape[0]))


def dA_dW0__weights(x, W, W0):
    """That is ∂A/∂x = W, the derivative by the input. Here W and x stay fixed and W0 moves."""
    return W.copy()


def dA_dW0__gram_matrix(x, W, W0):
    """WᵀW has the right size, and nothing to do with W0: the weights multiply x, and W0 is only added."""
    return W.T @ W
