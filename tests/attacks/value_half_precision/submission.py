import numpy as np


def dA_dW0(x, W, W0):
    n = len(W0)
    return np.eye(n, dtype=np.float16)
