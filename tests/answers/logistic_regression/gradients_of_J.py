"""Answers to `gradients_of_J`: see tests/functional/test_answers.py for what their names say."""


def _g(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


def _scores(X, theta, theta0):
    return theta.T @ X + theta0


def right_dJ_dscores__mean(scores, y):
    return (_g(scores) - y) / y.size


def right_dJ_dscores__chain_rule(scores, y):
    g = 1 / (1 + np.exp(-scores))
    return (-y / g + (1 - y) / (1 - g)) * g * (1 - g) / scores.shape[1]


def right_dJ_dtheta__points(X, y, theta, theta0, lam):
    D = dJ_dscores(_scores(X, theta, theta0), y)
    return sum(D[0, i] * X[:, [i]] for i in range(X.shape[1])) + 2 * lam * theta


def right_dJ_dtheta0__ones(X, y, theta, theta0, lam):
    return dJ_dscores(_scores(X, theta, theta0), y) @ np.ones((X.shape[1], 1))


def right_dJ_dtheta0__number(X, y, theta, theta0, lam):
    return np.mean(_g(_scores(X, theta, theta0)) - y)


def wrong_dJ_dscores__sum(scores, y):
    """\\frac1n \\sum_{i=1}^n"""
    return _g(scores) - y


def wrong_dJ_dscores__extra_slope(scores, y):
    """almost everything cancels"""
    g = _g(scores)
    return (g - y) * g * (1 - g) / y.size


def wrong_dJ_dscores__reversed(scores, y):
    return (y - _g(scores)) / y.size


def wrong_dJ_dscores__labels(scores, y):
    return ((scores > 0) - y) / y.size


def wrong_dJ_dscores__column(scores, y):
    """a row of shape $(1, n)$ like `scores`"""
    return (_g(scores) - y).T / y.size


def wrong_dJ_dscores__flat(scores, y):
    """a row of shape $(1, n)$ like `scores`"""
    return ((_g(scores) - y) / y.size).ravel()


def wrong_dJ_dscores__score_for_probability(scores, y):
    return (scores - y) / y.size


def wrong_dJ_dscores__half(scores, y):
    return (_g(scores) - y) / (2 * y.size)


def wrong_dJ_dscores__clipped(scores, y):
    return (np.clip(_g(scores), 1e-3, 1 - 1e-3) - y) / y.size


def wrong_dJ_dscores__signs(scores, y):
    return (_g(scores) - (2 * y - 1)) / y.size


def wrong_dJ_dscores__over_five(scores, y):
    """for any $d$ and $n$"""
    return (_g(scores) - y) / 5


def wrong_dJ_dscores__small_errors_forgiven(scores, y):
    e = _g(scores) - y
    return np.where(np.abs(e) < 1e-2, 0, e) / y.size


def wrong_dJ_dscores__in_place(scores, y):
    """the arguments are unchanged"""
    scores[:] = _g(scores)
    return (scores - y) / y.size


def wrong_dJ_dscores__summed(scores, y):
    return np.sum(_g(scores) - y, keepdims=True) / y.size


def wrong_dJ_dtheta__no_regulariser(X, y, theta, theta0, lam):
    """Mind the regulariser"""
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T


def wrong_dJ_dtheta__lam_once(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T + lam * theta


def wrong_dJ_dtheta__lam_over_n(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T + 2 * lam * theta / y.size


def wrong_dJ_dtheta__no_offset(X, y, theta, theta0, lam):
    return X @ dJ_dscores(theta.T @ X, y).T + 2 * lam * theta


def wrong_dJ_dtheta__sum_once_more(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T / y.size + 2 * lam * theta


def wrong_dJ_dtheta__row(X, y, theta, theta0, lam):
    """a column of shape $(d, 1)$"""
    return (X @ dJ_dscores(_scores(X, theta, theta0), y).T + 2 * lam * theta).T


def wrong_dJ_dtheta__norm_gradient(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T + lam * theta / np.linalg.norm(theta)


def wrong_dJ_dtheta__minus_regulariser(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T - 2 * lam * theta


def wrong_dJ_dtheta__rows_if_square(X, y, theta, theta0, lam):
    V = X.T if X.shape[0] == X.shape[1] else X
    return V @ dJ_dscores(_scores(X, theta, theta0), y).T + 2 * lam * theta


def wrong_dJ_dtheta__absolute_regulariser(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T + 2 * lam * np.abs(theta)


def wrong_dJ_dtheta__clipped(X, y, theta, theta0, lam):
    return np.clip(X @ dJ_dscores(_scores(X, theta, theta0), y).T + 2 * lam * theta, -2, 2)


def wrong_dJ_dtheta__float32(X, y, theta, theta0, lam):
    g = _g(_scores(X, theta, theta0).astype(np.float32))
    return X @ (g - y).T / y.size + 2 * lam * theta


def wrong_dJ_dtheta__fixed_lam(X, y, theta, theta0, lam):
    return X @ dJ_dscores(_scores(X, theta, theta0), y).T + 0.2 * theta


def wrong_dJ_dtheta0__sum(X, y, theta, theta0, lam):
    """$\\partial J/\\partial \\theta_0$, of shape $(1, 1)$"""
    return np.sum(_g(_scores(X, theta, theta0)) - y, keepdims=True)


def wrong_dJ_dtheta0__regularised(X, y, theta, theta0, lam):
    return np.mean(_g(_scores(X, theta, theta0)) - y, keepdims=True) + 2 * lam * theta0


def wrong_dJ_dtheta0__row(X, y, theta, theta0, lam):
    return dJ_dscores(_scores(X, theta, theta0), y)


def wrong_dJ_dtheta0__absolute(X, y, theta, theta0, lam):
    return np.abs(np.mean(_g(_scores(X, theta, theta0)) - y, keepdims=True))


def wrong_dJ_dtheta0__no_theta(X, y, theta, theta0, lam):
    return np.mean(_g(theta0) - y, keepdims=True)


def wrong_dJ_dtheta0__over_d(X, y, theta, theta0, lam):
    return np.sum(_g(_scores(X, theta, theta0)) - y, keepdims=True) / X.shape[0]


def wrong_dJ_dtheta0__flat(X, y, theta, theta0, lam):
    return np.mean(_g(_scores(X, theta, theta0)) - y, axis=1)


def wrong_dJ_dtheta0__moves_theta0(X, y, theta, theta0, lam):
    """the arguments are unchanged"""
    theta0 += 0.5
    return np.mean(_g(_scores(X, theta, theta0 - 0.5)) - y, keepdims=True)
