import numpy as np


def dA_dW0(x, W, W0):
    n = len(W0)
    return np.full((n, n), np.datetime64("2026-01-01"))
