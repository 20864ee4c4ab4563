"""Gradient checkers as their own manuals use them, each asked of a net: is this gradient right?

Every checker gets a loss, a point and a claimed gradient as numpy arrays. Those that differentiate numerically do so
with their own steps and tolerances; evaluations at the same point are remembered between the claims about one net,
which saves time and changes no verdict.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from nets import Array, Net, nearby

from grader import numeric
from grader.numeric import Estimate

Claim = Callable[[Array], str]
"""From a claimed gradient to "agrees", "disagrees" or "undecided"."""


class Loss:
    """The loss at real points, remembered by their bytes. ``calls`` counts the evaluations."""

    def __init__(self, net: Net) -> None:
        self.net, self.calls = net, 0
        self.known: dict[bytes, float] = {}

    def __call__(self, u: Any) -> float:
        point = np.asarray(u, dtype=float).reshape(self.net.start.shape)
        key = point.tobytes()
        if key not in self.known:
            self.calls += 1
            self.known[key] = float(self.net.value(point))
        return self.known[key]


def verdict(accepted: Any) -> str:
    return "agrees" if accepted else "disagrees"


def ours_trusted(net: Net, loss: Loss) -> tuple[Claim, Estimate]:
    around = [nearby(net, 1000 * k) for k in (1, 2, 3)]
    return _ours(net, numeric.derivative(net.value, net.start, trusted=True, nearby=around))


def ours_black_box(net: Net, loss: Loss) -> tuple[Claim, Estimate]:
    return _ours(net, numeric.derivative(loss, net.start, trusted=False))


def _ours(net: Net, found: Estimate) -> tuple[Claim, Estimate]:
    shape = net.start.shape
    estimate = Estimate(
        found.value.reshape(shape),
        found.error.reshape(shape),
        found.kink.reshape(shape),
        found.evaluations,
    )
    return lambda got: numeric.compare(got, estimate).verdict.value, estimate


def complex_step(net: Net, loss: Loss) -> tuple[Claim, None]:
    slopes = np.zeros(net.start.shape)
    for index in np.ndindex(slopes.shape):
        point = net.start.astype(complex)
        point[index] += 1e-30j
        loss.calls += 1
        slopes[index] = np.imag(net.value(point)) / 1e-30
    return lambda got: verdict(np.allclose(got, slopes, rtol=1e-7)), None


def _central(net: Net, loss: Loss, h: float = 1e-5) -> Array:
    slopes = np.zeros(net.start.shape)
    for index in np.ndindex(slopes.shape):
        step = np.zeros(net.start.shape)
        step[index] = h
        slopes[index] = (loss(net.start + step) - loss(net.start - step)) / (2 * h)
    return slopes


def handout(limit: float) -> Callable[[Net, Loss], tuple[Claim, None]]:
    """Central differences at h = 1e-5, |difference| / |sum| of the gradients as vectors, as courses teach it."""

    def check(net: Net, loss: Loss) -> tuple[Claim, None]:
        slopes = _central(net, loss)

        def claim(got: Array) -> str:
            size = np.linalg.norm(got) + np.linalg.norm(slopes)
            return verdict(size == 0 or np.linalg.norm(got - slopes) <= limit * size)

        return claim, None

    return check


def scipy_check_grad(net: Net, loss: Loss) -> tuple[Claim, None]:
    from scipy.optimize import check_grad

    return lambda got: verdict(
        check_grad(loss, lambda u: got.ravel(), net.start.ravel()) < 1e-5
    ), None


def scipy_differentiate(net: Net, loss: Loss) -> tuple[Claim, Estimate]:
    from scipy.differentiate import jacobian

    def along_last_axes(points: Array) -> Array:
        flat = points.reshape(points.shape[0], -1)
        return np.array([loss(column) for column in flat.T]).reshape(points.shape[1:])

    found = jacobian(along_last_axes, net.start.ravel())
    shape = net.start.shape
    value, error = np.reshape(found.df, shape), np.reshape(found.error, shape)
    return _with_bar(value, error)


def numdifftools(net: Net, loss: Loss) -> tuple[Claim, Estimate]:
    from numdifftools import Gradient

    found = Gradient(loss, full_output=True)(net.start.ravel())
    shape = net.start.shape
    return _with_bar(np.reshape(found.estimate, shape), np.reshape(found.error_estimate, shape))


def _with_bar(value: Array, error: Array) -> tuple[Claim, Estimate]:
    # A bar that is no number says that nothing is known: no claim is within it, and no truth outside.
    bars = Estimate(value, np.nan_to_num(error, nan=np.inf), np.zeros(value.shape, dtype=bool))
    return lambda got: verdict(np.all(np.abs(got - value) <= error)), bars


def torch_gradcheck(net: Net, loss: Loss) -> tuple[Claim, None]:
    import torch

    def claim(got: Array) -> str:
        class Loss(torch.autograd.Function):
            @staticmethod
            def forward(ctx: Any, u: Any) -> Any:
                return torch.tensor(loss(u.detach().numpy()), dtype=torch.float64)

            @staticmethod
            def backward(ctx: Any, grad: Any) -> Any:
                return grad * torch.tensor(np.ascontiguousarray(got))

        start = torch.tensor(net.start, dtype=torch.float64, requires_grad=True)
        return verdict(torch.autograd.gradcheck(Loss.apply, (start,), raise_exception=False))

    return claim, None


def jax_check_vjp(net: Net, loss: Loss) -> tuple[Claim, None]:
    """What ``check_grads`` runs in mode "rev", with the claimed gradient in place of jax's own."""
    import jax
    from jax.test_util import check_vjp

    jax.config.update("jax_enable_x64", True)

    def f(u: Any) -> Array:
        return np.float64(loss(np.asarray(u)))

    def claim(got: Array) -> str:
        try:
            check_vjp(f, lambda u: (f(u), lambda g: (np.asarray(g) * got,)), (net.start,))
        except AssertionError:
            return "disagrees"
        return "agrees"

    return claim, None


def autograd_check_grads(net: Net, loss: Loss) -> tuple[Claim, None]:
    from autograd.extend import defvjp, primitive
    from autograd.test_util import check_grads

    def claim(got: Array) -> str:
        f = primitive(lambda u: loss(u))
        defvjp(f, lambda ans, u: lambda g: g * got)
        try:
            check_grads(f, modes=["rev"], order=1)(net.start.copy())
        except AssertionError:
            return "disagrees"
        return "agrees"

    return claim, None


CHECKERS: dict[str, Callable[[Net, Loss], tuple[Claim, Estimate | None]]] = {
    "ours, trusted function": ours_trusted,
    "ours, black box": ours_black_box,
    "complex step, allclose(rtol=1e-7)": complex_step,
    "h = 1e-5, relative error ≤ 1e-7": handout(1e-7),
    "h = 1e-5, relative error ≤ 1e-4": handout(1e-4),
    "torch gradcheck": torch_gradcheck,
    "jax check_vjp (check_grads)": jax_check_vjp,
    "autograd check_grads": autograd_check_grads,
    "scipy check_grad < 1e-5": scipy_check_grad,
    "scipy.differentiate, its own bar": scipy_differentiate,
    "numdifftools, its own bar": numdifftools,
}


def claims(net: Net, names: Iterable[str]) -> Iterator[tuple[str, Claim, Estimate | None, Loss]]:
    """Per checker: its name, what it says of a claim, its bars if it has any, and the loss it evaluates."""
    np.random.seed(0)  # some checkers draw directions from it
    for name in names:
        check = CHECKERS[name]
        loss = Loss(net)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            claim, bars = check(net, loss)
        yield name, claim, bars, loss
