"""Right answers written differently."""

import math

import numpy as np
from reference import predictions


def predictions__loops(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """Point by point, feature by feature."""
    d, n = X.shape
    out = np.zeros((1, n))
    for i in range(n):
        score = theta0[0, 0] + sum(theta[j, 0] * X[j, i] for j in range(d))
        out[0, i] = 1 / (1 + math.exp(-score))
    return out


def predictions__einsum(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """θ_j X_ji summed over j, and tanh for σ."""
    return (1 + np.tanh((np.einsum("jo,ji->oi", theta, X) + theta0) / 2)) / 2


def predictions__broadcasting(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """A sum over the rows of θ ∗ X."""
    scores = np.sum(theta * X, axis=0, keepdims=True) + theta0
    return np.exp(scores) / (1 + np.exp(scores))


def J__from_probabilities(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """The formula as it stands, with clipping."""
    g = np.clip(predictions(X, theta, theta0), 1e-9, 1 - 1e-9)
    return np.mean(-(y * np.log(g) + (1 - y) * np.log(1 - g))) + lam * np.linalg.norm(theta) ** 2


def J__products(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """Sums written as products of matrices; the result is (1, 1)."""
    g = predictions(X, theta, theta0)
    return -(y @ np.log(g).T + (1 - y) @ np.log(1 - g).T) / X.shape[1] + lam * theta.T @ theta


def J__loops(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """Point by point."""
    n = X.shape[1]
    total = 0.0
    for i in range(n):
        g = float(predictions(X[:, i : i + 1], theta, theta0)[0, 0])
        total -= math.log(g) if y[0, i] == 1 else math.log(1 - g)
    return total / n + lam * sum(float(t) ** 2 for t in theta[:, 0])
