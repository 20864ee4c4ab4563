"""Mistakes with stochastic gradient descent, and what to tell the student."""

import numpy as np
from reference import train


def train__in_order(net, loss, X, Y, epochs, eta):
    """You take the points in the order in which they stand. Draw a new order for each epoch, with np.random.permutation."""
    return _train(net, loss, X, Y, epochs, eta, lambda b: range(b))


def train__one_order_for_all(net, loss, X, Y, epochs, eta):
    """You draw the order once, for all epochs. Draw it anew in each."""
    order = np.random.permutation(X.shape[1])
    return _train(net, loss, X, Y, epochs, eta, lambda b: order)


def train__with_repetitions(net, loss, X, Y, epochs, eta):
    """You draw points at random, so that some come twice in an epoch and others not at all. Draw an order of all points: np.random.permutation."""
    return _train(net, loss, X, Y, epochs, eta, lambda b: np.random.randint(0, b, b))


def train__all_at_once(net, loss, X, Y, epochs, eta):
    """You hand all points to the net at once, one step per epoch. Stochastic gradient descent takes a step after each point."""
    means = []
    for _ in range(epochs):
        means.append(loss.forward(net.forward(X), Y) / X.shape[1])
        net.backward(loss.backward())
        net.sgd_step(eta)
    return means


def train__sum_of_the_losses(net, loss, X, Y, epochs, eta):
    """You return the sum of each epoch's losses. The mean does not grow with the number of points: divide by it."""
    return [mean * X.shape[1] for mean in train(net, loss, X, Y, epochs, eta)]


def train__last_loss(net, loss, X, Y, epochs, eta):
    """You keep the loss of the last point of each epoch. One point says little: take the mean over the epoch."""
    return _train(
        net, loss, X, Y, epochs, eta, np.random.permutation, keep=lambda losses: losses[-1]
    )


def train__means_pile_up(net, loss, X, Y, epochs, eta):
    """Your sum of losses goes on from one epoch to the next. Start it at 0 in each."""
    return list(np.cumsum(train(net, loss, X, Y, epochs, eta)))


def train__no_step(net, loss, X, Y, epochs, eta):
    """You never call sgd_step, so the weights stay as they are: derivatives alone change nothing."""
    means = []
    for _ in range(epochs):
        losses = []
        for i in np.random.permutation(X.shape[1]):
            losses.append(loss.forward(net.forward(X[:, [i]]), Y[:, [i]]))
            net.backward(loss.backward())
        means.append(sum(losses) / len(losses))
    return means


def train__step_before_backward(net, loss, X, Y, epochs, eta):
    """You step before backward has found the derivatives of this point: the step uses those of the point before."""
    means = []
    for _ in range(epochs):
        losses = []
        for i in np.random.permutation(X.shape[1]):
            losses.append(loss.forward(net.forward(X[:, [i]]), Y[:, [i]]))
            net.sgd_step(eta)
            net.backward(loss.backward())
        means.append(sum(losses) / len(losses))
    return means


def train__step_once_an_epoch(net, loss, X, Y, epochs, eta):
    """You step once, at the end of an epoch, with the derivatives of its last point alone. The step belongs into the loop over the points."""
    means = []
    for _ in range(epochs):
        losses = []
        for i in np.random.permutation(X.shape[1]):
            losses.append(loss.forward(net.forward(X[:, [i]]), Y[:, [i]]))
            net.backward(loss.backward())
        net.sgd_step(eta)
        means.append(sum(losses) / len(losses))
    return means


def train__loss_after_the_step(net, loss, X, Y, epochs, eta):
    """You take the loss a second time, after the step. What the list holds are the losses before the steps, which forward has computed
    anyway."""
    means = []
    for _ in range(epochs):
        losses = []
        for i in np.random.permutation(X.shape[1]):
            x, y = X[:, [i]], Y[:, [i]]
            loss.forward(net.forward(x), y)
            net.backward(loss.backward())
            net.sgd_step(eta)
            losses.append(loss.forward(net.forward(x), y))
        means.append(sum(losses) / len(losses))
    return means


def _train(net, loss, X, Y, epochs, eta, order, keep=lambda losses: sum(losses) / len(losses)):
    means = []
    for _ in range(epochs):
        losses = []
        for i in order(X.shape[1]):
            losses.append(loss.forward(net.forward(X[:, [i]]), Y[:, [i]]))
            net.backward(loss.backward())
            net.sgd_step(eta)
        means.append(keep(losses))
    return means
