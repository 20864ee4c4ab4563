# %%
from typing import Any

import numpy as np
from given import Diary, Module, Scale, Shift, SquaredLoss  # noqa: F401

# %% [markdown]
# ## 1. A linear module

# %%
class Linear(Module):
    def __init__(self, m, n):
        self.W = np.random.randn(m, n) / np.sqrt(m)
        self.W0 = np.zeros((n, 1))

    def forward(self, X):
        Linear.X = X
        return self.W.T @ X + self.W0

    def backward(self, dY):
        self.dW = Linear.X @ dY.T
        self.dW0 = dY.sum(axis=1, keepdims=True)
        return self.W @ dY

    def sgd_step(self, eta):
        self.W = self.W - eta * self.dW
        self.W0 = self.W0 - eta * self.dW0

# %% [markdown]
# ## 2. Activations as modules

# %%
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

# %% [markdown]
# ## 3. Softmax, and the loss of its probabilities

# %%
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

# %% [markdown]
# ## 4. Modules one after the other

# %%
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

# %% [markdown]
# ## 5. A net that learns

# %%
def train(net, loss, X, Y, epochs, eta):
    means, order = [], list(range(X.shape[1]))
    while len(means) <= epochs:
        np.random.shuffle(order)
        losses = []
        for i in order:
            losses.append(loss.forward(net.forward(X[:, [i]]), Y[:, [i]]))
            net.backward(loss.backward())
            net.sgd_step(eta)
        if losses[-1] < 1e-3:
            means.append(np.mean(losses))
    return means
