"""A net of two layers, written out."""

import numpy as np
from given import Activation


def two_layers(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: "Activation",
    f2: "Activation",
) -> np.ndarray:
    """The output A² of a net of two layers for one data point.

    x is (m, 1); W1 is (m, n1) and W01 (n1, 1); W2 is (n1, n2) and W02 (n2, 1). f1 and f2 are the
    activations of layer 1 and 2 and act elementwise. The result is (n2, 1).
    """
    A1 = f1(W1.T @ x + W01)
    return f2(W2.T @ A1 + W02)
