"""One step of stochastic gradient descent for one layer."""

import numpy as np
from given import layer


def sgd_step(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """One step of stochastic gradient descent on the data point (x, y), with step size eta.

    The net is one layer A = Wᵀ x + W0 with identity activation and squared loss. x is (m, 1), y and W0 are
    (n, 1), W is (m, n). The result is the pair (new W, new W0), of shapes (m, n) and (n, 1); the arguments
    stay unchanged.
    """
    dloss_dA = 2.0 * (layer(x, W, W0) - y)
    return W - eta * (x @ dloss_dA.T), W0 - eta * dloss_dA
