"""Trusted functions to differentiate, and the chain rule from the scores on.

Where they branch they look at the real part, so that the complex step can differentiate them.
"""

from typing import Any

import numpy as np


def scores_of_the_points(
    draw: Any, sizes: dict[str, int], inputs: dict[str, np.ndarray]
) -> np.ndarray:
    """θᵀX + θ0 of the same case, (1, n)."""
    return inputs["theta"].T @ inputs["X"] + inputs["theta0"]


def mean_loss(scores: np.ndarray, y: np.ndarray) -> float | complex:
    """The mean of log(1 + e^z) − y z."""
    up = np.real(scores) > 0
    softplus = np.where(up, scores, 0.0) + np.log1p(np.exp(np.where(up, -scores, scores)))
    return np.mean(softplus - y * scores)


def objective(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float | complex:
    """J(θ, θ0)."""
    return mean_loss(theta.T @ X + theta0, y) + lam * np.sum(theta**2)


def carried_to_theta(case: Any, start: np.ndarray) -> np.ndarray:
    """∇J by θ from somebody's ∂J/∂z."""
    return case.inputs["X"] @ np.reshape(start, (1, -1)).T + (
        2.0 * case.inputs["lam"] * case.inputs["theta"]
    )


def carried_to_theta0(case: Any, start: np.ndarray) -> np.ndarray:
    """∂J/∂θ0 from somebody's ∂J/∂z."""
    return np.sum(start).reshape(1, 1)
