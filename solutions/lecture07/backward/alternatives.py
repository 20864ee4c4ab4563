"""Right answers written differently."""

import numpy as np
from given import Activation

Lists = tuple[list[np.ndarray], list[np.ndarray]]


def backward__by_index(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """Lists filled by index, matrices written out."""
    L = len(Ws)
    A, Z = [x], []
    for l in range(L):
        Z.append(np.einsum("jk,jo->ko", Ws[l], A[l]) + W0s[l])
        A.append(fs[l](Z[l]))
    dZ = [np.diagflat(dfs[-1](Z[-1])) @ (2 * A[-1] - 2 * y)]
    for l in range(L - 2, -1, -1):
        dZ.append(np.diagflat(dfs[l](Z[l])) @ Ws[l + 1] @ dZ[-1])
    dZ.reverse()
    return [np.outer(A[l], dZ[l]) for l in range(L)], dZ


def backward__recursive(
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> Lists:
    """The first layer, then the rest of the net as a net of its own."""
    dWs: list[np.ndarray] = []
    dW0s: list[np.ndarray] = []

    def below(A: np.ndarray, l: int) -> np.ndarray:
        """∂loss/∂A of the input ``A`` of layer l (from 0); fills the lists from the end."""
        if l == len(Ws):
            return 2 * (A - y)
        Z = Ws[l].T @ A + W0s[l]
        dloss_dZ = dfs[l](Z) * below(fs[l](Z), l + 1)
        dWs.append(A @ dloss_dZ.T)
        dW0s.append(dloss_dZ)
        return Ws[l] @ dloss_dZ

    below(x, 0)
    return dWs[::-1], dW0s[::-1]
