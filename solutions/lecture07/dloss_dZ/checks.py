import numpy as np
from given import tanh


def preactivations(draw, sizes, inputs):
    """The Zs that the net really has for its x, so that a wrong A for Z shows as such."""
    functions = {"tanh": tanh, "identity": lambda z: z, "relu": lambda z: np.where(z > 0, z, 0.0)}
    A, Zs = inputs["x"], []
    for W, W0, f in zip(inputs["Ws"], inputs["W0s"], inputs["fs"], strict=True):
        Zs.append(np.round(W.T @ A + W0, 4))
        A = functions[f.name](Zs[-1])
    return Zs


def same_preactivations(draw, sizes, inputs):
    """A second copy of the Zs, which stays where it is while the numeric derivative moves the first."""
    return [Z.copy() for Z in inputs["Zs"]]


def loss_from_Z(l, Zs, fixed_Zs, Ws, fs, dloss_dAL):
    """A loss whose gradient by A^L is dloss_dAL, as a function of Z^l: layers above move with it."""
    A = fs[l - 1](Zs[l - 1])
    for k in range(l, len(Ws)):
        A = fs[k](fixed_Zs[k] + Ws[k].T @ (A - fs[k - 1](fixed_Zs[k - 1])))
    return np.sum(dloss_dAL * A)
