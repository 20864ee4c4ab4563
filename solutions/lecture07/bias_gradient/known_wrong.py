"""Mistakes with ∂loss/∂A and ∂loss/∂W0, and what to tell the student."""

import numpy as np
from given import layer
from reference import dloss_dA


def dloss_dA__missing_two(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The factor 2 from the square is missing. Some texts put ½ in front of the loss so that it cancels;
    ours is Σ_k (A_k − y_k)² without it."""
    return A - y


def dloss_dA__reversed(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Your sign is wrong: you have y − A. When A_k is larger than y_k, making it larger still makes
    the loss grow, so the derivative must be positive there."""
    return 2 * (y - A)


def dloss_dA__numerator_layout(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You return a row. By rule 2 the derivative of a scalar by a column is a column of the same shape,
    (n, 1): the gradient."""
    return 2 * (A - y).T


def dloss_dA__mean(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You divide by n, the number of outputs. The mean in the objective J is over the data points; the loss
    on one data point is a plain sum over its outputs, and n here is the width of the layer."""
    return 2 * (A - y) / A.shape[0]


def dloss_dA__the_loss_itself(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You return the terms of the loss, (A_k − y_k)², not their derivatives. Differentiate one of them by
    A_k."""
    return (A - y) ** 2


def dloss_dA__summed(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You add the entries up to one number. The loss is a sum, but its derivative by the vector A has one
    entry for each A_k, and only one term of the sum contains A_k."""
    return np.sum(2 * (A - y)).reshape(1, 1)


def dloss_dW0__missing_two(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """Every entry is half of what it should be: the factor 2 from the square in the loss got lost on the way."""
    return layer(x, W, W0) - y


def dloss_dW0__reversed(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The sign is wrong; your gradient points where the loss falls. The minus sign belongs to the SGD step, not to
    the gradient. Check whether you wrote A − y or y − A."""
    return -dloss_dA(layer(x, W, W0), y)


def dloss_dW0__offset_forgotten(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """You compare Wᵀ x with y and leave W0 out of the prediction. The derivative by W0 has to be taken at the
    output the layer really has, A = Wᵀ x + W0."""
    return 2 * (W.T @ x - y)


def dloss_dW0__summed_over_outputs(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """All your entries are the same sum. Here ∂A/∂W0 seems to be full of ones; but offset W0_j moves A_j
    only, so in Σ_k ∂A_k/∂W0_j · ∂loss/∂A_k most terms vanish."""
    n = W0.shape[0]
    return np.ones((n, n)) @ dloss_dA(layer(x, W, W0), y)


def dloss_dW0__elementwise_with_jacobian(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """You multiplied ∂A/∂W0 and ∂loss/∂A with `*` and got an n × n table. The chain rule is a matrix product
    here, (n × n)(n × 1): use `@`, and the sum over k is taken for you."""
    return np.eye(W0.shape[0]) * dloss_dA(layer(x, W, W0), y)


def dloss_dW0__weight_rule(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """That is the m × n gradient by the weights, x (∂loss/∂A)ᵀ. The offsets are not multiplied by x: no x
    appears in ∂A/∂W0."""
    return x @ dloss_dA(layer(x, W, W0), y).T
