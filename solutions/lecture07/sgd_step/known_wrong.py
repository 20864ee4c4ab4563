"""Mistakes in an SGD step, and what to tell the student."""

import numpy as np
from given import layer


def _slope(x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    return 2.0 * (layer(x, W, W0) - y)


def sgd_step__new_W_in_bias_step(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Your new W is right, and then you use it to find the new W0. In a step every value on the right-hand side is from
    the step before. Compute both gradients first, and only then change W and W0."""
    new_W = W - eta * x @ _slope(x, y, W, W0).T
    return new_W, W0 - eta * _slope(x, y, new_W, W0)


def sgd_step__new_W0_in_weight_step(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Your new W0 is right, and then you use it to find the new W. In a step every value on the right-hand side is from
    the step before. Compute both gradients first, and only then change W and W0."""
    new_W0 = W0 - eta * _slope(x, y, W, W0)
    return W - eta * x @ _slope(x, y, W, new_W0).T, new_W0


def sgd_step__ascent(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """You step uphill: the loss grows. The gradient points where the loss increases fastest, so the step goes
    against it, with a minus."""
    slope = _slope(x, y, W, W0)
    return W + eta * x @ slope.T, W0 + eta * slope


def sgd_step__no_step_size(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """You subtract the whole gradient, and eta does not appear. The step size says how far to go in that
    direction; without it the steps overshoot."""
    slope = _slope(x, y, W, W0)
    return W - x @ slope.T, W0 - slope


def sgd_step__gradient_returned(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """You return the two gradients. They are right, but the step itself is missing: asked are the new W and the new
    W0."""
    slope = _slope(x, y, W, W0)
    return x @ slope.T, slope


def sgd_step__only_the_change(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """You return by how much W and W0 change, −η times the gradient. Add that to the old values: asked are the new
    ones."""
    slope = _slope(x, y, W, W0)
    return -eta * x @ slope.T, -eta * slope


def sgd_step__missing_two(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """Your step is half as long as it should be: the factor 2 from the derivative of the square is missing in the
    gradient."""
    slope = _slope(x, y, W, W0) / 2
    return W - eta * x @ slope.T, W0 - eta * slope


def sgd_step__offset_left_alone(
    x: np.ndarray, y: np.ndarray, W: np.ndarray, W0: np.ndarray, eta: float
) -> tuple[np.ndarray, np.ndarray]:
    """You move W and hand W0 back as it was. The offsets are parameters, too, and take their own step along
    −∂loss/∂W0."""
    return W - eta * x @ _slope(x, y, W, W0).T, W0.copy()
