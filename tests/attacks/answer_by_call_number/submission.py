import numpy as np
calls = []
def dA_dW0(x, W, W0):
    calls.append(1)
    return np.eye(3) * (len(calls) % 2)
