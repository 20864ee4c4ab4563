import numpy as np
def dloss_dA(A, y):
    return np.zeros_like(A)
def dloss_dW0(x, W, W0, y):
    return np.zeros_like(W0)
