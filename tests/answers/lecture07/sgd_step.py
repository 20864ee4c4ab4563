"""Answers to `sgd_step`: see tests/functional/test_answers.py for what their names say."""


def right_sgd_step__copies(x, y, W, W0, eta):
    W, W0 = W.copy(), W0.copy()
    D = 2 * (W.T @ x + W0 - y)
    W -= eta * x @ D.T
    W0 -= eta * D
    return W, W0


def right_sgd_step__own_gradients(x, y, W, W0, eta):
    return W - eta * dloss_dW(x, W, W0, y), W0 - eta * dloss_dW0(x, W, W0, y)


def right_sgd_step__entries(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    V = np.array(
        [[W[j, k] - eta * x[j, 0] * D[k, 0] for k in range(len(y))] for j in range(len(x))]
    )
    return [V, np.array([[W0[k, 0] - eta * D[k, 0]] for k in range(len(y))])]


def wrong_sgd_step__uphill(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    return W + eta * x @ D.T, W0 + eta * D


def wrong_sgd_step__new_W_first(x, y, W, W0, eta):
    """both gradients are taken at the old `W` and the old `W0`"""
    V = W - eta * 2 * x @ (layer(x, W, W0) - y).T
    return V, W0 - eta * 2 * (layer(x, V, W0) - y)


def wrong_sgd_step__new_W0_first(x, y, W, W0, eta):
    """both gradients are taken at the old `W` and the old `W0`"""
    V0 = W0 - eta * 2 * (layer(x, W, W0) - y)
    return W - eta * 2 * x @ (layer(x, W, V0) - y).T, V0


def wrong_sgd_step__in_place(x, y, W, W0, eta):
    """the arrays that are passed in stay as they are"""
    D = 2 * (layer(x, W, W0) - y)
    W -= eta * x @ D.T
    W0 -= eta * D
    return W, W0


def wrong_sgd_step__offset_in_place(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    W0 -= eta * D
    return W - eta * x @ D.T, W0


def wrong_sgd_step__target_in_place(x, y, W, W0, eta):
    y -= layer(x, W, W0)
    return W + 2 * eta * x @ y.T, W0 + 2 * eta * y


def wrong_sgd_step__no_eta(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    return W - x @ D.T, W0 - D


def wrong_sgd_step__fixed_eta(x, y, W, W0, eta):
    """\\eta\\, \\frac{\\partial \\text{loss}}{\\partial W}"""
    D = 2 * (layer(x, W, W0) - y)
    return W - 0.1 * x @ D.T, W0 - 0.1 * D


def wrong_sgd_step__eta_once(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    return W - eta * x @ D.T, W0 - D


def wrong_sgd_step__eta_at_most_one(x, y, W, W0, eta):
    D = min(eta, 0.9) * 2 * (layer(x, W, W0) - y)
    return W - x @ D.T, W0 - D


def wrong_sgd_step__eta_at_least(x, y, W, W0, eta):
    D = max(eta, 0.02) * 2 * (layer(x, W, W0) - y)
    return W - x @ D.T, W0 - D


def wrong_sgd_step__gradients(x, y, W, W0, eta):
    """returns the **new** `W` and the **new** `W0`"""
    D = 2 * (layer(x, W, W0) - y)
    return x @ D.T, D


def wrong_sgd_step__only_W(x, y, W, W0, eta):
    """W_0 \\leftarrow W_0 - \\eta"""
    return W - 2 * eta * x @ (layer(x, W, W0) - y).T, W0


def wrong_sgd_step__clipped(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    return W - eta * np.clip(x @ D.T, -20, 20), W0 - eta * np.clip(D, -20, 20)


def wrong_sgd_step__unit_gradient(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    D /= max(1.0, np.linalg.norm(D) / 10)
    return W - eta * x @ D.T, W0 - eta * D


def wrong_sgd_step__nothing_when_small(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    if np.max(np.abs(D)) < 1e-2:
        return W, W0
    return W - eta * x @ D.T, W0 - eta * D


def wrong_sgd_step__momentum(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    _last.append(D)
    more = _last[-2] if len(_last) > 1 and _last[-2].shape == D.shape else 0
    return W - eta * x @ D.T, W0 - eta * (D + 0.1 * more)


_last = []


def wrong_sgd_step__smaller_each_time(x, y, W, W0, eta):
    _count.append(1)
    D = 2 * (layer(x, W, W0) - y) / len(_count)
    return W - eta * x @ D.T, W0 - eta * D


_count = []


def wrong_sgd_step__swapped_results(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    return W0 - eta * D, W - eta * x @ D.T


def wrong_sgd_step__shrinks_weights(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    return (1 - 1e-6) * W - eta * x @ D.T, W0 - eta * D


def wrong_sgd_step__flat_offset(x, y, W, W0, eta):
    """the results have the sizes of `W` and `W0`"""
    D = 2 * (layer(x, W, W0) - y)
    return W - eta * x @ D.T, (W0 - eta * D).ravel()


def wrong_sgd_step__transposed_if_square(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    G = D @ x.T if len(x) == len(y) else x @ D.T
    return W - eta * G, W0 - eta * D


def wrong_sgd_step__not_uphill(x, y, W, W0, eta):
    D = 2 * (layer(x, W, W0) - y)
    V, V0 = W - eta * x @ D.T, W0 - eta * D
    better = np.sum((layer(x, V, V0) - y) ** 2) <= np.sum((layer(x, W, W0) - y) ** 2)
    return (V, V0) if better else (W, W0)
