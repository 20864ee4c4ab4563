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


def dJ_dscores(scores, y):
    return (1 / (1 + np.exp(-scores)) - y) / scores.shape[1]


def dJ_dtheta(X, y, theta, theta0, lam):
    raise NotImplementedError


def dJ_dtheta0(X, y, theta, theta0, lam):
    return np.array([[np.sum(dJ_dscores(theta.T @ X + theta0, y))]])

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
    raise NotImplementedError


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
    raise NotImplementedError

# %% [markdown]
# ## 6. Softmax and its derivative

# %%
import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """The softmax of a column of scores.

    z is (K, 1); the result is (K, 1). No overflow and no warning, even for scores of 10 000.
    """
    raise NotImplementedError


def dsoftmax_dz(z: np.ndarray) -> np.ndarray:
    """The derivative ∂a/∂z of a = softmax(z).

    z is (K, 1); the result is (K, K), with entry (j, k) = ∂a_k/∂z_j.
    """
    raise NotImplementedError

# %% [markdown]
# ## 7. Many classes, a linear layer with softmax

# %%
import numpy as np


def nllm(A: np.ndarray, Y: np.ndarray) -> float:
    """The negative log-likelihood −Σ Y log A of many classes, summed over all points.

    A is (K, n), the probabilities, all positive; Y is (K, n) with one-hot columns. The result is a number.
    """
    raise NotImplementedError


def dnllm_dZ(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The derivative of the loss by the pre-activations, where A is the softmax of each column of Z.

    Z is (K, n); Y is (K, n) with one-hot columns. The result is (K, n).
    """
    raise NotImplementedError


def dnllm_dW(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The gradient of the loss by the weights of the layer Z = Wᵀ X + W0 with softmax.

    X is (d, n) with points as columns, Y is (K, n) with one-hot columns, W is (d, K) and W0 is (K, 1). The result
    is (d, K).
    """
    raise NotImplementedError


def dnllm_dW0(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The gradient of the loss by the offsets of the layer Z = Wᵀ X + W0 with softmax.

    X is (d, n) with points as columns, Y is (K, n) with one-hot columns, W is (d, K) and W0 is (K, 1). The result
    is (K, 1).
    """
    raise NotImplementedError
