import numpy as np
from reference import dloss_dW


def dloss_dWjk__input_missing(x, W, W0, y, j, k):
    """The factor x_j is missing: that is ∂loss/∂A_k, the rule for the offset. W_jk is multiplied by x_j on its way into A_k."""
    return float(2 * (W.T @ x + W0 - y)[k, 0])


def dloss_dWjk__factor_two_missing(x, W, W0, y, j, k):
    """The 2 from differentiating the square is missing."""
    return float(x[j, 0] * (W.T @ x + W0 - y)[k, 0])


def dloss_dWjk__summed_over_outputs(x, W, W0, y, j, k):
    """You add up the errors of all outputs. W_jk moves only A_k, so only the term p = k of the sum is left."""
    return float(x[j, 0] * np.sum(2 * (W.T @ x + W0 - y)))


def dloss_dWjk__weight_for_input(x, W, W0, y, j, k):
    """You have the factor W_jk where x_j is due. Differentiate W_jk x_j by W_jk: what is left?"""
    return float(W[j, k] * 2 * (W.T @ x + W0 - y)[k, 0])


def dloss_dWjk__sign(x, W, W0, y, j, k):
    """The sign is the other way round: ∂loss/∂A_k is 2(A_k − y_k)."""
    return float(-x[j, 0] * 2 * (W.T @ x + W0 - y)[k, 0])


def dloss_dW__transposed(x, W, W0, y):
    """Your matrix is transposed, n × m. By rule 4 the gradient has the shape of W itself, m × n: the column x comes first, then the row
    (∂loss/∂A)ᵀ."""
    return dloss_dW(x, W, W0, y).T


def dloss_dW__factor_two_missing(x, W, W0, y):
    """The 2 from differentiating the square is missing."""
    return x @ (W.T @ x + W0 - y).T


def dloss_dW__offset_left_out(x, W, W0, y):
    """You compute A without its offset. W0 does not depend on W, but the gradient is taken at A = Wᵀ x + W0."""
    return x @ (2 * (W.T @ x - y)).T


def dloss_dW__offset_rule(x, W, W0, y):
    """That is the rule for the offsets, ∂loss/∂W0 = ∂loss/∂A, an n × 1 column. For the weights each entry also has the factor x_j:
    the result is m × n."""
    return 2 * (W.T @ x + W0 - y)


def dloss_dW__sign(x, W, W0, y):
    """The sign is the other way round: ∂loss/∂A is 2(A − y). With your gradient a descent step would climb."""
    return -dloss_dW(x, W, W0, y)


def dloss_dW__weights_for_input(x, W, W0, y):
    """You multiply W with the errors, which is how errors travel back to the *input* of a layer. The weights' gradient has x in the place of
    W."""
    return W * (2 * (W.T @ x + W0 - y)).T
