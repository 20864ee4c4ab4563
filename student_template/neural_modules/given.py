"""What you may use: a base class, and small modules to try your own work with."""

import numpy as np


class Module:
    """What every module has. One without weights leaves ``sgd_step`` as it is."""

    def forward(self, X):
        """The output for the input X, whose columns are points. Remembers what ``backward`` needs."""
        raise NotImplementedError

    def backward(self, dY):
        """∂L/∂X, given dY = ∂L/∂Y for the output Y of the last ``forward``."""
        raise NotImplementedError

    def sgd_step(self, eta):
        """Take a step of gradient descent with step size eta."""


class Scale(Module):
    """Y = w X with one weight w: a module to read, and to try ``Sequential`` with."""

    def __init__(self, w):
        self.w = w

    def forward(self, X):
        self.X = X
        return self.w * X

    def backward(self, dY):
        self.dw = float(np.sum(dY * self.X))
        return self.w * dY

    def sgd_step(self, eta):
        self.w = self.w - eta * self.dw


class Shift(Module):
    """Y = X + b with one weight b."""

    def __init__(self, b):
        self.b = b

    def forward(self, X):
        return X + self.b

    def backward(self, dY):
        self.db = float(np.sum(dY))
        return dY

    def sgd_step(self, eta):
        self.b = self.b - eta * self.db


class SquaredLoss:
    """The loss Σ (A − Y)², of all points and entries."""

    def forward(self, A, Y):
        self.difference = A - Y
        return float(np.sum(self.difference**2))

    def backward(self):
        return 2 * self.difference


class Diary:
    """Stands for a net and its loss, learns nothing, and writes down what is asked of it, one entry for each call."""

    def __init__(self):
        self.entries = []

    def forward(self, X, Y=None):
        if Y is None:
            self.entries.append(("net.forward", np.array(X)))
            return 10.0 * X
        self.entries.append(("loss.forward", np.array(X), np.array(Y)))
        return float(np.sum(Y))

    def backward(self, dA=None):
        self.entries.append(("loss.backward",) if dA is None else ("net.backward", np.array(dA)))
        return np.array([[7.0]]) if dA is None else dA

    def sgd_step(self, eta):
        self.entries.append(("net.sgd_step", eta))
