"""Right answers written differently."""

import math

import numpy as np
from reference import sigmoid


def sigmoid__tanh(z: np.ndarray) -> np.ndarray:
    """σ(z) = (1 + tanh(z/2)) / 2."""
    return (1 + np.tanh(z / 2)) / 2


def sigmoid__masks(z: np.ndarray) -> np.ndarray:
    """Two formulas, each where it is safe."""
    out = np.empty(z.shape)
    up = z >= 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    out[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return out


def sigmoid__loops(z: np.ndarray) -> np.ndarray:
    """One entry after the other."""
    out = np.empty(z.shape)
    for at in np.ndindex(z.shape):
        t = float(z[at])
        out[at] = 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t))
    return out


def sigmoid__logaddexp(z: np.ndarray) -> np.ndarray:
    """exp(−log(1 + e^(−z)))."""
    return np.exp(-np.logaddexp(0, -z))


def dsigmoid__product(z: np.ndarray) -> np.ndarray:
    """σ (1 − σ)."""
    s = sigmoid(z)
    return s * (1 - s)


def dsigmoid__both_sides(z: np.ndarray) -> np.ndarray:
    """σ(z) σ(−z)."""
    return sigmoid(z) * sigmoid(-z)


def dsigmoid__tanh(z: np.ndarray) -> np.ndarray:
    """A quarter of the derivative of tanh at z/2."""
    return (1 - np.tanh(z / 2) ** 2) / 4
