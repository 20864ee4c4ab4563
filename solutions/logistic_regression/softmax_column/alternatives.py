"""Right answers written differently."""

import math

import numpy as np
from reference import softmax


def softmax__loops(z: np.ndarray) -> np.ndarray:
    """One class after the other."""
    largest = max(float(score) for score in z[:, 0])
    total = sum(math.exp(score - largest) for score in z[:, 0])
    return np.array([[math.exp(score - largest) / total] for score in z[:, 0]])


def softmax__by_logarithm(z: np.ndarray) -> np.ndarray:
    """exp(z − log Σ e^z)."""
    return np.exp(z - np.logaddexp.reduce(z, axis=0))


def softmax__differences(z: np.ndarray) -> np.ndarray:
    """1 / Σ_j e^(z_j − z_k), with differences cut off where the answer is 0 anyway."""
    return 1 / np.sum(np.exp(np.minimum(z.T - z, 700.0)), axis=1, keepdims=True)


def dsoftmax_dz__loops(z: np.ndarray) -> np.ndarray:
    """Entry by entry."""
    a = softmax(z)[:, 0]
    K = len(a)
    out = np.zeros((K, K))
    for j in range(K):
        for k in range(K):
            out[j, k] = a[k] * (1 - a[k]) if j == k else -a[j] * a[k]
    return out


def dsoftmax_dz__einsum(z: np.ndarray) -> np.ndarray:
    """a_k (δ_jk − a_j)."""
    a = softmax(z)[:, 0]
    return np.einsum("k,jk->jk", a, np.eye(len(a)) - a[:, None])


def dsoftmax_dz__broadcasting(z: np.ndarray) -> np.ndarray:
    """The same with a column and a row."""
    a = softmax(z)
    return (np.eye(len(a)) - a) * a.T
