"""Right answers written differently."""

import math

import numpy as np


class Tanh__input_kept:
    """Keeps Z and takes the slope from it."""

    def __init__(self):
        self.cache = None

    def forward(self, Z):
        self.cache = np.array(Z)
        return np.tanh(self.cache)

    def backward(self, dA):
        return np.multiply(dA, 1 - np.square(np.tanh(self.cache)))

    def sgd_step(self, eta):
        return None


class Tanh__entry_by_entry:
    """In a loop."""

    def forward(self, Z):
        self.shape, self.flat = Z.shape, [math.tanh(z) for z in Z.ravel()]
        return np.array(self.flat).reshape(Z.shape)

    def backward(self, dA):
        found = [d * (1 - a) * (1 + a) for a, d in zip(self.flat, dA.ravel(), strict=True)]
        return np.array(found).reshape(self.shape)

    def sgd_step(self, eta):
        pass


class ReLU__mask:
    """Keeps where the input was positive."""

    def forward(self, Z):
        self.mask = Z > 0
        return Z * self.mask

    def backward(self, dA):
        return dA * self.mask

    def sgd_step(self, eta):
        pass


class ReLU__output_kept:
    """Keeps the output, which is positive where the input was."""

    def forward(self, Z):
        self.A = (np.abs(Z) + Z) / 2
        return self.A

    def backward(self, dA):
        found = dA.copy()
        found[self.A <= 0] = 0.0
        return found

    def sgd_step(self, eta):
        pass
