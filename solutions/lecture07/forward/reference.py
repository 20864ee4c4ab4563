"""The forward pass through L layers."""

import numpy as np
from given import Activation


def forward(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: "list[Activation]"
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """All pre-activations and activations of a net of L layers for one data point.

    x is (m, 1). Ws, W0s and fs are lists of length L: Ws[l-1] is the weight matrix of layer l, of shape
    (m^l, n^l), W0s[l-1] its offsets (n^l, 1), fs[l-1] its activation. The result is the pair (Zs, As): Zs
    has L entries, Zs[l-1] = Z^l; As has L + 1 entries, As[0] = x and As[l] = A^l.
    """
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    return Zs, As
