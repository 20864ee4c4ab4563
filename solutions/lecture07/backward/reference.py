"""All gradients of a net of L layers, in one sweep back."""

import numpy as np
from given import Activation


def backward(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: "list[Activation]",
    dfs: "list[Activation]",
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The gradients of the squared loss by all weights and offsets of a net of L layers.

    x is (m, 1) and y is (n^L, 1). Ws, W0s, fs and dfs are lists of length L, as in `forward`; dfs[l-1] is the
    derivative of fs[l-1]. The result is the pair (dWs, dW0s) of lists of length L: dWs[l-1] = ∂loss/∂W^l has the
    shape of Ws[l-1], dW0s[l-1] = ∂loss/∂W0^l that of W0s[l-1]. Each df is called exactly once.
    """
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    dWs, dW0s = [], []
    dloss_dA = 2.0 * (As[-1] - y)
    for l in range(len(Ws), 0, -1):
        dloss_dZ = dfs[l - 1](Zs[l - 1]) * dloss_dA
        dWs.insert(0, As[l - 1] @ dloss_dZ.T)
        dW0s.insert(0, dloss_dZ)
        dloss_dA = Ws[l - 1] @ dloss_dZ
    return dWs, dW0s
