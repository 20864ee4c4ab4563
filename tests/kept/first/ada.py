import numpy as np
from given import *

print("hello")


def forward(x, W):
    return np.tanh(W.T @ x)


def dforward(x, W):
    return W * (1 - np.tanh(W.T @ x).T ** 2)


def half(n):
    if n % 2:
        raise ValueError("odd")
    return n // 2


def twice(x, dfs):
    return [df(x) for df in dfs]


def answer(n):
    return n


WHY = "The inner sizes agree, and the outer sizes are what remains."
