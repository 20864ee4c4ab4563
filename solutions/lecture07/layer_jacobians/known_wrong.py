"""Mistakes with a layer's two matrices, and what to tell the student."""

import numpy as np
from given import Activation


def dA_dZ__only_the_diagonal(Z: np.ndarray, df: Activation) -> np.ndarray:
    """That is the vector f′(Z). Its entries belong on the diagonal of an n × n matrix: by rule 3 the derivative of a
    vector by a vector also has the entries ∂A_k/∂Z_j with j ≠ k."""
    return df(Z)


def dA_dZ__full_rows(Z: np.ndarray, df: Activation) -> np.ndarray:
    """Your matrix repeats f′(Z) in every column, so it says that Z_j moves every A_k. The activation acts
    elementwise: A_k = f(Z_k) depends on one entry of Z only."""
    return df(Z) @ np.ones((1, Z.shape[0]))


def dA_dZ__identity_matrix(Z: np.ndarray, df: Activation) -> np.ndarray:
    """You return the identity matrix, which is right for the identity activation only. For another f, how fast does
    A_k change with Z_k?"""
    return np.eye(Z.shape[0])


def dA_dZ__Z_on_the_diagonal(Z: np.ndarray, df: Activation) -> np.ndarray:
    """The form is right, but Z itself stands on the diagonal. What belongs there is f′ at Z: call df."""
    return np.diagflat(Z)


def dA_dZ__product_of_slopes(Z: np.ndarray, df: Activation) -> np.ndarray:
    """You multiply the column f′(Z) by its own transpose. That is a full matrix of products of slopes; ∂A_k/∂Z_j is
    zero for j ≠ k, and holds one slope for j = k."""
    slopes = df(Z)
    return slopes @ slopes.T


def dZ_dAprev__numerator_layout(W: np.ndarray) -> np.ndarray:
    """That is Wᵀ, the numerator layout. In ours entry (j, k) is ∂Z_k/∂(A_prev)_j, with the index of A_prev on the
    rows: the matrix is m × n."""
    return W.T


def dZ_dAprev__square(W: np.ndarray) -> np.ndarray:
    """Your matrix is m × m. A derivative of Z, with n entries, by A_prev, with m entries, has m rows and n
    columns."""
    return W @ W.T


def dZ_dAprev__ones(W: np.ndarray) -> np.ndarray:
    """You have a 1 everywhere. In Z_k = Σ_j W_jk (A_prev)_j + W0_k each entry of A_prev has its own factor in front: which
    one?"""
    return np.ones(W.shape)


def dZ_dAprev__of_each_unit_alone(W: np.ndarray) -> np.ndarray:
    """You keep only the entries with j = k, as for an elementwise function. A layer's weights mix the inputs: every
    entry of A_prev moves every entry of Z."""
    return W * np.eye(*W.shape)
