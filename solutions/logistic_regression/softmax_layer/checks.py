"""Draws, trusted functions to differentiate, and the chain rule from Z on.

The functions look at real parts where they choose, so that the complex step can differentiate them.
"""

from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def one_hot(draw: Any, sizes: dict[str, int], inputs: Arrays) -> np.ndarray:
    """A class for each point, as columns of zeros and a one: (K, n)."""
    classes = [draw.integer(0, sizes["K"] - 1) for _ in range(sizes["n"])]
    return np.eye(sizes["K"])[:, classes]


def preactivations(draw: Any, sizes: dict[str, int], inputs: Arrays) -> np.ndarray:
    """Z of the layer of the same case, (K, n)."""
    return inputs["W"].T @ inputs["X"] + inputs["W0"]


def probabilities(draw: Any, sizes: dict[str, int], inputs: Arrays) -> np.ndarray:
    """A of the layer of the same case, (K, n)."""
    powers = np.exp(inputs["Z"] - np.max(inputs["Z"], axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


def loss_of_Z(Z: np.ndarray, Y: np.ndarray) -> float | complex:
    """Σ_i (log Σ_k e^(Z_ki) − Σ_k Y_ki Z_ki)."""
    largest = np.max(np.real(Z), axis=0, keepdims=True)
    logs = largest + np.log(np.sum(np.exp(Z - largest), axis=0, keepdims=True))
    return np.sum(logs) - np.sum(Y * Z)


def loss_of_the_layer(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> float | complex:
    """The loss of Z = Wᵀ X + W0."""
    return loss_of_Z(W.T @ X + W0, Y)


def carried_to_W(case: Any, start: np.ndarray) -> np.ndarray:
    """The gradient by W from somebody's derivative by Z."""
    return case.inputs["X"] @ start.T


def carried_to_W0(case: Any, start: np.ndarray) -> np.ndarray:
    """The gradient by W0 from somebody's derivative by Z."""
    return np.sum(start, axis=1, keepdims=True)
