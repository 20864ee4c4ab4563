"""Mistakes with the softmax, and what to tell the student."""

import numpy as np
from reference import dsoftmax_dz, softmax


def softmax__infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    """The formula is right on paper, but e^z overflows for large scores, and ∞/∞ is not a number (or all powers are 0, and
    it is 0/0). Subtract the largest score from all scores first: the result is the same and no exponent is above 0."""
    with np.errstate(all="ignore"):
        return np.exp(z) / np.sum(np.exp(z))


def softmax__not_normalised(z: np.ndarray) -> np.ndarray:
    """Your numbers do not add up to 1. Divide the powers by their sum; subtracting the largest score only makes the
    largest power 1."""
    return np.exp(z - np.max(z))


def softmax__sigmoid_of_each(z: np.ndarray) -> np.ndarray:
    """You put each score through the sigmoid by itself. Then the classes know nothing of each other and the numbers do not
    add up to 1. In the softmax each power is divided by the sum of all powers."""
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def softmax__scores_normalised(z: np.ndarray) -> np.ndarray:
    """You divide the scores by their sum, without the exponential. Scores can be negative, probabilities can't: take e^z
    first, then normalise."""
    with np.errstate(all="ignore"):
        return z / np.sum(z)


def softmax__hard_maximum(z: np.ndarray) -> np.ndarray:
    """You give the class with the largest score everything. That is the maximum without "soft": the other classes keep a
    probability, the more the nearer their score is."""
    return np.where(z == np.max(z), 1.0, 0.0)


def softmax__logarithm(z: np.ndarray) -> np.ndarray:
    """Those are the logarithms of the probabilities. They are useful for the loss, but the softmax itself is e to the power
    of them."""
    shifted = z - np.max(z)
    return shifted - np.log(np.sum(np.exp(shifted)))


def softmax__falling(z: np.ndarray) -> np.ndarray:
    """Your softmax gives the smallest score the largest probability: that is the sign in the exponent. It is e^z here; the
    minus is found in the sigmoid because it was divided by e^z."""
    return softmax(-z)


def dsoftmax_dz__diagonal_matrix(z: np.ndarray) -> np.ndarray:
    """Your matrix has a_k (1 − a_k) on its diagonal and zeros elsewhere, as for an activation that acts entry by entry. The
    softmax does not: z_j is in the denominator of every a_k. Off the diagonal differentiate that denominator."""
    a = softmax(z)
    return np.diagflat(a * (1 - a))


def dsoftmax_dz__column(z: np.ndarray) -> np.ndarray:
    """You return a (1 − a), the sigmoid's rule, as a column. Every a_k depends on every z_j, so there are K × K
    derivatives; yours are those with j = k."""
    a = softmax(z)
    return a * (1 - a)


def dsoftmax_dz__plus(z: np.ndarray) -> np.ndarray:
    """The term −a_j a_k has the wrong sign. When one score grows the other probabilities must shrink, and the entries of
    every row must add up to 0, since the probabilities always add up to 1."""
    a = softmax(z)
    return np.diagflat(a) + a @ a.T


def dsoftmax_dz__diagonal_term_missing(z: np.ndarray) -> np.ndarray:
    """Off the diagonal your matrix is right, −a_j a_k. On the diagonal the numerator e^(z_k) changes, too, and that adds
    a_k: a_k − a_k² = a_k (1 − a_k)."""
    a = softmax(z)
    return -a @ a.T


def dsoftmax_dz__one_factor(z: np.ndarray) -> np.ndarray:
    """You subtract a_j where a_j a_k is due. Differentiating 1/Σ leaves −e^(z_j)/Σ², and together with the numerator e^(z_k)
    that is a product of two probabilities."""
    a = softmax(z)
    return np.diagflat(a) - a @ np.ones((1, len(a)))


def dsoftmax_dz__reversed(z: np.ndarray) -> np.ndarray:
    """All entries have the wrong sign: raising a score must raise its own probability, so the diagonal is
    positive."""
    return -dsoftmax_dz(z)


def dsoftmax_dz__scores_for_probabilities(z: np.ndarray) -> np.ndarray:
    """You put the scores into diag(a) − a aᵀ. The formula is for the probabilities: a = softmax(z) comes first."""
    return np.diagflat(z) - z @ z.T
