"""Mistakes with the objective, and what to tell the student."""

import numpy as np
from reference import J as objective
from reference import predictions


def _scores(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    return theta.T @ X + theta0


def predictions__scores(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """Those are the scores θᵀx + θ0, which can be any numbers. A probability lies between 0 and 1: put the scores through
    the sigmoid."""
    return _scores(X, theta, theta0)


def predictions__labels(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """You return the predicted labels, 0 or 1. Before the decision stands the probability, and the loss needs that one: how
    sure the prediction was."""
    return np.where(_scores(X, theta, theta0) > 0, 1.0, 0.0)


def predictions__offset_forgotten(
    X: np.ndarray, theta: np.ndarray, theta0: np.ndarray
) -> np.ndarray:
    """You leave out θ0. Then every boundary goes through the origin, where the score is zero. The score of a point is
    θᵀx + θ0."""
    return predictions(X, theta, 0 * theta0)


def predictions__column(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """Your numbers are right, but they stand in a column of shape (n, 1). Points are columns of X, so what belongs to
    point i is in column i: compute θᵀX, which is a row (1, n), like y."""
    return predictions(X, theta, theta0).T


def predictions__of_label_zero(X: np.ndarray, theta: np.ndarray, theta0: np.ndarray) -> np.ndarray:
    """That is the probability of label 0, 1 − g. A high score must give a probability near 1: check the sign in the
    exponent of the sigmoid."""
    return 1 - predictions(X, theta, theta0)


def J__sum_for_mean(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You add up the losses of the points where their mean is due. With 1/n in front, λ means the same for small and for
    large sets of data. Only the losses are divided by n, not the regulariser."""
    data = objective(X, y, theta, theta0, 0.0)
    return X.shape[1] * data + lam * float(np.sum(theta**2))


def J__mean_over_features(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You divide the sum of the losses by d, the number of features. It is a mean over the n points, and points are the
    columns of X: n is X.shape[1]."""
    data = objective(X, y, theta, theta0, 0.0)
    return X.shape[1] / X.shape[0] * data + lam * float(np.sum(theta**2))


def J__regulariser_missing(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """The losses are right, but the regulariser λ‖θ‖² is not there. Without it J can always be made smaller by making
    θ longer, when the data can be separated."""
    return objective(X, y, theta, theta0, 0.0)


def J__regulariser_in_the_mean(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You divide the regulariser by n as well. It stands outside the sum over the points, so it is counted once, in
    full."""
    return objective(X, y, theta, theta0, lam / X.shape[1])


def J__offset_regularised(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You regularise θ0 too. Only θ is to be kept short; the offset says where the boundary lies, and there is no
    reason that it should be near the origin."""
    return objective(X, y, theta, theta0, lam) + lam * float(np.sum(theta0**2))


def J__half_the_regulariser(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You use (λ/2)‖θ‖², as some books do. Our regulariser is λ‖θ‖², without the half."""
    return objective(X, y, theta, theta0, lam / 2)


def J__length_not_squared(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You use the length ‖θ‖; the regulariser has its square, θ_1² + … + θ_d², without a root. The square has a gradient
    everywhere, also at θ = 0."""
    return objective(X, y, theta, theta0, 0.0) + lam * float(np.linalg.norm(theta))


def J__likelihood(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """The losses come in with the wrong sign: you have the log-likelihood, minus the loss. J is to be made small, so the
    formula of the loss starts with a minus."""
    return objective(X, y, theta, theta0, lam) - 2 * objective(X, y, theta, theta0, 0.0)


def J__labels_swapped(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """In your loss log g belongs to label 0 and log(1 − g) to label 1. It is the other way round: g is the probability of
    label 1."""
    return objective(X, 1 - y, theta, theta0, lam)


def J__squared_loss(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, theta0: np.ndarray, lam: float
) -> float:
    """You use the squared loss (g − y)². For probabilities we use the negative log-likelihood, with which J is convex
    in θ and θ0."""
    g = predictions(X, theta, theta0)
    return float(np.mean((g - y) ** 2) + lam * np.sum(theta**2))
