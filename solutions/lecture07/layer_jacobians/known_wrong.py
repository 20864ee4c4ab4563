import numpy as np
from reference import dA_dZ


def dA_dZ__column(Z, df):
    """You return the column f′(Z), the diagonal of the matrix. The derivative of a column by a column is n × n: f′(Z) belongs on its
    diagonal, zeros beside it."""
    return df(Z)


def dA_dZ__every_input(Z, df):
    """Your off-diagonal entries are not zero. f acts entry by entry: A_k depends on Z_k alone."""
    return np.repeat(df(Z), Z.shape[0], axis=1)


def dA_dZ__at_the_diagonal_of_z(Z, df):
    """You have Z itself on the diagonal. What belongs there is f′(Z), the derivative at Z."""
    return np.diag(Z[:, 0])


def dA_dZ__outer_product(Z, df):
    """You multiply f′(Z) with its own transpose. The matrix has f′(Z_k) on the diagonal and zeros elsewhere."""
    return df(Z) @ df(Z).T


def dA_dZ__identity(Z, df):
    """You return the identity matrix, which is right only for f(z) = z. In general ∂A_k/∂Z_k is f′(Z_k)."""
    return np.eye(Z.shape[0])


def dA_dZ__derivative_twice(Z, df):
    """You apply f′ twice, at f′(Z). The derivative is taken at the pre-activation Z."""
    return dA_dZ(df(Z), df)


def dZ_dAprev__transposed(W):
    """You return Wᵀ, the numerator layout. By rule 3 entry (j, k) is ∂Z_k/∂A_j = W_jk, so the matrix is W itself, m × n."""
    return W.T.copy()


def dZ_dAprev__ones(W):
    """You have ones where the weights are due: how much does Z_k grow when input j grows by 1?"""
    return np.ones(W.shape)


def dZ_dAprev__summed(W):
    """You add the weights up to a column. Each output Z_k has a column of its own: the result is m × n."""
    return np.sum(W, axis=1, keepdims=True)


def dZ_dAprev__negative(W):
    """The sign is the other way round: Z = Wᵀ A + W0 grows by W_jk when input j grows by 1."""
    return -W
