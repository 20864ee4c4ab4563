import numpy as np
from reference import step_gradient


def zero_gradient_layers__step_layers_only(names):
    """You list only the layers that have a step themselves. The zero matrix ∂A/∂Z of a step layer is also a factor in the gradients of all
    layers below it."""
    return [l for l, name in enumerate(names, start=1) if name == "step"]


def zero_gradient_layers__layers_above(names):
    """You list the layers above the step. Gradients run from the loss backwards: those of the layers above don't pass through the step, those
    below do."""
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(min(steps), len(names) + 1)) if steps else []


def zero_gradient_layers__below_only(names):
    """The step layer itself is missing in your list. ∂loss/∂W^ℓ holds the factor ∂A^ℓ/∂Z^ℓ of its own layer as well."""
    steps = [l for l, name in enumerate(names, start=1) if name == "step"]
    return list(range(1, max(steps))) if steps else []


def zero_gradient_layers__counted_from_zero(names):
    """You count layers from 0; the lecture's layers are 1 to L."""
    steps = [l for l, name in enumerate(names) if name == "step"]
    return list(range(0, max(steps) + 1)) if steps else []


def zero_gradient_layers__relu_too(names):
    """You count ReLU as if it were a step. Its derivative is 0 only for negative z; where z > 0 it is 1, so the gradient is not zero for
    all weights."""
    flat = [l for l, name in enumerate(names, start=1) if name in ("step", "relu")]
    return list(range(1, max(flat) + 1)) if flat else []


def step_gradient__slope_one(l, x, y, Ws, W0s, fs, dfs):
    """You use 1 as the derivative of the activations. A step is flat: its derivative is 0, and that factor makes the whole product
    vanish."""
    return step_gradient(l, x, y, Ws, W0s, fs, [np.ones_like for _ in dfs])


def step_gradient__sigmoid_slope(l, x, y, Ws, W0s, fs, dfs):
    """You use the sigmoid's derivative in place of the one that is passed in. The forward pass uses fs, so the backward pass must use dfs."""

    def dsigmoid(z):
        s = 1 / (1 + np.exp(-z))
        return s * (1 - s)

    return step_gradient(l, x, y, Ws, W0s, fs, [dsigmoid for _ in dfs])


def step_gradient__always_zero(l, x, y, Ws, W0s, fs, dfs):
    """You return zeros always. The gradient vanishes only at a step and below it; with tanh everywhere, or above the step, it does
    not."""
    return np.zeros(Ws[l - 1].shape)


def step_gradient__transposed(l, x, y, Ws, W0s, fs, dfs):
    """Your gradient is transposed. By rule 4 it has the shape of W^ℓ."""
    return step_gradient(l, x, y, Ws, W0s, fs, dfs).T


def step_gradient__wrong_layer(l, x, y, Ws, W0s, fs, dfs):
    """That is the gradient of another layer. l counts from 1, Python's lists from 0: Ws[l-1] is W^ℓ."""
    return step_gradient(max(l - 1, 1) if l > 1 else min(l + 1, len(Ws)), x, y, Ws, W0s, fs, dfs)


def step_gradient__factor_two_missing(l, x, y, Ws, W0s, fs, dfs):
    """The 2 from differentiating the squared loss is missing."""
    return step_gradient(l, x, y, Ws, W0s, fs, dfs) / 2


def step_gradient__scalar_zero(l, x, y, Ws, W0s, fs, dfs):
    """You return the number 0 where the gradient vanishes. It is an array of zeros of the shape of W^ℓ, so that W − η·gradient still makes
    sense."""
    result = step_gradient(l, x, y, Ws, W0s, fs, dfs)
    return result if np.any(result) else 0.0
