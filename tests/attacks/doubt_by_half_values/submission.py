import numpy as np

right_two_layers = two_layers


def two_layers(*arguments):
    found = right_two_layers(*arguments)
    return found.astype(np.float16)


right_sigmoid = sigmoid


def sigmoid(*arguments):
    found = right_sigmoid(*arguments)
    return found.astype(np.float16)
