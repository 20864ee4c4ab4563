"""Answers to `layer_jacobians`: see tests/functional/test_answers.py for what their names say."""


def right_dA_dZ__eye_times_column(Z, df):
    return np.eye(len(Z)) * df(Z)


def right_dA_dZ__entries(Z, df):
    out = np.zeros((len(Z), len(Z)))
    np.fill_diagonal(out, df(Z))
    return out


def right_dA_dZ__numbers(Z, df):
    return np.diag([float(df(np.array([[z]]))[0, 0]) for z in Z[:, 0]])


def right_dZ_dAprev__copy(W):
    return np.array(W)


def right_dZ_dAprev__transposed_twice(W):
    return W.T.T


def wrong_dA_dZ__column(Z, df):
    """The result has shape $(n, n)$"""
    return df(Z)


def wrong_dA_dZ__diag_of_column(Z, df):
    return np.diag(df(Z))


def wrong_dA_dZ__row_for_each(Z, df):
    """Which entries can be other than zero?"""
    return np.tile(df(Z), (1, len(Z)))


def wrong_dA_dZ__outer(Z, df):
    return df(Z) @ df(Z).T


def wrong_dA_dZ__identity(Z, df):
    return np.eye(len(Z))


def wrong_dA_dZ__Z(Z, df):
    return np.diagflat(Z)


def wrong_dA_dZ__tanh(Z, df):
    """`df` is the function $f'$"""
    return np.diagflat(1 - np.tanh(Z) ** 2)


def wrong_dA_dZ__of_the_activation(Z, df):
    return np.diagflat(df(np.tanh(Z)))


def wrong_dA_dZ__zero_slopes_are_one(Z, df):
    s = df(Z)
    return np.diagflat(np.where(s == 0, 1.0, s))


def wrong_dA_dZ__mean(Z, df):
    return np.eye(len(Z)) * np.mean(df(Z))


def wrong_dA_dZ__backwards(Z, df):
    return np.diagflat(df(Z))[:, ::-1]


def wrong_dA_dZ__known_functions_only(Z, df):
    return np.diagflat(df(Z) if df in (dtanh, drelu, didentity, dsign_step) else dtanh(Z))


def wrong_dA_dZ__positive(Z, df):
    return np.diagflat(np.abs(df(Z)))


def wrong_dA_dZ__flat_for_one(Z, df):
    return np.diagflat(df(Z)) if len(Z) > 1 else df(Z).ravel()


def wrong_dA_dZ__five_at_most(Z, df):
    D = np.diagflat(df(Z))
    D[5:] = 0
    return D


def wrong_dA_dZ__changes_Z(Z, df):
    Z[:] = df(Z)
    return np.diagflat(Z)


def wrong_dA_dZ__clipped(Z, df):
    return np.diagflat(df(np.clip(Z, -1.5, 1.5)))


def wrong_dA_dZ__small_slopes_vanish(Z, df):
    s = df(Z)
    return np.diagflat(np.where(np.abs(s) < 5e-2, 0, s))


def wrong_dA_dZ__ints(Z, df):
    D = np.zeros((len(Z), len(Z)), dtype=int)
    for k in range(len(Z)):
        D[k, k] = df(Z)[k, 0]
    return D


def wrong_dZ_dAprev__transposed(W):
    """The result has shape $(m, n)$"""
    return W.T


def wrong_dZ_dAprev__transposed_if_square(W):
    return W.T if W.shape[0] == W.shape[1] else W


def wrong_dZ_dAprev__sums(W):
    return np.sum(W, axis=1, keepdims=True)


def wrong_dZ_dAprev__ones(W):
    """entry $(j, k)$ is $\\partial Z_k/\\partial A^{\\ell-1}_j$"""
    return np.ones(W.shape)


def wrong_dZ_dAprev__squared(W):
    return W**2


def wrong_dZ_dAprev__negative(W):
    return -W


def wrong_dZ_dAprev__absolute(W):
    return np.abs(W)


def wrong_dZ_dAprev__rows_reversed(W):
    return W[::-1]


def wrong_dZ_dAprev__four_rows(W):
    out = W.copy()
    out[5:] = 0
    return out


def wrong_dZ_dAprev__number_for_one(W):
    return W if W.shape[0] > 1 else W.ravel()


def wrong_dZ_dAprev__transposed_for_one_column(W):
    return W if W.shape[1] > 1 else W.T


def wrong_dZ_dAprev__normed(W):
    return W / max(1.0, np.max(np.abs(W)) / 20)


def wrong_dZ_dAprev__rounded(W):
    return np.round(W, 3)


def wrong_dZ_dAprev__in_place(W):
    W *= 2
    return W / 2
