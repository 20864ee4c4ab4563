import numpy as np
from fractions import Fraction


def dA_dW0(x, W, W0):
    n = len(W0)
    made = np.full((n, n), Fraction(0), dtype=object)
    for k in range(n):
        made[k, k] = Fraction(3, 3)
    return made
