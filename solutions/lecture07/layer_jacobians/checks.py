"""The trusted function that is differentiated numerically."""

import numpy as np
from given import Activation


def activation(Z: np.ndarray, f: Activation) -> np.ndarray:
    """A = f(Z)."""
    return f(Z)
