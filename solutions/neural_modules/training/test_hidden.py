"""Hidden tests of ``train``: what it asks of a net, and what nets learn by it."""

import numpy as np
import pytest
from given import Diary, Scale, Shift, SquaredLoss
from neural_modules import NLL, Linear, Sequential, SoftMax, Tanh, train

STEPS = ["net.forward", "loss.forward", "loss.backward", "net.backward", "net.sgd_step"]


def numbered(b):
    """Points that can be told by their first coordinate."""
    return np.array([np.arange(b), np.arange(b) ** 2], float), np.array([[0.5] * b, np.arange(b)])


@pytest.mark.points(2)
def test_order_of_the_calls():
    """The five calls for a point come in order, before those for the next point."""
    diary = Diary()
    X, Y = numbered(6)
    train(diary, diary, X, Y, 4, 0.25)
    assert [entry[0] for entry in diary.entries] == 24 * STEPS
    assert {entry[1] for entry in diary.entries[4::5]} == {0.25}, "eta is not what was given"


@pytest.mark.points(2)
def test_every_point_once():
    """Each epoch goes through all points once, each with its own column of Y, as columns."""
    diary = Diary()
    X, Y = numbered(7)
    train(diary, diary, X, Y, 3, 0.1)
    points = [entry[1] for entry in diary.entries[0::5]]
    labels = [entry[2] for entry in diary.entries[1::5]]
    assert {np.shape(x) for x in points} == {(2, 1)}, "a point is not a column"
    assert {np.shape(y) for y in labels} == {(2, 1)}, "a point's part of Y is not a column"
    order = [int(x[0, 0]) for x in points]
    assert [sorted(order[k : k + 7]) for k in (0, 7, 14)] == 3 * [list(range(7))]
    for i, x, y in zip(order, points, labels, strict=True):
        np.testing.assert_array_equal(x, X[:, [i]])
        np.testing.assert_array_equal(y, Y[:, [i]])


@pytest.mark.points(2)
def test_order_is_drawn_anew():
    """The order of the points is random, and another one in each epoch."""
    np.random.seed(3)
    diary = Diary()
    X, Y = numbered(30)
    train(diary, diary, X, Y, 3, 0.1)
    order = [int(entry[1][0, 0]) for entry in diary.entries[0::5]]
    epochs = [order[0:30], order[30:60], order[60:90]]
    assert list(range(30)) not in epochs, "the points come in the order in which they stand"
    assert epochs[0] != epochs[1] != epochs[2], "two epochs have the same order"


@pytest.mark.points(2)
def test_mean_losses():
    """The losses are means over the points of an epoch, each taken before its step."""
    diary = Diary()
    X, Y = numbered(4)
    np.testing.assert_allclose(train(diary, diary, X, Y, 2, 0.1), [2.0, 2.0])
    X, Y = np.array([[1.0]]), np.array([[3.0]])
    losses = train(Scale(1.0), SquaredLoss(), X, Y, 3, 0.25)
    np.testing.assert_allclose(losses, [4.0, 1.0, 0.25])


@pytest.mark.points(2)
def test_a_line_is_learnt():
    """Two modules of given.py learn y = 3 x − 2."""
    np.random.seed(1)
    scale, shift = Scale(0.0), Shift(0.0)
    X = np.linspace(-1.0, 1.0, 9).reshape(1, 9)
    losses = train(Sequential([scale, shift]), SquaredLoss(), X, 3.0 * X - 2.0, 120, 0.1)
    assert losses[-1] < 1e-6 < losses[0]
    np.testing.assert_allclose([scale.w, shift.b], [3.0, -2.0], rtol=1e-3)


@pytest.mark.points(2)
def test_exclusive_or_is_learnt():
    """A net of your own modules learns the exclusive or."""
    X = np.array([[-1.0, -1.0, 1.0, 1.0], [-1.0, 1.0, -1.0, 1.0]])
    Y = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]])
    learnt = 0
    for seed in (1, 2, 3):
        np.random.seed(seed)
        softmax = SoftMax()
        net = Sequential([Linear(2, 16), Tanh(), Linear(16, 2), softmax])
        losses = train(net, NLL(), X, Y, 100, 0.1)
        A = net.forward(X)
        learnt += [int(k) for k in softmax.classes(A)] == [0, 1, 1, 0] and losses[-1] < 0.1
    assert learnt >= 2, "the net does not learn"
