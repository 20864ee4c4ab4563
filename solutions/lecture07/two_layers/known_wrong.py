import numpy as np


def two_layers__no_activation_in_between(x, W1, W01, W2, W02, f1, f2):
    """The activation of the first layer is missing: layer 2 gets Z¹ where A¹ = f¹(Z¹) is due. Without it two layers
    are no more than one linear layer."""
    return f2(W2.T @ (W1.T @ x + W01) + W02)


def two_layers__no_last_activation(x, W1, W01, W2, W02, f1, f2):
    """You return Z², the pre-activation of the last layer. Its activation f² still has to be applied."""
    return W2.T @ f1(W1.T @ x + W01) + W02


def two_layers__no_offsets(x, W1, W01, W2, W02, f1, f2):
    """The offsets W0¹ and W0² are missing. Each layer computes Z = Wᵀ A + W0 before its activation."""
    return f2(W2.T @ f1(W1.T @ x))


def two_layers__functions_swapped(x, W1, W01, W2, W02, f1, f2):
    """f¹ and f² are swapped: f¹ belongs to the first layer, whose output then goes into the second."""
    return f1(W2.T @ f2(W1.T @ x + W01) + W02)


def two_layers__offset_after_activation(x, W1, W01, W2, W02, f1, f2):
    """You add the offset after the activation. It belongs inside: A = f(Wᵀ x + W0)."""
    return f2(W2.T @ (f1(W1.T @ x) + W01)) + W02


def two_layers__flat(x, W1, W01, W2, W02, f1, f2):
    """The numbers are right, but the result is flat, of shape (n,). Columns are 2-D arrays here, (n, 1): leave out the
    flatten or ravel."""
    return np.ravel(f2(W2.T @ f1(W1.T @ x + W01) + W02))
