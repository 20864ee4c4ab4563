import numpy as np

right_dA_dW0 = dA_dW0


def dA_dW0(*arguments):
    found = right_dA_dW0(*arguments)
    return found.astype(np.float16)


right_dloss_dW = dloss_dW


def dloss_dW(*arguments):
    found = right_dloss_dW(*arguments)
    return found.astype(np.float16)


right_dloss_dWl = dloss_dWl


def dloss_dWl(*arguments):
    found = right_dloss_dWl(*arguments)
    return found.astype(np.float16)
