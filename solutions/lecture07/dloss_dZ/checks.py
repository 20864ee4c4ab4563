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


def loss_from_Z(l, Zs, Ws, W0s, fs, dloss_dAL):
    """A loss whose gradient by A^L is dloss_dAL, computed from Z^l onwards."""
    A = fs[l - 1](Zs[l - 1])
    for k in range(l, len(Ws)):
        A = fs[k](Zs[k] + Ws[k].T @ (A - fs[k - 1](np.real(Zs[k - 1]) if k == l else Zs[k - 1])))
    return np.sum(dloss_dAL * A)
