"""Mistakes with ∂loss/∂W, and what to tell the student."""

import numpy as np
from given import layer


def dloss_dWjk__x_missing(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """That is ∂loss/∂A_k, or the gradient by the offset W0_k. The weight W_jk enters A_k multiplied by an input,
    so ∂A_k/∂W_jk is not 1. Which input?"""
    return 2 * float(layer(x, W, W0)[k, 0] - y[k, 0])


def dloss_dWjk__summed_over_outputs(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """You let W_jk act on every output. The sum over p in the chain rule is right, but ∂A_p/∂W_jk is zero unless
    p = k: only one term stays."""
    return float(x[j, 0] * np.sum(2 * (layer(x, W, W0) - y)))


def dloss_dWjk__missing_two(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """Half of what it should be: the factor 2 that comes from the square in the loss is missing."""
    return float(x[j, 0] * (layer(x, W, W0)[k, 0] - y[k, 0]))


def dloss_dWjk__weight_in_place_of_input(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """You multiply by the weight W_jk itself. Differentiating W_jk x_j by W_jk leaves the other factor."""
    return float(W[j, k] * 2 * (layer(x, W, W0)[k, 0] - y[k, 0]))


def dloss_dWjk__reversed(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """The sign is wrong: the error is A − y, not y − A. The minus of gradient descent comes later, in the
    step."""
    return float(x[j, 0] * 2 * (y[k, 0] - layer(x, W, W0)[k, 0]))


def dloss_dW__transposed(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Your matrix is transposed, ∂loss/∂A xᵀ. By rule 4, ∂loss/∂W has the shape of W, m × n, with the index of
    the input on the rows."""
    return 2 * (layer(x, W, W0) - y) @ x.T


def dloss_dW__bias_rule(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """All rows of your matrix are (∂loss/∂A)ᵀ: the rule for the offsets, repeated. An offset enters A_k with
    factor 1, but W_jk enters with a factor that depends on j."""
    return np.ones(x.shape) @ (2 * (layer(x, W, W0) - y)).T


def dloss_dW__missing_two(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """Every entry is half of what it should be. Our loss is Σ_k (A_k − y_k)² without ½ in front, so the
    derivative of the square keeps its 2."""
    return x @ (layer(x, W, W0) - y).T


def dloss_dW__offset_forgotten(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """You left W0 out of the prediction. It does drop out of ∂A/∂W, but not out of ∂loss/∂A, which is taken at
    A = Wᵀ x + W0."""
    return x @ (2 * (W.T @ x - y)).T


def dloss_dW__prediction_for_error(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """You multiply x by the prediction A, and y does not appear. The second factor is ∂loss/∂A, which vanishes when
    the prediction is right."""
    return x @ (2 * layer(x, W, W0)).T


def dloss_dW__reversed(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The sign is wrong: you have y − A where the derivative of (A − y)² has A − y. The minus of gradient descent
    belongs to the step."""
    return x @ (2 * (y - layer(x, W, W0))).T
