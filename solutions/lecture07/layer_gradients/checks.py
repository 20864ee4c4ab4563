"""The trusted function that is differentiated numerically."""

import numpy as np
from given import layer


def the_loss(
    W: np.ndarray, W0: np.ndarray, A_prev: np.ndarray, dloss_dZl: np.ndarray
) -> float | complex:
    """A loss that is linear in Z^l, with the slope ``dloss_dZl``."""
    return np.sum(dloss_dZl * layer(A_prev, W, W0))
