import numpy as np
from reference import dsigmoid, sigmoid


def step__zero_at_zero(z):
    """Your step is 0 at z = 0. The lecture's step is 1{z ≥ 0}, which counts z = 0 in: step(0) = 1.
    Look at the comparison you use."""
    return np.where(z > 0, 1.0, 0.0)


def step__signs(z):
    """You return −1 for negative z, as np.sign does. The step activation 1{z ≥ 0} has the two values 0 and 1."""
    return np.where(z >= 0, 1.0, -1.0)


def step__relu(z):
    """That is the ReLU, which keeps positive z as it is. The step forgets how large z is and says only whether
    z ≥ 0."""
    return np.where(z >= 0, z, 0.0)


def step__reversed(z):
    """Your step is 1 on the negative side. It should be 1 where z ≥ 0 and 0 where z < 0."""
    return np.where(z >= 0, 0.0, 1.0)


def sigmoid__sign_of_exponent(z):
    """The sign in the exponent is the other way round: σ(z) = 1/(1 + e^(−z)) grows with z, yours falls."""
    return sigmoid(-z)


def sigmoid__tanh(z):
    """That is tanh(z), between −1 and 1. The sigmoid lies between 0 and 1; it has the same form, but is moved
    and scaled."""
    return np.tanh(z)


def dstep__sigmoid_derivative(z):
    """You used the derivative of the sigmoid for the step. They look alike from afar, but the step is flat: what
    is its slope at z = 1?"""
    return dsigmoid(z)


def dstep__ones(z):
    """You return 1 as the slope of the step. It is flat on both sides of 0: how much does step(z) change when z = 1
    becomes 1.01?"""
    return np.ones(np.shape(z))


def dsigmoid__sigmoid_itself(z):
    """That is σ(z) itself, not its derivative. Differentiate 1/(1 + e^(−z)) with the chain rule."""
    return sigmoid(z)


def dsigmoid__one_minus_missing(z):
    """You have σ(z)² (or only one of the two factors right). The derivative is a product of σ and something
    that becomes small where σ is close to 1."""
    return sigmoid(z) ** 2


def dsigmoid__derivative_of_tanh(z):
    """You used 1 − σ(z)², the pattern of tanh′ = 1 − tanh². The sigmoid's derivative has another form:
    differentiate it afresh."""
    return 1 - sigmoid(z) ** 2


def dsigmoid__at_the_output(z):
    """You take σ(z)(1 − σ(z)) at σ(z) instead of at z: the sigmoid is applied twice. What is passed in is z, the
    pre-activation."""
    return dsigmoid(sigmoid(z))
