"""The two activations of the lecture and their derivatives, safe for large |z|."""

import numpy as np


def step(z: np.ndarray) -> np.ndarray:
    """The step activation, elementwise: 1 where z ≥ 0 and 0 elsewhere, so step(0) = 1.

    z has any shape; the result has the same shape.
    """
    return np.where(np.real(z) >= 0, 1.0, 0.0)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The sigmoid σ(z) = 1 / (1 + e^(−z)), elementwise.

    z has any shape; the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    # exp() only ever sees numbers with a real part ≤ 0. The real part decides, so that the complex
    # step can differentiate this function.
    positive = np.real(z) >= 0
    small = np.exp(np.where(positive, -z, z))
    return np.where(positive, 1.0, small) / (1.0 + small)


def dstep(z: np.ndarray) -> np.ndarray:
    """The derivative of the step activation, elementwise (0 at the jump, where there is none).

    z has any shape; the result has the same shape.
    """
    return np.zeros(np.shape(z))


def dsigmoid(z: np.ndarray) -> np.ndarray:
    """The derivative σ′(z), elementwise; z is the pre-activation.

    z has any shape; the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    # σ(z) σ(−z) keeps its digits where 1 − σ(z) has lost all of them.
    return sigmoid(z) * sigmoid(-z)
