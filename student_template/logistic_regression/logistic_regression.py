# %% [markdown]
# # Logistic regression and softmax
#
# MIT 6.036, logistic regression. Turn scores into probabilities, measure them by their negative log-likelihood, and go downhill, first for two classes and then for many.
#
# Replace each `raise NotImplementedError` with your own code and keep the names and parameters of all functions. Vectors are columns: arrays of shape $(n, 1)$.
#
# Check your work at any time with `grader check`. It runs the public checks; the hidden ones use other sizes and values.

# %%
import numpy as np

# %% [markdown]
# ## 1 · sigmoid_and_slope: The sigmoid and its derivative (12 points)
#
# The sigmoid turns a score into a probability, entry by entry: $\sigma(z) = \dfrac{1}{1 + e^{-z}}$. The array `z` has any shape $(a, b)$, and both
# results have the same shape.
#
# * `sigmoid(z)`: $\sigma(z)$.
# * `dsigmoid(z)`: the derivative $\sigma'(z)$ at the score `z` (not at the probability).
#
# Both must be right, and without any overflow warning, where $|z|$ is as large as $10^4$. The fraction can be written with $e^{-z}$ or with
# $e^{z}$: see to it that `np.exp` gets only numbers that are not positive.
#
# **Done when** both return arrays of the shape of `z` with the right numbers, and `z` is unchanged.

# %%
def sigmoid(z: np.ndarray) -> np.ndarray:
    """The sigmoid σ(z) = 1 / (1 + e^(−z)), entry by entry.

    z has any shape (a, b); the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    raise NotImplementedError


def dsigmoid(z: np.ndarray) -> np.ndarray:
    """The derivative σ′(z), entry by entry; z is the score.

    z has any shape (a, b); the result has the same shape. No overflow and no warning, even at |z| = 10 000.
    """
    raise NotImplementedError

# %% [markdown]
# ## 2 · loss_of_a_point: The loss of one point (12 points)
#
# A point has the label $y \in \{0, 1\}$, and we predict the probability $g$ that it is 1. The negative log-likelihood of that is
#
# $$\mathcal L_{\text{nll}}(g, y) = -\bigl(y \log g + (1 - y) \log(1 - g)\bigr),$$
#
# with the natural logarithm. All arguments are single numbers (`y` is the integer 0 or 1), and so are the results.
#
# * `nll(g, y)`: the loss. Where $g$ is 0 or 1 a logarithm is infinite, so first **clip** $g$ to the interval $[10^{-9}, 1 - 10^{-9}]$.
# * `nll_of_score(z, y)`: the same loss for $g = \sigma(z)$, from the score $z$, for scores as large as $|z| = 800$. Do **not** clip here. Put
#   $\sigma$ into the formula and simplify: what is left is a logarithm of $1 + e^{\pm z}$, which is nearly linear for large $|z|$.
#
# No warning may occur in either.
#
# **Done when** both are right for both labels, for $g = 0$ and $g = 1$, and for large scores.

# %%
def nll(g: float, y: int) -> float:
    """The negative log-likelihood −(y log g + (1 − y) log(1 − g)) of one point.

    g, the predicted probability of label 1, is a number from 0 to 1 and is first clipped to [1e-9, 1 − 1e-9];
    y is 0 or 1. The result is a number.
    """
    raise NotImplementedError


def nll_of_score(z: float, y: int) -> float:
    """The negative log-likelihood of one point with g = σ(z), without clipping.

    z is the score, any number (no overflow and no warning at |z| = 800); y is 0 or 1. The result is a number.
    """
    raise NotImplementedError

# %% [markdown]
# ## 3 · regularised_objective: The objective J (14 points)
#
# The data are the columns of a matrix: `X` has shape $(d, n)$, and column $i$ is the point $x^{(i)}$. The labels are a row `y` of shape $(1, n)$ of
# zeros and ones. The parameters are `theta` $= \theta$, a column of shape $(d, 1)$, and `theta0` $= \theta_0$, of shape $(1, 1)$.
#
# * `predictions(X, theta, theta0)`: the probabilities $g^{(i)} = \sigma(\theta^T x^{(i)} + \theta_0)$ of all points, a row of shape $(1, n)$.
# * `J(X, y, theta, theta0, lam)`: the objective, a number:
#
# $$J(\theta, \theta_0) = \frac1n \sum_{i=1}^n \mathcal L_{\text{nll}}\bigl(g^{(i)}, y^{(i)}\bigr) + \lambda \lVert\theta\rVert^2,$$
#
# with the positive number `lam` $= \lambda$ and $\lVert\theta\rVert^2 = \theta_1^2 + \dots + \theta_d^2$. The offset $\theta_0$ is not regularised. Scores stay
# below 20 here, so clipping changes nothing.
#
# **Done when** both are right for any $d \ge 1$ and $n \ge 1$, and the arguments are unchanged.

# %%
def predictions(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """The probabilities g = σ(θᵀ x + θ0) of all points.

    X is (d, n) with points as columns, theta is (d, 1), theta0 is (1, 1); the result is (1, n).
    """
    raise NotImplementedError


def J(X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float) -> float:
    """The mean negative log-likelihood of the points plus λ‖θ‖².

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is a number.
    """
    raise NotImplementedError

# %% [markdown]
# ## 4 · gradients_of_J: The gradients of J (18 points)
#
# With the scores $z^{(i)} = \theta^T x^{(i)} + \theta_0$ the objective is
#
# $$J = \frac1n \sum_{i=1}^n \mathcal L_{\text{nll}}\bigl(\sigma(z^{(i)}), y^{(i)}\bigr) + \lambda \lVert\theta\rVert^2,$$
#
# and the chain rule goes through the scores. Sizes: `X` $(d, n)$, points as columns; `y` $(1, n)$ of zeros and ones; `theta` $(d, 1)$; `theta0`
# $(1, 1)$; `lam` a number.
#
# * `dJ_dscores(scores, y)`: the derivatives $\partial J/\partial z^{(i)}$ at the given `scores`, a row of shape $(1, n)$ like `scores`. Derive it on
#   paper: almost everything cancels.
# * `dJ_dtheta(X, y, theta, theta0, lam)`: the gradient $\nabla_\theta J$, a column of shape $(d, 1)$. Mind the regulariser.
# * `dJ_dtheta0(X, y, theta, theta0, lam)`: $\partial J/\partial \theta_0$, of shape $(1, 1)$.
#
# Where the last two follow correctly from your own `dJ_dscores`, that earns points even if `dJ_dscores` has a mistake.
#
# **Done when** all three agree with the numeric derivatives for any $d$ and $n$, and the arguments are unchanged.

# %%
def dJ_dscores(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The derivatives ∂J/∂z of the objective by the scores of all points.

    scores and y are (1, n), y of zeros and ones; the result is (1, n).
    """
    raise NotImplementedError


def dJ_dtheta(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The gradient of the objective by θ.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is (d, 1).
    """
    raise NotImplementedError


def dJ_dtheta0(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The derivative of the objective by θ0.

    X is (d, n) with points as columns, y is (1, n) of zeros and ones, theta is (d, 1), theta0 is (1, 1) and lam
    is a number; the result is (1, 1).
    """
    raise NotImplementedError

# %% [markdown]
# ## 5 · descent_steps: Gradient descent (14 points)
#
# Gradient descent on $J(\theta, \theta_0)$ of the last two exercises: with the step size $\eta$,
#
# $$\theta \leftarrow \theta - \eta\, \nabla_\theta J(\theta, \theta_0), \qquad \theta_0 \leftarrow \theta_0 - \eta\, \frac{\partial J}{\partial \theta_0}(\theta, \theta_0).$$
#
# Both gradients are taken at the old $\theta$ **and** the old $\theta_0$. Sizes as before: `X` $(d, n)$, `y` $(1, n)$, `theta` $(d, 1)$, `theta0`
# $(1, 1)$, `lam` a number.
#
# * `gd_step(X, y, theta, theta0, lam, eta)`: one step. Returns the pair `(theta, theta0)` of new arrays, of shapes $(d, 1)$ and $(1, 1)$.
# * `gd_run(X, y, theta, theta0, lam, etas)`: one step for each entry of the list `etas`, in its order, of length $T \ge 0$. Returns
#   `(theta, theta0, Js)`: the last parameters, and a list of $T + 1$ numbers, the values of $J$ at the start and after each step.
#
# The arrays that are passed in stay as they are.
#
# **Done when** one step and whole runs are right (also the run without steps), and the arguments are unchanged.

# %%
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
# ## 6 · softmax_column: Softmax and its derivative (14 points)
#
# With $K$ classes there is a score for each, and the softmax turns the column of scores into a column of probabilities:
#
# $$a_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}, \qquad z, a: K \times 1.$$
#
# * `softmax(z)`: the column $a$, of shape $(K, 1)$. It must be right, and without any warning, for scores as large as $|z_k| = 10^4$. Adding the
#   same number to all scores changes nothing: which number makes every exponent at most 0?
# * `dsoftmax_dz(z)`: the derivative $\partial a/\partial z$, of shape $(K, K)$. Entry $(j, k)$ is $\partial a_k/\partial z_j$. Every $a_k$ depends on every
#   $z_j$; work out $j = k$ and $j \ne k$ separately and then write both in one line.
#
# **Done when** the probabilities are right for large scores, too, and the matrix agrees with the numeric derivative, and the arguments are unchanged.

# %%
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
# ## 7 · softmax_layer: Many classes, a linear layer with softmax (16 points)
#
# A linear layer with $K$ outputs and a softmax on each column, for all $n$ points at once:
#
# $$Z = W^T X + W_0, \qquad A = \text{softmax}(Z) \text{ column by column.}$$
#
# Sizes: `X` $(d, n)$, points as columns; `W` $(d, K)$; `W0` $(K, 1)$, added to every column; `Z`, `A` and `Y` $(K, n)$. Column $i$ of `Y` is one-hot: 1 in
# the row of the class of point $i$ and 0 elsewhere. The loss is the **sum** over the points (no mean, no regulariser):
#
# $$\mathcal L_{\text{nllm}}(A, Y) = -\sum_{i=1}^n \sum_{k=1}^K Y_{ki} \log A_{ki}.$$
#
# * `nllm(A, Y)`: the loss, a number; all $A_{ki}$ are positive.
# * `dnllm_dZ(Z, Y)`: its derivative with respect to the pre-activations, of shape $(K, n)$. Use the last exercise on one column and see what is left.
# * `dnllm_dW(X, Y, W, W0)`: its gradient with respect to the weights, of shape $(d, K)$.
# * `dnllm_dW0(X, Y, W, W0)`: its gradient with respect to the offsets, of shape $(K, 1)$.
#
# Where the last two follow correctly from your own `dnllm_dZ`, that earns points even if `dnllm_dZ` has a mistake.
#
# **Done when** all four are right for any $d$, $K$ and $n$, and the arguments are unchanged.

# %%
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
