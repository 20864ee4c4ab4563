"""What a step activation does to the gradients below it."""

import numpy as np
from given import Activation

WHY_ZERO: str = (
    "The derivative of a step is 0 everywhere except at the jump, where there is none. By the chain rule ∂loss/∂W^l is "
    "A^(l−1) (∂loss/∂Z^l)ᵀ, and ∂loss/∂Z^l is a product that contains ∂A^k/∂Z^k = diag(f^k′(Z^k)) for layer l and for "
    "every layer above it. When layer k ≥ l has a step activation, that factor is the zero matrix and with it the whole "
    "product, whatever the weights are. Seen directly: a small change of W^l does not change the output of the step, so "
    "the loss stays the same. Layers above the last step are not affected. Gradient descent therefore never changes "
    "the weights at or below a step, and the net can't learn them."
)


def zero_gradient_layers(names: list[str]) -> list[int]:
    """The layers l for which ∂loss/∂W^l is zero whatever the weights, in increasing order.

    names holds the names of the activations of layers 1 to L: "step", "sigmoid", "tanh", "relu" or "identity".
    Layers are counted from 1. The list is empty where no layer is affected.
    """
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(1, max(steps) + 1)) if steps else []


def step_gradient(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: "list[Activation]",
    dfs: "list[Activation]",
) -> np.ndarray:
    """∂loss/∂W^l for the squared loss of a net whose activations may be steps.

    l counts from 1 to L. x is (m, 1) and y is (n^L, 1); Ws, W0s, fs and dfs are lists of length L, as in
    `backward`. The result has the shape of Ws[l-1], (m^l, n^l), also where it is zero.
    """
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    dloss_dZ = dfs[-1](Zs[-1]) * 2.0 * (As[-1] - y)
    for k in range(len(Ws) - 1, l - 1, -1):
        dloss_dZ = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ dloss_dZ)
    return As[l - 1] @ dloss_dZ.T
