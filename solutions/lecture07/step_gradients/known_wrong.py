"""Mistakes with gradients below a step, and what to tell the student."""

from collections.abc import Callable

import numpy as np
from given import Activation, dsign_step
from reference import step_gradient


def zero_gradient_layers__only_the_step(names: list[str]) -> list[int]:
    """You list the layers that have a step themselves. The gradient of a layer further down passes through them, too:
    on its way back from the loss it is multiplied by their derivative."""
    return [l for l, name in enumerate(names, start=1) if name == "step"]


def zero_gradient_layers__strictly_below(names: list[str]) -> list[int]:
    """You leave out the layer that has the step. Its weights act on Z^l, and between Z^l and the loss stands the
    activation of layer l itself, whose derivative is zero."""
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(1, max(steps))) if steps else []


def zero_gradient_layers__above(names: list[str]) -> list[int]:
    """You list the layers from the step upwards. The gradient travels from the loss down: the layers above a step have
    their gradient before it is reached, those below are cut off."""
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(min(steps), len(names) + 1)) if steps else []


def zero_gradient_layers__counts_from_zero(names: list[str]) -> list[int]:
    """You have the right layers, counted from 0 as Python does. In the lecture, and here, the first layer is layer 1."""
    steps = [l for l, name in enumerate(names) if name == "step"]
    return list(range(max(steps) + 1)) if steps else []


def zero_gradient_layers__below_the_first_step(names: list[str]) -> list[int]:
    """You stop at the first step you meet from below. With more than one, a layer between two steps is cut off from
    the loss by the upper one. Look for the highest step."""
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(1, min(steps) + 1)) if steps else []


def zero_gradient_layers__all_layers(names: list[str]) -> list[int]:
    """You say that one step spoils the whole net. The layers above the last step reach the loss without passing
    through it, and their gradients are as usual."""
    return list(range(1, len(names) + 1)) if "step" in names else []


def zero_gradient_layers__relu_too(names: list[str]) -> list[int]:
    """You count ReLU among the activations that always cut the gradient off. It has derivative 0 for negative z only; for
    other weights z is positive. Asked is what is zero whatever the weights."""
    flat = [l for l, name in enumerate(names, start=1) if name in ("step", "relu")]
    return list(range(1, max(flat) + 1)) if flat else []


def _with_slope(
    replacement: Callable[[np.ndarray], np.ndarray], dfs: list[Activation]
) -> list[Activation]:
    return [replacement if df is dsign_step else df for df in dfs]


def step_gradient__sigmoid_in_place_of_step(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> np.ndarray:
    """You use the derivative of a sigmoid where the activation is a step. It would let the net learn, but the
    net in question has a step, which is flat: use the derivative you are given."""

    def dsigmoid(z: np.ndarray) -> np.ndarray:
        s = 0.5 * (1 + np.tanh(z / 2))
        return s * (1 - s)

    return step_gradient(l, x, y, Ws, W0s, fs, _with_slope(dsigmoid, dfs))


def step_gradient__one_in_place_of_step(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> np.ndarray:
    """You let the gradient pass through the step as if it were not there. People do train nets with that trick, but it is
    not the derivative: a small change below a step changes nothing above it."""
    return step_gradient(l, x, y, Ws, W0s, fs, _with_slope(lambda z: np.ones(z.shape), dfs))


def step_gradient__zero_as_a_number(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> np.ndarray | float:
    """Zero is right, but as a number it has lost its shape. ∂loss/∂W^l is an m × n matrix, also when all its entries
    are 0."""
    gradient = step_gradient(l, x, y, Ws, W0s, fs, dfs)
    return gradient if gradient.any() else 0.0


def step_gradient__zero_everywhere(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> np.ndarray:
    """You return zeros for every layer of a net that has a step somewhere. Layers above the last step are not cut off
    from the loss; compute their gradient as usual."""
    if dsign_step in dfs:
        return np.zeros(Ws[l - 1].shape)
    return step_gradient(l, x, y, Ws, W0s, fs, dfs)


def step_gradient__own_step_overlooked(
    l: int,
    x: np.ndarray,
    y: np.ndarray,
    Ws: list[np.ndarray],
    W0s: list[np.ndarray],
    fs: list[Activation],
    dfs: list[Activation],
) -> np.ndarray:
    """You look for steps above layer l only. When layer l itself has one, the loss does not feel W^l either: the
    factor ∂A^l/∂Z^l belongs to the product."""
    own = [*dfs[: l - 1], lambda z: np.ones(z.shape), *dfs[l:]]
    return step_gradient(l, x, y, Ws, W0s, fs, own if dfs[l - 1] is dsign_step else dfs)
