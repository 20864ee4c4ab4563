"""Public tests of ``Sequential``."""

import numpy as np
from given import Scale, Shift
from neural_modules import Sequential

X = np.array([[1.0, -2.0], [0.5, 3.0]])
dY = np.array([[1.0, 2.0], [-1.0, 0.5]])


def test_forward():
    """Each module gets the output of the one before."""
    net = Sequential([Scale(2.0), Shift(1.0), Scale(-3.0)])
    np.testing.assert_allclose(net.forward(X), [[-9.0, 9.0], [-6.0, -21.0]])


def test_backward():
    """Backward goes through the modules from the last to the first."""
    modules = [Scale(2.0), Shift(1.0), Scale(-3.0)]
    net = Sequential(modules)
    net.forward(X)
    np.testing.assert_allclose(net.backward(dY), [[-6.0, -12.0], [6.0, -3.0]])
    np.testing.assert_allclose(modules[0].dw, 6.0)
    np.testing.assert_allclose(modules[1].db, -7.5)
    np.testing.assert_allclose(modules[2].dw, -1.5)


def test_step():
    """Each module takes a step, of the same step size."""
    modules = [Scale(2.0), Shift(1.0)]
    net = Sequential(modules)
    net.forward(X)
    net.backward(dY)
    net.sgd_step(0.5)
    np.testing.assert_allclose(modules[0].w, 3.0)
    np.testing.assert_allclose(modules[1].b, -0.25)


def test_empty():
    """A net without modules hands on what it gets."""
    net = Sequential([])
    np.testing.assert_array_equal(net.forward(X), X)
    np.testing.assert_array_equal(net.backward(dY), dY)
    net.sgd_step(1.0)
