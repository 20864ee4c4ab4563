"""Softmax as a module, and the negative log-likelihood as a loss."""

import numpy as np
from given import Module


class SoftMax(Module):
    """Softmax of each column."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """The probabilities of the scores Z, both (K, b)."""
        powers = np.exp(Z - Z.max(axis=0))
        self.A = powers / powers.sum(axis=0)
        return self.A

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both (K, b)."""
        return self.A * (dA - (self.A * dA).sum(axis=0))

    def classes(self, A: np.ndarray) -> np.ndarray:
        """The most probable class of each column of A, (K, b): b whole numbers."""
        return A.argmax(axis=0)


class NLL:
    """The negative log-likelihood of the right classes, summed over the points."""

    def forward(self, A: np.ndarray, Y: np.ndarray) -> float:
        """−Σ Y log A, a number, for probabilities A and one-hot columns Y, both (K, b)."""
        self.A, self.Y = np.maximum(A, 1e-12), Y
        return -float(np.sum(Y * np.log(self.A)))

    def backward(self) -> np.ndarray:
        """∂L/∂A, (K, b), at the A and Y of the last forward."""
        return -self.Y / self.A
