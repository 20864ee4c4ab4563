import numpy as np

right_dA_dW0 = dA_dW0


def dA_dW0(*arguments):
    found = right_dA_dW0(*arguments)
    return ((1 + 3e-3) * found).astype(np.float32)


right_dloss_dW = dloss_dW


def dloss_dW(*arguments):
    found = right_dloss_dW(*arguments)
    return ((1 + 3e-3) * found).astype(np.float32)
