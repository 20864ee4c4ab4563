"""Answers to `regularised_objective`: see tests/functional/test_answers.py for what their names say."""


def _losses(X, y, theta, theta0):
    s = theta.T @ X + theta0
    return np.logaddexp(0, s) - y * s


def right_predictions__loops(X, theta, theta0):
    out = np.zeros((1, X.shape[1]))
    for i in range(X.shape[1]):
        out[0, i] = 1 / (1 + np.exp(-(np.sum(theta[:, 0] * X[:, i]) + theta0[0, 0])))
    return out


def right_predictions__transposed(X, theta, theta0):
    return (0.5 + 0.5 * np.tanh((X.T @ theta + theta0) / 2)).T


def right_J__from_predictions(X, y, theta, theta0, lam):
    g = predictions(X, theta, theta0)
    return np.mean(-np.where(y == 1, np.log(g), np.log(1 - g))) + lam * (theta.T @ theta)[0, 0]


def right_J__own_nll(X, y, theta, theta0, lam):
    g = predictions(X, theta, theta0)
    total = sum(nll(g[0, i], y[0, i]) for i in range(y.shape[1]))
    return total / y.shape[1] + lam * sum(t**2 for t in theta[:, 0])


def right_J__one_by_one(X, y, theta, theta0, lam):
    return np.mean(_losses(X, y, theta, theta0), keepdims=True) + lam * theta.T @ theta


def wrong_predictions__labels(X, theta, theta0):
    """the probabilities"""
    return (theta.T @ X + theta0 > 0).astype(float)


def wrong_predictions__scores(X, theta, theta0):
    return theta.T @ X + theta0


def wrong_predictions__column(X, theta, theta0):
    """a row of shape $(1, n)$"""
    return (1 / (1 + np.exp(-(theta.T @ X + theta0)))).T


def wrong_predictions__no_offset(X, theta, theta0):
    """\\sigma(\\theta^T x^{(i)} + \\theta_0)"""
    return 1 / (1 + np.exp(-(theta.T @ X)))


def wrong_predictions__other_class(X, theta, theta0):
    return 1 / (1 + np.exp(theta.T @ X + theta0))


def wrong_predictions__rows_if_square(X, theta, theta0):
    """column $i$ is the point $x^{(i)}$"""
    V = X.T if X.shape[0] == X.shape[1] else X
    return 1 / (1 + np.exp(-(theta.T @ V + theta0)))


def wrong_predictions__normalised(X, theta, theta0):
    g = 1 / (1 + np.exp(-(theta.T @ X + theta0)))
    return g / np.sum(g)


def wrong_predictions__clipped(X, theta, theta0):
    return np.clip(1 / (1 + np.exp(-(theta.T @ X + theta0))), 1e-3, 1 - 1e-3)


def wrong_predictions__flat_for_one(X, theta, theta0):
    g = 1 / (1 + np.exp(-(theta.T @ X + theta0)))
    return g if g.shape[1] > 1 else g.ravel()


def wrong_predictions__in_place(X, theta, theta0):
    """the arguments are unchanged"""
    X *= theta
    return 1 / (1 + np.exp(-(np.sum(X, axis=0, keepdims=True) + theta0)))


def wrong_J__sum(X, y, theta, theta0, lam):
    """\\frac1n \\sum_{i=1}^n"""
    return np.sum(_losses(X, y, theta, theta0)) + lam * np.sum(theta**2)


def wrong_J__no_regulariser(X, y, theta, theta0, lam):
    """+ \\lambda \\lVert\\theta\\rVert^2"""
    return np.mean(_losses(X, y, theta, theta0))


def wrong_J__regulariser_over_n(X, y, theta, theta0, lam):
    return np.mean(_losses(X, y, theta, theta0)) + lam * np.sum(theta**2) / y.size


def wrong_J__half(X, y, theta, theta0, lam):
    return np.mean(_losses(X, y, theta, theta0)) + lam / 2 * np.sum(theta**2)


def wrong_J__norm(X, y, theta, theta0, lam):
    """$\\lVert\\theta\\rVert^2 = \\theta_1^2 + \\dots + \\theta_d^2$"""
    return np.mean(_losses(X, y, theta, theta0)) + lam * np.linalg.norm(theta)


def wrong_J__absolute(X, y, theta, theta0, lam):
    return np.mean(_losses(X, y, theta, theta0)) + lam * np.sum(np.abs(theta))


def wrong_J__offset_too(X, y, theta, theta0, lam):
    """The offset $\\theta_0$ is not regularised"""
    return np.mean(_losses(X, y, theta, theta0)) + lam * (np.sum(theta**2) + theta0[0, 0] ** 2)


def wrong_J__mean_of_squares(X, y, theta, theta0, lam):
    return np.mean(_losses(X, y, theta, theta0)) + lam * np.mean(theta**2)


def wrong_J__labels_swapped(X, y, theta, theta0, lam):
    return np.mean(_losses(X, 1 - y, theta, theta0)) + lam * np.sum(theta**2)


def wrong_J__ones_only(X, y, theta, theta0, lam):
    g = predictions(X, theta, theta0)
    return -np.mean(y * np.log(g)) + lam * np.sum(theta**2)


def wrong_J__over_d(X, y, theta, theta0, lam):
    """for any $d \\ge 1$ and $n \\ge 1$"""
    return np.sum(_losses(X, y, theta, theta0)) / X.shape[0] + lam * np.sum(theta**2)


def wrong_J__fixed_lam(X, y, theta, theta0, lam):
    """with the positive number `lam` $= \\lambda$"""
    return np.mean(_losses(X, y, theta, theta0)) + 0.1 * np.sum(theta**2)


def wrong_J__lam_at_most_half(X, y, theta, theta0, lam):
    return np.mean(_losses(X, y, theta, theta0)) + min(lam, 0.6) * np.sum(theta**2)


def wrong_J__losses_capped(X, y, theta, theta0, lam):
    return np.mean(np.minimum(_losses(X, y, theta, theta0), 8)) + lam * np.sum(theta**2)


def wrong_J__hinge(X, y, theta, theta0, lam):
    s = theta.T @ X + theta0
    return np.mean(np.maximum(0, (1 - 2 * y) * s)) + lam * np.sum(theta**2)


def wrong_J__without_the_last_point(X, y, theta, theta0, lam):
    losses = _losses(X, y, theta, theta0)
    return np.sum(losses[:, : max(1, losses.size - 1)]) / losses.size + lam * np.sum(theta**2)


def wrong_J__a_row(X, y, theta, theta0, lam):
    """the objective, a number"""
    return _losses(X, y, theta, theta0) + lam * np.sum(theta**2)


def wrong_J__float32(X, y, theta, theta0, lam):
    return float(np.mean(_losses(X, y, theta, theta0).astype(np.float32)) + lam * np.sum(theta**2))


def wrong_J__squares_theta(X, y, theta, theta0, lam):
    """the arguments are unchanged"""
    losses = _losses(X, y, theta, theta0)
    theta **= 2
    return np.mean(losses) + lam * np.sum(theta)
