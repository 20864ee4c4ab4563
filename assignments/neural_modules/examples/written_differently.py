# %%
import functools
import math

import numpy as np
from given import *

# %% [markdown]
# ## 1. A linear module

# %%
class Linear(Module):
    """One point after the other, in a loop."""

    def __init__(self, m, n):
        draw = np.random.default_rng(np.random.randint(2**31))
        self.W, self.W0 = draw.normal(scale=1 / np.sqrt(m), size=(m, n)), np.zeros((n, 1))

    def forward(self, X):
        self.points = [X[:, [k]] for k in range(X.shape[1])]
        return np.hstack([self.W.T @ x + self.W0 for x in self.points])

    def backward(self, dY):
        self.dW, self.dW0 = np.zeros(self.W.shape), np.zeros(self.W0.shape)
        for k, x in enumerate(self.points):
            self.dW += x @ dY[:, [k]].T
            self.dW0 += dY[:, [k]]
        return np.hstack([self.W @ dY[:, [k]] for k in range(dY.shape[1])])

    def sgd_step(self, eta):
        self.W, self.W0 = self.W - eta * self.dW, self.W0 - eta * self.dW0

# %% [markdown]
# ## 2. Activations as modules

# %%
class Tanh:
    """In a loop."""

    def forward(self, Z):
        self.shape, self.flat = Z.shape, [math.tanh(z) for z in Z.ravel()]
        return np.array(self.flat).reshape(Z.shape)

    def backward(self, dA):
        found = [d * (1 - a) * (1 + a) for a, d in zip(self.flat, dA.ravel(), strict=True)]
        return np.array(found).reshape(self.shape)

    def sgd_step(self, eta):
        pass


class ReLU:
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

# %% [markdown]
# ## 3. Softmax, and the loss of its probabilities

# %%
class SoftMax:
    """All matrices of derivatives at once."""

    def forward(self, Z):
        shifted = Z - np.max(Z, axis=0)
        self.P = np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=0)))
        return self.P

    def backward(self, dA):
        return self.P * dA - np.einsum("ki,ji,ji->ki", self.P, self.P, dA)

    def classes(self, A):
        return np.array([np.flatnonzero(a == a.max())[0] for a in A.T])

    def sgd_step(self, eta):
        pass


class NLL:
    """In loops."""

    def forward(self, A, Y):
        self.given = A, Y
        K, b = A.shape
        total = 0.0
        for i in range(b):
            for k in range(K):
                total -= Y[k, i] * np.log(max(A[k, i], 1e-12))
        return total

    def backward(self):
        A, Y = self.given
        found = np.zeros(A.shape)
        for k, i in np.ndindex(*A.shape):
            found[k, i] = -Y[k, i] / max(A[k, i], 1e-12)
        return found

# %% [markdown]
# ## 4. Modules one after the other

# %%
class Sequential:
    """With reduce, and a tuple of its own."""

    def __init__(self, modules):
        self.parts = tuple(modules)

    def forward(self, X):
        return functools.reduce(lambda value, part: part.forward(value), self.parts, X)

    def backward(self, dY):
        return functools.reduce(lambda value, part: part.backward(value), self.parts[::-1], dY)

    def sgd_step(self, eta):
        [part.sgd_step(eta) for part in self.parts]

# %% [markdown]
# ## 5. A net that learns

# %%
def train(net, loss, X, Y, epochs, eta):
    """The order in which random numbers are sorted, and columns made of rows."""
    points = list(zip(X.T, Y.T, strict=True))
    found = []
    for _ in range(epochs):
        losses = []
        for i in np.argsort(np.random.random(len(points))):
            x, y = (part.reshape(-1, 1) for part in points[i])
            losses.append(_learn(net, loss, x, y, eta))
        found.append(sum(losses) / len(losses))
    return found


def _learn(net, loss, x, y, eta):
    value = loss.forward(net.forward(x), y)
    net.backward(loss.backward())
    net.sgd_step(eta)
    return value
