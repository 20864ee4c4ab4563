"""Mistakes with the activations, and what to tell the student."""

import numpy as np
from reference import sigmoid


def step__strict_inequality(z: np.ndarray) -> np.ndarray:
    """Almost: your step is 0 at z = 0. The lecture defines it with z ≥ 0, so the jump itself belongs to
    the upper side and step(0) = 1. Look at the comparison once more."""
    return np.where(z > 0, 1.0, 0.0)


def step__sign(z: np.ndarray) -> np.ndarray:
    """You jump between −1 and +1; that is a sign function. The lecture's step is an indicator, 1{z ≥ 0}:
    its two values are 0 and 1."""
    return np.where(z >= 0, 1.0, -1.0)


def step__flipped(z: np.ndarray) -> np.ndarray:
    """Your step goes down where it should go up: it is 1 for negative z. The indicator 1{z ≥ 0} is 1
    where the condition holds. Try it on z = 3 and on z = −3."""
    return np.where(z >= 0, 0.0, 1.0)


def step__relu(z: np.ndarray) -> np.ndarray:
    """You return z itself where z ≥ 0; that is the ReLU. A step forgets how large z is and only says on
    which side of 0 it lies."""
    return np.where(z >= 0, z, 0.0)


def sigmoid__sign_of_exponent(z: np.ndarray) -> np.ndarray:
    """Your curve falls where the sigmoid rises: it is σ(−z). Check the sign in the exponent: for large
    positive z the exponential in the denominator must vanish, so that σ(z) comes near 1."""
    return sigmoid(-z)


def sigmoid__tanh(z: np.ndarray) -> np.ndarray:
    """That is tanh, which runs from −1 to 1. The sigmoid has the same kind of shape, but it runs from 0 to 1
    (it is to be read as a probability) and σ(0) = 1/2."""
    return np.tanh(z)


def sigmoid__half_the_slope(z: np.ndarray) -> np.ndarray:
    """Your curve has the right ends but the wrong steepness: it is σ(2z). The link to the hyperbolic
    tangent is σ(z) = (1 + tanh(z/2))/2, with half of z inside."""
    return sigmoid(2 * z)


def dstep__the_step_itself(z: np.ndarray) -> np.ndarray:
    """You return the step, not its slope. Sketch the step and ask how steep it is to the left of the jump and
    to the right of it: that is what the derivative tells."""
    return np.where(z >= 0, 1.0, 0.0)


def dstep__sigmoid_derivative(z: np.ndarray) -> np.ndarray:
    """You use σ′ in place of the step's derivative. Some people train nets that way, but it is not the
    derivative of this function: a step is flat everywhere except at the jump."""
    return sigmoid(z) * sigmoid(-z)


def dstep__ones(z: np.ndarray) -> np.ndarray:
    """A slope of 1 everywhere belongs to the identity. The step does not change at all when z moves a
    little (unless it crosses 0): what is its slope, then?"""
    return np.ones(np.shape(z))


def dsigmoid__z_taken_as_activation(z: np.ndarray) -> np.ndarray:
    """You compute z (1 − z). That formula is meant for the activation, σ(1 − σ) with σ = σ(z), and here the
    argument is the pre-activation z. Apply the sigmoid first."""
    return z * (1 - z)


def dsigmoid__the_sigmoid_itself(z: np.ndarray) -> np.ndarray:
    """That is σ(z), not its slope. A derivative of the sigmoid must be small at both ends, where the
    curve is flat, and largest at z = 0, where it is 1/4."""
    return sigmoid(z)


def dsigmoid__second_factor_missing(z: np.ndarray) -> np.ndarray:
    """You return 1 − σ(z), one of the two factors. Differentiate 1/(1 + e^(−z)) once more with the chain rule and
    keep what comes from the square in the denominator."""
    return 1 - sigmoid(z)


def dsigmoid__of_tanh(z: np.ndarray) -> np.ndarray:
    """That is 1 − σ², which looks like the derivative of tanh, 1 − tanh². For the sigmoid the second
    factor is of first order in σ."""
    return 1 - sigmoid(z) ** 2
