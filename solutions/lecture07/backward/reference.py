from collections.abc import Callable

import numpy as np


def backward(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Callable[[np.ndarray], np.ndarray]],
    dfs: list[Callable[[np.ndarray], np.ndarray]],
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The gradients of the squared loss by all weights and offsets of a net with L layers.

    x: (n^0, 1), y: (n^L, 1), Ws[l-1]: (n^(l-1), n^l), W0s[l-1]: (n^l, 1); fs[l-1] and its derivative
    dfs[l-1] act entry by entry, and each dfs[l-1] is called once.
    Returns (dWs, dW0s), lists of arrays of the shapes of Ws and W0s.
    """
    Zs: list[np.ndarray] = []
    As = [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    dWs: list[np.ndarray] = []
    dW0s: list[np.ndarray] = []
    dloss_dA = 2 * (As[-1] - y)
    for k in range(len(Ws) - 1, -1, -1):
        dloss_dZ = dfs[k](Zs[k]) * dloss_dA
        dWs.insert(0, As[k] @ dloss_dZ.T)
        dW0s.insert(0, dloss_dZ)
        dloss_dA = Ws[k] @ dloss_dZ
    return dWs, dW0s
