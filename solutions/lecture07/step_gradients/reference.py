from collections.abc import Callable

import numpy as np

WHY_ZERO: str = """A step is flat, so its derivative is zero wherever it exists and dA/dZ of that layer is a matrix of
zeros. This matrix is a factor of dloss/dW of the step layer itself and of every layer below it, so gradient descent can't
change those weights; the layers above are not affected."""


def zero_gradient_layers(names: list[str]) -> list[int]:
    """The layers whose ∂loss/∂W^l is zero whatever the weights are.

    names: the activations of layers 1 … L, each "step", "sigmoid", "relu", "tanh" or "identity".
    Returns the sorted list of those l, counted from 1.
    """
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(1, max(steps) + 1)) if steps else []


def step_gradient(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Callable[[np.ndarray], np.ndarray]],
    dfs: list[Callable[[np.ndarray], np.ndarray]],
) -> np.ndarray:
    """∂loss/∂W^l of the squared loss in a net whose activations may be steps, by rule 4.

    l: 1 … L; x: (n^0, 1), y: (n^L, 1), Ws[l-1]: (n^(l-1), n^l), W0s[l-1]: (n^l, 1); fs[l-1], dfs[l-1] act
    entry by entry. Returns an array of shape (n^(l-1), n^l).
    """
    Zs: list[np.ndarray] = []
    As = [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    dloss_dZ = dfs[-1](Zs[-1]) * 2 * (As[-1] - y)
    for k in range(len(Ws) - 1, l - 1, -1):
        dloss_dZ = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ dloss_dZ)
    return As[l - 1] @ dloss_dZ.T
