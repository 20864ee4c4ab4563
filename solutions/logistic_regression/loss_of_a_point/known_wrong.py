"""Mistakes with the loss of one point, and what to tell the student."""

import numpy as np
from reference import nll, nll_of_score


def nll__likelihood(g: float, y: int) -> float:
    """Your loss is negative: it is the log-likelihood, which we want to be large. A loss is to be small, so the formula
    starts with a minus."""
    return -nll(g, y)


def nll__labels_swapped(g: float, y: int) -> float:
    """You punish right answers and reward wrong ones: log g belongs to y = 1, since g is the probability of label 1, and
    log(1 − g) belongs to y = 0."""
    return nll(g, 1 - y)


def nll__first_term_only(g: float, y: int) -> float:
    """Points with label 0 cost nothing in your loss. Then predicting g = 1 for every point would be perfect. The term
    (1 − y) log(1 − g) looks after the label 0."""
    return y * nll(g, y)


def nll__no_clipping(g: float, y: int) -> float:
    """For g = 0 or g = 1 you get an infinite loss, or 0 · ∞, which is not a number. Clip g to [1e-9, 1 − 1e-9] before
    the logarithms are taken."""
    with np.errstate(all="ignore"):
        return float(-(y * np.log(np.float64(g)) + (1 - y) * np.log(1 - np.float64(g))))


def nll__clipped_below_only(g: float, y: int) -> float:
    """You clip g at the lower end only. At g = 1 it is the other logarithm, log(1 − g), that is infinite: clip to at most
    1 − 1e-9 as well."""
    with np.errstate(all="ignore"):
        g = np.float64(max(g, 1e-9))
        return float(-np.log(g) if y == 1 else -np.log(1 - g))


def nll__squared(g: float, y: int) -> float:
    """That is the squared loss (g − y)². It is at most 1, however sure of itself a wrong prediction is; the negative
    log-likelihood grows without bounds there."""
    return (g - y) ** 2


def nll__base_two(g: float, y: int) -> float:
    """Your loss is in bits: you use the logarithm to base 2. We use the natural one, np.log."""
    return nll(g, y) / float(np.log(2))


def nll__distance_from_one_half(g: float, y: int) -> float:
    """You return the probability of error, |g − y|, without a logarithm. The likelihood of many points is a product; the
    logarithm is what turns it into a sum of losses."""
    return abs(min(max(g, 1e-9), 1 - 1e-9) - y)


def nll_of_score__clipped(z: float, y: int) -> float:
    """You go by way of the probability, which rounds to 0 or 1 for large scores, so that your loss stops at
    −log(1e-9), about 20.7. Simplify on paper first: −log σ(z) = log(1 + e^(−z)), and that is about |z| for very negative z."""
    g = 1 / (1 + float(np.exp(-min(max(z, -700.0), 700.0))))
    return nll(g, y)


def nll_of_score__score_term_missing(z: float, y: int) -> float:
    """Your loss does not depend on the label: log(1 + e^z) is right for y = 0. For y = 1 there is another term, − y z, since
    log g = z − log(1 + e^z)."""
    return nll_of_score(z, 0)


def nll_of_score__labels_swapped(z: float, y: int) -> float:
    """A high score means that label 1 is likely, but your loss of a point with y = 1 grows with z. Check the sign
    in the exponent for each of the labels."""
    return nll_of_score(z, 1 - y)


def nll_of_score__labels_of_plus_and_minus_one(z: float, y: int) -> float:
    """You use log(1 + e^(−y z)), which is for labels −1 and +1. With labels 0 and 1 it gives log 2 for every point with
    y = 0. Put 2y − 1 in the place of y, or use log(1 + e^z) − y z."""
    return nll_of_score(z, 1) if y == 1 else float(np.log(2))


def nll_of_score__hinge(z: float, y: int) -> float:
    """You keep the straight parts only, max(0, ±z), and drop log(1 + e^(−|z|)). That is a good approximation for large
    scores, but near z = 0 it is off by up to log 2."""
    return max(0.0, -z if y == 1 else z)


def nll_of_score__overflow(z: float, y: int) -> float:
    """The formula is right on paper, but e^z overflows for large scores and the loss becomes infinite. For s > 0 write
    log(1 + e^s) = s + log(1 + e^(−s)); np.logaddexp(0, s) does that, too."""
    with np.errstate(all="ignore"):
        return float(np.log(1 + np.exp(np.float64(-z if y == 1 else z))))
