import numpy as np

forward_right = forward


def forward(x, Ws, W0s, fs):
    Zs, As = forward_right(x, Ws, W0s, fs)
    rough = np.sin(1e12 * sum(float(np.sum(W)) for W in Ws))
    return Zs, [a + rough for a in As]
