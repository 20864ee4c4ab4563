"""Activations as modules."""

import numpy as np
from given import Module


class Tanh(Module):
    """tanh, entry by entry."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """tanh Z, of the shape of Z."""
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both of the shape of Z."""
        return dA * (1.0 - self.A**2)


class ReLU(Module):
    """max(0, z), entry by entry."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """max(0, Z), of the shape of Z."""
        self.Z = Z
        return np.maximum(0.0, Z)

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both of the shape of Z; where Z is 0, so is the derivative."""
        return np.where(self.Z > 0.0, dA, 0.0)
