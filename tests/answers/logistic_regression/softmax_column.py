"""Answers to `softmax_column`: see tests/functional/test_answers.py for what their names say."""


def _a(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


def right_softmax__logs(z):
    return np.exp(z - np.max(z) - np.log(np.sum(np.exp(z - np.max(z)))))


def right_softmax__differences(z):
    with np.errstate(over="ignore"):
        return np.array([[1 / np.sum(np.exp(z - zk))] for zk in z[:, 0]])


def right_softmax__loops(z):
    top = max(z[:, 0])
    powers = [np.exp(zk - top) for zk in z[:, 0]]
    return np.array([[p / sum(powers)] for p in powers])


def right_dsoftmax_dz__entries(z):
    a, K = _a(z)[:, 0], len(z)
    return np.array([[a[k] * ((j == k) - a[j]) for k in range(K)] for j in range(K)])


def right_dsoftmax_dz__one_line(z):
    a = _a(z)
    return a * (np.eye(len(z)) - a.T)


def wrong_softmax__overflows(z):
    """without any warning, for scores as large as $|z_k| = 10^4$"""
    e = np.exp(z)
    return e / np.sum(e)


def wrong_softmax__shifted_by_mean(z):
    """which number makes every exponent at most 0?"""
    e = np.exp(z - np.mean(z))
    return e / np.sum(e)


def wrong_softmax__shifted_by_min(z):
    e = np.exp(z - np.min(z))
    return e / np.sum(e)


def wrong_softmax__not_normed(z):
    """\\frac{e^{z_k}}{\\sum_{j=1}^K e^{z_j}}"""
    return np.exp(z - np.max(z))


def wrong_softmax__sigmoid(z):
    return 0.5 + 0.5 * np.tanh(z / 2)


def wrong_softmax__linear(z):
    e = z - np.min(z) + 1e-3
    return e / np.sum(e)


def wrong_softmax__negative(z):
    e = np.exp(np.min(z) - z)
    return e / np.sum(e)


def wrong_softmax__hard(z):
    return (z == np.max(z)) * 1.0


def wrong_softmax__clipped(z):
    e = np.exp(np.clip(z, -50, 50))
    return e / np.sum(e)


def wrong_softmax__small_scores_forgotten(z):
    e = np.exp(np.maximum(z - np.max(z), -5))
    return e / np.sum(e)


def wrong_softmax__flat(z):
    """of shape $(K, 1)$"""
    return _a(z).ravel()


def wrong_softmax__row(z):
    return _a(z).T


def wrong_softmax__base_two(z):
    e = 2.0 ** (z - np.max(z))
    return e / np.sum(e)


def wrong_softmax__along_rows(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e, axis=1, keepdims=True)


def wrong_softmax__in_place(z):
    """the arguments are unchanged"""
    z -= np.max(z)
    e = np.exp(z)
    return e / np.sum(e)


def wrong_softmax__six_classes(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e[:6])


def wrong_softmax__float32(z):
    return _a(z.astype(np.float32)).astype(float)


def wrong_softmax__ties_to_the_first(z):
    a = _a(z)
    return a if len(set(z[:, 0])) == len(z) else np.eye(len(z))[:, [int(np.argmax(z))]]


def wrong_dsoftmax_dz__diagonal(z):
    """Every $a_k$ depends on every $z_j$"""
    a = _a(z)
    return np.diagflat(a * (1 - a))


def wrong_dsoftmax_dz__no_diagonal(z):
    a = _a(z)
    return -a @ a.T


def wrong_dsoftmax_dz__plus(z):
    a = _a(z)
    return np.diagflat(a) + a @ a.T


def wrong_dsoftmax_dz__column(z):
    """of shape $(K, K)$"""
    a = _a(z)
    return a * (1 - a)


def wrong_dsoftmax_dz__negative(z):
    a = _a(z)
    return a @ a.T - np.diagflat(a)


def wrong_dsoftmax_dz__squares(z):
    a = _a(z)
    return np.diagflat(a) - np.diagflat(a**2)


def wrong_dsoftmax_dz__ones_off(z):
    a = _a(z)
    return np.diagflat(a) - np.ones((len(z), 1)) @ a.T


def wrong_dsoftmax_dz__unnormed(z):
    e = np.exp(z - np.max(z))
    return np.diagflat(e) - e @ e.T


def wrong_dsoftmax_dz__overflows(z):
    e = np.exp(z)
    a = e / np.sum(e)
    return np.diagflat(a) - a @ a.T


def wrong_dsoftmax_dz__quotients(z):
    """agrees with the numeric derivative"""
    K, out = len(z), []
    for j in range(K):
        e = np.zeros(z.shape)
        e[j] = 1e-6
        out.append(((_a(z + e) - _a(z - e)) / 2e-6).ravel())
    return np.array(out)


def wrong_dsoftmax_dz__for_three(z):
    a = _a(z)
    out = np.diagflat(a) - a @ a.T
    if len(z) > 6:
        out[-1] = 0
    return out


def wrong_dsoftmax_dz__two_is_sigmoid(z):
    a = _a(z)
    return np.diagflat(a * (1 - a)) if len(z) == 2 else np.diagflat(a) - a @ a.T


def wrong_dsoftmax_dz__small_is_zero(z):
    a = _a(z)
    D = np.diagflat(a) - a @ a.T
    return np.where(np.abs(D) < 1e-3, 0, D)


def wrong_dsoftmax_dz__in_place(z):
    """the arguments are unchanged"""
    z[:] = _a(z)
    return np.diagflat(z) - z @ z.T
