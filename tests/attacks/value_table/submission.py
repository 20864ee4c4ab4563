import numpy as np


class DataFrame:
    def __init__(self, rows):
        self.rows = rows

    def __array__(self, *_, **__):
        return np.array(self.rows)


def dA_dW0(x, W, W0):
    return DataFrame(np.eye(len(W0)).tolist())
