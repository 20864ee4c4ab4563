import numpy as np


def forward__no_tanh(x, W):
    """You left out the activation."""
    return W.T @ x


def dforward__transposed(x, W):
    """Your derivative is transposed: rows go with the input."""
    return (W * (1 - np.tanh(W.T @ x).T ** 2)).T
