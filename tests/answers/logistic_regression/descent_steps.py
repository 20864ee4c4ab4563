"""Answers to `descent_steps`: see tests/functional/test_answers.py for what their names say."""


def _gradients(X, y, theta, theta0, lam):
    E = (0.5 + 0.5 * np.tanh((theta.T @ X + theta0) / 2) - y) / y.size
    return X @ E.T + 2 * lam * theta, np.sum(E, axis=1, keepdims=True)


def _step(X, y, theta, theta0, lam, eta):
    d, d0 = _gradients(X, y, theta, theta0, lam)
    return theta - eta * d, theta0 - eta * d0


def _J(X, y, theta, theta0, lam):
    s = theta.T @ X + theta0
    return float(np.mean(np.logaddexp(0, s) - y * s) + lam * np.sum(theta**2))


def _run(X, y, theta, theta0, lam, etas, step=_step):
    Js = [_J(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = step(X, y, theta, theta0, lam, eta)
        Js.append(_J(X, y, theta, theta0, lam))
    return theta, theta0, Js


def right_gd_step__own_gradients(X, y, theta, theta0, lam, eta):
    d0 = dJ_dtheta0(X, y, theta, theta0, lam)
    return theta - eta * dJ_dtheta(X, y, theta, theta0, lam), theta0 - eta * d0


def right_gd_step__copies(X, y, theta, theta0, lam, eta):
    d, d0 = _gradients(X, y, theta, theta0, lam)
    theta, theta0 = theta.copy(), theta0.copy()
    theta -= eta * d
    theta0 -= eta * d0
    return theta, theta0


def right_gd_run__own_functions(X, y, theta, theta0, lam, etas):
    path = [(theta, theta0)]
    for eta in etas:
        path.append(gd_step(X, y, *path[-1], lam, eta))
    return path[-1][0], path[-1][1], [J(X, y, a, b, lam) for a, b in path]


def right_gd_run__recursion(X, y, theta, theta0, lam, etas):
    start = [_J(X, y, theta, theta0, lam)]
    if not etas:
        return theta, theta0, start
    theta, theta0 = _step(X, y, theta, theta0, lam, etas[0])
    theta, theta0, Js = gd_run(X, y, theta, theta0, lam, etas[1:])
    return theta, theta0, start + Js


def wrong_gd_step__uphill(X, y, theta, theta0, lam, eta):
    d, d0 = _gradients(X, y, theta, theta0, lam)
    return theta + eta * d, theta0 + eta * d0


def wrong_gd_step__new_theta(X, y, theta, theta0, lam, eta):
    """Both gradients are taken at the old $\\theta$ **and** the old $\\theta_0$"""
    new = theta - eta * _gradients(X, y, theta, theta0, lam)[0]
    return new, theta0 - eta * _gradients(X, y, new, theta0, lam)[1]


def wrong_gd_step__new_theta0(X, y, theta, theta0, lam, eta):
    new = theta0 - eta * _gradients(X, y, theta, theta0, lam)[1]
    return theta - eta * _gradients(X, y, theta, new, lam)[0], new


def wrong_gd_step__in_place(X, y, theta, theta0, lam, eta):
    """The arrays that are passed in stay as they are"""
    d, d0 = _gradients(X, y, theta, theta0, lam)
    theta -= eta * d
    theta0 -= eta * d0
    return theta, theta0


def wrong_gd_step__gradient(X, y, theta, theta0, lam, eta):
    return _gradients(X, y, theta, theta0, lam)


def wrong_gd_step__no_eta(X, y, theta, theta0, lam, eta):
    """\\theta - \\eta\\, \\nabla_\\theta J(\\theta, \\theta_0)"""
    return _step(X, y, theta, theta0, lam, 1.0)


def wrong_gd_step__eta_at_most_one(X, y, theta, theta0, lam, eta):
    return _step(X, y, theta, theta0, lam, min(eta, 1.0))


def wrong_gd_step__theta_only(X, y, theta, theta0, lam, eta):
    return _step(X, y, theta, theta0, lam, eta)[0], theta0


def wrong_gd_step__no_regulariser(X, y, theta, theta0, lam, eta):
    return _step(X, y, theta, theta0, 0.0, eta)


def wrong_gd_step__lam_once(X, y, theta, theta0, lam, eta):
    return _step(X, y, theta, theta0, lam / 2, eta)


def wrong_gd_step__only_down(X, y, theta, theta0, lam, eta):
    new = _step(X, y, theta, theta0, lam, eta)
    return new if _J(X, y, *new, lam) <= _J(X, y, theta, theta0, lam) else (theta, theta0)


def wrong_gd_step__halves_until_down(X, y, theta, theta0, lam, eta):
    new = _step(X, y, theta, theta0, lam, eta)
    while _J(X, y, *new, lam) > _J(X, y, theta, theta0, lam) and eta > 1e-9:
        eta /= 2
        new = _step(X, y, theta, theta0, lam, eta)
    return new


def wrong_gd_step__stops_at_small_gradients(X, y, theta, theta0, lam, eta):
    d, d0 = _gradients(X, y, theta, theta0, lam)
    if max(np.max(np.abs(d)), np.max(np.abs(d0))) < 1e-3:
        return theta, theta0
    return theta - eta * d, theta0 - eta * d0


def wrong_gd_step__clipped(X, y, theta, theta0, lam, eta):
    d, d0 = _gradients(X, y, theta, theta0, lam)
    return theta - eta * np.clip(d, -1, 1), theta0 - eta * np.clip(d0, -1, 1)


def wrong_gd_step__flat(X, y, theta, theta0, lam, eta):
    """of shapes $(d, 1)$ and $(1, 1)$"""
    a, b = _step(X, y, theta, theta0, lam, eta)
    return a.ravel(), b


def wrong_gd_step__swapped(X, y, theta, theta0, lam, eta):
    """Returns the pair `(theta, theta0)`"""
    return _step(X, y, theta, theta0, lam, eta)[::-1]


def wrong_gd_step__offset_regularised(X, y, theta, theta0, lam, eta):
    a, b = _step(X, y, theta, theta0, lam, eta)
    return a, b - 2 * eta * lam * theta0


def wrong_gd_run__no_start(X, y, theta, theta0, lam, etas):
    """the values of $J$ at the start and after each step"""
    a, b, Js = _run(X, y, theta, theta0, lam, etas)
    return a, b, Js[1:]


def wrong_gd_run__no_end(X, y, theta, theta0, lam, etas):
    """a list of $T + 1$ numbers"""
    a, b, Js = _run(X, y, theta, theta0, lam, etas)
    return a, b, Js[:-1]


def wrong_gd_run__first_eta(X, y, theta, theta0, lam, etas):
    """one step for each entry of the list `etas`, in its order"""
    return _run(X, y, theta, theta0, lam, [etas[0]] * len(etas) if etas else [])


def wrong_gd_run__sorted_etas(X, y, theta, theta0, lam, etas):
    """one step for each entry of the list `etas`, in its order"""
    return _run(X, y, theta, theta0, lam, sorted(etas))


def wrong_gd_run__largest_first(X, y, theta, theta0, lam, etas):
    return _run(X, y, theta, theta0, lam, sorted(etas, reverse=True))


def wrong_gd_run__backwards(X, y, theta, theta0, lam, etas):
    return _run(X, y, theta, theta0, lam, etas[::-1])


def wrong_gd_run__best(X, y, theta, theta0, lam, etas):
    """the last parameters"""
    best, path = (theta, theta0), [_J(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = _step(X, y, theta, theta0, lam, eta)
        path.append(_J(X, y, theta, theta0, lam))
        if path[-1] <= min(path):
            best = theta, theta0
    return *best, path


def wrong_gd_run__stops_when_up(X, y, theta, theta0, lam, etas):
    Js = [_J(X, y, theta, theta0, lam)]
    for eta in etas:
        a, b = _step(X, y, theta, theta0, lam, eta)
        j = _J(X, y, a, b, lam)
        if j > Js[-1]:
            return theta, theta0, Js + [Js[-1]] * (len(etas) + 1 - len(Js))
        theta, theta0 = a, b
        Js.append(j)
    return theta, theta0, Js


def wrong_gd_run__stops_when_still(X, y, theta, theta0, lam, etas):
    Js = [_J(X, y, theta, theta0, lam)]
    for eta in etas:
        theta, theta0 = _step(X, y, theta, theta0, lam, eta)
        Js.append(_J(X, y, theta, theta0, lam))
        if abs(Js[-1] - Js[-2]) < 1e-6:
            return theta, theta0, Js + [Js[-1]] * (len(etas) + 1 - len(Js))
    return theta, theta0, Js


def wrong_gd_run__never_up(X, y, theta, theta0, lam, etas):
    a, b, Js = _run(X, y, theta, theta0, lam, etas)
    return a, b, list(np.minimum.accumulate(Js))


def wrong_gd_run__no_regulariser_in_J(X, y, theta, theta0, lam, etas):
    a, b, Js = _run(X, y, theta, theta0, lam, etas)
    theta_of = [theta]
    for eta in etas:
        theta, theta0 = _step(X, y, theta, theta0, lam, eta)
        theta_of.append(theta)
    return a, b, [j - lam * np.sum(t**2) for j, t in zip(Js, theta_of)]


def wrong_gd_run__ten_steps_at_most(X, y, theta, theta0, lam, etas):
    a, b, Js = _run(X, y, theta, theta0, lam, etas[:6])
    return a, b, Js + [Js[-1]] * (len(etas) + 1 - len(Js))


def wrong_gd_run__pops_etas(X, y, theta, theta0, lam, etas):
    """The arrays that are passed in stay as they are"""
    Js = [_J(X, y, theta, theta0, lam)]
    while etas:
        theta, theta0 = _step(X, y, theta, theta0, lam, etas.pop(0))
        Js.append(_J(X, y, theta, theta0, lam))
    return theta, theta0, Js


def wrong_gd_run__moves_theta(X, y, theta, theta0, lam, etas):
    """The arrays that are passed in stay as they are"""
    Js = [_J(X, y, theta, theta0, lam)]
    for eta in etas:
        d, d0 = _gradients(X, y, theta, theta0, lam)
        theta -= eta * d
        theta0 -= eta * d0
        Js.append(_J(X, y, theta, theta0, lam))
    return theta, theta0, Js


def wrong_gd_run__one_more_step(X, y, theta, theta0, lam, etas):
    a, b, Js = _run(X, y, theta, theta0, lam, etas)
    if etas:
        a, b = _step(X, y, a, b, lam, etas[-1])
    return a, b, Js


def slip_gd_run__crashes_without_steps(X, y, theta, theta0, lam, etas):
    """(also the run without steps)"""
    etas[0]
    return _run(X, y, theta, theta0, lam, etas)


def slip_gd_run__last_J_before_the_step(X, y, theta, theta0, lam, etas):
    a, b, Js = _run(X, y, theta, theta0, lam, etas)
    return a, b, [Js[0], *Js[:-1]]
