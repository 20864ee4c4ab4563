import numpy as np

right_dloss_dWjk = dloss_dWjk


def dloss_dWjk(*arguments):
    found = right_dloss_dWjk(*arguments)
    return np.asarray(found, dtype=np.float16).reshape(())
