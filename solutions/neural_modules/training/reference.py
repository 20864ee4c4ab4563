"""Stochastic gradient descent for a net of modules."""

from typing import Any

import numpy as np
from given import Module


def train(
    net: Module, loss: Any, X: np.ndarray, Y: np.ndarray, epochs: int, eta: float
) -> list[float]:
    """Stochastic gradient descent, one point at a time, each once in every epoch and in random order.

    X is (m, b) and Y is (K, b), points as columns; eta is the step size. The result is a list of the mean losses, one for
    each epoch.
    """
    means = []
    for _ in range(epochs):
        total = 0.0
        for i in np.random.permutation(X.shape[1]):
            total += loss.forward(net.forward(X[:, [i]]), Y[:, [i]])
            net.backward(loss.backward())
            net.sgd_step(eta)
        means.append(total / X.shape[1])
    return means
