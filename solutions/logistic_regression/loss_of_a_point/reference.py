"""The negative log-likelihood of one point."""

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
