"""Right answers written differently."""

import math

import numpy as np


def step__cast(z: np.ndarray) -> np.ndarray:
    """A comparison turned into numbers."""
    return np.asarray(np.asarray(z) >= 0, dtype=float)


def step__heaviside(z: np.ndarray) -> np.ndarray:
    """NumPy's own step, told what to do at 0."""
    return np.heaviside(z, 1.0)


def sigmoid__tanh(z: np.ndarray) -> np.ndarray:
    """σ(z) = (1 + tanh(z/2)) / 2."""
    return 0.5 * (1.0 + np.tanh(np.asarray(z) / 2))


def sigmoid__loops(z: np.ndarray) -> np.ndarray:
    """One entry after the other."""
    entries = np.asarray(z, dtype=float)
    out = np.empty(entries.shape)
    for at in np.ndindex(entries.shape):
        t = float(entries[at])
        out[at] = 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t))
    return out


def dstep__times_zero(z: np.ndarray) -> np.ndarray:
    """Zero times anything."""
    return 0.0 * np.asarray(z)


def dsigmoid__product(z: np.ndarray) -> np.ndarray:
    """σ (1 − σ)."""
    s = 0.5 * (1.0 + np.tanh(np.asarray(z) / 2))
    return s * (1.0 - s)
