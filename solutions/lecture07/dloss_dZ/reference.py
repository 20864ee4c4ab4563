"""From the loss back to the pre-activation of any layer."""

import numpy as np
from given import Activation


def dloss_dZ(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: "list[Activation]",
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """∂loss/∂Z^l for layer l of a net of L layers.

    l counts from 1 to L. Zs, Ws and dfs are lists of length L: Zs[l-1] = Z^l is (n^l, 1), Ws[l-1] = W^l is
    (m^l, n^l), dfs[l-1] is the derivative of f^l and acts elementwise. dloss_dAL is ∂loss/∂A^L, of shape
    (n^L, 1). The result is (n^l, 1).
    """
    slope = dfs[-1](Zs[-1]) * dloss_dAL
    for k in range(len(Zs) - 1, l - 1, -1):  # from layer k + 1 to layer k
        slope = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ slope)
    return slope
