import numpy as np


def dA_dW0(x, W, W0):
    return np.ma.array(np.eye(len(W0)))
