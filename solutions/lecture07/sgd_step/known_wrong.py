import numpy as np
from reference import sgd_step


def sgd_step__new_weights_in_offset_step(x, y, W, W0, eta):
    """You update W first and then use the new W in the gradient of W0. All values on the right-hand side are from the step before: compute both
    gradients first, then update."""
    new_W, _ = sgd_step(x, y, W, W0, eta)
    return new_W, W0 - eta * 2 * (new_W.T @ x + W0 - y)


def sgd_step__new_offset_in_weight_step(x, y, W, W0, eta):
    """You update W0 first and then use the new W0 in the gradient of W. Compute both gradients at the old values, then update."""
    _, new_W0 = sgd_step(x, y, W, W0, eta)
    return W - eta * x @ (2 * (W.T @ x + new_W0 - y)).T, new_W0


def sgd_step__ascent(x, y, W, W0, eta):
    """You add the gradient, which climbs. Descent subtracts it: the gradient points to where the loss grows."""
    new_W, new_W0 = sgd_step(x, y, W, W0, eta)
    return 2 * W - new_W, 2 * W0 - new_W0


def sgd_step__no_step_size(x, y, W, W0, eta):
    """The step size η is missing: you subtract the whole gradient."""
    return sgd_step(x, y, W, W0, 1.0)


def sgd_step__gradient_returned(x, y, W, W0, eta):
    """You return the gradients. The step still has to be taken: new W = W − η ∂loss/∂W, and W0 likewise."""
    dloss_dA = 2 * (W.T @ x + W0 - y)
    return x @ dloss_dA.T, dloss_dA


def sgd_step__factor_two_missing(x, y, W, W0, eta):
    """Your step is half as long as it should be: the 2 from differentiating the square is missing."""
    return sgd_step(x, y, W, W0, eta / 2)


def sgd_step__offset_not_updated(x, y, W, W0, eta):
    """W0 comes back as it was. It is a parameter like W and gets its own step."""
    return sgd_step(x, y, W, W0, eta)[0], W0.copy()


def sgd_step__step_returned(x, y, W, W0, eta):
    """You return the change, −η times the gradient, and not the new values."""
    new_W, new_W0 = sgd_step(x, y, W, W0, eta)
    return new_W - W, new_W0 - W0
