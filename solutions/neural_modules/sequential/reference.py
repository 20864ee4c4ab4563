"""Modules one after the other."""

import numpy as np
from given import Module


class Sequential(Module):
    """A module made of others: the output of each is the input of the next."""

    def __init__(self, modules: list[Module]) -> None:
        """The modules, in the order in which they are used."""
        self.modules = modules

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The output of the last module for the input X of the first."""
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dY: np.ndarray) -> np.ndarray:
        """∂L/∂X for the first module's input, given ∂L/∂Y for the last one's output."""
        for module in reversed(self.modules):
            dY = module.backward(dY)
        return dY

    def sgd_step(self, eta: float) -> None:
        """A step of every module."""
        for module in self.modules:
            module.sgd_step(eta)
