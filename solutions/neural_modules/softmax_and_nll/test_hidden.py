"""Hidden tests of ``SoftMax`` and ``NLL``."""

import numpy as np
import pytest
from neural_modules import NLL, SoftMax

SIZES = [(2, 1), (3, 5), (6, 4), (3, 3), (1, 3)]


def softmax(Z):
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


def jacobian(a):
    return np.diag(a) - np.outer(a, a)


def drawn(K, b, seed=21):
    """Scores, one-hot columns and a derivative of the probabilities."""
    draw = np.random.default_rng([seed, K, b])
    Y = np.eye(K)[:, draw.integers(0, K, b)]
    return draw.normal(size=(K, b)).round(3), Y, draw.normal(size=(K, b)).round(3)


@pytest.mark.points(0.4)
@pytest.mark.parametrize(("K", "b"), SIZES)
def test_probabilities(K, b):
    """SoftMax: the probabilities of each column."""
    Z, _, _ = drawn(K, b)
    np.testing.assert_allclose(SoftMax().forward(Z), softmax(Z), rtol=1e-9)


@pytest.mark.points(0.8)
@pytest.mark.parametrize(("K", "b"), SIZES)
def test_backward(K, b):
    """SoftMax: backward takes every probability of the column into account."""
    Z, _, dA = drawn(K, b)
    module = SoftMax()
    module.forward(Z)
    expected = [jacobian(a) @ d for a, d in zip(softmax(Z).T, dA.T, strict=True)]
    np.testing.assert_allclose(module.backward(dA), np.transpose(expected), rtol=1e-9, atol=1e-12)


@pytest.mark.points(2)
def test_scores_of_a_thousand():
    """SoftMax: scores of 1000 give probabilities."""
    Z = np.array([[1000.0, -1000.0, 0.0], [1000.0, -1000.0, -1000.0], [990.0, 0.0, 700.0]])
    module = SoftMax()
    expected = softmax(Z)
    np.testing.assert_allclose(module.forward(Z), expected, rtol=1e-9, atol=1e-12)
    found = module.backward(np.array([[1.0, 1.0, 1.0], [-1.0, 2.0, 3.0], [0.0, 1.0, 1.0]]))
    assert np.all(np.isfinite(found)), "the derivative is not finite"


@pytest.mark.points(0.5)
@pytest.mark.parametrize(("K", "b"), SIZES[1:3])
def test_classes(K, b):
    """SoftMax: one class for each column, the first of the most probable."""
    A = softmax(drawn(K, b)[0])
    assert [int(k) for k in SoftMax().classes(A)] == [int(k) for k in np.argmax(A, axis=0)]
    tied = np.array([[0.2, 0.5], [0.4, 0.5], [0.4, 0.0]])
    assert [int(k) for k in SoftMax().classes(tied)] == [1, 0]


@pytest.mark.points(0.5)
@pytest.mark.parametrize(("K", "b"), SIZES[:4])
def test_loss(K, b):
    """NLL: the sum over the points of −log of the right class's probability."""
    Z, Y, _ = drawn(K, b)
    A = softmax(Z)
    value = NLL().forward(A, Y)
    assert np.shape(value) in ((), (1, 1)), "the loss is not a number"
    np.testing.assert_allclose(value, -np.log(A[Y == 1]).sum(), rtol=1e-9, atol=1e-12)


@pytest.mark.points(0.4)
@pytest.mark.parametrize(("K", "b"), SIZES)
def test_slope_of_the_loss(K, b):
    """NLL: backward returns the derivative by A."""
    Z, Y, _ = drawn(K, b)
    A = softmax(Z)
    loss = NLL()
    loss.forward(A, Y)
    np.testing.assert_allclose(loss.backward(), -Y / A, rtol=1e-9)


@pytest.mark.points(1)
def test_impossible_classes():
    """NLL: probabilities of 0, and below 1e-12, count as 1e-12, in the loss and its derivative."""
    A = np.array([[0.0, 1e-13, 1.0, 2e-12], [1.0, 1.0, 0.0, 1.0]])
    Y = np.array([[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    loss = NLL()
    value = loss.forward(A, Y)
    np.testing.assert_allclose(value, -2 * np.log(1e-12) - np.log(2e-12), rtol=1e-9)
    expected = [[-1e12, -1e12, -1.0, -5e11], [0.0, 0.0, 0.0, 0.0]]
    np.testing.assert_allclose(loss.backward(), expected, rtol=1e-9)


@pytest.mark.points(1.5)
def test_both_together():
    """The derivative of the loss by the scores is A − Y."""
    Z, Y, _ = drawn(4, 6)
    module, loss = SoftMax(), NLL()
    loss.forward(module.forward(Z), Y)
    found = module.backward(loss.backward())
    np.testing.assert_allclose(found, softmax(Z) - Y, rtol=1e-9, atol=1e-12)


@pytest.mark.points(0.5)
def test_last_forward_of_its_own():
    """Backward takes what the last forward of the same object got."""
    (Z, Y, dA), (U, V, _) = drawn(3, 4), drawn(2, 5)
    one, other, loss, second = SoftMax(), SoftMax(), NLL(), NLL()
    one.forward(dA)
    one.forward(Z)
    other.forward(U)
    loss.forward(softmax(dA), Y)
    loss.forward(softmax(Z), Y)
    second.forward(softmax(U), V)
    expected = [jacobian(a) @ d for a, d in zip(softmax(Z).T, dA.T, strict=True)]
    np.testing.assert_allclose(one.backward(dA), np.transpose(expected), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(loss.backward(), -Y / softmax(Z), rtol=1e-9)
