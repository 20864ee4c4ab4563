"""Gradient descent for logistic regression."""

import numpy as np


def gd_step(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """One step of gradient descent on the objective, with step size eta.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1), lam and
    eta are numbers. The result is the pair (new theta, new theta0), of shapes (d, 1) and (1, 1).
    """
    errors = (1.0 / (1.0 + np.exp(-(theta.T @ X + theta0))) - y) / X.shape[1]
    by_theta = X @ errors.T + 2.0 * lam * theta
    by_theta0 = np.sum(errors, axis=1, keepdims=True)
    return theta - eta * by_theta, theta0 - eta * by_theta0


def gd_run(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Gradient descent on the objective with one step for each step size in etas.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1), lam is a
    number and etas is a list of T numbers. The result is (theta, theta0, Js): the last parameters, (d, 1) and
    (1, 1), and a list of T + 1 numbers, the objective at the start and after each step.
    """
    Js = [_objective(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = gd_step(X, y, theta, theta0, lam, eta)
        Js.append(_objective(X, y, theta, theta0, lam))
    return theta, theta0, Js


def _objective(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    scores = theta.T @ X + theta0
    return float(np.mean(np.logaddexp(0.0, scores) - y * scores) + lam * np.sum(theta**2))
