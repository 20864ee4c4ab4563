"""Right answers written differently."""

import numpy as np
from given import Activation


def zero_gradient_layers__loops(names: list[str]) -> list[int]:
    """Ask for each layer whether a step lies at or above it."""
    return [l for l in range(1, len(names) + 1) if "step" in names[l - 1 :]]


def step_gradient__early_exit(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> np.ndarray:
    """Nothing to compute where every slope of some layer at or above l is zero."""
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    slopes = [df(Z) for df, Z in zip(dfs, Zs, strict=True)]
    if any(not slope.any() for slope in slopes[l - 1 :]):
        return np.zeros(Ws[l - 1].shape)
    back = 2 * (As[-1] - y)
    for k in range(len(Ws), l, -1):
        back = Ws[k - 1] @ np.diagflat(slopes[k - 1]) @ back
    return np.outer(As[l - 1], slopes[l - 1] * back)
