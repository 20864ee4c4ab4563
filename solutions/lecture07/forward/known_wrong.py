"""Mistakes in the forward pass, and what to tell the student."""

import numpy as np
from given import Activation

Lists = tuple[list[np.ndarray], list[np.ndarray]]


def _forward(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    return Zs, As


def forward__x_left_out(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """Your list As starts with A¹. It should start with A⁰ = x, so that it has L + 1 entries and As[l] is A^l.
    The backward pass needs A⁰ for the first layer's weights."""
    Zs, As = _forward(x, Ws, W0s, fs)
    return Zs, As[1:]


def forward__Z_holds_activations(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """Your Zs hold the activations f(Z). Keep Z^l before you apply f^l to it: the backward pass takes the
    derivative of f^l at Z^l."""
    _, As = _forward(x, Ws, W0s, fs)
    return As[1:], As


def forward__A_holds_preactivations(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """Your As repeat the pre-activations. The layers do get the right inputs, but As[l] should be
    A^l = f^l(Z^l)."""
    Zs, _ = _forward(x, Ws, W0s, fs)
    return Zs, [x, *Zs]


def forward__activations_skipped(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """Each layer is fed with the Z of the layer before, so no activation ever acts and the net is linear. Layer
    l gets A^(l−1), the output of f^(l−1)."""
    Zs = []
    Z = x
    for W, W0 in zip(Ws, W0s, strict=True):
        Z = W.T @ Z + W0
        Zs.append(Z)
    return Zs, [x, *Zs[:-1], fs[-1](Z)]


def forward__first_activation_everywhere(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """You apply fs[0] in every layer. Each layer has an activation of its own, fs[l-1] for layer l."""
    return _forward(x, Ws, W0s, [fs[0]] * len(fs))


def forward__last_layer_linear(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """You leave out the activation of the last layer. It is often the identity, but fs[-1] says what it is
    here: A^L = f^L(Z^L)."""
    Zs, As = _forward(x, Ws, W0s, fs)
    return Zs, [*As[:-1], Zs[-1]]


def forward__offsets_forgotten(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """Your pre-activations are Wᵀ A without the offsets. In every layer Z^l = W^lᵀ A^(l−1) + W0^l."""
    return _forward(x, Ws, [0 * W0 for W0 in W0s], fs)
