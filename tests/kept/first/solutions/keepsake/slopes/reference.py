import numpy as np


def forward(x, W):
    """The layer tanh(Wᵀx), of x (2, 1) and W (2, 3)."""
    return np.tanh(W.T @ x)


def dforward(x, W):
    """Its derivative with respect to x, (2, 3)."""
    return W * (1 - np.tanh(W.T @ x).T ** 2)


def half(n):
    """Half of the even number n; ValueError for an odd one."""
    if n % 2:
        raise ValueError("n is odd")
    return n // 2


def twice(x, dfs):
    """The list of df(x) for the two functions dfs."""
    return [df(x) for df in dfs]


def answer(n):
    """The number n itself."""
    return n
