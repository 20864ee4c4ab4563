# %% [markdown]
# # Logistic regression and softmax

# %% [markdown]
# ## 1. The sigmoid and its derivative

# %%
import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The sigmoid σ(z) = 1 / (1 + e^(−z)), entry by entry.

    z has any shape (a, b); the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    small = np.exp(-np.abs(z))  # never above 1
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def dsigmoid(z: np.ndarray) -> np.ndarray:
    """The derivative σ′(z), entry by entry; z is the score.

    z has any shape (a, b); the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    # The same for z and −z; and no digits are lost, as they are in 1 − σ(z) for large z.
    small = np.exp(-np.abs(z))
    return small / (1.0 + small) ** 2

# %% [markdown]
# ## 2. The loss of one point

# %%
import numpy as np


def nll(g: float, y: int) -> float:
    """The negative log-likelihood −(y log g + (1 − y) log(1 − g)) of one point.

    g, the predicted probability of label 1, is a number from 0 to 1 and is first clipped to [1e-9, 1 − 1e-9];
    y is 0 or 1. The result is a number.
    """
    g = min(max(g, 1e-9), 1 - 1e-9)
    return -float(np.log(g) if y == 1 else np.log(1 - g))


def nll_of_score(z: float, y: int) -> float:
    """The negative log-likelihood of one point with g = σ(z), without clipping.

    z is the score, any number (no overflow and no warning at |z| = 800); y is 0 or 1. The result is a number.
    """
    # log(1 + e^s), where s is how far the score is on the wrong side.
    s = -z if y == 1 else z
    return float(max(s, 0.0) + np.log1p(np.exp(-abs(s))))

# %% [markdown]
# ## 3. The objective J

# %%
import numpy as np


def predictions(X, theta, theta0):
    return 1 / (1 + np.exp(-(theta.T @ X + theta0)))


def J(X, y, theta, theta0, lam):
    g = predictions(X, theta, theta0)
    return -np.sum(y * np.log(g) + (1 - y) * np.log(1 - g)) + lam * np.sum(theta**2)

# %% [markdown]
# ## 4. The gradients of J

# %%
import numpy as np


def dJ_dscores(scores, y):
    return 1 / (1 + np.exp(-scores)) - y


def dJ_dtheta(X, y, theta, theta0, lam):
    return X @ dJ_dscores(theta.T @ X + theta0, y).T + 2 * lam * theta


def dJ_dtheta0(X, y, theta, theta0, lam):
    return np.sum(dJ_dscores(theta.T @ X + theta0, y), axis=1, keepdims=True)

# %% [markdown]
# ## 5. Gradient descent

# %%
import numpy as np


def gd_step(X, y, theta, theta0, lam, eta):
    return theta - eta * dJ_dtheta(X, y, theta, theta0, lam), theta0 - eta * dJ_dtheta0(X, y, theta, theta0, lam)


def gd_run(X, y, theta, theta0, lam, etas):
    Js = [J(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = gd_step(X, y, theta, theta0, lam, eta)
        Js.append(J(X, y, theta, theta0, lam))
    return theta, theta0, Js

# %% [markdown]
# ## 6. Softmax and its derivative

# %%
import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """The softmax of a column of scores.

    z is (K, 1); the result is (K, 1). No overflow and no warning, even for scores of 10 000.
    """
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)


def dsoftmax_dz(z: np.ndarray) -> np.ndarray:
    """The derivative ∂a/∂z of a = softmax(z).

    z is (K, 1); the result is (K, K), with entry (j, k) = ∂a_k/∂z_j.
    """
    column = softmax(z)
    return np.diagflat(column) - column @ column.T

# %% [markdown]
# ## 7. Many classes, a linear layer with softmax

# %%
import numpy as np


def nllm(A, Y):
    return -np.sum(Y * np.log(A)) / A.shape[1]


def dnllm_dZ(Z, Y):
    A = np.exp(Z) / np.sum(np.exp(Z), axis=0)
    return (A - Y) / Z.shape[1]


def dnllm_dW(X, Y, W, W0):
    return X @ dnllm_dZ(W.T @ X + W0, Y).T


def dnllm_dW0(X, Y, W, W0):
    return np.sum(dnllm_dZ(W.T @ X + W0, Y), axis=1, keepdims=True)
