"""Right answers written differently."""

import math

import numpy as np


def nll__one_formula(g: float, y: int) -> float:
    """Both terms, one of them times zero."""
    g = np.clip(g, 1e-9, 1 - 1e-9)
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def nll__log1p(g: float, y: int) -> float:
    """log(1 − g) by log1p."""
    g = min(max(g, 1e-9), 1 - 1e-9)
    return -y * math.log(g) - (1 - y) * math.log1p(-g)


def nll__of_the_right_answer(g: float, y: int) -> float:
    """The logarithm of the probability given to the right label."""
    g = float(np.clip(g, 1e-9, 1 - 1e-9))
    return -math.log([1 - g, g][y])


def nll_of_score__logaddexp(z: float, y: int) -> float:
    """log(1 + e^z) − y z."""
    return np.logaddexp(0.0, z) - y * z


def nll_of_score__sign(z: float, y: int) -> float:
    """With the label as a sign."""
    return np.logaddexp(0.0, -(2 * y - 1) * z)


def nll_of_score__branches(z: float, y: int) -> float:
    """Two cases, each with an exponential that is at most 1."""
    if z >= 0:
        return math.log1p(math.exp(-z)) + (1 - y) * z
    return math.log1p(math.exp(z)) - y * z
