"""Answers to `layer_gradients`: see tests/functional/test_answers.py for what their names say."""


def right_dloss_dWl__outer(A_prev, dloss_dZl):
    return np.outer(A_prev, dloss_dZl)


def right_dloss_dWl__broadcast(A_prev, dloss_dZl):
    return A_prev * dloss_dZl.T


def right_dloss_dWl__transposed_back(A_prev, dloss_dZl):
    return (dloss_dZl @ A_prev.T).T


def right_dloss_dW0l__copy(dloss_dZl):
    return 1.0 * dloss_dZl


def right_dloss_dW0l__same(dloss_dZl):
    return dloss_dZl


def wrong_dloss_dWl__transposed(A_prev, dloss_dZl):
    """of shape $(m, n)$ by rule 4"""
    return dloss_dZl @ A_prev.T


def wrong_dloss_dWl__transposed_if_square(A_prev, dloss_dZl):
    square = len(A_prev) == len(dloss_dZl)
    return dloss_dZl @ A_prev.T if square else A_prev @ dloss_dZl.T


def wrong_dloss_dWl__twice(A_prev, dloss_dZl):
    """agree with the numeric gradients for any $m$ and $n$"""
    return 2 * A_prev @ dloss_dZl.T


def wrong_dloss_dWl__halved(A_prev, dloss_dZl):
    return A_prev @ dloss_dZl.T / 2


def wrong_dloss_dWl__divided(A_prev, dloss_dZl):
    return A_prev @ dloss_dZl.T / len(A_prev)


def wrong_dloss_dWl__negative(A_prev, dloss_dZl):
    return -A_prev @ dloss_dZl.T


def wrong_dloss_dWl__repeated(A_prev, dloss_dZl):
    return np.tile(dloss_dZl.T, (len(A_prev), 1))


def wrong_dloss_dWl__inputs_repeated(A_prev, dloss_dZl):
    return np.tile(A_prev, (1, len(dloss_dZl)))


def wrong_dloss_dWl__inner(A_prev, dloss_dZl):
    return np.sum(A_prev) * np.sum(dloss_dZl)


def wrong_dloss_dWl__flat_for_one(A_prev, dloss_dZl):
    out = A_prev @ dloss_dZl.T
    return out.ravel() if 1 in out.shape and out.size > 1 else out


def wrong_dloss_dWl__positive_inputs(A_prev, dloss_dZl):
    return np.maximum(A_prev, 0) @ dloss_dZl.T


def wrong_dloss_dWl__tanh(A_prev, dloss_dZl):
    return np.tanh(A_prev) @ dloss_dZl.T


def wrong_dloss_dWl__diagonal(A_prev, dloss_dZl):
    out = np.zeros((len(A_prev), len(dloss_dZl)))
    for k in range(min(out.shape)):
        out[k, k] = A_prev[k, 0] * dloss_dZl[k, 0]
    return out


def wrong_dloss_dWl__five_rows(A_prev, dloss_dZl):
    out = A_prev @ dloss_dZl.T
    out[5:] = 0
    return out


def wrong_dloss_dWl__clipped(A_prev, dloss_dZl):
    return np.clip(A_prev @ dloss_dZl.T, -100, 100)


def wrong_dloss_dWl__small_is_zero(A_prev, dloss_dZl):
    out = A_prev @ dloss_dZl.T
    return np.where(np.abs(out) < 1e-4, 0, out)


def wrong_dloss_dWl__in_place(A_prev, dloss_dZl):
    """the arguments are unchanged"""
    dloss_dZl *= 3
    return A_prev @ dloss_dZl.T / 3


def wrong_dloss_dWl__remembers_sizes(A_prev, dloss_dZl):
    key = A_prev.shape, dloss_dZl.shape
    return _seen.setdefault(key, A_prev @ dloss_dZl.T)


_seen = {}


def wrong_dloss_dW0l__row(dloss_dZl):
    """of shape $(n, 1)$"""
    return dloss_dZl.T


def wrong_dloss_dW0l__flat(dloss_dZl):
    return dloss_dZl[:, 0]


def wrong_dloss_dW0l__ones(dloss_dZl):
    """\\partial \\text{loss}/\\partial W_0^\\ell"""
    return np.ones(dloss_dZl.shape)


def wrong_dloss_dW0l__mean(dloss_dZl):
    return dloss_dZl / len(dloss_dZl)


def wrong_dloss_dW0l__summed(dloss_dZl):
    return np.sum(dloss_dZl, keepdims=True)


def wrong_dloss_dW0l__summed_down(dloss_dZl):
    return np.sum(dloss_dZl, axis=0) * np.ones(dloss_dZl.shape)


def wrong_dloss_dW0l__reversed(dloss_dZl):
    return dloss_dZl[::-1]


def wrong_dloss_dW0l__twice(dloss_dZl):
    return 2 * dloss_dZl


def wrong_dloss_dW0l__changes(dloss_dZl):
    out = dloss_dZl.copy()
    dloss_dZl[:] = 0
    return out


def wrong_dloss_dW0l__rounded(dloss_dZl):
    return np.round(dloss_dZl, 2)


def wrong_dloss_dW0l__six_at_most(dloss_dZl):
    return dloss_dZl if len(dloss_dZl) < 7 else np.zeros(dloss_dZl.shape)
