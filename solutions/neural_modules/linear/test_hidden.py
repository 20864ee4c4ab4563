"""Hidden tests of ``Linear``."""

import numpy as np
import pytest
from neural_modules import Linear

SIZES = [(1, 1, 1), (4, 3, 5), (2, 6, 1), (3, 3, 3), (5, 1, 4), (1, 4, 7)]


def drawn(m, n, b, seed=11):
    """A layer with known weights, points, and a derivative of the output."""
    draw = np.random.default_rng([seed, m, n, b])
    W, W0 = draw.normal(size=(m, n)).round(3), draw.normal(size=(n, 1)).round(3)
    layer = Linear(m, n)
    layer.W, layer.W0 = W.copy(), W0.copy()
    return layer, W, W0, draw.normal(size=(m, b)).round(3), draw.normal(size=(n, b)).round(3)


@pytest.mark.points(2)
def test_weights_are_drawn_as_asked():
    """W is (m, n) from the normal distribution with standard deviation 1/√m, W0 is (n, 1), zeros, for any m and n."""
    np.random.seed(5)
    for m, n in [(400, 30), (25, 300), (1, 5000)]:
        layer = Linear(m, n)
        W = np.asarray(layer.W)
        assert W.shape == (m, n), "W has the wrong shape"
        assert np.shape(layer.W0) == (n, 1), "W0 has the wrong shape"
        assert not np.any(layer.W0), "W0 does not start at 0"
        spread = np.std(W) * np.sqrt(m)
        assert 0.95 < spread < 1.05, "the standard deviation of W is not 1/√m"
        assert abs(np.mean(W)) * np.sqrt(m) < 0.05, "the mean of W is not 0"
        beyond = np.mean(np.abs(W) * np.sqrt(m) > 2)
        assert 0.03 < beyond < 0.06, "W is not drawn from a normal distribution"


@pytest.mark.points(0.5)
@pytest.mark.parametrize(("m", "n", "b"), SIZES)
def test_forward(m, n, b):
    """The output is Wᵀ X + W0, with W0 added to every column."""
    layer, W, W0, X, _ = drawn(m, n, b)
    np.testing.assert_allclose(layer.forward(X), W.T @ X + W0, rtol=1e-9, atol=1e-12)


@pytest.mark.points(1)
@pytest.mark.parametrize(("m", "n", "b"), SIZES)
def test_backward(m, n, b):
    """Backward returns W ∂L/∂Y and stores the sums over the points, dW and dW0, in the shapes of W and W0."""
    layer, W, W0, X, dY = drawn(m, n, b)
    layer.forward(X)
    np.testing.assert_allclose(layer.backward(dY), W @ dY, rtol=1e-9, atol=1e-12)
    assert np.shape(layer.dW) == (m, n), "dW has the wrong shape"
    assert np.shape(layer.dW0) == (n, 1), "dW0 has the wrong shape"
    np.testing.assert_allclose(layer.dW, X @ dY.T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(layer.dW0, dY @ np.ones((b, 1)), rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(layer.W, W, "backward changes W")
    np.testing.assert_array_equal(layer.W0, W0, "backward changes W0")


@pytest.mark.points(3)
def test_backward_uses_the_last_forward():
    """Backward takes the points of the last forward, and forgets the derivatives of an earlier backward."""
    layer, _, _, X, dY = drawn(3, 2, 4)
    other = drawn(3, 2, 4, seed=12)[3:]
    layer.forward(X)
    layer.backward(dY)
    layer.forward(other[0])
    layer.backward(other[1])
    np.testing.assert_allclose(layer.dW, other[0] @ other[1].T, rtol=1e-9, atol=1e-12)


@pytest.mark.points(3)
def test_layers_keep_apart():
    """Two layers share nothing: what one of them is asked changes nothing in the other."""
    one, W, W0, X, dY = drawn(3, 2, 4)
    other, V, V0, U, dU = drawn(3, 2, 4, seed=12)
    one.forward(X)
    other.forward(U)
    one.backward(dY)
    other.backward(dU)
    other.sgd_step(0.5)
    np.testing.assert_array_equal(one.W, W, "a step of one layer changes another")
    one.sgd_step(0.25)
    np.testing.assert_allclose(one.W, W - 0.25 * X @ dY.T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(other.W, V - 0.5 * U @ dU.T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one.W0, W0 - 0.25 * dY.sum(axis=1, keepdims=True), rtol=1e-9)
    np.testing.assert_allclose(other.W0, V0 - 0.5 * dU.sum(axis=1, keepdims=True), rtol=1e-9)


@pytest.mark.points(3)
def test_steps_add_up():
    """Each step subtracts eta times the derivatives of the last backward, and leaves these as they are."""
    layer, W, W0, X, dY = drawn(4, 3, 5)
    layer.forward(X)
    layer.backward(dY)
    layer.sgd_step(0.1)
    layer.sgd_step(0.3)
    np.testing.assert_allclose(layer.W, W - 0.4 * X @ dY.T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(layer.W0, W0 - 0.4 * dY.sum(axis=1, keepdims=True), rtol=1e-9)
    np.testing.assert_allclose(layer.dW, X @ dY.T, rtol=1e-9, atol=1e-12)
