"""Hidden tests of ``Tanh`` and ``ReLU``."""

import numpy as np
import pytest
from neural_modules import ReLU, Tanh

SHAPES = [(1, 1), (4, 6), (5, 1), (3, 3), (2, 3, 4)]


def drawn(shape, seed=7):
    draw = np.random.default_rng([seed, *shape])
    return draw.normal(size=shape).round(5), draw.normal(size=shape).round(5)


@pytest.mark.points(0.5)
@pytest.mark.parametrize("shape", SHAPES)
def test_tanh(shape):
    """Tanh: forward and backward, for arrays of any shape."""
    Z, dA = drawn(shape)
    module = Tanh()
    np.testing.assert_allclose(module.forward(Z), np.tanh(Z), rtol=1e-9)
    np.testing.assert_allclose(module.backward(dA), dA / np.cosh(Z) ** 2, rtol=1e-9)


@pytest.mark.points(0.5)
@pytest.mark.parametrize("shape", SHAPES)
def test_relu(shape):
    """ReLU: forward and backward, for arrays of any shape."""
    Z, dA = drawn(shape)
    module = ReLU()
    np.testing.assert_array_equal(module.forward(Z), Z * (Z > 0))
    np.testing.assert_array_equal(module.backward(dA), dA * (Z > 0))


@pytest.mark.points(1)
def test_huge_numbers():
    """Huge entries give the limits, without overflow."""
    Z = np.array([[-1e4, -30.0, 30.0, 1e4]])
    dA = np.array([[2.0, 2.0, 2.0, 2.0]])
    module = Tanh()
    np.testing.assert_allclose(module.forward(Z), [[-1.0, -1.0, 1.0, 1.0]], rtol=1e-9)
    np.testing.assert_allclose(module.backward(dA), np.zeros((1, 4)), atol=1e-12)
    module = ReLU()
    np.testing.assert_array_equal(module.forward(Z), [[0.0, 0.0, 30.0, 1e4]])
    np.testing.assert_array_equal(module.backward(dA), [[0.0, 0.0, 2.0, 2.0]])


@pytest.mark.points(1.5)
def test_zero():
    """At 0, ReLU is 0 and so is its derivative; tanh has slope 1."""
    Z, dA = np.array([[0.0, -0.0, 1e-9]]), np.array([[3.0, -2.0, 5.0]])
    module = ReLU()
    np.testing.assert_array_equal(module.forward(Z), [[0.0, 0.0, 1e-9]])
    np.testing.assert_array_equal(module.backward(dA), [[0.0, 0.0, 5.0]])
    module = Tanh()
    module.forward(Z)
    np.testing.assert_allclose(module.backward(dA), dA, rtol=1e-9)


@pytest.mark.points(2)
@pytest.mark.parametrize("name", ["Tanh", "ReLU"])
def test_last_forward_of_its_own(name):
    """Backward takes the Z of the last forward of the same object."""
    (Z, dA), (U, dU) = drawn((3, 4)), drawn((2, 5))
    one, other = (Tanh(), Tanh()) if name == "Tanh" else (ReLU(), ReLU())
    slope = (lambda z: 1 / np.cosh(z) ** 2) if name == "Tanh" else (lambda z: z > 0)
    one.forward(dA)
    one.forward(Z)
    other.forward(U)
    np.testing.assert_allclose(one.backward(dA), dA * slope(Z), rtol=1e-9)
    np.testing.assert_allclose(other.backward(dU), dU * slope(U), rtol=1e-9)
    np.testing.assert_allclose(one.backward(2 * dA), 2 * dA * slope(Z), rtol=1e-9)


@pytest.mark.points(0.5)
def test_arguments_stay():
    """No module changes an array that it is given."""
    Z, dA = drawn((3, 4))
    for module in (Tanh(), ReLU()):
        given, handed = Z.copy(), dA.copy()
        module.forward(given)
        module.backward(handed)
        np.testing.assert_array_equal(given, Z, "forward changes its argument")
        np.testing.assert_array_equal(handed, dA, "backward changes its argument")
