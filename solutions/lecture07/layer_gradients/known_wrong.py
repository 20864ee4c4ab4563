import numpy as np


def dloss_dWl__transposed(A_prev, dloss_dZl):
    """Your matrix is transposed, n × m. The gradient has the shape of W^ℓ, m × n: first the column A^(ℓ−1), then the row
    (∂loss/∂Z^ℓ)ᵀ."""
    return dloss_dZl @ A_prev.T


def dloss_dWl__offset_rule(A_prev, dloss_dZl):
    """That is the rule for the offsets. W^ℓ_jk is multiplied by the input A^(ℓ−1)_j, so that factor belongs in: the result is m × n."""
    return dloss_dZl.copy()


def dloss_dWl__inner_product(A_prev, dloss_dZl):
    """You return a single number. For every pair of an input j and an output k there is one weight and one derivative: column times row, an
    outer product."""
    return np.array([[np.sum(A_prev) * np.sum(dloss_dZl)]])


def dloss_dWl__input_missing(A_prev, dloss_dZl):
    """Your rows are all alike: the factor A^(ℓ−1)_j is missing."""
    return np.ones(A_prev.shape) @ dloss_dZl.T


def dloss_dWl__output_missing(A_prev, dloss_dZl):
    """Your columns are all alike: the factor ∂loss/∂Z^ℓ_k is missing."""
    return A_prev @ np.ones(dloss_dZl.shape).T


def dloss_dWl__sign(A_prev, dloss_dZl):
    """The sign is the other way round. The minus of gradient descent belongs into the step, not into the gradient."""
    return -A_prev @ dloss_dZl.T


def dloss_dW0l__row(dloss_dZl):
    """You return a row; the gradient has the shape of W0^ℓ, n × 1."""
    return dloss_dZl.T.copy()


def dloss_dW0l__summed(dloss_dZl):
    """You add the entries up. Each output has an offset of its own, and so its own entry in the gradient."""
    return np.sum(dloss_dZl).reshape(1, 1)


def dloss_dW0l__ones(dloss_dZl):
    """You return ∂Z_k/∂W0_k = 1. That is the one factor; the other, ∂loss/∂Z^ℓ, is still missing."""
    return np.ones(dloss_dZl.shape)


def dloss_dW0l__negative(dloss_dZl):
    """The sign is the other way round: W0^ℓ is added in Z^ℓ = W^ℓᵀ A^(ℓ−1) + W0^ℓ."""
    return -dloss_dZl
