import numpy as np


def step(z: np.ndarray) -> np.ndarray:
    """The step activation, 1 where z >= 0 and 0 elsewhere.

    z: array of any shape. Returns an array of the same shape that holds the numbers 0 and 1.
    """
    return np.where(z >= 0, 1.0, 0.0)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """The sigmoid activation σ(z), entry by entry, without overflow.

    z: array of any shape. Returns an array of the same shape with numbers between 0 and 1.
    """
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def dstep(z: np.ndarray) -> np.ndarray:
    """The derivative of the step activation, entry by entry (0 also at z = 0).

    z: array of any shape. Returns an array of the same shape.
    """
    return np.zeros(np.shape(z))


def dsigmoid(z: np.ndarray) -> np.ndarray:
    """The derivative of the sigmoid activation, entry by entry, without overflow.

    z: array of any shape. Returns an array of the same shape.
    """
    small = np.exp(-np.abs(z))
    return small / (1.0 + small) ** 2
