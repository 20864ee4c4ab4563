from collections.abc import Callable

import numpy as np


def dloss_dZ(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Callable[[np.ndarray], np.ndarray]],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """∂loss/∂Z^l in a net with L layers, by rule 2.

    l: 1 … L; Zs[l-1]: (n^l, 1), Ws[l-1]: (n^(l-1), n^l), dfs[l-1] acts entry by entry;
    dloss_dAL: (n^L, 1). Returns an array of shape (n^l, 1).
    """
    L = len(Zs)
    result = dfs[L - 1](Zs[L - 1]) * dloss_dAL
    for k in range(L - 1, l - 1, -1):
        result = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ result)
    return result
