import numpy as np
from reference import backward


def backward__factor_two_missing(x, y, Ws, W0s, fs, dfs):
    """All your gradients are half of what they should be: the 2 from differentiating the squared loss is missing."""
    dWs, dW0s = backward(x, y, Ws, W0s, fs, dfs)
    return [dW / 2 for dW in dWs], [dW0 / 2 for dW0 in dW0s]


def backward__sign(x, y, Ws, W0s, fs, dfs):
    """All signs are the other way round: ∂loss/∂A^L is 2(A^L − y)."""
    dWs, dW0s = backward(x, y, Ws, W0s, fs, dfs)
    return [-dW for dW in dWs], [-dW0 for dW0 in dW0s]


def backward__activation_derivatives_skipped(x, y, Ws, W0s, fs, dfs):
    """The factors f′(Z) are missing on the way back. ∂A^ℓ/∂Z^ℓ is diag(f^ℓ′(Z^ℓ)), not the identity."""
    return backward(x, y, Ws, W0s, fs, [np.ones_like for _ in dfs])


def backward__derivative_at_the_activation(x, y, Ws, W0s, fs, dfs):
    """You take f′ at A^ℓ instead of at Z^ℓ. Keep the pre-activations from the forward pass and use those."""
    moved = [lambda Z, f=f, df=df: df(f(Z)) for f, df in zip(fs, dfs, strict=True)]
    return backward(x, y, Ws, W0s, fs, moved)


def backward__input_for_every_layer(x, y, Ws, W0s, fs, dfs):
    """You use x in every layer's gradient. ∂loss/∂W^ℓ = A^(ℓ−1) (∂loss/∂Z^ℓ)ᵀ needs the input of *that* layer."""
    dWs, dW0s = backward(x, y, Ws, W0s, fs, dfs)
    made = [np.resize(x, (W.shape[0], 1)) @ dW0.T for W, dW0 in zip(Ws, dW0s, strict=True)]
    return [dWs[0], *made[1:]], dW0s


def backward__last_layer_first(x, y, Ws, W0s, fs, dfs):
    """Your lists run from the last layer to the first. Going backwards is right for computing them, but dWs[0] should belong to layer 1."""
    dWs, dW0s = backward(x, y, Ws, W0s, fs, dfs)
    return dWs[::-1], dW0s[::-1]


def backward__offset_gradients_are_activations(x, y, Ws, W0s, fs, dfs):
    """Your offset gradients are ∂loss/∂A^ℓ, before the factor f^ℓ′(Z^ℓ). ∂loss/∂W0^ℓ is ∂loss/∂Z^ℓ."""
    dWs, dW0s = backward(x, y, Ws, W0s, fs, dfs)
    above = [W @ dW0 for W, dW0 in zip(Ws[1:], dW0s[1:], strict=True)]
    A = x
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        A = f(W.T @ A + W0)
    return dWs, [*above, 2 * (A - y)]
