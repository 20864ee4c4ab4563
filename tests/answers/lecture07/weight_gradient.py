"""Answers to `weight_gradient`: see tests/functional/test_answers.py for what their names say."""


def right_dloss_dWjk__all_terms(x, W, W0, y, j, k):
    D = 2 * (layer(x, W, W0) - y)
    return sum((x[j, 0] if p == k else 0.0) * D[p, 0] for p in range(len(y)))


def right_dloss_dWjk__one_by_one(x, W, W0, y, j, k):
    return x[[j]] * (2 * (layer(x, W, W0) - y))[[k]]


def right_dloss_dWjk__from_the_matrix(x, W, W0, y, j, k):
    return dloss_dW(x, W, W0, y)[j, k]


def right_dloss_dW__outer(x, W, W0, y):
    return np.outer(x, 2 * (W.T @ x + W0 - y))


def right_dloss_dW__entries(x, W, W0, y):
    out = np.empty(W.shape)
    for j in range(W.shape[0]):
        for k in range(W.shape[1]):
            out[j, k] = dloss_dWjk(x, W, W0, y, j, k)
    return out


def right_dloss_dW__broadcast(x, W, W0, y):
    return 2 * x * (layer(x, W, W0) - y).T


def wrong_dloss_dWjk__swapped(x, W, W0, y, j, k):
    D = 2 * (layer(x, W, W0) - y)
    return x[k % len(x), 0] * D[j % len(y), 0]


def wrong_dloss_dWjk__from_one(x, W, W0, y, j, k):
    """count from 0"""
    return x[j - 1, 0] * 2 * (layer(x, W, W0) - y)[k - 1, 0]


def wrong_dloss_dWjk__no_two(x, W, W0, y, j, k):
    return x[j, 0] * (layer(x, W, W0) - y)[k, 0]


def wrong_dloss_dWjk__all_outputs(x, W, W0, y, j, k):
    """Most terms of the sum vanish"""
    return x[j, 0] * np.sum(2 * (layer(x, W, W0) - y))


def wrong_dloss_dWjk__a_row(x, W, W0, y, j, k):
    """a scalar (a float or shape $(1, 1)$)"""
    return x[j, 0] * 2 * (layer(x, W, W0) - y)


def wrong_dloss_dWjk__no_input(x, W, W0, y, j, k):
    return 2 * (layer(x, W, W0) - y)[k, 0]


def wrong_dloss_dWjk__one_weight_only(x, W, W0, y, j, k):
    return 2 * (W[j, k] * x[j, 0] + W0[k, 0] - y[k, 0]) * x[j, 0]


def wrong_dloss_dWjk__diagonal(x, W, W0, y, j, k):
    return x[j, 0] * 2 * (layer(x, W, W0) - y)[k, 0] if j == k else 0.0


def wrong_dloss_dWjk__last_input(x, W, W0, y, j, k):
    j = min(j, 3)
    return x[j, 0] * 2 * (layer(x, W, W0) - y)[k, 0]


def wrong_dloss_dWjk__rounded(x, W, W0, y, j, k):
    return round(float(x[j, 0] * 2 * (layer(x, W, W0) - y)[k, 0]), 4)


def wrong_dloss_dWjk__absolute(x, W, W0, y, j, k):
    return abs(x[j, 0]) * 2 * (layer(x, W, W0) - y)[k, 0]


def wrong_dloss_dW__transposed(x, W, W0, y):
    """an array of shape $(m, n)$ with entry $(j, k)$ as above"""
    return 2 * (layer(x, W, W0) - y) @ x.T


def wrong_dloss_dW__transposed_if_square(x, W, W0, y):
    D = 2 * (layer(x, W, W0) - y)
    return D @ x.T if len(x) == len(y) else x @ D.T


def wrong_dloss_dW__no_two(x, W, W0, y):
    """agree with the numeric gradient"""
    return x @ (layer(x, W, W0) - y).T


def wrong_dloss_dW__no_offsets(x, W, W0, y):
    return 2 * x @ (W.T @ x - y).T


def wrong_dloss_dW__repeated_bias(x, W, W0, y):
    return np.tile(2 * (layer(x, W, W0) - y).T, (len(x), 1))


def wrong_dloss_dW__minus(x, W, W0, y):
    return -2 * x @ (layer(x, W, W0) - y).T


def wrong_dloss_dW__summed_error(x, W, W0, y):
    return np.tile(2 * x * np.sum(layer(x, W, W0) - y), (1, len(y)))


def wrong_dloss_dW__divided(x, W, W0, y):
    return 2 * x @ (layer(x, W, W0) - y).T / len(y)


def wrong_dloss_dW__decay(x, W, W0, y):
    return 2 * x @ (layer(x, W, W0) - y).T + 1e-4 * W


def wrong_dloss_dW__flat_for_one_output(x, W, W0, y):
    out = 2 * x @ (layer(x, W, W0) - y).T
    return out.ravel() if out.shape[1] == 1 else out


def wrong_dloss_dW__flat_for_one_input(x, W, W0, y):
    out = 2 * x @ (layer(x, W, W0) - y).T
    return out.ravel() if out.shape[0] == 1 else out


def wrong_dloss_dW__clipped(x, W, W0, y):
    return np.clip(2 * x @ (layer(x, W, W0) - y).T, -1000, 1000)


def wrong_dloss_dW__normed(x, W, W0, y):
    g = 2 * x @ (layer(x, W, W0) - y).T
    return g / max(1.0, np.linalg.norm(g) / 100)


def wrong_dloss_dW__small_is_zero(x, W, W0, y):
    g = 2 * x @ (layer(x, W, W0) - y).T
    return np.where(np.abs(g) < 1e-4, 0, g)


def wrong_dloss_dW__float32(x, W, W0, y):
    return (2 * x @ (layer(x, W, W0) - y).T).astype(np.float32).astype(float)


def wrong_dloss_dW__one_entry_off(x, W, W0, y):
    g = 2 * x @ (layer(x, W, W0) - y).T
    g[-1, -1] *= 1 + 1e-5
    return g


def wrong_dloss_dW__updates_error_in_place(x, W, W0, y):
    y -= layer(x, W, W0)
    return -2 * x @ y.T
