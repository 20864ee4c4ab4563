"""Trusted functions to differentiate: a sum has the elementwise derivatives as its gradient."""

import numpy as np
from reference import sigmoid


def sum_of_sigmoid(z: np.ndarray) -> complex:
    """Σ σ(z) over all entries."""
    return np.sum(sigmoid(z))
