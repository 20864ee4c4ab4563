"""Functions that you may use in your answers: `from given import layer, tanh, ...`.

Vectors are columns, arrays of shape (n, 1). The activations work entry by entry on an array of any
shape and keep it; `d<name>` is the derivative of `<name>`, again entry by entry.
"""

import numpy as np


def identity(z):
    """f(z) = z."""
    return z


def didentity(z):
    """f'(z) = 1."""
    return np.ones_like(z)


def tanh(z):
    """f(z) = tanh(z)."""
    return np.tanh(z)


def dtanh(z):
    """f'(z) = 1 - tanh(z)²."""
    return 1 - np.tanh(z) ** 2


def relu(z):
    """f(z) = max(z, 0)."""
    return np.where(np.real(z) > 0, z, 0 * z)


def drelu(z):
    """f'(z) = 1 for z > 0, else 0 (at z = 0, where there is no derivative, we say 0)."""
    return np.where(np.real(z) > 0, 1.0, 0.0)


def sign_step(z):
    """A step activation with two levels: +1 for z >= 0, else -1."""
    return np.where(np.real(z) >= 0, 1.0, -1.0)


def dsign_step(z):
    """f'(z) = 0 (at z = 0, where there is no derivative, we say 0)."""
    return np.zeros(np.shape(z))


def layer(x, W, W0):
    """One layer with the identity activation: A = Wᵀ x + W0. Sizes: x m×1, W m×n, W0 n×1, A n×1."""
    return W.T @ x + W0


def squared_loss(A, y):
    """loss = Σ_k (A_k - y_k)². Sizes: A and y n×1; the result is a number."""
    return np.sum((A - y) ** 2)
