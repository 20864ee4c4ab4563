"""Right answers written differently."""

import numpy as np


def train__shuffled_list(net, loss, X, Y, epochs, eta):
    """A list of numbers that is shuffled again and again, and a mean of NumPy's."""
    order, found = np.arange(X.shape[1]), []
    while len(found) < epochs:
        np.random.shuffle(order)
        found.append(
            np.mean([_learn(net, loss, X[:, i : i + 1], Y[:, i : i + 1], eta) for i in order])
        )
    return np.array(found)


def train__sorted_by_chance(net, loss, X, Y, epochs, eta):
    """The order in which random numbers are sorted, and columns made of rows."""
    points = list(zip(X.T, Y.T, strict=True))
    found = []
    for _ in range(epochs):
        losses = []
        for i in np.argsort(np.random.random(len(points))):
            x, y = (part.reshape(-1, 1) for part in points[i])
            losses.append(_learn(net, loss, x, y, eta))
        found.append(sum(losses) / len(losses))
    return found


def _learn(net, loss, x, y, eta):
    value = loss.forward(net.forward(x), y)
    net.backward(loss.backward())
    net.sgd_step(eta)
    return value
