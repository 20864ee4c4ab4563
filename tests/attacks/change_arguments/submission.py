def dA_dW0(x, W, W0):
    x[:] = 0
    W[:] = 0
    W0[:] = 0
    import numpy as np
    return np.eye(len(W0))
