"""The trusted function that is differentiated numerically."""

import numpy as np


def column_of_probabilities(z: np.ndarray) -> np.ndarray:
    """The softmax; the largest real part is taken off, so that it takes complex numbers."""
    powers = np.exp(z - np.max(np.real(z)))
    return powers / np.sum(powers)
