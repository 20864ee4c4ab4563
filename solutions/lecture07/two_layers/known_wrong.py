"""Mistakes in a net of two layers, and what to tell the student."""

import numpy as np
from given import Activation


def two_layers__no_hidden_activation(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """Your second layer is fed with Z¹, not with A¹ = f¹(Z¹). Without f¹ between them the two layers are
    one linear map, however many weights they have."""
    return f2(W2.T @ (W1.T @ x + W01) + W02)


def two_layers__no_output_activation(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """You return Z², the pre-activation of the last layer. The output of the net is A² = f²(Z²), even
    if f² is often the identity."""
    return W2.T @ f1(W1.T @ x + W01) + W02


def two_layers__activations_swapped(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """f1 and f2 have changed places. f1 belongs to the hidden layer, right after W1 and W01; f2 makes the
    output of the net."""
    return f1(W2.T @ f2(W1.T @ x + W01) + W02)


def two_layers__same_activation_twice(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """You use f1 in both layers. Every layer has an activation of its own; the last one gets f2, chosen
    by the task."""
    return f1(W2.T @ f1(W1.T @ x + W01) + W02)


def two_layers__offsets_after_activation(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """You add the offsets after the activation, f(Wᵀ x) + W0. They belong inside: Z = Wᵀ x + W0 comes first and
    f is applied to all of it. That is how an offset shifts where a unit switches on."""
    return f2(W2.T @ (f1(W1.T @ x) + W01)) + W02


def two_layers__offsets_forgotten(
    x: np.ndarray,
    W1: np.ndarray,
    W01: np.ndarray,
    W2: np.ndarray,
    W02: np.ndarray,
    f1: Activation,
    f2: Activation,
) -> np.ndarray:
    """The offsets W01 and W02 don't appear in your result. Each layer computes Z = Wᵀ x + W0 before its
    activation."""
    return f2(W2.T @ f1(W1.T @ x))
