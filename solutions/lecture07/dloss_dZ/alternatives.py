"""Right answers written differently."""

import numpy as np
from given import Activation


def dloss_dZ__matrices(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """The lecture's product from left to right, with every matrix written out."""
    product = np.diagflat(dfs[l - 1](Zs[l - 1]))
    for k in range(l + 1, len(Zs) + 1):
        product = product @ Ws[k - 1] @ np.diagflat(dfs[k - 1](Zs[k - 1]))
    return product @ dloss_dAL


def dloss_dZ__recursive(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """Layer l from layer l + 1."""
    if l == len(Zs):
        above = dloss_dAL
    else:
        above = Ws[l] @ dloss_dZ__recursive(l + 1, Zs, Ws, dfs, dloss_dAL)
    return np.multiply(dfs[l - 1](Zs[l - 1]), above)
