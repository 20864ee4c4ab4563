"""Right answers written differently."""

import math

import numpy as np


def dJ_dscores__chain_rule(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂L/∂g times ∂g/∂z, before anything cancels."""
    g = 1 / (1 + np.exp(-scores))
    dL_dg = -y / g + (1 - y) / (1 - g)
    return dL_dg * g * (1 - g) / y.size


def dJ_dscores__loops(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Point by point."""
    n = scores.shape[1]
    out = np.zeros((1, n))
    for i in range(n):
        out[0, i] = (1 / (1 + math.exp(-scores[0, i])) - y[0, i]) / n
    return out


def dJ_dtheta__loops(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The mean of the gradients of the points."""
    d, n = X.shape
    out = 2 * lam * theta
    for i in range(n):
        x = X[:, i : i + 1]
        g = 1 / (1 + np.exp(-(theta.T @ x + theta0)))
        for j in range(d):
            out[j, 0] += (g[0, 0] - y[0, i]) * x[j, 0] / n
    return out


def dJ_dtheta__einsum(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """X_ji (g_i − y_i) summed over i."""
    g = (1 + np.tanh((np.einsum("jo,ji->oi", theta, X) + theta0) / 2)) / 2
    return np.einsum("ji,oi->jo", X, g - y) / X.shape[1] + 2 * lam * theta


def dJ_dtheta__broadcasting(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """A mean over the columns of X ∗ (g − y)."""
    g = 1 / (1 + np.exp(-np.sum(theta * X, axis=0, keepdims=True) - theta0))
    return np.mean(X * (g - y), axis=1, keepdims=True) + lam * (theta + theta)


def dJ_dtheta0__mean(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """The mean error, as a number."""
    return np.mean(1 / (1 + np.exp(-(theta.T @ X + theta0))) - y)


def dJ_dtheta0__product(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """A row times a column of ones."""
    n = X.shape[1]
    return (1 / (1 + np.exp(-(theta.T @ X + theta0))) - y) @ np.ones((n, 1)) / n
