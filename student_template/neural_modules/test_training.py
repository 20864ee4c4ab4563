"""Public tests of ``train``."""

import numpy as np
from given import Diary
from neural_modules import train


def test_one_point():
    """One point: what is called, in which order, and with what."""
    diary = Diary()
    losses = train(diary, diary, np.array([[2.0], [3.0]]), np.array([[4.0]]), 1, 0.5)
    net, loss, slope, back, step = diary.entries
    assert net[0] == "net.forward"
    np.testing.assert_array_equal(net[1], [[2.0], [3.0]])
    assert loss[0] == "loss.forward"
    np.testing.assert_array_equal(loss[1], [[20.0], [30.0]])
    np.testing.assert_array_equal(loss[2], [[4.0]])
    assert slope[0] == "loss.backward"
    assert back[0] == "net.backward"
    np.testing.assert_array_equal(back[1], [[7.0]])
    assert step == ("net.sgd_step", 0.5)
    np.testing.assert_allclose(losses, [4.0])


def test_epochs():
    """Each epoch goes through all points once, and has its mean loss."""
    diary = Diary()
    X, Y = np.array([[0.0, 1.0, 2.0, 3.0, 4.0]]), np.array([[5.0, 6.0, 7.0, 8.0, 9.0]])
    losses = train(diary, diary, X, Y, 3, 0.1)
    np.testing.assert_allclose(losses, [7.0, 7.0, 7.0])
    entries = [entry for entry in diary.entries if entry[0] == "loss.forward"]
    seen = [float(entry[1].item()) for entry in entries]
    assert [sorted(seen[k : k + 5]) for k in (0, 5, 10)] == 3 * [[0.0, 10.0, 20.0, 30.0, 40.0]]
    labels = [float(entry[2].item()) for entry in entries]
    assert labels == [5.0 + x / 10.0 for x in seen], "a point gets another point's label"


def test_no_epochs():
    """Without an epoch nothing is asked of the net."""
    diary = Diary()
    assert list(train(diary, diary, np.ones((2, 3)), np.ones((1, 3)), 0, 0.1)) == []
    assert diary.entries == []
