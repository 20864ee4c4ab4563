# %% [markdown]
# # Neural nets in modules
#
# MIT 6.036, neural networks as modules. Each layer is an object that computes its output, remembers what its derivative needs, hands derivatives back, and takes its own step downhill. Put together, they are a net that learns.
#
# Replace each `raise NotImplementedError` with your own code and keep the names and parameters of all functions. Vectors are columns: arrays of shape $(n, 1)$.
#
# Check your work at any time with `grader check`. It runs the public checks; the hidden ones use other sizes and values.

# %%
from typing import Any

import numpy as np
from given import Diary, Module, Scale, Shift, SquaredLoss  # noqa: F401

# %% [markdown]
# ## 1 · linear: A linear module (30 points)
#
# A layer of $n$ units with $m$ inputs, $Y = W^T X + W_0$, for a batch of $b$ points at once: the columns of `X` $(m, b)$ are the points, those of
# $Y$ $(n, b)$ the outputs, and $W_0$ is added to every column.
#
# Write the class `Linear`, a module with
#
# * `Linear(m, n)`: makes the weights. `W`, of shape $(m, n)$, is drawn with `np.random` from the normal distribution with mean 0 and standard deviation
#   $1/\sqrt m$; `W0`, of shape $(n, 1)$, is 0.
# * `forward(X)`: returns $Y$, and remembers what `backward` needs.
# * `backward(dY)`: gets $\partial L/\partial Y$, of shape $(n, b)$, for the $X$ of the last `forward`. Stores $\partial L/\partial W$ as `dW` $(m, n)$ and
#   $\partial L/\partial W_0$ as `dW0` $(n, 1)$, each the sum over the points, and returns $\partial L/\partial X$, of shape $(m, b)$. Changes no weights.
# * `sgd_step(eta)`: one step of gradient descent with the derivatives of the last `backward`.
#
# **Done when** two layers, used one after the other or in turn, keep out of each other's way, and all derivatives are right for any $m$, $n$ and $b$.

# %%
class Linear(Module):
    """A layer Y = Wᵀ X + W0 of n units with m inputs.

    The weights are the attributes W, (m, n), and W0, (n, 1); their derivatives, once there are any, dW and dW0.
    """

    def __init__(self, m: int, n: int) -> None:
        """Draw W from the normal distribution with standard deviation 1/√m; W0 is 0."""
        raise NotImplementedError

    def forward(self, X: np.ndarray) -> np.ndarray:
        """The output for the points X, (m, b), as columns: (n, b). Remembers X."""
        raise NotImplementedError

    def backward(self, dY: np.ndarray) -> np.ndarray:
        """∂L/∂X, (m, b), given ∂L/∂Y, (n, b). Stores dW and dW0, the sums over the points."""
        raise NotImplementedError

    def sgd_step(self, eta: float) -> None:
        """A step with step size eta against dW and dW0."""
        raise NotImplementedError

# %% [markdown]
# ## 2 · tanh_and_relu: Activations as modules (18 points)
#
# An activation is a module without weights that acts on each entry by itself. Write two, `Tanh` and `ReLU`, each made without arguments, with
#
# * `forward(Z)`: $\tanh Z$, or $\max(0, Z)$, for an array of any shape.
# * `backward(dA)`: gets $\partial L/\partial A$ for the $Z$ of the last `forward` and returns $\partial L/\partial Z$, of the same shape. As the derivative of
#   ReLU at 0 take 0.
# * `sgd_step(eta)`: there is nothing to step, and it does nothing (the base class `Module` of given.py has that already).
#
# **Done when** both are right for numbers of any size, huge ones included, and change none of the arrays they are given.

# %%
class Tanh(Module):
    """tanh, entry by entry."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """tanh Z, of the shape of Z."""
        raise NotImplementedError

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both of the shape of Z."""
        raise NotImplementedError


class ReLU(Module):
    """max(0, z), entry by entry."""

    def forward(self, Z: np.ndarray) -> np.ndarray:
        """max(0, Z), of the shape of Z."""
        raise NotImplementedError

    def backward(self, dA: np.ndarray) -> np.ndarray:
        """∂L/∂Z, given ∂L/∂A, both of the shape of Z; where Z is 0, so is the derivative."""
        raise NotImplementedError

# %% [markdown]
# ## 3 · softmax_and_nll: Softmax, and the loss of its probabilities (23 points)
#
# `SoftMax` is a module without weights, made without arguments. It turns each column of scores, one point's, into probabilities:
#
# * `forward(Z)`, with `Z` of shape $(K, b)$ for $K$ classes and $b$ points: $A_{ki} = e^{Z_{ki}} / \sum_j e^{Z_{ji}}$, of the same shape.
# * `backward(dA)`: $\partial L/\partial Z$, given $\partial L/\partial A$ for the $Z$ of the last `forward`. Each score has a part in every probability of its column:
#   $\partial L/\partial z = (\operatorname{diag}(a) - a a^T)\, \partial L/\partial a$.
# * `classes(A)`: the most probable class of each column, as an array of $b$ whole numbers from 0 to $K - 1$; the first of them where several are equally probable.
#
# `NLL` is the loss, the negative log-likelihood. It is made without arguments, too, and has
#
# * `forward(A, Y)`: $-\sum_{k,i} Y_{ki} \log A_{ki}$, a number. Column $i$ of `Y` $(K, b)$ is 1 in the row of the class of point $i$ and 0 elsewhere. Probabilities
#   below $10^{-12}$ count as $10^{-12}$.
# * `backward()`: $\partial L/\partial A$, of shape $(K, b)$, at the $A$ and $Y$ of the last `forward`: $-Y/A$, with the same lower bound for $A$.
#
# **Done when** both are right for any $K$ and $b$, for scores of 1000, and the derivative of the two together is $A - Y$.

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
# ## 4 · sequential: Modules one after the other (14 points)
#
# Write the class `Sequential`, a module made of others: the output of each is the input of the next.
#
# * `Sequential(modules)`: `modules` is a list of modules, in the order in which they are used.
# * `forward(X)`: returns the output of the last module.
# * `backward(dY)`: gets $\partial L/\partial Y$ for the last module's output, goes back through all modules, and returns $\partial L/\partial X$ for the first
#   one's input. An empty net hands on what it gets, in both directions.
# * `sgd_step(eta)`: each module takes its step.
#
# It knows nothing of what its modules are. given.py has `Scale` and `Shift` to try it with; any module, another `Sequential` too, must do.
#
# **Done when** every module gets what it should, in the right order, and nets can be parts of nets.

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
# ## 5 · training: A net that learns (15 points)
#
# Write `train(net, loss, X, Y, epochs, eta)`, stochastic gradient descent with one point at a time.
#
# `net` is a module, such as your `Sequential`; `loss` has `forward(A, Y)` and `backward()`, such as your `NLL`. `X` is $(m, b)$ and `Y` is $(K, b)$: column $i$ of both
# belongs to point $i$. An epoch goes through all $b$ points once, in an order that `np.random` draws anew for each epoch. For each point, as columns of shape
# $(m, 1)$ and $(K, 1)$:
#
# 1. `net.forward`, and then `loss.forward` with what came out and the point's column of `Y`;
# 2. `loss.backward`, and then `net.backward` with what came out;
# 3. `net.sgd_step(eta)`.
#
# `train` returns a list with a number for each epoch: the mean of the losses that were computed in it, each before its step.
#
# given.py has a `Diary` that may stand for both `net` and `loss` and writes down what is asked of it.
#
# **Done when** the calls come as listed, each point has its turn once in each epoch, and a net of your own modules learns the exclusive or.

# %%
def train(
    net: Module, loss: Any, X: np.ndarray, Y: np.ndarray, epochs: int, eta: float
) -> list[float]:
    """Stochastic gradient descent, one point at a time, each once in every epoch and in random order.

    X is (m, b) and Y is (K, b), points as columns; eta is the step size. The result is a list of the mean losses, one for
    each epoch.
    """
    raise NotImplementedError
