import numpy as np


def dloss_dA__factor_two_missing(A, y):
    """The 2 is missing: the derivative of (A_k − y_k)² by A_k is 2(A_k − y_k). (With ½ in front of the loss it would cancel, but our
    loss has none.)"""
    return A - y


def dloss_dA__sign(A, y):
    """You have 2(y − A), the negative of the gradient. Then a step against the gradient would make the loss larger."""
    return 2 * (y - A)


def dloss_dA__loss_terms(A, y):
    """That is the vector of the terms (A_k − y_k)² of the loss, not yet their derivatives."""
    return (A - y) ** 2


def dloss_dA__mean(A, y):
    """You divide by n, as if the loss were a mean over the outputs. It is a sum; n is the number of outputs, not the number of data
    points."""
    return 2 * (A - y) / A.shape[0]


def dloss_dA__row(A, y):
    """You return a row. By rule 2 the gradient of a number by a column is a column of the same shape, n × 1."""
    return (2 * (A - y)).T


def dloss_dA__summed(A, y):
    """You add the entries up. The gradient keeps one entry for each A_k."""
    return np.sum(2 * (A - y)).reshape(1, 1)


def dloss_dW0__factor_two_missing(x, W, W0, y):
    """The 2 from differentiating the square is missing in ∂loss/∂W0. Use your dloss_dA for the last factor of the chain
    rule."""
    return W.T @ x + W0 - y


def dloss_dW0__sign(x, W, W0, y):
    """The sign is the other way round: ∂loss/∂A is 2(A − y), not 2(y − A)."""
    return 2 * (y - W.T @ x - W0)


def dloss_dW0__offset_left_out(x, W, W0, y):
    """You compute the output without W0. The offset does not vanish when one differentiates by it: A = Wᵀ x + W0 is still where the
    gradient is taken."""
    return 2 * (W.T @ x - y)


def dloss_dW0__at_the_offset(x, W, W0, y):
    """You use W0 in the place of A: 2(W0 − y). The gradient is taken at the layer's output A = Wᵀ x + W0."""
    return 2 * (W0 - y)


def dloss_dW0__row(x, W, W0, y):
    """You return a row. The gradient has the shape of W0, n × 1, so that the two can be subtracted in the SGD step."""
    return (2 * (W.T @ x + W0 - y)).T
