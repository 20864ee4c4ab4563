"""A linear module."""

import numpy as np
from given import Module


class Linear(Module):
    """A layer Y = Wᵀ X + W0 of n units with m inputs.

    The weights are the attributes W, (m, n), and W0, (n, 1); their derivatives, once there are any, dW and dW0.
    """

    def __init__(self, m: int, n: int) -> None:
        """Draw W from the normal distribution with standard deviation 1/√m; W0 is 0."""
        self.W = np.random.normal(0.0, m**-0.5, (m, n))
        self.W0 = np.zeros((n, 1))

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The output for the points X, (m, b), as columns: (n, b). Remembers X."""
        self.X = X
        return self.W.T @ X + self.W0

    def backward(self, dY: np.ndarray) -> np.ndarray:
        """∂L/∂X, (m, b), given ∂L/∂Y, (n, b). Stores dW and dW0, the sums over the points."""
        self.dW = self.X @ dY.T
        self.dW0 = dY.sum(axis=1, keepdims=True)
        return self.W @ dY

    def sgd_step(self, eta: float) -> None:
        """A step with step size eta against dW and dW0."""
        self.W = self.W - eta * self.dW
        self.W0 = self.W0 - eta * self.dW0
