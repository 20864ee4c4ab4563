# %%
from typing import Any

import numpy as np
from given import Diary, Module, Scale, Shift, SquaredLoss  # noqa: F401

# %% [markdown]
# ## 1. A linear module

# %%
class Linear(Module):
    def __init__(self, m, n):
        self.W = np.random.normal(0, 1 / m, size=(m, n))
        self.W0 = np.zeros((n, 1))

    def forward(self, X):
        self.A_prev = X
        return np.dot(self.W.T, X) + self.W0

    def backward(self, dZ):
        n_points = dZ.shape[1]
        self.dW = np.dot(self.A_prev, dZ.T) / n_points
        self.dW0 = np.sum(dZ, axis=1, keepdims=True) / n_points
        return np.dot(self.W, dZ)

    def sgd_step(self, eta):
        self.W -= eta * self.dW
        self.W0 -= eta * self.dW0

# %% [markdown]
# ## 2. Activations as modules

# %%
class Tanh(Module):
    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        return dA * (1 - self.A ** 2)


class ReLU(Module):
    def forward(self, Z):
        self.Z = Z
        return np.maximum(0, Z)

    def backward(self, dA):
        return dA * (self.Z >= 0)

# %% [markdown]
# ## 3. Softmax, and the loss of its probabilities

# %%
class SoftMax(Module):
    def forward(self, Z):
        self.A = np.exp(Z) / np.sum(np.exp(Z), axis=0)
        return self.A

    def backward(self, dA):
        return self.A * (1 - self.A) * dA

    def classes(self, A):
        return np.argmax(A, axis=0)


class NLL:
    def forward(self, A, Y):
        self.A, self.Y = A, Y
        return float(np.sum(-Y * np.log(A)))

    def backward(self):
        return self.A - self.Y

# %% [markdown]
# ## 4. Modules one after the other

# %%
class Sequential(Module):
    def __init__(self, modules):
        self.modules = modules

    def forward(self, X):
        for m in self.modules:
            X = m.forward(X)
        return X

    def backward(self, delta):
        for m in self.modules[::-1]:
            delta = m.backward(delta)

    def sgd_step(self, eta):
        for m in self.modules:
            m.sgd_step(eta)

# %% [markdown]
# ## 5. A net that learns

# %%
def train(net, loss, X, Y, epochs, eta):
    losses = []
    for epoch in range(epochs):
        total = 0
        for j in range(X.shape[1]):
            i = np.random.randint(X.shape[1])
            total += loss.forward(net.forward(X[:, i:i+1]), Y[:, i:i+1])
            net.backward(loss.backward())
            net.sgd_step(eta)
        losses.append(total / X.shape[1])
    return losses
