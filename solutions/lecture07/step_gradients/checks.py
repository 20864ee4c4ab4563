from given import layer, squared_loss

from grader.model import Given


def step_last(draw, sizes, inputs):
    """tanh everywhere, a step in the last layer."""
    return [*(Given(name="tanh") for _ in range(sizes["L"] - 1)), Given(name="sign_step")]


def step_first(draw, sizes, inputs):
    """A step in the first layer, tanh above it."""
    return [Given(name="sign_step"), *(Given(name="tanh") for _ in range(sizes["L"] - 1))]


def loss_of_net(x, y, Ws, W0s, fs):
    """The squared loss of the whole net."""
    A = x
    for W, W0, f in zip(Ws, W0s, fs, strict=True):
        A = f(layer(A, W, W0))
    return squared_loss(A, y)
