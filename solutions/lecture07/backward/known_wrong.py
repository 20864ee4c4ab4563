"""Mistakes in the backward pass, and what to tell the student."""

from collections.abc import Callable

import numpy as np
from given import Activation

Lists = tuple[list[np.ndarray], list[np.ndarray]]
Slope = Callable[[int, np.ndarray, np.ndarray], np.ndarray]


def _backward(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    slope: Slope,
    start: float = 2.0,
) -> Lists:
    """The sweep with ``slope(l, Z^l, A^l)`` in place of f′(Z^l), and ``start`` in place of the loss's 2."""
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    dWs, dW0s = [], []
    dloss_dA = start * (As[-1] - y)
    for l in range(len(Ws), 0, -1):
        dloss_dZ = slope(l, Zs[l - 1], As[l]) * dloss_dA
        dWs.insert(0, As[l - 1] @ dloss_dZ.T)
        dW0s.insert(0, dloss_dZ)
        dloss_dA = Ws[l - 1] @ dloss_dZ
    return dWs, dW0s


def backward__derivative_at_A(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """You evaluate f′ at the activation A^l. In ∂A^l/∂Z^l = diag(f′(Z^l)) it is taken at the pre-activation Z^l, the point
    at which f^l was applied."""
    return _backward(x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](A))


def backward__no_derivatives(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """There is no f′ in your gradients, as if all activations were the identity. On the way from ∂loss/∂A^l to ∂loss/∂Z^l
    multiply by f′(Z^l), in every layer."""
    return _backward(x, y, Ws, W0s, fs, lambda l, Z, A: np.ones(Z.shape))


def backward__last_derivative_missing(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """You take ∂loss/∂A^L for ∂loss/∂Z^L. That only holds when the last activation is the identity; in general the
    sweep starts with f′ at Z^L."""
    L = len(Ws)
    return _backward(
        x, y, Ws, W0s, fs, lambda l, Z, A: np.ones(Z.shape) if l == L else dfs[l - 1](Z)
    )


def backward__hidden_derivatives_missing(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """Your last layer is right, but on the way further down the derivatives of the hidden activations are missing. After
    the product with W comes f′ of the layer you have reached."""
    L = len(Ws)
    return _backward(
        x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](Z) if l == L else np.ones(Z.shape)
    )


def backward__missing_two(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """All your gradients are half of what they should be. The sweep starts with ∂loss/∂A^L of the squared loss,
    and its factor 2 is missing."""
    return _backward(x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](Z), start=1.0)


def backward__reversed(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """All your gradients have the wrong sign. The sweep starts with A^L − y; the minus of gradient descent comes
    later."""
    return _backward(x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](Z), start=-2.0)


def backward__last_layer_first(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """Your gradients are right, but the lists run from the last layer to the first. You find them in that order; turn
    the lists round before you return them, so that dWs[l-1] belongs to layer l."""
    dWs, dW0s = _backward(x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](Z))
    return dWs[::-1], dW0s[::-1]


def backward__transposed(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """Your weight gradients are transposed. ∂loss/∂W^l has the shape of W^l (rule 4): the column A^(l−1) comes first, then
    the row (∂loss/∂Z^l)ᵀ."""
    dWs, dW0s = _backward(x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](Z))
    return [dW.T for dW in dWs], dW0s


def backward__preactivations_as_inputs(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """Your offsets' gradients are right, but in ∂loss/∂W^l you use Z^(l−1) where A^(l−1) is due. What multiplies W^l in the
    forward pass is the activation of the layer below."""
    _, dW0s = _backward(x, y, Ws, W0s, fs, lambda l, Z, A: dfs[l - 1](Z))
    inputs = [x]
    A = x
    for W, W0, f in zip(Ws[:-1], W0s[:-1], fs[:-1], strict=True):
        inputs.append(W.T @ A + W0)
        A = f(inputs[-1])
    return [A_prev @ dZ.T for A_prev, dZ in zip(inputs, dW0s, strict=True)], dW0s
