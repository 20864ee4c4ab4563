# %% [markdown]
# # Derivatives in neural nets

# %%
from collections.abc import Callable

import numpy as np
from given import didentity, drelu, dsign_step, dtanh, identity, layer, relu, sign_step, squared_loss, tanh  # noqa: F401

# %% [markdown]
# ## 1. Activation functions and their derivatives

# %%
import math
import numpy as np


import numpy as np


def step(z: np.ndarray) -> np.ndarray:
    """A comparison turned into numbers."""
    return np.asarray(np.asarray(z) >= 0, dtype=float)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """σ(z) = (1 + tanh(z/2)) / 2."""
    return 0.5 * (1.0 + np.tanh(np.asarray(z) / 2))


def dstep(z: np.ndarray) -> np.ndarray:
    """Zero times anything."""
    return 0.0 * np.asarray(z)


def dsigmoid(z: np.ndarray) -> np.ndarray:
    """σ (1 − σ)."""
    s = 0.5 * (1.0 + np.tanh(np.asarray(z) / 2))
    return s * (1.0 - s)

# %% [markdown]
# ## 2. Which activation in the last layer?

# %%



def output_activation(task: str) -> str:
    """A table in place of branches."""
    table = {"regression": "identity", "nll": "sigmoid"}
    if task not in table:
        raise ValueError("unknown task")
    return table[task]

# %% [markdown]
# ## 3. Two layers, forward

# %%
import numpy as np
from given import Activation


from given import Activation


import numpy as np


def two_layers(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """Sums over the input index, spelt out."""
    A1 = f1(np.einsum("jk,jo->ko", W1, x) + W01)
    return f2(np.einsum("jk,jo->ko", W2, A1) + W02)

# %% [markdown]
# ## 4. Four conventions for ∂v/∂u, and whether they agree

# %%
from collections.abc import Callable
import numpy as np


import numpy as np


from collections.abc import Callable


def derivative_shape(
    v_shape: tuple[int, int], u_shape: tuple[int, int]
) -> tuple[int, ...]:
    """One branch per rule, the most special first."""
    if v_shape == u_shape == (1, 1):
        return ()
    if v_shape == (1, 1):
        return tuple(u_shape)
    if v_shape[1] == 1 and u_shape[1] == 1:
        return (u_shape[0], v_shape[0])
    raise ValueError("a matrix by a matrix has no layout here")


def applicable_rules(v_shape: tuple[int, int], u_shape: tuple[int, int]) -> list[int]:
    """A list that grows."""
    rules = []
    if v_shape == (1, 1):
        rules.append(4)
        if u_shape[1] == 1:
            rules.append(2)
            if u_shape[0] == 1:
                rules.append(1)
    if v_shape[1] == u_shape[1] == 1:
        rules.append(3)
    return sorted(rules)


def derivative(
    v: Callable[[np.ndarray], np.ndarray], u: np.ndarray, rule: int
) -> np.ndarray:
    """No subtraction: the imaginary part of v(u + ih) / h."""
    b, c = u.shape
    out = np.zeros((b * c, v(u).size))
    for row in range(b * c):
        moved = u.astype(complex)
        moved[row // c, row % c] += 1e-30j
        out[row] = v(moved).imag.ravel() / 1e-30
    if rule == 1:
        return out[0, 0]
    return out if rule == 3 else out[:, 0].reshape(b, c)


def rules_agree(v: Callable[[np.ndarray], np.ndarray], u: np.ndarray) -> bool:
    """The overlap is always harmless: what is left to find out is whether any rule applies."""
    if not applicable_rules(v(u).shape, u.shape):
        raise ValueError("no rule")
    return True

# %% [markdown]
# ## 5. The order of the terms matters

# %%
import numpy as np


import numpy as np


def both_orders(dA_dW0j: np.ndarray, dloss_dA: np.ndarray) -> tuple[float, np.ndarray]:
    """Sums and entries, one by one; the first as a plain number."""
    n = dloss_dA.shape[0]
    total = 0.0
    table = np.zeros((n, n))
    for k in range(n):
        total += dA_dW0j[0, k] * dloss_dA[k, 0]
        for j in range(n):
            table[k, j] = dloss_dA[k, 0] * dA_dW0j[0, j]
    return total, table


def same_result(n: int) -> bool:
    """Let NumPy find the sizes."""
    row, column = np.ones((1, n)), np.ones((n, 1))
    return (row @ column).shape == (column @ row).shape

# %% [markdown]
# ## 6. The matrix ∂A/∂W₀

# %%
import numpy as np


import numpy as np


def dA_dW0j(x: np.ndarray, W: np.ndarray, W0: np.ndarray, j: int) -> np.ndarray:
    """One row of the identity matrix."""
    return np.identity(W.shape[1])[j : j + 1, :]


def dA_dW0(x: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Entry by entry, whole numbers."""
    n = W0.shape[0]
    out = np.zeros((n, n), dtype=int)
    for j in range(n):
        for k in range(n):
            out[j, k] = int(j == k)
    return out

# %% [markdown]
# ## 7. The gradient by the offsets

# %%
import numpy as np


from given import layer


import numpy as np


def dloss_dA(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Entry by entry."""
    out = np.zeros_like(A)
    for k in range(A.shape[0]):
        out[k, 0] = 2 * A[k, 0] - 2 * y[k, 0]
    return out


def dloss_dW0(
    x: np.ndarray, W: np.ndarray, W0: np.ndarray, y: np.ndarray
) -> np.ndarray:
    """With the matrix ∂A/∂W0 written out."""
    A = W.T @ x + W0
    return np.eye(W0.size) @ (2 * (A - y))

# %% [markdown]
# ## 8. Why the weight matrix can't just be substituted

# %%
import numpy as np


import numpy as np


def dA_dW(x: np.ndarray, n: int) -> np.ndarray:
    """x_j δ_kp."""
    return np.einsum("j,kp->jkp", x[:, 0], np.eye(n))


def substitution_fits(m: int, n: int) -> bool:
    """The product has one column; ∂loss/∂W has n."""
    product = (np.zeros((m, n)) @ np.zeros((n, 1))).shape
    return product == (m, n)


WHY_NOT = """A has n numbers and W has m times n, so the derivative of A by W has three indices and no rule
lays it out as a matrix. The product of any matrix with the n x 1 column dloss/dA has one column only, but dloss/dW is
m x n: it fits only for n = 1."""

# %% [markdown]
# ## 9. The gradient by the weights

# %%
import numpy as np


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
    """Entry by entry."""
    m, n = W.shape
    out = np.zeros((m, n))
    for j in range(m):
        for k in range(n):
            out[j, k] = dloss_dWjk(x, W, W0, y, j, k)
    return out

# %% [markdown]
# ## 10. One step of stochastic gradient descent

# %%
import numpy as np


from given import layer


import numpy as np


def sgd_step(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Copies that are changed in place."""
    error = W.T @ x + W0 - y
    new_W, new_W0 = W.copy(), W0.copy()
    new_W -= 2 * eta * np.outer(x, error)
    new_W0 -= 2 * eta * error
    return new_W, new_W0

# %% [markdown]
# ## 11. Forward through L layers

# %%
import numpy as np
from given import Activation


Lists = tuple[list[np.ndarray], list[np.ndarray]]


from given import Activation


import numpy as np


def forward(
    x: np.ndarray, Ws: list[np.ndarray], W0s: list[np.ndarray], fs: list[Activation]
) -> Lists:
    """Layers counted from 1, as in the lecture."""
    L = len(Ws)
    As = [x] + [np.zeros((0, 0))] * L
    Zs = [np.zeros((0, 0))] * L
    for l in range(1, L + 1):
        Zs[l - 1] = np.einsum("jk,jo->ko", Ws[l - 1], As[l - 1]) + W0s[l - 1]
        As[l] = fs[l - 1](Zs[l - 1])
    return Zs, As

# %% [markdown]
# ## 12. The two factors of every layer

# %%
import numpy as np
from given import Activation


from given import Activation


import numpy as np


def dA_dZ(Z: np.ndarray, df: Activation) -> np.ndarray:
    """One call of df per entry."""
    n = Z.shape[0]
    out = np.zeros((n, n))
    for k in range(n):
        out[k, k] = df(Z[k : k + 1, :])[0, 0]
    return out


def dZ_dAprev(W: np.ndarray) -> np.ndarray:
    """A copy."""
    return np.array(W)

# %% [markdown]
# ## 13. From the loss back to layer ℓ

# %%
import numpy as np
from given import Activation


from given import Activation


import numpy as np


def dloss_dZ(
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

# %% [markdown]
# ## 14. The gradients of one layer's weights and offsets

# %%
import numpy as np


import numpy as np


def dloss_dWl(A_prev: np.ndarray, dloss_dZl: np.ndarray) -> np.ndarray:
    """An outer product."""
    return np.outer(A_prev, dloss_dZl)


def dloss_dW0l(dloss_dZl: np.ndarray) -> np.ndarray:
    """With ∂Z/∂W0 written out."""
    return np.eye(dloss_dZl.shape[0]) @ dloss_dZl

# %% [markdown]
# ## 15. All gradients at once

# %%
import numpy as np
from given import Activation


Lists = tuple[list[np.ndarray], list[np.ndarray]]


from given import Activation


import numpy as np


def backward(
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

# %% [markdown]
# ## 16. Step activations make gradients zero

# %%
import numpy as np
from given import Activation


from given import Activation


import numpy as np


def zero_gradient_layers(names: list[str]) -> list[int]:
    """Ask for each layer whether a step lies at or above it."""
    return [l for l in range(1, len(names) + 1) if "step" in names[l - 1 :]]


def step_gradient(
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


WHY_ZERO = """The step is flat, so its derivative is 0 and dA/dZ of its layer is a zero matrix. That matrix is a
factor in the gradient of the layer itself and of all layers below, so these stay zero and never learn; the layers above do."""
