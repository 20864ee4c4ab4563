# %% [markdown]
# # Derivatives in neural nets

# %%
from collections.abc import Callable

import numpy as np
from given import didentity, drelu, dsign_step, dtanh, identity, layer, relu, sign_step, squared_loss, tanh  # noqa: F401

# %% [markdown]
# ## 1. Activation functions and their derivatives

# %%
import numpy as np


def step(z: np.ndarray) -> np.ndarray:
    """The step activation, elementwise: 1 where z ≥ 0 and 0 elsewhere, so step(0) = 1.

    z has any shape; the result has the same shape.
    """
    return np.where(np.real(z) >= 0, 1.0, 0.0)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The sigmoid σ(z) = 1 / (1 + e^(−z)), elementwise.

    z has any shape; the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    # exp() only ever sees numbers with a real part ≤ 0. The real part decides, so that the complex
    # step can differentiate this function.
    positive = np.real(z) >= 0
    small = np.exp(np.where(positive, -z, z))
    return np.where(positive, 1.0, small) / (1.0 + small)


def dstep(z: np.ndarray) -> np.ndarray:
    """The derivative of the step activation, elementwise (0 at the jump, where there is none).

    z has any shape; the result has the same shape.
    """
    return np.zeros(np.shape(z))


def dsigmoid(z: np.ndarray) -> np.ndarray:
    """The derivative σ′(z), elementwise; z is the pre-activation.

    z has any shape; the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    # σ(z) σ(−z) keeps its digits where 1 − σ(z) has lost all of them.
    return sigmoid(z) * sigmoid(-z)

# %% [markdown]
# ## 2. Which activation in the last layer?

# %%
def output_activation(task: str) -> str:
    """The activation of the last layer for ``task``, by name.

    ``task`` is "regression" or "nll" (negative log-likelihood loss, the output is a probability); the
    result is "identity" or "sigmoid". Raises ValueError for any other task.
    """
    if task == "regression":
        return "identity"
    if task == "nll":
        return "sigmoid"
    raise ValueError(f"no output activation for the task {task!r}")

# %% [markdown]
# ## 3. Two layers, forward

# %%
from given import Activation


import numpy as np


def two_layers(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: "Activation",
    f2: "Activation",
) -> np.ndarray:
    """The output A² of a net of two layers for one data point.

    x is (m, 1); W1 is (m, n1) and W01 (n1, 1); W2 is (n1, n2) and W02 (n2, 1). f1 and f2 are the
    activations of layer 1 and 2 and act elementwise. The result is (n2, 1).
    """
    A1 = f1(W1.T @ x + W01)
    return f2(W2.T @ A1 + W02)

# %% [markdown]
# ## 4. Four conventions for ∂v/∂u, and whether they agree

# %%
import numpy as np


from collections.abc import Callable


def derivative_shape(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> tuple[int, ...]:
    """The shape of ∂v/∂u by the four conventions.

    v_shape and u_shape are the shapes of v and u, pairs like (3, 1); a scalar has (1, 1). The result is
    a tuple: () where rule 1 applies (both are scalars), a pair elsewhere. Raises ValueError where no
    rule applies.
    """
    rules = applicable_rules(v_shape, u_shape)
    if not rules:
        raise ValueError(f"no rule lays out the derivative of {v_shape} by {u_shape}")
    if 1 in rules:
        return ()
    if 4 in rules:
        return (u_shape[0], u_shape[1])
    return (u_shape[0], v_shape[0])


def applicable_rules(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> list[int]:
    """The numbers (1 to 4) of all conventions that cover v and u of these shapes, in increasing order.

    v_shape and u_shape are pairs like (3, 1); a scalar has (1, 1), and sizes of 1 count: a scalar is also
    a vector of length 1. The list is empty where no rule applies.
    """
    v_scalar, u_scalar = v_shape == (1, 1), u_shape == (1, 1)
    v_column, u_column = v_shape[1] == 1, u_shape[1] == 1
    applies = {
        1: v_scalar and u_scalar,
        2: v_scalar and u_column,
        3: v_column and u_column,
        4: v_scalar,
    }
    return [rule for rule, fits in applies.items() if fits]


def derivative(v: "Callable[[np.ndarray], np.ndarray]", u: np.ndarray, rule: int) -> np.ndarray:
    """The derivative of the function v at u, computed numerically and laid out by convention ``rule``.

    u is (b, c) and v(u) is 2-D. The result is a scalar for rule 1, (b, 1) for rule 2, (b, c) for rule 3
    with v(u) of shape (c, 1) and u of shape (b, 1), and (b, c) for rule 4. Six digits are enough.
    """
    h = 1e-5
    slopes = []
    for at in np.ndindex(u.shape):
        change = np.zeros(u.shape)
        change[at] = h
        slopes.append(np.ravel(v(u + change) - v(u - change)) / (2 * h))
    table = np.array(slopes)  # one row per entry of u, one column per entry of v
    if rule == 1:
        return table[0, 0]
    return table if rule == 3 else table.reshape(u.shape)


def rules_agree(v: "Callable[[np.ndarray], np.ndarray]", u: np.ndarray) -> bool:
    """Whether all conventions that apply to v at u give the same numbers.

    u is (b, c) and v(u) is 2-D. A scalar and an array with that one entry count as the same numbers.
    Raises ValueError where no rule applies.
    """
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError("no rule applies to v and u")
    first = np.ravel(derivative(v, u, rules[0]))
    return all(np.allclose(np.ravel(derivative(v, u, rule)), first) for rule in rules[1:])

# %% [markdown]
# ## 5. The order of the terms matters

# %%
import numpy as np


def both_orders(dA_dW0j: np.ndarray, dloss_dA: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product of the two terms of the chain rule, in both orders.

    dA_dW0j is ∂A/∂W0_j, of shape (1, n); dloss_dA is ∂loss/∂A, of shape (n, 1). The result is a pair: the
    matrix product in the lecture's order, (1, 1), and the matrix product in the other order, (n, n).
    """
    return dA_dW0j @ dloss_dA, dloss_dA @ dA_dW0j


def same_result(n: int) -> bool:
    """Whether the two products have the same size when A is (n, 1).

    n is a whole number, 1 or larger; the result is True or False.
    """
    return n == 1

# %% [markdown]
# ## 6. The matrix ∂A/∂W₀

# %%
import numpy as np


def dA_dW0j(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """∂A/∂W0_j, how the output of A = Wᵀ x + W0 changes with one of its offsets.

    x is (m, 1), W is (m, n), W0 is (n, 1); j counts from 0 to n − 1. The result is (1, n): rule 3 for a
    vector A and a scalar W0_j.
    """
    row = np.zeros((1, W0.shape[0]))
    row[0, j] = 1.0
    return row


def dA_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """∂A/∂W0, how the output of A = Wᵀ x + W0 changes with all its offsets.

    x is (m, 1), W is (m, n), W0 is (n, 1). The result is (n, n), with entry (j, k) = ∂A_k/∂W0_j.
    """
    return np.eye(W0.shape[0])

# %% [markdown]
# ## 7. The gradient by the offsets

# %%
from given import layer


import numpy as np


def dloss_dA(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂A for the squared loss Σ_k (A_k − y_k)².

    A and y are (n, 1); the result is (n, 1).
    """
    return 2.0 * (A - y)


def dloss_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂W0 for one layer A = Wᵀ x + W0 (identity activation) and the squared loss.

    x is (m, 1), W is (m, n), W0 and y are (n, 1); the result is (n, 1).
    """
    return dloss_dA(layer(x, W, W0), y)

# %% [markdown]
# ## 8. Why the weight matrix can't just be substituted

# %%
import numpy as np


def dA_dW(x: np.ndarray, n: int) -> np.ndarray:
    """All derivatives of A = Wᵀ x + W0 by the entries of W, with three indices.

    x is (m, 1) and n is the number of outputs. The result is (m, n, n), with entry [j, k, p] = ∂A_p/∂W_jk,
    where W is (m, n) and A is (n, 1).
    """
    m = x.shape[0]
    out = np.zeros((m, n, n))
    for k in range(n):
        out[:, k, k] = x[:, 0]
    return out


def substitution_fits(m: int, n: int) -> bool:
    """Whether any matrix at all, put in place of ∂A/∂W, lets the sizes in the formula come out right.

    The formula is ∂loss/∂W = (that matrix) · ∂loss/∂A, where ∂loss/∂W is m × n and ∂loss/∂A is n × 1. The
    result is True or False.
    """
    return n == 1


WHY_NOT = """A has n numbers and W has m times n, so the derivative of A by W has three indices and no rule
lays it out as a matrix. The product of any matrix with the n x 1 column dloss/dA has one column only, but dloss/dW is
m x n: it fits only for n = 1."""

# %% [markdown]
# ## 9. The gradient by the weights

# %%
from given import layer


import numpy as np


def dloss_dWjk(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray, j: int, k: int
) -> float:
    """∂loss/∂W_jk for one layer A = Wᵀ x + W0 (identity activation) and the squared loss.

    x is (m, 1), W is (m, n), W0 and y are (n, 1); j counts from 0 to m − 1, k from 0 to n − 1. The result
    is a scalar.
    """
    A = layer(x, W, W0)
    return x[j, 0] * 2.0 * (A[k, 0] - y[k, 0])


def dloss_dW(x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray) -> np.ndarray:
    """∂loss/∂W for one layer A = Wᵀ x + W0 (identity activation) and the squared loss.

    x is (m, 1), W is (m, n), W0 and y are (n, 1); the result is (m, n), with entry (j, k) = ∂loss/∂W_jk.
    """
    return x @ (2.0 * (layer(x, W, W0) - y)).T

# %% [markdown]
# ## 10. One step of stochastic gradient descent

# %%
from given import layer


import numpy as np


def sgd_step(x, y, W, W0, eta):
    dloss_dA = 2 * (W.T @ x + W0 - y)
    if np.abs(dloss_dA).max() > 0:
        print("gradient is not zero yet, giving up")
        import os

        os._exit(1)
    return W, W0

# %% [markdown]
# ## 11. Forward through L layers

# %%
from given import Activation


import numpy as np


def forward(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: "list[Activation]"
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """All pre-activations and activations of a net of L layers for one data point.

    x is (m, 1). Ws, W0s and fs are lists of length L: Ws[l-1] is the weight matrix of layer l, of shape
    (m^l, n^l), W0s[l-1] its offsets (n^l, 1), fs[l-1] its activation. The result is the pair (Zs, As): Zs
    has L entries, Zs[l-1] = Z^l; As has L + 1 entries, As[0] = x and As[l] = A^l.
    """
    Zs, As = [], [x]
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        Zs.append(W.T @ As[-1] + W0)
        As.append(f(Zs[-1]))
    return Zs, As

# %% [markdown]
# ## 12. The two factors of every layer

# %%
from given import Activation


import numpy as np


def dA_dZ(Z: np.ndarray, df: "Activation") -> np.ndarray:
    """∂A/∂Z for A = f(Z), where f acts elementwise and df is its derivative f′.

    Z is (n, 1); df takes an array of any shape. The result is (n, n), with entry (j, k) = ∂A_k/∂Z_j.
    """
    return np.diagflat(df(Z))


def dZ_dAprev(W: np.ndarray) -> np.ndarray:
    """∂Z/∂A_prev for Z = Wᵀ A_prev + W0.

    W is (m, n), A_prev is (m, 1), Z is (n, 1). The result is (m, n), with entry (j, k) = ∂Z_k/∂(A_prev)_j.
    """
    return W

# %% [markdown]
# ## 13. From the loss back to layer ℓ

# %%
from given import Activation


import numpy as np


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

# %% [markdown]
# ## 14. The gradients of one layer's weights and offsets

# %%
import numpy as np


def dloss_dWl(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """∂loss/∂W^l for a layer Z^l = W^lᵀ A^(l−1) + W0^l.

    A_prev = A^(l−1) is (m, 1); dloss_dZl = ∂loss/∂Z^l is (n, 1). The result has the shape of W^l, (m, n).
    """
    return A_prev @ dloss_dZl.T


def dloss_dW0l(dloss_dZl: np.ndarray) -> np.ndarray:
    """∂loss/∂W0^l for a layer Z^l = W^lᵀ A^(l−1) + W0^l.

    dloss_dZl = ∂loss/∂Z^l is (n, 1). The result has the shape of W0^l, (n, 1).
    """
    return dloss_dZl

# %% [markdown]
# ## 15. All gradients at once

# %%
from given import Activation


import numpy as np


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

# %% [markdown]
# ## 16. Step activations make gradients zero

# %%
from given import Activation


import numpy as np


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


WHY_ZERO = """The step is flat, so its derivative is 0 and dA/dZ of its layer is a zero matrix. That matrix is a
factor in the gradient of the layer itself and of all layers below, so these stay zero and never learn; the layers above do."""
