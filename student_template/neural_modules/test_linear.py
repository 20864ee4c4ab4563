"""Public tests of ``Linear``."""

import numpy as np
from neural_modules import Linear

X = np.array([[1.0, 2.0, 0.0], [-1.0, 0.5, 3.0]])
W = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.5]])
W0 = np.array([[0.5], [-1.0], [2.0]])
dY = np.array([[1.0, -2.0, 0.5], [0.0, 1.0, 4.0], [-1.0, 0.5, 2.0]])


def layer_with_weights():
    layer = Linear(2, 3)
    layer.W, layer.W0 = W.copy(), W0.copy()
    return layer


def test_shapes_of_the_weights():
    """W is (m, n), drawn at random; W0 is (n, 1), zeros."""
    layer = Linear(5, 3)
    assert layer.W.shape == (5, 3)
    assert layer.W0.shape == (3, 1)
    assert not np.any(layer.W0), "the offsets start at 0"
    assert len(np.unique(layer.W)) == 15, "the weights are drawn one by one"


def test_forward():
    """The output is Wᵀ X + W0."""
    np.testing.assert_allclose(
        layer_with_weights().forward(X),
        [[2.5, 2.0, -2.5], [-4.0, 0.5, 8.0], [3.5, 6.25, 3.5]],
    )


def test_backward():
    """Backward returns the derivative by X and stores those by W and W0."""
    layer = layer_with_weights()
    layer.forward(X)
    np.testing.assert_allclose(layer.backward(dY), [[-1.0, -1.0, 4.5], [-1.5, 5.25, 12.5]])
    np.testing.assert_allclose(layer.dW, [[-3.0, 2.0, 0.0], [-0.5, 12.5, 7.25]])
    np.testing.assert_allclose(layer.dW0, [[-0.5], [5.0], [1.5]])
    np.testing.assert_allclose(layer.W, W)
    np.testing.assert_allclose(layer.W0, W0)


def test_step():
    """A step goes against the stored derivatives."""
    layer = layer_with_weights()
    layer.forward(X)
    layer.backward(dY)
    layer.sgd_step(0.1)
    np.testing.assert_allclose(layer.W, [[1.3, -0.2, 2.0], [-0.95, 1.75, -0.225]])
    np.testing.assert_allclose(layer.W0, [[0.55], [-1.5], [1.85]])
