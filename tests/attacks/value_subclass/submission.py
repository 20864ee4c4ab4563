import numpy as np


class Grad(np.ndarray):
    pass


def dA_dW0(x, W, W0):
    return np.eye(len(W0)).view(Grad)
