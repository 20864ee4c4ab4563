# %% [markdown]
# # Logistic regression and softmax

# %% [markdown]
# ## 1. The sigmoid and its derivative

# %%
import numpy as np


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def dsigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))

# %% [markdown]
# ## 2. The loss of one point

# %%
import numpy as np


def nll(g, y):
    return -(y * np.log(g) + (1 - y) * np.log(1 - g))


def nll_of_score(z, y):
    return np.log(1 + np.exp(z)) - y * z

# %% [markdown]
# ## 3. The objective J

# %%
import numpy as np


def predictions(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """The probabilities g = σ(θᵀ x + θ0) of all points.

    X is (d, n) with points as columns, theta is (d, 1), theta0 is (1, 1); the result is (1, n).
    """
    return 1.0 / (1.0 + np.exp(-(theta.T @ X + theta0)))


def J(X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float) -> float:
    """The mean negative log-likelihood of the points plus λ‖θ‖².

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is a number.
    """
    scores = theta.T @ X + theta0
    losses = np.logaddexp(0.0, scores) - y * scores
    return float(np.mean(losses) + lam * np.sum(theta**2))

# %% [markdown]
# ## 4. The gradients of J

# %%
import numpy as np


def dJ_dscores(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivatives ∂J/∂z of the objective by the scores of all points.

    scores and y are (1, n), y of zeros and ones; the result is (1, n).
    """
    g = 1.0 / (1.0 + np.exp(-scores))
    return (g - y) / scores.shape[1]


def dJ_dtheta(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The gradient of the objective by θ.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is (d, 1).
    """
    return X @ dJ_dscores(theta.T @ X + theta0, y).T + 2.0 * lam * theta


def dJ_dtheta0(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The derivative of the objective by θ0.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is (1, 1).
    """
    return np.sum(dJ_dscores(theta.T @ X + theta0, y), axis=1, keepdims=True)

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
    return np.exp(z) / np.sum(np.exp(z))


def dsoftmax_dz(z):
    a = softmax(z)
    return np.diagflat(a) - a @ a.T

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
