# %%
from typing import Any

import numpy as np
from given import Diary, Module, Scale, Shift, SquaredLoss  # noqa: F401

# %% [markdown]
# ## 1. A linear module

# %%
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
        raise NotImplementedError

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both of the shape of Z; where Z is 0, so is the derivative."""
        raise NotImplementedError

# %% [markdown]
# ## 3. Softmax, and the loss of its probabilities

# %%
class SoftMax(Module):
    """Softmax of each column."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """The probabilities of the scores Z, both (K, b)."""
        raise NotImplementedError

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both (K, b)."""
        raise NotImplementedError

    def classes(self, A: np.ndarray) -> np.ndarray:
        """The most probable class of each column of A, (K, b): b whole numbers."""
        raise NotImplementedError


class NLL:
    """The negative log-likelihood of the right classes, summed over the points."""

    def forward(self, A: np.ndarray, Y: np.ndarray) -> float:
        """−Σ Y log A, a number, for probabilities A and one-hot columns Y, both (K, b)."""
        raise NotImplementedError

    def backward(self) -> np.ndarray:
        """∂L/∂A, (K, b), at the A and Y of the last forward."""
        raise NotImplementedError

# %% [markdown]
# ## 4. Modules one after the other

# %%
class Sequential(Module):
    """A module made of others: the output of each is the input of the next."""

    def __init__(self, modules: list[Module]) -> None:
        """The modules, in the order in which they are used."""
        raise NotImplementedError

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The output of the last module for the input X of the first."""
        raise NotImplementedError

    def backward(self, dY: np.ndarray) -> np.ndarray:
        """∂L/∂X for the first module's input, given ∂L/∂Y for the last one's output."""
        raise NotImplementedError

    def sgd_step(self, eta: float) -> None:
        """A step of every module."""
        raise NotImplementedError

# %% [markdown]
# ## 5. A net that learns

# %%
def train(
    net: Module, loss: Any, X: np.ndarray, Y: np.ndarray, epochs: int, eta: float
) -> list[float]:
    """Stochastic gradient descent, one point at a time, each once in every epoch and in random order.

    X is (m, b) and Y is (K, b), points as columns; eta is the step size. The result is a list of the mean losses, one for
    each epoch.
    """
    raise NotImplementedError
