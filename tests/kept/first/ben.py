import numpy as np


def forward(x, W):
    np.log(-1.0)
    x += 0
    x[0] += 1e-3
    return W.T @ x


def dforward(x, W):
    return (W * (1 - np.tanh(W.T @ x).T ** 2)).T


def half(n):
    return {"n": n / 2}


def twice(x, dfs):
    return [dfs[0](x), dfs[0](x), 10**30, 1j, (True, "two")]


def answer(n):
    while True:
        pass


WHY = ""
