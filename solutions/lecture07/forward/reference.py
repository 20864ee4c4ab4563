from collections.abc import Callable

import numpy as np


def forward(
    x: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Callable[[np.ndarray], np.ndarray]],
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """All pre-activations and activations of a net with L layers.

    x: (n^0, 1); Ws[l-1]: (n^(l-1), n^l), W0s[l-1]: (n^l, 1), fs[l-1] acts entry by entry.
    Returns (Zs, As): Zs[l-1] is Z^l, As[0] is x and As[l] is A^l.
    """
    Zs: list[np.ndarray] = []
    As = [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    return Zs, As
