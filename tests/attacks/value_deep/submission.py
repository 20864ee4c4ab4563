import numpy as np
def dA_dW0(x, W, W0):
    n = len(W0)
    return __import__('functools').reduce(lambda a, _: [a], range(5000), [])
