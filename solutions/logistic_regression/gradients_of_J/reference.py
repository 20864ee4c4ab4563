"""The gradients of the objective, by way of the scores."""

import numpy as np


def dJ_dscores(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivatives ∂J/∂z of the objective by the scores of all points.

    scores and y are (1, n), y of zeros and ones; the result is (1, n).
    """
    g = 1.0 / (1.0 + np.exp(-scores))
    return (g - y) / scores.shape[1]


def dJ_dtheta(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The gradient of the objective by θ.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is (d, 1).
    """
    return X @ dJ_dscores(theta.T @ X + theta0, y).T + 2.0 * lam * theta


def dJ_dtheta0(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The derivative of the objective by θ0.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is (1, 1).
    """
    return np.sum(dJ_dscores(theta.T @ X + theta0, y), axis=1, keepdims=True)
