"""Public tests of ``SoftMax`` and ``NLL``."""

import numpy as np
from neural_modules import NLL, SoftMax

Z = np.log([[1.0, 3.0], [2.0, 0.5], [5.0, 1.5]])
A = np.array([[0.125, 0.6], [0.25, 0.1], [0.625, 0.3]])
Y = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
dA = np.array([[1.0, -2.0], [-0.5, 4.0], [2.0, 1.0]])


def test_forward():
    """Each column is turned into probabilities."""
    np.testing.assert_allclose(SoftMax().forward(Z), A, rtol=1e-9)


def test_backward():
    """Backward returns the derivative by Z."""
    module = SoftMax()
    module.forward(Z)
    np.testing.assert_allclose(
        module.backward(dA),
        [[-0.03125, -0.9], [-0.4375, 0.45], [0.46875, 0.45]],
        rtol=1e-9,
        atol=1e-12,
    )


def test_large_scores():
    """Large scores don't overflow."""
    found = SoftMax().forward(np.array([[1000.0, -1000.0], [1000.0, 0.0]]))
    np.testing.assert_allclose(found, [[0.5, 0.0], [0.5, 1.0]], atol=1e-12)


def test_classes():
    """The most probable class of each column."""
    assert list(SoftMax().classes(A)) == [2, 0]


def test_loss():
    """The loss is −Σ Y log A."""
    np.testing.assert_allclose(NLL().forward(A, Y), 0.9808292530117262, rtol=1e-9)


def test_slope_of_the_loss():
    """The loss's backward returns the derivative by A."""
    loss = NLL()
    loss.forward(A, Y)
    np.testing.assert_allclose(
        loss.backward(), [[0.0, -1 / 0.6], [0.0, 0.0], [-1.6, 0.0]], rtol=1e-9, atol=1e-12
    )


def test_certain_and_wrong():
    """Probabilities below 1e-12 count as 1e-12."""
    loss = NLL()
    value = loss.forward(np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]))
    np.testing.assert_allclose(value, 27.631021115928547, rtol=1e-9)
    np.testing.assert_allclose(loss.backward(), [[-1e12], [0.0]], rtol=1e-9)
