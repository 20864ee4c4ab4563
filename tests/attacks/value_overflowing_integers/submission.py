import numpy as np


def dA_dW0(x, W, W0):
    n = len(W0)
    return [[10 ** 400] * n] * n
