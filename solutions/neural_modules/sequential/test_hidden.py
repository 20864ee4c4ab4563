"""Hidden tests of ``Sequential``, with the modules of given.py: nobody's own mistakes count twice."""

import numpy as np
import pytest
from given import Scale, Shift
from neural_modules import Sequential

X = np.array([[0.31234, -1.2, 2.5], [1.1, 0.4, -0.71234]])
dY = np.array([[0.21234, -0.5, 1.5], [-1.0, 0.3, 0.91234]])


@pytest.mark.points(2)
def test_forward():
    """The output goes through all modules, in their order."""
    net = Sequential([Shift(0.5), Scale(3.0), Shift(-2.0), Scale(0.5)])
    np.testing.assert_allclose(net.forward(X), ((X + 0.5) * 3.0 - 2.0) * 0.5)
    np.testing.assert_allclose(net.forward(2 * X), ((2 * X + 0.5) * 3.0 - 2.0) * 0.5)


@pytest.mark.points(1)
def test_many_modules():
    """A net may have many modules, and the next forward works as the one before."""
    modules = [Scale(1.0 + 0.1 * k) for k in range(9)]
    net, product = Sequential(modules), np.prod([1.0 + 0.1 * k for k in range(9)])
    for _ in range(2):
        np.testing.assert_allclose(net.forward(X), product * X)
        np.testing.assert_allclose(net.backward(dY), product * dY)
    net.sgd_step(0.01)
    for k, module in enumerate(modules):
        np.testing.assert_allclose(module.w, 1.0 + 0.1 * k - 0.01 * module.dw)
    shifted = Sequential([Shift(1.0), Scale(2.0)])
    for _ in range(2):
        np.testing.assert_allclose(shifted.forward(X), 2.0 * (X + 1.0))
        shifted.backward(dY)


@pytest.mark.points(2)
def test_backward():
    """Each module's backward gets the derivative by its own output."""
    modules = [Shift(0.5), Scale(3.0), Shift(-2.0), Scale(0.5)]
    net = Sequential(modules)
    net.forward(X)
    np.testing.assert_allclose(net.backward(dY), 1.5 * dY)
    np.testing.assert_allclose(modules[3].dw, np.sum(dY * ((X + 0.5) * 3.0 - 2.0)))
    np.testing.assert_allclose(modules[2].db, 0.5 * np.sum(dY))
    np.testing.assert_allclose(modules[1].dw, 0.5 * np.sum(dY * (X + 0.5)))
    np.testing.assert_allclose(modules[0].db, 1.5 * np.sum(dY))


@pytest.mark.points(2)
def test_step():
    """Every module takes a step, once, with the step size that was given."""
    modules = [Scale(2.0), Shift(1.0), Scale(-1.0)]
    net = Sequential(modules)
    net.forward(X)
    net.backward(dY)
    slopes = modules[0].dw, modules[1].db, modules[2].dw
    net.sgd_step(0.1)
    found = modules[0].w, modules[1].b, modules[2].w
    expected = [w - 0.1 * slope for w, slope in zip((2.0, 1.0, -1.0), slopes, strict=True)]
    np.testing.assert_allclose(found, expected)


@pytest.mark.points(2)
def test_nets_in_nets():
    """A net can be a module of another one, forward, backward and in its step."""
    inner = [Scale(2.0), Shift(1.0)]
    net = Sequential([Shift(-1.0), Sequential(inner), Scale(3.0)])
    np.testing.assert_allclose(net.forward(X), ((X - 1.0) * 2.0 + 1.0) * 3.0)
    np.testing.assert_allclose(net.backward(dY), 6.0 * dY)
    before = inner[0].dw
    net.sgd_step(0.01)
    np.testing.assert_allclose(inner[0].w, 2.0 - 0.01 * before)


@pytest.mark.points(1)
def test_nets_keep_apart():
    """Two nets share nothing."""
    one, other = Sequential([Scale(2.0)]), Sequential([Shift(5.0), Scale(3.0)])
    one.forward(X)
    np.testing.assert_allclose(other.forward(X), (X + 5.0) * 3.0)
    np.testing.assert_allclose(one.forward(X), 2.0 * X)
    np.testing.assert_allclose(other.backward(dY), 3.0 * dY)
