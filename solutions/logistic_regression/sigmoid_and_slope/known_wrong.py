"""Mistakes with the sigmoid, and what to tell the student."""

import numpy as np
from reference import dsigmoid, sigmoid


def sigmoid__falling(z: np.ndarray) -> np.ndarray:
    """Your curve falls from 1 to 0: it is σ(−z). In 1/(1 + e^(−z)) the exponential must vanish for large positive z, so
    that a high score means a probability near 1. Check the sign in the exponent."""
    return sigmoid(-z)


def sigmoid__infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    """The formula is right on paper, but e^z overflows for large z, and ∞/∞ is not a number. Divide both parts of the
    fraction by e^z where z is positive: then only e^(−z) is left, which is at most 1."""
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))


def sigmoid__hyperbolic_tangent(z: np.ndarray) -> np.ndarray:
    """That is tanh, which runs from −1 to 1. A probability lies between 0 and 1, and a score of 0 must give 1/2. The two
    curves are related by σ(z) = (1 + tanh(z/2))/2."""
    return np.tanh(z)


def sigmoid__straight_line(z: np.ndarray) -> np.ndarray:
    """You use a straight line that is cut off at 0 and 1. It touches the sigmoid at z = 0 only; between certain and
    undecided the sigmoid is curved, and it never quite reaches 0 or 1."""
    return np.clip(0.5 + z / 4, 0.0, 1.0)


def sigmoid__decision(z: np.ndarray) -> np.ndarray:
    """You return the decision, 0 or 1. The sigmoid keeps how sure we are: scores near 0 give probabilities near 1/2. The
    threshold comes later, when a label has to be predicted."""
    return np.where(z > 0, 1.0, 0.0)


def sigmoid__odds(z: np.ndarray) -> np.ndarray:
    """That is e^z without the denominator: the odds g/(1 − g), not the probability g. Divide by 1 + e^z (and mind
    the overflow)."""
    with np.errstate(all="ignore"):
        return np.exp(z)


def dsigmoid__score_as_probability(z: np.ndarray) -> np.ndarray:
    """You compute z (1 − z). The formula σ′ = g (1 − g) is meant for the probability g = σ(z), and the argument here is
    the score. Apply the sigmoid first."""
    return z * (1 - z)


def dsigmoid__no_derivative(z: np.ndarray) -> np.ndarray:
    """That is σ(z), not its slope. The slope is largest where the curve is steepest, 1/4 at z = 0, and it is nearly zero at
    both ends, where the curve is flat."""
    return sigmoid(z)


def dsigmoid__factor_lost(z: np.ndarray) -> np.ndarray:
    """You return 1 − σ(z), one of the two factors of σ′. It is the derivative of log σ; differentiating σ itself leaves
    another factor σ(z)."""
    return sigmoid(-z)


def dsigmoid__of_tanh(z: np.ndarray) -> np.ndarray:
    """You use 1 − g², the rule for tanh. For the sigmoid, differentiate (1 + e^(−z))^(−1) by the chain rule and write what
    you get with g = σ(z): the square is not on its own."""
    return 1 - sigmoid(z) ** 2


def dsigmoid__inner_sign(z: np.ndarray) -> np.ndarray:
    """The size is right and the sign is wrong, but the sigmoid rises everywhere. There are two minus signs in the chain
    rule: one from the power −1, one from the inner derivative of e^(−z). They cancel."""
    return -dsigmoid(z)


def dsigmoid__derivative_twice(z: np.ndarray) -> np.ndarray:
    """You evaluate the derivative at σ(z) in place of z, so the sigmoid is applied twice. Either use σ′ at z, or write it
    as g (1 − g) with g = σ(z), but not both."""
    return dsigmoid(sigmoid(z))
