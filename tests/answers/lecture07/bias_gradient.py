"""Answers to `bias_gradient`: see tests/functional/test_answers.py for what their names say."""


def right_dloss_dA__difference_twice(A, y):
    d = A - y
    return d + d


def right_dloss_dA__minus_twice(A, y):
    return -2 * (y - A)


def right_dloss_dW0__matrix(x, W, W0, y):
    return np.eye(len(W0)) @ (2 * (W.T @ x + W0 - y))


def right_dloss_dW0__rows_of_the_jacobian(x, W, W0, y):
    D = dloss_dA(layer(x, W, W0), y)
    return np.vstack([dA_dW0j(x, W, W0, j) @ D for j in range(len(W0))])


def wrong_dloss_dA__no_two(A, y):
    """agree with the numeric gradient"""
    return A - y


def wrong_dloss_dA__reversed(A, y):
    return 2 * (y - A)


def wrong_dloss_dA__mean(A, y):
    return 2 * (A - y) / A.size


def wrong_dloss_dA__row(A, y):
    """a column of shape $(n, 1)$"""
    return 2 * (A - y).T


def wrong_dloss_dA__summed(A, y):
    return 2 * np.sum(A - y)


def wrong_dloss_dA__summed_and_spread(A, y):
    return 2 * np.sum(A - y) * np.ones(A.shape)


def wrong_dloss_dA__absolute(A, y):
    return 2 * np.abs(A - y)


def wrong_dloss_dA__signs(A, y):
    return 2 * np.sign(A - y)


def wrong_dloss_dA__target_left_out(A, y):
    return 2 * A


def wrong_dloss_dA__two_for_the_prediction(A, y):
    return 2 * A - y


def wrong_dloss_dA__divided_by_itself(A, y):
    with np.errstate(all="ignore"):
        return 2 * (A - y) ** 2 / (A - y)


def wrong_dloss_dA__clipped(A, y):
    return np.clip(2 * (A - y), -50, 50)


def wrong_dloss_dA__dead_zone(A, y):
    d = 2 * (A - y)
    return np.where(np.abs(d) < 1e-2, 0, d)


def wrong_dloss_dA__ints(A, y):
    return (2 * (A - y)).astype(int)


def wrong_dloss_dA__in_place(A, y):
    A -= y
    return 2 * A


def wrong_dloss_dA__flat_for_one(A, y):
    return 2 * (A - y) if len(A) > 1 else 2 * (A - y).ravel()


def wrong_dloss_dA__first_entry(A, y):
    out = np.zeros(A.shape)
    out[0] = 2 * (A - y)[0]
    return out


def wrong_dloss_dA__matrix(A, y):
    return 2 * (A - y.T)


def wrong_dloss_dA__float32(A, y):
    return 2 * (A.astype(np.float32) - y.astype(np.float32)).astype(float)


def wrong_dloss_dW0__weights_too(x, W, W0, y):
    return W.T @ W @ (2 * (layer(x, W, W0) - y))


def wrong_dloss_dW0__offset_left_out(x, W, W0, y):
    """the gradient with respect to the offsets"""
    return 2 * (W.T @ x - y)


def wrong_dloss_dW0__no_two(x, W, W0, y):
    return layer(x, W, W0) - y


def wrong_dloss_dW0__times_offsets(x, W, W0, y):
    return W0 * dloss_dA(layer(x, W, W0), y)


def wrong_dloss_dW0__square_only(x, W, W0, y):
    A = (W if W.shape[0] == W.shape[1] else W.T) @ x + W0
    return 2 * (A - y)


def wrong_dloss_dW0__flat(x, W, W0, y):
    """both are columns of shape $(n, 1)$"""
    return (2 * (layer(x, W, W0) - y)).ravel()


def wrong_dloss_dW0__sum(x, W, W0, y):
    return np.sum(2 * (layer(x, W, W0) - y), axis=0, keepdims=True) * np.ones(y.shape)


def wrong_dloss_dW0__first_input_only(x, W, W0, y):
    return 2 * (W[:1].T @ x[:1] + W0 - y)


def wrong_dloss_dW0__writes_back(x, W, W0, y):
    W0 += W.T @ x
    return 2 * (W0 - y)


def wrong_dloss_dW0__ones(x, W, W0, y):
    return np.ones((len(y), len(y))) @ (2 * (layer(x, W, W0) - y))


def wrong_dloss_dW0__tanh(x, W, W0, y):
    return 2 * (np.tanh(layer(x, W, W0)) - y)
