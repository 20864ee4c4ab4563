"""Random nets, their gradients in doubles and in 50 digits, and the mistakes people make in them.

A net has 1 to 8 layers of 1 to 32 units and inputs of size 1e-6 to 1e6; half of the nets keep the size, half take it out again
in the first layer's weights. Nets *next to a kink* have ReLUs, one of them with a pre-activation that is only 1e-12 to
1e-4 of its terms away from zero.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

from grader import numeric

Array = np.ndarray[Any, np.dtype[Any]]
DIGITS = 50
LARGEST_NET = 8
WIDEST = 32


def _tanh(z: Array) -> Array:
    return np.tanh(z)


def _sigmoid(z: Array) -> Array:
    return 0.5 * (1 + np.tanh(z / 2))


def _relu(z: Array) -> Array:
    return np.where(z.real > 0, z, 0 * z)


def _dsigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "relu": _relu,
    "identity": lambda z: z,
}
SLOPES: dict[str, Callable[[Array], Array]] = {
    "tanh": lambda z: 4 * _dsigmoid(2 * z),
    "sigmoid": _dsigmoid,
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    "identity": lambda z: np.ones(z.shape),
}


def _exact(name: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """An activation and its slope on mpmath numbers."""
    one = mpmath.mpf(1)
    return {
        "tanh": (mpmath.tanh, lambda z: mpmath.sech(z) ** 2),
        "sigmoid": (
            lambda z: one / (1 + mpmath.exp(-z)),
            lambda z: one / (2 + mpmath.exp(z) + mpmath.exp(-z)),
        ),
        "relu": (lambda z: z if z > 0 else mpmath.mpf(0), lambda z: mpmath.mpf(int(z > 0))),
        "identity": (lambda z: z, lambda z: one),
    }[name]


@dataclass(frozen=True, eq=False)
class Net:
    """``place``: what is differentiated by, ("x", 0), ("W", l) or ("W0", l), layers counted from 0.
    ``loss``: "squared", or "nll" of the sigmoid of the last layer's output."""

    x: Array
    y: Array
    Ws: list[Array]
    W0s: list[Array]
    names: list[str]
    loss: str
    place: tuple[str, int]

    @property
    def start(self) -> Array:
        kind, layer = self.place
        return self.x if kind == "x" else (self.Ws if kind == "W" else self.W0s)[layer]

    def value(self, u: Array) -> Any:
        """The loss with ``u``, real or complex, in the place."""
        kind, layer = self.place
        A = u if kind == "x" else self.x
        for k, (W, W0, name) in enumerate(zip(self.Ws, self.W0s, self.names, strict=True)):
            W = u if (kind, layer) == ("W", k) else W
            W0 = u if (kind, layer) == ("W0", k) else W0
            A = ACTIVATIONS[name](W.T @ A + W0)
        if self.loss == "squared":
            return np.sum((A - self.y) ** 2)
        size = np.where(A.real > 0, A, -A)
        return np.sum(np.where(A.real > 0, A, 0 * A) - self.y * A + np.log1p(np.exp(-size)))


def nearby(net: Net, seed: int) -> Callable[[Array], Any]:
    """The loss with all other numbers moved in their last place."""
    x, y, Ws, W0s = numeric.jittered([net.x, net.y, net.Ws, net.W0s], seed)
    return Net(x, y, Ws, W0s, net.names, net.loss, net.place).value


@dataclass(frozen=True, eq=False)
class Sweep:
    """The backward pass, with everything in it that a mistake can be made of."""

    Zs: list[Array]
    As: list[Array]
    dZs: list[Array]
    dx: Array

    def gradient(self, place: tuple[str, int]) -> Array:
        kind, layer = place
        if kind == "x":
            return self.dx
        return self.dZs[layer] if kind == "W0" else self.As[layer] @ self.dZs[layer].T


Slope = Callable[[int, Array, Array], Array]


def sweep(net: Net, slope: Slope | None = None, *, offsets: float = 1.0, y: float = 1.0) -> Sweep:
    """Forward and back in doubles; ``slope(l, Z, A)`` in place of f′(Z), ``offsets`` and ``y`` times what is due."""
    slopes = slope or (lambda k, Z, A: SLOPES[net.names[k]](Z))
    Zs, As = [], [net.x]
    for W, W0, name in zip(net.Ws, net.W0s, net.names, strict=True):
        Zs.append(W.T @ As[-1] + offsets * W0)
        As.append(ACTIVATIONS[name](Zs[-1]))
    A, wanted = As[-1], y * net.y
    back = 2 * (A - wanted) if net.loss == "squared" else _sigmoid(A) - wanted
    if net.loss == "nll":
        e = np.exp(-np.abs(A))
        back = np.where(A > 0, 1 - wanted - e / (1 + e), e / (1 + e) - wanted)
    dZs: list[Array] = []
    for k in range(len(net.Ws) - 1, -1, -1):
        dZs.insert(0, slopes(k, Zs[k], As[k + 1]) * back)
        back = net.Ws[k] @ dZs[0]
    return Sweep(Zs, As, dZs, back)


def truth(net: Net) -> tuple[Array, list[Array]]:
    """The gradient in 50 digits (as mpmath numbers), and the pre-activations it was taken at."""
    with mpmath.workdps(DIGITS):
        exact = np.vectorize(mpmath.mpf, otypes=[object])
        Ws, A, y = [exact(W) for W in net.Ws], exact(net.x), exact(net.y)
        Zs, As = [], [A]
        for W, W0, name in zip(Ws, net.W0s, net.names, strict=True):
            Zs.append(W.T @ As[-1] + exact(W0))
            As.append(np.vectorize(_exact(name)[0], otypes=[object])(Zs[-1]))
        if net.loss == "squared":
            back = 2 * (As[-1] - y)
        else:
            # σ(A) − y with y = 1 would cancel even in 50 digits.
            sides = np.where(net.y > 0.5, -1, 1)
            back = sides * np.vectorize(_exact("sigmoid")[0], otypes=[object])(sides * As[-1])
        dZs: list[Array] = []
        for k in range(len(Ws) - 1, -1, -1):
            dZs.insert(0, np.vectorize(_exact(net.names[k])[1], otypes=[object])(Zs[k]) * back)
            back = Ws[k] @ dZs[0]
        return Sweep(Zs, As, dZs, back).gradient(net.place), Zs


def draw(seed: int, near_kink: bool) -> Net:
    """Net number ``seed``, with pre-activations on the same side of each kink in doubles as in truth."""
    rng = np.random.default_rng([seed, near_kink])
    while True:
        net = _draw(rng, near_kink)
        _, exact = truth(net)
        Zs = sweep(net).Zs
        finite = np.isfinite(float(net.value(net.start)))
        if finite and all(
            np.array_equal(np.sign(one), np.sign(other.astype(float)))
            for one, other in zip(Zs, exact, strict=True)
        ):
            return net


def _draw(rng: np.random.Generator, near_kink: bool) -> Net:
    depth = int(rng.integers(1, LARGEST_NET + 1))
    widths = [int(np.exp(rng.uniform(0, np.log(WIDEST + 0.99)))) for _ in range(depth + 1)]
    scale = 10.0 ** rng.uniform(-6, 6)
    x = scale * rng.normal(size=(widths[0], 1))
    Ws = [rng.normal(size=(m, n)) / np.sqrt(m) for m, n in itertools.pairwise(widths)]
    W0s = [rng.normal(size=(n, 1)) for n in widths[1:]]
    if rng.random() < 0.5:
        Ws[0] = Ws[0] / scale
    else:
        W0s = [scale * W0 for W0 in W0s[:1]] + W0s[1:]
    kinds = ["relu", "identity"] if near_kink else ["tanh", "sigmoid", "identity", "tanh"]
    names = [str(rng.choice(kinds)) for _ in range(depth)]
    loss = "nll" if rng.random() < 0.3 else "squared"
    layer = int(rng.integers(depth))
    place = [("W", layer), ("W0", layer), ("x", 0)][int(rng.choice(3, p=[0.6, 0.2, 0.2]))]
    y = np.ones((widths[-1], 1))
    net = Net(x, y, Ws, W0s, names, loss, place)
    if near_kink:
        net = _beside_a_kink(net, rng)
    A = sweep(net).As[-1]
    size = max(1.0, float(np.sqrt(np.mean(A**2)))) if names[-1] in ("relu", "identity") else 1.0
    y = rng.integers(0, 2, size=A.shape) * 1.0 if loss == "nll" else size * rng.normal(size=A.shape)
    return Net(net.x, y, net.Ws, net.W0s, net.names, loss, place)


def _beside_a_kink(net: Net, rng: np.random.Generator) -> Net:
    """One ReLU unit, at or above the place, comes to lie a little beside its kink."""
    kind, layer = net.place
    k = int(rng.integers(0 if kind == "x" else layer, len(net.Ws)))
    names = [*net.names[:k], "relu", *net.names[k + 1 :]]
    Zs = sweep(Net(net.x, net.y, net.Ws, net.W0s, names, net.loss, net.place)).Zs
    unit = int(rng.integers(len(Zs[k])))
    distance = float(rng.choice([-1, 1])) * 10.0 ** rng.uniform(-12, -4)
    W0s = [W0.copy() for W0 in net.W0s]
    W0s[k][unit] += distance * max(np.abs(W0s[k][unit, 0]), np.abs(Zs[k]).max()) - Zs[k][unit]
    return Net(net.x, net.y, net.Ws, W0s, names, net.loss, net.place)


def mistakes(net: Net, right: Array, seed: int) -> Iterator[tuple[str, Array]]:
    """Wrong gradients of the right shape, by name. Some are right by chance: see :func:`is_wrong`."""
    rng = np.random.default_rng([seed, 7])
    at = tuple(int(k) for k in rng.choice(np.argwhere(right != 0))) if np.any(right) else (0, 0)
    other = tuple(int(rng.integers(n)) for n in right.shape)
    row, column = np.arange(right.shape[0]) == at[0], np.arange(right.shape[1]) == at[1]
    one = (row[:, None] & column).astype(float)
    largest, depth = float(np.max(np.abs(right))), len(net.Ws)
    hidden = int(rng.integers(depth))

    def slope(k: int, Z: Array) -> Array:
        return SLOPES[net.names[k]](Z)

    yield "one entry off by 1e-5", right * (1 + 1e-5 * one)
    yield "one entry off by -1e-5", right * (1 - 1e-5 * one)
    yield "one entry off by 1e-4", right * (1 + 1e-4 * one)
    yield "one entry off by 1e-3", right * (1 + 1e-3 * one)
    yield "one entry shifted by 1e-5 of the largest", right + 1e-5 * largest * one
    yield "all entries off by 1e-5", right * (1 + 1e-5)
    yield "one entry left 0", right * (1 - one)
    yield "one row left 0", right * ~row[:, None]
    yield "one column left 0", right * ~column
    yield "two entries swapped", _swapped(right, at, other)
    yield "rows in reverse", right[::-1]
    yield (
        "transposed",
        right.T if right.shape[0] == right.shape[1] else right.T.reshape(right.shape),
    )
    yield "of the wrong sign", -right
    yield "one entry of the wrong sign", right * (1 - 2 * one)
    yield "without signs", np.abs(right)
    yield "twice", 2 * right
    yield "half", right / 2
    yield "mean for sum", right / max(2, net.y.size)
    yield "every row summed", np.broadcast_to(right.sum(axis=0), right.shape)
    yield "in half precision", right.astype(np.float16).astype(float)
    yield (
        "f' missing in one layer",
        sweep(net, lambda k, Z, A: np.ones(Z.shape) if k == hidden else slope(k, Z)).gradient(
            net.place
        ),
    )
    yield "no f' at all", sweep(net, lambda k, Z, A: np.ones(Z.shape)).gradient(net.place)
    yield "f' at A", sweep(net, lambda k, Z, A: slope(k, A)).gradient(net.place)
    yield "prediction for error", sweep(net, y=0.0).gradient(net.place)
    yield "offsets forgotten", sweep(net, offsets=0.0).gradient(net.place)
    yield "at a point 1e-3 away", sweep(_moved(net, 1e-3)).gradient(net.place)
    if net.place[0] == "W" and net.place[1]:
        back = sweep(net)
        layer = net.place[1]
        yield "Z for A of the layer below", back.Zs[layer - 1] @ back.dZs[layer].T


def _swapped(right: Array, one: tuple[int, ...], other: tuple[int, ...]) -> Array:
    changed = right.copy()
    changed[one], changed[other] = right[other], right[one]
    return changed


def _moved(net: Net, by: float) -> Net:
    Ws = [(1 + by) * W for W in net.Ws]
    return Net(net.x, net.y, Ws, net.W0s, net.names, net.loss, net.place)


def is_wrong(got: Array, exact: Array) -> bool:
    """Whether some entry is off by 1e-5 of itself (to a rounding) and by more than rounding of the largest entry."""
    sizes = np.abs(exact).astype(float)
    off = np.abs(np.vectorize(mpmath.mpf, otypes=[object])(got) - exact).astype(float)
    return bool(np.any(off > np.maximum(0.99e-5 * sizes, 1e-11 * np.max(sizes))))
