"""Right answers written differently."""

import math

import numpy as np
from reference import gd_step


def gd_step__copies(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Copies that are changed in place."""
    g = (1 + np.tanh((theta.T @ X + theta0) / 2)) / 2
    new, new0 = theta.copy(), theta0.copy()
    new -= eta * np.mean((g - y) * X, axis=1, keepdims=True) + 2 * eta * lam * theta
    new0 -= eta * np.mean(g - y)
    return new, new0


def gd_step__loops(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Point by point, all from old values."""
    d, n = X.shape
    new, new0 = (1 - 2 * eta * lam) * theta, float(theta0[0, 0])
    for i in range(n):
        score = sum(theta[j, 0] * X[j, i] for j in range(d)) + theta0[0, 0]
        error = 1 / (1 + math.exp(-score)) - y[0, i]
        new0 -= eta * error / n
        for j in range(d):
            new[j, 0] -= eta * error * X[j, i] / n
    return new, np.array([[new0]])


def gd_step__offset_as_a_weight(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """A row of ones below X, and θ0 below θ; only θ is regularised."""
    n = X.shape[1]
    rows = np.vstack([X, np.ones((1, n))])
    both = np.vstack([theta, theta0])
    g = 1 / (1 + np.exp(-both.T @ rows))
    slope = np.einsum("ji,oi->jo", rows, g - y) / n
    slope[:-1] += 2 * lam * theta
    new = both - eta * slope
    return new[:-1], new[-1:]


def gd_run__from_probabilities(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """J from the probabilities, written down before each step and once after the last."""
    Js = []

    def J() -> float:
        g = 1 / (1 + np.exp(-(theta.T @ X + theta0)))
        losses = -np.where(y == 1, np.log(g), np.log(1 - g))
        return losses.mean() + lam * (theta * theta).sum()

    for eta in etas:
        Js.append(J())
        theta, theta0 = gd_step(X, y, theta, theta0, lam, eta)
    return theta, theta0, [*Js, J()]


def gd_run__recursive(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """The first step, then the rest as a run of its own."""
    scores = theta.T @ X + theta0
    J = np.mean(np.log1p(np.exp(-(2 * y - 1) * scores))) + lam * np.sum(theta**2)
    if not etas:
        return theta, theta0, [J]
    new, new0 = gd_step(X, y, theta, theta0, lam, etas[0])
    last, last0, Js = gd_run__recursive(X, y, new, new0, lam, etas[1:])
    return last, last0, [J, *Js]
