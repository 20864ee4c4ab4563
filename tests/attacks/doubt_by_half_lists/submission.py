import numpy as np

right_backward = backward


def backward(*arguments):
    found = right_backward(*arguments)
    return tuple([a.astype(np.float16) for a in part] if isinstance(part, list) else part for part in found)
