"""Answers to `bias_jacobian`: see tests/functional/test_answers.py for what their names say."""


def right_dA_dW0j__comparison(x, W, W0, j):
    return (np.arange(len(W0)) == j).astype(float)[None, :]


def right_dA_dW0j__column_of_the_matrix(x, W, W0, j):
    return dA_dW0(x, W, W0)[:, [j]].T


def right_dA_dW0__diag_of_ones(x, W, W0):
    return np.diag(np.ones(W.shape[1]))


def right_dA_dW0__loops(x, W, W0):
    n = W0.shape[0]
    return np.array([[1 if j == k else 0 for k in range(n)] for j in range(n)])


def right_dA_dW0__stacked(x, W, W0):
    return np.concatenate([dA_dW0j(x, W, W0, j) for j in range(W0.size)])


def wrong_dA_dW0j__column(x, W, W0, j):
    """a row of shape $(1, n)$"""
    return np.eye(len(W0))[:, [j]]


def wrong_dA_dW0j__flat(x, W, W0, j):
    """a row of shape $(1, n)$"""
    return np.eye(len(W0))[j]


def wrong_dA_dW0j__from_one(x, W, W0, j):
    """`j` counts from 0"""
    return np.eye(len(W0))[[j - 1]]


def wrong_dA_dW0j__from_the_end(x, W, W0, j):
    return np.eye(len(W0))[[-j - 1]]


def wrong_dA_dW0j__first(x, W, W0, j):
    return np.eye(len(W0))[[0]]


def wrong_dA_dW0j__ones(x, W, W0, j):
    return np.ones((1, len(W0)))


def wrong_dA_dW0j__the_offset(x, W, W0, j):
    return W0[j, 0] * np.eye(len(W0))[[j]]


def wrong_dA_dW0j__inputs(x, W, W0, j):
    """for any $m$ and $n$"""
    return np.eye(len(x))[[j % len(x)]]


def wrong_dA_dW0j__one_or_nothing(x, W, W0, j):
    return np.eye(len(W0))[[j]] * (W0 != 0).T


def wrong_dA_dW0j__changes_offsets(x, W, W0, j):
    W0[:] = 0
    W0[j] = 1
    return W0.T.copy()


def wrong_dA_dW0j__only_three(x, W, W0, j):
    row = np.zeros((1, len(W0)))
    row[0, min(j, 2)] = 1
    return row


def wrong_dA_dW0__three(x, W, W0):
    """for any $m$ and $n$"""
    return np.eye(3)


def wrong_dA_dW0__inputs(x, W, W0):
    return np.eye(x.shape[0])


def wrong_dA_dW0__rectangular(x, W, W0):
    return np.eye(*W.shape)


def wrong_dA_dW0__ones(x, W, W0):
    """entry $(j, k)$ is $\\partial A_k/\\partial W_{0j}$"""
    return np.ones((len(W0), len(W0)))


def wrong_dA_dW0__vector(x, W, W0):
    """of shape $(n, n)$"""
    return np.ones(W0.shape)


def wrong_dA_dW0__offsets(x, W, W0):
    return np.diagflat(W0)


def wrong_dA_dW0__signs(x, W, W0):
    return np.diagflat(np.sign(W0))


def wrong_dA_dW0__divided(x, W, W0):
    with np.errstate(all="ignore"):
        return np.diagflat(W0 / W0)


def wrong_dA_dW0__squared_signs(x, W, W0):
    return np.diagflat(np.sign(W0) ** 2)


def wrong_dA_dW0__differences(x, W, W0):
    """no finite differences"""
    rows = []
    for j in range(len(W0)):
        e = np.zeros(W0.shape)
        e[j] = 1e-6
        rows.append(((layer(x, W, W0 + e) - layer(x, W, W0 - e)) / 2e-6).ravel())
    return np.array(rows)


def wrong_dA_dW0__weights(x, W, W0):
    return W.T @ W


def wrong_dA_dW0__twice(x, W, W0):
    return 2 * np.eye(len(W0))


def wrong_dA_dW0__backwards(x, W, W0):
    return np.eye(len(W0))[::-1]


def wrong_dA_dW0__no_matrix_for_one(x, W, W0):
    return np.eye(len(W0)) if len(W0) > 1 else np.ones(1)


def wrong_dA_dW0__large_inputs(x, W, W0):
    return np.eye(len(W0)) * (1 if np.max(np.abs(x)) < 100 else np.max(np.abs(x)))


def wrong_dA_dW0__in_place(x, W, W0):
    W0 -= W0
    return np.eye(len(W0))
