"""Mistakes with the gradients of J, and what to tell the student."""

import numpy as np
from reference import dJ_dscores, dJ_dtheta, dJ_dtheta0


def _predictions(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(theta.T @ X + theta0)))


def dJ_dscores__reversed(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The sign is wrong: you have y − g. When a point with y = 1 gets a higher score, its loss falls, so the derivative must
    be negative there: g − y. The minus of gradient descent comes later, in the step."""
    return -dJ_dscores(scores, y)


def dJ_dscores__no_mean(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """That is the derivative of each point's own loss, g − y. J is the mean of the losses, and the 1/n in front of the sum
    stays in the derivative."""
    return scores.shape[1] * dJ_dscores(scores, y)


def dJ_dscores__by_the_probability(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You stop half-way, at ∂L/∂g = −y/g + (1 − y)/(1 − g). The score goes through the sigmoid first: multiply by
    σ′(z) = g (1 − g), and see how much cancels."""
    g = 1 / (1 + np.exp(-scores))
    return (-y / g + (1 - y) / (1 - g)) / scores.shape[1]


def dJ_dscores__of_the_squared_loss(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You have a factor σ′(z) = g (1 − g) too many, as if the loss were a squared one. The negative log-likelihood
    brings 1/(g (1 − g)) along, and the two cancel: that is why it learns from points that are badly wrong."""
    g = 1 / (1 + np.exp(-scores))
    return dJ_dscores(scores, y) * g * (1 - g)


def dJ_dscores__scores_for_probabilities(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You subtract the labels from the scores. The error is g − y with the probability g = σ(z); z − y belongs to the
    squared loss of linear regression."""
    return (scores - y) / scores.shape[1]


def dJ_dscores__summed(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """You add up the derivatives of all points. J is to be differentiated by each score by itself, which gives one number
    per point, a row (1, n); the sum is the derivative by θ0."""
    return np.sum(dJ_dscores(scores, y), axis=1, keepdims=True)


def dJ_dtheta__regulariser_missing(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The part from the data is right, but the regulariser λ‖θ‖² has a gradient, too: 2λθ. It is what pulls θ towards
    zero."""
    return dJ_dtheta(X, y, theta, theta0, 0.0)


def dJ_dtheta__regulariser_without_two(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You add λθ. Differentiating the square θ_j² gives 2θ_j, so the gradient of λ‖θ‖² is 2λθ (the 2 is absent only with
    a regulariser (λ/2)‖θ‖²)."""
    return dJ_dtheta(X, y, theta, theta0, lam / 2)


def dJ_dtheta__regulariser_in_the_mean(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You divide the regulariser's gradient by n as well. It stands outside the mean over the points: 2λθ in full."""
    return dJ_dtheta(X, y, theta, theta0, lam / X.shape[1])


def dJ_dtheta__regulariser_per_point(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You add up the gradients of the points where their mean is due. Divide X (g − y)ᵀ by n, the number of columns
    of X; the regulariser is not divided."""
    data = dJ_dtheta(X, y, theta, theta0, 0.0)
    return X.shape[1] * data + 2 * lam * theta


def dJ_dtheta__reversed(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """In the part from the data the error has the wrong sign: it is g − y, not y − g. The regulariser's part is right, so a
    single sign in front of everything will not do."""
    return 4 * lam * theta - dJ_dtheta(X, y, theta, theta0, lam)


def dJ_dtheta__offset_forgotten(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You leave θ0 out of the scores. It does not occur in ∂z/∂θ = x, but it does in g = σ(θᵀx + θ0), at which the error
    g − y is taken."""
    return dJ_dtheta(X, y, theta, 0 * theta0, lam)


def dJ_dtheta__row(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """Your numbers are right, but they stand in a row. The gradient of a number by a column is a column: ∇J by θ has
    the shape of θ, (d, 1), so that θ − η∇J makes sense."""
    return dJ_dtheta(X, y, theta, theta0, lam).T


def dJ_dtheta__slope_too_many(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """There is a factor g (1 − g) too many. It comes from σ′, but the loss contributes 1/(g (1 − g)), and both cancel:
    ∂L/∂z = g − y."""
    g = _predictions(X, theta, theta0)
    return X @ ((g - y) * g * (1 - g)).T / X.shape[1] + 2 * lam * theta


def dJ_dtheta0__regularised(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You add 2λθ0, but the regulariser is λ‖θ‖²: the offset does not occur in it, and so its derivative by θ0 is
    zero."""
    return dJ_dtheta0(X, y, theta, theta0, lam) + 2 * lam * theta0


def dJ_dtheta0__no_mean(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You add up the errors of the points. J has the mean of the losses: divide by n."""
    return X.shape[1] * dJ_dtheta0(X, y, theta, theta0, lam)


def dJ_dtheta0__reversed(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """The sign is wrong: you have the mean of y − g. A larger θ0 raises every g and with it the loss of the points with
    y = 0, so the derivative is the mean of g − y."""
    return -dJ_dtheta0(X, y, theta, theta0, lam)


def dJ_dtheta0__not_summed(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You return one number per point. There is one θ0, and it moves the scores of all points at once: add up the
    contributions, and (1, 1) comes out."""
    return dJ_dscores(theta.T @ X + theta0, y)


def dJ_dtheta0__offset_forgotten(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> np.ndarray:
    """You differentiate by θ0 as if it were zero: the scores at which the errors are taken are θᵀx + θ0."""
    return dJ_dtheta0(X, y, theta, 0 * theta0, lam)
