# %% [markdown]
# # Logistic regression and softmax

# %% [markdown]
# ## 1. The sigmoid and its derivative

# %%
import math

import numpy as np


def sigmoid(z):
    out = np.empty(z.shape)
    for at in np.ndindex(z.shape):
        t = float(z[at])
        out[at] = 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t))
    return out


def dsigmoid(z):
    return sigmoid(z) * sigmoid(-z)

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
    return sigmoid(np.einsum("jo,ji->oi", theta, X) + theta0)


def J(X, y, theta, theta0, lam):
    g = predictions(X, theta, theta0)
    total = 0.0
    for i in range(X.shape[1]):
        total += nll(float(g[0, i]), int(y[0, i]))
    return total / X.shape[1] + lam * np.einsum("jo,jo->", theta, theta)

# %% [markdown]
# ## 4. The gradients of J

# %%
import numpy as np


def dJ_dscores(scores, y):
    out = np.zeros(scores.shape)
    for i in range(scores.shape[1]):
        out[0, i] = (sigmoid(scores[:, [i]])[0, 0] - y[0, i]) / scores.shape[1]
    return out


def dJ_dtheta(X, y, theta, theta0, lam):
    return np.einsum("ji,oi->jo", X, dJ_dscores(theta.T @ X + theta0, y)) + 2 * lam * theta


def dJ_dtheta0(X, y, theta, theta0, lam):
    return np.einsum("oi->o", dJ_dscores(theta.T @ X + theta0, y)).reshape(1, 1)

# %% [markdown]
# ## 5. Gradient descent

# %%
def gd_step(X, y, theta, theta0, lam, eta):
    by_theta = dJ_dtheta(X, y, theta, theta0, lam)
    by_theta0 = dJ_dtheta0(X, y, theta, theta0, lam)
    return theta - eta * by_theta, theta0 - eta * by_theta0


def gd_run(X, y, theta, theta0, lam, etas):
    Js = [J(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = gd_step(X, y, theta, theta0, lam, eta)
        Js += [J(X, y, theta, theta0, lam)]
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
    return -np.einsum("ki,ki->", Y, np.log(A))


def dnllm_dZ(Z, Y):
    columns = [softmax(Z[:, [i]]) - Y[:, [i]] for i in range(Z.shape[1])]
    return np.hstack(columns)


def dnllm_dW(X, Y, W, W0):
    return np.einsum("ji,ki->jk", X, dnllm_dZ(W.T @ X + W0, Y))


def dnllm_dW0(X, Y, W, W0):
    return np.einsum("ki->k", dnllm_dZ(W.T @ X + W0, Y))[:, None]
