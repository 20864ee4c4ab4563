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
    return 1 / (1 + np.exp(-(theta[:, 0] @ X + theta0[0, 0])))


def J(X, y, theta, theta0, lam):
    z = theta[:, 0] @ X + theta0[0, 0]
    return np.mean(np.logaddexp(0, z) - y[0] * z) + lam * np.sum(theta**2)

# %% [markdown]
# ## 4. The gradients of J

# %%
import numpy as np


def dJ_dscores(scores, y):
    return ((1 / (1 + np.exp(-scores)) - y) / scores.shape[1])[0]


def dJ_dtheta(X, y, theta, theta0, lam):
    return X @ dJ_dscores(theta.T @ X + theta0, y) + 2 * lam * theta[:, 0]


def dJ_dtheta0(X, y, theta, theta0, lam):
    return np.sum(dJ_dscores(theta.T @ X + theta0, y))

# %% [markdown]
# ## 5. Gradient descent

# %%
import numpy as np


def gd_step(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """One step of gradient descent on the objective, with step size eta.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1), lam and
    eta are numbers. The result is the pair (new theta, new theta0), of shapes (d, 1) and (1, 1).
    """
    errors = (1.0 / (1.0 + np.exp(-(theta.T @ X + theta0))) - y) / X.shape[1]
    by_theta = X @ errors.T + 2.0 * lam * theta
    by_theta0 = np.sum(errors, axis=1, keepdims=True)
    return theta - eta * by_theta, theta0 - eta * by_theta0


def gd_run(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    theta0: np.ndarray,
    lam: float,
    etas: list[float],
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Gradient descent on the objective with one step for each step size in etas.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1), lam is a
    number and etas is a list of T numbers. The result is (theta, theta0, Js): the last parameters, (d, 1) and
    (1, 1), and a list of T + 1 numbers, the objective at the start and after each step.
    """
    Js = [_objective(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = gd_step(X, y, theta, theta0, lam, eta)
        Js.append(_objective(X, y, theta, theta0, lam))
    return theta, theta0, Js


def _objective(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    scores = theta.T @ X + theta0
    return float(np.mean(np.logaddexp(0.0, scores) - y * scores) + lam * np.sum(theta**2))

# %% [markdown]
# ## 6. Softmax and its derivative

# %%
import numpy as np


def softmax(z):
    powers = np.exp(z[:, 0] - np.max(z))
    return powers / np.sum(powers)


def dsoftmax_dz(z):
    a = softmax(z)
    return np.diag(a) - np.outer(a, a)

# %% [markdown]
# ## 7. Many classes, a linear layer with softmax

# %%
import numpy as np


def nllm(A: np.ndarray, Y: np.ndarray) -> float:
    """The negative log-likelihood −Σ Y log A of many classes, summed over all points.

    A is (K, n), the probabilities, all positive; Y is (K, n) with one-hot columns. The result is a number.
    """
    return -float(np.sum(Y * np.log(A)))


def dnllm_dZ(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The derivative of the loss by the pre-activations, where A is the softmax of each column of Z.

    Z is (K, n); Y is (K, n) with one-hot columns. The result is (K, n).
    """
    powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True) - Y


def dnllm_dW(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The gradient of the loss by the weights of the layer Z = Wᵀ X + W0 with softmax.

    X is (d, n) with points as columns, Y is (K, n) with one-hot columns, W is (d, K) and W0 is (K, 1). The result
    is (d, K).
    """
    return X @ dnllm_dZ(W.T @ X + W0, Y).T


def dnllm_dW0(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The gradient of the loss by the offsets of the layer Z = Wᵀ X + W0 with softmax.

    X is (d, n) with points as columns, Y is (K, n) with one-hot columns, W is (d, K) and W0 is (K, 1). The result
    is (K, 1).
    """
    return np.sum(dnllm_dZ(W.T @ X + W0, Y), axis=1, keepdims=True)
