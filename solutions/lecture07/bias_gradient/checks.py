"""Trusted functions: the loss of one layer, and what follows from a student's own ∂loss/∂A."""

from typing import Any

import numpy as np
from given import layer, squared_loss


def loss_of_one_layer(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> float | complex:
    """The squared loss of A = Wᵀ x + W0."""
    return squared_loss(layer(x, W, W0), y)


def output_of_the_layer(draw: Any, sizes: dict[str, Any], inputs: dict[str, Any]) -> np.ndarray:
    """A for the drawn x, W, W0, so that both functions of a case speak of the same layer.

    Rounded, since the last digit of a matrix product is not the same on every machine.
    """
    return np.round(layer(inputs["x"], inputs["W"], inputs["W0"]), 12)


def carried_on(case: Any, dloss_dA: Any) -> np.ndarray:
    """∂loss/∂W0 = ∂A/∂W0 · ∂loss/∂A with the student's own ∂loss/∂A."""
    return np.eye(case.sizes["n"]) @ np.asarray(dloss_dA)
