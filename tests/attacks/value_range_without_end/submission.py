import numpy as np


def dA_dW0(x, W, W0):
    return range(10**12)
