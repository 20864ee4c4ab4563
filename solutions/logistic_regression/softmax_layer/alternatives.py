"""Right answers written differently."""

import math

import numpy as np
from reference import dnllm_dZ


def nllm__loops(A: np.ndarray, Y: np.ndarray) -> float:
    """Point by point, class by class."""
    K, n = A.shape
    total = 0.0
    for i in range(n):
        for k in range(K):
            if Y[k, i] == 1:
                total -= math.log(A[k, i])
    return total


def nllm__of_the_right_class(A: np.ndarray, Y: np.ndarray) -> float:
    """The probability given to the right class, picked out by its index."""
    return -np.sum(np.log(A[np.argmax(Y, axis=0), np.arange(A.shape[1])]))


def nllm__einsum(A: np.ndarray, Y: np.ndarray) -> float:
    """All in one sum."""
    return float(np.einsum("ki,ki->", Y, -np.log(A)))


def nllm__trace(A: np.ndarray, Y: np.ndarray) -> float:
    """The trace of Yᵀ log A."""
    return -np.trace(Y.T @ np.log(A))


def dnllm_dZ__loops(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Entry by entry."""
    K, n = Z.shape
    out = np.zeros((K, n))
    for i in range(n):
        total = sum(math.exp(Z[j, i]) for j in range(K))
        for k in range(K):
            out[k, i] = math.exp(Z[k, i]) / total - Y[k, i]
    return out


def dnllm_dZ__chain_rule(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """∂a/∂z times ∂L/∂a for each column, before anything cancels."""
    out = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        a = np.exp(Z[:, i : i + 1]) / np.sum(np.exp(Z[:, i]))
        out[:, i : i + 1] = (np.diagflat(a) - a @ a.T) @ (-Y[:, i : i + 1] / a)
    return out


def dnllm_dW__einsum(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """X_ji (A − Y)_ki summed over i."""
    Z = np.einsum("jk,ji->ki", W, X) + W0
    return np.einsum("ji,ki->jk", X, dnllm_dZ(Z, Y))


def dnllm_dW__loops(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The outer products of the points, added up."""
    out = np.zeros(W.shape)
    for i in range(X.shape[1]):
        x = X[:, i : i + 1]
        out += np.outer(x, dnllm_dZ(W.T @ x + W0, Y[:, i : i + 1]))
    return out


def dnllm_dW__broadcasting(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> np.ndarray:
    """Three indices, one of them summed over."""
    return np.sum(X[:, None, :] * dnllm_dZ(W.T @ X + W0, Y)[None, :, :], axis=2)


def dnllm_dW0__product(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Times a column of ones."""
    return dnllm_dZ(W.T @ X + W0, Y) @ np.ones((X.shape[1], 1))


def dnllm_dW0__loops(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Point by point."""
    out = np.zeros(W0.shape)
    for i in range(X.shape[1]):
        out = out + dnllm_dZ(W.T @ X[:, [i]] + W0, Y[:, [i]])
    return out
