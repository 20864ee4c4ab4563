import numpy as np


def dA_dW0(x, W, W0):
    return np.eye(len(W0)).view(np.matrix)
