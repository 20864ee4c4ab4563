"""The objective of logistic regression over a matrix of data."""

import numpy as np


def predictions(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """The probabilities g = σ(θᵀ x + θ0) of all points.

    X is (d, n) with points as columns, theta is (d, 1), theta0 is (1, 1); the result is (1, n).
    """
    return 1.0 / (1.0 + np.exp(-(theta.T @ X + theta0)))


def J(X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float) -> float:
    """The mean negative log-likelihood of the points plus λ‖θ‖².

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is a number.
    """
    scores = theta.T @ X + theta0
    losses = np.logaddexp(0.0, scores) - y * scores
    return float(np.mean(losses) + lam * np.sum(theta**2))
